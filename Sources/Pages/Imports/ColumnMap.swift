// Which column of a sheet is which field, for a person to say: every column of the preview, each
// with what stands in it and what it was taken for; and all columns of a sheet whose header was not
// found.

internal import Causality
internal import ProjectLedger
internal import Projects
internal import Workbooks

/// The columns of a preview, each of which a person may name or pass over.
struct ColumnMap {
  private static let samples = 3
  private static let sampleSigns = 24
  /// Columns that are known are shown as far as there is room beside those that are not.
  private static let shown = 60
  /// So many rows of a known column are looked through for what stands in it.
  private static let rowsLooked = 1_000
  /// Passes a column over.
  private static let passes = "-"

  private let preview: ImportPreview
  private let held: HeldImport
  private let visit: Visit

  init(_ preview: ImportPreview, _ held: HeldImport, _ visit: Visit) {
    self.preview = preview
    self.held = held
    self.visit = visit
  }

  /// A column with what stands in it, and what a person chose for it.
  private struct Line {
    let index: Int
    let column: SheetColumn
    let samples: [String]
    let chosen: String?

    /// Whether a person is to look at it, or did.
    var isOpen: Bool {
      if case .unknown = column.target { return true }
      return chosen != nil
    }
  }

  /// Nil where no column holds anything.
  var model: Model? {
    let layout = preview.layout
    let isSaid = held.header.row == layout.headerRow
    let lines = layout.header.columns.prefix(HeaderChoice.columnsMax).enumerated()
      .compactMap { index, column -> Line? in
        let isUnknown = if case .unknown = column.target { true } else { false }
        // A column that nobody knows is offered wherever it holds anything.
        let items = isUnknown ? layout.items[...] : layout.items.prefix(Self.rowsLooked)
        let line = Line(
          index: index, column: column, samples: Self.samples(items.lazy.map { $0[index] }),
          chosen: isSaid ? held.header.columns[index] : nil)
        return isUnknown && line.samples.isEmpty && line.chosen == nil ? nil : line
      }
    guard !lines.isEmpty else { return nil }
    let open = lines.filter(\.isOpen)
    let known = lines.filter { !$0.isOpen }.prefix(max(0, Self.shown - open.count))
    let fields = Self.fields(preview.collection, visit)
    return [
      "lines": (open + known).sorted { $0.index < $1.index }.map { entry($0, fields) },
      "isOpen": !held.header.columns.isEmpty,
    ]
  }

  private func entry(_ line: Line, _ fields: [(code: String, label: String)]) -> Model {
    let letters = ColumnName.letters(line.index)
    return [
      "name": "column.\(line.index)", "letters": letters, "header": line.column.header,
      "samples": line.samples.joined(separator: " · "),
      "label": visit.text("page.import-map-column", letters, line.column.header),
      "options": Self.options(
        fields, line.chosen ?? "",
        unsaid: line.chosen == nil ? found(line.column) : visit.text("page.import-map-auto"), visit),
    ]
  }

  /// What the wordings take a column for; nil where they tell nothing.
  private func found(_ column: SheetColumn) -> String? {
    switch column.target {
    case .field(let field): visit.text("page.import-map-found", field.label(visit.language))
    case .id, .serial: visit.text("page.import-map-found", column.header)
    case .passedOver, .computed:
      visit.text("page.import-map-found", visit.text("page.import-map-pass"))
    case .unknown: nil
    }
  }

  /// The first few texts that a column holds, short.
  static func samples(_ cells: some Sequence<SheetCell>) -> [String] {
    var found: [String] = []
    for cell in cells where !cell.isBlank {
      let text = FoldedText.trimmed(cell.plain)
      let short = String(text.prefix(sampleSigns)) + (text.count > sampleSigns ? "…" : "")
      if !found.contains(short) { found.append(short) }
      if found.count == samples { break }
    }
    return found
  }

  /// What a column may be: every field that can be written.
  static func fields(
    _ collection: CollectionDefinition, _ visit: Visit
  ) -> [(code: String, label: String)] {
    collection.fields.map { ($0.code, $0.label(visit.language)) }
  }

  /// What may be chosen of a column.
  ///
  /// - Parameter unsaid: what becomes of it with nothing said; nil where it is not used.
  static func options(
    _ fields: [(code: String, label: String)], _ chosen: String, unsaid: String?, _ visit: Visit
  ) -> [Model] {
    var options = [(code: "", label: unsaid ?? visit.text("page.import-map-unused"))]
    if unsaid != nil || !chosen.isEmpty {
      options.append((code: passes, label: visit.text("page.import-map-pass")))
    }
    return (options + fields).map { option -> Model in
      ["value": option.code, "label": option.label, "isChosen": option.code == chosen]
    }
  }
}

/// The page of a sheet in which no row names the records: its first rows, to say which is the
/// header, and its columns, to say what each is.
struct HeaderPage {
  private static let rowsShown = 12
  private static let columnsShown = 40
  private static let cellSigns = 16

  private let sheet: BookSheet
  private let book: SheetBook
  private let held: HeldImport
  private let key: String
  private let collection: CollectionDefinition
  private let visit: Visit

  init(
    _ sheet: BookSheet, _ book: SheetBook, _ held: HeldImport, _ key: String,
    _ collection: CollectionDefinition, _ visit: Visit
  ) {
    self.sheet = sheet
    self.book = book
    self.held = held
    self.key = key
    self.collection = collection
    self.visit = visit
  }

  /// The sheet to ask about: the chosen one, else the one with most rows among the visible or the
  /// hidden ones; nil where none has two rows, of which one could be a header.
  static func sheet(of book: SheetBook, _ held: HeldImport, hidden: Bool) -> BookSheet? {
    let sheets = book.sheets.filter { sheet in
      sheet.rows.count > 1 && (held.sheet.map { $0 == sheet.name } ?? (sheet.isHidden == hidden))
    }
    return sheets.max { $0.rows.count < $1.rows.count }
  }

  func answer() -> Answer {
    let rows = self.rows
    let width = min(Self.columnsShown, rows.map(\.cells.count).max() ?? 0)
    let said = held.header.row
    let guess = rows.contains { $0.number == said } ? said : Self.guess(rows)
    let fields = ColumnMap.fields(collection, visit)
    var model: Model = [
      "key": key, "file": held.file.name,
      "hint": hint, "isSaid": said != nil,
      "columns": (0..<width).map { column -> Model in
        let letters = ColumnName.letters(column)
        let header = rows.first { $0.number == guess }?[column].plain ?? ""
        return [
          "name": "column.\(column)", "letters": letters,
          "label": visit.text("page.import-map-column", letters, header),
          "options": ColumnMap.options(
            fields, held.header.columns[column] ?? "", unsaid: nil, visit),
        ]
      },
      "rows": rows.map { row -> Model in
        [
          "number": "\(row.number)", "isChosen": row.number == guess,
          "label": visit.text("page.import-head-row", "\(row.number)"),
          "cells": (0..<width).map { column -> Model in
            let text = FoldedText.trimmed(row[column].plain)
            return [
              "text": String(text.prefix(Self.cellSigns))
                + (text.count > Self.cellSigns ? "…" : "")
            ]
          },
        ]
      },
    ]
    model["sheets"] = PreviewPage.sheets(
      book, sheet.name, was: sheet.isHidden ? held.sheet ?? "" : sheet.name, visit)
    return visit.page(
      "header", title: visit.text("page.import-preview"), place: "projects", model)
  }

  /// The first rows that hold anything; where a person said another row, those about it.
  private var rows: [SheetRow] {
    let held = sheet.rows.filter { !$0.isBlank }
    let said = self.held.header.row.flatMap { row in held.firstIndex { $0.number == row } } ?? 0
    let start = said < Self.rowsShown ? 0 : said - 2
    return Array(held[start...].prefix(Self.rowsShown))
  }

  private var hint: String {
    let name = collection.nameField.label(visit.language)
    if held.sheet == nil, sheet.isHidden {
      return visit.text("page.import-only-hidden", sheet.name)
    }
    guard let said = held.header.row else { return visit.text("page.import-no-head", name) }
    return visit.text("page.import-no-head-there", SheetLayout.place(sheet.name, said), name)
  }

  /// The first of the rows with most words.
  private static func guess(_ rows: [SheetRow]) -> Int? {
    func words(_ row: SheetRow) -> Int {
      row.cells.count { cell in
        if case .text(let text) = cell { return !cell.isBlank && text.count <= 24 }
        return false
      }
    }
    return rows.max { words($0) < words($1) }?.number
  }
}
