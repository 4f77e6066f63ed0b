// Verifies:
//  1. random histories of four members, with conflicts, archives, sets and removals: a snapshot at
//     a random point and the tail give the dump, conflicts and vector that replaying everything
//     gives; so do compaction at a random point and the rest. The seed is printed; TAIZHANG_SEED
//     replays it.
//  2. a store bootstrapped at one point may be bootstrapped again at a later one, with edits
//     between

import Causality
import Foundation
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct SnapshotHistoryTests {
  private static let seed: UInt64 =
    ProcessInfo.processInfo.environment["TAIZHANG_SEED"].flatMap(UInt64.init)
    ?? UInt64.random(in: 1...1_000_000)

  private func randomEdit(_ store: Store, _ random: inout SeededGenerator) throws {
    let id = workID(UInt64.random(in: 0..<6, using: &random))
    var operations: [Wire.Operation] = []
    let text = "\(store.identity.office) \(Int.random(in: 0..<50, using: &random))"
    switch Int.random(in: 0..<7, using: &random) {
    case 0: operations = [Guest.archive(id)]
    case 1: operations = [Guest.add(id, "t\(Int.random(in: 0..<4, using: &random))")]
    case 2: operations = [Guest.remove(id, "t\(Int.random(in: 0..<4, using: &random))")]
    case 3:
      operations = [
        Guest.write(id, Guest.Field.stage, .code(UInt32.random(in: 0..<4, using: &random)))
      ]
    case 4: operations = [Guest.restore(id)]
    default:
      operations = [
        Guest.write(id, Guest.Field.name, .text(text)),
        Guest.write(id, Guest.Field.amount, .integer(Int64.random(in: 0..<3, using: &random))),
      ]
    }
    try store.edit(ledger, operations)
  }

  @Test func anyPointWillDo() throws {
    for round in 0..<6 {
      let seed = Self.seed &+ UInt64(round)
      var random = SeededGenerator(seed: seed)
      let city = try TestCity(seed: seed)
      let members = try (0..<4).map { try city.office("office \($0)") }
      for member in members { _ = try member.pull(Store.memberLedger, from: city.hub) }
      let late = try city.office("late")
      _ = try city.hub.pull(ledger, from: members[0])
      let steps = 60
      let (snapshotAt, againAt, compactAt) = (
        Int.random(in: 0..<steps, using: &random), Int.random(in: 0..<steps, using: &random),
        Int.random(in: 0..<steps, using: &random)
      )
      for step in 0..<steps {
        try randomEdit(members[Int.random(in: 0..<4, using: &random)], &random)
        let member = members[Int.random(in: 0..<4, using: &random)]
        if Bool.random(using: &random) {
          _ = try city.hub.pull(ledger, from: member)
        } else if try member.vector(ledger).covers(try city.hub.base(ledger)) {
          _ = try member.pull(ledger, from: city.hub)
        }
        if step == snapshotAt || step == againAt {
          city.clock.advance(by: 2 * 86_400_000)
          let file = try city.hub.writeSnapshot(ledger)
          _ = try late.bootstrap(ledger, from: file.path)
          try randomEdit(late, &random)
        }
        if step == compactAt {
          for store in members {
            try city.hub.noteAcknowledged(
              store.identity.replica, ledger: ledger, try store.vector(ledger))
          }
          try city.hub.noteAcknowledged(
            late.identity.replica, ledger: ledger, try late.vector(ledger))
          _ = try city.hub.compact(ledger, requireBackup: false)
        }
      }
      for _ in 0..<2 {
        for store in members + [late] {
          _ = try city.hub.pull(ledger, from: store)
        }
        for store in members + [late] {
          _ = try store.pull(Store.memberLedger, from: city.hub)
          _ = try store.pull(ledger, from: city.hub)
        }
      }
      for store in members + [late] {
        #expect(try store.vector(ledger) == city.hub.vector(ledger), "TAIZHANG_SEED=\(seed)")
        #expect(try store.dump(ledger) == city.hub.dump(ledger), "TAIZHANG_SEED=\(seed)")
        #expect(try store.conflictLines() == city.hub.conflictLines(), "TAIZHANG_SEED=\(seed)")
        #expect(try store.check(deep: true).problems == [], "TAIZHANG_SEED=\(seed)")
        #expect(try store.verify().problems == [], "TAIZHANG_SEED=\(seed)")
      }
      try expectSound(city.hub)
    }
  }
}
