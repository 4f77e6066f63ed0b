// What the tests of this target share: how a store is found sound, and how refusals are caught.

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

typealias Operation = Wire.Operation
typealias Expectation = LedgerStore.Expectation

/// The checker that users run, and every signature: each test ends here with each of its stores.
func expectSound(_ stores: Store..., at location: SourceLocation = #_sourceLocation) throws {
  for store in stores {
    #expect(try store.check(deep: true).problems == [], sourceLocation: location)
    #expect(try store.verify().problems == [], sourceLocation: location)
  }
}

/// Equal version vectors, equal dumps, and one more exchange moves nothing.
func expectConverged(
  _ ledger: String, _ stores: [Store], at location: SourceLocation = #_sourceLocation
) throws {
  for store in stores.dropFirst() {
    #expect(
      try store.vector(ledger) == stores[0].vector(ledger), sourceLocation: location)
    #expect(try store.dump(ledger) == stores[0].dump(ledger), sourceLocation: location)
    #expect(try store.pull(ledger, from: stores[0]).applied == 0, sourceLocation: location)
  }
}

/// The code with which `body` was refused; nil when it was not.
func refusal(_ body: () throws -> Void) -> StoreErrorCode? {
  do {
    try body()
    return nil
  } catch let error as StoreError {
    return error.code
  } catch {
    Issue.record("another error: \(error)")
    return nil
  }
}

/// A work of its own for a test: the same id in every run.
func workID(_ number: UInt64) -> RecordID {
  .v7(milliseconds: VirtualClock.start, random: (number, number))
}

let ledger = "411702"

extension Store {
  /// The canonical dump of a ledger without its vector: what people see of it.
  func records(_ ledger: String) throws -> [String] {
    try dump(ledger).split(separator: "\n").map(String.init)
      .filter { !$0.contains("\"vector\"") }
  }

  /// The open conflicts of all ledgers, a line each: id, dots, and which sibling is shown.
  func conflictLines() throws -> [String] {
    try read { snapshot throws(StoreError) in
      var lines: [String] = []
      try snapshot.conflicts { conflict throws(StoreError) in
        lines.append("\(conflict.id) \(conflict.siblings.map(\.dot)) \(conflict.shown)")
        return true
      }
      return lines
    }
  }
}
