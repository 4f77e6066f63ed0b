// Verifies:
//  1. a rule set that came in unreadable, as another office may have sent it, is refused with the
//     record to mend, and only where it is asked for; every such record is told of the city's
//     books, and a calendar of two minds with them
//  2. deadlines that wait for each other only across two versions are refused, not judged for ever

import Catalogue
import Causality
import LedgerStore
import Policy
import ProjectLedger
import TestSupport
import Testing

struct KeptRuleSetTests {
  /// Writes a rule set as it comes in by sync: nobody looks at its text.
  @discardableResult
  private func write(_ fields: [String: String], _ office: Office) throws -> RecordID {
    try office.write("rule_set", fields, to: office.city.hub, ledger: Store.memberLedger)
  }

  @Test func unreadableRecord() throws {
    let office = try Office()
    let id = try write(["code": "luohe-2024", "text": "rules: ["], office)
    let kept = try RuleBook(office.city.hub, ledger: nil).ruleSets
    let fault = #expect(throws: KeptRuleSetFault.self) { try kept.ruleSet("luohe-2024") }
    #expect(fault?.record == id && fault?.fault.code == .notYaml)
    let hint = try #require(fault?.hint)
    for language in [Language.zh, .en] {
      #expect(Catalogue.text(hint, in: language).contains(id.description))
    }
    #expect(try kept.ruleSet("zhumadian-2021")?.rules.isEmpty == false)
    #expect(try kept.ruleSet("none") == nil)
  }

  @Test func whatCheckTells() throws {
    let office = try Office()
    func problems() throws -> [CityBookProblem] {
      try office.city.hub.reading { snapshot in try CityBooks.problems(snapshot) }
    }
    let sound = "rule_set: own\ntitle: {zh: x, en: x}\nrules: []\n"
    try write(["code": "own", "text": sound, "effective_from": "2021-01-01"], office)
    #expect(try problems().isEmpty)
    let first = try write(
      ["code": "own", "text": "rules: [", "effective_from": "2022-01-01"], office)
    let second = try write(
      ["code": "own", "text": sound + "newer: 1\n", "effective_from": "2023-01-01"], office)
    for kind in ["workday", "holiday"] {
      try office.write(
        "calendar_day", ["date": "2021-10-08", "kind": kind], to: office.city.hub,
        ledger: Store.memberLedger)
    }
    let found = try problems()
    #expect(found.map(\.code) == ["calendar", "rule-set-unreadable", "rule-set-unreadable"])
    #expect(found.map(\.collection) == ["calendar_day", "rule_set", "rule_set"])
    #expect(found.map(\.record) == [nil, first, second])
    for problem in found {
      for language in [Language.zh, .en] {
        let place = problem.record?.description ?? "2021-10-08"
        #expect(Catalogue.text(problem.hint, in: language).contains(place))
        if problem.record != nil {
          #expect(Catalogue.text(problem.message, in: language).contains("own"))
        }
      }
    }
  }

  @Test func waitingAcrossVersions() throws {
    let office = try Office()
    let step = "kind: deadline, clause: x, of: project, due: 1 days, done: landed_on"
    func text(_ first: String, _ second: String) -> String {
      "rule_set: own\nrules:\n  - {id: a, \(step), \(first)}\n  - {id: b, \(step), \(second)}\n"
    }
    try write(
      ["code": "own", "effective_from": "2021-01-01", "text": text("from: signed_on", "after: a")],
      office)
    let before = try RuleBook(office.city.hub, ledger: nil).ruleSets
    #expect(try before.ruleSet("own")?.rules.count == 2)
    try write(
      ["code": "own", "effective_from": "2022-01-01", "text": text("after: b", "from: signed_on")],
      office)
    let kept = try RuleBook(office.city.hub, ledger: nil).ruleSets
    let fault = #expect(throws: KeptRuleSetFault.self) { try kept.ruleSet("own") }
    #expect(fault?.fault.code == .cycle)
  }
}
