// What these tests share: real stores, made by the program, and the program serving them. Nothing
// here is verified.

import Foundation
import Testing

/// A hub with two projects, one of them in conflict, and an account; served on a port of its own.
final class Served {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let password = "冷链 物流 园区 一号"

  let directory: String
  private var process: Process?
  private(set) var url = ""
  private(set) var start = ""
  private(set) var project = ""
  private(set) var conflict = ""

  private static let program: String = {
    let tests = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    let places = [tests.deletingLastPathComponent(), root.appendingPathComponent(".build/release")]
    return places.map { $0.appendingPathComponent("taizhang").path }
      .first { FileManager.default.isExecutableFile(atPath: $0) } ?? "taizhang"
  }()

  init() throws {
    directory = NSTemporaryDirectory() + "taizhang-served-" + UUID().uuidString.lowercased()
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try run("hub", ["init", "--ledger", "411702", "--name", "市重点项目办", "--role", "hub"])
    let made = try run(
      "hub",
      [
        "add", "project", "name=驿城冷链物流园", "total_investment=5亿", "region_code=411702", "stage=签约",
        "annual_plan=1亿",
      ])
    project = try #require(made["id"] as? String)
    try run(
      "hub", ["add", "project", "name=确山新材料基地", "region_code=411725", "stage=开工", "annual_plan=2亿"])
    try run("hub", ["account", "add", "科员", "--role", "city"], input: Self.password + "\n")
    try run("hub", ["account", "add", "同事", "--role", "city"], input: Self.password + "\n")
    try serve(listen: "127.0.0.1:0")
    let token = try #require(
      try run("hub", ["hub", "invite", "--ledger", "411702"])["token"] as? String)
    try run("county", ["join", url, "--name", "驿城区项目办", "--token", token])
    try run("county", ["set", project, "owner=驿城冷链有限公司", "--reason", "工商变更"])
    try run("hub", ["set", project, "owner=驿城物流集团", "--reason", "市里核定"])
    try run("county", ["sync"])
    let conflicts = try run("hub", ["conflicts", "list"])
    conflict = try #require(conflicts["id"] as? String)
  }

  deinit {
    if let process, process.isRunning { kill(process.processIdentifier, SIGKILL) }
    try? FileManager.default.removeItem(atPath: directory)
  }

  private func command(_ store: String, _ arguments: [String], _ output: String) throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.program)
    process.arguments = arguments + ["--store", directory + "/" + store, "--json"]
    var environment = ProcessInfo.processInfo.environment
    for name in ["TAIZHANG_STORE", "TAIZHANG_AUTHOR", "LC_ALL", "LC_MESSAGES"] {
      environment[name] = nil
    }
    environment["LANG"] = "zh_CN.UTF-8"
    process.environment = environment
    for end in [".out", ".err"] {
      _ = FileManager.default.createFile(atPath: output + end, contents: nil)
    }
    process.standardOutput = FileHandle(forWritingAtPath: output + ".out")
    process.standardError = FileHandle(forWritingAtPath: output + ".err")
    process.standardInput = FileHandle.nullDevice
    return process
  }

  /// Runs a command to its good end; the first object that it prints.
  @discardableResult
  func run(_ store: String, _ arguments: [String], input: String? = nil) throws -> [String: Any] {
    try objects(store, arguments, input: input).first ?? [:]
  }

  /// Runs a command to its good end; all objects that it prints.
  func objects(
    _ store: String, _ arguments: [String], input: String? = nil
  ) throws -> [[String: Any]] {
    let output = directory + "/run-" + UUID().uuidString
    let process = try command(store, arguments, output)
    if let input {
      try Data(input.utf8).write(to: URL(fileURLWithPath: output + ".in"))
      process.standardInput = FileHandle(forReadingAtPath: output + ".in")
    }
    try process.run()
    process.waitUntilExit()
    let said = try String(contentsOfFile: output + ".out", encoding: .utf8)
    let errors = try String(contentsOfFile: output + ".err", encoding: .utf8)
    guard process.terminationStatus == 0 else {
      throw BrowserFailure(description: "\(arguments.prefix(2)): \(said)\(errors)")
    }
    return try said.split(separator: "\n").map { line in
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
    }
  }

  /// Starts serving, and waits until the address is told.
  func serve(listen: String) throws {
    let output = directory + "/serve-" + UUID().uuidString
    let process = try command("hub", ["serve", "--hub", "--listen", listen], output)
    try process.run()
    self.process = process
    for _ in 0..<1_200 {
      let said = (try? String(contentsOfFile: output + ".out", encoding: .utf8)) ?? ""
      if said.contains("\n"), let line = said.split(separator: "\n").first,
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
        let url = object["listening"] as? String, let start = object["start"] as? String
      {
        self.url = url
        self.start = start
        return
      }
      guard process.isRunning else { break }
      usleep(20_000)
    }
    let errors = (try? String(contentsOfFile: output + ".err", encoding: .utf8)) ?? ""
    throw BrowserFailure(description: "serve said nothing: \(errors)")
  }

  /// Stops the node and starts it again at the same address: all sessions are over.
  func restart() throws {
    stop()
    try serve(listen: url.replacingOccurrences(of: "http://", with: ""))
  }

  func stop() {
    guard let process else { return }
    kill(process.processIdentifier, SIGTERM)
    process.waitUntilExit()
  }

  /// The fields of a record as the program tells them.
  func fields(_ id: String) throws -> [String: Any] {
    try run("hub", ["show", id])["fields"] as? [String: Any] ?? [:]
  }

  /// Signs a window in by the form.
  func signIn(_ window: Window, as name: String) async throws {
    try await window.go(url + "/sign-in")
    try await window.type("input[name=account]", name)
    try await window.type("input[name=password]", Self.password)
    try await window.click(".signin button")
    try await window.await(name, in: "header")
  }

  /// No request of a window went anywhere but to this node.
  func expectNothingLeft(
    _ window: Window, sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    try await window.readRequests()
    #expect(!window.requests.isEmpty, sourceLocation: sourceLocation)
    // What the browser carries in itself, such as its first empty page, asks no machine.
    for request in window.requests
    where !request.hasPrefix(url + "/") && !request.hasPrefix("data:")
      && !request.hasPrefix("chrome://")
    {
      Issue.record("a request left the machine: \(request)", sourceLocation: sourceLocation)
    }
  }
}
