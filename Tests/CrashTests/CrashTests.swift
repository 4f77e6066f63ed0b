// Verifies, by killing a process that commits and applies, 200 times at random moments:
//  1. what was acknowledged is there after the kill, and nothing that was not asked for
//  2. every change is there as a whole: log, vector, records and indexes agree (deep check), chains
//     and signatures hold
//  3. no more than the one transaction under way is there beyond what was acknowledged
//  4. the store goes on: it commits, takes the rest, and converges with the store it took from
//  5. a rebuild of the derived tables that is killed leaves the old or the new tables

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

private let killsWanted = 200
private let killsPerStore = 25

@Suite(.serialized) struct CrashTests {
  let city: TestCity
  let bundle: String

  init() throws {
    city = try TestCity()
    bundle = city.directory.path("bundle")
  }

  /// A store with 2,000 changes in runs of one to five; its bundle is what children apply.
  private func writeSource() throws -> Store {
    let source = try city.office("source")
    var random = SeededGenerator(seed: 1)
    var number = 0
    while number < 2_000 {
      let drafts = (0...random.below(5)).map { step in
        Draft(
          author: "source",
          operations: [
            Guest.write(
              CrashRecord.counter, Guest.Field.note, .text("source \(number + step)")),
            Guest.add(RecordID(high: 2, low: UInt64(number % 50)), "tag \(step)"),
          ])
      }
      _ = try source.commit(ledger, drafts)
      number += drafts.count
    }
    // Runs as small as they were written, so that a kill finds the child inside many of them.
    var from = VersionVector()
    var bytes: [UInt8] = []
    while true {
      let chunk = try source.nextChangeSet(ledger, from: &from, maxBytes: 1)
      bytes += chunk.frames
      guard chunk.more else { break }
    }
    try FrameWriter.appendEnd(more: false, to: &bytes)
    try Data(bytes).write(to: URL(fileURLWithPath: bundle))
    return source
  }

  @Test func killedAtAnyMoment() throws {
    let source = try writeSource()
    let seed = Seeds.asked ?? 1
    var random = SeededGenerator(seed: seed)
    var kills = 0
    var (lines, commits, rebuilds) = (0, UInt64(0), 0)
    while kills < killsWanted {
      let path: String
      do {
        let office = try city.office("office \(kills)")
        path = office.path
        _ = try source.pull(Store.memberLedger, from: city.hub)
      }
      for round in 0..<killsPerStore where kills < killsWanted {
        kills += 1
        let (said, wasKilled) = try Child.run(
          ["edits", path, ledger, bundle, String(random.next())], killAfter: random.below(8),
          microseconds: UInt32(random.below(6_000)))
        #expect(wasKilled)
        lines += said.lines.count
        rebuilds += said.count("R")
        let store = try Store.open(
          at: path, schema: Guest.schema,
          options: StoreOptions(mapSizeBytes: 256 << 20, sync: .none))
        let replay = Seeds.replay(seed, "CrashTests") + ", kill \(kills)"
        try expectWhole(store, said, source, replay)
        if round == killsPerStore - 1 || kills == killsWanted {
          commits += try store.vector(ledger)[store.identity.replica]
          try expectGoesOn(store, source)
        }
      }
    }
    print(
      "crash: \(kills) kills, \(lines) acknowledgements, \(commits) commits, \(rebuilds) rebuilds")
    #expect(lines > kills)
    #expect(commits > 100)
  }

  private func expectWhole(
    _ store: Store, _ said: Acknowledged, _ source: Store, _ replay: String
  ) throws {
    let comment = Comment(rawValue: replay)
    let vector = try store.vector(ledger)
    let own = vector[store.identity.replica]
    let taken = vector[source.identity.replica]
    #expect(own >= said.committed, comment)
    #expect(taken >= said.applied, comment)
    if said.committed > 0 { #expect(own <= said.committed + 4, comment) }
    #expect(try store.check(deep: true).problems == [], comment)
    #expect(try store.verify().problems == [], comment)
    let counter = try store.record(ledger, CrashRecord.counter)
    if own > 0 { #expect(counter?[Guest.Field.amount] == .integer(Int64(own)), comment) }
    for seq in stride(from: own, to: max(0, Int64(own) - 20).magnitude, by: -1) where seq > 0 {
      let record = try store.record(ledger, RecordID(high: 1, low: seq))
      #expect(record?[Guest.Field.name] == .text("change \(seq)"), comment)
    }
    #expect(try store.record(ledger, RecordID(high: 1, low: own + 1)) == nil, comment)
  }

  private func expectGoesOn(_ store: Store, _ source: Store) throws {
    try store.edit(ledger, [Guest.add(CrashRecord.counter, "on")])
    _ = try store.pull(ledger, from: source)
    let hub = city.hub
    for other in [store, source] { _ = try hub.pull(ledger, from: other) }
    for other in [store, source] { _ = try other.pull(ledger, from: hub) }
    _ = try source.pull(Store.memberLedger, from: hub)
    _ = try source.pull(ledger, from: hub)
    #expect(try store.dump(ledger) == hub.dump(ledger))
    #expect(try source.dump(ledger) == hub.dump(ledger))
    #expect(try store.check(deep: true).isOK)
    #expect(try hub.check(deep: true).isOK)
  }
}
