// What these tests share: the program that was built, run as processes that end, or that serve
// until they are stopped. Nothing here is verified. What is waited for has ten minutes from when
// the waiting begins, on a machine busy with other things; tests have no limit of their own,
// because their clock also runs while others hold the threads.

import Foundation
import Testing

/// How one run ended.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String

  /// The first object on standard output.
  var object: [String: Any] { Self.objects(output).first ?? [:] }
  var objects: [[String: Any]] { Self.objects(output) }
  /// The code of the error on standard error under `--json`.
  var code: String? {
    (Self.objects(errors).last?["error"] as? [String: Any])?["code"] as? String
  }

  private static func objects(_ text: String) -> [[String: Any]] {
    text.split(separator: "\n").compactMap {
      (try? JSONSerialization.jsonObject(with: Data($0.utf8))) as? [String: Any]
    }
  }
}

/// Scratch space for the stores of one test, gone with it.
final class City {
  let directory: String
  private var running: [Process] = []
  /// Variables of every process of this city, besides the usual ones.
  var environment: [String: String] = [:]
  /// A program, with its arguments, that every process of this city is run by.
  var wrapper: [String] = []

  init() throws {
    directory = NSTemporaryDirectory() + "taizhang-interop-" + UUID().uuidString.lowercased()
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
  }

  deinit {
    for process in running where process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(atPath: directory)
  }

  func path(_ store: String) -> String { directory + "/" + store }

  static let program: String = {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let places = [
      tests.deletingLastPathComponent(), root.appendingPathComponent(".build/release"),
    ]
    let found = places.map { $0.appendingPathComponent("taizhang").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    return found ?? "taizhang"
  }()

  private func process(_ arguments: [String], output: String) throws -> Process {
    let process = Process()
    let line = wrapper + [Self.program] + arguments
    process.executableURL = URL(fileURLWithPath: line[0])
    process.arguments = Array(line.dropFirst())
    var environment = ProcessInfo.processInfo.environment
    for name in ["TAIZHANG_STORE", "TAIZHANG_AUTHOR", "LC_ALL", "LC_MESSAGES"] {
      environment[name] = nil
    }
    environment["LANG"] = "en_US.UTF-8"
    environment.merge(self.environment) { _, own in own }
    process.environment = environment
    for end in [".out", ".err"] {
      _ = FileManager.default.createFile(atPath: output + end, contents: nil)
    }
    process.standardOutput = FileHandle(forWritingAtPath: output + ".out")
    process.standardError = FileHandle(forWritingAtPath: output + ".err")
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs a command on a store to its end.
  @discardableResult
  func run(_ store: String, _ arguments: String...) throws -> Outcome {
    try run(store, arguments, input: nil)
  }

  /// What a command says to people.
  func process(_ arguments: [String]) throws -> String {
    let output = path("run-" + UUID().uuidString)
    let process = try process(arguments, output: output)
    try process.run()
    Self.end(process)
    return try String(contentsOfFile: output + ".out", encoding: .utf8)
      + String(contentsOfFile: output + ".err", encoding: .utf8)
  }

  /// Runs a command that must end well.
  @discardableResult
  func must(
    _ store: String, _ arguments: String..., input: Data? = nil,
    location: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let outcome = try run(store, arguments, input: input)
    #expect(
      outcome.status == 0, "\(arguments): \(outcome.output) \(outcome.errors)",
      sourceLocation: location)
    return outcome
  }

  func run(_ store: String, _ arguments: [String], input: Data?) throws -> Outcome {
    let output = path("run-" + UUID().uuidString)
    let process = try process(arguments + ["--store", path(store), "--json"], output: output)
    if let input {
      try input.write(to: URL(fileURLWithPath: output + ".in"))
      process.standardInput = FileHandle(forReadingAtPath: output + ".in")
    }
    try process.run()
    Self.end(process)
    func text(_ end: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(fileURLWithPath: output + end)), as: UTF8.self)
    }
    return Outcome(
      status: process.terminationStatus, output: try text(".out"), errors: try text(".err"))
  }

  /// Starts a command and does not wait for anything.
  func launch(_ store: String, _ arguments: String...) throws -> Process {
    let process = try process(
      arguments + ["--store", path(store), "--json"], output: path("run-" + UUID().uuidString))
    try process.run()
    running.append(process)
    return process
  }

  /// Starts the agent of a store with an hour's period, and waits until it is there: `status` names
  /// it.
  func launchAgent(_ store: String) throws -> Process {
    let agent = try launch(store, "agent", "--every", "1h")
    try Self.eventually("the agent of \(store)") {
      try run(store, "status").object["agent"] as? Int == Int(agent.processIdentifier)
    }
    return agent
  }

  /// Starts a command that goes on, and waits for what it says first.
  func start(_ store: String, _ arguments: String...) throws -> (Process, firstLine: String) {
    let output = path("run-" + UUID().uuidString)
    let process = try process(arguments + ["--store", path(store)], output: output)
    try process.run()
    running.append(process)
    var line: String?
    Self.wait {
      let said = (try? String(contentsOfFile: output + ".out", encoding: .utf8)) ?? ""
      line = said.firstIndex(of: "\n").map { String(said[..<$0]) }
      return line != nil || !process.isRunning
    }
    if let line { return (process, line) }
    let errors = (try? String(contentsOfFile: output + ".err", encoding: .utf8)) ?? ""
    throw Failed(description: "\(arguments) said nothing: \(errors)")
  }

  struct Failed: Error, CustomStringConvertible { let description: String }

  /// Looks every few milliseconds, for ten minutes at most, whether something has come true.
  @discardableResult
  static func wait(
    every milliseconds: UInt32 = 10, until hasHappened: () throws -> Bool
  ) rethrows -> Bool {
    let limit = ContinuousClock.now + .seconds(600)
    while ContinuousClock.now < limit {
      if try hasHappened() { return true }
      usleep(milliseconds * 1_000)
    }
    return false
  }

  /// Waits for what other processes bring about; the test fails if it does not come true.
  static func eventually(
    _ what: String, location: SourceLocation = #_sourceLocation,
    _ hasHappened: () throws -> Bool
  ) rethrows {
    if try !wait(every: 100, until: hasHappened) {
      Issue.record("\(what) did not come true", sourceLocation: location)
    }
  }

  /// Waits for the end of a process. One that takes more than ten minutes hangs: it is killed, and
  /// the test fails.
  static func end(_ process: Process, location: SourceLocation = #_sourceLocation) {
    if !wait(every: 1, until: { !process.isRunning }) {
      Issue.record("\(process.arguments ?? []) does not end", sourceLocation: location)
      kill(process.processIdentifier, SIGKILL)
    }
    process.waitUntilExit()
  }

  /// A hub's store, served; its process and URL.
  func serveHub(_ store: String = "hub", port: Int = 0) throws -> (Process, url: String) {
    let (process, line) = try start(
      store, "serve", "--hub", "--listen", "127.0.0.1:\(port)", "--json")
    let said = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return (process, try #require(said?["listening"] as? String))
  }

  func token(_ hub: String = "hub") throws -> String {
    let invitation = try must(hub, "hub", "invite", "--ledger", "411702").object
    return try #require(invitation["token"] as? String)
  }

  func join(_ store: String, at url: String, hub: String = "hub") throws {
    try must(store, "join", url, "--name", store, "--token", try token(hub))
  }

  func makeHub() throws { try make("hub", "--role", "hub") }

  func make(_ store: String, _ role: String...) throws {
    let outcome = try run(
      store, ["init", "--ledger", "411702", "--name", store] + role, input: nil)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  func stop(_ process: Process, _ signal: Int32 = SIGTERM) -> Int32 {
    kill(process.processIdentifier, signal)
    Self.end(process)
    return process.terminationStatus
  }

  /// Ends the program that a wrapper runs as a child of its own, which signals do not pass.
  func stopWrapped(_ process: Process) -> Int32 {
    let pid = process.processIdentifier
    let listed = try? String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8)
    let children = (listed ?? "").split(separator: " ").compactMap { Int32($0) }
    for child in children.isEmpty ? [pid] : children { kill(child, SIGTERM) }
    Self.end(process)
    return process.terminationStatus
  }

  func dump(_ store: String) throws -> String {
    try must(store, "dump", "--canonical", "--ledger", "411702").output
  }

  /// Every store holds the same, byte for byte, and is sound.
  func expectConverged(_ stores: String...) throws {
    let first = try dump(stores[0])
    #expect(!first.isEmpty)
    for store in stores {
      #expect(try dump(store) == first, "\(store)")
      #expect(try must(store, "check", "--deep").object["ok"] as? Bool == true)
    }
  }

  /// Lines for `put`: `count` projects of about 700 bytes.
  static func projects(_ count: Int) -> Data {
    var text = ""
    for number in 0..<count {
      let words = "建设标准化厂房及配套道路管网，第 \(number * 7_919) 标段。"
      text +=
        #"{"collection":"project","fields":{"name":"项目\#(number)","scale":"\#(words)\#(words)""#
      text += #","remark":"\#(number * 104_729) \#(words)","total_investment":"\#(number + 1)"}}"#
      text += "\n"
    }
    return Data(text.utf8)
  }

  /// Lines for `put`: `count` projects with remarks of about 14 bytes a word, which hardly
  /// compress.
  static func noise(_ count: Int, words: Int) -> Data {
    var random = SystemRandomNumberGenerator()
    var text = ""
    for number in 0..<count {
      var remark = ""
      for _ in 0..<words { remark += String(random.next() as UInt64, radix: 36) + " " }
      text +=
        #"{"collection":"project","fields":{"name":"项目\#(number)","remark":"\#(remark)"}}"# + "\n"
    }
    return Data(text.utf8)
  }
}
