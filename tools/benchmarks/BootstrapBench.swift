// bootstrap: a new store from the hub's snapshot file, and the same store from the hub's log, in
// one run; once for a ledger just loaded, once for one whose records were each edited since.

import Causality
import Foundation
import LedgerStore
import Wire

extension Bench {
  func bootstrapBench() throws {
    Report.title("bootstrap: a new store from a snapshot, and from the log; both checked, durable")
    let hub = try create("bootstrap-hub", role: .hub)
    try commitRecords(count, to: hub)
    try compareBootstrap("\(count) records, as loaded", hub)
    let edits = Workload.edits(count, count)
    for start in stride(from: 0, to: count, by: 1_000) {
      _ = try hub.commit(
        ledger, try edits[start..<min(start + 1_000, count)].map { try Self.draft($0) })
    }
    try compareBootstrap("\(count) records, \(count) edits since", hub)
  }

  private func compareBootstrap(_ name: String, _ hub: Store) throws {
    let made = try timed { try hub.writeSnapshot(ledger) }
    let file = made.result
    guard try file.vector == hub.vector(ledger) else { throw BenchError("an old snapshot") }
    var ratios: [Double] = []
    for _ in 0..<3 {
      let replay = try applyAll(from: hub, to: "bootstrap-log")
      let agent = try create("bootstrap-snapshot", ledgers: [])
      try agent.trustHub(
        replica: hub.identity.replica, publicKey: hub.identity.publicKey, office: "hub")
      let bootstrap = try timed { try agent.bootstrap(ledger, from: file.path) }
      guard bootstrap.result.records == count, bootstrap.result.vector == file.vector else {
        throw BenchError("not bootstrapped: \(bootstrap.result)")
      }
      ratios.append(replay / bootstrap.seconds)
      Report.line(
        name, "log" + Report.seconds(replay), "snapshot" + Report.seconds(bootstrap.seconds),
        Report.rate(count, bootstrap.seconds, "records"))
    }
    Report.line(
      "  snapshot file", Report.mebibytes(file.bytes), "written in" + Report.seconds(made.seconds),
      String(format: "median ratio %.2f ", median(ratios)) + Report.atLeast(median(ratios), 2))
  }
}
