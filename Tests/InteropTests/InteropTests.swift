// Verifies, with processes of the program over HTTP on loopback
// 1. A hub and two offices: invite, join, edit on all, sync, the same dump everywhere; a conflict
//    is listed alike on all; a quiet sync is one request of less than 1 kB.
// 2. An agent killed in the middle of a large sync, and a hub killed in the middle of one: after a
//    restart the next sync goes on, and all converge.
// 3. A hub told to stop (SIGTERM) during a large answer and with a request held ends with status 0;
//    what arrived is kept, and the next sync brings the rest.
// 4. A running agent sends what another process writes to its store, and ends with status 0.
// 5. Nobody there: 69 with a code; a wrong token: 77 with a code.
// 6. A hub restored by `restore` has another key: the sync says so (77), joining again brings
//    everything back.

import Foundation
import Testing

@Suite(.serialized) struct InteropTests {
  @Test func hubAndTwoOffices() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.join("east", at: url)
    try city.join("west", at: url)
    let id = try #require(
      try city.must("east", "add", "project", "name=大桥").object["id"] as? String)
    #expect(try city.must("east", "sync").object["sent"] as? Int == 1)
    #expect(try city.must("west", "sync").object["received"] as? Int == 1)
    try city.must("east", "set", id, "scale=六车道")
    try city.must("west", "set", id, "scale=四车道")
    try city.must("hub", "set", id, "remark=市里看过")
    for store in ["east", "west", "east"] { try city.must(store, "sync") }
    try city.expectConverged("hub", "east", "west")
    let lists = try ["hub", "east", "west"].map {
      try city.must($0, "conflicts", "list").objects.compactMap { $0["id"] as? String }
    }
    #expect(lists[0].count == 1)
    #expect(Set(lists).count == 1)
    let quiet = try city.must("east", "sync").object
    #expect(quiet["requests"] as? Int == 1)
    let bytes = [quiet["bytes_sent"], quiet["bytes_received"]].compactMap { $0 as? Int }
    #expect(bytes.count == 2 && bytes[0] + bytes[1] < 1_000, "\(quiet)")
    #expect(city.stop(hub) == 0)
  }

  @Test func killedInTheMiddle() throws {
    let city = try City()
    try city.makeHub()
    try city.must("hub", "put", "--batch", "5", input: City.projects(20_000))
    var (hub, url) = try city.serveHub()
    let port = try #require(url.split(separator: ":").last.flatMap { Int($0) })
    try city.make("east")
    try city.must("east", "put", "--batch", "5", input: City.projects(8_000))
    let token = try city.token()
    for delay in [60_000, 150_000, 300_000] as [UInt32] {
      let agent = try city.launch("east", "join", url, "--token", token)
      usleep(delay)
      _ = city.stop(agent, SIGKILL)
    }
    for delay in [40_000, 120_000, 250_000] as [UInt32] {
      let agent = try city.launch("east", "sync")
      usleep(delay)
      _ = city.stop(hub, SIGKILL)
      City.end(agent)
      (hub, url) = try city.serveHub(port: port)
    }
    if try city.must("east", "status").object["hub"] as? String == nil {
      try city.must("east", "join", url, "--token", token)
    }
    try city.must("east", "sync")
    try city.expectConverged("hub", "east")
    #expect(try city.must("east", "sync").object["received"] as? Int == 0)
    #expect(city.stop(hub) == 0)
  }

  @Test func stoppingInTheMiddle() throws {
    let city = try City()
    try city.makeHub()
    try city.must("hub", "put", "--batch", "50", input: City.projects(30_000))
    let (hub, url) = try city.serveHub()
    try city.join("held", at: url)
    // One agent whose request is held; another in the middle of its first copy.
    let held = try city.launch("held", "agent", "--every", "1h")
    try city.make("east")
    let token = try city.token()
    let joining = try city.launch("east", "join", url, "--token", token)
    usleep(250_000)
    #expect(city.stop(hub) == 0)
    City.end(joining)
    let (second, _) = try city.serveHub(port: Int(url.split(separator: ":").last ?? "") ?? 0)
    try city.must("east", "sync")
    try city.expectConverged("hub", "east")
    #expect(city.stop(held) == 0)
    #expect(city.stop(second) == 0)
  }

  @Test func anAgentBesideOtherProcesses() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.join("east", at: url)
    let agent = try city.launchAgent("east")
    try city.must("east", "add", "project", "name=路")
    try city.must("hub", "add", "project", "name=桥")
    try City.eventually("the same at both") { try city.dump("hub") == city.dump("east") }
    #expect(try city.must("hub", "list", "project").objects.count == 2)
    #expect(city.stop(agent) == 0)
    try city.expectConverged("hub", "east")
    #expect(city.stop(hub) == 0)
  }

  @Test func errorsHaveCodesAndStatuses() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    let wrong = try city.run(
      "east", "join", url, "--name", "east", "--token", "00000000000000000000000000")
    #expect(wrong.status == 77)
    #expect(wrong.code == "token-unknown")
    try city.join("east", at: url)
    #expect(city.stop(hub) == 0)
    let alone = try city.run("east", "sync")
    #expect(alone.status == 69)
    #expect(alone.code == "unreachable")
    let none = try city.run("hub", "sync")
    #expect(none.status == 78)
    #expect(none.code == "not-joined")
  }

  @Test func aRestoredHub() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    let port = Int(url.split(separator: ":").last ?? "") ?? 0
    try city.join("east", at: url)
    try city.must("east", "add", "project", "name=路")
    try city.must("east", "sync")
    try city.must("hub", "backup", city.path("copy"))
    try city.must("east", "add", "project", "name=桥")
    try city.must("hub", "add", "project", "name=站")
    try city.must("east", "sync")
    #expect(city.stop(hub) == 0)

    #expect(try city.run("second", "restore", city.path("copy"), "--role", "hub").status == 0)
    let (second, again) = try city.serveHub("second", port: port)
    let told = try city.run("east", "sync")
    #expect(told.status == 77)
    #expect(told.code == "hub-key-changed")
    try city.join("east", at: again, hub: "second")
    try city.must("east", "sync")
    try city.expectConverged("second", "east")
    #expect(try city.must("second", "list", "project").objects.count == 3)
    #expect(city.stop(second) == 0)
  }
}
