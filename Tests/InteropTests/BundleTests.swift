// Verifies, through real processes:
//  1. bundles on a stick: created with their size said before, applied as 3, 1, 1, 2, a cut 4, then
//     4, with the gap named, what to apply again said, and exit status 1 for what is short; dumps
//     equal afterwards
//  2. inspected on a machine without a store; damaged ones exit 1, strange ones 77, none 66
//  3. a receipt goes back, the next bundle is smaller, and status counts nothing unsent
//  4. sealed for one member, refused by another
//  5. compaction: a hub without a backup refuses; after one, counties below the base are whole, and
//     what counts below the base cannot be judged otherwise: a revocation that would void it is
//     refused, one that leaves it alone is not
//  6. a ledger is left with its unsent edits in a file, and never without

import Foundation
import Testing

@Suite struct StickTests {
  /// A hub and two offices that have joined it, with the hub stopped again.
  private func city() throws -> City {
    let city = try City()
    try city.must("hub", "init", "--ledger", "411702", "--name", "City", "--role", "hub")
    let (process, url) = try city.serveHub()
    for office in ["a", "b"] {
      let token = try city.must("hub", "hub", "invite", "--ledger", "411702").object["token"]
      try city.must(office, "join", url, "--token", token as? String ?? "", "--name", office)
    }
    for office in ["a", "b"] { try city.must(office, "sync") }
    process.terminate()
    City.end(process)
    return city
  }

  private func add(_ city: City, _ store: String, _ name: String) throws {
    try city.must(store, "add", "project", "name=\(name)")
  }

  private func dump(_ city: City, _ store: String) throws -> String {
    try city.must(store, "dump", "--canonical", "--ledger", "411702").output
  }

  private func sections(_ outcome: Outcome) -> [[String: Any]] {
    outcome.object["sections"] as? [[String: Any]] ?? []
  }

  private func cut(_ path: String, by count: Int, to other: String) throws {
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    try bytes.dropLast(count).write(to: URL(fileURLWithPath: other))
  }

  @Test func sticksInAnyOrder() throws {
    let city = try city()
    for part in 1...4 {
      for number in 0..<3 { try add(city, "a", "project \(part)-\(number)") }
      let since = part == 1 ? ["--all"] : ["--since", city.path("\(part - 1).tzb")]
      let planned = try city.run(
        "a", ["bundle", "create", city.path("x.tzb"), "--dry-run"] + since, input: nil)
      #expect(sections(planned).last?["changes"] as? Int == 3)
      #expect(!FileManager.default.fileExists(atPath: city.path("x.tzb")))
      let made = try city.run(
        "a", ["bundle", "create", city.path("\(part).tzb")] + since, input: nil)
      #expect(made.status == 0)
      #expect(made.object["bytes"] as? Int == planned.object["bytes"] as? Int)
    }
    let third = try city.run("b", "bundle", "apply", city.path("3.tzb"))
    #expect(third.status == 1)
    #expect((third.object["gap"] as? String)?.contains("#1") == true)
    #expect(third.object["whole"] as? Bool == false)
    let said = try city.process(
      ["bundle", "apply", city.path("3.tzb"), "--store", city.path("b"), "--lang", "en"])
    #expect(said.hasPrefix("The bundle of a was not taken in as a whole"), "\(said)")
    #expect(said.contains("Apply this bundle again") && said.contains("#1"), "\(said)")
    #expect(
      try city.must("b", "bundle", "apply", city.path("1.tzb")).object["applied"] as? Int == 3)
    let again = try city.must("b", "bundle", "apply", city.path("1.tzb")).object
    #expect(again["applied"] as? Int == 0)
    // Those of the member list, which came along, and its own.
    #expect(again["known"] as? Int == 6)
    try city.must("b", "bundle", "apply", city.path("2.tzb"))
    try cut(city.path("4.tzb"), by: 200, to: city.path("cut.tzb"))
    let short = try city.run("b", "bundle", "apply", city.path("cut.tzb"))
    #expect(short.status == 1)
    #expect(short.object["whole"] as? Bool == false)
    try city.must("b", "bundle", "apply", city.path("3.tzb"))
    try city.must("b", "bundle", "apply", city.path("4.tzb"))
    #expect(try dump(city, "a") == dump(city, "b"))
    try city.must("b", "check", "--deep")
  }

  @Test func inspectedAnywhere() throws {
    let city = try city()
    try add(city, "a", "one")
    try city.must("a", "bundle", "create", city.path("1.tzb"), "--all")
    let found = try city.must("nowhere", "bundle", "inspect", city.path("1.tzb")).object
    #expect(found["whole"] as? Bool == true)
    #expect(found["office"] as? String == "a")
    var bytes = try Data(contentsOf: URL(fileURLWithPath: city.path("1.tzb")))
    bytes[bytes.count / 2] ^= 4
    try bytes.write(to: URL(fileURLWithPath: city.path("flipped.tzb")))
    #expect(try city.run("nowhere", "bundle", "inspect", city.path("flipped.tzb")).status == 1)
    let other = try city.run(
      "nowhere", "bundle", "inspect", city.path("1.tzb"), "--ledger", "411799", "--lang", "en")
    #expect(other.status == 66 && other.code == "not-in-bundle", "\(other.errors)")
    let refused = try city.run("b", "bundle", "apply", city.path("flipped.tzb"))
    #expect(refused.status == 65)
    #expect(refused.code == "bad-bundle")
    #expect(try city.run("b", "bundle", "apply", city.path("none.tzb")).status == 66)
    try city.must("stranger", "init", "--ledger", "411702", "--name", "nobody")
    try add(city, "stranger", "mine")
    try city.must("stranger", "bundle", "create", city.path("strange.tzb"), "--all")
    let strange = try city.run("b", "bundle", "apply", city.path("strange.tzb"))
    #expect(strange.status == 77)
    #expect(strange.code == "stranger-bundle")
    // An office is not called a hub, where its own hub is unknown.
    let office = try city.run("stranger", "bundle", "apply", city.path("1.tzb"))
    #expect(office.status == 77)
    #expect(office.code == "stranger-bundle")
    #expect(office.errors.contains("a bundle of a ("), "\(office.errors)")
  }

  @Test func receiptsAndSeals() throws {
    let city = try city()
    try add(city, "a", "one")
    try city.must("a", "bundle", "create", city.path("1.tzb"))
    try city.must("hub", "bundle", "apply", city.path("1.tzb"))
    try city.must("hub", "bundle", "receipt", city.path("back.tzr"))
    try city.must("a", "bundle", "apply", city.path("back.tzr"))
    let next = try city.must("a", "bundle", "create", city.path("2.tzb"), "--dry-run").object
    #expect(next["changes"] as? Int == 0)
    let ledgers = try city.must("a", "status").object["ledgers"] as? [[String: Any]]
    #expect(ledgers?.first?["unsent"] as? Int == 0)
    let replica = try city.must("b", "identity", "show").object["replica"] as? String ?? ""
    try city.must(
      "a", "bundle", "create", city.path("s.tzb"), "--for", replica, "--seal")
    let other = try city.run("hub", "bundle", "apply", city.path("s.tzb"))
    #expect(other.code == "sealed-bundle")
    #expect(
      try city.must("b", "bundle", "apply", city.path("s.tzb")).object["applied"] as? Int == 1)
    #expect(try dump(city, "a") == dump(city, "b"))
  }

  @Test func compactionThroughTheProgram() throws {
    let city = try city()
    for number in 0..<4 { try add(city, "a", "project \(number)") }
    try city.must("a", "bundle", "create", city.path("1.tzb"))
    for store in ["hub", "b"] { try city.must(store, "bundle", "apply", city.path("1.tzb")) }
    for store in ["a", "b"] {
      try city.must(store, "bundle", "receipt", city.path("\(store).tzr"))
      try city.must("hub", "bundle", "apply", city.path("\(store).tzr"))
    }
    let planned = try city.must("hub", "compact", "--ledger", "411702", "--dry-run").object
    #expect(planned["changes"] as? Int == 4)
    let refused = try city.run("hub", "compact", "--ledger", "411702")
    #expect(refused.code == "backup-needed")
    try city.must("hub", "backup", city.path("backup"))
    try city.must("hub", "compact", "--ledger", "411702")
    try city.must("hub", "check", "--deep")
    try city.must("hub", "verify")
    let before = try dump(city, "hub")
    #expect(try before == dump(city, "a"))

    let replica = try #require(
      try city.must("a", "identity", "show").object["replica"] as? String)
    let members = try city.must("hub", "hub", "members").output
    let voiding = try city.run("hub", "hub", "revoke", replica, "--after", "411702:2")
    #expect(voiding.status == 77 && voiding.code == "settled-by-base", "\(voiding.errors)")
    #expect(try dump(city, "hub") == before)
    #expect(try city.must("hub", "hub", "members").output == members)
    try city.must("hub", "hub", "revoke", replica)
    #expect(try dump(city, "hub") == before)
    try city.must("hub", "check", "--deep")
    // What nobody has heard of yet holds the rest back, and it is said what to do.
    try add(city, "hub", "later")
    let said = try city.process(
      ["compact", "--ledger", "411702", "--dry-run", "--store", city.path("hub")])
    #expect(
      said.contains("was last heard") && said.contains("Have them run taizhang sync"), "\(said)")
  }

  @Test func leavingALedger() throws {
    let city = try city()
    let replica = try city.must("a", "identity", "show").object["replica"] as? String ?? ""
    try city.must("hub", "hub", "invite", "--ledger", "411703", "--new")
    try city.must("hub", "ledger", "grant", replica, "411703")
    #expect(try city.run("a", "ledger", "add", "411703").code == "ledger-not-granted")
    let (process, url) = try city.serveHub()
    let token = try city.token()
    try city.must("a", "join", url, "--token", token, "--name", "a")
    try city.must("a", "ledger", "add", "411703")
    try city.must("a", "sync")
    try city.must("a", "add", "project", "name=late", "--ledger", "411703")
    #expect(try city.run("a", "ledger", "remove", "411703").code == "unsent-edits")
    let left = try city.must(
      "a", "ledger", "remove", "411703", "--export", city.path("left.tzb")
    ).object
    #expect(left["exported"] as? Int == 1)
    process.terminate()
    City.end(process)
    #expect(
      try city.must("hub", "bundle", "apply", city.path("left.tzb")).object["applied"] as? Int == 1)
    try city.must("a", "check", "--deep")
  }
}
