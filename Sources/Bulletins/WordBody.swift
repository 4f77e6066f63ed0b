// The body of a .docx: blocks as paragraphs with styles, tables with a head that repeats on every
// page, annexes on pages of their own, the last ones across.

internal import Causality
internal import Workbooks

struct WordBody {
  let document: Document
  private(set) var markup = Markup()

  init(document: Document) { self.document = document }

  /// The width of the text in twentieths of a point, upright and across.
  private static let uprightWidth = 8_844
  private static let acrossWidth = 13_958

  mutating func write(annexes: [Table], photos: [Photo]) {
    markup.raw(
      """
      <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
      <w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" \
      xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" \
      xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" \
      xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" \
      xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"><w:body>
      """)
    for line in document.title.split(separator: "\n", omittingEmptySubsequences: false) {
      paragraph("Title", String(line))
    }
    for line in document.subtitle { paragraph("Subtitle", line) }
    for block in document.blocks { write(block) }
    for (place, photo) in photos.enumerated() {
      picture(photo, place)
      paragraph("Caption", photo.caption)
    }
    if !annexes.isEmpty {
      // What comes before stands upright, what follows across.
      markup.raw("<w:p><w:pPr>")
      section(isAcross: false)
      markup.raw("</w:pPr></w:p>")
      for (place, table) in annexes.enumerated() { annex(table, breaksPage: place > 0) }
    }
    section(isAcross: !annexes.isEmpty)
    markup.raw("</w:body></w:document>")
  }

  private mutating func write(_ block: Block) {
    switch block {
    case .heading(let level, let text): paragraph(level == 1 ? "Heading1" : "Heading2", text)
    case .paragraph(let content): runs("BodyText", content.runs)
    case .address(let text): paragraph("Address", text)
    case .table(let table):
      if !table.title.isEmpty { paragraph("TableTitle", table.title) }
      write(table, width: Self.uprightWidth)
    case .chart: break
    case .signature(let lines):
      for line in lines { paragraph("Signature", line) }
    }
  }

  private mutating func paragraph(_ style: StaticString, _ text: String) {
    runs(style, [.text(text)])
  }

  private mutating func runs(_ style: StaticString, _ runs: [Run]) {
    markup.raw("<w:p><w:pPr><w:pStyle w:val=\"")
    markup.raw(style)
    markup.raw("\"/></w:pPr>")
    for run in runs {
      markup.raw("<w:r>")
      text(document.text(run))
      markup.raw("</w:r>")
    }
    markup.raw("</w:p>")
  }

  /// Text with its line ends and tabs kept.
  private mutating func text(_ text: String) {
    for (place, line) in PlainText.cleaned(text).split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() {
      if place > 0 { markup.raw("<w:br/>") }
      markup.raw("<w:t xml:space=\"preserve\">")
      markup.text(String(line))
      markup.raw("</w:t>")
    }
  }

  // MARK: Tables

  private mutating func annex(_ table: Table, breaksPage: Bool) {
    markup.raw("<w:p><w:pPr><w:pStyle w:val=\"AnnexTitle\"/>")
    if breaksPage { markup.raw("<w:pageBreakBefore/>") }
    markup.raw("</w:pPr><w:r>")
    text(table.title)
    markup.raw("</w:r></w:p>")
    if !table.note.isEmpty { paragraph("TableNote", table.note) }
    write(table, width: Self.acrossWidth)
    if table.rows.count > Document.annexRowsMax {
      paragraph(
        "TableNote",
        Words.text("bulletin.rows-in-workbook", "\(table.rows.count)", table.name))
    }
  }

  private mutating func write(_ table: Table, width: Int) {
    let widths = table.shares(of: width)
    markup.raw("<w:tbl><w:tblPr><w:tblStyle w:val=\"Grid\"/><w:tblW w:w=\"")
    markup.number(width)
    markup.raw("\" w:type=\"dxa\"/><w:jc w:val=\"center\"/><w:tblLayout w:type=\"fixed\"/>")
    markup.raw("</w:tblPr><w:tblGrid>")
    for width in widths {
      markup.raw("<w:gridCol w:w=\"")
      markup.number(width)
      markup.raw("\"/>")
    }
    markup.raw("</w:tblGrid>")
    head(of: table, widths)
    for row in table.rows.prefix(Document.annexRowsMax) {
      markup.raw("<w:tr><w:trPr><w:cantSplit/></w:trPr>")
      let isHeavy = row.role != .item
      for (place, cell) in row.cells.enumerated() {
        open(width: widths[place], lines: .one, columns: 1, isShaded: isHeavy)
        cellParagraph(
          cell.text(table.columns[place].kind), table.columns[place].kind.alignment,
          isStrong: isHeavy)
        markup.raw("</w:tc>")
      }
      markup.raw("</w:tr>")
    }
    markup.raw("</w:tbl>")
    paragraph("TableEnd", "")
  }

  private mutating func head(of table: Table, _ widths: [Int]) {
    let cells = table.headCells
    for line in 0..<table.headDepth {
      markup.raw("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>")
      var column = 0
      while column < table.columns.count {
        guard
          let cell = cells.first(where: {
            $0.column == column && $0.line <= line && line < $0.line + $0.lines
          })
        else { break }
        let width = widths[column..<(column + cell.columns)].reduce(0, +)
        let lines: Lines = cell.lines == 1 ? .one : cell.line == line ? .first : .further
        open(width: width, lines: lines, columns: cell.columns, isShaded: true)
        cellParagraph(lines == .further ? "" : cell.text, .center, isStrong: true)
        markup.raw("</w:tc>")
        column += cell.columns
      }
      markup.raw("</w:tr>")
    }
  }

  /// How a cell takes part in a cell of several lines.
  private enum Lines { case one, first, further }

  private mutating func open(width: Int, lines: Lines, columns: Int, isShaded: Bool) {
    markup.raw("<w:tc><w:tcPr><w:tcW w:w=\"")
    markup.number(width)
    markup.raw("\" w:type=\"dxa\"/>")
    if columns > 1 {
      markup.raw("<w:gridSpan w:val=\"")
      markup.number(columns)
      markup.raw("\"/>")
    }
    switch lines {
    case .one: break
    case .first: markup.raw("<w:vMerge w:val=\"restart\"/>")
    case .further: markup.raw("<w:vMerge/>")
    }
    if isShaded { markup.raw("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"EEF1F4\"/>") }
    markup.raw("<w:vAlign w:val=\"center\"/></w:tcPr>")
  }

  private mutating func cellParagraph(_ content: String, _ alignment: Alignment, isStrong: Bool) {
    markup.raw("<w:p><w:pPr><w:pStyle w:val=\"TableText\"/>")
    switch alignment {
    case .left: break
    case .center: markup.raw("<w:jc w:val=\"center\"/>")
    case .right: markup.raw("<w:jc w:val=\"right\"/>")
    }
    markup.raw("</w:pPr>")
    if !content.isEmpty {
      markup.raw(isStrong ? "<w:r><w:rPr><w:b/></w:rPr>" : "<w:r>")
      text(content)
      markup.raw("</w:r>")
    }
    markup.raw("</w:p>")
  }

  // MARK: Pages and pictures

  /// The margins of official documents on A4; page numbers in the foot.
  private mutating func section(isAcross: Bool) {
    markup.raw("<w:sectPr><w:footerReference w:type=\"default\" r:id=\"rIdFooter\"/>")
    markup.raw(
      isAcross
        ? "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>"
        : "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>")
    markup.raw(
      isAcross
        ? "<w:pgMar w:top=\"1440\" w:right=\"1440\" w:bottom=\"1440\" w:left=\"1440\" "
        : "<w:pgMar w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1588\" ")
    markup.raw("w:header=\"851\" w:footer=\"1304\" w:gutter=\"0\"/></w:sectPr>")
  }

  /// A picture across the text, in its own proportions, in English Metric Units.
  private mutating func picture(_ photo: Photo, _ place: Int) {
    let width = 4_800_000
    let height = min(width * photo.height / max(photo.width, 1), 6_400_000)
    markup.raw("<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr><w:r><w:drawing><wp:inline>")
    markup.raw("<wp:extent")
    extent(width, height)
    markup.raw("<wp:docPr id=\"")
    markup.number(place + 1)
    markup.raw("\" name=\"photo\" descr=\"")
    markup.text(photo.caption)
    markup.raw("\"/><a:graphic><a:graphicData uri=\"")
    markup.raw("http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>")
    markup.raw("<pic:nvPicPr><pic:cNvPr id=\"0\" name=\"photo\"/><pic:cNvPicPr/></pic:nvPicPr>")
    markup.raw("<pic:blipFill><a:blip r:embed=\"rIdPhoto")
    markup.number(place + 1)
    markup.raw("\"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>")
    markup.raw("<a:off x=\"0\" y=\"0\"/><a:ext")
    extent(width, height)
    markup.raw("</a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom></pic:spPr>")
    markup.raw("</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>")
  }

  private mutating func extent(_ width: Int, _ height: Int) {
    markup.raw(" cx=\"")
    markup.number(width)
    markup.raw("\" cy=\"")
    markup.number(height)
    markup.raw("\"/>")
  }
}
