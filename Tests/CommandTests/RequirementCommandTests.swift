// Verifies, through the program, in a ledger of no place whose rules are built in:
// 1. `rules explain` of each of the 369 requirements ends with 0, and says how those are answered
//    that are no rules: computed, recorded, or the reason why not, in Chinese and in English; of
//    what is computed in part, why the rest is not.
// 2. `rules list --all` lists them all in their order, and those of one place by its rule set.

import Foundation
import Testing

@Suite struct RequirementCommandTests {
  private static func ids() throws -> [String] {
    let file = Program.root.appendingPathComponent("Fixtures/policy/requirement-ids.txt")
    return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
      .filter { !$0.hasPrefix("#") }.map(String.init)
  }

  @Test func everyRequirementIsExplained() throws {
    let scratch = try Scratch(ledgers: "test")
    for id in try Self.ids() {
      let outcome = try scratch.run("rules", "explain", id, "--as-of", "2021-10-31", "--json")
      #expect(outcome.status == 0, "\(id): \(outcome.errors)")
      let first = outcome.lines.first ?? [:]
      #expect((first["rule"] ?? first["requirement"]) as? String == id)
    }
  }

  @Test func answersAreSaid() throws {
    let scratch = try Scratch(ledgers: "test")
    for (id, zh, en) in [
      ("zmd-n-four-compare", "文中未说明“四比四看”的内容", "four compares"),
      ("zmd-n-reserve-3x", "rule:zmd-m-reserve3x", "rule:zmd-m-reserve3x"),
      ("zmd-n-one-seal", "审批", "approval.unit"),
      ("dc-material-7d", "材料报送期限", "Materials due on"),
      ("zmd-m-28th", "calendar meetings", "calendar meetings"),
      ("zmd-m-tuesday", "未判部分：超7日未上会的红色不判", "not judged: the red of over 7 days"),
      ("zmd-m-ledger1", "未判部分：只判建账日", "not judged: only the day of the ledger"),
    ] {
      for (language, words) in [("zh", zh), ("en", en)] {
        let told = try scratch.must("rules", "explain", id, "--lang", language)
        #expect(told.output.contains(words), "\(told.output)")
      }
    }
    let held = try scratch.must("rules", "explain", "zmd-n-one-seal", "--json").object
    #expect(held["answer"] as? String == "recorded")
    #expect(held["by"] as? [String] == ["approval.unit"])
    let part = try scratch.must("rules", "explain", "zmd-m-tuesday", "--json").object
    #expect(part["answer"] as? String == "computed" && part["reason"] != nil && part["by"] != nil)
    let not = try scratch.must("rules", "explain", "dc-media", "--json").object
    #expect(not["answer"] as? String == "not-held" && not["by"] == nil)
    #expect((not["reason"] as? String)?.isEmpty == false)
    #expect(try scratch.run("rules", "explain", "no-such-requirement").status != 0)
  }

  @Test func allAreListed() throws {
    let scratch = try Scratch(ledgers: "test")
    let ids = try Self.ids()
    let listed = try scratch.must("rules", "list", "--all", "--json").lines
    #expect(listed.map { $0["requirement"] as? String ?? "" } == ids)
    let own = try scratch.must(
      "rules", "list", "--all", "--rule-set", "dancheng-2021", "--json"
    ).lines.map { $0["requirement"] as? String ?? "" }
    #expect(!own.isEmpty && own == ids.filter { $0.hasPrefix("dc-") })
    let table = try scratch.must("rules", "list", "--all", "--lang", "zh").output
    #expect(table.contains("zmd-n-four-compare") && table.contains("不承载"))
    #expect(try scratch.run("rules", "list", "--all", "--rule-set", "nowhere").status == 66)
  }
}
