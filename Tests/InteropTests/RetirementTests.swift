// Verifies, through real processes
// 1. A machine that is revoked: its entry stays in every version vector, what it wrote before
//    counts, and it never counts as new again: no sync and no bundle brings its old changes twice.
// 2. An old bundle of it, with changes beyond the last that counts, is taken on a stick and has no
//    effect, with the reason in the report, in `refused` and in the record's history; so at the hub
//    and at another office, which then hold the same, byte for byte.
// 3. The machine itself is told that it was revoked (77), and what it holds stays readable.
// 4. A change dropped from the middle of what is carried on sticks is a named gap: what follows
//    waits, nothing that is there is lost, and it completes when the missing one comes. Dropped
//    from the middle of a file, the file is refused whole.

import Foundation
import Testing

@Suite(.serialized) struct RetirementTests {
  private func vector(_ city: City, _ store: String) throws -> [String: Int] {
    let ledgers = try city.must(store, "status").object["ledgers"] as? [[String: Any]]
    return ledgers?.first?["vector"] as? [String: Int] ?? [:]
  }

  private func refusals(_ outcome: Outcome) -> [String] {
    (outcome.object["refused"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
  }

  private func names(_ city: City, _ store: String) throws -> [String] {
    try city.must(store, "list", "project").objects
      .compactMap { ($0["fields"] as? [String: Any])?["name"] as? String }.sorted()
  }

  @Test func aRevokedMachine() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    for office in ["east", "west"] { try city.join(office, at: url) }
    let replica = try #require(
      try city.must("east", "identity", "show").object["replica"] as? String)
    let first = try #require(
      try city.must("east", "add", "project", "name=一").object["id"] as? String)
    try city.must("east", "add", "project", "name=二")
    try city.must("east", "sync")
    try city.must("west", "sync")
    // Copied to a stick before anything was decided, with a change that nobody else has seen.
    try city.must("east", "set", first, "scale=迟到")
    try city.must("east", "bundle", "create", city.path("old.tzb"), "--all")
    try city.must("hub", "hub", "revoke", replica)
    try city.must("west", "sync")
    #expect(try vector(city, "west")[replica] == 2)

    for store in ["hub", "west"] {
      let applied = try city.run(store, "bundle", "apply", city.path("old.tzb"))
      #expect(refusals(applied) == ["revoked"], "\(applied.output) \(applied.errors)")
      #expect(applied.status == 1)
      #expect(try names(city, store) == ["一", "二"])
      #expect(try vector(city, store)[replica] == 3)
      let kept = try city.must(store, "refused", "list").objects
      #expect(kept.map { $0["dot"] as? String } == ["\(replica)#3"])
      #expect(kept.first?["code"] as? String == "revoked")
      // Known by now: neither new nor refused again.
      let again = try city.must(store, "bundle", "apply", city.path("old.tzb"))
      #expect(again.object["applied"] as? Int == 0 && refusals(again).isEmpty)
      let history = try city.must(store, "history", first, "--field", "scale").objects
      #expect(history.map { $0["to"] as? String } == ["迟到"])
      #expect(history.first?["void"] as? String == "revoked")
      #expect(history.first?["void_detail"] as? String == "2")
      let text = try city.process(["history", first, "--lang", "en", "--store", city.path(store)])
      #expect(text.contains("void"), "\(text)")
    }
    let quiet = try city.must("west", "sync").object
    #expect(quiet["received"] as? Int == 0 && quiet["sent"] as? Int == 0)
    #expect(quiet["requests"] as? Int == 1)
    try city.expectConverged("hub", "west")

    let refused = try city.run("east", "sync")
    #expect(refused.status == 77, "\(refused.errors)")
    #expect(refused.code == "revoked", "\(refused.errors)")
    #expect(try names(city, "east").count == 2)
    #expect(city.stop(hub) == 0)
  }

  /// Where the frames of a bundle begin and end, and what they are.
  private func frames(_ bytes: [UInt8]) -> [(range: Range<Int>, kind: UInt8)] {
    var (at, found) = (4, [(range: Range<Int>, kind: UInt8)]())
    while at < bytes.count {
      var (length, shift, start) = (0, 0, at)
      repeat {
        length |= Int(bytes[start] & 0x7f) << shift
        shift += 7
        start += 1
      } while bytes[start - 1] & 0x80 != 0
      let end = start + length + 4
      guard end <= bytes.count else { break }
      found.append((at..<end, bytes[start]))
      at = end
    }
    return found
  }

  @Test func aDroppedMiddle() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    for office in ["east", "west"] { try city.join(office, at: url) }
    for office in ["east", "west"] { try city.must(office, "sync") }
    #expect(city.stop(hub) == 0)
    let replica = try #require(
      try city.must("east", "identity", "show").object["replica"] as? String)
    for part in 1...3 {
      try city.must("east", "add", "project", "name=第\(part)个")
      let since = part == 1 ? ["--all"] : ["--since", city.path("\(part - 1).tzb")]
      let made = try city.run(
        "east", ["bundle", "create", city.path("\(part).tzb")] + since, input: nil)
      #expect(made.status == 0)
    }
    try city.must("west", "bundle", "apply", city.path("1.tzb"))
    let own = try #require(
      try city.must("west", "add", "project", "name=自己的").object["id"] as? String)
    // The second stick is lost.
    let gap = try city.run("west", "bundle", "apply", city.path("3.tzb"))
    #expect(gap.status == 1)
    #expect((gap.object["gap"] as? String)?.hasSuffix("\(replica)#2") == true, "\(gap.output)")
    #expect(gap.object["applied"] as? Int == 0)
    #expect(try names(city, "west") == ["自己的", "第1个"].sorted())
    #expect(try vector(city, "west")[replica] == 1)
    #expect(try city.must("west", "check", "--deep").object["ok"] as? Bool == true)
    // It is found again: it completes, and so does what waited for it.
    #expect(
      try city.must("west", "bundle", "apply", city.path("2.tzb")).object["applied"] as? Int == 1)
    #expect(
      try city.must("west", "bundle", "apply", city.path("3.tzb")).object["applied"] as? Int == 1)
    #expect(try names(city, "west").count == 4)
    try city.must("west", "bundle", "create", city.path("back.tzb"), "--all")
    try city.must("east", "bundle", "apply", city.path("back.tzb"))
    #expect(try city.must("east", "show", own).object["id"] as? String == own)
    try city.expectConverged("east", "west")

    // Taken out of the middle of one file, which its writer signed.
    try city.must("east", "bundle", "create", city.path("all.tzb"), "--all")
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: city.path("all.tzb"))))
    let frames = frames(bytes)
    #expect(frames.last?.range.upperBound == bytes.count)
    let changes = frames.indices.filter { [2, 3].contains(frames[$0].kind) }
    #expect(changes.count >= 4)
    try city.must("hub", "check", "--deep")
    let before = try city.dump("hub")
    for middle in changes.dropFirst().dropLast() {
      var dropped = bytes
      dropped.removeSubrange(frames[middle].range)
      try Data(dropped).write(to: URL(fileURLWithPath: city.path("dropped.tzb")))
      let refused = try city.run("hub", "bundle", "apply", city.path("dropped.tzb"))
      #expect(refused.status == 65, "\(refused.output)")
      #expect(refused.code == "bad-bundle")
    }
    #expect(try city.dump("hub") == before)
    try city.must("hub", "bundle", "apply", city.path("all.tzb"))
    try city.expectConverged("hub", "east", "west")
  }
}
