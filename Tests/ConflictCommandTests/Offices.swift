// What the tests of this target share: the real program as a process, a hub that serves, offices
// that have joined it, and JSON lines as dictionaries. Nothing here is verified.

import Foundation
import Testing

/// How one run of the program ended.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String

  /// Standard output as JSON objects, one a line.
  var lines: [[String: Any]] {
    output.split(separator: "\n").compactMap { line in
      (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
    }
  }

  /// The code of the error on standard error, under `--json`.
  var errorCode: String? {
    let object = (try? JSONSerialization.jsonObject(with: Data(errors.utf8))) as? [String: Any]
    return (object?["error"] as? [String: Any])?["code"] as? String
  }
}

/// The program that was built beside these tests.
enum Program {
  static let path: String = {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    for directory in [tests.deletingLastPathComponent(), buildDirectory] {
      let candidate = directory.appendingPathComponent("taizhang").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    return buildDirectory.appendingPathComponent("taizhang").path
  }()

  private static let buildDirectory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent(".build/release")

  /// A process of the program, not yet started.
  static func process(_ arguments: [String], environment: [String: String] = [:]) -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    var all = ProcessInfo.processInfo.environment
    for name in ["TAIZHANG_STORE", "TAIZHANG_AUTHOR", "TAIZHANG_LOG", "NO_COLOR"] {
      all[name] = nil
    }
    all["LC_ALL"] = "zh_CN.UTF-8"
    all.merge(environment) { $1 }
    process.environment = all
    return process
  }
}

/// One office: a store in a directory of its own.
struct Office {
  let store: String
  let author: String

  /// Runs the program on this store to its end.
  @discardableResult
  func run(_ arguments: String..., input: String = "", environment: [String: String] = [:]) throws
    -> Outcome
  {
    try run(arguments, input: input, environment: environment)
  }

  func run(_ arguments: [String], input: String = "", environment: [String: String] = [:]) throws
    -> Outcome
  {
    let process = Program.process(
      ["--store", store, "--author", author] + arguments, environment: environment)
    let scratch = store + "." + UUID().uuidString
    let paths = [scratch + ".in", scratch + ".out", scratch + ".err"]
    defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
    try Data(input.utf8).write(to: URL(fileURLWithPath: paths[0]))
    for path in paths.dropFirst() { try Data().write(to: URL(fileURLWithPath: path)) }
    process.standardInput = FileHandle(forReadingAtPath: paths[0])
    process.standardOutput = FileHandle(forWritingAtPath: paths[1])
    process.standardError = FileHandle(forWritingAtPath: paths[2])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: try String(contentsOfFile: paths[1], encoding: .utf8),
      errors: try String(contentsOfFile: paths[2], encoding: .utf8))
  }

  /// Runs and expects status 0.
  @discardableResult
  func must(
    _ arguments: String..., input: String = "", sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> Outcome {
    let outcome = try run(arguments, input: input)
    #expect(
      outcome.status == 0, "\(arguments): \(outcome.errors)\(outcome.output)",
      sourceLocation: sourceLocation)
    return outcome
  }

  /// Adds a project; its id.
  func add(_ fields: String..., sourceLocation: SourceLocation = #_sourceLocation) throws -> String
  {
    let outcome = try run(["add", "project"] + fields + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
    return outcome.lines.first?["id"] as? String ?? ""
  }

  func conflicts(_ arguments: String...) throws -> [[String: Any]] {
    try run(["conflicts"] + arguments + ["--json"]).lines
  }

  /// The id of the one open conflict of a field.
  func conflict(_ field: String) throws -> String {
    let found = try conflicts().filter { $0["field"] as? String == field }
    #expect(found.count == 1)
    return found.first?["id"] as? String ?? "none"
  }

  func field(_ record: String, _ field: String) throws -> Any? {
    let shown = try run("show", record, "--json").lines.first
    return (shown?["fields"] as? [String: Any])?[field]
  }

  func dump() throws -> String { try run("dump", "--canonical").output }
}

/// A hub that serves, and offices that have joined it.
final class City {
  let hub: Office
  let offices: [Office]
  private let directory: String
  private var server: Process?
  private(set) var url = ""

  init(_ count: Int) throws {
    directory = NSTemporaryDirectory() + "taizhang-conflicts-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    hub = Office(store: directory + "/hub", author: "city")
    offices = (0..<count).map { [directory] index in
      Office(store: "\(directory)/office\(index + 1)", author: "clerk\(index + 1)")
    }
    try hub.must("init", "--ledger", "411700", "--name", "City", "--role", "hub")
    try open()
    for (index, office) in offices.enumerated() {
      let invitation = try hub.must("hub", "invite", "--ledger", "411700", "--json").lines[0]
      let token = try #require(invitation["token"] as? String)
      try office.must("join", url, "--token", token, "--name", "County \(index + 1)")
    }
  }

  deinit {
    close()
    try? FileManager.default.removeItem(atPath: directory)
  }

  /// Starts the hub; at the old port where it had one.
  func open() throws {
    let port = url.split(separator: ":").last.map(String.init) ?? "0"
    let process = Program.process([
      "--store", hub.store, "serve", "--hub", "--listen", "127.0.0.1:\(port)", "--json",
    ])
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    server = process
    var line = Data()
    while !line.contains(0x0A) {
      let more = pipe.fileHandleForReading.availableData
      try #require(!more.isEmpty, "the hub ended before it was ready")
      line += more
    }
    let object = try JSONSerialization.jsonObject(with: line) as? [String: Any]
    url = try #require(object?["listening"] as? String)
  }

  /// Ends the hub with SIGTERM; its exit status.
  @discardableResult
  func close() -> Int32 {
    guard let server else { return 0 }
    server.terminate()
    server.waitUntilExit()
    self.server = nil
    return server.terminationReason == .exit ? server.terminationStatus : -1
  }

  /// Syncs every office twice: afterwards each has seen what each has written.
  func sync(sourceLocation: SourceLocation = #_sourceLocation) throws {
    for _ in 0..<2 {
      for office in offices { try office.must("sync", sourceLocation: sourceLocation) }
    }
  }

  /// Expects equal canonical dumps and sound stores everywhere.
  func expectConverged(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let dump = try hub.dump()
    #expect(!dump.isEmpty, sourceLocation: sourceLocation)
    for office in offices {
      #expect(try office.dump() == dump, sourceLocation: sourceLocation)
    }
    for office in offices + [hub] {
      let check = try office.run("check", "--deep", "--json")
      #expect(check.status == 0, "\(check.output)\(check.errors)", sourceLocation: sourceLocation)
    }
  }

  /// Two offices (three with `third`) write one field of a new project, unseen by each other.
  func disagree(_ values: [String], field: String = "total_investment") throws -> String {
    let record = try hub.add("name=演示项目", "\(field)=10000")
    try sync()
    for (office, value) in zip(offices, values) {
      try office.must("set", record, "\(field)=\(value)", "--reason", "because \(value)")
    }
    try sync()
    return record
  }
}
