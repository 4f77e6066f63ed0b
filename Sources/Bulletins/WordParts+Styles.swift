// The styles of a .docx, so that whoever edits it changes a style and not every line: text of 16
// points on lines of 28, headings that a table of contents finds, small text in tables.

extension WordParts {
  /// A paragraph style: fonts, size in half points, and its layout as markup.
  private struct Style {
    let id: String
    let name: String
    var font: String?
    var size: Int?
    var isBold = false
    var layout: StaticString = ""
  }

  private static let paragraphs = [
    Style(
      id: "Title", name: "Title", font: "方正小标宋简体", size: 44,
      layout: """
        <w:keepNext/><w:spacing w:before="240" w:after="120" w:line="600" w:lineRule="exact"/>\
        <w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/><w:outlineLvl w:val="9"/>
        """),
    Style(
      id: "Subtitle", name: "Subtitle", font: "楷体",
      layout: """
        <w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>
        """),
    Style(
      id: "Heading1", name: "heading 1", font: "黑体",
      layout: "<w:keepNext/><w:outlineLvl w:val=\"0\"/>"),
    Style(
      id: "Heading2", name: "heading 2", font: "楷体",
      layout: "<w:keepNext/><w:outlineLvl w:val=\"1\"/>"),
    Style(id: "BodyText", name: "Body Text"),
    Style(
      id: "Address", name: "Salutation",
      layout: "<w:ind w:firstLine=\"0\" w:firstLineChars=\"0\"/>"),
    Style(
      id: "Signature", name: "Signature",
      layout: """
        <w:ind w:right="640" w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="right"/>
        """),
    Style(
      id: "AnnexTitle", name: "Annex Title", font: "黑体", size: 32,
      layout: """
        <w:keepNext/><w:spacing w:after="120" w:line="400" w:lineRule="atLeast"/>\
        <w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>
        """),
    Style(
      id: "TableTitle", name: "Table Title", font: "黑体", size: 28,
      layout: """
        <w:keepNext/><w:spacing w:before="120" w:line="400" w:lineRule="atLeast"/>\
        <w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>
        """),
    Style(
      id: "TableNote", name: "Table Note", size: 21,
      layout: """
        <w:spacing w:line="320" w:lineRule="atLeast"/>\
        <w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="right"/>
        """),
    Style(
      id: "TableText", name: "Table Text", font: "宋体", size: 20,
      layout: """
        <w:spacing w:line="260" w:lineRule="atLeast"/><w:ind w:firstLine="0" w:firstLineChars="0"/>\
        <w:jc w:val="left"/>
        """),
    Style(
      id: "TableEnd", name: "Table End", size: 12,
      layout: """
        <w:spacing w:line="160" w:lineRule="exact"/><w:ind w:firstLine="0" w:firstLineChars="0"/>
        """),
    Style(
      id: "Caption", name: "caption", font: "楷体", size: 24,
      layout: """
        <w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>
        """),
    Style(
      id: "Footer", name: "footer", font: "宋体", size: 28,
      layout: """
        <w:ind w:firstLine="0" w:firstLineChars="0"/><w:jc w:val="center"/>
        """),
  ]

  static let styles: [UInt8] = {
    var markup = Markup()
    markup.raw(
      """
      <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
      <w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">\
      <w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="Times New Roman" \
      w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/><w:sz w:val="32"/>\
      <w:szCs w:val="32"/><w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>\
      <w:pPrDefault/></w:docDefaults>\
      <w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>\
      <w:qFormat/><w:pPr><w:spacing w:line="560" w:lineRule="exact"/>\
      <w:ind w:firstLine="640" w:firstLineChars="200"/><w:jc w:val="left"/></w:pPr></w:style>\
      <w:style w:type="table" w:default="1" w:styleId="TableNormal">\
      <w:name w:val="Normal Table"/><w:tblPr><w:tblCellMar><w:left w:w="60" w:type="dxa"/>\
      <w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>\
      <w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/>\
      <w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>
      """)
    for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
      markup.raw("<w:")
      markup.text(side)
      markup.raw(" w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"444444\"/>")
    }
    markup.raw("</w:tblBorders></w:tblPr></w:style>")
    for style in paragraphs { write(style, to: &markup) }
    markup.raw("</w:styles>")
    return markup.bytes
  }()

  private static func write(_ style: Style, to markup: inout Markup) {
    markup.raw("<w:style w:type=\"paragraph\" w:styleId=\"")
    markup.text(style.id)
    markup.raw("\"><w:name w:val=\"")
    markup.text(style.name)
    markup.raw("\"/><w:basedOn w:val=\"Normal\"/><w:qFormat/><w:pPr>")
    markup.raw(style.layout)
    markup.raw("</w:pPr><w:rPr>")
    if let font = style.font {
      markup.raw("<w:rFonts w:eastAsia=\"")
      markup.text(font)
      markup.raw("\"/>")
    }
    if style.isBold { markup.raw("<w:b/>") }
    if let size = style.size {
      markup.raw("<w:sz w:val=\"")
      markup.number(size)
      markup.raw("\"/><w:szCs w:val=\"")
      markup.number(size)
      markup.raw("\"/>")
    }
    markup.raw("</w:rPr></w:style>")
  }
}
