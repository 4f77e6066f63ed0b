// Commits, applies and rebuilds, as chance has it.

import Causality
import Foundation
import LedgerStore
import TestSupport
import Wire

struct Edits {
  private var task: Task
  private let store: Store
  private let runs: [Run]

  init(_ task: Task) throws {
    self.task = task
    store = try task.open()
    runs = try Frames.runs(in: Array(Data(contentsOf: URL(fileURLWithPath: task.material))))
  }

  mutating func run() throws {
    var next = 0
    while true {
      if task.random.chance(50), next < runs.count {
        let end = min(runs.count, next + 1 + task.random.below(20))
        let report = try store.apply(task.ledger, Array(runs[next..<end]))
        guard report.gap == nil, report.refused.isEmpty else { exit(3) }
        next = end
        say("A \(runs[0].replica) \(report.vector[runs[0].replica])")
      } else if task.random.chance(2) {
        try store.rebuildDerived()
        say("R")
      } else {
        try Self.commit(store, &task)
      }
    }
  }

  /// Commits one to four changes and says so.
  static func commit(_ store: Store, _ task: inout Task) throws {
    let first = try store.vector(task.ledger)[store.identity.replica] + 1
    var drafts: [Draft] = []
    for seq in first..<first + UInt64(1 + task.random.below(4)) {
      drafts.append(draft(seq: seq, &task.random))
    }
    let receipt = try store.commit(task.ledger, drafts)
    guard receipt.dots.first?.seq == first, let last = receipt.dots.last else { exit(3) }
    say("C \(last.seq)")
  }

  /// Every change writes its own number to one record, so that a reader knows which one is shown,
  /// and to a record of its own.
  private static func draft(seq: UInt64, _ random: inout SeededGenerator) -> Draft {
    let own = RecordID(high: 1, low: seq)
    let note = String(repeating: "n", count: random.below(random.chance(10) ? 20_000 : 100))
    return Draft(
      author: "child",
      operations: [
        Guest.write(CrashRecord.counter, Guest.Field.amount, .integer(Int64(seq))),
        Guest.write(own, Guest.Field.name, .text("change \(seq)")),
        Guest.write(own, Guest.Field.note, .text(note)),
        Guest.add(own, "tag \(seq % 3)"),
      ])
  }
}
