// Verifies:
//  1. a directory cloned to a second place and both edited: the copy gets a new identity at its
//     first write, the hub takes it by the old key's word, nothing is lost, all stores are equal
//  2. the image of a disk restored and edited before syncing: the fork freezes the store, a renewal
//     makes the lost edits again with what they had seen, the other history is taken in;
//     also those that the hub's receipt seems to cover, since it counts the other history; also
//     those of an identity that was renewed before anybody knew, with what was written upon them
//     since
//  3. two copies of one identity both renewed: both go on, everything typed stands
//  4. a hub restored from an older backup with its old key is followed; what it lost comes back
//  5. a store whose making was broken off is made anew; a backup says that it is one
//  6. a copy that meets the other's changes on a stick knows where to begin again; so does one that
//     meets somebody who has built upon the other's; in every ledger, not only where it was noticed
//  7. a third office that took the history which the hub refused is stuck until it drops the ledger
//     and
//    holds it again: it then takes the hub's, keeps the other as proof, and all stores are equal
//  8. a hub whose data file was put back takes nothing made upon the history that it lost, and
//     stands still once it has seen it; renewed, it makes its own again, the lost one comes back,
//     and all stores are equal; what it gave up is taken from nobody; so does one that was renewed
//     before anybody knew of it, by a second renewal
//  9. a name is frozen no longer, at the hub and at a third office that agrees with it, once its
//     machine has a new identity

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct CopyTests {
  let city: TestCity
  let directory = TemporaryDirectory("copies")

  init() throws { city = try TestCity() }

  private func options(anywhere: Bool) -> StoreOptions {
    var options = StoreOptions(
      mapSizeBytes: 256 << 20, sync: .none, wallMilliseconds: city.clock.reading)
    options.machineID = "machine"
    options.livesAnywhere = anywhere
    return options
  }

  private func office(_ name: String, anywhere: Bool = false) throws -> Store {
    let store = try Store.create(
      at: directory.path(name), ledgers: [ledger], office: name, role: .county,
      schema: Guest.schema, options: options(anywhere: anywhere))
    try city.join(store)
    return store
  }

  private func copy(_ store: Store, _ name: String, anywhere: Bool = false) throws -> Store {
    try FileManager.default.copyItem(atPath: store.path, toPath: directory.path(name))
    return try Store.open(
      at: directory.path(name), schema: Guest.schema, options: options(anywhere: anywhere))
  }

  private func admit(_ store: Store) throws {
    while let succession = try store.pendingSuccession() {
      let member = try city.hub.admit(succession)
      #expect(member.replica == succession.new)
      try store.settleSuccession()
    }
  }

  private func notes(_ store: Store) throws -> Set<Value> {
    var found: Set<Value> = []
    for number in 1...9 as ClosedRange<UInt64> {
      let record = try store.record(ledger, workID(number))
      for value in record?.elements(Guest.Field.tags) ?? [] { found.insert(value) }
    }
    return found
  }

  @Test func aClonedDirectory() throws {
    let original = try office("original")
    try original.edit(ledger, [Guest.add(workID(1), "shared")])
    let clone = try copy(original, "clone")
    #expect(clone.needsNewIdentity)
    #expect(!original.needsNewIdentity)
    try clone.edit(ledger, [Guest.add(workID(1), "clone")])
    try original.edit(ledger, [Guest.add(workID(1), "original")])
    #expect(clone.identity.replica != original.identity.replica)
    #expect(clone.renewal?.old == original.identity.replica)
    try admit(clone)
    try city.settle([original, clone, city.hub])
    #expect(try notes(city.hub).count == 3)
    let members = try city.hub.members()
    #expect(
      members.first { $0.replica == clone.identity.replica }?.succeeds
        == original.identity.replica)
    #expect(members.first { $0.replica == original.identity.replica }?.retiredMilliseconds != nil)
    try expectConverged(ledger, [original, clone, city.hub])
    try expectSound(original, clone, city.hub)
    #expect(!clone.needsNewIdentity)
  }

  @Test func aRestoredImage() throws {
    let original = try office("machine", anywhere: true)
    try original.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([original, city.hub])
    let restored = try copy(original, "image", anywhere: true)
    try original.edit(ledger, [Guest.add(workID(2), "two")])
    try original.edit(ledger, [Guest.add(workID(3), "three")])
    try city.settle([original, city.hub])
    for number in 4...6 as ClosedRange<UInt64> {
      try restored.edit(ledger, [Guest.add(workID(number), "restored \(number)")])
    }
    let replica = restored.identity.replica
    let fork = Dot(replica: replica, seq: 2)
    let (here, there) = (
      try #require(try hash(restored, fork)), try #require(try hash(city.hub, fork))
    )
    #expect(here != there)
    try restored.noteForeignHistory(ledger, dot: fork, here: here, there: there)
    #expect(refusal { try restored.edit(ledger, [Guest.add(workID(7), "x")]) } == .frozen)
    let report = try restored.renewIdentity()
    #expect(report.reissued == [ledger: 3])
    try admit(restored)
    try city.settle([restored, city.hub])
    #expect(try notes(city.hub).count == 6)
    #expect(try restored.vector(ledger)[replica] == 3)
    try restored.edit(ledger, [Guest.add(workID(7), "goes on")])
    try city.settle([restored, original, city.hub])
    try expectConverged(ledger, [restored, original, city.hub])
    for store in [restored, original, city.hub] {
      #expect(try store.check(deep: true).problems == [])
    }
  }

  @Test func aReceiptOfTheOtherHistory() throws {
    let original = try office("machine", anywhere: true)
    try original.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([original, city.hub])
    let restored = try copy(original, "image", anywhere: true)
    for number in 2...3 as ClosedRange<UInt64> {
      try original.edit(ledger, [Guest.add(workID(number), "other \(number)")])
    }
    try city.settle([original, city.hub])
    for number in 4...8 as ClosedRange<UInt64> {
      try restored.edit(ledger, [Guest.add(workID(number), "restored \(number)")])
    }
    let fork = Dot(replica: restored.identity.replica, seq: 2)
    // The exchange that finds the fork brings a receipt first.
    let path = directory.path("receipt")
    _ = try city.hub.writeReceipt(to: path)
    _ = try restored.applyReceipt(from: path)
    let (here, there) = (
      try #require(try hash(restored, fork)), try #require(try hash(city.hub, fork))
    )
    try restored.noteForeignHistory(ledger, dot: fork, here: here, there: there)
    #expect(try restored.unsentOwn(ledger) == 5)
    #expect(try restored.renewIdentity().reissued == [ledger: 5])
    try admit(restored)
    try city.settle([restored, original, city.hub])
    #expect(try notes(city.hub).count == 8)
    try expectConverged(ledger, [restored, original, city.hub])
    for store in [restored, original, city.hub] {
      #expect(try store.check(deep: true).problems == [])
    }
  }

  /// - Parameter typed: how many changes were typed on the restored image; at 1 the hub holds as
  ///   many of the other history, and takes what was written since under the new name.
  @Test(arguments: [1, 3] as [UInt64]) func aRestoredImageRenewedTooSoon(typed: UInt64) throws {
    let original = try office("machine", anywhere: true)
    try original.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([original, city.hub])
    let restored = try copy(original, "image", anywhere: true)
    try original.edit(ledger, [Guest.add(workID(2), "other")])
    try city.settle([original, city.hub])
    for number in 0..<typed {
      try restored.edit(ledger, [Guest.add(workID(3 + number), "restored \(number)")])
    }
    let former = restored.identity.replica
    #expect(try restored.renewIdentity().reissued.isEmpty)
    try restored.edit(ledger, [Guest.add(workID(8), "since")])
    try admit(restored)
    let report = try city.hub.apply(ledger, try restored.runs(ledger))
    #expect(report.refused.contains { $0.code == .equivocation })
    // As the next exchange finds it.
    let fork = Dot(replica: former, seq: 2)
    let (here, there) = (
      try #require(try hash(restored, fork)), try #require(try hash(city.hub, fork))
    )
    try restored.noteForeignHistory(ledger, dot: fork, here: here, there: there)
    #expect(refusal { try restored.edit(ledger, [Guest.add(workID(9), "x")]) } == .frozen)
    #expect(try restored.renewIdentity().reissued == [ledger: Int(typed) + 1])
    #expect(try restored.vector(ledger)[former] == 1)
    try admit(restored)
    try city.settle([restored, city.hub])
    #expect(try notes(city.hub).count == Int(typed) + 3)
    try restored.edit(ledger, [Guest.add(workID(9), "goes on")])
    try city.settle([restored, original, city.hub])
    // The other machine may have heard of a history of its name that it has not: it renews, too.
    _ = try original.renewIdentity()
    try admit(original)
    try city.settle([restored, original, city.hub])
    try expectConverged(ledger, [restored, original, city.hub])
    for store in [restored, original, city.hub] {
      #expect(try store.check(deep: true).problems == [])
    }
  }

  /// A hub goes on at a member's word, and stands still once it has seen the history that it lost.
  private func expectStandingStill(_ hub: Store, by county: Store) throws {
    #expect(try hub.read { snapshot throws(StoreError) in try snapshot.frozen() }.isEmpty)
    let refused = try hub.apply(ledger, try county.runs(ledger)).refused
    #expect(refused.contains { $0.code == .equivocation })
    #expect(refusal { try hub.edit(ledger, [Guest.add(workID(9), "x")]) } == .frozen)
  }

  @Test func aHubPutBack() throws {
    let (county, other) = (try office("county"), try office("other"))
    try city.hub.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([county, other, city.hub])
    let hub = try copy(city.hub, "put back", anywhere: true)
    try city.hub.edit(ledger, [Guest.add(workID(2), "lost")])
    _ = try county.pull(ledger, from: city.hub)
    try hub.edit(ledger, [Guest.add(workID(3), "instead")])
    _ = try other.pull(ledger, from: hub)
    try county.edit(ledger, [Guest.add(workID(4), "upon what was lost")])
    let own = try county.runs(ledger).filter { $0.replica == county.identity.replica }
    let report = try hub.apply(ledger, own)
    let former = hub.identity.replica
    #expect(report.applied == 0 && report.gap?.replica == former)
    #expect(report.alarms.map(\.code) == [.divergentHistory])
    try expectStandingStill(hub, by: county)
    #expect(try hub.renewIdentity().reissued == [ledger: 1])
    // Who took what the hub gave up is not first.
    let late = try hub.apply(ledger, try other.runs(ledger).filter { $0.replica == former })
    #expect(late.applied == 0 && late.refused.map(\.code) == [.equivocation])
    for store in [county, other] {
      #expect(try store.follow(try hub.successions(), to: hub.identity.publicKey))
    }
    try city.settle([hub, county])
    #expect(try notes(hub).count == 4)
    try expectConverged(ledger, [hub, county])
    for store in [hub, county] { #expect(try store.check(deep: true).problems == []) }
    try other.dropLedger(ledger, exportingTo: nil)
    try other.addLedger(ledger)
    try city.settle([hub, county, other])
    try expectConverged(ledger, [hub, county, other])
  }

  @Test func aHubPutBackAndRenewedTooSoon() throws {
    let county = try office("county")
    try city.hub.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([county, city.hub])
    let hub = try copy(city.hub, "put back", anywhere: true)
    try city.hub.edit(ledger, [Guest.add(workID(2), "lost")])
    _ = try county.pull(ledger, from: city.hub)
    try hub.edit(ledger, [Guest.add(workID(3), "instead")])
    let former = hub.identity.replica
    #expect(try hub.renewIdentity().reissued.isEmpty)
    try hub.edit(ledger, [Guest.add(workID(4), "since")])
    try county.edit(ledger, [Guest.add(workID(5), "upon what was lost")])
    let own = try county.runs(ledger).filter { $0.replica == county.identity.replica }
    let report = try hub.apply(ledger, own)
    #expect(report.applied == 0 && report.gap?.replica == former)
    #expect(report.alarms.map(\.code) == [.divergentHistory])
    try expectStandingStill(hub, by: county)
    #expect(try hub.renewIdentity().reissued == [ledger: 2])
    #expect(try hub.vector(ledger)[former] == 1)
    #expect(try county.follow(try hub.successions(), to: hub.identity.publicKey))
    try city.settle([hub, county])
    #expect(try notes(hub).count == 5)
    try expectConverged(ledger, [hub, county])
    for store in [hub, county] { #expect(try store.check(deep: true).problems == []) }
  }

  @Test func aNameIsFrozenNoLonger() throws {
    let original = try office("first", anywhere: true)
    let third = try office("third")
    try original.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([original, third, city.hub])
    let clone = try copy(original, "second", anywhere: true)
    try original.edit(ledger, [Guest.add(workID(2), "original")])
    try clone.edit(ledger, [Guest.add(workID(3), "clone")])
    try city.settle([original, third, city.hub])
    for store in [third, city.hub] {
      #expect(
        try store.apply(ledger, try clone.runs(ledger)).refused.contains {
          $0.code == .equivocation
        })
    }
    func frozen(_ store: Store) throws -> [ReplicaID] {
      try store.read { snapshot throws(StoreError) in try snapshot.frozen() }
    }
    #expect(try frozen(third).count == 1)
    #expect(try frozen(city.hub).count == 1)
    try clone.noteUnaccepted(ledger, from: 2)
    _ = try clone.renewIdentity()
    try admit(clone)
    #expect(try frozen(city.hub).isEmpty)
    try city.settle([third, clone, city.hub])
    let receipt = Receipt(
      ledger: ledger, hub: city.hub.identity.replica, epoch: 0, vector: try city.hub.vector(ledger),
      headsDigest: try city.hub.headsDigest(ledger), issuedMilliseconds: city.clock.now,
      signature: .zero)
    #expect(try third.compare(receipt) == nil)
    #expect(try frozen(third).isEmpty)
    try expectConverged(ledger, [third, clone, city.hub])
    try expectSound(third, clone, city.hub)
  }

  @Test func twoCopiesBothRenewed() throws {
    let original = try office("first", anywhere: true)
    try original.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([original, city.hub])
    let clone = try copy(original, "second", anywhere: true)
    try original.edit(ledger, [Guest.add(workID(2), "original")])
    try clone.edit(ledger, [Guest.add(workID(3), "clone")])
    for store in [original, clone] {
      try store.noteUnaccepted(ledger, from: 2)
      #expect(try store.renewIdentity().reissued == [ledger: 1])
      try admit(store)
    }
    try city.settle([original, clone, city.hub])
    #expect(try notes(city.hub).count == 3)
    try expectConverged(ledger, [original, clone, city.hub])
    try expectSound(original, clone, city.hub)
  }

  @Test func aStickTellsOfTheOtherHistory() throws {
    let original = try office("first", anywhere: true)
    try original.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([original, city.hub])
    let clone = try copy(original, "second", anywhere: true)
    try original.edit(ledger, [Guest.add(workID(2), "original")])
    try clone.edit(ledger, [Guest.add(workID(3), "clone")])
    try city.settle([original, city.hub])
    let report = try clone.pull(ledger, from: city.hub)
    #expect(report.refused.isEmpty && report.applied == 0)
    let met = try clone.apply(ledger, try city.hub.runs(ledger))
    #expect(met.refused.contains { $0.code == .equivocation })
    #expect(refusal { try clone.edit(ledger, [Guest.add(workID(4), "x")]) } == .frozen)
    #expect(try clone.renewIdentity().reissued == [ledger: 1])
    try admit(clone)
    try city.settle([original, clone, city.hub])
    #expect(try notes(city.hub).count == 3)
    try expectConverged(ledger, [original, clone, city.hub])
  }

  @Test func aThirdOfficeOnTheOtherHistory() throws {
    let original = try office("first", anywhere: true)
    let third = try office("third")
    try original.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([original, third, city.hub])
    let clone = try copy(original, "second", anywhere: true)
    try clone.edit(ledger, [Guest.add(workID(3), "clone")])
    // By a stick, before anybody knew.
    #expect(try third.apply(ledger, try clone.runs(ledger)).applied == 1)
    for number in 4...5 as ClosedRange<UInt64> {
      try original.edit(ledger, [Guest.add(workID(number), "original \(number)")])
    }
    try city.settle([original, city.hub])
    let refused = try third.pull(ledger, from: city.hub).refused
    #expect(refused.contains { $0.code == .equivocation })
    func frozen() throws -> [ReplicaID] {
      try third.read { snapshot throws(StoreError) in try snapshot.frozen() }
    }
    #expect(try frozen() == [original.identity.replica])
    try third.dropLedger(ledger, exportingTo: nil)
    #expect(try frozen().isEmpty)
    try third.addLedger(ledger)
    let lost = Dot(replica: original.identity.replica, seq: 2)
    let proofs = try third.read { snapshot throws(StoreError) in try snapshot.proofs() }
    let other = try hash(clone, lost)
    #expect(other != nil && proofs.contains { $0.dot == lost && $0.hash == other })
    #expect(try third.pull(ledger, from: city.hub).refused.isEmpty)
    try third.edit(ledger, [Guest.add(workID(6), "third goes on")])
    try city.settle([third, original, city.hub])
    try expectConverged(ledger, [third, original, city.hub])
    try expectSound(third, original, city.hub)
  }

  @Test func somebodyBuiltUponTheOtherHistory() throws {
    let original = try office("first", anywhere: true)
    let witness = try office("witness")
    try original.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([original, witness, city.hub])
    let clone = try copy(original, "second", anywhere: true)
    try original.edit(ledger, [Guest.add(workID(2), "original")])
    try city.settle([original, witness, city.hub])
    try witness.edit(ledger, [Guest.add(workID(4), "witness")])
    try clone.edit(ledger, [Guest.add(workID(3), "clone")])
    // Only what the witness wrote reaches the copy, which takes its own second change for the
    // other.
    let runs = try witness.runs(ledger).filter { $0.replica == witness.identity.replica }
    let report = try clone.apply(ledger, runs)
    #expect(report.applied == 0 && report.gap?.replica == original.identity.replica)
    #expect(report.alarms.map(\.code) == [.divergentHistory])
    #expect(refusal { try clone.edit(ledger, [Guest.add(workID(5), "x")]) } == .frozen)
    #expect(try clone.renewIdentity().reissued == [ledger: 1])
    try admit(clone)
    try city.settle([original, witness, clone, city.hub])
    #expect(try notes(city.hub).count == 4)
    try expectConverged(ledger, [original, witness, clone, city.hub])
  }

  @Test func aForkIsOfEveryLedger() throws {
    let city = try TestCity(ledgers: ["411702", "411703"])
    let other = "411703"
    let original = try Store.create(
      at: directory.path("first"), ledgers: [ledger, other], office: "first", role: .county,
      schema: Guest.schema, options: options(anywhere: true))
    try city.join(original, ledgers: [ledger, other])
    try city.settle([original, city.hub])
    let clone = try copy(original, "second", anywhere: true)
    for store in [original, clone] {
      for name in [ledger, other] {
        try store.edit(name, [Guest.add(workID(1), store === clone ? "clone" : "original")])
      }
    }
    try city.settle([original, city.hub])
    // The first exchange stops at the first ledger.
    try clone.noteUnaccepted(ledger, from: 1)
    #expect(try clone.renewIdentity().reissued == [ledger: 1, other: 1])
    while let succession = try clone.pendingSuccession() {
      _ = try city.hub.admit(succession)
      try clone.settleSuccession()
    }
    try city.settle([original, clone, city.hub])
    for name in [ledger, other] {
      let tags = try #require(try city.hub.record(name, workID(1))).elements(Guest.Field.tags)
      #expect(tags.count == 2)
      try expectConverged(name, [original, clone, city.hub])
    }
  }

  @Test func aRestoredHub() throws {
    let county = try office("county")
    try county.edit(ledger, [Guest.add(workID(1), "one")])
    try city.settle([county, city.hub])
    let backup = directory.path("backup")
    try city.hub.backup(to: backup)
    try city.hub.edit(ledger, [Guest.add(workID(2), "hub")])
    let late = try city.office("late office")
    try late.edit(ledger, [Guest.add(workID(3), "late")])
    try city.settle([county, late, city.hub])
    let hub = try Store.restore(
      from: backup, to: directory.path("hub"), office: "hub", role: .hub,
      succeeding: city.hub.path + "/identity.key", schema: Guest.schema,
      options: options(anywhere: false))
    let successions = try hub.successions()
    #expect(successions.count == 1)
    for store in [county, late] {
      #expect(try store.follow(successions, to: hub.identity.publicKey))
      #expect(try store.hub?.replica == hub.identity.replica)
      #expect(try !store.follow(successions, to: hub.identity.publicKey))
    }
    try city.settle([hub, county, late])
    #expect(try notes(hub).count == 3)
    try hub.edit(ledger, [Guest.add(workID(4), "new hub")])
    try city.settle([hub, county, late])
    #expect(try notes(late).count == 4)
    try expectConverged(ledger, [hub, county, late])
    try expectConverged(Store.memberLedger, [hub, county, late])
    try expectSound(hub, county, late)
    var stranger = try ScriptedReplica(seed: [UInt8](repeating: 3, count: 32), ledger: ledger)
    _ = try stranger.change([Guest.add(workID(1), "x")])
    let forged = Succession(old: stranger.key, new: county.identity.publicKey)
    #expect(try !late.follow([forged], to: county.identity.publicKey))
  }

  @Test func brokenOffAndKeyless() throws {
    let path = directory.path("broken")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for name in ["creating", "identity.key"] {
      #expect(FileManager.default.createFile(atPath: path + "/" + name, contents: Data()))
    }
    #expect(refusal { _ = try Store.open(at: path, schema: Guest.schema) } == .unfinished)
    do {
      let store = try Store.create(
        at: path, ledgers: [ledger], office: "office", role: .county, schema: Guest.schema,
        options: options(anywhere: false))
      try expectSound(store)
    }
    let kept = directory.path("kept")
    let store = try office("whole")
    try store.backup(to: kept)
    #expect(refusal { _ = try Store.open(at: kept, schema: Guest.schema) } == .noIdentity)
    try expectSound(store)
  }

  private func hash(_ store: Store, _ dot: Dot) throws -> Digest? {
    try store.read { snapshot throws(StoreError) in try snapshot.change(ledger, dot)?.hash }
  }
}
