// Guarantees: a history made once, shown to fresh stores in every order of its writers' runs that
// causes allow; what the stores then hold and list must be the same. Nothing is verified here
// alone.

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

/// What a store tells of a ledger's conflicts.
struct ConflictView: Hashable {
  let open: [Conflict]
  let settled: Set<Settlement>
  let dump: String

  init(_ store: Store) throws {
    open = try openConflicts(store)
    settled = Set(try store.read { snapshot throws(StoreError) in try snapshot.settlements() })
    dump = try store.dump(ledger)
  }
}

func openConflicts(
  _ store: Store, _ filter: ConflictFilter = ConflictFilter(ledger: ledger)
) throws -> [Conflict] {
  var found: [Conflict] = []
  try store.read { snapshot throws(StoreError) in
    try snapshot.conflicts(filter) {
      found.append($0)
      return true
    }
  }
  return found
}

/// Applies all changes of `source` to fresh observers, one change a call, in up to `limit`
/// different causal orders, and expects each to tell what the others tell and to be sound.
@discardableResult
func expectEveryOrder(
  of source: Store, in city: TestCity, limit: Int = 24, seed: UInt64 = 1,
  at location: SourceLocation = #_sourceLocation
) throws -> ConflictView {
  var random = SeededGenerator(seed: seed)
  let runs = try source.runs(ledger)
  var orders: [[Run]] = [runs, runs.reversed()]
  for _ in 2..<max(3, limit) { orders.append(runs.shuffled(using: &random)) }
  let expected = try ConflictView(source)
  for (number, order) in orders.enumerated() {
    let reader = try city.office("reader \(number)", role: .observer)
    var rest = order
    // A run whose deps are not here yet waits: causes first, else the order drawn.
    while !rest.isEmpty {
      let waiting = try rest.filter { try reader.apply(ledger, [$0]).gap != nil }
      try #require(waiting.count < rest.count, "nothing fits", sourceLocation: location)
      rest = waiting
    }
    let view = try ConflictView(reader)
    #expect(view.dump == expected.dump, sourceLocation: location)
    #expect(view.open == expected.open, "order \(number)", sourceLocation: location)
    #expect(view.settled == expected.settled, "order \(number)", sourceLocation: location)
    #expect(try reader.check(deep: true).problems == [], sourceLocation: location)
  }
  return expected
}
