// Verifies, on one table:
//  1. put, replace, get and delete, of values of no bytes, few bytes and many pages
//  2. a cursor goes through keys in unsigned byte order, forward and back, and turns round at
//     either end
//  3. seek finds the least key not less than its bound; ranges by bound; an empty bound is the
//     first key
//  4. a cursor's spans stay good when the cursor moves on
//  5. append refuses a key that is not the greatest, and the transaction goes on
//  6. noOverwrite refuses a key that is there and leaves its value
//  7. keys of 0 and of 512 bytes are refused with badKeySize everywhere; 1 and 511 are stored
//  8. reserve stores what is written in place, and zeros where nothing was
//  9. clear empties the table and keeps it; statistics count what is there
// 10. a table of another environment is refused with badTable, not looked up

import LMDB
import Testing

@Suite struct TableTests {
  @Test func putGetDelete() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    var transaction = try environment.beginWrite()
    let large = [UInt8](repeating: 7, count: 100_000)
    try transaction.put(table, "few", "one")
    try transaction.put(table, "few", "two")
    try transaction.put(table, "none", "")
    try transaction.put(table, key: bytes("many").span.bytes, value: large.span.bytes)
    try transaction.commit()

    transaction = try environment.beginWrite()
    #expect(try transaction.text(table, "few") == "two")
    #expect(try transaction.text(table, "none") == "")
    #expect(try transaction.copied(table, bytes("many")) == large)
    #expect(try transaction.text(table, "absent") == nil)
    #expect(try transaction.delete(table, bytes("few").span.bytes))
    #expect(try !transaction.delete(table, bytes("few").span.bytes))
    #expect(try transaction.text(table, "few") == nil)
    #expect(try transaction.keys(table) == ["many", "none"])
  }

  @Test func cursorOrder() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    let keys: [[UInt8]] = [[0], [0, 0], [1], [1, 255], [127, 1], [128], [255], [255, 0]]
    var transaction = try environment.beginWrite()
    for key in keys.reversed() {
      try transaction.put(table, key: key.span.bytes, value: key.span.bytes)
    }
    try transaction.commit()

    let reader = try environment.beginRead()
    var cursor = try reader.cursor(table)
    #expect(!cursor.isOnKey && cursor.key.isEmpty && cursor.value.isEmpty)
    var seen: [[UInt8]] = []
    while try cursor.next() { seen.append([UInt8](copying: cursor.key)) }
    #expect(seen == keys)
    #expect(try !cursor.next())
    #expect(!cursor.isOnKey && cursor.key.isEmpty)

    seen = []
    while try cursor.previous() { seen.append([UInt8](copying: cursor.value)) }
    #expect(seen == keys.reversed())
    #expect(try !cursor.previous())
    #expect(try cursor.next())
    #expect([UInt8](copying: cursor.key) == keys.first)
    #expect(try cursor.last())
    #expect([UInt8](copying: cursor.key) == keys.last)
    #expect(try cursor.first())
    #expect([UInt8](copying: cursor.key) == keys.first)
    var backward = try reader.cursor(table)
    #expect(try backward.previous())
    #expect([UInt8](copying: backward.key) == keys.last)
  }

  @Test func emptyTable() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    let reader = try environment.beginRead()
    var cursor = try reader.cursor(table)
    #expect(try !cursor.first())
    #expect(try !cursor.last())
    #expect(try !cursor.next())
    #expect(try !cursor.previous())
    #expect(try !cursor.seek(atLeast: bytes("a").span.bytes))
    #expect(try reader.statistics(table).entries == 0)
  }

  @Test func seekAndRanges() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    var transaction = try environment.beginWrite()
    for key in ["a", "ab", "b", "ba", "bb", "c"] { try transaction.put(table, key, key) }
    try transaction.commit()

    let reader = try environment.beginRead()
    func range(from low: String, below high: String) throws(LMDBError) -> [String] {
      var cursor = try reader.cursor(table)
      var found: [String] = []
      var isOnKey = try cursor.seek(atLeast: bytes(low).span.bytes)
      while isOnKey, cursor.keyText < high {
        found.append(cursor.keyText)
        isOnKey = try cursor.next()
      }
      return found
    }
    #expect(try range(from: "b", below: "c") == ["b", "ba", "bb"])
    #expect(try range(from: "aa", below: "bb") == ["ab", "b", "ba"])
    #expect(try range(from: "", below: "b") == ["a", "ab"])
    #expect(try range(from: "c", below: "z") == ["c"])
    #expect(try range(from: "d", below: "z") == [])

    var cursor = try reader.cursor(table)
    #expect(try !cursor.seek(atLeast: bytes("d").span.bytes))
    #expect(cursor.isOnKey == false)
    #expect(try cursor.previous())
    #expect(cursor.keyText == "c")
  }

  @Test func spansOutliveCursorMoves() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    var transaction = try environment.beginWrite()
    for number in UInt64(0)..<5_000 {
      try transaction.put(table, key: bytes(number).span.bytes, value: bytes(number).span.bytes)
    }
    try transaction.commit()

    let reader = try environment.beginRead()
    var cursor = try reader.cursor(table)
    #expect(try cursor.next())
    let firstKey = cursor.key
    let firstValue = cursor.value
    while try cursor.next() {}
    #expect([UInt8](copying: firstKey) == bytes(0))
    #expect([UInt8](copying: firstValue) == bytes(0))
  }

  @Test func appendViolation() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    var transaction = try environment.beginWrite()
    try transaction.put(table, key: bytes(5).span.bytes, value: bytes(5).span.bytes, .append)
    for number in [UInt64(4), 5] {
      let kind = failure { () throws(LMDBError) in
        try transaction.put(
          table, key: bytes(number).span.bytes, value: bytes(0).span.bytes, .append)
      }
      #expect(kind == .keyExists)
    }
    try transaction.put(table, key: bytes(6).span.bytes, value: bytes(6).span.bytes, .append)
    try transaction.commit()
    let reader = try environment.beginRead()
    #expect(try reader.statistics(table).entries == 2)
    #expect(try reader.copied(table, bytes(5)) == bytes(5))
  }

  @Test func noOverwrite() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    var transaction = try environment.beginWrite()
    try transaction.put(table, "k", "old")
    let kind = failure { () throws(LMDBError) in
      try transaction.put(
        table, key: bytes("k").span.bytes, value: bytes("new").span.bytes, .noOverwrite)
    }
    #expect(kind == .keyExists)
    #expect(try transaction.text(table, "k") == "old")
    try transaction.commit()
  }

  @Test(arguments: [0, 512, 4096])
  func refusedKeySizes(_ byteCount: Int) throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    let key = [UInt8](repeating: 65, count: byteCount)
    var transaction = try environment.beginWrite()
    let kinds = [
      failure { () throws(LMDBError) in
        try transaction.put(table, key: key.span.bytes, value: key.span.bytes)
      },
      failure { () throws(LMDBError) in
        try transaction.reserve(table, key: key.span.bytes, byteCount: 1) { $0.append(1) }
      },
      failure { () throws(LMDBError) in _ = try transaction.get(table, key.span.bytes) },
      failure { () throws(LMDBError) in try transaction.delete(table, key.span.bytes) },
    ]
    #expect(kinds.allSatisfy { $0 == .badKeySize })
    try transaction.put(table, "after", "refusals")
    try transaction.commit()
  }

  @Test(arguments: [1, 511])
  func storedKeySizes(_ byteCount: Int) throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    let key = String(repeating: "k", count: byteCount)
    var transaction = try environment.beginWrite()
    try transaction.put(table, key, "v")
    try transaction.commit()
    #expect(try environment.beginRead().text(table, key) == "v")
  }

  @Test func reserveInPlace() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    var transaction = try environment.beginWrite()
    try transaction.reserve(table, key: bytes("full").span.bytes, byteCount: 3) { output in
      for byte: UInt8 in [1, 2, 3] { output.append(byte) }
    }
    try transaction.reserve(table, key: bytes("part").span.bytes, byteCount: 4) { output in
      output.append(9)
    }
    try transaction.commit()
    let reader = try environment.beginRead()
    let full = try reader.copied(table, bytes("full"))
    let part = try reader.copied(table, bytes("part"))
    #expect(full == [1, 2, 3])
    #expect(part == [9, 0, 0, 0])
  }

  @Test func clearAndStatistics() throws {
    let scratch = try Scratch()
    let environment = try Environment.open(path: scratch.environment(), sync: .none)
    let table = try environment.table(named: "t", create: true)
    let value = [UInt8](repeating: 1, count: 10_000)
    var transaction = try environment.beginWrite()
    for number in UInt64(0)..<1_000 {
      try transaction.put(table, key: bytes(number).span.bytes, value: bytes(number).span.bytes)
    }
    try transaction.put(table, key: bytes("large").span.bytes, value: value.span.bytes)
    var statistics = try transaction.statistics(table)
    #expect(statistics.entries == 1_001)
    #expect(statistics.depth == 2)
    #expect(statistics.branchPages == 1)
    #expect(statistics.overflowPages == 3)
    try transaction.clear(table)
    statistics = try transaction.statistics(table)
    #expect(statistics.entries == 0)
    #expect(statistics.depth == 0)
    try transaction.put(table, "again", "here")
    try transaction.commit()
    #expect(try environment.beginRead().keys(table) == ["again"])
  }

  @Test func foreignTable() throws {
    let scratch = try Scratch()
    let one = try Environment.open(path: scratch.environment("one"), sync: .none)
    let two = try Environment.open(path: scratch.environment("two"), sync: .none)
    let foreign = try one.table(named: "t", create: true)
    _ = try two.table(named: "t", create: true)
    var transaction = try two.beginWrite()
    let kinds = [
      failure { () throws(LMDBError) in try transaction.put(foreign, "k", "v") },
      failure { () throws(LMDBError) in _ = try transaction.text(foreign, "k") },
      failure { () throws(LMDBError) in _ = try transaction.keys(foreign) },
      failure { () throws(LMDBError) in _ = try transaction.statistics(foreign) },
      failure { () throws(LMDBError) in try transaction.clear(foreign) },
      failure { () throws(LMDBError) in try transaction.delete(foreign, bytes("k").span.bytes) },
    ]
    #expect(kinds.allSatisfy { $0 == .badTable })
  }
}
