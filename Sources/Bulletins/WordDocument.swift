// A document as .docx: WordprocessingML parts in one archive, with real styles, headings, tables
// and page numbers, so that WPS and Word can go on editing it. The same document gives the same
// bytes.

public import Workbooks

extension Document {
  /// How many rows of an annex a document holds; longer ones are in the workbook only.
  public static let annexRowsMax = 60

  /// The bytes of the document, with tables after the text. A table longer than ``annexRowsMax`` is
  /// cut with a line that says so. `date` is the only date in the file. O(text).
  public func docx(
    annexes: [Table] = [], photos: [Photo] = [], date: String
  ) throws(WorkbookError) -> [UInt8] {
    var body = WordBody(document: self)
    body.write(annexes: annexes, photos: photos)
    var parts = [
      ZipPart("[Content_Types].xml", WordParts.contentTypes(photos)),
      ZipPart("_rels/.rels", WordParts.packageRelations),
      ZipPart("word/document.xml", body.markup.bytes),
      ZipPart("word/styles.xml", WordParts.styles),
      ZipPart("word/settings.xml", WordParts.settings),
      ZipPart("word/fontTable.xml", WordParts.fonts),
      ZipPart("word/footer1.xml", WordParts.footer),
      ZipPart("word/_rels/document.xml.rels", WordParts.documentRelations(photos)),
      ZipPart("docProps/core.xml", WordParts.core(self, date: date)),
      ZipPart("docProps/app.xml", WordParts.app),
    ]
    for (place, photo) in photos.enumerated() {
      parts.append(ZipPart(WordParts.photoPath(place, photo), photo.bytes))
    }
    return try ZipArchive.bytes(of: parts)
  }
}
