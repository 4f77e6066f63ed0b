// What is verified, of figures typed as records:
// 1. They reach scores and the figures of counties, each county by its own.
// 2. Money counts in 万元, whatever unit it is typed in; in a unit of money that is not known, or
//    beyond what is counted with, it does not count and is told by record, until it is mended or
//    gone.
// 3. A figure counts in the year of its period: the year's own, else the latest stretch that has
//    begun. One without a period counts while none of its name and county has one.

import Catalogue
import Causality
import Policy
import Testing

@Suite struct StatedFigureTests {
  /// One county's 60 万元 of technical renewal in September 2021.
  private func ledger(_ figures: [String: String]...) throws -> TestBook {
    var ledger = TestBook()
    let id = try ledger.project(["region_code": "411722", "is_tech_renewal": "true"])
    try ledger.add(
      "progress_report",
      ["project": id.description, "period": "2021-09", "month_investment": "60"])
    for figure in figures {
      try ledger.add("figure", ["name": "industrial_investment"].merging(figure) { $1 })
    }
    return ledger
  }

  private func share(
    _ ledger: TestBook, _ asOf: String, by breakdown: Breakdown = .total
  ) throws -> [String?] {
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    return IndicatorTable(ledger.book, rules, asOf: try day(asOf)).values("B11", by: breakdown)
      .map(\.percent)
  }

  @Test func countiesAndScores() throws {
    var typed = try ledger(["region_code": "411722", "value": "100"])
    #expect(try share(typed, "2021-10-31", by: .county) == ["60.0"])
    #expect(try share(typed, "2021-10-31").isEmpty)
    try typed.project(["region_code": "411721"])
    try typed.add(
      "figure", ["name": "service_support", "region_code": "411721", "value": "80"])
    try typed.add("figure", ["name": "tax_per_mu", "region_code": "411722", "value": "12"])
    func points(_ set: String, _ sheet: String, _ item: String) throws -> [String: ExactDecimal] {
      let rules = try #require(RuleSet.standard(set))
      let table = try #require(
        ScoreTable(typed.book, rules, rule: sheet, asOf: try day("2021-10-31")))
      var points: [String: ExactDecimal] = [:]
      for row in table.groups[0].rows {
        points[row.county] = row.items.first { $0.name == item }?.points
      }
      return points
    }
    #expect(
      try points("lights", "scores-province", "service")
        == ["411721": number("8"), "411722": number("0")])
    #expect(
      try points("zhumadian-2021", "nine-factors", "tax")
        == ["411721": number("0"), "411722": number("1")])
  }

  @Test(
    arguments: [
      ("0.01", "亿元", "60.0"), ("100", "万元", "60.0"), ("1000000", "元", "60.0"),
      ("100", "", "60.0"), ("1", "百亿元", nil), ("1", "美元", nil),
    ] as [(String, String, String?)])
  func units(_ value: String, _ unit: String, _ percent: String?) throws {
    let typed = try ledger(["value": value, "measure": unit])
    #expect(try share(typed, "2021-10-31") == (percent.map { [$0] } ?? []))
    #expect(typed.book.figuresLeftOut.map(\.reason) == (percent == nil ? [.unit] : []))
  }

  @Test func leftOut() throws {
    var typed = try ledger()
    let id = try typed.add(
      "figure",
      ["name": "fai_growth", "region_code": "411722", "value": "3", "measure": "百亿元"])
    let huge = try typed.add(
      "figure", ["name": "fai_growth", "value": "90000000000000", "measure": "亿元"])
    let found = typed.book.figuresLeftOut
    #expect(found.map(\.record) == [id, huge].sorted())
    #expect(Set(found.map(\.reason)) == [.unit, .range])
    for figure in found {
      for language in [Language.zh, .en] {
        let said = Catalogue.text(figure.message, in: language)
        #expect(said.contains(figure.record.description) && said.contains("fai_growth"))
        #expect(Catalogue.text(figure.hint, in: language).contains(figure.record.description))
      }
    }
    let unit = try #require(found.first { $0.reason == .unit })
    #expect(unit.county == "411722" && unit.detail == "百亿元")
    try typed.add("figure", ["name": "fai_growth", "value": "3", "measure": "亿元"], id: id)
    typed.book.remove(huge, from: "figure")
    #expect(typed.book.figuresLeftOut.isEmpty)
  }

  @Test func periods() throws {
    let year = try ledger(["period": "2021", "value": "100"])
    #expect(try share(year, "2021-10-31") == ["60.0"])
    #expect(try share(year, "2022-10-31").isEmpty)
    let undated = ["value": "300"]
    #expect(try share(ledger(undated), "2021-10-31") == ["20.0"])
    let months = try ledger(
      undated, ["period": "2021-09", "value": "120"], ["period": "2021-10", "value": "150"])
    #expect(try share(months, "2021-09-30") == ["50.0"], "October has not begun")
    #expect(try share(months, "2021-10-31") == ["40.0"])
    #expect(try share(months, "2022-10-31").isEmpty, "what is undated stands for no year then")
  }
}
