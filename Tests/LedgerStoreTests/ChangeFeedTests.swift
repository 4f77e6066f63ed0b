// Verifies:
//  1. a feed cut into the smallest chunks gives the same changes, in an order in which every change
//     follows its deps, and is resumed from its vector at every cut
//  2. a receiver that stops at any chunk goes on from its own vector
//  3. a vector that names unknown replicas and numbers beyond the end asks for nothing of them
//  4. a peer that has everything is sent nothing, and nothing is written
//  5. concurrent writers' changes interleave and stay causal, also through stores that joined runs
//  6. the feed of an unknown ledger is refused
//  7. a chunk of several runs stays below its bound; a run beyond the bound on runs is not begun

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct ChangeFeedTests {
  let city: TestCity
  let stores: [Store]

  init() throws {
    let city = try TestCity()
    self.city = city
    stores = try ["a", "b", "c"].map { try city.office("office \($0)") } + [city.hub]
    for store in stores where store !== city.hub {
      _ = try store.pull(Store.memberLedger, from: city.hub)
    }
  }

  /// 200 commits of one to four drafts by three offices that meet now and then.
  private func write(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for round in 0..<200 {
      city.clock.advance(by: 1_000)
      let store = stores[random.below(3)]
      let drafts = (0...random.below(4)).map { _ in
        Draft(
          author: "editor",
          operations: [
            Guest.write(
              workID(UInt64(random.below(10))), Guest.Field.amount, .integer(Int64(round)))
          ])
      }
      _ = try store.commit(ledger, drafts)
      if random.chance(20) { try store.pull(ledger, from: stores[random.below(4)]) }
    }
  }

  /// Every change follows its deps and its chain.
  private func expectCausal(_ runs: [Run], from start: VersionVector) {
    var seen = start
    for change in runs.flatMap(\.changes) {
      let dot = change.header.dot
      #expect(dot.seq == seen[dot.replica] + 1)
      for entry in change.header.depsDelta { #expect(seen[entry.replica] >= entry.seq) }
      seen[dot.replica] = dot.seq
    }
  }

  @Test(arguments: Seeds.first(4)) func smallestChunks(_ seed: UInt64) throws {
    try write(seed: seed)
    try city.hub.pull(ledger, from: stores[0])
    for store in stores {
      var from = VersionVector()
      var bytes: [UInt8] = []
      var total = 0
      while true {
        let before = from
        let chunk = try store.nextChangeSet(ledger, from: &from, maxBytes: 1)
        total += chunk.changes
        bytes += chunk.frames
        #expect(chunk.changes == 0 || from != before)
        #expect(chunk.changes > 0 || !chunk.more)
        guard chunk.more else { break }
      }
      #expect(from == (try store.vector(ledger)))
      try FrameWriter.appendEnd(more: false, to: &bytes)
      let runs = try Frames.runs(in: bytes)
      expectCausal(runs, from: VersionVector())
      #expect(runs.flatMap(\.changes).count == total)
      expectCausal(try store.runs(ledger), from: VersionVector())
    }
    try city.settle(stores)
    try expectConverged(ledger, stores)
    for store in stores { try expectSound(store) }
  }

  @Test func receiversResume() throws {
    try write(seed: 9)
    let (sender, receiver) = (stores[0], try city.office("late"))
    while true {
      var from = try receiver.vector(ledger)
      let chunk = try sender.nextChangeSet(ledger, from: &from, maxBytes: 400)
      if chunk.changes == 0 { break }
      let report = try receiver.apply(ledger, Frames.wholeRuns(in: chunk.frames))
      #expect(report.applied == chunk.changes)
      #expect(try receiver.vector(ledger) == from)
    }
    try expectConverged(ledger, [sender, receiver])
    try expectSound(sender, receiver)
  }

  @Test func boundsAreKept() throws {
    let store = stores[0]
    for _ in 0..<30 {
      let drafts = (0..<4).map { number in
        Draft(
          author: "editor",
          operations: [
            Guest.write(
              workID(UInt64(number)), Guest.Field.note, .text(String(repeating: "长", count: 80)))
          ])
      }
      _ = try store.commit(ledger, drafts)
    }
    var from = VersionVector()
    var more = true
    var chunks = 0
    while more {
      let chunk = try store.nextChangeSet(ledger, from: &from, maxBytes: 5_000)
      #expect(chunk.frames.count <= 5_000)
      #expect(chunk.runs > 1 || !chunk.more)
      more = chunk.more
      chunks += 1
    }
    #expect(chunks > 4)
    #expect(from == (try store.vector(ledger)))
    var untouched = VersionVector()
    let none = try store.nextChangeSet(
      ledger, from: &untouched, maxBytes: 5_000, runBytesMax: 300)
    #expect(none.changes == 0 && none.more && none.frames.isEmpty)
    #expect(untouched == VersionVector())
  }

  @Test func unknownEntriesAskForNothing() throws {
    try write(seed: 3)
    let store = stores[0]
    var vector = try store.vector(ledger)
    vector[ReplicaID(high: 1, low: 1)] = 7
    vector[store.identity.replica] = 1_000_000
    let chunk = try store.nextChangeSet(ledger, from: &vector, maxBytes: 1 << 20)
    #expect(chunk.changes == 0)
    #expect(!chunk.more)
    #expect(vector[store.identity.replica] == 1_000_000)
    try expectSound(store)
  }

  @Test func nothingForWhoHasAll() throws {
    try write(seed: 4)
    let store = stores[0]
    let before = try store.statistics().lastTransaction
    var vector = try store.vector(ledger)
    let chunk = try store.nextChangeSet(ledger, from: &vector, maxBytes: 1 << 20)
    #expect(chunk.frames.isEmpty)
    #expect(!chunk.more)
    #expect(try store.apply(ledger, []).applied == 0)
    #expect(try store.statistics().lastTransaction == before)
    #expect(
      refusal { _ = try store.nextChangeSet("none", from: &vector, maxBytes: 1) }
        == .noSuchLedger)
    try expectSound(store)
  }
}
