// What is verified:
// 1. Equal values share a place and the next is passed over; what does not apply has none.
// 2. Counties and zones are ranked apart; the published scores of a month come in their printed
//    order.
// 3. A score is the weighted sum of its items, capped where the sheet says so, with the best as
//    full.
// 4. Places won and lost since the scores before; another rule set gives other scores from one
//    book.
// 5. Scores are added and compared exactly: three thirds are one, however they are shown.
// 6. A county that no item applies to has no place and no score, and shares none with one that
//    scored 0.
// 7. A zone is one by its code's kind: with a dash, or under a city whose table lacks it.

import Catalogue
import Causality
import Policy
import Projects
import Testing

@Suite struct RankingTests {
  @Test func sharedPlaces() {
    #expect(Ranking.places([3, 5, 3, nil, 1]) == [2, 1, 2, nil, 4])
    #expect(Ranking.places([Fraction(1, 2), Fraction(2, 4), Fraction(1, 3)]) == [1, 1, 3])
    #expect(Ranking.places([Int?]()) == [])
    // Scores of February 2023 as printed; two counties share the fourth place.
    let printed = [787, 786, 780, 775, 775, 742, 716, 712, 708, 703]
    #expect(Ranking.places(printed) == [1, 2, 3, 4, 4, 6, 7, 8, 9, 10])
    #expect(Ranking.change(from: 4, to: 1) == 3)
    #expect(Ranking.change(from: nil, to: 1) == nil)
  }

  private func ledger() throws -> TestBook {
    var ledger = TestBook()
    let counts = [("411702", 4, 2), ("411721", 2, 1), ("411722", 5, 5), ("411702-gx", 3, 0)]
    for (county, signed, started) in counts {
      for index in 0..<signed {
        try ledger.project([
          "region_code": county, "signed_on": "2021-10-08",
          "substantive_start_on": index < started ? "2021-11-01" : "", "stage": "signed",
        ])
      }
    }
    return ledger
  }

  @Test func byIndicator() throws {
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    let table = IndicatorTable(try ledger().book, rules, asOf: try day("2021-12-31"))
    let ranked = table.ranking("F4")
    #expect(ranked.map(\.zones) == [false, true])
    #expect(ranked[0].rows.map(\.value.scope) == ["411722", "411702", "411721"])
    #expect(ranked[0].rows.map(\.place) == [1, 2, 2])
    #expect(ranked[1].rows.map(\.place) == [1])
  }

  private let sheet = """
    rule_set: scores
    rules:
      - id: s
        kind: scoring
        clause: 测试
        items:
          - {name: start, weight: "30", indicator: F4}
          - {name: count, weight: "10", indicator: D6.signed, full: CAP, capped: CAPPED}
          - {name: service, weight: "10", figure: service, full: "100"}
    """

  @Test func weightsAndCaps() throws {
    var ledger = try ledger()
    ledger.book.setFigure(FigureName("service", county: "411722"), try number("85"))
    func scores(_ full: String, _ isCapped: String) throws -> ScoreTable {
      let text = sheet.replacing("CAPPED", with: isCapped).replacing("CAP", with: full)
      let rules = try RuleSet(yaml: text)
      let asOf = try day("2021-12-31")
      return try #require(ScoreTable(ledger.book, rules, rule: "s", asOf: asOf))
    }
    let best = try scores("best", "true")
    let first = try #require(best.groups.first?.rows.first)
    #expect(first.county == "411722")
    #expect(try first.score == number("48.5"))
    #expect(try first.items.map(\.points) == [number("30"), number("10"), number("8.5")])
    let second = try #require(best.groups.first?.rows.dropFirst().first)
    #expect(try second.items.map(\.points) == [number("15"), number("8"), number("0")])
    #expect(best.groups.map(\.name.zh) == ["县区", "功能区"])
    #expect(
      try scores("\"3\"", "true").groups.first?.rows.first?.items[1].points == number("10"))
    #expect(
      try scores("\"3\"", "false").groups.first?.rows.first?.items[1].points
        == number("16.6667"))
  }

  @Test func changeAndAnotherSet() throws {
    var ledger = try ledger()
    let text = sheet.replacing("CAPPED", with: "true").replacing("CAP", with: "best")
    let rules = try RuleSet(yaml: text)
    let (october, december) = (try day("2021-10-31"), try day("2021-12-31"))
    let before = try #require(ScoreTable(ledger.book, rules, rule: "s", asOf: october))
    #expect(before.groups.first?.rows.map(\.place) == [1, 2, 3])
    for _ in 0..<20 {
      try ledger.project([
        "region_code": "411721", "signed_on": "2021-11-08", "substantive_start_on": "2021-11-09",
      ])
    }
    let now = try #require(
      ScoreTable(ledger.book, rules, rule: "s", asOf: december, before: before))
    let row = try #require(now.groups.first?.rows.first { $0.county == "411721" })
    #expect(row.place == 1)
    #expect(row.change == 2)
    let zhumadian = try #require(RuleSet.standard("zhumadian-2021"))
    let nine = try #require(
      ScoreTable(ledger.book, zhumadian, rule: "nine-factors", asOf: december))
    #expect(nine.groups.first?.rows.first?.items.count == 9)
    #expect(
      ScoreTable(ledger.book, rules, rule: "no-such", asOf: december) == nil)
  }

  @Test func zonesByKind() throws {
    var ledger = try ledger()
    try ledger.project(["region_code": "411771", "signed_on": "2021-10-08"])
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    let ranked = IndicatorTable(ledger.book, rules, asOf: try day("2021-12-31")).ranking("F4")
    #expect(
      ranked.map { $0.rows.map(\.value.scope).sorted() } == [
        ["411702", "411721", "411722"], ["411702-gx", "411771"],
      ])
    #expect(["411700", "330100"].map(Region.kind(of:)) == [.city, .city])
    #expect(["411702", "411626", "330106"].map(Region.kind(of:)) == [.county, .county, .county])
    #expect(["411702-gx", "411771"].map(Region.kind(of:)) == [.zone, .zone])
  }

  @Test func nothingToRank() throws {
    var ledger = try ledger()
    // Not signed, and no figure typed: nothing of the sheet applies. The other's figure is 0.
    for county in ["411723", "411725"] {
      try ledger.project(["region_code": county, "stage": "reserve"])
    }
    ledger.book.setFigure(FigureName("service", county: "411725"), try number("0"))
    let rules = try RuleSet(
      yaml: sheet.replacing("CAPPED", with: "true").replacing("CAP", with: "best"))
    let table = try #require(
      ScoreTable(ledger.book, rules, rule: "s", asOf: try day("2021-12-31")))
    let rows = try #require(table.groups.first?.rows)
    #expect(rows.map(\.county) == ["411722", "411702", "411721", "411725", "411723"])
    #expect(rows.map(\.place) == [1, 2, 3, 4, nil])
    #expect(rows.map { $0.score?.description } == ["40", "23", "19", "0", nil])
  }

  @Test func thirdsAreExact() throws {
    var ledger = try ledger()
    let rules = try RuleSet(
      yaml: """
        rule_set: scores
        rules:
          - id: s
            kind: scoring
            clause: 测试
            items:
              - {name: a, weight: "1", figure: a, full: "3"}
              - {name: b, weight: "1", figure: b, full: "3"}
              - {name: c, weight: "1", figure: c, full: "3"}
        """)
    for name in ["a", "b", "c"] {
      ledger.book.setFigure(FigureName(name, county: "411702"), try number("1"))
    }
    ledger.book.setFigure(FigureName("a", county: "411721"), try number("3"))
    ledger.book.setFigure(FigureName("a", county: "411722"), try number("2.9999"))
    let table = try #require(
      ScoreTable(ledger.book, rules, rule: "s", asOf: try day("2021-12-31")))
    let rows = try #require(table.groups.first?.rows)
    #expect(rows.map(\.county) == ["411702", "411721", "411722"])
    #expect(rows.map(\.place) == [1, 1, 3])
    #expect(try rows.map(\.score) == [number("1"), number("1"), number("1")])
    let third = try number("0.3333")
    #expect(rows[0].items.map(\.points) == [third, third, third])
  }
}
