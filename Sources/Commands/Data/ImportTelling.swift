// What an import would do and did, told to a person or as JSON lines.

internal import Catalogue
internal import Causality
internal import ProjectLedger
internal import Projects
internal import Workbooks

/// Tells of one import.
struct ImportTelling {
  /// How many rows and findings a person is shown.
  private static let rowsShown = 200
  private static let findingsShown = 60

  private let preview: ImportPreview
  private let file: String
  private let context: CommandContext

  /// - Parameter file: the file as it was named.
  init(_ preview: ImportPreview, file: String, _ context: CommandContext) {
    self.preview = preview
    self.file = file
    self.context = context
  }

  private var separator: String { context.language == .zh ? "、" : ", " }

  /// The columns, and what is worth a look beside the rows.
  func showHead() {
    var read: [String] = []
    for column in preview.layout.header.columns {
      guard let field = column.field else { continue }
      let label = field.label(context.language)
      read.append(label == column.header ? label : "\(column.header) → \(label)")
    }
    context.note("import.columns", read.joined(separator: separator))
    let ignored = preview.ignoredColumns
    if !ignored.isEmpty { context.note("import.ignored", ignored.joined(separator: separator)) }
    guard !context.isQuiet, !context.isJSON else { return }
    for finding in preview.findings.prefix(Self.findingsShown) {
      context.output.line(
        context.paint(DisplayWidth.singleLine(context.text(finding.message)), .yellow))
    }
    let more = preview.findings.count - Self.findingsShown
    if more > 0 { context.output.line(context.text("import.more-findings", "\(more)")) }
  }

  func showRows() {
    if context.isJSON {
      for row in preview.rows { context.output.json { write(row, to: &$0) } }
      return
    }
    guard !context.isQuiet else { return }
    var shown = 0
    for row in preview.rows where row.outcome != .unchanged || !row.problems.isEmpty {
      shown += 1
      if shown > Self.rowsShown { continue }
      show(row)
    }
    if shown > Self.rowsShown {
      context.output.line(context.text("import.more", "\(shown - Self.rowsShown)"))
    }
  }

  private func show(_ row: ImportRow) {
    let word = context.text("import.\(row.outcome.rawValue)")
    context.output.line(
      DisplayWidth.singleLine(context.text("import.row", "\(row.number)", word, row.name)))
    for problem in row.problems {
      let sentence = context.text("import.at", problem.place, context.text(problem.message))
      context.output.line(
        "    " + context.paint(sentence, row.outcome == .rejected ? .red : .yellow))
      if !problem.isRepeated, let hint = problem.hint, Catalogue.contains(hint.key) {
        context.output.line("      " + context.text(hint))
      }
    }
    for offer in row.offers {
      context.output.line("    " + context.paint(context.text(offer.message), .yellow))
    }
    for change in row.collisions + row.changes {
      context.output.line(
        DisplayWidth.singleLine(
          context.text(
            "import.change", change.field.label(context.language),
            shown(change.from, change.field), shown(change.to, change.field))))
    }
    for writing in row.writings {
      let labels = writing.fields.map { $0.label(context.language) }.joined(separator: separator)
      context.output.line(
        DisplayWidth.singleLine(
          context.text("import.written", writing.who, writing.when, labels)))
    }
  }

  func showSummary(isWritten: Bool, _ note: ImportNote?) {
    context.result(
      json: { writer in
        writer.member("rows", preview.rows.count)
        for outcome in [ImportOutcome.new, .changed, .unchanged, .rejected] {
          writer.member(outcome.rawValue, preview.count(outcome))
        }
        writer.member("written", isWritten)
        writer.member("ignored_columns", preview.ignoredColumns)
        writer.member("sheet", preview.layout.sheetName)
        writer.member("header_row", preview.layout.headerRow)
        writer.optionalMember("import", note?.id)
        writer.objects("left_out", preview.leftOut) { object, left in
          object.member("sheet", left.sheet)
          if let row = left.headerRow { object.member("header_row", row) }
        }
        writer.objects("unread", preview.unread) { object, value in
          object.member("field", value.field.code)
          object.member("value", value.written)
          object.member("cells", value.count)
          object.member("first", value.place)
          object.member("rejects", value.isRefused)
          object.optionalMember("read_as", value.meant)
          object.member("nearest", value.nearest.map(\.code))
        }
        writer.objects("findings", preview.findings) { object, finding in
          object.member("code", finding.code.rawValue)
          object.member("place", finding.place)
          object.member("message", context.text(finding.message))
        }
      },
      human: {
        context.output.line(
          context.text(
            isWritten ? "import.done" : "import.preview", "\(preview.count(.new))",
            "\(preview.count(.changed))", "\(preview.count(.unchanged))",
            "\(preview.count(.rejected))"))
        for value in preview.unread.prefix(Self.findingsShown) where value.meant == nil {
          context.output.line(DisplayWidth.singleLine(sentence(value)))
        }
        for left in preview.leftOut { context.output.line(sentence(left)) }
        if let note { context.note("import.undo-with", note.id) }
      })
  }

  /// A value that no cell's field has, told once, with what to say of it.
  private func sentence(_ value: UnreadValue) -> String {
    let nearest = value.nearest.map { context.language == .zh ? $0.zh : $0.en }
    var key = nearest.isEmpty ? "unread" : "unread-near"
    if !value.isRefused { key = value.field.enumeration == nil ? "unread-date" : "unread-left" }
    return context.text(
      "import.\(key)",
      value.field.label(context.language), value.written, "\(value.count)", value.place,
      "\(value.field.code):\(value.written)", nearest.joined(separator: separator))
  }

  /// What was left out, with the command that imports it.
  private func sentence(_ left: LayoutFinding.LeftOut) -> String {
    var words = ["taizhang import", ShellWord.quoted(file)]
    let collection = preview.collection.code
    if collection != "project" { words.append("--as \(collection)") }
    if !left.sheet.isEmpty { words.append("--sheet \(ShellWord.quoted(left.sheet))") }
    if let row = left.headerRow { words.append("--header-row \(row)") }
    let command = words.joined(separator: " ")
    let sheet = DisplayWidth.singleLine(left.sheet)
    return left.headerRow.map {
      context.text("import.left-table", SheetLayout.place(sheet, $0), command)
    } ?? context.text("import.left-sheet", sheet, command)
  }

  private func write(_ row: ImportRow, to writer: inout JSONWriter) {
    writer.member("line", row.number)
    writer.member("outcome", row.outcome.rawValue)
    if let draft = row.draft { writer.member("id", draft.id.description) }
    writer.member("name", row.name)
    if !row.problems.isEmpty {
      writer.objects("problems", row.problems) { object, problem in
        object.member("code", problem.code)
        object.optionalMember("field", problem.field)
        object.member("cell", problem.place)
        object.member("message", context.text(problem.message))
        if let hint = problem.hint, Catalogue.contains(hint.key) {
          object.member("hint", context.text(hint))
        }
      }
    }
    if !row.offers.isEmpty {
      writer.objects("offers", row.offers) { object, offer in
        object.member("kind", offer.kind.rawValue)
        object.member("name", offer.name)
        object.optionalMember("id", offer.id?.description)
        object.optionalMember("row", offer.row)
        object.optionalMember("county", offer.county)
      }
    }
    if !row.collisions.isEmpty { Self.write(row.collisions, "collisions", to: &writer) }
    if !row.writings.isEmpty {
      writer.objects("written_by", row.writings) { object, writing in
        object.member("office", writing.office)
        object.member("author", writing.author)
        object.member("when", writing.when)
        object.member("fields", writing.fields.map(\.code))
      }
    }
    if row.outcome == .changed { Self.write(row.changes, "changes", to: &writer) }
  }

  private static func write(
    _ changes: [ImportRow.Change], _ key: String, to writer: inout JSONWriter
  ) {
    writer.key(key)
    writer.object { object in
      for change in changes {
        object.key(change.field.code)
        object.object { pair in
          pair.key("from")
          pair.values(change.from, change.field)
          pair.key("to")
          pair.values(change.to, change.field)
        }
      }
    }
  }

  private func shown(_ values: [Value], _ field: FieldDefinition) -> String {
    guard !values.isEmpty else { return context.text("value.none") }
    return values.map { ValueText.human($0, field, in: context.language) }
      .joined(separator: separator)
  }
}

extension JSONWriter {
  /// A register's value or null, or a set as an array.
  fileprivate mutating func values(_ values: [Value], _ field: FieldDefinition) {
    guard field.isSet else {
      if let first = values.first { value(first, field) } else { null() }
      return
    }
    array { array in
      for element in ValueText.sorted(values, field) { array.value(element, field) }
    }
  }
}
