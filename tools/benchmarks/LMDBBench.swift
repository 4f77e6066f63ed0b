// The LMDB module against the same operations in C, in one run. Both sides do the same work on the
// same keys with the same flags and transaction sizes, each time in a fresh process and an empty
// directory; they alternate, so that whatever else the machine does falls on both; the checksums of
// what was read must agree.

import Foundation
import LMDB

/// One operation of one side in one repetition.
private struct Timing {
  var wallSeconds: Double
  var processorSeconds: Double
  var checksum: UInt64
}

/// The work, as in `lmdb_twin.c`.
private enum Work {
  static let valueByteCount = 500
  static let putsInTransaction = 1000
  static let operations = ["append", "random-put", "get", "scan"]

  /// `0 ..< count`, shuffled (Fisher-Yates) by xorshift64 from a fixed seed.
  static func shuffled(_ count: UInt32) -> [UInt32] {
    var order = Array(0..<count)
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    for i in stride(from: count - 1, to: 0, by: -1) {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      order.swapAt(Int(i), Int(state % UInt64(i + 1)))
    }
    return order
  }

  static func key(_ index: UInt32) -> InlineArray<2, UInt64> {
    [UInt64(0x0123_4567_89AB_CDEF).bigEndian, UInt64(index).bigEndian]
  }

  static func putAll(
    _ environment: Environment, _ name: String, _ count: Int, order: [UInt32]?, _ flags: PutFlags
  ) throws(LMDBError) {
    let table = try environment.table(named: name, create: true)
    var value = [UInt8](repeating: 0x5A, count: valueByteCount)
    var done = 0
    while done < count {
      let end = min(done + putsInTransaction, count)
      var transaction = try environment.beginWrite()
      while done < end {
        let index = order?[done] ?? UInt32(done)
        let key = key(index)
        value.withUnsafeMutableBytes { $0.storeBytes(of: UInt64(index), as: UInt64.self) }
        try transaction.put(table, key: key.span.bytes, value: value.span.bytes, flags)
        done += 1
      }
      try transaction.commit()
    }
  }

  static func getAll(
    _ environment: Environment, _ name: String, _ order: [UInt32]
  ) throws(LMDBError) -> UInt64 {
    let table = try environment.table(named: name)
    let transaction = try environment.beginRead()
    var sum: UInt64 = 0
    for index in order {
      let key = key(index)
      guard let value = try transaction.get(table, key.span.bytes) else { return 0 }
      sum = sum &* 31 &+ value.unsafeLoadUnaligned(as: UInt64.self)
    }
    return sum
  }

  /// Passes over a table: as many as make at least a million entries, so that short scans can be
  /// timed.
  static func scanAll(_ environment: Environment, _ name: String) throws(LMDBError) -> UInt64 {
    let table = try environment.table(named: name)
    let transaction = try environment.beginRead()
    let entries = try transaction.statistics(table).entries
    var sum: UInt64 = 0
    for _ in 0..<passes(entries) {
      var cursor = try transaction.cursor(table)
      while try cursor.next() {
        let word = cursor.value.unsafeLoadUnaligned(as: UInt64.self)
        sum = sum &* 31 &+ word &+ UInt64(cursor.key.byteCount)
      }
    }
    return sum
  }

  /// How often a table of that many entries is scanned in one timing.
  static func passes(_ entries: Int) -> Int { max(1, 1_000_000 / entries) }
}

/// Seconds of this process's processors, and on the wall, since some moment.
private func processorSeconds() -> Double { Double(clock()) / Double(CLOCKS_PER_SEC) }
private func wallSeconds() -> Double { ProcessInfo.processInfo.systemUptime }

/// The argument that makes the benchmark executable the Swift side: `lmdb-side DIRECTORY COUNT`.
private let sideArgument = "lmdb-side"

/// Runs the Swift side and returns true when this process was started as one by ``runLMDBBench``;
/// to be called first thing in `main`. Prints what `lmdb_twin` prints.
func runLMDBSideIfAsked() throws -> Bool {
  let arguments = CommandLine.arguments
  guard arguments.count == 4, arguments[1] == sideArgument, let count = UInt32(arguments[3]) else {
    return false
  }
  let order = Work.shuffled(count)
  let environment = try Environment.open(path: arguments[2], sync: .none)
  try report("append") { () throws(LMDBError) in
    try Work.putAll(environment, "appended", order.count, order: nil, .append)
    return UInt64(count)
  }
  try report("random-put") { () throws(LMDBError) in
    try Work.putAll(environment, "scattered", order.count, order: order, [])
    return UInt64(count)
  }
  try report("get") { () throws(LMDBError) in try Work.getAll(environment, "appended", order) }
  try report("scan") { () throws(LMDBError) in try Work.scanAll(environment, "appended") }
  return true
}

private func report(_ name: String, _ body: () throws(LMDBError) -> UInt64) throws(LMDBError) {
  let wall = wallSeconds()
  let processor = processorSeconds()
  let checksum = try body()
  print(
    name, wallSeconds() - wall, processorSeconds() - processor, checksum)
}

private func run(
  _ executable: String, _ arguments: [String], in directory: String
) throws -> [Timing] {
  try? FileManager.default.removeItem(atPath: directory)
  try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: directory) }
  let process = Process()
  let output = Pipe()
  process.executableURL = URL(fileURLWithPath: executable)
  process.arguments = arguments
  process.standardOutput = output
  try process.run()
  let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
  process.waitUntilExit()
  let timings = text.split(separator: "\n").compactMap { line -> Timing? in
    let words = line.split(separator: " ")
    guard words.count == 4, let wall = Double(words[1]), let processor = Double(words[2]),
      let checksum = UInt64(words[3])
    else { return nil }
    return Timing(wallSeconds: wall, processorSeconds: processor, checksum: checksum)
  }
  guard process.terminationStatus == 0, timings.count == Work.operations.count else {
    throw CocoaError(.executableLoad)
  }
  return timings
}

/// Runs the LMDB comparison and prints, per operation and count: the medians of both sides, their
/// rates and the ratio Swift/C by wall time and by processor time. One thread works and nothing
/// waits for the disk, so on a quiet machine the two agree; processor time decides, because other
/// programs disturb it least.
///
/// - Parameters:
///   - twin: the executable made from `lmdb_twin.c`.
///   - scratch: a directory for the databases, emptied again; it needs about 1.4 GB at a million
///     entries.
///   - limit: the greatest ratio of processor times that passes.
/// - Returns: whether every ratio is within `limit` and both sides read the same.
func runLMDBBench(
  twin: String, scratch: String, counts: [Int] = [100_000, 1_000_000], repetitions: Int = 3,
  limit: Double = 1.15
) throws -> Bool {
  print(
    "LMDB: 16-byte keys, 500-byte values, \(Work.putsInTransaction) puts a transaction, no sync")
  print("medians of \(repetitions); Swift/C by wall and by processor time, which decides")
  print("operation      entries      C s   Swift s        C/s    Swift/s   wall  processor")
  var passed = true
  for count in counts {
    let directory = "\(scratch)/lmdb-bench-\(count)"
    var sides: (c: [[Timing]], swift: [[Timing]]) = ([], [])
    for repetition in 0..<repetitions {
      for turn in 0..<2 {
        if (repetition + turn).isMultiple(of: 2) {
          sides.c.append(try run(twin, [directory, String(count)], in: directory))
        } else {
          let arguments = [sideArgument, directory, String(count)]
          sides.swift.append(try run("/proc/self/exe", arguments, in: directory))
        }
      }
    }
    for (index, operation) in Work.operations.enumerated() {
      let agree = Set((sides.c + sides.swift).map { $0[index].checksum }).count == 1
      let c = median(sides.c.map { $0[index].wallSeconds })
      let swift = median(sides.swift.map { $0[index].wallSeconds })
      let ratio =
        median(sides.swift.map { $0[index].processorSeconds })
        / median(sides.c.map { $0[index].processorSeconds })
      let isWithin = agree && ratio <= limit
      passed = passed && isWithin
      let done = Double(operation == "scan" ? count * Work.passes(count) : count)
      let figures = String(
        format: "%9d %8.3f %9.3f %10.0f %10.0f %6.2f %10.2f", count, c, swift, done / c,
        done / swift, swift / c, ratio)
      let verdict = !agree ? "DIFFERENT RESULTS" : isWithin ? "PASS" : "over \(limit)"
      print(operation.padding(toLength: 12, withPad: " ", startingAt: 0), figures, " ", verdict)
    }
  }
  return passed
}
