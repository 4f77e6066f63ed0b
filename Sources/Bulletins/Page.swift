// A document as one HTML page: no script, nothing fetched, everything escaped; charts as SVG; rules
// for paper, so that it prints as it reads.

internal import Causality
public import Workbooks

extension Document {
  /// The bytes of the page, annexes after the text; a table longer than ``annexRowsMax`` is cut
  /// with a line that says so. O(text).
  public func html(annexes: [Table] = [], photos: [Photo] = []) -> [UInt8] {
    var page = Page(document: self)
    page.write(annexes: annexes, photos: photos)
    return page.markup.bytes
  }
}

struct Page {
  let document: Document
  private(set) var markup = Markup()

  init(document: Document) { self.document = document }

  mutating func write(annexes: [Table], photos: [Photo]) {
    markup.raw(
      """
      <!DOCTYPE html>
      <html lang="zh-CN"><head><meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
      <title>
      """)
    markup.text(document.name)
    markup.raw("</title><style>")
    markup.raw(Page.style)
    markup.raw("</style></head><body><main>\n<header><h1>")
    lines(document.title)
    markup.raw("</h1>")
    for line in document.subtitle { element("p", line) }
    markup.raw("</header>\n")
    for block in document.blocks { write(block) }
    for photo in photos { write(photo) }
    for table in annexes {
      markup.raw("<section class=\"annex\">")
      write(table, level: 2)
      if table.rows.count > Document.annexRowsMax {
        markup.raw("<p class=\"note\">")
        markup.text(Words.text("bulletin.rows-in-workbook", "\(table.rows.count)", table.name))
        markup.raw("</p>")
      }
      markup.raw("</section>\n")
    }
    markup.raw("</main></body></html>\n")
  }

  private mutating func element(_ name: StaticString, _ content: String) {
    markup.raw("<")
    markup.raw(name)
    markup.raw(">")
    lines(content)
    markup.raw("</")
    markup.raw(name)
    markup.raw(">\n")
  }

  /// Text with its line ends kept.
  private mutating func lines(_ text: String) {
    for (place, line) in PlainText.cleaned(text).split(
      separator: "\n", omittingEmptySubsequences: false
    ).enumerated() {
      if place > 0 { markup.raw("<br>") }
      markup.text(String(line))
    }
  }

  private mutating func write(_ block: Block) {
    switch block {
    case .heading(let level, let text): level == 1 ? element("h2", text) : element("h3", text)
    case .paragraph(let paragraph):
      markup.raw("<p>")
      for run in paragraph.runs {
        switch run {
        case .text(let text): lines(text)
        case .figure:
          markup.raw("<b>")
          lines(document.text(run))
          markup.raw("</b>")
        }
      }
      markup.raw("</p>\n")
    case .address(let text):
      markup.raw("<p class=\"address\">")
      lines(text)
      markup.raw("</p>\n")
    case .table(let table): write(table, level: 3)
    case .chart(let chart): markup.append(ChartDrawing.svg(chart, document.rounding))
    case .signature(let lines):
      markup.raw("<div class=\"signature\">")
      for line in lines { element("p", line) }
      markup.raw("</div>\n")
    }
  }

  private mutating func write(_ photo: Photo) {
    markup.raw("<figure><img alt=\"")
    markup.text(photo.caption)
    markup.raw(photo.isPNG ? "\" src=\"data:image/png;base64," : "\" src=\"data:image/jpeg;base64,")
    markup.base64(photo.bytes)
    markup.raw("\"><figcaption>")
    lines(photo.caption)
    markup.raw("</figcaption></figure>\n")
  }

  // MARK: Tables

  private mutating func write(_ table: Table, level: Int) {
    if !table.title.isEmpty {
      level == 2 ? element("h2", table.title) : element("h3", table.title)
    }
    if !table.note.isEmpty {
      markup.raw("<p class=\"note\">")
      lines(table.note)
      markup.raw("</p>")
    }
    markup.raw("<div class=\"scroll\"><table><thead>")
    let cells = table.headCells
    for line in 0..<table.headDepth {
      markup.raw("<tr>")
      for cell in cells where cell.line == line {
        markup.raw("<th")
        if cell.lines > 1 {
          markup.raw(" rowspan=\"")
          markup.number(cell.lines)
          markup.raw("\"")
        }
        if cell.columns > 1 {
          markup.raw(" colspan=\"")
          markup.number(cell.columns)
          markup.raw("\"")
        }
        markup.raw(cell.columns > 1 ? " scope=\"colgroup\">" : " scope=\"col\">")
        lines(cell.text)
        markup.raw("</th>")
      }
      markup.raw("</tr>")
    }
    markup.raw("</thead><tbody>\n")
    for row in table.rows.prefix(Document.annexRowsMax) {
      markup.raw(row.role == .item ? "<tr>" : "<tr class=\"sum\">")
      for (place, cell) in row.cells.enumerated() {
        let kind = table.columns[place].kind
        switch kind.alignment {
        case .left: markup.raw("<td>")
        case .center: markup.raw("<td class=\"c\">")
        case .right: markup.raw("<td class=\"n\">")
        }
        lines(cell.text(kind))
        markup.raw("</td>")
      }
      markup.raw("</tr>\n")
    }
    markup.raw("</tbody></table></div>\n")
  }

  private static let style: StaticString = """
    :root{color:#1c1c1c;background:#fff;font:17px/1.75 FangSong,仿宋,"Noto Serif CJK SC",serif}
    body{margin:0}main{max-width:60rem;margin:0 auto;padding:1.5rem}
    header{text-align:center;border-bottom:2px solid #b3202a;margin-bottom:1.2rem}
    h1,h2,h3,th,.sum{font-family:SimHei,黑体,"Noto Sans CJK SC",sans-serif}
    h1{font-size:1.6rem;line-height:1.35;margin:.6rem 0;color:#b3202a}
    h2{font-size:1.15rem;margin:1.4rem 0 .4rem}h3{font-size:1rem;margin:1rem 0 .3rem}
    header p{margin:.2rem 0;font-size:.95rem}
    main>p{margin:.4rem 0;text-indent:2em}main>p.address{text-indent:0;white-space:pre-wrap}
    p.note{text-indent:0;text-align:right;font-size:.8rem;margin:.2rem 0;color:#555}
    .signature{text-align:right;margin:2rem 2em 1rem}.signature p{margin:.2rem 0}
    .scroll{overflow-x:auto}
    table{border-collapse:collapse;width:100%;font:13px/1.45 SimSun,宋体,"Noto Sans CJK SC",sans-serif}
    th,td{border:1px solid #8a8f96;padding:.25em .45em;overflow-wrap:anywhere}
    th{background:#eef1f4;white-space:nowrap}td{min-width:2.5em}
    td.c{text-align:center}td.n{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
    tr.sum td{background:#f6f4ee;font-weight:bold}
    svg{display:block;width:100%;height:auto;margin:.6rem 0}svg text{font:12px sans-serif}
    figure{margin:1rem 0;text-align:center}img{max-width:100%}
    @media print{@page{size:A4;margin:20mm 16mm}:root{font-size:12pt}main{max-width:none;padding:0}
    h2,h3{break-after:avoid}tr,svg,figure{break-inside:avoid}thead{display:table-header-group}
    .annex{break-before:page}.scroll{overflow:visible}table{font-size:8.5pt}
    th{white-space:normal}*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}
    """
}
