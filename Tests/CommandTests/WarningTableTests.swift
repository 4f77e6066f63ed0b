// The table of warnings as people read it. What is verified:
// 1. Warnings of a draft are marked as advice, those of a set in force are not.
// 2. A last day that was a day off is shown as judged and as counted, any other day once.

import Testing

@Suite struct WarningTableTests {
  private func table(_ ground: ScenarioGround, _ set: String, _ asOf: String) throws -> String {
    try ground.scratch.must("warnings", "--rule-set", set, "--as-of", asOf, "--lang", "zh").output
  }

  @Test func draftsAdvise() throws {
    let ground = try ScenarioGround("pingdingshan-2022", ledger: "410400")
    try ground.add("assignment", "content=补办手续", "unit=住建局", "due_on=2022-11-01")
    #expect(try table(ground, "pingdingshan-2022", "2022-11-30").contains("红（建议）"))
    let final = try table(ground, "luohe-2024", "2024-11-30")
    #expect(final.contains("红") && !final.contains("红（建议）"))
  }

  @Test func bothDays() throws {
    let ground = try ScenarioGround.zhumadian()
    // S01: three days end on 1 October, a holiday, and are judged on the 8th.
    try ground.add("project", "name=甲", "region_code=411702", "signed_on=2021-09-28")
    try ground.add("project", "name=乙", "region_code=411702", "signed_on=2021-09-24")
    let rolled = try table(ground, "zhumadian-2021", "2021-10-09")
    #expect(rolled.contains("2021-10-08（2021-10-01 顺延）"))
    #expect(rolled.contains("2021-09-27") && !rolled.contains("2021-09-27（"))
  }
}
