// Verifies
// 1. A receipt that claims the largest numbers is counted as far as numbers go, and a renewal finds
//    nothing to make again behind it.

import Causality
import LedgerStore
import SyncHTTP
import TestSupport
import Testing
import Wire

@Suite struct LargestNumbersTests {
  @Test func aReceiptOfEverything() throws {
    let city = try TestCity()
    let store = try city.office("east")
    try store.addWorks(1)
    let own = store.identity.replica
    let receipt = Receipt(
      ledger: "411702", hub: city.hub.identity.replica, epoch: 1,
      vector: VersionVector(
        [own, ReplicaID(high: 1, low: 0)].map { VersionVector.Entry(replica: $0, seq: .max) }),
      issuedMilliseconds: .max, signature: .zero)
    try store.setPeerValue("sync/411702/receipt", try receipt.encode())
    let state = try Agent.state(store, ledger: "411702")
    #expect(state.unreceived == .max)
    #expect(state.unsent == 0)
    try store.noteUnaccepted("411702", from: 1)
    #expect(try store.renewIdentity().reissued.isEmpty)
    #expect(try store.check(deep: true).isOK)
  }
}
