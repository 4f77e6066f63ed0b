// What is verified:
// 1. Each of the 369 requirements is answered exactly once, in the order of the list, and none
//    besides.
// 2. Every rule, indicator, score sheet and schedule that an answer names exists, and every field
//    is in the schema; every "not held" gives its reason in both languages.
// 3. Figures published in bulletins are recomputed exactly: which were rounded, which truncated,
//    and which contradict their own numbers; none is corrected.

import Causality
import Foundation
import Policy
import Testing

private func fixture(_ name: String) throws -> [String] {
  let url = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../Fixtures/policy/\(name)")
  return try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
    .filter { !$0.hasPrefix("#") }.map(String.init)
}

@Suite struct RequirementTests {
  @Test func eachAnsweredOnce() throws {
    let ids = try fixture("requirement-ids.txt")
    #expect(ids.count == 369)
    #expect(Requirement.all.map(\.id) == ids)
    for requirement in Requirement.all {
      #expect(!requirement.by.isEmpty, "\(requirement.id)")
      #expect(RuleSet.standard(requirement.ruleSet) != nil, "\(requirement.id)")
      #expect(requirement.fault() == nil, "\(requirement.id): \(requirement.fault() ?? "")")
    }
  }

  @Test func faultsAreFound() {
    for (answer, by) in [
      (Requirement.Answer.computed, "rule:no-such"), (.computed, "indicator:Z9"),
      (.computed, "guess:1"), (.computed, "schedule:materials"), (.recorded, "project.no_such"),
      (.recorded, "nothing.name"),
      (.notHeld, ""),
    ] {
      #expect(Requirement(id: "x", answer: answer, by: [by]).fault() != nil, "\(by)")
    }
  }

  @Test func publishedFigures() throws {
    var findings: [String: Int] = [:]
    for line in try fixture("published-figures.tsv") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      try #require(parts.count == 8)
      let places = parts[6].split(separator: ".").dropFirst().first?.count ?? 0
      let (top, bottom) = (try number(parts[4]), try number(parts[5]))
      let fraction = try #require(Fraction(top, bottom))
      let printed = try number(parts[6])
      let rounded = try number(fraction.percent(.halfUp, places: places) ?? "")
      let cut = try number(fraction.percent(.truncate, places: places) ?? "")
      let isExact =
        Fraction(printed, ExactDecimal(100) as ExactDecimal)?.compared(to: fraction) == .equal
      let finding =
        isExact
        ? "exact" : printed == rounded ? "rounded" : printed == cut ? "truncated" : "differs"
      #expect(finding == parts[7], "\(line)")
      findings[finding, default: 0] += 1
    }
    #expect(findings == ["rounded": 34, "truncated": 4, "exact": 2, "differs": 5])
  }

  @Test func checkedFigures() throws {
    // The documents' own figures: numerator, denominator, half up, truncated.
    let checked = [
      ("43", "46", "93.5", "93.4"), ("48.2", "192.4", "25.1", "25.0"),
      ("46", "191", "24.1", "24.0"), ("516.7", "1091.4", "47.3", "47.3"),
      ("896.1", "1275.2", "70.3", "70.2"), ("303", "367", "82.6", "82.5"),
      ("130.47", "156.27", "83.5", "83.4"), ("64", "365", "17.5", "17.5"),
      ("2445", "3556", "68.8", "68.7"),
    ]
    for (top, bottom, rounded, cut) in checked {
      let (over, under) = (try number(top), try number(bottom))
      let fraction = try #require(Fraction(over, under))
      #expect(fraction.percent() == rounded)
      #expect(fraction.percent(.truncate) == cut)
    }
    #expect(Fraction(1, 0).percent() == nil)
    #expect(Fraction(-1, 2).percent(places: 0) == "-50")
    #expect(Fraction(-499, 1000).percent() == "-49.9")
    #expect(Fraction(9999, 10_000).percent() == "100.0")
    #expect(Fraction(9999, 10_000) < Fraction(1, 1))
    #expect(Fraction(1, 2) == Fraction(2, 4))
    #expect(Fraction(1, 2).hashValue == Fraction(2, 4).hashValue)
    #expect(Fraction(5, 1000).percent() == "0.5")
    #expect(Fraction(125, 10_000).percent() == "1.3")
  }
}
