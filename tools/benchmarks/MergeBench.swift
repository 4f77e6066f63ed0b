// merge: two replicas of one ledger edit offline, 10,000 single-field edits each, 5 % on the same
// field; they meet at a hub. Wanted: no disjoint edit lost, every same-field edit reported with
// both values, no false conflict, equal dumps.

import Causality
import Foundation
import LedgerStore
import Wire

extension Bench {
  func mergeBench() throws {
    let records = min(count, 10_000)
    let edits = Workload.concurrent(records, records)
    Report.title("merge: two offline replicas, \(records) edits each")
    let hub = try create("merge-hub", role: .hub)
    let sides = try ["merge-a", "merge-b"].map { name in
      let store = try create(name)
      try store.trustHub(
        replica: hub.identity.replica, publicKey: hub.identity.publicKey, office: "hub")
      try hub.enrol(
        Member(
          replica: store.identity.replica, publicKey: store.identity.publicKey, office: name,
          role: .county, ledgers: [ledger], enrolledMilliseconds: 0))
      return store
    }
    for start in stride(from: 0, to: records, by: 100) {
      _ = try hub.commit(ledger, [try Self.draft(start..<min(start + 100, records))])
    }
    for side in sides {
      try exchange(hub, side, Store.memberLedger)
      try exchange(hub, side, ledger)
    }
    for (side, list) in zip(sides, [edits.a, edits.b]) {
      for start in stride(from: 0, to: list.count, by: 1_000) {
        let slice = list[start..<min(start + 1_000, list.count)]
        _ = try side.commit(ledger, slice.map { try Self.draft($0) })
      }
    }
    let seconds = try timed {
      for side in sides { try exchange(hub, side, ledger) }
      for side in sides { try exchange(hub, side, ledger) }
    }.seconds
    try judge(hub, sides, edits, seconds)
  }

  /// Both directions, by vectors alone.
  private func exchange(_ left: Store, _ right: Store, _ ledger: String) throws {
    for (from, to) in [(left, right), (right, left)] {
      if ledger == Store.memberLedger, to.identity.role == .hub { continue }
      var vector = try to.vector(ledger)
      var more = true
      while more {
        let chunk = try from.nextChangeSet(ledger, from: &vector, maxBytes: 1 << 20)
        more = chunk.more
        var reader = ChangeSetReader()
        reader.feed(chunk.frames)
        var runs: [Run] = []
        while let run = try reader.nextRun() { runs.append(run) }
        _ = try to.apply(ledger, runs)
      }
    }
  }

  private func judge(
    _ hub: Store, _ sides: [Store], _ edits: (a: [Workload.Edit], b: [Workload.Edit]),
    _ seconds: Double
  ) throws {
    struct Cell: Hashable {
      let record: RecordID
      let field: FieldID
    }
    func written(_ list: [Workload.Edit]) throws -> [Cell: Value] {
      var cells: [Cell: Value] = [:]
      for edit in list {
        let operation = try Self.draft(edit).operations[0]
        cells[Cell(record: operation.record, field: operation.field)] = operation.value
      }
      return cells
    }
    let (a, b) = (try written(edits.a), try written(edits.b))
    let meeting = Set(a.keys).intersection(b.keys)
    let differing = meeting.filter { a[$0] != b[$0] }
    var lost = 0
    var reported: [Cell: Set<Value>] = [:]
    try hub.read { (snapshot) throws(StoreError) in
      for (cell, value) in a.merging(b, uniquingKeysWith: { left, _ in left })
      where !meeting.contains(cell) {
        if try snapshot.record(self.ledger, cell.record)?[cell.field] != value { lost += 1 }
      }
      try snapshot.conflicts { conflict in
        reported[Cell(record: conflict.record, field: conflict.field)] =
          Set(conflict.siblings.map(\.value))
        return true
      }
    }
    let both = differing.filter { cell in
      guard let left = a[cell], let right = b[cell] else { return false }
      return reported[cell] == [left, right]
    }
    let falseConflicts = reported.keys.filter { !meeting.contains($0) }.count
    let dumps = try ([hub] + sides).map { store in
      var bytes: [UInt8] = []
      try store.canonicalDump(ledger: ledger) { bytes += $0 }
      return Digest(hashing: bytes)
    }
    Report.line(
      "exchange and apply", Report.seconds(seconds),
      Report.rate(edits.a.count + edits.b.count, seconds, "edits"))
    Report.line("disjoint edits lost", "\(lost) of \(a.count + b.count - 2 * meeting.count)")
    Report.line(
      "same-field edits, both values", "\(both.count) of \(differing.count)",
      "(\(meeting.count - differing.count) typed alike on both sides)")
    Report.line("false conflicts", "\(falseConflicts)")
    Report.line("equal dumps", Set(dumps).count == 1 ? "yes" : "NO")
    guard lost == 0, both.count == differing.count, falseConflicts == 0, Set(dumps).count == 1
    else { throw BenchError("merge: a promise is broken") }
  }
}
