// Verifies, with a register of 10,000 siblings, each by another replica, none of which had seen
// another:
// 1. Stores that took them in opposite orders are equal.
// 2. The conflict lists every one; one change that has seen them settles them all, and one more
//    that it had not seen stands beside it.
// 3. The history has them all.

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

struct SiblingTests {
  private static let count = 10_000

  /// As many members as there are siblings, listed by the hub in a few changes, and what each
  /// wrote.
  private func crowd(_ city: TestCity) throws -> [Run] {
    var runs: [Run] = []
    var drafts: [Draft] = []
    for number in 0..<Self.count {
      var seed = [UInt8](repeating: 7, count: 32)
      (seed[0], seed[1]) = (
        UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)
      )
      var replica = try ScriptedReplica(seed: seed, ledger: ledger)
      drafts.append(Draft(author: "hub", operations: Self.listing(replica)))
      runs.append(
        try replica.run([
          try replica.change(
            [Guest.write(workID(1), Guest.Field.note, .text("value \(number % 5_000)"))],
            at: VirtualClock.start + UInt64(number % 100))
        ]))
    }
    _ = try city.hub.commit(Store.memberLedger, drafts)
    return runs
  }

  /// The member's record, by the numbers that `LedgerStore.docc` gives.
  private static func listing(_ replica: ScriptedReplica) -> [Operation] {
    let id = RecordID(high: replica.replica.high, low: UInt64(replica.replica.low) << 48)
    func write(_ field: UInt16, _ value: Value) -> Operation {
      Operation(
        collection: CollectionID(rawValue: 60_000), record: id, field: FieldID(rawValue: field),
        value: value)
    }
    return [
      write(1, .text(replica.replica.description)), write(2, .bytes(replica.publicKey)),
      write(3, .text("office")), write(4, .text("county")),
      Operation(
        collection: CollectionID(rawValue: 60_000), record: id, field: FieldID(rawValue: 5),
        kind: .add, value: .text(ledger)),
      write(7, .instant(0)),
    ]
  }

  private func siblings(_ store: Store) throws -> Int {
    try store.record(ledger, workID(1))?.state(Guest.Field.note)?.siblings.count ?? 0
  }

  @Test func tenThousandSiblings() throws {
    let city = try TestCity()
    let runs = try crowd(city)
    let unseen = runs.last.map { [$0] } ?? []
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    #expect(try a.apply(ledger, Array(runs.dropLast())).applied == Self.count - 1)
    #expect(try b.apply(ledger, runs.dropLast().reversed()).applied == Self.count - 1)
    try expectConverged(ledger, [a, b])
    let conflict = try #require(
      try b.read { snapshot throws(StoreError) in
        var found: Conflict?
        try snapshot.conflicts { conflict throws(StoreError) in
          found = conflict
          return false
        }
        return found
      })
    #expect(conflict.siblings.count == Self.count - 1)
    #expect(Set(conflict.siblings.map(\.value)).count == 5_000)
    let newest = try #require(conflict.siblings.max { ($0.clock, $0.dot) < ($1.clock, $1.dot) })
    #expect(conflict.siblings[conflict.shown].dot == newest.dot)

    try b.edit(ledger, [Guest.write(workID(1), Guest.Field.note, .text("settled"))])
    #expect(try siblings(b) == 1)
    #expect(try b.apply(ledger, unseen).applied == 1)
    #expect(try siblings(b) == 2)
    #expect(try a.apply(ledger, unseen).applied == 1)
    _ = try a.pull(Store.memberLedger, from: city.hub)
    _ = try a.pull(ledger, from: b)
    try expectConverged(ledger, [a, b])
    let history = try a.read { snapshot throws(StoreError) in
      try snapshot.history(ledger, workID(1), field: Guest.Field.note)
    }
    #expect(history.count == Self.count + 1)
    try expectSound(b)
  }
}
