// Verifies:
//  1. a base whose changes the member list judges otherwise by now is known to be stale
//  2. a snapshot made under another member list is neither served again nor taken
//  3. a snapshot made under this list mends the base: same dump as the hub's, sound

import Causality
import LedgerStore
import TestSupport
import Testing

@Suite struct StandingTests {
  @Test func aBaseThatTheListHasLeftBehindIsKnownAndMended() throws {
    let city = try TestCity()
    let (a, b) = (try city.office("a"), try city.office("b"))
    for number in UInt64(1)...4 {
      try a.edit(
        ledger, [Guest.write(RecordID(high: 1, low: number), Guest.Field.name, .text("a"))])
    }
    try city.settle([a, b, city.hub])
    let early = try city.hub.writeSnapshot(ledger)
    _ = try b.bootstrap(ledger, from: early.path)
    #expect(try b.staleLedgers() == [])
    city.clock.advance(by: 1_000)
    try city.hub.revoke(a.identity.replica, after: [ledger: 2])
    _ = try b.pull(Store.memberLedger, from: city.hub)
    #expect(try b.staleLedgers() == [ledger])
    #expect(throws: StoreError.self) { try b.bootstrap(ledger, from: early.path) }
    let late = try city.hub.writeSnapshot(ledger)
    #expect(late != early)
    _ = try b.bootstrap(ledger, from: late.path)
    #expect(try b.staleLedgers() == [])
    #expect(try b.dump(ledger) == city.hub.dump(ledger))
    #expect(try b.check(deep: true).problems == [])
  }
}
