// What tests look at and damage behind the store's back: the tables of a store that is closed.

import LMDB
import LedgerStore

struct RawStore {
  let environment: Environment

  init(_ path: String) throws {
    environment = try Environment.open(
      path: path, mapSizeBytes: 256 << 20, maxTables: 32, sync: .none)
  }

  static let derived = ["record", "index.field", "touch", "conflict", "contested", "settled"]

  func entries(_ name: String) throws -> [[UInt8]: [UInt8]] {
    let table = try environment.table(named: name)
    let transaction = try environment.beginRead()
    var cursor = try transaction.cursor(table)
    var entries: [[UInt8]: [UInt8]] = [:]
    var found = try cursor.first()
    while found {
      let key = cursor.key.withUnsafeBytes { Array($0) }
      entries[key] = cursor.value.withUnsafeBytes { Array($0) }
      found = try cursor.next()
    }
    return entries
  }

  /// Puts an entry, or takes it away.
  func write(_ name: String, _ key: [UInt8], _ value: [UInt8]?) throws {
    let table = try environment.table(named: name)
    var transaction = try environment.beginWrite()
    if let value {
      try transaction.put(table, key: key.span.bytes, value: value.span.bytes)
    } else {
      _ = try transaction.delete(table, key.span.bytes)
    }
    try transaction.commit()
  }
}
