// What is verified here, with data files put back over a hub and over an office:
// 1. An office that renewed its identity before the exchange that would have found the fork is told
//    at that exchange; renewed once more, all that it typed is at the hub, whether the hub held
//    fewer changes of the other history or as many.
// 2. A hub whose data file was put back is found out by the first office that holds what it lost:
//    both sides keep the proof and name that identity; after the hub's renewal everything stands,
//    the stores are equal, and nobody is frozen any longer.

import Causality
import Foundation
import LedgerStore
import SyncHTTP
import TestSupport
import Testing
import Wire

@Suite struct OtherHistoryTests {
  private func frozen(_ store: Store) throws -> [ReplicaID] {
    try store.read { snapshot throws(StoreError) in try snapshot.frozen() }
  }

  @Test(arguments: [1, 2]) func renewedTooSoon(typed: Int) async throws {
    let live = try await LiveHub()
    let office = try await live.office("office")
    try office.addWorks(1)
    try await live.sync(office)
    let twin = try TwinStore(of: office)
    try office.addWorks(1)
    try await live.sync(office)
    try twin.store.addWorks(typed)
    #expect(try twin.store.renewIdentity().reissued.isEmpty)
    try twin.store.addWorks(1)
    let error = await hubError { try await live.sync(twin.store) }
    #expect(error?.kind == .equivocation)
    #expect(try frozen(twin.store) == [twin.store.identity.replica])
    #expect(try twin.store.renewIdentity().reissued == ["411702": typed + 1])
    try await live.sync(twin.store)
    #expect(try live.hub.vector()[twin.store.identity.replica] == UInt64(typed) + 1)
    // The other machine may have heard of a history of its name that it has not: it renews, too.
    _ = try? await live.sync(office)
    _ = try office.renewIdentity()
    try await live.sync(office)
    try await live.sync(twin.store)
    try expectConverged(live.hub, office, twin.store)
    #expect(try frozen(twin.store).isEmpty)
    #expect(try frozen(live.hub).isEmpty)
    try await live.finish(office, twin.store)
  }

  @Test func aHubPutBack() async throws {
    let before = try await LiveHub()
    let office = try await before.office("office")
    try before.hub.addWorks(1)
    try await before.sync(office)
    let twin = try TwinStore(of: before.hub)
    try before.hub.addWorks(1, note: "lost")
    try await before.sync(office)
    await before.stop()
    let live = try await LiveHub(city: before.city, hub: twin.store, port: before.address.port)
    try live.hub.addWorks(1, note: "instead")
    let former = live.hub.identity.replica
    let error = await hubError { try await live.sync(office) }
    #expect(error?.kind == .equivocation)
    for store in [office, live.hub] {
      #expect(try frozen(store) == [former])
      let proofs = try store.read { snapshot throws(StoreError) in try snapshot.proofs() }
      #expect(Set(proofs.filter { $0.dot == Dot(replica: former, seq: 2) }.map(\.hash)).count == 2)
    }
    try office.addWorks(1)
    #expect(try live.hub.renewIdentity().reissued == ["411702": 1])
    try await live.sync(office)
    try await live.sync(office)
    try expectConverged(live.hub, office)
    #expect(try live.hub.vector().entries.map(\.seq).reduce(0, +) == 4)
    #expect(try frozen(office).isEmpty)
    #expect(try frozen(live.hub).isEmpty)
    try await live.finish(office)
  }
}
