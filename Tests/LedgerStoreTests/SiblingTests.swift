// Verifies:
//  1. a register with 10,000 siblings, each by another replica, none of which had seen another: stores
//     that took them in different orders and batches are equal, the conflict lists every one, one change
//     that has seen them all settles it, and nothing of them is lost from history
//  2. what one more sibling costs, one a transaction, stays within a bound that a person does not notice

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite(.serialized) struct SiblingTests {
  private static let count = 10_000

  /// As many members as there are siblings, listed by the hub in a few changes, and what each wrote.
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

  @Test(.timeLimit(.minutes(10))) func tenThousandSiblings() throws {
    let city = try TestCity()
    let clock = ContinuousClock()
    let runs = try crowd(city)
    let (a, b) = (try city.office("office a"), try city.office("office b"))
    // One after the other, a transaction each, at three sizes; the rest in bulk.
    var costs: [String] = []
    var taken = 0
    var slowest = Duration.zero
    for size in [100, 1_000, 5_000, Self.count - 50] {
      let bulk = try a.apply(ledger, Array(runs[taken..<size]))
      #expect(bulk.applied == size - taken)
      let started = clock.now
      for run in runs[size..<size + 50] { #expect(try a.apply(ledger, [run]).applied == 1) }
      let each = (clock.now - started) / 50
      costs.append("\(size): \(each)")
      slowest = max(slowest, each)
      taken = size + 50
    }
    print("one more sibling of \(costs.joined(separator: ", "))")
    #expect(slowest < .milliseconds(100))
    #expect(try siblings(a) == Self.count)

    // Backwards, in batches.
    let started = clock.now
    for start in stride(from: Self.count, to: 0, by: -1_000) {
      _ = try b.apply(ledger, Array(runs[start - 1_000..<start].reversed()))
    }
    print("10,000 siblings in ten transactions: \(clock.now - started)")
    _ = try city.hub.pull(ledger, from: a)
    try expectConverged(ledger, [a, b, city.hub])
    let conflict = try #require(
      try b.read { snapshot throws(StoreError) in
        var found: Conflict?
        try snapshot.conflicts { conflict throws(StoreError) in
          found = conflict
          return false
        }
        return found
      })
    #expect(conflict.siblings.count == Self.count)
    #expect(Set(conflict.siblings.map(\.value)).count == 5_000)
    let newest = try #require(conflict.siblings.max { ($0.clock, $0.dot) < ($1.clock, $1.dot) })
    #expect(conflict.siblings[conflict.shown].dot == newest.dot)

    // A further one that nobody had seen, and a settlement that has seen all but that one.
    let late = try city.office("late")
    try late.edit(ledger, [Guest.write(workID(1), Guest.Field.note, .text("late"))])
    let settled = clock.now
    try b.edit(ledger, [Guest.write(workID(1), Guest.Field.note, .text("settled"))])
    print("settling them: \(clock.now - settled)")
    #expect(try siblings(b) == 1)
    _ = try b.pull(Store.memberLedger, from: city.hub)
    try city.settle([a, b, late, city.hub])
    try expectConverged(ledger, [a, b, late, city.hub])
    #expect(try siblings(late) == 2)
    let asked = clock.now
    let history = try late.read { snapshot throws(StoreError) in
      try snapshot.history(ledger, workID(1), field: Guest.Field.note)
    }
    print("history of 10,002 writes: \(clock.now - asked)")
    #expect(history.count == Self.count + 2)
    try expectSound(a, b)
  }
}
