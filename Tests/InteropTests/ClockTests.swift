// Verifies, with processes of the program whose clocks are wrong (libfaketime, or the variable that
// moves this program's clock where that is not installed)
// 1. A clock 50 years ahead, then corrected: its changes are exchanged, the sync and `status` say
//    by how much it is off, `status` says what follows and `history` marks its lines, an informed
//    edit of an honest clock wins over its stamps, and edits made after the correction win over
//    those made before. Warnings and dues of a day are those of the dates that people entered, the
//    same at every office, whatever a device thinks that day is.
// 2. A clock that steps back two days between two edits: the later edit stands everywhere.
// 3. A clock ahead never hides a conflict: two edits that had not seen each other are shown as one.
// 4. An office away for 400 days, beyond the horizon of a hub that compacted: it starts again from
//    the hub's snapshot, and what it had not sent goes out under its own dots, with what it had
//    seen then: where others wrote meanwhile there is a conflict, and nothing is overwritten.

import Foundation
import Testing

@Suite(.serialized) struct ClockTests {
  static let fakeTime = "/usr/bin/faketime"

  /// Gives the processes of a city a clock that is `seconds` ahead; 0 for the machine's own.
  private func setClock(_ city: City, ahead seconds: Int) {
    city.environment = [:]
    city.wrapper = []
    guard seconds != 0 else { return }
    if FileManager.default.isExecutableFile(atPath: Self.fakeTime) {
      city.wrapper = [
        Self.fakeTime, "--exclude-monotonic", "-f", "\(seconds > 0 ? "+" : "")\(seconds)s",
      ]
    } else {
      city.environment = ["TAIZHANG_CLOCK_OFFSET_MS": "\(seconds * 1_000)"]
    }
  }

  /// Runs a command with a clock of its own.
  @discardableResult
  private func run(
    _ city: City, ahead seconds: Int, _ store: String, _ arguments: String...,
    location: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    setClock(city, ahead: seconds)
    defer { setClock(city, ahead: 0) }
    let outcome = try city.run(store, arguments, input: nil)
    #expect(outcome.status == 0, "\(arguments): \(outcome.errors)", sourceLocation: location)
    return outcome
  }

  /// What `status` tells people of the clock.
  private func offsetSaid(_ city: City, _ store: String, ahead seconds: Int) throws -> [String] {
    setClock(city, ahead: seconds)
    defer { setClock(city, ahead: 0) }
    return try city.process(["status", "--lang", "en", "--store", city.path(store)])
      .split(separator: "\n").map(String.init)
  }

  private func scale(_ city: City, _ store: String, _ id: String) throws -> String? {
    let fields = try city.must(store, "show", id).object["fields"] as? [String: Any]
    return fields?["scale"] as? String
  }

  @Test func fiftyYearsAhead() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    let years = 50 * 365 * 86_400
    try city.join("west", at: url)
    let joined = try run(
      city, ahead: years, "east", "join", url, "--name", "east", "--token", try city.token())
    #expect(joined.object["replica"] != nil)
    let id = try #require(
      try run(
        city, ahead: years, "east", "add", "project", "name=大桥", "scale=一",
        "signed_on=2021-09-28", "stage=签约", "region_code=411702"
      ).object["id"] as? String)
    let report = try run(city, ahead: years, "east", "sync").object
    let offset = try #require(report["clock_offset_ms"] as? Int)
    #expect(abs(offset + years * 1_000) < 60_000, "\(offset)")
    #expect(report["sent"] as? Int == 1)
    let status = try run(city, ahead: years, "east", "status").object
    #expect(abs((status["clock_offset_ms"] as? Int ?? 0) + years * 1_000) < 60_000)

    let said = try offsetSaid(city, "east", ahead: years)
    #expect(said.contains { $0.contains("clock") }, "\(said)")

    // Informed edits win, whatever the stamps say: at an honest clock, then at the corrected one.
    try city.must("west", "sync")
    let marked = try city.must("west", "status").object["ledgers"] as? [[String: Any]]
    #expect(marked?.first?["far_ahead"] as? [String] != [], "\(String(describing: marked))")
    let told = try city.process(["status", "--store", city.path("west")])
    #expect(told.contains("shown over others'") && told.contains("identity renew"), "\(told)")
    let lines = try city.must("west", "history", id).objects
    #expect(!lines.isEmpty && lines.allSatisfy { $0["far_ahead"] as? Bool == true })
    let spoken = try city.process(["history", id, "--store", city.path("west")])
    #expect(spoken.contains("a clock was ahead"), "\(spoken)")
    #expect(try scale(city, "west", id) == "一")
    try city.must("west", "set", id, "scale=二")
    try city.must("west", "sync")
    try city.must("east", "sync")
    #expect(try scale(city, "east", id) == "二")
    try city.must("east", "set", id, "scale=三")
    try city.must("east", "sync")
    try city.must("west", "sync")
    for store in ["hub", "east", "west"] { #expect(try scale(city, store, id) == "三") }
    #expect(abs(try city.must("east", "sync").object["clock_offset_ms"] as? Int ?? 0) < 60_000)
    // A day's warnings follow from what people entered, at a right clock and at a wrong one.
    let day = ["--as-of", "2021-10-09", "--rule-set", "zhumadian-2021"]
    let warnings = try city.run("hub", ["warnings"] + day, input: nil)
    #expect(
      warnings.objects.contains {
        $0["rule"] as? String == "zmd-m-handover3" && $0["level"] as? String == "red"
          && $0["due"] as? String == "2021-10-08"
      }, "\(warnings.output)")
    for store in ["hub", "east", "west"] {
      #expect(try city.run(store, ["warnings"] + day, input: nil).output == warnings.output)
      setClock(city, ahead: years)
      defer { setClock(city, ahead: 0) }
      #expect(try city.run(store, ["warnings"] + day, input: nil).output == warnings.output)
    }
    try city.expectConverged("hub", "east", "west")
    #expect(city.stop(hub) == 0)
  }

  @Test func aClockThatStepsBack() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.join("east", at: url)
    try city.join("west", at: url)
    let id = try #require(
      try city.must("east", "add", "project", "name=路", "scale=一").object["id"] as? String)
    try run(city, ahead: -2 * 86_400, "east", "set", id, "scale=二")
    try run(city, ahead: -2 * 86_400, "east", "sync")
    try city.must("west", "sync")
    for store in ["hub", "east", "west"] { #expect(try scale(city, store, id) == "二") }
    #expect(try city.must("west", "conflicts", "list").objects.isEmpty)
    try city.expectConverged("hub", "east", "west")
    #expect(city.stop(hub) == 0)
  }

  @Test func aClockAheadHidesNothing() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.join("east", at: url)
    try city.join("west", at: url)
    let id = try #require(
      try city.must("east", "add", "project", "name=路", "scale=一").object["id"] as? String)
    try city.must("east", "sync")
    try city.must("west", "sync")
    try run(city, ahead: 30 * 365 * 86_400, "east", "set", id, "scale=二")
    try city.must("west", "set", id, "scale=三")
    try run(city, ahead: 30 * 365 * 86_400, "east", "sync")
    try city.must("west", "sync")
    try city.must("east", "sync")
    for store in ["hub", "east", "west"] {
      #expect(try city.must(store, "conflicts", "list").objects.count == 1)
    }
    try city.expectConverged("hub", "east", "west")
    #expect(city.stop(hub) == 0)
  }

  @Test func awayForFourHundredDays() throws {
    let days = 400 * 86_400
    let city = try City()
    try city.makeHub()
    let (first, url) = try city.serveHub()
    for office in ["east", "west"] { try city.join(office, at: url) }
    let id = try #require(
      try city.must("east", "add", "project", "name=大桥", "scale=一").object["id"] as? String)
    for _ in 0..<2 { for office in ["east", "west"] { try city.must(office, "sync") } }
    // The machine is put away with three edits that nobody has seen.
    let edit = try #require(
      try city.must("east", "set", id, "scale=东边的").object["dot"] as? String)
    let road = try city.must("east", "add", "project", "name=乡路").object
    try city.must("east", "set", id, "remark=备注")
    #expect(city.stop(first) == 0)

    // 400 days later the city has worked on, made its backup and compacted.
    setClock(city, ahead: days)
    let (hub, _) = try city.serveHub(port: Int(url.split(separator: ":").last ?? "") ?? 0)
    setClock(city, ahead: 0)
    try run(city, ahead: days, "west", "set", id, "scale=西边的")
    for number in 0..<5 { try run(city, ahead: days, "west", "add", "project", "name=\(number)") }
    for _ in 0..<2 { try run(city, ahead: days, "west", "sync") }
    try run(city, ahead: days, "hub", "backup", city.path("backup"))
    let compacted = try run(city, ahead: days, "hub", "compact", "--ledger", "411702").object
    #expect(compacted["changes"] as? Int ?? 0 >= 7, "\(compacted)")

    // Back in the office.
    let report = try run(city, ahead: days, "east", "sync").object
    #expect(report["bootstrapped"] as? Int ?? 0 > 0, "\(report)")
    #expect(report["sent"] as? Int == 3, "\(report)")
    let status = try run(city, ahead: days, "east", "status").object
    let ledgers = status["ledgers"] as? [[String: Any]]
    #expect(ledgers?.first?["unsent"] as? Int == 0, "\(status)")
    try run(city, ahead: days, "west", "sync")
    for store in ["hub", "east", "west"] {
      let conflicts = try city.must(store, "conflicts", "list").objects
      #expect(conflicts.count == 1)
      let siblings = conflicts.first?["siblings"] as? [[String: Any]] ?? []
      #expect(Set(siblings.compactMap { $0["value"] as? String }) == ["东边的", "西边的"])
      #expect(siblings.contains { $0["dot"] as? String == edit }, "\(siblings)")
      let fields = try city.must(store, "show", id).object["fields"] as? [String: Any]
      #expect(fields?["remark"] as? String == "备注")
      #expect(try city.must(store, "show", road["id"] as? String ?? "").status == 0)
    }
    try city.expectConverged("hub", "east", "west")
    for store in ["hub", "east", "west"] {
      #expect(try city.must(store, "verify").object["ok"] as? Bool == true)
    }
    let quiet = try run(city, ahead: days, "east", "sync").object
    #expect(quiet["sent"] as? Int == 0 && quiet["received"] as? Int == 0)
    #expect(city.stopWrapped(hub) == 0)
  }
}
