// commit: single-field edits on a loaded store, 1 and 1,000 changes a transaction, against C making
// the same puts on a copy of the same store with the same sync mode. apply: the same changes, and
// whole records, taken from the network's form.

import Causality
import Foundation
import LedgerStore
import Wire

extension Bench {
  /// A loaded store to copy from; `count` records in changes of 100.
  private func prepared(_ count: Int) throws -> String {
    let name = "prepared-\(count)"
    if FileManager.default.fileExists(atPath: path(name)) { return name }
    let store = try create(name)
    try commitRecords(count, to: store)
    return name
  }

  func commitRecords(_ count: Int, to store: Store) throws {
    var drafts: [Draft] = []
    for start in stride(from: 0, to: count, by: 100) {
      drafts.append(try Self.draft(start..<min(start + 100, count)))
      if drafts.count == 40 || start + 100 >= count {
        _ = try store.commit(ledger, drafts)
        drafts.removeAll()
      }
    }
  }

  func commitBench() throws {
    Report.title("commit: single-field edits, each its own signed change, durable")
    let records = min(count, 10_000)
    for (perTransaction, edits) in [(1, 1_000), (1_000, 20_000)] {
      let base = try prepared(records)
      var ratios: [Double] = []
      for _ in 0..<3 {
        let (work, twinCopy) = (fresh("commit"), fresh("commit-twin"))
        try FileManager.default.copyItem(atPath: path(base), toPath: work)
        try FileManager.default.copyItem(atPath: path(base), toPath: twinCopy)
        let drafts = try Workload.edits(records, edits).map { try Self.draft($0) }
        let seconds = try commitAll(drafts, perTransaction)
        let first = UInt64((records + 99) / 100 + 1)
        let trace = try StoreTrace(
          directory: work, ledger: ledger, arrivals: first...(first + UInt64(edits) - 1),
          changesPerTransaction: perTransaction)
        let c = try trace.replay(twin: twin, directory: twinCopy, sync: "durable")
        ratios.append(seconds / c.seconds)
        Report.line(
          "\(perTransaction) a transaction, \(edits) edits", Report.seconds(seconds),
          Report.rate(edits, seconds, "changes"), Report.mebibytes(c.bytes),
          "C: " + Report.seconds(c.seconds))
      }
      Report.line("", Report.ratio("median ratio to C", median(ratios), atMost: 1.5))
    }
  }

  private func commitAll(_ drafts: [Draft], _ perTransaction: Int) throws -> Double {
    let store = try open("commit")
    return try timed {
      for start in stride(from: 0, to: drafts.count, by: perTransaction) {
        let end = min(start + perTransaction, drafts.count)
        _ = try store.commit(ledger, Array(drafts[start..<end]))
      }
    }.seconds
  }

  func applyBench() throws {
    Report.title("apply: runs as they come from the network, checked, durable")
    for size in Set([min(count, 10_000), count]).sorted() {
      let source = try create("apply-hub", role: .hub)
      try commitRecords(size, to: source)
      let seconds = try applyAll(from: source, to: "apply-agent")
      let trace = try StoreTrace(
        directory: path("apply-agent"), ledger: ledger,
        arrivals: 1...UInt64((size + 99) / 100), changesPerTransaction: 40)
      let c = try trace.replay(twin: twin, directory: fresh("apply-twin"), sync: "durable")
      Report.line(
        "\(size) records of 40 fields", Report.seconds(seconds),
        Report.rate(size, seconds, "records"), Report.mebibytes(c.bytes),
        "C: " + Report.seconds(c.seconds), String(format: "ratio %.2f", seconds / c.seconds),
        Report.atLeast(Double(size) / seconds, 30_000))
    }
  }

  /// Frames from one store, runs into another, about 4 MiB a transaction.
  func applyAll(from source: Store, to name: String) throws -> Double {
    let agent = try create(name)
    try agent.trustHub(
      replica: source.identity.replica, publicKey: source.identity.publicKey, office: "hub")
    // The changes were made under the source's member list: it comes first, as in a sync.
    _ = try pull(Store.memberLedger, from: source, to: agent)
    return try pull(ledger, from: source, to: agent)
  }

  /// The seconds that applying took.
  private func pull(_ ledger: String, from source: Store, to agent: Store) throws -> Double {
    var vector = VersionVector()
    var seconds = 0.0
    var more = true
    while more {
      let chunk = try source.nextChangeSet(ledger, from: &vector, maxBytes: 4 << 20)
      more = chunk.more
      seconds += try timed {
        var reader = ChangeSetReader()
        reader.feed(chunk.frames)
        var runs: [Run] = []
        while let run = try reader.nextRun() { runs.append(run) }
        let report = try agent.apply(ledger, runs)
        guard report.applied == chunk.changes else { throw BenchError("not applied: \(report)") }
      }.seconds
    }
    return seconds
  }
}
