// Verifies, of the pages of the map:
// 1. giving them back after a walk through a large table takes them off the process's memory, also
//    when the environment was opened through a link
// 2. readers and spans under way go on reading the same bytes; the next walk finds everything
// 3. a closed environment says closed

import Foundation
import LMDB
import Testing

@Suite(.serialized) struct ResidentPagesTests {
  /// Bytes of this process's memory that are pages of files.
  private func residentFileBytes() throws -> Int {
    let text = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(text.split(separator: "\n").first { $0.hasPrefix("RssFile:") })
    return try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) }) * 1_024
  }

  private func walk(_ environment: Environment, _ table: Table) throws -> Int {
    let reader = try environment.beginRead()
    var cursor = try reader.cursor(table)
    var sum = 0
    var found = try cursor.first()
    while found {
      cursor.value.withUnsafeBytes { value in
        for at in stride(from: 0, to: value.count, by: 512) { sum += Int(value[at]) }
      }
      found = try cursor.next()
    }
    return sum
  }

  @Test func pagesGoAndComeBack() throws {
    let scratch = try Scratch()
    let path = scratch.environment()
    let link = scratch.environment("link")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
    let environment = try Environment.open(path: link, sync: .none)
    let table = try environment.table(named: "t", create: true)
    let value = [UInt8](repeating: 7, count: 16_384)
    for batch in 0..<16 {
      var writer = try environment.beginWrite()
      for number in 0..<128 {
        let key = bytes(UInt64(batch * 128 + number))
        try writer.put(table, key: key.span.bytes, value: value.span.bytes)
      }
      try writer.commit()
    }
    let sum = try walk(environment, table)
    let full = try residentFileBytes()
    let reader = try environment.beginRead()
    let key = bytes(UInt64(5))
    guard let held = try reader.get(table, key.span.bytes) else {
      Issue.record("the entry is gone")
      return
    }
    #expect(try environment.releaseResidentPages())
    let released = try residentFileBytes()
    #expect(full - released > 24 << 20, "\(full) -> \(released)")
    #expect(held.byteCount == value.count)
    #expect(held.withUnsafeBytes { $0.allSatisfy { $0 == 7 } })
    #expect(try walk(environment, table) == sum)
  }

  @Test func closedSaysSo() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment())
    _ = try environment.releaseResidentPages()
    try environment.close()
    #expect(
      failure { () throws(LMDBError) in try environment.releaseResidentPages() } == .closed)
  }
}
