// The preview of an import as a page: what would happen to each row, what is wrong with which cell
// and what to do next, and for rows that are much like others what they are. What needs a person
// comes first.

internal import Catalogue
internal import Causality
internal import ProjectLedger
internal import Projects
internal import Workbooks

/// One preview on its way to a page.
struct PreviewPage {
  private static let rowsPerPage = 200
  private static let findingsShown = 60
  private static let valuesShown = 8

  private let preview: ImportPreview
  private let held: HeldImport
  private let key: String
  private let book: SheetBook
  private let visit: Visit

  init(
    _ preview: ImportPreview, _ held: HeldImport, _ key: String, _ book: SheetBook, _ visit: Visit
  ) {
    self.preview = preview
    self.held = held
    self.key = key
    self.book = book
    self.visit = visit
  }

  private var separator: String { visit.language == .zh ? "、" : ", " }

  func answer() -> Answer {
    let rows = ordered
    let pages = max(1, (rows.count + Self.rowsPerPage - 1) / Self.rowsPerPage)
    let page = max(1, min(visit.query.text("page").flatMap { Int($0) } ?? 1, pages))
    let taken = preview.count(.new) + preview.count(.changed)
    let findings = preview.findings
    var model: Model = [
      "key": key, "file": held.file.name, "seen": "\(preview.mark)", "page": "\(page)",
      "headRow": "\(preview.layout.headerRow)",
      "summary": visit.text(
        "page.import-summary", "\(preview.count(.new))", "\(preview.count(.changed))",
        "\(preview.count(.unchanged))", "\(preview.count(.rejected))",
        "\(preview.count(.leftOut))"),
      "reason": held.reason ?? "", "emptyClears": held.emptyClears, "allNew": held.allNew,
      "skipsRejected": held.skipsRejected, "hasRejected": preview.count(.rejected) > 0,
      "hasOffers": preview.rows.contains { !$0.offers.isEmpty },
      "hasIDs": preview.layout.header.hasIDs,
      "mayApply": taken > 0, "apply": visit.text("page.import-apply", "\(taken)"),
      "columns": columns, "hasFindings": !findings.isEmpty,
      "findings": findings.prefix(Self.findingsShown).map { ["text": visit.text($0.message)] },
      "rows": rows.dropFirst((page - 1) * Self.rowsPerPage).prefix(Self.rowsPerPage).map(row),
      "isEmpty": rows.isEmpty,
    ]
    if findings.count > Self.findingsShown {
      model["moreFindings"] = visit.text(
        "import.more-findings", "\(findings.count - Self.findingsShown)")
    }
    let ignored = preview.ignoredColumns
    if !ignored.isEmpty {
      model["ignored"] = visit.text("page.import-ignored", ignored.joined(separator: separator))
    }
    model["leftOut"] = preview.leftOut.map(leftOut)
    model["sheets"] = Self.sheets(
      book, preview.layout.sheetName, was: preview.layout.sheetName,
      naming: Set(preview.leftOut.map(\.sheet)), visit)
    if let unread = UnreadList(preview, ledger: held.ledger, visit).model {
      model["unread"] = unread
    }
    if let map = ColumnMap(preview, held, visit).model { model["map"] = map }
    if pages > 1 { model["paging"] = paging(page, pages) }
    return visit.page(
      "import", title: visit.text("page.import-preview"), place: "projects", model)
  }

  /// The sheets to choose from: those that the file shows, the chosen one, and those that the page
  /// names; nil where there is one.
  ///
  /// - Parameter was: what the form repeats; another sheet was chosen by a person.
  static func sheets(
    _ book: SheetBook, _ chosen: String, was: String, naming named: Set<String> = [],
    _ visit: Visit
  ) -> Model? {
    let sheets = book.sheets.filter {
      !$0.isHidden || $0.name == chosen || named.contains($0.name)
    }
    guard sheets.count > 1 || was != chosen else { return nil }
    return [
      "was": was,
      "choices": sheets.map { sheet -> Model in
        let shown =
          sheet.isHidden ? visit.text("page.import-hidden-sheet", sheet.name) : sheet.name
        return ["name": sheet.name, "shown": shown, "isChosen": sheet.name == chosen]
      },
    ]
  }

  /// Records that are not read, with the button that reads them instead.
  private func leftOut(_ left: LayoutFinding.LeftOut) -> Model {
    let place = left.headerRow.map { SheetLayout.place(left.sheet, $0) } ?? left.sheet
    return [
      "text": visit.text(left.pageMessage), "label": visit.text("page.import-read-place", place),
      "pick": left.headerRow == nil ? "sheet-pick" : "head-pick",
      "value": left.headerRow.map { "\($0)" } ?? left.sheet,
    ]
  }

  /// What waits for a word first, then what is rejected, then what would be written; rows that
  /// change nothing and leave nothing out are counted only.
  private var ordered: [ImportRow] {
    func rank(_ row: ImportRow) -> Int {
      if held.isUndecided(row) || row.mayBeDecided { return 0 }
      return row.outcome == .rejected ? 1 : 2
    }
    let shown = preview.rows.filter {
      $0.outcome != .unchanged || !$0.problems.isEmpty || held.decisions[$0.number] != nil
    }
    return (0...2).flatMap { wanted in shown.filter { rank($0) == wanted } }
  }

  private func paging(_ page: Int, _ pages: Int) -> Model {
    var paging: Model = ["text": visit.text("page.grid-page", "\(page)", "\(pages)")]
    if page > 1 { paging["previous"] = "/imports/\(key)?page=\(page - 1)" }
    if page < pages { paging["next"] = "/imports/\(key)?page=\(page + 1)" }
    return paging
  }

  private var columns: String {
    preview.layout.header.columns.compactMap { column -> String? in
      guard let field = column.field else { return nil }
      let label = field.label(visit.language)
      return label == column.header ? label : "\(column.header) → \(label)"
    }.joined(separator: separator)
  }

  // MARK: Rows

  private func row(_ row: ImportRow) -> Model {
    var lines: [Model] = row.problems.flatMap { problem -> [Model] in
      var lines = [
        line(
          row.outcome == .rejected ? "problem" : "offer",
          visit.text("import.at", problem.place, visit.text(problem.message)))
      ]
      if !problem.isRepeated, let hint = problem.hint, Catalogue.contains(hint.key) {
        lines.append(line("aside", visit.text(hint)))
      }
      return lines
    }
    lines += row.offers.map { offer in
      line(
        "offer",
        visit.text(
          "page.import-\(offer.kind.rawValue)", offer.name,
          offer.id.map { String($0.description.prefix(10)) } ?? offer.row ?? "",
          offer.county ?? ""))
    }
    lines += row.outcome == .new ? values(row) : changes(row)
    var model: Model = [
      "place": row.place, "name": row.name, "outcome": row.outcome.rawValue,
      "word": visit.text("import.\(row.outcome.rawValue)"), "lines": lines,
    ]
    if let options = options(row) {
      model["decision"] =
        [
          "number": "\(row.number)", "options": options,
          "label": visit.text("page.import-decide", row.name),
        ] as Model
    }
    return model
  }

  private func line(_ tone: String, _ text: String) -> Model { ["tone": tone, "text": text] }

  private func changes(_ row: ImportRow) -> [Model] {
    (row.collisions + row.changes).map { change in
      line(
        "change",
        visit.text(
          "page.import-change", change.field.label(visit.language),
          shown(change.from, change.field), shown(change.to, change.field)))
    }
      + row.writings.map { writing in
        let labels = writing.fields.map { $0.label(visit.language) }.joined(separator: separator)
        return line(
          "aside", visit.text("page.import-written", writing.who, writing.when, labels))
      }
  }

  /// The first values of a new record.
  private func values(_ row: ImportRow) -> [Model] {
    guard let draft = row.draft else { return [] }
    let told = draft.collection.fields.compactMap { field -> String? in
      guard field.id != draft.collection.nameField.id else { return nil }
      guard let values = draft.sets[field.id] ?? draft.proposed[field.id].map({ [$0] }) else {
        return nil
      }
      return "\(field.label(visit.language)) \(shown(values, field))"
    }
    guard !told.isEmpty else { return [] }
    let more = told.count > Self.valuesShown ? " …" : ""
    return [line("change", told.prefix(Self.valuesShown).joined(separator: " · ") + more)]
  }

  private func shown(_ values: [Value], _ field: FieldDefinition) -> String {
    guard !values.isEmpty, values != [.empty] else { return visit.text("page.import-nothing") }
    return values.map { ValueWords.shown($0, field, visit.language) }.joined(separator: separator)
  }

  /// What a row that is much like others may be, or whose values it takes where others edited it
  /// too; nil where there is nothing to choose.
  private func options(_ row: ImportRow) -> [Model]? {
    let decision = held.decisions[row.number]
    guard decision != nil || !row.offers.isEmpty || !row.collisions.isEmpty else { return nil }
    let isOfSides =
      !row.collisions.isEmpty || [HeldImport.isSheet, HeldImport.isLedger].contains(decision)
    if isOfSides, row.offers.isEmpty { return chosen(sides, decision) }
    var options: [(value: String, label: String)] = [("", visit.text("page.import-undecided"))]
    var ids: [String] = []
    for offer in row.offers where offer.kind == .nearName || offer.kind == .sameName {
      guard let id = offer.id?.description, !ids.contains(id) else { continue }
      ids.append(id)
      let label =
        offer.county.map {
          visit.text("page.import-is-of", offer.name, String(id.prefix(10)), $0)
        } ?? visit.text("page.import-is", offer.name, String(id.prefix(10)))
      options.append((id, label))
    }
    if let decision, RecordID(decision) != nil, !ids.contains(decision) {
      let name = row.draft?.existing.map { visit.pages.name(of: $0, visit.language) } ?? row.name
      options.append((decision, visit.text("page.import-is", name, String(decision.prefix(10)))))
    }
    if row.offers.contains(where: { $0.kind == .sameCode }) || decision == HeldImport.isSame {
      options.append((HeldImport.isSame, visit.text("page.import-rename")))
    } else if row.mayBeNew {
      options.append((HeldImport.isNew, visit.text("page.import-is-new")))
    }
    options.append((HeldImport.isOut, visit.text("page.import-leave")))
    return chosen(options, decision)
  }

  /// Whose values a row may take, or that it is not to go in.
  private var sides: [(value: String, label: String)] {
    [
      ("", visit.text("page.import-undecided")),
      (HeldImport.isSheet, visit.text("page.import-sheet-value")),
      (HeldImport.isLedger, visit.text("page.import-ledger-value")),
      (HeldImport.isOut, visit.text("page.import-leave")),
    ]
  }

  private func chosen(_ options: [(value: String, label: String)], _ decision: String?) -> [Model] {
    options.map { option in
      ["value": option.value, "label": option.label, "isChosen": option.value == decision ?? ""]
    }
  }
}

extension LayoutFinding.LeftOut {
  /// What is left out, and how to import it.
  var pageMessage: Message {
    headerRow.map { Message("page.import-left-table", [SheetLayout.place(sheet, $0)]) }
      ?? Message("page.import-left-sheet", [sheet])
  }
}
