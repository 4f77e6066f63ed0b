// A document of Word that was sent for a sheet. It is not read; whether it holds a table or only
// pictures decides what a person is told to do next.

/// The text of a document, looked through for tables and pictures.
final class WordPart: XMLPart {
  static let name = "word/document.xml"

  private var tables = 0
  private var pictures = 0

  override func start(_ name: XMLName, _ attributes: XMLAttributes) {
    switch name {
    case "tbl": tables += 1
    case "blip", "imagedata": pictures += 1
    default: break
    }
  }

  /// What is said of a document. One that cannot be looked through is a document all the same.
  static func fault(of zip: ZipBook) -> BookFault {
    let part = WordPart()
    do throws(BookFault) {
      try part.read(name, of: zip)
    } catch {
      return BookFault(.notASheet, "Word")
    }
    return part.tables == 0 && part.pictures > 0
      ? BookFault(.picturesOnly, "Word") : BookFault(.notASheet, "Word")
  }
}
