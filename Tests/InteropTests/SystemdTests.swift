// Verifies, of the units in tools/systemd, where systemd-analyze is installed
// 1. Every unit, with the drop-in for TLS, is understood by systemd without a remark.
// 2. Hub and agent are hardened: their exposure is below 2 of 10.
// 3. The commands that the units run are the program's: each option they use is known to it.
// 4. What the backup unit runs makes a checked backup and keeps the newest few.

import Foundation
import Testing

@Suite(.serialized) struct SystemdTests {
  private static let units = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("tools/systemd").path

  private static let isInstalled = FileManager.default.isExecutableFile(
    atPath: "/usr/bin/systemd-analyze")

  private func run(
    _ words: [String], environment: [String: String] = [:]
  ) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = words
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  /// The units with the program that was built in place of the installed one.
  private func installed(in city: City) throws -> [String] {
    var paths: [String] = []
    for name in try FileManager.default.contentsOfDirectory(atPath: Self.units) {
      let text = try String(contentsOfFile: Self.units + "/" + name, encoding: .utf8)
      var path = city.path(name)
      if name.hasSuffix(".conf") {
        let drops = city.path("taizhang-hub.service.d")
        try FileManager.default.createDirectory(
          atPath: drops, withIntermediateDirectories: true)
        path = drops + "/tls.conf"
      } else {
        paths.append(path)
      }
      try text.replacingOccurrences(of: "/usr/local/bin/taizhang", with: City.program)
        .write(toFile: path, atomically: true, encoding: .utf8)
    }
    return paths.sorted()
  }

  @Test(.enabled(if: isInstalled)) func unitsAreUnderstood() throws {
    let city = try City()
    let paths = try installed(in: city)
    #expect(paths.count == 4)
    let verified = try run(["systemd-analyze", "verify", "--man=no"] + paths)
    let about = verified.text.split(separator: "\n").filter { $0.contains("taizhang") }
    #expect(about.isEmpty, "\(verified.text)")
    #expect(verified.status == 0, "\(verified.text)")
    for path in paths where path.hasSuffix("hub.service") || path.hasSuffix("agent.service") {
      let security = try run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", path])
      #expect(security.status == 0, "\(security.text.suffix(300))")
    }
  }

  @Test func commandsAreTheProgrammes() throws {
    let city = try City()
    for (command, options) in [
      (["serve"], ["--hub", "--listen"]), (["agent"], ["--every"]),
      (["init"], ["--role", "--ledger", "--name"]), (["check"], ["--deep"]),
      (["backup"], ["--quiet"]),
    ] {
      let help = try run([City.program] + command + ["--help"], environment: ["LANG": "C"])
      for option in options { #expect(help.text.contains(option), "\(command) \(option)") }
    }
    try city.makeHub()
  }

  @Test func theBackupUnitKeepsTheNewest() throws {
    let city = try City()
    try city.makeHub()
    try city.must("hub", "add", "project", "name=桥")
    let unit = try String(contentsOfFile: Self.units + "/taizhang-backup.service", encoding: .utf8)
    let joined = unit.replacingOccurrences(of: "\\\n", with: "")
    let line = try #require(
      joined.split(separator: "\n").first { $0.hasPrefix("ExecStart=/bin/sh -ec '") })
    let script = line.dropFirst("ExecStart=/bin/sh -ec '".count).dropLast()
      .replacingOccurrences(of: "$$", with: "$").replacingOccurrences(of: "%%", with: "%")
      .replacingOccurrences(of: "/usr/local/bin/taizhang", with: City.program)
    let backups = city.path("backups")
    for old in 1...3 {
      try FileManager.default.createDirectory(
        atPath: "\(backups)/2020010\(old)T000000Z", withIntermediateDirectories: true)
    }
    let outcome = try run(
      ["/bin/sh", "-ec", script],
      environment: [
        "TAIZHANG_STORE": city.path("hub"), "TAIZHANG_BACKUPS": backups,
        "TAIZHANG_BACKUPS_KEPT": "2",
      ])
    #expect(outcome.status == 0, "\(outcome.text)")
    let kept = try FileManager.default.contentsOfDirectory(atPath: backups).sorted()
    #expect(kept.count == 2 && kept.first == "20200103T000000Z", "\(kept)")
    let newest = try #require(kept.last)
    let counts = try city.must("backups/" + newest, "check", "--deep").object["counts"]
    #expect((counts as? [String: Int])?["changes"] ?? 0 > 0)
  }
}
