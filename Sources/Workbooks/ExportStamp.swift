// What an exported file had seen of the ledgers it is of, so that its import can tell cells that a
// person edited from cells that others have overtaken. It stands on a hidden sheet of its own, as
// text, a line for each writer: sorting, deleting and adding rows or columns of the table, and
// saving by another program, leave it whole. It holds no values, only the counts of changes.
//
// Guarantees: a stamp is read whole or not at all; its sheet is never taken for a table.

import CXlsxWriter
internal import Catalogue
package import Causality

/// What a file had seen: for each ledger, by its code, the changes of which its cells tell.
package struct ExportStamp: Sendable, Hashable {
  package let vectors: [String: VersionVector]

  package init(_ vectors: [String: VersionVector]) { self.vectors = vectors }

  /// The part that is of some ledgers.
  package func narrowed(to ledgers: Set<String>) -> ExportStamp {
    ExportStamp(vectors.filter { ledgers.contains($0.key) })
  }

  /// How the first cell of the sheet begins; behind it stands the number of the form.
  private static let mark = "taizhang-export-"
  private static let form = mark + "1"
  private static let entriesMax = 5_000

  static func name(_ language: Language) -> String {
    Catalogue.text(Message("workbook.stamp"), in: language)
  }

  // MARK: Writing

  /// Writes the hidden sheet; what the library refused, or nil.
  func write(
    to book: UnsafeMutablePointer<lxw_workbook>, name: String, _ language: Language
  ) -> String? {
    guard let sheet = workbook_add_worksheet(book, name) else { return name }
    let entries = vectors.sorted { $0.key < $1.key }.flatMap { ledger, vector in
      vector.entries.map { [ledger, Dot(replica: $0.replica, seq: $0.seq).description] }
    }
    let note = Catalogue.text(Message("workbook.stamp.note"), in: language)
    for (row, line) in ([[Self.form, "\(entries.count)", note]] + entries).enumerated() {
      for (column, text) in line.enumerated() {
        let refused = worksheet_write_string(
          sheet, lxw_row_t(row), lxw_col_t(column), PlainText.cleaned(text), nil)
        if refused != LXW_NO_ERROR { return String(cString: lxw_strerror(refused)) }
      }
    }
    worksheet_hide(sheet)
    return nil
  }

  // MARK: Reading

  static func isMarked(_ sheet: BookSheet) -> Bool {
    sheet.rows.first?[0].plain.hasPrefix(mark) == true
  }

  /// The stamp on its sheet; nil for one of another form, or of which something is missing.
  init?(_ sheet: BookSheet) {
    let lines = sheet.rows.dropFirst()
    guard let head = sheet.rows.first, head[0].plain == Self.form,
      lines.count <= Self.entriesMax, Int(head[1].plain) == lines.count
    else { return nil }
    var entries: [String: [VersionVector.Entry]] = [:]
    for line in lines {
      let ledger = line[0].plain
      guard (1...64).contains(ledger.utf8.count), let dot = Dot(line[1].plain) else { return nil }
      entries[ledger, default: []].append(
        VersionVector.Entry(replica: dot.replica, seq: dot.seq))
    }
    vectors = entries.mapValues { VersionVector($0) }
  }
}

extension SheetBook {
  /// The same with its stamp read, and without the stamp's sheet. Of several stamps none is taken:
  /// which cells are of which cannot be told.
  func stamped() -> SheetBook {
    let marked = sheets.filter { ExportStamp.isMarked($0) }
    guard let first = marked.first else { return self }
    var book = self
    book.sheets.removeAll { ExportStamp.isMarked($0) }
    book.stamp = marked.count == 1 ? ExportStamp(first) : nil
    book.isStampDamaged = book.stamp == nil
    return book
  }
}
