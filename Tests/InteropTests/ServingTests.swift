// Verifies, with processes of the program
// 1. A hub killed (SIGKILL) again and again while counties push: what a receipt confirmed is there
//    after each kill; all converge.
// 2. A backup made while counties push: sound where it lies (check --deep, verify), restored it is
//    sound, holds all that was acknowledged before it began, and serves again.
// 3. SIGTERM with pushes and uploads in flight: status 0, soon; what was acknowledged is there, and
//    the next sync brings the rest.
// 4. A second `serve` on the same store says so (75) and names the process; other commands work
//    beside the first; after it is gone the next one serves.
// 5. `serve --open` hands the start link to the desktop; where the store is served already, its
//    address; without a desktop it serves all the same.

import Foundation
import Testing

@Suite(.serialized) struct ServingTests {
  /// What a store's receipts confirm and what it has, of its own ledger.
  private func standing(_ city: City, _ store: String) throws -> [String: Any] {
    let ledgers = try city.must(store, "status").object["ledgers"] as? [[String: Any]]
    return try #require(ledgers?.first { $0["ledger"] as? String == "411702" })
  }

  private func vector(_ city: City, _ store: String) throws -> [String: Int] {
    try standing(city, store)["vector"] as? [String: Int] ?? [:]
  }

  private func replica(_ city: City, _ store: String) throws -> String {
    try #require(try city.must(store, "status").object["replica"] as? String)
  }

  /// Changes that the hub once confirmed to `store`.
  private func confirmed(_ city: City, _ store: String) throws -> Int {
    let line = try standing(city, store)
    let own = (line["vector"] as? [String: Int])?[try replica(city, store)] ?? 0
    return own - min(own, line["unsent"] as? Int ?? 0)
  }

  @Test func killedWhilePushing() throws {
    let city = try City()
    try city.makeHub()
    var (hub, url) = try city.serveHub()
    let port = try #require(url.split(separator: ":").last.flatMap { Int($0) })
    let offices = ["east", "west", "north"]
    for office in offices { try city.join(office, at: url) }
    for round in 0..<4 {
      for office in offices {
        try city.must(office, "put", "--batch", "2", input: City.projects(1_500))
      }
      let syncs = try offices.map { try city.launch($0, "sync") }
      usleep(UInt32(150_000 + round * 130_000))
      _ = city.stop(hub, SIGKILL)
      for sync in syncs { City.end(sync) }
      let held = try vector(city, "hub")
      for office in offices {
        let confirmed = try confirmed(city, office)
        #expect(held[try replica(city, office)] ?? 0 >= confirmed, "\(office) in round \(round)")
      }
      (hub, url) = try city.serveHub(port: port)
    }
    for office in offices + offices { try city.must(office, "sync") }
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east", "west", "north")
    #expect(try city.must("hub", "list", "project").objects.count == 18_000)
  }

  @Test func backupWhileServing() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    let offices = ["east", "west"]
    for office in offices {
      try city.join(office, at: url)
      try city.must(office, "put", "--batch", "5", input: City.projects(6_000))
    }
    try city.must("east", "sync")
    let before = try vector(city, "hub")
    let load = try offices.map { office in
      try city.must(office, "put", "--batch", "5", input: City.projects(4_000))
      return try city.launch(office, "sync")
    }
    for number in 0..<2 {
      try city.must("hub", "backup", city.path("copy-\(number)"))
      for (replica, seq) in before {
        #expect(try vector(city, "hub")[replica] ?? 0 >= seq)
      }
    }
    for sync in load {
      City.end(sync)
      #expect(sync.terminationStatus == 0)
    }
    for number in 0..<2 {
      let copy = "copy-\(number)"
      #expect(try city.must(copy, "check", "--deep").object["ok"] as? Bool == true)
      #expect(try city.must(copy, "verify").object["ok"] as? Bool == true)
      let again = "again-\(number)"
      #expect(try city.run(again, "restore", city.path(copy), "--role", "hub").status == 0)
      #expect(try city.must(again, "check", "--deep").object["ok"] as? Bool == true)
      let restored = try vector(city, again)
      for (replica, seq) in before { #expect(restored[replica] ?? 0 >= seq) }
    }
    #expect(city.stop(hub) == 0)
    let (second, _) = try city.serveHub("again-0")
    #expect(city.stop(second) == 0)
    for office in offices { try city.must(office, "check", "--deep") }
    try city.must("hub", "check", "--deep")
  }

  @Test func stoppedWhilePushing() throws {
    let city = try City()
    try city.makeHub()
    var (hub, url) = try city.serveHub()
    let port = try #require(url.split(separator: ":").last.flatMap { Int($0) })
    for office in ["east", "west"] { try city.join(office, at: url) }
    try city.must("east", "put", "--batch", "5", input: City.projects(15_000))
    let id = try #require(
      try city.must("west", "add", "project", "name=桥").object["id"] as? String)
    let long = city.path("long")
    var random = SystemRandomNumberGenerator()
    var bytes = Data()
    while bytes.count < 50_000_000 {
      withUnsafeBytes(of: random.next()) { bytes.append(contentsOf: $0) }
    }
    try bytes.write(to: URL(fileURLWithPath: long))
    try city.must("west", "attach", "add", id, long)
    let held = try city.launch("west", "agent", "--every", "1h")
    let pushing = try city.launch("east", "sync")
    usleep(400_000)
    #expect(city.stop(hub) == 0)
    City.end(pushing)
    #expect(pushing.terminationStatus == 0 || pushing.terminationStatus == 69)
    let confirmed = try confirmed(city, "east")
    #expect(try vector(city, "hub")[try replica(city, "east")] ?? 0 >= confirmed)
    (hub, url) = try city.serveHub(port: port)
    #expect(city.stop(held) == 0)
    for office in ["east", "west", "east"] { try city.must(office, "sync") }
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east", "west")
    try city.must("hub", "attach", "get", id, city.path("copy"))
    #expect(FileManager.default.contentsEqual(atPath: long, andPath: city.path("copy")))
  }

  @Test func oneServerAStore() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    let second = try city.run("hub", "serve", "--hub", "--listen", "127.0.0.1:0")
    #expect(second.status == 75 && second.code == "serve-running", "\(second.errors)")
    #expect(second.errors.contains("\(hub.processIdentifier)"))
    try city.must("hub", "add", "project", "name=桥")
    try city.join("east", at: url)
    #expect(try city.must("east", "list", "project").objects.count == 1)
    _ = city.stop(hub, SIGKILL)
    let (third, _) = try city.serveHub()
    #expect(city.stop(third) == 0)
    let taken = try city.serveHub()
    let port = try #require(taken.url.split(separator: ":").last)
    try city.make("other", "--role", "hub")
    let busy = try city.run("other", "serve", "--hub", "--listen", "127.0.0.1:\(port)")
    #expect(busy.status == 73 && busy.code == "cannot-listen", "\(busy.errors)")
    #expect(city.stop(taken.0) == 0)
  }

  @Test func openedOnADesktop() throws {
    let city = try City()
    let opened = city.path("opened")
    let desktop = city.path("desktop")
    try FileManager.default.createDirectory(atPath: desktop, withIntermediateDirectories: true)
    try "#!/bin/sh\necho \"$1\" >>'\(opened)'\n"
      .write(toFile: desktop + "/xdg-open", atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o755], ofItemAtPath: desktop + "/xdg-open")
    func links(_ count: Int) throws -> [String] {
      var lines: [String] = []
      City.eventually("a browser opened \(count) times") {
        let said = (try? String(contentsOfFile: opened, encoding: .utf8)) ?? ""
        lines = said.split(separator: "\n").map(String.init)
        return lines.count >= count
      }
      return lines
    }
    city.environment["PATH"] = desktop + ":/usr/bin:/bin"
    try city.make("office")
    let (node, line) = try city.start(
      "office", "serve", "--open", "--json", "--listen", "127.0.0.1:0")
    let said = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    let url = try #require(said?["listening"] as? String)
    #expect(try links(1) == [try #require(said?["start"] as? String)])
    let address = url.replacingOccurrences(of: "http://", with: "")
    let again = try city.run("office", "serve", "--open", "--listen", address)
    #expect(again.status == 0, "\(again.errors)")
    #expect(try links(2).last == url)
    #expect(try city.run("office", "serve", "--listen", address).code == "serve-running")
    #expect(city.stop(node) == 0)
    // No desktop: the node runs all the same, and says so.
    city.environment["PATH"] = city.path("nothing")
    let (bare, _) = try city.start("office", "serve", "--open", "--listen", "127.0.0.1:0")
    #expect(bare.isRunning && city.stop(bare) == 0)
  }
}
