// What is verified here, with the real program as processes and a real hub:
// 1. `hub invite`, `join`, `sync`, `status`, `hub members`, `hub revoke` print the keys of
//    `cli.md`; `sync --json` is one line for a store with one ledger.
// 2. An invitation to a ledger that the hub lacks makes it; an existing store joins and gains it.
// 3. A hub that is away gives status 69; what was typed stays and goes out later.
// 4. Commands of a hub on another store give 77 with a hint; wrong addresses and durations 64.
// 5. `serve` says its address in one line and ends with status 0 at SIGTERM.
// 6. A sync that finds conflicts says so to people, each with the command to run.
// 7. A history of one's own that parted from the hub's: under --json standard error is the one
//    error object; what is written then is refused with `taizhang identity renew`; the alarm of
//    `status` leaves no gap where nobody told of it, and `refused show` of its change tells what
//    was found.
// 8. An observer that writes is told that observers read, and how one comes to write.
// 9. An edit typed before the office was revoked, sent after it was renewed and invited again: the
//    sync says that it has no effect, and the command that it names shows what was typed.

import Foundation
import Testing

@Suite("replication commands", .serialized)
struct ReplicationCommandTests {
  @Test("keys of every answer")
  func keys() throws {
    let city = try City(1)
    let office = city.offices[0]
    let invitation = try city.hub.must(
      "hub", "invite", "--ledger", "411721", "--role", "county", "--expires", "2h", "--json"
    ).lines[0]
    #expect(Set(invitation.keys) == ["token", "url", "expires", "ledger", "role"])
    #expect(invitation["ledger"] as? String == "411721")
    #expect(invitation["role"] as? String == "county")
    #expect(invitation["url"] as? String == city.url)
    let token = try #require(invitation["token"] as? String)
    let joined = try office.must("join", city.url, "--token", token, "--json").lines[0]
    for key in ["replica", "ledgers", "office", "role", "public_key"] {
      #expect(joined[key] != nil)
    }
    #expect(joined["ledgers"] as? [String] == ["411700", "411721"])
    let again = try office.run("join", city.url, "--token", token, "--json")
    #expect(again.status == 0)
    let record = try city.hub.must(
      "add", "project", "name=演示项目", "--ledger", "411700", "--json"
    ).lines[0]
    #expect(record["id"] != nil)
    let reports = try office.must("sync", "--json").lines
    #expect(reports.count == 2)
    let report = try #require(reports.first { $0["ledger"] as? String == "411700" })
    #expect(
      Set(report.keys).isSuperset(of: [
        "ledger", "sent", "received", "bytes_sent", "bytes_received", "requests", "new_conflicts",
        "refused", "clock_offset_ms", "seconds",
      ]))
    #expect(report["received"] as? Int == 1)
    let one = try office.must("sync", "--once", "--ledger", "411700", "--json").lines
    #expect(one.count == 1)
    let status = try office.must("status", "--json").lines[0]
    #expect(status["frozen"] as? [String] == [])
    #expect(status["clock_offset_ms"] is Int)
    let ledgers = try #require(status["ledgers"] as? [[String: Any]])
    #expect(
      Set(ledgers[0].keys).isSuperset(of: [
        "ledger", "vector", "unsent", "unreceived", "conflicts", "refused", "last_sync",
      ]))
    #expect((ledgers[0]["vector"] as? [String: Int])?.values.contains(1) == true)
    #expect(ledgers[0]["unsent"] as? Int == 0)
    #expect((ledgers[0]["last_sync"] as? String)?.hasSuffix("Z") == true)
    let members = try city.hub.must("hub", "members", "--json").lines
    #expect(members.count == 2)
  }

  @Test("a hub that is away: 69, nothing lost")
  func away() throws {
    let city = try City(1)
    let office = city.offices[0]
    #expect(city.close() == 0)
    let record = try office.add("name=断网时记的")
    let failed = try office.run("sync", "--json")
    #expect(failed.status == 69)
    #expect(failed.errorCode == "unreachable")
    let ledger = try #require(
      (try office.must("status", "--json").lines[0]["ledgers"] as? [[String: Any]])?.first)
    #expect(ledger["unsent"] as? Int == 1)
    try city.open()
    try office.must("sync")
    #expect(try city.hub.must("show", record, "--json").lines.count == 1)
    try city.expectConverged()
  }

  @Test("only a hub invites, lists and revokes")
  func hubOnly() throws {
    let city = try City(1)
    let office = city.offices[0]
    for arguments in [
      ["hub", "invite", "--ledger", "411700"], ["hub", "members"], ["hub", "revoke", "0000"],
      ["serve", "--hub", "--listen", "127.0.0.1:0"],
    ] {
      let outcome = try office.run(arguments + ["--json"])
      #expect(outcome.status == 77, "\(arguments)")
      #expect(outcome.errorCode == "hub-only")
      #expect(outcome.errors.contains("--role hub"))
    }
    let wrong = [
      ["hub", "invite"], ["hub", "invite", "--ledger", "411700", "--expires", "soon"],
      ["hub", "invite", "--ledger", "411700", "--role", "hub"], ["serve", "--listen", "nowhere"],
      ["serve", "--every", "0m"], ["agent", "--every", "often"],
    ]
    for arguments in wrong {
      #expect(try city.hub.run(arguments).status == 64, "\(arguments)")
    }
    let long = try city.hub.run(
      "hub", "invite", "--ledger", "411700", "--expires", "99999999d", "--json")
    #expect(long.status == 64 && long.errorCode == "duration-too-long")
    #expect(try city.hub.run("hub", "revoke", "zzzz").status == 66)
    let token = String(repeating: "0", count: 26)
    #expect(try office.run("join", city.url, "--token", token).status == 77)
  }

  @Test("a revoked member's changes no longer count")
  func revoke() throws {
    let city = try City(2)
    let identity = try city.offices[0].must("identity", "show", "--json").lines[0]
    let replica = try #require(identity["replica"] as? String)
    let revoked = try city.hub.must("hub", "revoke", String(replica.prefix(8)), "--json").lines[0]
    #expect(revoked["replica"] as? String == replica)
    _ = try city.offices[0].add("name=撤销以后")
    #expect(try city.offices[0].run("sync", "--json").status != 0)
    #expect(try city.hub.must("list", "project", "--json").lines.isEmpty)
  }

  @Test("a history of one's own that differs from the hub's")
  func parted() throws {
    let city = try City(1)
    let office = city.offices[0]
    try office.must("sync")
    let data = URL(fileURLWithPath: office.store + "/data.mdb")
    let before = try Data(contentsOf: data)
    _ = try office.add("name=送出的")
    try office.must("sync")
    // In place: the file stays the one that the store knows as its own.
    let file = try FileHandle(forUpdating: data)
    try file.truncate(atOffset: 0)
    try file.write(contentsOf: before)
    try file.close()
    for name in ["name=另记的", "name=再记的"] { _ = try office.add(name) }
    let refused = try office.run("sync", "--json")
    #expect(refused.status == 77, "\(refused.errors)")
    #expect(refused.errors.split(separator: "\n").count == 1, "\(refused.errors)")
    #expect(refused.errorCode == "equivocation")
    let frozen = try office.run("add", "project", "name=又记的", "--json")
    #expect(frozen.status == 77 && frozen.errorCode == "frozen")
    #expect(frozen.errors.contains("taizhang identity renew"))
    for (language, gap) in [("zh", " 所见 "), ("en", "as seen by )")] {
      let status = try office.must("status", "--lang", language)
      #expect(status.errors.contains("taizhang verify"))
      #expect(!status.errors.contains(gap), "\(status.errors)")
    }
    let alarms = try office.must("status", "--json").lines[0]["alarms"] as? [[String: Any]]
    let dot = try #require(alarms?.first?["dot"] as? String)
    #expect(try office.must("refused", "show", dot).output.contains(dot))
    let told = try office.must("refused", "show", dot, "--json").lines
    #expect(told.first?["alarm"] as? String == "divergent-history")
  }

  @Test("typed before a revocation, sent after it")
  func typedBeforeRevocation() throws {
    let city = try City(1)
    let office = city.offices[0]
    let record = try office.add("name=演示项目")
    try office.must("sync")
    try office.must("set", record, "remark=没有发出的")
    let replica = try #require(
      try office.must("status", "--json").lines[0]["replica"] as? String)
    try city.hub.must("hub", "revoke", replica)
    try office.must("identity", "renew")
    let invitation = try city.hub.must(
      "hub", "invite", "--ledger", "411700", "--role", "county", "--json"
    ).lines[0]
    let token = try #require(invitation["token"] as? String)
    try office.must("join", city.url, "--token", token)
    #expect(try city.hub.field(record, "remark") == nil)
    let command = "taizhang refused show \(replica)#2"
    for language in ["zh", "en"] {
      #expect(try office.must("sync", "--lang", language).errors.contains(command))
    }
    #expect(try office.must("refused", "show", "\(replica)#2").output.contains("没有发出的"))
    try office.must("refused", "dismiss", "\(replica)#2")
    #expect(try !office.must("sync", "--lang", "en").errors.contains(command))
  }

  @Test("an observer that writes")
  func observer() throws {
    let city = try City(1)
    let invitation = try city.hub.must(
      "hub", "invite", "--ledger", "411700", "--role", "observer", "--json"
    ).lines[0]
    let token = try #require(invitation["token"] as? String)
    let record = try city.hub.add("name=演示项目")
    let observer = Office(store: city.hub.store + "-observer", author: "reader")
    try observer.must("join", city.url, "--token", token, "--name", "Reader")
    let attempts = [
      ["add", "project", "name=新"], ["set", record, "name=改"],
      ["archive", record, "--reason", "撤项"],
    ]
    for arguments in attempts {
      for language in ["zh", "en"] {
        let refused = try observer.run(arguments + ["--json", "--lang", language])
        #expect(refused.status == 77, "\(refused.errors)")
        #expect(refused.errorCode == "not-permitted")
        #expect(!refused.errors.contains("is not for the role"), "\(refused.errors)")
        #expect(refused.errors.contains("taizhang join"), "\(refused.errors)")
      }
    }
  }

  @Test("new conflicts are told, each with its command")
  func told() throws {
    let city = try City(2)
    let record = try city.hub.add("name=演示项目", "total_investment=1")
    try city.sync()
    try city.offices[0].must("set", record, "total_investment=2")
    try city.offices[1].must("set", record, "total_investment=3")
    try city.offices[0].must("sync")
    let told = try city.offices[1].must("sync").output
    let id = try city.offices[1].conflict("total_investment")
    #expect(told.contains("新冲突 演示项目 · 总投资"))
    #expect(told.contains("taizhang conflicts show \(id.prefix(8))"))
    let english = try city.offices[0].run("sync", "--lang", "en").output
    #expect(english.contains("New conflict: 演示项目"))
  }

  @Test("a bare node says where it listens and ends at SIGTERM")
  func serve() throws {
    let city = try City(1)
    let process = Program.process([
      "--store", city.offices[0].store, "serve", "--listen", "127.0.0.1:0", "--json",
    ])
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let line = try JSONSerialization.jsonObject(with: pipe.fileHandleForReading.availableData)
    let url = try #require((line as? [String: Any])?["listening"] as? String)
    #expect(url.hasPrefix("http://127.0.0.1:"))
    // Its agent carries what is written beside it, without being asked.
    let record = try city.offices[0].add("name=由节点发出")
    let end = Date().addingTimeInterval(600)
    while Date() < end, try city.hub.run("show", record).status != 0 { usleep(100_000) }
    #expect(try city.hub.run("show", record).status == 0)
    process.terminate()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }
}
