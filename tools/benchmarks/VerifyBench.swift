// verify: every chain, signature and verdict of a log, in changes a second of one core. Two logs:
// whole records, as loaded, and edits of one field, as typed; the second is what the limit speaks
// of.

import Foundation
import LedgerStore

extension Bench {
  func verifyBench() throws {
    Report.title("verify: chains, signatures, verdicts; one core")
    let loaded = try create("verify-loaded", role: .hub)
    try commitRecords(count, to: loaded)
    let whole = try timed { try loaded.verify() }
    try requireSound(whole.result)
    Report.line(
      "\(count) records of 40 fields", Report.seconds(whole.seconds),
      Report.rate(count, whole.seconds, "records"),
      Report.atLeast(Double(count) / whole.seconds, Double(count) / 30))

    let typed = try create("verify-typed", role: .hub)
    try commitRecords(min(count, 10_000), to: typed)
    let edits = Workload.edits(min(count, 10_000), count)
    var drafts: [Draft] = []
    for edit in edits { drafts.append(try Self.draft(edit)) }
    for start in stride(from: 0, to: drafts.count, by: 1_000) {
      _ = try typed.commit(ledger, Array(drafts[start..<min(start + 1_000, drafts.count)]))
    }
    // The limit speaks of chains and signatures; verdicts and pins come on top. Of processor time:
    // one core's, whatever else the machine does.
    for (name, isJudging) in [("chains and signatures", false), ("verdicts too", true)] {
      let before = clock()
      try requireSound(try typed.verify(judging: isJudging))
      let seconds = Double(clock() - before) / Double(CLOCKS_PER_SEC)
      Report.line(
        "\(count) edits: \(name)", Report.seconds(seconds), Report.rate(count, seconds, "changes"),
        Report.atLeast(Double(count) / seconds, 200_000))
    }
  }

  private func requireSound(_ report: VerifyReport) throws {
    guard report.problems.isEmpty else { throw BenchError("not sound: \(report.problems[0])") }
  }
}
