// Writes down the puts that a store made for a range of its changes, from what stands in it now, so
// that `store_twin.c` can make them again: log, arrival, heads, records, index, touches.

import Causality
import Foundation
import LMDB
import Wire

/// Makes a trace for `store_twin` of the changes that arrived as `arrivals`.
struct StoreTrace {
  private var bytes: [UInt8] = []

  private enum Table: UInt8 { case log, arrival, heads, record, index, touch }

  /// - Parameters:
  ///   - directory: a store that nobody has open in this process.
  ///   - changesPerTransaction: how the store grouped them.
  init(
    directory: String, ledger: String, arrivals: ClosedRange<UInt64>, changesPerTransaction: Int
  ) throws {
    let environment = try Environment.open(path: directory, maxTables: 32, readOnly: true)
    let transaction = try environment.beginRead()
    let tables = try ["log", "arrival", "heads", "record", "index.field", "touch"].map { name in
      try environment.table(named: name)
    }
    let prefix = Array(ledger.utf8) + [0]
    var indexKeys: [RecordID: [[UInt8]]] = [:]
    var cursor = try transaction.cursor(tables[4])
    while try cursor.next() {
      let key = cursor.key.withUnsafeBytes { Array($0) }
      if let id = RecordID(bytes: Array(key.suffix(16)).span.bytes) {
        indexKeys[id, default: []].append(key)
      }
    }
    var puts: [UInt8] = []
    var count: UInt32 = 0
    func put(_ table: Table, _ key: [UInt8], _ value: [UInt8]) {
      puts.append(table.rawValue)
      withUnsafeBytes(of: UInt16(key.count).littleEndian) { puts.append(contentsOf: $0) }
      withUnsafeBytes(of: UInt32(value.count).littleEndian) { puts.append(contentsOf: $0) }
      puts.append(contentsOf: key)
      puts.append(contentsOf: value)
      count += 1
    }
    func stored(_ table: Table, _ key: [UInt8]) throws -> [UInt8] {
      try transaction.get(tables[Int(table.rawValue)], key.span.bytes)?
        .withUnsafeBytes { Array($0) } ?? []
    }
    func endTransaction(_ bytes: inout [UInt8]) {
      guard count > 0 else { return }
      withUnsafeBytes(of: count.littleEndian) { bytes.append(contentsOf: $0) }
      bytes.append(contentsOf: puts)
      puts.removeAll(keepingCapacity: true)
      count = 0
    }
    for (number, arrival) in arrivals.enumerated() {
      let arrivalKey = prefix + Self.bigEndian(arrival)
      let dot = try stored(.arrival, arrivalKey)
      let entry = try stored(.log, prefix + dot)
      put(.log, prefix + dot, entry)
      put(.arrival, arrivalKey, dot)
      let change = try ChangeCoding.decode(Self.payload(entry))
      var last: RecordID?
      for operation in change.operations where operation.record != last {
        last = operation.record
        var id: [UInt8] = []
        operation.record.appendBytes(to: &id)
        let key =
          prefix + Self.bigEndian(operation.collection.rawValue) + id
        put(.record, key, try stored(.record, key))
        put(.touch, prefix + id + Self.bigEndian(arrival), dot)
        if change.operations.count > 1 {
          for key in indexKeys[operation.record] ?? [] { put(.index, key, []) }
        }
      }
      if (number + 1).isMultiple(of: changesPerTransaction) || arrival == arrivals.upperBound {
        let head = prefix + dot.prefix(10)
        put(.heads, head, try stored(.heads, head))
        endTransaction(&bytes)
      }
    }
  }

  /// The payload of a log entry; its prefix is drawn in `LedgerStore.docc`.
  private static func payload(_ entry: [UInt8]) throws -> [UInt8] {
    var at = 10
    if entry[1] & 1 != 0 { at += 64 }
    if entry[1] & 2 != 0 {
      let span = entry.span.bytes
      let count = try Varint.decode(span, at: &at)
      for _ in 0..<count {
        at += 10
        _ = try Varint.decode(span, at: &at)
      }
    }
    return Array(entry[at...])
  }

  private static func bigEndian<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    withUnsafeBytes(of: value.bigEndian) { Array($0) }
  }

  /// Runs the C twin over this trace in `directory`, which is made unless it is there.
  func replay(twin: String, directory: String, sync: String) throws -> (
    seconds: Double, bytes: Int
  ) {
    try? FileManager.default.createDirectory(
      atPath: directory, withIntermediateDirectories: true)
    let file = directory + ".trace"
    try Data(bytes).write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    let result = try Child.run(twin, [directory, file, sync])
    let words = result.output.split(whereSeparator: \.isWhitespace)
    guard words.count == 3, let seconds = Double(words[0]), let bytes = Int(words[1]) else {
      throw BenchError("store_twin printed: \(result.output)")
    }
    return (seconds, bytes)
  }
}
