// What the tests of this target share: a directory that goes away, bytes, and a seeded generator.

import Foundation
import LMDB

/// A directory of its own for one test, removed when the value dies.
struct Scratch: ~Copyable {
  let path: String

  init() throws {
    path =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("lmdb-test-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  /// The path of an environment called `name`, not made yet.
  func environment(_ name: String = "env") -> String { "\(path)/\(name)" }
}

/// Runs `body` and says how it failed; nil when it did not.
func failure(_ body: () throws(LMDBError) -> Void) -> LMDBError.Kind? {
  do throws(LMDBError) {
    try body()
    return nil
  } catch {
    return error.kind
  }
}

/// The bytes of a text.
func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The eight big-endian bytes of a number: keys in the order of the numbers.
func bytes(_ number: UInt64) -> [UInt8] { withUnsafeBytes(of: number.bigEndian) { Array($0) } }

extension Array where Element == UInt8 {
  /// A copy of a span.
  init(copying span: RawSpan) {
    self = span.withUnsafeBytes { Array($0) }
  }
}

extension WriteTransaction {
  mutating func put(_ table: Table, _ key: String, _ value: String) throws(LMDBError) {
    try put(table, key: bytes(key).span.bytes, value: bytes(value).span.bytes)
  }
}

extension ReadableTransaction where Self: ~Copyable {
  borrowing func text(_ table: Table, _ key: String) throws(LMDBError) -> String? {
    guard let value = try copied(table, bytes(key)) else { return nil }
    return String(decoding: value, as: UTF8.self)
  }

  /// A copy of the value of `key`.
  borrowing func copied(_ table: Table, _ key: [UInt8]) throws(LMDBError) -> [UInt8]? {
    guard let value = try get(table, key.span.bytes) else { return nil }
    return [UInt8](copying: value)
  }

  /// Every key of the table, in order.
  borrowing func keys(_ table: Table) throws(LMDBError) -> [String] {
    var keys: [String] = []
    var cursor = try cursor(table)
    while try cursor.next() { keys.append(cursor.keyText) }
    return keys
  }
}

extension Cursor {
  var keyText: String { String(decoding: [UInt8](copying: key), as: UTF8.self) }
}

/// SplitMix64: the same numbers from the same seed everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
