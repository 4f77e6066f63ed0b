// Why a file of spreadsheets cannot be read: what, where, and what to do next. Nothing of such a
// file is taken.

package import Catalogue

/// A file that cannot be read.
package struct BookFault: Error, Sendable, Hashable {
  /// The raw value is the catalogue key after `book.`.
  package enum Code: String, Sendable, CaseIterable {
    case empty = "empty-file"
    case tooLarge = "file-too-large"
    /// Small as a file, beyond all bounds when unpacked.
    case bomb = "workbook-bomb"
    case damaged = "damaged-workbook"
    case password = "password-protected"
    /// A kind of file that holds no sheets: a document, a picture, a PDF.
    case notASheet = "not-a-sheet"
    /// A document without a table: its list is pictures.
    case picturesOnly = "pictures-only"
    /// A kind of spreadsheet that is not read: .xlsb, .ods, .xls before 1997, a web page named
    /// .xls.
    case otherFormat = "other-format"
    case tooManyRows = "too-many-rows"
    case tooManyCells = "too-many-cells"
    case noSuchSheet = "no-such-sheet"
    case noHeader = "no-header"
    /// The records are on hidden sheets only.
    case onlyHidden = "only-hidden"
    /// Every sheet counts projects, and none names them.
    case onlySums = "only-sums"
    case notUTF8 = "not-utf8"
    case openQuote = "open-quote"
  }

  /// Why the file cannot be read.
  package let code: Code
  /// The part, sheet or line; empty for the file as a whole.
  package let place: String
  /// What the sentence needs besides: a bound, a name, a library's word; may be empty.
  package let detail: String

  /// A fault; without a place, of the file as a whole.
  package init(_ code: Code, place: String = "", _ detail: String = "") {
    self.code = code
    self.place = place
    self.detail = detail
  }

  /// The sentence for people; a file that is no spreadsheet may be of no kind that has a name, one
  /// that is damaged as a whole has no part to name.
  package var message: Message {
    if code == .damaged {
      let parts = [place, detail].filter { !$0.isEmpty }
      return Message("book.\(code.rawValue)", [parts.joined(separator: " ")])
    }
    let isNameless = code == .notASheet && detail.isEmpty
    return Message("book.\(isNameless ? "unknown-kind" : code.rawValue)", [place, detail])
  }
  /// What to do next.
  package var hint: Message { Message("book.\(code.rawValue).hint", [place, detail]) }
}

/// What is read of one file at most. Beyond it a file is refused, never cut.
package struct ReadLimits: Sendable {
  /// The file as it is, compressed or not.
  package var fileBytesMax = 64 << 20
  /// All parts that are read, unpacked.
  package var unpackedBytesMax = 512 << 20
  /// Parts of the archive, read or not.
  package var partsMax = 20_000
  /// Sheets of the book, hidden ones included.
  package var sheetsMax = 256
  /// Rows that hold something, of one sheet.
  package var rowsMax = 200_000
  /// Rows without a value, of all sheets together: as many as two sheets can have.
  package var emptyRowsMax = 2 << 20
  /// Columns of one sheet.
  package var columnsMax = 2_048
  /// Cells that hold something, of all sheets together.
  package var cellsMax = 6_000_000
  /// Merged ranges, of all sheets together.
  package var mergedMax = 200_000
  /// Entries of the table of shared strings.
  package var stringsMax = 3_000_000
  /// The text of one cell, bytes of UTF-8: more than any program lets one type.
  package var cellBytesMax = 1 << 20

  /// The bounds for a file that an office hands in.
  package init() {}
}
