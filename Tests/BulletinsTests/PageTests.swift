// Verified here:
// 1. the page is one element tree, has every heading and table, and a chart a measure;
// 2. bars and points stand where their exact rates put them, and are labelled as the text is;
// 3. nothing on it is a script, an address of another place or an event; hostile text is text;
// 4. it has rules for paper: heads that repeat, annexes on pages of their own;
// 5. a chart alone is the element that stands on the page, hostile labels are text in it.

import Bulletins
import Causality
import Foundation
import FoundationXML
import Policy
import Testing

@Suite struct PageTests {
  static func page(_ facts: BulletinFacts) throws -> (text: String, tree: XMLDocument) {
    let bytes = try Bulletin(facts).publish().html
    let text = String(decoding: bytes, as: UTF8.self)
    let body = try #require(text.range(of: "<main>"))
    let end = try #require(text.range(of: "</main>"))
    let main = text[body.lowerBound..<end.upperBound].replacingOccurrences(
      of: "<br>", with: "<br/>")
    return (text, try XMLDocument(data: Data(main.utf8)))
  }

  @Test func structure() throws {
    let (text, tree) = try Self.page(SampleFacts.full())
    #expect(try tree.nodes(forXPath: "//table").count == 18)
    #expect(try tree.nodes(forXPath: "//section").count == 16)
    // Four rates of the batches, two of investment, and the line of the year.
    #expect(try tree.nodes(forXPath: "//*[local-name()='svg']").count == 7)
    #expect(try tree.nodes(forXPath: "//h1").first?.stringValue?.hasPrefix("重点项目") == true)
    for rule in ["@media print", "table-header-group", "break-before:page", "size:A4"] {
      #expect(text.contains(rule))
    }
    let heads = try tree.nodes(forXPath: "//section[2]//th[@colspan]").map { $0.stringValue ?? "" }
    #expect(heads == ["签约一批", "开工一批", "投产一批"])
  }

  @Test func charts() throws {
    var facts = SampleFacts.full()
    facts.counties.append(CountyFact(code: "411700", name: "市本级"))
    let (_, tree) = try Self.page(facts)
    let charts = try tree.nodes(forXPath: "//*[local-name()='svg']")
    let start = try #require(charts.first { $0.stringValue?.hasPrefix("各县区开工率") == true })
    let bars = try start.nodes(forXPath: "*[local-name()='rect']/@width").map {
      Int($0.stringValue ?? "") ?? -1
    }
    // 3 of 4, 3 of 4, 3 of 4, then all of four or of three.
    #expect(bars.count == 13)
    #expect(bars.prefix(3).allSatisfy { $0 == 345 } && bars.dropFirst(3).allSatisfy { $0 == 460 })
    let labels = try start.nodes(forXPath: "*[local-name()='text']").map { $0.stringValue ?? "" }
    #expect(labels.contains("75.0%") && labels.contains("100.0%") && labels.last == "不适用")
    let line = try #require(charts.last)
    #expect(line.stringValue?.hasPrefix("逐月市重点项目投资完成率") == true)
    let points = try line.nodes(forXPath: "*[local-name()='circle']")
    #expect(points.count == 9)
  }

  @Test func chartAlone() throws {
    let facts = SampleFacts.full()
    let document = try Bulletin(facts).document
    let page = try Self.page(facts).text
    for case .chart(let chart) in document.blocks {
      #expect(page.contains(document.svg(chart)))
    }
    let title = "</title><script>alert('1')</script>\"&"
    let svg = document.svg(
      .bars(title: title, unit: "%", [ChartPoint("<b>&\"县", Rate(1, 2))]))
    let tree = try XMLDocument(data: Data(svg.utf8))
    #expect(try tree.nodes(forXPath: "//*[local-name()='script' or local-name()='b']").isEmpty)
    let titles = try tree.nodes(forXPath: "/*/*[local-name()='title']")
    #expect(titles.map(\.stringValue) == [title])
    let labels = try tree.nodes(forXPath: "//*[local-name()='text']").map(\.stringValue)
    #expect(labels == [title, "<b>&\"县", "50.0%"])
  }

  @Test func nothingRuns() throws {
    let (text, tree) = try Self.page(HostileFacts.everywhere())
    #expect(!text.contains("<script"))
    #expect(text.contains("=HYPERLINK(&quot;x&quot;)&lt;script&gt;alert(1)"))
    #expect(text.contains("default-src 'none'"))
    #expect(try tree.nodes(forXPath: "//@*[starts-with(name(),'on')]").isEmpty)
    #expect(try tree.nodes(forXPath: "//a | //iframe | //img | //link").isEmpty)
    #expect(!text.contains("\u{1}") && !text.contains("\u{FFFF}"))
  }
}
