// Guarantees: a child process of a crash test is killed at a moment that a seed decides, and what
// it had said by then is known.

import Foundation
import TestSupport
import Testing

let ledger = "411702"

/// What a killed child had said.
struct Acknowledged {
  /// Whole lines as words. A line that the kill cut off was not said.
  let lines: [[Substring]]

  init(_ output: Data) {
    let whole = output.prefix(upTo: output.lastIndex(of: 10).map { $0 + 1 } ?? output.startIndex)
    lines = String(decoding: whole, as: UTF8.self).split(separator: "\n")
      .map { $0.split(separator: " ") }
  }

  /// The highest number said behind `word`.
  private func highest(_ word: String, at place: Int) -> UInt64 {
    lines.filter { $0[0] == word }.compactMap { UInt64($0[place]) }.max() ?? 0
  }

  /// The last change committed.
  var committed: UInt64 { highest("C", at: 1) }
  /// The last change applied.
  var applied: UInt64 { highest("A", at: 2) }

  func count(_ word: String) -> Int { lines.count { $0[0] == word } }
}

enum Child {
  /// Beside the test's own binary, where the build puts every product.
  static let path: String = {
    let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
    return URL(fileURLWithPath: own).deletingLastPathComponent().path + "/crash-child"
  }()

  /// Runs a child, kills it after `lines` lines and `microseconds` more, and gives what it had
  /// said.
  ///
  /// - Parameter scratch: where it keeps temporary files; nil for the system's place.
  static func run(
    _ arguments: [String], killAfter lines: Int, microseconds: UInt32, scratch: String? = nil
  ) throws -> (said: Acknowledged, wasKilled: Bool) {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    if let scratch {
      process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": scratch]) { $1 }
    }
    process.standardOutput = pipe
    try process.run()
    var output = Data()
    while output.count(where: { $0 == 10 }) < lines {
      let part = pipe.fileHandleForReading.availableData
      if part.isEmpty { break }
      output += part
    }
    usleep(microseconds)
    kill(process.processIdentifier, SIGKILL)
    output += pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let wasKilled = process.terminationReason == .uncaughtSignal
    if !wasKilled { print("child ended by itself: \(process.terminationStatus)") }
    return (Acknowledged(output), wasKilled)
  }
}
