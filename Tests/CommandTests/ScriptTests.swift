// What scripts and moved files rely on. Verified:
// 1. `add` into a pipe prints the id and nothing else.
// 2. What export wrote, import makes again in an empty store, under the same ids.
// 3. A clock moved beyond all bounds is no clock: the program goes on by the machine's.

import Foundation
import Testing

@Suite struct ScriptTests {
  @Test func addPrintsTheBareID() throws {
    let scratch = try Scratch()
    let printed = try scratch.must("add", "project", "name=冷链园").output
    let id = printed.trimmingCharacters(in: .newlines)
    #expect(id.count == 26 && printed == id + "\n")
    #expect(try scratch.must("show", id, "--json").object["id"] as? String == id)
    try scratch.sound()
  }

  @Test func exportedRecordsAreMadeAgainElsewhere() throws {
    let (from, to) = (try Scratch(), try Scratch())
    let id = try from.add("project", "name=冷链园", "total_investment=5亿", "stage=reserve")
    let file = from.directory + "/projects.csv"
    try from.must("export", "project", file)
    let imported = try to.run("import", file, "--as", "project", "--json")
    #expect(imported.status == 0, "\(imported.errors)")
    let there = try to.must("show", id, "--json").object
    let here = try from.must("show", id, "--json").object
    #expect(there["fields"] as? NSDictionary == here["fields"] as? NSDictionary)
    try to.sound()
  }

  @Test func clockBeyondAllBounds() throws {
    let scratch = try Scratch()
    let outcome = try scratch.run(
      "add", "project", "name=甲",
      environment: ["TAIZHANG_CLOCK_OFFSET_MS": "9223372036854775807"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    try scratch.sound()
  }
}
