// Verifies, against a Swift dictionary, on random scripts from a printed seed:
//  1. after any mixture of puts, deletes, clears, aborts and commits, get answers what the
//     dictionary holds
//  2. a cursor yields exactly the dictionary's keys in byte order, from any seek, in both
//     directions
//  3. a reader kept open through later transactions still sees the dictionary of its beginning
//  4. all this holds again after the environment is closed and reopened
//
// Replay: TAIZHANG_SEED=<seed> swift test -c release --filter LMDBTests.ModelTests

import Foundation
import LMDB
import Testing

@Suite struct ModelTests {
  typealias Model = [[UInt8]: [UInt8]]

  @Test func randomScripts() throws {
    let given = ProcessInfo.processInfo.environment["TAIZHANG_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0 ... .max)
    print("LMDBTests.ModelTests: TAIZHANG_SEED=\(seed)")
    for script in UInt64(0)..<8 {
      var generator = SeededGenerator(seed: seed &+ script)
      try run(&generator, "TAIZHANG_SEED=\(seed), script \(script)")
    }
  }

  private func run(_ generator: inout SeededGenerator, _ seed: String) throws {
    let scratch = try Scratch()
    let path = scratch.environment()
    var model: Model = [:]
    for _ in 0..<3 {
      let environment = try Environment.open(path: path, sync: .none)
      let table = try environment.table(named: "t", create: true)
      try compare(environment.beginRead(), table, model, &generator, seed)
      var reader = try environment.beginRead()
      var readerModel = model
      for round in 0..<30 {
        try transact(environment, table, &model, &generator, seed)
        if round % 7 == 0 {
          try compare(reader, table, readerModel, &generator, seed)
          reader = try environment.beginRead()
          readerModel = model
        }
        if round % 5 == 0 {
          try compare(environment.beginRead(), table, model, &generator, seed)
        }
      }
    }
  }

  /// One write transaction of random operations, committed three times in four.
  private func transact(
    _ environment: Environment, _ table: Table, _ model: inout Model,
    _ generator: inout SeededGenerator, _ seed: String
  ) throws {
    var draft = model
    var transaction = try environment.beginWrite()
    for _ in 0..<Int.random(in: 1...60, using: &generator) {
      let key = randomKey(&generator)
      switch Int.random(in: 0..<100, using: &generator) {
      case 0:
        try transaction.clear(table)
        draft = [:]
      case 1..<30:
        let wasThere = try transaction.delete(table, key.span.bytes)
        #expect(wasThere == (draft.removeValue(forKey: key) != nil), "\(seed)")
      case 30..<40:
        let found = try transaction.copied(table, key)
        #expect(found == draft[key], "\(seed)")
      case 40..<50:
        let value = randomValue(&generator)
        try transaction.reserve(table, key: key.span.bytes, byteCount: value.count) { output in
          for byte in value { output.append(byte) }
        }
        draft[key] = value
      default:
        let value = randomValue(&generator)
        try transaction.put(table, key: key.span.bytes, value: value.span.bytes)
        draft[key] = value
      }
    }
    try compare(transaction, table, draft, &generator, seed)
    if Int.random(in: 0..<4, using: &generator) > 0 {
      try transaction.commit()
      model = draft
    }
  }

  private func compare<T: ReadableTransaction & ~Copyable>(
    _ transaction: borrowing T, _ table: Table, _ model: Model,
    _ generator: inout SeededGenerator, _ seed: String
  ) throws {
    let keys = model.keys.sorted { $0.lexicographicallyPrecedes($1) }
    #expect(try transaction.statistics(table).entries == keys.count, "\(seed)")
    var cursor = try transaction.cursor(table)
    for key in keys {
      let found = try cursor.next()
      #expect(found && [UInt8](copying: cursor.key) == key, "\(seed)")
      #expect([UInt8](copying: cursor.value) == model[key], "\(seed)")
    }
    #expect(try !cursor.next(), "\(seed)")
    for key in keys.reversed() {
      let found = try cursor.previous()
      #expect(found && [UInt8](copying: cursor.key) == key, "\(seed)")
    }
    for _ in 0..<5 {
      let bound = randomKey(&generator)
      let expected = keys.first { !$0.lexicographicallyPrecedes(bound) }
      let found = try cursor.seek(atLeast: bound.span.bytes)
      #expect((found ? [UInt8](copying: cursor.key) : nil) == expected, "\(seed)")
      let value = try transaction.copied(table, bound)
      #expect(value == model[bound], "\(seed)")
    }
  }

  /// Keys from a small alphabet, so that scripts meet the same ones again; now and then a long one.
  private func randomKey(_ generator: inout SeededGenerator) -> [UInt8] {
    let isLong = Int.random(in: 0..<20, using: &generator) == 0
    let byteCount = isLong ? 511 : Int.random(in: 1...3, using: &generator)
    let alphabet: [UInt8] = [0, 1, 127, 128, 255]
    return (0..<byteCount).map { position in
      position < 3 ? alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] : 9
    }
  }

  /// Values of no byte up to several pages.
  private func randomValue(_ generator: inout SeededGenerator) -> [UInt8] {
    let sizes = [0, 1, 40, 500, 2_000, 4_096, 9_000]
    let byteCount = sizes[Int.random(in: 0..<sizes.count, using: &generator)]
    return [UInt8](repeating: UInt8.random(in: 0...255, using: &generator), count: byteCount)
  }
}
