// The process that CrashTests kill: applies a bundle and commits, in turn, for ever, and says on its
// standard output what has been acknowledged, one line each, written before it goes on.
//
//   crash-child STORE LEDGER BUNDLE SEED
//   C seq          a commit returned; seq is the store's last
//   A replica seq  an apply returned; seq is the highest of the bundle's replica
//   R              the derived tables were rebuilt
//
// With a snapshot file (`.tzs`) for BUNDLE it makes the ledger from it, compacts it, and ends:
//   P bytes        so much of the file is installed
//   D              the ledger is there

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Wire

/// Writes a line at once: what was said before a kill was done before it.
private func say(_ line: String) {
  let bytes = Array((line + "\n").utf8)
  guard write(1, bytes, bytes.count) == bytes.count else { exit(2) }
}

@main
enum CrashChild {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let seed = UInt64(arguments[4]) else { exit(64) }
    let ledger = arguments[2]
    let store = try Store.open(
      at: arguments[1], schema: Guest.schema, options: StoreOptions(mapSizeBytes: 256 << 20))
    if arguments[3].hasSuffix(".tzs") {
      _ = try store.bootstrap(ledger, from: arguments[3]) { done, _ in say("P \(done)") }
      say("D")
      _ = try store.compact(ledger, requireBackup: false)
      exit(0)
    }
    let bundle = try Data(contentsOf: URL(fileURLWithPath: arguments[3]))
    let runs = try Frames.runs(in: Array(bundle))
    var random = SeededGenerator(seed: seed)
    var next = 0
    while true {
      if random.chance(50), next < runs.count {
        let end = min(runs.count, next + 1 + random.below(20))
        let report = try store.apply(ledger, Array(runs[next..<end]))
        guard report.gap == nil, report.refused.isEmpty else { exit(3) }
        next = end
        say("A \(runs[0].replica) \(report.vector[runs[0].replica])")
      } else if random.chance(2) {
        try store.rebuildDerived()
        say("R")
      } else {
        let first = try store.vector(ledger)[store.identity.replica] + 1
        let drafts = (0..<UInt64(1 + random.below(4))).map { draft(seq: first + $0, &random) }
        let receipt = try store.commit(ledger, drafts)
        guard receipt.dots.first?.seq == first, let last = receipt.dots.last else { exit(3) }
        say("C \(last.seq)")
      }
    }
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
