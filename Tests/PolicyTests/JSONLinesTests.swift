// What is verified:
// 1. A warning's line has the keys that scripts rely on, in one order, absent ones left out.
// 2. Counts are numbers, money is text; quotes and control characters are escaped.
// 3. An indicator's line; without a denominator's value the percent is left out, never 0.
// 4. The draft's warnings say that they are advice.

import Catalogue
import Causality
import Policy
import Testing

@Suite struct JSONLinesTests {
  @Test func warnings() throws {
    var ledger = TestBook()
    let id = try ledger.project(["name": "甲\"乙\t", "signed_on": "2021-09-28"])
    let late = try #require(try ledger.warnings("2021-10-09", rule: "zmd-m-handover3").first)
    #expect(
      late.jsonLine(.en) == """
        {"rule":"zmd-m-handover3","rule_set":"zhumadian-2021","level":"red","action":"rectify",\
        "who":"the investment promotion bureau","county":"411702","record":"\(id)",\
        "record_name":"甲\\"乙\\t","due":"2021-10-08","nominal_due":"2021-10-01",\
        "next":"2021-10-28","reason":"hand over within 3 days of signing: due 2021-10-08, not done, \
        1 day (1 working day) over","clause":"驻政办〔2021〕37号 第9条","reading":"calendar-days","records":1}
        """)
    try ledger.project(["annual_plan": "1000.5", "annual_plan_year": "2021"])
    let behind = try #require(try ledger.warnings("2021-10-09", rule: "zmd-n-hang-board").first)
    #expect(behind.jsonLine(.zh).contains("\"numerator\":\"0\",\"denominator\":\"1000.5\""))
    let short = try #require(
      try ledger.warnings("2021-09-30", rule: "zmd-m-reserve15", county: "411702").first)
    #expect(short.jsonLine(.zh).contains("\"numerator\":0,\"denominator\":15,"))
    #expect(!short.jsonLine(.zh).contains("\"record\":"))
    try ledger.project(["region_code": "410402", "fund_kinds": "central_budget"])
    let advice = try #require(
      try ledger.warnings("2022-10-09", set: "pingdingshan-2022", rule: "pds-cb-online").first)
    #expect(advice.jsonLine(.zh).hasSuffix("\"advice\":true}"))
  }

  @Test func indicators() throws {
    var ledger = TestBook()
    try ledger.project(["signed_on": "2021-09-28"])
    let rules = try #require(RuleSet.standard("zhumadian-2021"))
    let table = IndicatorTable(ledger.book, rules, asOf: try day("2021-12-31"))
    let value = try #require(table.values("B3", by: .county).first)
    #expect(
      value.jsonLine(.en, ruleSet: "zhumadian-2021") == """
        {"indicator":"B3","rule_set":"zhumadian-2021","title":"signed last quarter and started \
        by now","scope":"411702","label":"驿城区","period":"2021-Q4","numerator":0,"denominator":1,\
        "percent":"0.0","target":">= 60%","met":false,"records":0}
        """)
    let none = try #require(table.values("F2").first).jsonLine(.zh, ruleSet: "zhumadian-2021")
    #expect(!none.contains("percent"))
    #expect(!none.contains("met"))
  }
}
