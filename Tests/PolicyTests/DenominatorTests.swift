// What indicators are over, and by which ids they are asked for. What is verified:
// 1. Attendance is over the units that had to come: a guest counts nowhere, one that had to come
//    and was not noted counts, and so does a fixed member that the meeting does not name; a unit
//    noted twice counts once.
// 2. Every id of the list of indicators is answered under its own, one of several lines by each of
//    them.
// 3. Starts within 90 days and 90 working days of signing, of those that the day has come for.
// 4. Approvals by project are over all key projects, those without any approval too; a target that
//    is a sum is held against the sum, where a share is shown.
// 5. What is to be done by a day off counts from the working day after it on, and is in time on
//    that day.
// 6. Money issued whose day nobody wrote counts in what is disbursed of it and in the projects that
//    have to start alike; money planned only, or issued later, in neither.
// 7. What projects without a plan of the year complete is in no rate of completion, nor in the
//    rules that judge it.

import Causality
import Policy
import Testing

@Suite struct DenominatorTests {
  @Test func overThoseRequired() throws {
    var ledger = TestBook()
    let meeting = try ledger.add(
      "meeting",
      ["name": "调度例会", "kind": "dispatch", "held_on": "2021-11-01", "required": "甲局;乙局;丙局"])
    func note(_ unit: String, _ status: String, _ fields: [String: String] = [:]) throws {
      try ledger.add(
        "attendance",
        ["meeting": meeting.description, "unit": unit, "status": status]
          .merging(fields) { $1 })
    }
    try note("甲局", "absent")
    try note("甲局", "in_person")
    try note("乙局", "substitute")
    try note("丁镇", "in_person", ["is_fixed": "true"])
    // Guests.
    try note("戊公司", "in_person")
    try note("己公司", "substitute")
    try note("庚公司", "absent")
    let value = try #require(
      try table(ledger, "2021-11-30", "dancheng-2021").values("E6").first)
    #expect(try value.numerator == number("2"))
    #expect(try value.denominator == number("4"))
    func found(_ rule: String) throws -> [Policy.Warning] {
      try ledger.warnings("2021-11-02", set: "dancheng-2021", rule: rule)
    }
    #expect(try found("dc-no-sub").map(\.recordName) == ["乙局"])
    #expect(try found("dc-no-sub").first?.denominator == number("3"))
    #expect(try found("dc-absent-crit").isEmpty)
  }

  @Test func dueOnADayOff() throws {
    // National Day of 2021: the 8th is the next working day.
    for (id, collection, due, done) in [
      ("D5", "project", "planned_completion_on", "completion_on"),
      ("S4", "project", "planned_start_on", "substantive_start_on"),
      ("F8", "assignment", "due_on", "closed_on"),
    ] {
      var ledger = TestBook()
      let name = collection == "project" ? "name" : "content"
      for day in ["2021-10-08", "2021-10-09", ""] {
        try ledger.add(collection, [name: "甲", due: "2021-10-03", done: day])
      }
      func rate(_ asOf: String) throws -> String? {
        try table(ledger, asOf).values(id).first.map {
          "\($0.numerator)/\($0.denominator?.description ?? "")"
        }
      }
      #expect(try rate("2021-10-07") == "0/0", "\(id)")
      #expect(try rate("2021-10-09") == "1/3", "\(id)")
    }
  }

  @Test(
    arguments: [
      ("dancheng-2021", "dc-over-plan", "2021", ["A3", "E4"]),
      ("pingdingshan-2022", "pds-key-nov100", "2022", ["A3", "D4"]),
    ])
  func unplannedCompletions(
    _ set: String, _ rule: String, _ year: String, _ indicators: [String]
  ) throws {
    var ledger = TestBook()
    let plans: [[String: String]] = [["annual_plan": "100", "annual_plan_year": year], [:]]
    for plan in plans {
      let fields = plan.merging(["fund_kinds": "annual_key"]) { $1 }
      let id = try ledger.project(fields)
      try ledger.add(
        "progress_report",
        ["project": id.description, "period": "\(year)-11", "month_investment": "90"])
    }
    for id in indicators {
      let value = try #require(try table(ledger, "\(year)-12-31", set).values(id).first)
      #expect(try value.numerator == number("90"), "\(id)")
      #expect(try value.denominator == number("100"), "\(id)")
    }
    let short = try #require(try ledger.warnings("\(year)-12-31", set: set, rule: rule).first)
    #expect(try short.numerator == number("90"))
  }

  @Test func issuedWithoutADay() throws {
    var ledger = TestBook()
    func add(_ name: String, _ fields: [String: String], start: String = "") throws {
      let id = try ledger.project(["name": name, "substantive_start_on": start])
      try ledger.add(
        "funding",
        ["project": id.description, "name": "f", "kind": "central_budget", "planned": "100"]
          .merging(fields) { $1 })
    }
    try add("无日期", ["issued": "100", "disbursed": "50"])
    try add("有日期", ["issued": "100", "issued_on": "2022-12-31"], start: "2022-10-01")
    try add("只有计划", [:])
    try add("明年下达", ["issued": "100", "issued_on": "2023-01-01"])
    func rate(_ id: String) throws -> String? {
      try table(ledger, "2022-12-31", "pingdingshan-2022").values(id).first.map {
        "\($0.numerator)/\($0.denominator?.description ?? "")"
      }
    }
    #expect(try rate("D2") == "50/200")
    #expect(try rate("D3") == "1/2")
    let late = try ledger.warnings("2022-12-31", set: "pingdingshan-2022", rule: "pds-cb-start")
    #expect(try late.first?.numerator == number("1"))
    #expect(try late.first?.denominator == number("2"))
  }

  @Test func everyIdIsAnswered() throws {
    let counts = [("A", 9), ("B", 17), ("D", 9), ("E", 7), ("F", 11)]
    for (letter, count) in counts {
      for number in 1...count {
        let id = "\(letter)\(number)"
        let named = Indicator.named(id)
        #expect(!named.isEmpty, "\(id)")
        #expect(named.allSatisfy { $0.id == id || $0.id.hasPrefix(id + ".") }, "\(id)")
      }
    }
    #expect(Indicator.named("A2").map(\.id) == ["A2"])
    #expect(Indicator.named("B15").map(\.id) == ["B15.days", "B15.workdays"])
    #expect(Indicator.named("B").isEmpty && Indicator.named("Z9").isEmpty)
  }

  @Test func startedWithinNinety() throws {
    var ledger = TestBook()
    // 90 days end on 2021-12-27, 90 working days on 2022-02-11.
    try ledger.project(["signed_on": "2021-09-28"])
    try ledger.project(["signed_on": "2021-09-28", "substantive_start_on": "2021-12-27"])
    func rates(_ asOf: String) throws -> [String] {
      let table = try table(ledger, asOf)
      return ["B15.days", "B15.workdays"].flatMap { table.values($0) }.map {
        "\($0.numerator)/\($0.denominator?.description ?? "")"
      }
    }
    #expect(try rates("2021-12-27") == ["1/1", "1/1"])
    #expect(try rates("2021-12-28") == ["1/2", "1/1"])
    #expect(try rates("2022-02-14") == ["1/2", "1/2"])
    #expect(try table(ledger, "2022-02-14", "luohe-2024").values("B15.days").first?.percent == nil)
  }

  @Test func overAllKeyProjects() throws {
    var ledger = TestBook()
    let done = try ledger.project(["region_code": "411625", "is_key": "true"])
    try ledger.project(["region_code": "411625", "is_key": "true"])
    try ledger.project(["region_code": "411625", "is_key": "false"])
    try ledger.add(
      "approval",
      [
        "project": done.description, "name": "施工许可", "accepted_on": "2021-10-08",
        "decided_on": "2021-10-11",
      ])
    let table = try table(ledger, "2021-12-31", "dancheng-2021")
    for id in ["A9.project", "E3"] {
      let value = try #require(table.values(id).first)
      #expect(try value.numerator == number("1") && value.denominator == number("2"), "\(id)")
      #expect(value.target == ">= 100%" && value.met == false, "\(id)")
    }
  }

  @Test func targetOfTheSum() throws {
    for (money, isMet) in [("12000亿", true), ("11999亿", false)] {
      var ledger = TestBook()
      let fields = ["region_code": "411102", "stage": "reserve"]
      try ledger.project(
        fields.merging(["total_investment": money, "is_industry": "true"]) { $1 })
      try ledger.project(fields.merging(["total_investment": "10000亿"]) { $1 })
      let value = try #require(
        try table(ledger, "2024-07-01", "luohe-2024").values("F9.industry").first)
      #expect(value.target == ">= 120000000" && value.met == isMet, "\(money)")
    }
  }
}
