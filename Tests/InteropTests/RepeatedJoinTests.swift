// Verifies, with processes of the program
// 1. A `join` whose store was left half made, by a process that died, goes through when it is
//    repeated with the same token, and once more.
// 2. A `join` killed at any moment is repeated with the same token and brings everything.
// 3. A token that another has used is refused by name, and a store that is enrolled stays whole.
// 4. A first sync in which something was refused is no success: `join` tells each change and ends
//    with 1 and a next step.
// 5. A store that wrote in a ledger that the invitation does not grant is not joined, nor changed:
//    its records stay in its lists until it is invited there too. An empty ledger is in nobody's
//    way.

import Foundation
import Glibc
import Testing

@Suite(.serialized) struct RepeatedJoinTests {
  @Test func overAHalfMadeStore() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.must("hub", "add", "project", "name=桥")
    let path = city.path("east")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for name in ["creating", "identity.key"] {
      #expect(FileManager.default.createFile(atPath: path + "/" + name, contents: Data()))
    }
    let unfinished = try city.run("east", "status")
    #expect(unfinished.code == "unfinished")
    let token = try city.token()
    for _ in 0..<2 {
      let joined = try city.must("east", "join", url, "--name", "east", "--token", token).object
      #expect(joined["ledgers"] as? [String] == ["411702"])
      #expect((joined["refused"] as? [Any])?.isEmpty == true)
    }
    try city.expectConverged("hub", "east")
    let other = try city.run("west", "join", url, "--name", "west", "--token", token)
    #expect(other.code == "token-used")
    let again = try city.run("east", "join", url, "--token", try usedToken(city, url))
    #expect(again.code == "token-used")
    try city.must("east", "sync")
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east")
  }

  /// A token that another office has used.
  private func usedToken(_ city: City, _ url: String) throws -> String {
    let token = try city.token()
    try city.must("north", "join", url, "--name", "north", "--token", token)
    return token
  }

  @Test func killedAndRepeated() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.must("hub", "put", input: City.projects(50))
    let pauses: [UInt32] = [2, 8, 15, 25, 40, 80, 160]
    for pause in pauses {
      let office = "office-\(pause)"
      let token = try city.token()
      let process = try city.launch(office, "join", url, "--name", office, "--token", token)
      usleep(pause * 1_000)
      _ = city.stop(process, SIGKILL)
      try city.must(office, "join", url, "--name", office, "--token", token)
    }
    #expect(city.stop(hub) == 0)
    for pause in pauses { try city.expectConverged("hub", "office-\(pause)") }
  }

  @Test func aRefusedFirstSyncIsNoSuccess() throws {
    let city = try City()
    try city.makeHub()
    let (first, _) = try city.serveHub()
    try city.must("hub", "add", "project", "name=桥")
    #expect(city.stop(first) == 0)
    try city.must("hub", "identity", "renew")
    let (hub, url) = try city.serveHub()
    let proxy = try FaultProxy(to: try #require(Int(url.split(separator: ":").last ?? "")))
    defer { proxy.stop() }
    let token = try city.token()
    func join(_ office: String) throws -> Outcome {
      try city.run(office, "join", proxy.url, "--name", office, "--token", token)
    }
    // As somebody on the line would have it: keys that the hub did not sign.
    proxy.stand(
      Fault(isPlain: true, replaces: ("former_hubs_signature", "farmer_hubs_signature")))
    let forged = try join("east")
    #expect(forged.status == 69)
    #expect(forged.code == "not-a-hub")
    #expect(!FileManager.default.fileExists(atPath: city.path("east") + "/data.mdb"))
    let other = try city.token()
    func joinWest() throws -> Outcome {
      try city.run("west", "join", proxy.url, "--name", "west", "--token", other)
    }
    // As a hub of an older program would have it.
    proxy.stand(Fault(isPlain: true, replaces: ("former_hubs", "farmer_hubs")))
    let partly = try joinWest()
    #expect(partly.status == 1)
    #expect(partly.code == "join-refused")
    let refused = partly.object["refused"] as? [[String: Any]]
    #expect(refused?.contains { $0["code"] as? String == "unknown-member" } == true)
    proxy.stand(Fault())
    let whole = try joinWest()
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "west")
  }

  @Test func whatWasTypedElsewhereIsNotHidden() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    for office in ["east", "west"] {
      try city.must(office, "init", "--ledger", "411721", "--name", office)
    }
    try city.must("east", "add", "project", "name=桥")
    func listed(_ store: String) throws -> Int {
      try city.must(store, "list", "project", "--ledger", "411721").objects.count
    }
    let before = try city.must("east", "dump", "--canonical").output
    let token = try city.token()
    let refused = try city.run("east", "join", url, "--token", token)
    #expect(refused.status == 77)
    #expect(refused.code == "ledger-not-granted")
    #expect(try city.must("east", "dump", "--canonical").output == before)
    #expect(try listed("east") == 1)
    #expect(try city.run("east", "sync").code == "not-joined")
    let invitation = try city.must("hub", "hub", "invite", "--ledger", "411721").object
    let other = try #require(invitation["token"] as? String)
    let both = try city.must("east", "join", url, "--token", other).object
    #expect(both["ledgers"] as? [String] == ["411702", "411721"])
    #expect(try listed("east") == 1)
    #expect(try listed("hub") == 1)
    try city.must("west", "join", url, "--token", try city.token())
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east", "west")
  }
}
