// What the tests of this target share: the program that was built, run as a process; scratch
// stores; JSON lines; snapshots with ids, keys and times made nameless. Nothing here is verified.

import Foundation
import Testing

/// How one run of the program ended.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String

  /// Standard output as JSON objects, one a line.
  var lines: [[String: Any]] { Self.objects(output) }

  /// The only object on standard output.
  var object: [String: Any] { lines.count == 1 ? lines[0] : [:] }

  /// The error on standard error under `--json`; nil unless it is exactly what `cli.md` promises.
  var failure: (code: String, message: String, hint: String)? {
    guard let last = Self.objects(errors).last, last.count == 1,
      let error = last["error"] as? [String: Any], error.count == 3,
      let code = error["code"] as? String, let message = error["message"] as? String,
      let hint = error["hint"] as? String
    else { return nil }
    return (code, message, hint)
  }

  private static func objects(_ text: String) -> [[String: Any]] {
    text.split(separator: "\n").compactMap { line in
      (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
    }
  }
}

/// The program beside these tests.
enum Program {
  static let path: String = {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    for directory in [tests.deletingLastPathComponent(), buildDirectory] {
      let candidate = directory.appendingPathComponent("taizhang").path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
    }
    return buildDirectory.appendingPathComponent("taizhang").path
  }()

  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let buildDirectory = root.appendingPathComponent(".build/release")

  /// Runs a command line of the program, or of another one, to its end. Everything that could
  /// change what it says is taken out of the environment.
  static func run(
    _ arguments: [String], executable: String = path, input: Data = Data(),
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    var all = ProcessInfo.processInfo.environment
    for name in [
      "TAIZHANG_STORE", "TAIZHANG_AUTHOR", "TAIZHANG_MAP_SIZE_BYTES", "LC_ALL", "LC_MESSAGES",
      "LANG", "XDG_DATA_HOME",
    ] {
      all[name] = nil
    }
    process.environment = all.merging(environment) { $1 }
    let scratch = NSTemporaryDirectory() + "taizhang-run-" + UUID().uuidString
    let paths = [scratch + ".in", scratch + ".out", scratch + ".err"]
    defer { for path in paths { try? FileManager.default.removeItem(atPath: path) } }
    try input.write(to: URL(fileURLWithPath: paths[0]))
    for path in paths.dropFirst() { try Data().write(to: URL(fileURLWithPath: path)) }
    process.standardInput = FileHandle(forReadingAtPath: paths[0])
    process.standardOutput = FileHandle(forWritingAtPath: paths[1])
    process.standardError = FileHandle(forWritingAtPath: paths[2])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: try Data(contentsOf: URL(fileURLWithPath: paths[1])), as: UTF8.self),
      errors: String(decoding: try Data(contentsOf: URL(fileURLWithPath: paths[2])), as: UTF8.self))
  }
}

/// A store in a scratch directory that goes when the test ends.
final class Scratch {
  let directory: String
  var store: String { directory + "/store" }

  /// A directory of its own, with a store of ledger 411702 unless told otherwise.
  init(ledgers: String? = "411702", role: String = "county") throws {
    directory = NSTemporaryDirectory() + "taizhang-commands-" + UUID().uuidString
    try FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    if let ledgers {
      let made = try run("init", "--ledger", ledgers, "--name", "驿城区项目办", "--role", role)
      #expect(made.status == 0, "\(made.errors)")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  /// Runs the program on this store; in English unless told otherwise.
  @discardableResult
  func run(
    _ arguments: String..., input: String = "", environment: [String: String] = [:]
  ) throws -> Outcome {
    try run(arguments, input: input, environment: environment)
  }

  @discardableResult
  func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:]
  ) throws -> Outcome {
    var all = ["TAIZHANG_STORE": store, "TAIZHANG_AUTHOR": "clerk"]
    all.merge(environment) { $1 }
    return try Program.run(arguments, input: Data(input.utf8), environment: all)
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

  /// Adds a record; its id.
  func add(
    _ collection: String, _ fields: String..., sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> String {
    let outcome = try run(["add", collection] + fields + ["--json"])
    #expect(outcome.status == 0, "\(outcome.errors)", sourceLocation: sourceLocation)
    return outcome.object["id"] as? String ?? ""
  }

  /// The shown fields of a record.
  func fields(_ id: String) throws -> [String: Any] {
    try must("show", id, "--json").object["fields"] as? [String: Any] ?? [:]
  }

  /// Every test of a store ends here: the checker that people run finds nothing.
  func sound(sourceLocation: SourceLocation = #_sourceLocation) throws {
    let checked = try run("check", "--deep", "--json")
    #expect(checked.status == 0, "\(checked.output)", sourceLocation: sourceLocation)
    #expect(checked.object["ok"] as? Bool == true, sourceLocation: sourceLocation)
  }

  /// A file in the scratch directory.
  func file(_ name: String, _ text: String) throws -> String {
    try file(name, Data(text.utf8))
  }

  func file(_ name: String, _ bytes: Data) throws -> String {
    let path = directory + "/" + name
    try bytes.write(to: URL(fileURLWithPath: path))
    return path
  }
}

/// Texts kept under `Fixtures/commands`. With `TAIZHANG_RECORD_SNAPSHOTS` set a test writes what it
/// saw and fails, so that a recording never passes for a check.
enum Snapshot {
  /// Compares a text, its ids, keys and times made nameless, with the one kept under a name.
  static func expect(
    _ text: String, is name: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let seen = nameless(text)
    let file = Program.root.appendingPathComponent("Fixtures/commands/\(name).txt")
    if ProcessInfo.processInfo.environment["TAIZHANG_RECORD_SNAPSHOTS"] != nil {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(seen.utf8).write(to: file)
      Issue.record("recorded \(name)", sourceLocation: sourceLocation)
      return
    }
    let kept = try String(contentsOf: file, encoding: .utf8)
    #expect(seen == kept, sourceLocation: sourceLocation)
  }

  /// Ids become `<id-1>`, `<id-2>`… in order of appearance; replicas, keys and times likewise
  /// nameless.
  static func nameless(_ text: String) -> String {
    var text = replaced(text, #/[0-9a-f]{64}/#) { _ in "<key>" }
    text = replaced(text, #/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/#) { _ in "<time>" }
    text = replaced(text, #/20\d\d-\d\d-\d\d \d\d:\d\d/#) { _ in "<when>" }
    var names: [String: String] = [:]
    text = replaced(text, #/\b[0-9a-hjkmnp-tv-z]{26}\b/#) { id in
      if names[id] == nil { names[id] = "<id-\(names.count + 1)>" }
      return names[id] ?? ""
    }
    return replaced(text, #/\b(?=[a-z]*[0-9])[0-9a-hjkmnp-tv-z]{16}\b/#) { _ in "<replica>" }
  }

  private static func replaced<R>(
    _ text: String, _ pattern: Regex<R>, _ name: (String) -> String
  ) -> String {
    text.replacing(pattern) { name(String(text[$0.range])) }
  }
}
