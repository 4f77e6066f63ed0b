// Measures, when TAIZHANG_BENCH names a number of changes
// 1. Changes a second from a hub to a new office over loopback, and back to a new hub, with the
//    time that the store alone takes to apply the same changes.

import Causality
import Foundation
import LMDB
import LedgerStore
import SyncHTTP
import TestSupport
import Testing
import Wire

@Suite(.serialized) struct ThroughputTests {
  static let count = ProcessInfo.processInfo.environment["TAIZHANG_BENCH"].flatMap { Int($0) }

  @Test(.enabled(if: count != nil)) func changesASecond() async throws {
    let count = Self.count ?? 0
    let live = try await LiveHub()
    for start in stride(from: 0, to: count, by: 500) {
      let drafts = (start..<min(count, start + 500)).map { Self.draft($0, live.hub) }
      _ = try live.hub.commit("411702", drafts)
    }
    let east = try live.city.stranger("east", ledgers: [])
    _ = try await Agent.join(
      east, url: live.url, token: try live.invite("411721").token, options: live.options(),
      logger: silent)
    try east.addLedger("411702")
    let token = try live.invite().token
    let clock = ContinuousClock()
    var received = 0
    let pulling = try await clock.measure {
      let report = try await Agent.join(
        east, url: live.url, token: token, options: live.options(), logger: silent)
      received = report.syncs.reduce(0) { $0 + $1.received }
    }
    #expect(received == count)

    let alone = try live.city.office("alone")
    var applying = Duration.zero
    var bytes = 0
    var from = VersionVector()
    var more = true
    while more {
      let chunk = try live.hub.nextChangeSet("411702", from: &from, maxBytes: 4 << 20)
      more = chunk.more
      bytes += chunk.frames.count
      var reader = ChangeSetReader()
      reader.feed(chunk.frames)
      var runs: [Run] = []
      while let run = try reader.nextRun() { runs.append(run) }
      applying += try clock.measure { _ = try alone.apply("411702", runs) }
    }
    func rate(_ time: Duration) -> Int { Int(Double(count) / (time / .seconds(1))) }
    print(
      "\(count) changes, \(bytes) bytes of frames: pull \(rate(pulling))/s (\(pulling)),",
      "apply alone \(rate(applying))/s (\(applying))")
    await live.stop()
  }

  static func draft(_ number: Int, _ store: Store) -> Draft {
    let id = store.newRecordID()
    let text = "项目 \(number) 的说明，包括建设内容、责任单位、进度安排和存在的问题，共若干字。"
    return Draft(
      author: "editor",
      operations: [
        Guest.write(id, Guest.Field.name, .text("project \(number)")),
        Guest.write(id, Guest.Field.note, .text(text + text + text)),
        Guest.write(id, Guest.Field.amount, .integer(Int64(number * 7_919))),
        Guest.write(id, Guest.Field.stage, .code(UInt32(number % 4))),
        Guest.write(id, Guest.Field.plan, .text("plan \(number % 97) \(text)")),
        Guest.write(id, Guest.Field.urgent, .boolean(number % 3 == 0)),
        Guest.add(id, "tag\(number % 11)"),
      ])
  }
}
