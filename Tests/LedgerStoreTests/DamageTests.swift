// Verifies:
//  1. one flipped bit anywhere in a value, or in a key, of each of the 19 tables: `check --deep` or
//     `verify` finds it and names the table; nothing crashes, and put right the store is sound
//     again
//  2. a flip that neither finds would be a defect: none is excused
//  3. a checksum of a note goes with its row: nothing is left after rows are deleted, and a row
//     without one, as older programs wrote, is not held against the store
//  4. a check asked for signatures finds one that does not hold
//  5. `verify` alone finds and places one flipped byte of a row in each derived table, and in
//     several ledgers at once; where a log is damaged it says so, and nothing of what follows from
//     that log

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct DamageTests {
  let directory = TemporaryDirectory("damage")

  private static let tables = [
    "meta", "log", "arrival", "heads", "record", "index.field", "touch", "conflict", "contested",
    "settled", "base", "baserecord", "void", "refused", "peer", "proof", "alarm", "pins", "sum",
  ]

  /// A hub's store with rows in every table, closed; its path.
  private func written() throws -> String {
    let city = try TestCity()
    let (a, b, gone) = (
      try city.office("office a"), try city.office("office b"), try city.office("gone")
    )
    for start in [0, 10] {
      for round in start..<start + 10 {
        for store in [a, b, gone] {
          let id = workID(UInt64(round % 4))
          try store.edit(
            ledger,
            [
              Guest.write(id, Guest.Field.name, .text("\(store.identity.office) \(round)")),
              Guest.add(id, "t\(round % 3)"), Guest.remove(id, "t\(round % 2)"),
            ])
        }
      }
      try b.edit(ledger, [Guest.archive(workID(3))])
      try city.settle([a, b, gone, city.hub])
      for store in [a, b, gone] {
        for name in [ledger, Store.memberLedger] {
          try city.hub.noteAcknowledged(
            store.identity.replica, ledger: name, try store.vector(name))
        }
      }
      if start == 0 { _ = try city.hub.compact(ledger, requireBackup: false) }
    }
    // Void changes, a stranger's refused one, two histories of one name, an alarm that was dealt
    // with.
    try city.hub.revoke(gone.identity.replica)
    try gone.edit(ledger, [Guest.add(workID(1), "too late")])
    _ = try city.hub.pull(ledger, from: gone)
    var stranger = try ScriptedReplica(seed: [UInt8](repeating: 1, count: 32), ledger: ledger)
    _ = try city.hub.apply(
      ledger, [try stranger.run([try stranger.change([Guest.add(workID(2), "stranger")])])])
    try forge(at: city)
    let alarm = Alarm(
      code: .divergentHistory, milliseconds: 1, ledger: ledger,
      dot: Dot(replica: a.identity.replica, seq: 1), here: .none, there: .none)
    try city.hub.raise(alarm)
    #expect(try city.hub.dismissAlarms(about: alarm.dot) == 1)
    try expectSound(city.hub)
    let kept = directory.path("written-\(UUID().uuidString)")
    try FileManager.default.copyItem(atPath: city.hub.path, toPath: kept)
    return kept
  }

  /// A member that writes two histories: the hub keeps both as proof. It also names a change of the
  /// member ledger that nobody has seen yet.
  private func forge(at city: TestCity) throws {
    var forger = try ScriptedReplica(seed: [UInt8](repeating: 2, count: 32), ledger: ledger)
    try city.hub.enrol(
      Member(
        replica: forger.replica, publicKey: forger.publicKey, office: "forger", role: .county,
        ledgers: [ledger], enrolledMilliseconds: 0))
    var other = forger
    let one = try forger.change([Guest.add(workID(2), "one")])
    let two = try other.change([Guest.add(workID(2), "two")])
    _ = try city.hub.apply(ledger, [try forger.run([one])])
    let report = try city.hub.apply(ledger, [try other.run([two])])
    #expect(report.refused.map(\.code) == [.equivocation])
  }

  private func open(_ path: String) throws -> Store {
    var options = StoreOptions(mapSizeBytes: 256 << 20, sync: .none)
    options.livesAnywhere = true
    return try Store.open(at: path, schema: Guest.schema, options: options)
  }

  /// What check and verify say of a store: the tables that they name; an error that ended them
  /// counts by the table it names, or as the opening's refusal.
  private func named(_ path: String) throws -> Set<String> {
    var found: Set<String> = []
    do {
      let store = try open(path)
      for walk in [{ try store.check(deep: true) }, { try store.verify() }] {
        do {
          let report = try walk()
          found.formUnion(report.problems.map(\.table))
          for problem in report.problems { #expect(!problem.key.isEmpty, "\(problem)") }
        } catch let error as StoreError {
          #expect(error.code == .corrupt, "\(error)")
          found.insert(error.arguments.first ?? "")
        }
      }
    } catch let error as StoreError {
      #expect([.corrupt, .newerFormat, .badIdentity].contains(error.code), "\(error)")
      found.insert("opening: \(error.code.rawValue)")
    }
    return found
  }

  /// Bits of a value worth trying: all of a short one, of a long one some of each stretch.
  private func bits(_ count: Int, _ random: inout SeededGenerator) -> [Int] {
    if count * 8 <= 24 { return Array(0..<count * 8) }
    return (0..<24).map { place in
      let stretch = count * 8 / 24
      return place * stretch + Int.random(in: 0..<stretch, using: &random)
    }
  }

  @Test(arguments: tables) func aFlippedBitInAValue(table: String) throws {
    let path = try written()
    var entries = try RawStore(path).entries(table)
    if entries.isEmpty, table == "pins" {
      // Nothing waits on a hub, which writes what others name; a pin as the format draws it, with
      // its sum.
      let key = Array("city".utf8) + [0] + [UInt8](repeating: 7, count: 34)
      let value: [UInt8] = [1] + [UInt8](repeating: 9, count: 18) + Array(ledger.utf8)
      try RawStore(path).write(table, key, value)
      try RawStore(path).write("sum", [4] + key, Self.sum(value))
      entries = [key: value]
    }
    #expect(!entries.isEmpty)
    var random = SeededGenerator(seed: 19)
    var tried = 0
    let keys = entries.keys.sorted { $0.lexicographicallyPrecedes($1) }
    let picked = keys.count <= 4 ? keys : (0..<4).map { keys[$0 * (keys.count - 1) / 3] }
    for key in picked {
      let value = try #require(entries[key])
      for bit in bits(value.count, &random) {
        var damaged = value
        damaged[bit / 8] ^= 1 << (bit % 8)
        try RawStore(path).write(table, key, damaged)
        let found = try named(path)
        tried += 1
        #expect(!found.isEmpty, "\(table) \(Hex.words(key)) bit \(bit) of \(value)")
        try RawStore(path).write(table, key, value)
      }
    }
    print("flipped bits in \(table): \(tried) tried")
    try expectSound(try open(path))
  }

  @Test(arguments: tables) func aFlippedBitInAKey(table: String) throws {
    let path = try written()
    let entries = try RawStore(path).entries(table)
    var random = SeededGenerator(seed: 23)
    let keys = entries.keys.sorted { $0.lexicographicallyPrecedes($1) }
    for key in keys.count <= 4 ? keys : (0..<4).map({ keys[$0 * (keys.count - 1) / 3] }) {
      let value = try #require(entries[key])
      for _ in 0..<5 {
        let bit = Int.random(in: 0..<key.count * 8, using: &random)
        var damaged = key
        damaged[bit / 8] ^= 1 << (bit % 8)
        if entries[damaged] != nil { continue }
        try RawStore(path).write(table, key, nil)
        try RawStore(path).write(table, damaged, value)
        #expect(try !named(path).isEmpty, "\(table) \(Hex.words(key)) bit \(bit)")
        try RawStore(path).write(table, damaged, nil)
        try RawStore(path).write(table, key, value)
      }
    }
    try expectSound(try open(path))
  }

  private static func sum(_ value: [UInt8]) -> [UInt8] {
    withUnsafeBytes(of: CRC32C.checksum(value.span.bytes).bigEndian) { Array($0) }
  }

  @Test func signaturesOnRequest() throws {
    let path = try written()
    #expect(try open(path).check(deep: true, signatures: true).isOK)
    let entries = try RawStore(path).entries("log")
    let signed = entries.filter { $0.value[1] & 1 != 0 }
    let key = try #require(signed.keys.max { $0.lexicographicallyPrecedes($1) })
    var value = try #require(entries[key])
    value[10] ^= 1
    try RawStore(path).write("log", key, value)
    let report = try open(path).check(deep: true, signatures: true)
    #expect(report.problems.map(\.code) == ["bad-signature"])
  }

  /// The row with one byte flipped: the last of its value, or of its key where it has no value.
  private static func flipped(_ key: [UInt8], _ value: [UInt8]) -> (key: [UInt8], value: [UInt8]) {
    if let last = value.last { return (key, value.dropLast() + [last ^ 1]) }
    // Neither ids nor fields of these tests go so far: no other row has that key.
    return (key.dropLast() + [(key.last ?? 0) ^ 128], [])
  }

  @Test(arguments: RawStore.derived + ["void"])
  func verifyPlacesAFlippedByte(table: String) throws {
    let path = try written()
    #expect(try open(path).verify().problems == [])
    let entries = try RawStore(path).entries(table)
    let keys = entries.keys.sorted { $0.lexicographicallyPrecedes($1) }
    for key in Set([keys.first, keys.last].compactMap { $0 }) {
      let value = try #require(entries[key])
      let damaged = Self.flipped(key, value)
      try RawStore(path).write(table, key, nil)
      try RawStore(path).write(table, damaged.key, damaged.value)
      let problems = try open(path).verify().problems
      let text = Hexadecimal.text(key)
      #expect(problems.contains { $0.table == table && $0.key == text }, "\(table) \(text)")
      #expect(Set(problems).count == problems.count)
      try RawStore(path).write(table, damaged.key, nil)
      try RawStore(path).write(table, key, value)
    }
    #expect(!keys.isEmpty)
    try expectSound(try open(path))
  }

  @Test func verifyGoesOnToTheNext() throws {
    let path = try written()
    var rows: [(key: [UInt8], value: [UInt8])] = []
    for name in [ledger, Store.memberLedger] {
      let entries = try RawStore(path).entries("record").filter { $0.key.starts(with: name.utf8) }
      let key = try #require(entries.keys.min { $0.lexicographicallyPrecedes($1) })
      let value = try #require(entries[key])
      rows.append((key, value))
      // Its format: the member list cannot be read as it is shown.
      var damaged = value
      damaged[0] ^= 1
      try RawStore(path).write("record", key, damaged)
    }
    let places = try open(path).verify().problems.map { "\($0.table) \($0.key)" }
    #expect(places.sorted() == rows.map { "record \(Hexadecimal.text($0.key))" }.sorted())
    // A log that is damaged bears no witness: of its records nothing is said, of the others all.
    let log = try RawStore(path).entries("log").filter { $0.key.starts(with: ledger.utf8) }
    let last = try #require(log.keys.max { $0.lexicographicallyPrecedes($1) })
    try RawStore(path).write("log", last, nil)
    let problems = try open(path).verify().problems
    let shown = problems.filter { $0.table == "record" }.map(\.key)
    #expect(shown == [Hexadecimal.text(rows[1].key)])
    #expect(problems.contains { $0.kind == .arrivalMismatch && $0.table == "arrival" })
    try RawStore(path).write("log", last, log[last])
    for row in rows { try RawStore(path).write("record", row.key, row.value) }
    try expectSound(try open(path))
  }

  @Test func checksumsGoWithTheirRows() throws {
    let path = try written()
    let sums = try RawStore(path).entries("sum")
    let names = [
      "meta", "peer", "refused", "pins", "alarm", "base", "baserecord", "proof", "log",
    ]
    var rows = 0
    for (place, name) in names.enumerated() {
      for (key, value) in try RawStore(path).entries(name) {
        let sum = sums[[UInt8(place + 1)] + key]
        // The format is written before there is a store.
        if name == "meta", key == Array("format".utf8) { continue }
        // Of the log only stubs have one.
        if name == "log", sum == nil { continue }
        #expect(sum == Self.sum(value), "\(name) \(Hex.words(key))")
        rows += 1
      }
    }
    #expect(rows == sums.count)
    #expect(sums.keys.contains { $0[0] == 9 })
    // Rows that go take their checksums along: here a note, and a base that another replaces.
    do {
      let store = try open(path)
      try store.setPeerValue("note", [1])
      try store.setPeerValue("note", nil)
      _ = try store.compact(ledger, requireBackup: false)
      try expectSound(store)
    }
    // As an older program left it.
    for key in try RawStore(path).entries("sum").keys { try RawStore(path).write("sum", key, nil) }
    try expectSound(try open(path))
  }
}

enum Hex {
  static func words(_ bytes: [UInt8]) -> String {
    bytes.map { String($0, radix: 16) }.joined(separator: " ")
  }
}
