// What is verified:
// 1. The rule sets built in are read, cover their regions, and every rule has its clause.
// 2. Every kind of fault is refused with the rule, the key, the line and a sentence in both
//    languages.
// 3. A rule of a known kind needs no code; readings lay over the rule's keys; versions follow the
//    date.
// 4. Anchors, aliases, depth, size and endless lists are refused before they cost anything.
// 5. Many broken texts, made from a seed, are read or refused and never crash.
// 6. Every number of every rule set built in, made as small and as great as numbers get: read or
//    refused; what is read judges projects and indicators, ranks, and never crashes.
// 7. Rules that wait for each other, or leave the telling to each other, are refused as a circle.
// 8. A refusal names what is known: the rule by its place where it has no id, the set alone outside
//    of rules, and the text alone before its set is known.

import Catalogue
import Causality
import Foundation
import Policy
import Testing

@Suite struct RuleSetReaderTests {
  @Test func builtIn() {
    #expect(
      RuleSet.standard.map(\.code) == [
        "zhumadian-2021", "pingdingshan-2022", "dancheng-2021", "luohe-2024", "lights",
      ])
    for set in RuleSet.standard {
      for rule in set.rules { #expect(!rule.clause.isEmpty) }
    }
    #expect(RuleSet.standard(for: "411702")?.code == "zhumadian-2021")
    #expect(RuleSet.standard(for: "411625")?.code == "dancheng-2021")
    #expect(RuleSet.standard(for: "410402")?.isDraft == true)
    #expect(RuleSet.standard(for: "330100") == nil)
  }

  private static let good = """
    rule_set: own
    effective: {from: 2021-01-01}
    rules:
      - id: a
        kind: deadline
        clause: 一
        of: project
        where: [total_investment >= 5亿, stage one of signed|landed]
        from: signed_on
        due: 30 days
        done: substantive_start_on
      - id: b
        kind: deadline
        clause: 二
        of: project
        after: a
        due: 2 workdays
        done: completion_on
    """

  private static let faults: [(RuleFault.Code, String, String, Int)] = [
    (.unknownKind, "kind: deadline", "kind: wish", 5),
    (.missingKey, "    clause: 一\n", "", 4),
    (.unknownKey, "clause: 一", "clause: 一\n    colour: red", 7),
    (.unknownCollection, "of: project", "of: wishes", 7),
    (.unknownField, "total_investment >=", "total_invest >=", 8),
    (.unknownField, "from: signed_on", "from: signed", 9),
    (.badCondition, "stage one of signed|landed", "stage one of signed|wished", 8),
    (.badCondition, "total_investment >= 5亿", "total_investment above 5亿", 8),
    (.badCondition, "total_investment >= 5亿", "total_investment ~ 5", 8),
    (.badCondition, "total_investment >= 5亿", "total_investment in period", 8),
    (.badCondition, "total_investment >= 5亿", "fund_kinds = special_bond", 8),
    (.badCondition, "total_investment >= 5亿", "stage has signed", 8),
    (.badValue, "due: 30 days", "due: 30 moons", 10),
    (.badValue, "due: 30 days", "due: -3 days", 10),
    (.badValue, "due: 2 workdays", "due: end of month - 1", 17),
    (.badValue, "from: 2021-01-01", "from: 2021-13-01", 2),
    (.repeatedRule, "id: b", "id: a", 12),
    (.unknownRule, "after: a", "after: c", 12),
    (.noSuchReading, "due: 30 days", "reading: wide\n    due: 30 days", 10),
    (.wrongForm, "clause: 一", "clause: [一]", 6),
    (.notYaml, "kind: deadline", "kind: : : [", 5),
    (.alias, "clause: 一", "clause: &x 一", 6),
  ]

  @Test(arguments: faults.indices)
  func faultsAreRefused(_ index: Int) throws {
    let (code, from, to, line) = Self.faults[index]
    let text = Self.good.replacing(from, with: to, maxReplacements: 1)
    try #require(text != Self.good)
    let fault = #expect(throws: RuleFault.self) { try RuleSet(yaml: text) }
    #expect(fault?.code == code)
    #expect(fault?.line == line, "\(code)")
    for message in [try #require(fault?.message), try #require(fault?.hint)] {
      for language in Language.allCases {
        let sentence = Catalogue.text(message, in: language)
        #expect(Catalogue.contains(message.key))
        #expect(!sentence.contains("{"), "\(sentence)")
      }
    }
  }

  @Test func refusalsNameWhatIsKnown() throws {
    for (from, to, zh, en) in [
      (
        "- id: b", "- title: {zh: 乙, en: b}", "规则集 own：规则 #2 第 12 行缺“id”",
        "Rule set own: rule #2, line 12"
      ),
      (
        "due: 30 days", "due: -3 days", "规则集 own：规则 a 第 10 行 due 的值不对",
        "Rule set own: rule a, line 10"
      ),
      (
        "effective: {from: 2021-01-01}", "status: maybe", "规则集 own：第 2 行 status",
        "Rule set own: line 2"
      ),
      ("rule_set: own", "set: own", "规则集文本：第 1 行缺“rule_set”", "The rule set's text: line 1"),
      ("kind: deadline", "kind: : : [", "规则集文本：第 5 行不是 YAML", "The rule set's text: line 5"),
    ] {
      let text = Self.good.replacing(from, with: to, maxReplacements: 1)
      let fault = #expect(throws: RuleFault.self) { try RuleSet(yaml: text) }
      let message = try #require(fault?.message)
      #expect(Catalogue.text(message, in: .zh).hasPrefix(zh), "\(to)")
      #expect(Catalogue.text(message, in: .en).hasPrefix(en), "\(to)")
    }
  }

  @Test func cyclesAreRefused() {
    let text = Self.good.replacing("from: signed_on", with: "after: b")
    let fault = #expect(throws: RuleFault.self) { try RuleSet(yaml: text) }
    #expect(fault?.code == .cycle)
    let itself = Self.good.replacing("after: a", with: "after: b")
    #expect(#expect(throws: RuleFault.self) { try RuleSet(yaml: itself) }?.code == .cycle)
  }

  @Test func followersInACircleAreRefused() throws {
    func text(_ first: String, _ second: String) -> String {
      """
      rule_set: own
      rules:
        - {id: r1, kind: deadline, clause: 一, of: project, from: signed_on, due: 5 days, done: landed_on\(first)}
        - {id: r2, kind: deadline, clause: 二, of: project, from: signed_on, due: 9 days, done: landed_on\(second)}
      """
    }
    #expect(try RuleSet(yaml: text(", then: r2", "")).rules.count == 2)
    for circle in [text(", then: r2", ", then: r1"), text(", then: r1", "")] {
      let fault = #expect(throws: RuleFault.self) { try RuleSet(yaml: circle) }
      #expect(fault?.code == .cycle)
    }
  }

  @Test func boundsAreKept() {
    func code(_ text: String) -> RuleFault.Code? {
      do {
        _ = try RuleSet(yaml: text)
        return nil
      } catch {
        return error.code
      }
    }
    #expect(code("a: *b") == .notYaml || code("a: *b") == .alias)
    #expect(code("a: &b [x]\nc: *b\n") == .alias)
    #expect(code(String(repeating: "[", count: 5_000)) == .tooDeep)
    #expect(code("rule_set: " + String(repeating: "x", count: 600_000)) == .tooLarge)
    #expect(code(String(repeating: "- ", count: 2_000)) == .tooDeep)
    #expect(code("") == .notYaml)
    #expect(code("a: 1\n---\nb: 2\n") == .notYaml)
    #expect(code("rule_set: x\nrules: {a: 1}\n") != nil)
  }

  @Test func ownRulesAndVersions() throws {
    let text = """
      rule_set: own
      rules:
        - id: a
          kind: deadline
          clause: 一
          effective: {from: 2021-01-01, to: 2021-06-30}
          of: project
          from: signed_on
          due: 10 days
          done: substantive_start_on
        - id: a
          kind: deadline
          clause: 一（修订）
          effective: {from: 2021-07-01}
          of: project
          from: signed_on
          reading: long
          readings:
            long: {zh: 长, en: long, set: {due: 20 days}}
            short: {zh: 短, en: short}
          due: 5 days
          done: substantive_start_on
      """
    let rules = try RuleSet(yaml: text)
    var ledger = TestBook()
    try ledger.project(["name": "旧", "signed_on": "2021-06-30"])
    try ledger.project(["name": "新", "signed_on": "2021-07-01"])
    let found = Evaluation(ledger.book, rules, asOf: try day("2021-08-02")).warnings
    #expect(found.map(\.recordName) == ["旧", "新"])
    #expect(try found.map(\.due) == [day("2021-07-12"), day("2021-07-21")])
    #expect(found.map(\.clause) == ["一", "一（修订）"])
    #expect(found.map(\.reading) == [nil, "long"])
    #expect(rules.rule("a", on: try day("2021-06-30"))?.clause == "一")
    #expect(rules.rule("a", on: try day("2020-06-30")) == nil)
  }

  @Test func brokenTexts() {
    var seed: UInt64 = 20_210_918
    func next(_ bound: Int) -> Int {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(seed >> 33) % bound
    }
    let good = Array(Self.good.utf8)
    let pieces = Array(" \n\t:-[]{}\"'|>%@#&*!,?0a亿".utf8)
    var read = 0
    for _ in 0..<1_500 {
      var bytes = good
      for _ in 0...next(4) {
        switch next(4) {
        case 0: bytes[next(bytes.count)] = pieces[next(pieces.count)]
        case 1: bytes.insert(pieces[next(pieces.count)], at: next(bytes.count))
        case 2: bytes.remove(at: next(bytes.count))
        default:
          let start = next(bytes.count)
          let end = min(bytes.count, start + next(40))
          bytes.insert(contentsOf: Array(bytes[start..<end]), at: next(bytes.count))
        }
      }
      do {
        _ = try RuleSet(yaml: String(decoding: bytes, as: UTF8.self))
        read += 1
      } catch {
        #expect(Catalogue.contains(error.message.key))
      }
    }
    #expect(read > 0)
  }

  /// Each whole number of a text, where it stands.
  private func numbers(_ text: String) -> [Range<String.Index>] {
    text.matches(of: /\b[0-9]+(\.[0-9]+)?\b/).map(\.range)
  }

  @Test(arguments: Embedded.ruleSets.map(\.0)) func extremeNumbers(code: String) throws {
    let text = try #require(Embedded.ruleSets.first { $0.0 == code }?.1)
    var book = TestBook()
    for stage in ["reserve", "signed", "started", "producing"] {
      let project = try book.project([
        "stage": stage, "signed_on": "2021-09-28", "handed_over_on": "2021-10-08",
        "planned_start_on": "2021-10-01", "substantive_start_on": "2021-12-01",
        "total_investment": "50000", "annual_plan": "20000",
      ])
      try book.add(
        "progress_report",
        ["project": project.description, "period": "2021-10", "month_investment": "99999999"])
    }
    let extremes = ["0", "99999", "9223372036854775807", "0.0000001"]
    var (judged, refused) = (0, 0)
    for range in numbers(text) {
      for extreme in extremes {
        do {
          let rules = try RuleSet(yaml: text.replacingCharacters(in: range, with: extreme))
          let asOf = try day("2022-03-31")
          let evaluation = Evaluation(book.book, rules, asOf: asOf, listsOpen: true)
          for warning in evaluation.warnings { _ = warning.jsonLine(.zh) }
          _ = IndicatorTable(book.book, rules, asOf: asOf).values(nil, by: .county)
          if let scoring = rules.rules.first(where: { $0.kind == .scoring })?.id {
            _ = ScoreTable(book.book, rules, rule: scoring, asOf: asOf, before: nil)
          }
          judged += 1
        } catch let fault as RuleFault {
          #expect(Catalogue.contains(fault.message.key))
          refused += 1
        }
      }
    }
    #expect(judged > 0 && refused > 0)
  }
}
