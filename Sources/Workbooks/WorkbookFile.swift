// A workbook of tables as an .xlsx file. Guarantees: the same tables give the same bytes; numbers
// are numbers, dates are dates, text is text whatever it begins with; no formula, link or macro is
// written.

internal import CXlsxWriter
public import Catalogue
public import Causality

/// Tables that become one workbook, one sheet each.
public struct WorkbookFile: Sendable {
  /// The title in the file's properties.
  public let title: String
  /// The office, as the author in the file's properties.
  public let office: String
  /// The only date in the file.
  public let createdOn: CivilDate
  /// One sheet each, in this order.
  public let tables: [Table]
  /// The language of the page's foot and of notes about cut text.
  public let language: Language
  /// What the tables had seen of the ledgers they are of, for files that are read back; kept on a
  /// hidden sheet.
  package var stamp: ExportStamp?

  /// A workbook of at least one table.
  public init(
    title: String, office: String, createdOn: CivilDate, tables: [Table], language: Language = .zh
  ) {
    precondition(!tables.isEmpty, "a workbook needs a sheet")
    self.title = title
    self.office = office
    self.createdOn = createdOn
    self.tables = tables
    self.language = language
  }

  /// Writes the workbook to a file that does not exist or may be replaced. O(cells); all cells are
  /// held in memory once more while it runs.
  ///
  /// Throws when the file cannot be written, or a sheet has more rows than the format holds
  /// (1,048,576); what was written by then stays behind.
  public func write(to path: String) throws(WorkbookError) {
    guard let book = workbook_new(path) else {
      throw WorkbookError(code: .unwritable, place: path, reason: "")
    }
    var failure: WorkbookError?
    let styles = SheetStyles(book)
    setProperties(of: book)
    var choices = ChoiceSheet(language)
    let names = SheetName.lawful(tables.map(\.name) + [choices.name, ExportStamp.name(language)])
    choices.name = names[tables.count]
    for (table, name) in zip(tables, names) where failure == nil {
      guard let sheet = workbook_add_worksheet(book, name) else {
        failure = WorkbookError(code: .unfit, place: name, reason: "")
        break
      }
      let rowsMax = Int(LXW_ROW_MAX) - table.headDepth - 2
      guard table.rows.count <= rowsMax, table.columns.count <= Int(LXW_COL_MAX) else {
        failure = WorkbookError(
          code: .unfit, place: name, reason: "\(table.rows.count) > \(rowsMax)")
        break
      }
      let writer = SheetWriter(sheet: sheet, table: table, styles: styles, language: language)
      if let reason = writer.write() ?? choices.offer(in: writer) {
        failure = WorkbookError(code: .unfit, place: name, reason: reason)
      }
    }
    if failure == nil, let reason = choices.write(to: book) {
      failure = WorkbookError(code: .unfit, place: choices.name, reason: reason)
    }
    let stampName = names[tables.count + 1]
    if failure == nil, let reason = stamp?.write(to: book, name: stampName, language) {
      failure = WorkbookError(code: .unfit, place: stampName, reason: reason)
    }
    let closed = workbook_close(book)
    if let failure { throw failure }
    guard closed == LXW_NO_ERROR else {
      throw WorkbookError(
        code: .unwritable, place: path, reason: String(cString: lxw_strerror(closed)))
    }
  }

  private func setProperties(of book: UnsafeMutablePointer<lxw_workbook>) {
    PlainText.cleaned(title).withCString { title in
      PlainText.cleaned(office).withCString { office in
        var properties = lxw_doc_properties()
        properties.title = UnsafeMutablePointer(mutating: title)
        properties.author = UnsafeMutablePointer(mutating: office)
        properties.company = UnsafeMutablePointer(mutating: office)
        // Zero would mean now.
        properties.created = max(1, Int(createdOn.days) * 86_400)
        _ = workbook_set_properties(book, &properties)
      }
    }
  }
}
