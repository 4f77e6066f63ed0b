// What a person chose for an import: the sheet, its header and columns, the reason, and for every
// row that is much like a record or another row, which of them it is. A row is never taken for a
// record by its looks.

internal import Causality
internal import ProjectLedger
internal import Workbooks

extension HeldImport {
  static let isNew = "new"
  static let isSame = "same"
  static let isOut = "out"
  /// Whose values a row takes that was edited while another wrote the same fields.
  static let isSheet = ImportChoices.Side.sheet.rawValue
  static let isLedger = ImportChoices.Side.ledger.rawValue
  /// As many as a sheet may have rows.
  private static let decisionsMax = 200_000

  /// How fields of forms and notes begin that say what a word means: `as.category.制造业`.
  static let readAsPrefix = "as."
  private static let wordsMax = 1_000
  private static let wordBytesMax = 400

  /// What the preview is to heed.
  var choices: ImportChoices {
    var choices = ImportChoices()
    choices.sheet = sheet
    choices.header = header
    choices.reason = reason
    choices.emptyClears = emptyClears
    choices.readAs = readAs
    for (row, decision) in decisions {
      if decision == Self.isOut {
        choices.leftOut.insert(row)
      } else if let side = ImportChoices.Side(rawValue: decision) {
        choices.collided[row] = side
      } else if let id = RecordID(decision) {
        choices.sameAs[row] = id
      }
    }
    return choices
  }

  /// Takes what a form says; rows that stand on other pages keep what was chosen for them.
  mutating func take(_ sent: Form) {
    takeMeanings(sent)
    // A sheet that the form only repeats was chosen by nobody: what else the file holds is still
    // told.
    let asked = sent.text("sheet-pick") ?? sent["sheet"]
    let isOtherSheet = asked != nil && asked != sent["sheet-was"]
    if sent.has("seen") {
      reason = sent.text("reason")
      emptyClears = sent["empty-clears"] == "1"
      allNew = sent["all-new"] == "1"
      skipsRejected = sent["skip-rejected"] == "1"
    }
    // Rows of another sheet are other rows, under another header.
    let other = Self.otherRow(sent)
    // What was previewed and is not read now may be read later.
    if isOtherSheet || other != nil, sent.has("seen") { hasMore = true }
    if isOtherSheet { return read(sheet: asked, row: nil) }
    if let row = other {
      // A row is one of the sheet that the form shows.
      return read(sheet: row > 0 ? sent["sheet-was"] ?? sheet : sheet, row: row > 0 ? row : nil)
    }
    takeHeader(sent)
    for field in sent.below("row.").fields {
      guard let row = Int(field.name), decisions[row] != nil || decisions.count < Self.decisionsMax
      else { continue }
      let isKnown =
        [Self.isNew, Self.isSame, Self.isOut, Self.isSheet, Self.isLedger].contains(field.value)
        || RecordID(field.value) != nil
      decisions[row] = isKnown ? field.value : nil
    }
  }

  /// Takes what words in cells mean, `as.` `field` `.` `word`; with nothing said they mean
  /// themselves.
  mutating func takeMeanings(_ sent: Form) {
    for field in sent.below(Self.readAsPrefix).fields {
      let parts = field.name.split(separator: ".", maxSplits: 1).map(String.init)
      let meant = FoldedText.trimmed(field.value)
      guard parts.count == 2, parts[1].utf8.count <= Self.wordBytesMax,
        meant.utf8.count <= Self.wordBytesMax,
        meant.isEmpty || readAs.values.reduce(0, { $0 + $1.count }) < Self.wordsMax
      else { continue }
      var words = readAs[parts[0]] ?? [:]
      words[parts[1]] = meant.isEmpty ? nil : meant
      readAs[parts[0]] = words.isEmpty ? nil : words
    }
  }

  /// Reads another table of the file; what was said of the last one is forgotten.
  mutating func read(sheet: String?, row: Int?) {
    self.sheet = sheet
    header = HeaderChoice()
    header.row = row
    isRowSaid = row != nil
    decisions = [:]
  }

  /// The row that a form says is the header, where that is another than the form shows; 0 where it
  /// is to be looked for; nil where nothing was said.
  private static func otherRow(_ sent: Form) -> Int? {
    if sent["head-find"] == "1" { return 0 }
    if let typed = sent.text("head-pick") ?? sent.text("head-other") ?? sent.text("head") {
      guard typed != sent["head-row"], let row = Int(FoldedText.folded(typed)), row > 0 else {
        return nil
      }
      return row
    }
    return sent.has("head") ? 0 : nil
  }

  /// The header's row and its columns: `column.3` is a field's code, `-`, or nothing where the
  /// wordings are to tell.
  private mutating func takeHeader(_ sent: Form) {
    guard let row = sent["head-row"].flatMap({ Int($0) }), row > 0,
      Self.doubledField(sent) == nil
    else { return }
    if !sent.has("head"), header.row != row || sheet == nil {
      // Chosen among the rows of a sheet in which none was found.
      read(sheet: sent["sheet-was"] ?? sheet, row: row)
    }
    let columns = Self.columns(sent)
    // Nothing said, nothing fixed: the header is looked for anew with every sheet.
    guard !columns.isEmpty || header.row != nil else { return }
    header.row = columns.isEmpty && !isRowSaid ? nil : row
    header.columns = columns
  }

  /// What a form says of columns.
  private static func columns(_ sent: Form) -> [Int: String] {
    var columns: [Int: String] = [:]
    for field in sent.below("column.").fields {
      guard let column = Int(field.name), (0..<HeaderChoice.columnsMax).contains(column),
        !field.value.isEmpty, field.value.utf8.count <= 64
      else { continue }
      columns[column] = field.value
    }
    return columns
  }

  /// The first field that a form names for several columns: only one of them could be read. Nothing
  /// of the columns is taken then.
  static func doubledField(_ sent: Form) -> (code: String, columns: [Int])? {
    var columnsOf: [String: [Int]] = [:]
    for (column, code) in columns(sent) where code != "-" {
      columnsOf[code, default: []].append(column)
    }
    let doubled = columnsOf.filter { $0.value.count > 1 }.sorted { $0.key < $1.key }
    guard let first = doubled.first else { return nil }
    return (code: first.key, columns: first.value.sorted())
  }

  /// Whether a row would be written that may be another record, and nobody has said which. What was
  /// said of a row when it stood for something else decides nothing.
  func isUndecided(_ row: ImportRow) -> Bool {
    guard row.outcome == .new || row.outcome == .changed else { return false }
    let hasCode = row.offers.contains { $0.kind == .sameCode }
    switch decisions[row.number] {
    case nil, Self.isSheet, Self.isLedger: return hasCode || (!row.offers.isEmpty && !allNew)
    case Self.isSame: return !hasCode
    case Self.isNew: return hasCode
    case let named?: return row.draft?.id.description != named
    }
  }
}

extension ImportChoices {
  /// Whether another preview comes of others.
  static func != (left: ImportChoices, right: ImportChoices) -> Bool {
    left.sheet != right.sheet || left.header != right.header || left.reason != right.reason
      || left.sameAs != right.sameAs || left.collided != right.collided
      || left.leftOut != right.leftOut || left.emptyClears != right.emptyClears
      || left.readAs != right.readAs
  }
}
