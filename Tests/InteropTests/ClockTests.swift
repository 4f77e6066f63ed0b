// Verifies, with processes of the program whose clocks are wrong (libfaketime, or the variable that
// moves this program's clock where that is not installed)
// 1. A clock 50 years ahead, then corrected: its changes are exchanged, the sync and `status` say
//    by how much it is off, an informed edit of an honest clock wins over its stamps, and edits made
//    after the correction win over those made before.
// 2. A clock that steps back two days between two edits: the later edit stands everywhere.
// 3. A clock ahead never hides a conflict: two edits that had not seen each other are shown as one.

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

  private func scale(_ city: City, _ store: String, _ id: String) throws -> String? {
    let fields = try city.must(store, "show", id).object["fields"] as? [String: Any]
    return fields?["scale"] as? String
  }

  @Test(.timeLimit(.minutes(2))) func fiftyYearsAhead() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    let years = 50 * 365 * 86_400
    try city.join("west", at: url)
    let joined = try run(
      city, ahead: years, "east", "join", url, "--name", "east", "--token", try city.token())
    #expect(joined.object["replica"] != nil)
    let id = try #require(
      try run(city, ahead: years, "east", "add", "project", "name=大桥", "scale=一").object["id"]
        as? String)
    let report = try run(city, ahead: years, "east", "sync").object
    let offset = try #require(report["clock_offset_ms"] as? Int)
    #expect(abs(offset + years * 1_000) < 60_000, "\(offset)")
    #expect(report["sent"] as? Int == 1)
    let status = try run(city, ahead: years, "east", "status").object
    #expect(abs((status["clock_offset_ms"] as? Int ?? 0) + years * 1_000) < 60_000)

    // Informed edits win, whatever the stamps say: at an honest clock, then at the corrected one.
    try city.must("west", "sync")
    let marked = try city.must("west", "status").object["ledgers"] as? [[String: Any]]
    #expect(marked?.first?["far_ahead"] as? [String] != [], "\(String(describing: marked))")
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
    try city.expectConverged("hub", "east", "west")
    #expect(city.stop(hub) == 0)
  }

  @Test(.timeLimit(.minutes(2))) func aClockThatStepsBack() throws {
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

  @Test(.timeLimit(.minutes(2))) func aClockAheadHidesNothing() throws {
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
}
