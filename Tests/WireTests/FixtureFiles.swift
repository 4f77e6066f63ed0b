// The files under Fixtures/wire: golden and rejected bytes as commented hexadecimal, crashers as
// they were found. TAIZHANG_RECORD=1 writes what the recipes make and fails, so that a recording
// never passes for a test.

import Foundation

/// One commented hexadecimal file.
struct FixtureFile {
  /// File name without `.hex`.
  let name: String
  /// Lines `# key: text` at its head.
  var notes: [String: String]
  var bytes: [UInt8]

  static let directory = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("Fixtures/wire")

  static var isRecording: Bool { Environment.variable("TAIZHANG_RECORD") == "1" }

  /// All files of a folder, by name.
  static func all(in folder: String) throws -> [FixtureFile] {
    try names(in: folder, suffix: ".hex").map { name in
      let url = directory.appendingPathComponent("\(folder)/\(name).hex")
      return try FixtureFile(name: name, text: String(contentsOf: url, encoding: .utf8))
    }
  }

  /// Names without their suffix, sorted; none when the folder is missing.
  static func names(in folder: String, suffix: String) throws -> [String] {
    let path = directory.appendingPathComponent(folder).path
    guard FileManager.default.fileExists(atPath: path) else { return [] }
    return try FileManager.default.contentsOfDirectory(atPath: path)
      .filter { $0.hasSuffix(suffix) }.map { String($0.dropLast(suffix.count)) }.sorted()
  }

  /// The bytes of a file that is not hexadecimal.
  static func raw(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: directory.appendingPathComponent(path)))
  }

  static func writeRaw(_ path: String, _ bytes: [UInt8]) throws {
    try Data(bytes).write(to: directory.appendingPathComponent(path))
  }

  init(name: String, notes: [String: String], bytes: [UInt8]) {
    self.name = name
    self.notes = notes
    self.bytes = bytes
  }

  private init(name: String, text: String) throws {
    self.init(name: name, notes: [:], bytes: [])
    for line in text.split(separator: "\n") {
      if line.hasPrefix("# ") {
        let parts = line.dropFirst(2).split(separator: ":", maxSplits: 1)
        if parts.count == 2 {
          notes[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
        }
        continue
      }
      for byte in line.split(separator: " ") {
        guard let value = UInt8(byte, radix: 16) else {
          throw Unreadable(file: name, line: "\(line)")
        }
        bytes.append(value)
      }
    }
  }

  struct Unreadable: Error {
    let file: String
    let line: String
  }

  /// The file as text: notes in order, then 16 bytes a line.
  func text(_ order: [String]) -> String {
    var lines = order.map { "# \($0): \(notes[$0] ?? "")" }
    for start in stride(from: 0, to: bytes.count, by: 16) {
      let row = bytes[start..<min(start + 16, bytes.count)]
      lines.append(row.map { String(format: "%02x", $0) }.joined(separator: " "))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  func write(to folder: String, _ order: [String]) throws {
    let url = FixtureFile.directory.appendingPathComponent(folder)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try text(order).write(
      to: url.appendingPathComponent("\(name).hex"), atomically: true, encoding: .utf8)
  }
}

/// The process's environment.
enum Environment {
  static func variable(_ name: String) -> String? { ProcessInfo.processInfo.environment[name] }
}
