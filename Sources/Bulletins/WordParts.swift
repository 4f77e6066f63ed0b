// The parts of a .docx besides its body: styles, page foot, relations, properties. Fonts are named
// as official documents have them: 仿宋 for text, 黑体 and 楷体 for headings, 小标宋 for the title.

enum WordParts {
  private static func part(_ write: (inout Markup) -> Void) -> [UInt8] {
    var markup = Markup()
    markup.raw("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n")
    write(&markup)
    return markup.bytes
  }

  static func photoPath(_ place: Int, _ photo: Photo) -> String {
    "word/media/photo\(place + 1).\(photo.isPNG ? "png" : "jpg")"
  }

  static func contentTypes(_ photos: [Photo]) -> [UInt8] {
    part {
      $0.raw(
        """
        <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">\
        <Default Extension="rels" \
        ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Default Extension="xml" ContentType="application/xml"/>\
        <Default Extension="jpg" ContentType="image/jpeg"/>\
        <Default Extension="png" ContentType="image/png"/>
        """)
      for (name, type) in [
        ("word/document", "document.main"), ("word/styles", "styles"),
        ("word/settings", "settings"), ("word/fontTable", "fontTable"),
        ("word/footer1", "footer"),
      ] {
        $0.raw("<Override PartName=\"/")
        $0.text(name)
        $0.raw(".xml\" ContentType=\"application/vnd.openxmlformats-officedocument.")
        $0.raw("wordprocessingml.")
        $0.text(type)
        $0.raw("+xml\"/>")
      }
      $0.raw(
        """
        <Override PartName="/docProps/core.xml" \
        ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
        <Override PartName="/docProps/app.xml" \
        ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>\
        </Types>
        """)
    }
  }

  static let packageRelations = part {
    $0.raw(
      """
      <Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">\
      <Relationship Id="rId1" Target="word/document.xml" Type="http://schemas.openxmlformats.org/\
      officeDocument/2006/relationships/officeDocument"/>\
      <Relationship Id="rId2" Target="docProps/core.xml" Type="http://schemas.openxmlformats.org/\
      package/2006/relationships/metadata/core-properties"/>\
      <Relationship Id="rId3" Target="docProps/app.xml" Type="http://schemas.openxmlformats.org/\
      officeDocument/2006/relationships/extended-properties"/></Relationships>
      """)
  }

  static func documentRelations(_ photos: [Photo]) -> [UInt8] {
    part {
      $0.raw(
        "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">")
      let parts = [
        ("rIdStyles", "styles", "styles.xml"), ("rIdSettings", "settings", "settings.xml"),
        ("rIdFonts", "fontTable", "fontTable.xml"), ("rIdFooter", "footer", "footer1.xml"),
      ]
      let pictures = photos.enumerated().map { place, photo in
        ("rIdPhoto\(place + 1)", "image", String(photoPath(place, photo).dropFirst(5)))
      }
      for (id, type, target) in parts + pictures {
        $0.raw("<Relationship Id=\"")
        $0.text(id)
        $0.raw("\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/")
        $0.text(type)
        $0.raw("\" Target=\"")
        $0.text(target)
        $0.raw("\"/>")
      }
      $0.raw("</Relationships>")
    }
  }

  static func core(_ document: Document, date: String) -> [UInt8] {
    part {
      $0.raw(
        """
        <cp:coreProperties \
        xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" \
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" \
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>
        """)
      $0.text(document.name)
      $0.raw("</dc:title><dc:creator>")
      $0.text(document.office)
      $0.raw("</dc:creator>")
      for kind in ["created", "modified"] {
        $0.raw("<dcterms:")
        $0.text(kind)
        $0.raw(" xsi:type=\"dcterms:W3CDTF\">")
        $0.text(date)
        $0.raw("T00:00:00Z</dcterms:")
        $0.text(kind)
        $0.raw(">")
      }
      $0.raw("</cp:coreProperties>")
    }
  }

  static let app = part {
    $0.raw(
      """
      <Properties \
      xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
      <Application>Taizhang</Application></Properties>
      """)
  }

  static let settings = part {
    $0.raw(
      """
      <w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">\
      <w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>\
      <w:characterSpacingControl w:val="compressPunctuation"/>\
      <w:compat><w:compatSetting w:name="compatibilityMode" \
      w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>\
      <w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>
      """)
  }

  static let fonts = part {
    $0.raw("<w:fonts xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">")
    for (name, other) in [
      ("仿宋", "FangSong"), ("黑体", "SimHei"), ("楷体", "KaiTi"), ("方正小标宋简体", "SimSun"),
    ] {
      $0.raw("<w:font w:name=\"")
      $0.text(name)
      $0.raw("\"><w:altName w:val=\"")
      $0.text(other)
      $0.raw("\"/><w:charset w:val=\"86\"/></w:font>")
    }
    $0.raw("</w:fonts>")
  }

  static let footer = part {
    $0.raw(
      """
      <w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:pPr>\
      <w:pStyle w:val="Footer"/></w:pPr><w:r><w:t xml:space="preserve">— </w:t></w:r>\
      <w:r><w:fldChar w:fldCharType="begin"/></w:r>\
      <w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>\
      <w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>\
      <w:r><w:fldChar w:fldCharType="end"/></w:r>\
      <w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>
      """)
  }
}
