// Verifies:
//  1. canonical dumps name no local thing, sort, escape, and are equal after an exchange
//  2. check finds, and reports as findings: a flipped byte of a payload, a signature, a record, an
//     index entry, a head, an arrival; a missing middle change; verify finds all but the head
//  3. rebuilding gives every derived table byte for byte
//  4. a backup opens as a store of its own: same data, new identity, no hub, and goes on writing;
//     a restored hub lists itself
//  5. a full map in mid-batch leaves everything as it was; a smaller batch goes through after it
//  6. statistics count

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct CareTests {
  let directory = TemporaryDirectory("care")

  private func options(_ mapSizeBytes: Int = 256 << 20) -> StoreOptions {
    StoreOptions(mapSizeBytes: mapSizeBytes, sync: .none)
  }

  private func open(_ path: String, mapSizeBytes: Int = 256 << 20) throws -> Store {
    try Store.open(at: path, schema: Guest.schema, options: options(mapSizeBytes))
  }

  /// A store with history, conflicts and settlements, closed; its path.
  private func written() throws -> String {
    let city = try TestCity()
    let path: String
    do {
      let (a, b) = (try city.office("office a"), try city.office("office b"))
      _ = try a.pull(Store.memberLedger, from: city.hub)
      for round in 0..<30 {
        for store in [a, b] {
          let id = workID(UInt64(round % 7))
          try store.edit(
            ledger,
            [
              Guest.write(id, Guest.Field.name, .text("\(store.identity.office) \(round)")),
              Guest.add(id, "t\(round % 3)"), Guest.remove(id, "t\(round % 2)"),
            ])
        }
        if round.isMultiple(of: 4) { try city.settle([a, b]) }
        if round.isMultiple(of: 6) { try b.edit(ledger, [Guest.archive(workID(3))]) }
      }
      try city.settle([a, b, city.hub])
      try expectSound(a, b, city.hub)
      path = a.path
    }
    let kept = directory.path("written-\(UUID().uuidString)")
    try FileManager.default.copyItem(atPath: path, toPath: kept)
    return kept
  }

  @Test func dumpsNameNothingLocal() throws {
    let city = try TestCity()
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    _ = try a.pull(Store.memberLedger, from: city.hub)
    try a.edit(ledger, [Guest.write(workID(2), Guest.Field.name, .text("quote \" \\ \n \u{1} 桥"))])
    try b.edit(
      ledger,
      [
        Guest.write(workID(1), Guest.Field.stage, .code(2)),
        Guest.write(workID(1), Guest.Field.photo, .bytes([1, 255])),
        Guest.write(workID(2), Guest.Field.name, .empty),
      ])
    try city.settle([a, b, city.hub])
    try expectConverged(ledger, [a, b, city.hub])
    let lines = try a.dump(ledger).split(separator: "\n")
    #expect(lines.count == 3)
    for line in lines {
      _ = try JSONSerialization.jsonObject(with: Data(line.utf8))
      #expect(!line.contains("office"))
    }
    #expect(lines[0].contains("\"collection\":1,"))
    #expect(lines[0].contains("\"3\":[{"))
    #expect(lines[0].contains("\"value\":{\"code\":2}"))
    #expect(lines[0].contains("\"value\":\"01ff\""))
    #expect(lines[1].contains(#"quote \" \\ \u000a \u0001 桥"#))
    #expect(lines[1].contains("\"value\":null"))
    #expect(lines[2].contains("\"vector\""))
    #expect(try a.dump() == b.dump())
    try expectSound(a, b, city.hub)
  }

  @Test func damageIsFound() throws {
    let path = try written()
    /// Damages one entry of a table, asks what is found, and repairs it.
    func damage(
      _ table: String, deep: Bool = true, _ change: ([UInt8]) -> [UInt8]?
    ) throws -> (check: Set<String>, verify: Set<String>) {
      let entries = try RawStore(path).entries(table).filter { $0.key.starts(with: ledger.utf8) }
      let key = try #require(
        entries.keys.sorted { $0.lexicographicallyPrecedes($1) }.dropFirst(4).first)
      let value = try #require(entries[key])
      try RawStore(path).write(table, key, change(value))
      let codes: (Set<String>, Set<String>)
      do {
        let store = try open(path)
        codes = (
          Set(try store.check(deep: deep).problems.map(\.code)),
          Set(try store.verify().problems.map(\.code))
        )
      }
      try RawStore(path).write(table, key, value)
      return codes
    }
    func flipped(_ at: Int) -> ([UInt8]) -> [UInt8]? {
      { bytes in
        var bytes = bytes
        bytes[at < 0 ? bytes.count + at : at] ^= 1
        return bytes
      }
    }
    let payload = try damage("log", flipped(-1))
    #expect(!payload.check.isEmpty && !payload.verify.isEmpty)
    let signature = try damage("log", flipped(20))
    #expect(signature.verify == ["bad-signature"])
    #expect(signature.check == [])
    let format = try damage("log", flipped(0))
    #expect(format.check.contains("change-bytes") && format.verify.contains("change-bytes"))
    let dropped = try damage("log") { _ in nil }
    #expect(dropped.check.contains("broken-chain") && dropped.verify.contains("broken-chain"))
    let record = try damage("record", flipped(-1))
    #expect(record.check == ["wrong-derived"] && record.verify == ["wrong-derived"])
    let unread = try damage("record", flipped(0))
    #expect(unread.check == ["record-bytes"] && unread.verify == ["wrong-derived"])
    for table in ["record", "index.field"] {
      let gone = try damage(table) { _ in nil }
      #expect(gone.check == ["missing-derived"] && gone.verify == ["missing-derived"])
    }
    let touch = try damage("touch", flipped(3))
    #expect(touch.check == ["wrong-derived"] && touch.verify == ["wrong-derived"])
    #expect(try damage("conflict") { _ in nil }.check.isSubset(of: ["missing-derived"]))
    for (code, change) in [
      ("arrival-mismatch", flipped(17)), ("arrival-mismatch", { _ in nil }),
      ("arrival-bytes", { Array($0.dropLast()) }),
    ] as [(String, ([UInt8]) -> [UInt8]?)] {
      let arrival = try damage("arrival", change)
      #expect(arrival.check.contains(code) && arrival.verify.contains(code))
    }
    let store = try open(path)
    try expectSound(store)
  }

  @Test func damagedHeadsAreFound() throws {
    let path = try written()
    let heads = try RawStore(path).entries("heads").filter { $0.key.starts(with: ledger.utf8) }
    let (key, value) = try #require(heads.first)
    for (damaged, code) in [
      (nil, "missing-head"), (Array(value.prefix(20)), "wrong-head"),
      (value.prefix(8) + [value[8] ^ 1] + value[9...], "wrong-head"),
    ] as [([UInt8]?, String)] {
      try RawStore(path).write("heads", key, damaged)
      #expect(try open(path).check(deep: false).problems.map(\.code) == [code])
    }
    let stranger = Array(ledger.utf8) + [0] + [UInt8](repeating: 255, count: 10)
    try RawStore(path).write("heads", key, value)
    try RawStore(path).write("heads", stranger, value)
    #expect(try open(path).check(deep: false).problems.map(\.code) == ["head-without-log"])
    try RawStore(path).write("heads", stranger, nil)
    try expectSound(try open(path))
  }

  @Test func rebuildGivesTheSameBytes() throws {
    let path = try written()
    let before = try RawStore.derived.map { try RawStore(path).entries($0) }
    #expect(before.allSatisfy { !$0.isEmpty })
    try open(path).rebuildDerived()
    #expect(try RawStore.derived.map { try RawStore(path).entries($0) } == before)
    for (name, entries) in zip(RawStore.derived, before) {
      for key in entries.keys { try RawStore(path).write(name, key, nil) }
    }
    let store = try open(path)
    #expect(try !store.check(deep: true).isOK)
    try store.rebuildDerived()
    try store.edit(ledger, [Guest.add(workID(1), "goes on")])
    try expectSound(store)
  }

  @Test func backupAndRestore() throws {
    let city = try TestCity()
    let a = try city.office("office a")
    for number in 0..<50 { try a.edit(ledger, [Guest.add(workID(UInt64(number)), "x")]) }
    try a.setPeerValue("sync/note", [1])
    let backup = directory.path("backup")
    try a.backup(to: backup)
    #expect(refusal { try a.backup(to: backup) } == .notEmpty)
    let dump = try a.dump()
    let restored = try Store.restore(
      from: backup, to: directory.path("restored"), office: "office a", role: .county,
      schema: Guest.schema, options: options())
    #expect(try restored.dump() == dump)
    #expect(restored.identity.replica != a.identity.replica)
    #expect(try restored.hub == nil)
    try expectSound(restored)
    #expect(
      refusal {
        _ = try Store.restore(
          from: backup, to: directory.path("restored"), office: "office a", role: .county,
          schema: Guest.schema, options: options())
      } == .notEmpty)
    #expect(
      refusal {
        _ = try Store.restore(
          from: directory.path("none"), to: directory.path("other"), office: "office a",
          role: .county, schema: Guest.schema, options: options())
      } == .noSuchStore)
    try city.join(restored)
    #expect(try restored.edit(ledger, [Guest.add(workID(1), "restored")]).seq == 1)
    try a.edit(ledger, [Guest.add(workID(1), "meanwhile")])
    try city.settle([a, restored, city.hub])
    try expectConverged(ledger, [a, restored, city.hub])
    try expectSound(a, restored, city.hub)
  }

  @Test func aStoreThatNeverJoinedIsRestoredWhole() throws {
    let city = try TestCity()
    let alone = try city.stranger("alone")
    try alone.edit(ledger, [Guest.add(workID(1), "x")])
    try alone.backup(to: directory.path("alone"))
    let restored = try Store.restore(
      from: directory.path("alone"), to: directory.path("again"), office: "alone", role: .county,
      schema: Guest.schema, options: options())
    try restored.edit(ledger, [Guest.add(workID(1), "y")])
    #expect(try restored.record(ledger, workID(1))?.elements(Guest.Field.tags).count == 2)
    try expectSound(alone, restored)
  }

  @Test func aRestoredHubIsListed() throws {
    let city = try TestCity()
    let a = try city.office("office a")
    try a.edit(ledger, [Guest.add(workID(1), "a")])
    _ = try city.hub.pull(ledger, from: a)
    try city.hub.backup(to: directory.path("hub-backup"))
    let hub = try Store.restore(
      from: directory.path("hub-backup"), to: directory.path("hub"), office: "hub", role: .hub,
      schema: Guest.schema, options: options())
    let hubs = try hub.members().filter { $0.role == .hub }.map(\.replica)
    #expect(Set(hubs) == [hub.identity.replica, city.hub.identity.replica])
    #expect(try a.pull(Store.memberLedger, from: hub).refused.map(\.code) == [.unknownMember])
    try a.trustHub(
      replica: hub.identity.replica, publicKey: hub.identity.publicKey, office: "hub")
    #expect(try a.pull(Store.memberLedger, from: hub).applied == 1)
    try hub.edit(ledger, [Guest.add(workID(1), "hub")])
    #expect(try a.pull(ledger, from: hub).applied == 1)
    try expectConverged(ledger, [a, hub])
    try expectSound(a, hub)
  }

  @Test func aFullMapChangesNothing() throws {
    let city = try TestCity()
    let a = try city.office("office a")
    let path = a.path
    let large = [UInt8](repeating: 3, count: 200 << 10)
    let drafts = (0..<40).map {
      Draft(
        author: "editor",
        operations: [Guest.write(workID(UInt64($0)), Guest.Field.photo, .bytes(large))])
    }
    let sender = try city.office("sender")
    _ = try sender.commit(ledger, drafts)
    _ = try a.pull(Store.memberLedger, from: city.hub)
    let small = directory.path("small")
    try FileManager.default.copyItem(atPath: path, toPath: small)
    let store = try open(small, mapSizeBytes: 4 << 20)
    try store.edit(ledger, [Guest.add(workID(1), "before")])
    let before = try store.dump()
    #expect(refusal { _ = try store.commit(ledger, drafts) } == .mapFull)
    #expect(refusal { try store.pull(ledger, from: sender) } == .mapFull)
    #expect(try store.dump() == before)
    #expect(try store.check(deep: true).isOK)
    #expect(try store.edit(ledger, [Guest.add(workID(1), "after")]).seq == 2)
    #expect(try store.commit(ledger, Array(drafts.prefix(2))).dots.count == 2)
    try expectSound(store, sender)
  }

  @Test func statisticsCount() throws {
    let store = try open(try written())
    let statistics = try store.statistics()
    let tables = Dictionary(uniqueKeysWithValues: statistics.tables.map { ($0.name, $0.entries) })
    let changes = try store.read { snapshot throws(StoreError) in
      try snapshot.allLedgers().map { ledger throws(StoreError) in
        try snapshot.status(ledger).changes
      }.reduce(0, +)
    }
    #expect(tables["log"] == changes)
    #expect(tables["arrival"] == changes)
    #expect(statistics.mapSizeBytes == 256 << 20)
    try expectSound(store)
  }
}
