// Verifies, against the bytes that LedgerStore.docc draws, in a store of two changes:
//  1. meta, log, arrival, heads and touch
//  2. record, index.field, conflict and settled
//  3. refused, peer and the member record's id
//  4. identity.key

import Causality
import Foundation
import LMDB
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct FormatTests {
  let city: TestCity
  let path: String
  let own: Identity
  let other: Identity
  /// The record that the drawings show.
  let id = RecordID(high: 0x0102_0304_0506_0708, low: 0x090a_0b0c_0d0e_0f10)
  let changes: [DecodedChange]

  private var ledgerKey: [UInt8] { Array("411702".utf8) + [0] }
  private var idBytes: [UInt8] { Array(1...16) }

  /// One change by the office, one concurrent one by another, a settlement, a refused change.
  init() throws {
    city = try TestCity()
    let peer = try city.office("peer")
    let store = try city.office("office")
    (own, other, path) = (store.identity, peer.identity, store.path)
    try store.edit(
      ledger, [Guest.write(id, Guest.Field.name, .text("a")), Guest.add(id, "t")])
    try peer.edit(ledger, [Guest.write(id, Guest.Field.name, .text("b"))])
    try store.pull(ledger, from: peer)
    var stranger = try ScriptedReplica(seed: [UInt8](repeating: 1, count: 32), ledger: ledger)
    _ = try store.apply(
      ledger, [try stranger.run([try stranger.change([Guest.add(id, "stranger")])])])
    let dots = [own, other].map { Dot(replica: $0.replica, seq: 1) }
    changes = try store.read { snapshot throws(StoreError) in
      try dots.map { dot throws(StoreError) in try snapshot.change(ledger, dot) }
    }.compactMap { $0 }
    try expectSound(store, peer, city.hub)
  }

  private func bytes(_ replica: ReplicaID) -> [UInt8] {
    var bytes: [UInt8] = []
    replica.appendBytes(to: &bytes)
    return bytes
  }

  private func bigEndian(_ number: UInt64) -> [UInt8] {
    withUnsafeBytes(of: number.bigEndian) { Array($0) }
  }

  private func dot(_ identity: Identity) -> [UInt8] { bytes(identity.replica) + bigEndian(1) }

  private func table(_ name: String) throws -> [[UInt8]: [UInt8]] {
    try RawStore(path).entries(name).filter { $0.key.starts(with: ledgerKey) }
  }

  @Test func sources() throws {
    let meta = try RawStore(path).entries("meta")
    #expect(meta[Array("format".utf8)] == [0, 0, 0, 1])
    #expect(meta[Array("ledger/411702".utf8)] == [1])
    #expect(meta[Array("ledger/city".utf8)] == [1])
    #expect(meta.count == 6)
    let arrival = try table("arrival")
    #expect(
      arrival == [ledgerKey + bigEndian(1): dot(own), ledgerKey + bigEndian(2): dot(other)])
    let log = try table("log")
    let heads = try table("heads")
    for (place, change) in changes.enumerated() {
      let identity = place == 0 ? own : other
      let entry = try #require(log[ledgerKey + dot(identity)])
      #expect(Array(entry.prefix(10)) == [1, 1] + bigEndian(UInt64(place + 1)))
      #expect(Array(entry.dropFirst(74)) == change.payload)
      let signed = Array(entry[10..<74])
      let signature = Signature64(bytes: signed.span.bytes) ?? .zero
      let key = try VerifyingKey(bytes: identity.publicKey)
      #expect(key.verify(signature, change: change.hash))
      let head = try #require(heads[ledgerKey + bytes(identity.replica)])
      let clock = change.header.clock.rawValue
      // The member ledger's one writer, as far as the author had it.
      let pin = try #require(change.header.memberPins.first)
      #expect(pin.dot.replica == city.hub.identity.replica)
      let pinned = [1] + bytes(pin.dot.replica) + [UInt8(pin.dot.seq)]
      #expect(head == [1] + bigEndian(1) + bigEndian(clock) + change.hash.bytes + [0] + pinned)
    }
    #expect(log.count == 2 && heads.count == 2)
    let touch = try table("touch")
    #expect(
      touch == [
        ledgerKey + idBytes + bigEndian(1): dot(own),
        ledgerKey + idBytes + bigEndian(2): dot(other),
      ])
  }

  @Test func derived() throws {
    let place = ledgerKey + [0, 1] + idBytes
    let stamps = changes.sorted { $0.header.dot < $1.header.dot }.map { change in
      bytes(change.header.dot.replica) + [1] + bigEndian(change.header.clock.rawValue)
    }
    let isFirst: UInt8 = own.replica < other.replica ? 0 : 1
    let (mine, theirs) = (isFirst << 1, (1 - isFirst) << 1)
    let names: [[UInt8]] = [[mine, 1, 1, 0x61], [theirs, 1, 1, 0x62]]
    let sorted = (isFirst == 0 ? names : names.reversed()).flatMap { $0 }
    let header: [UInt8] = [1, 2] + stamps[0] + stamps[1] + [3]
    let record = header + [0, 2, 0, 6, 2, 6] + [1, 2] + sorted + [5, 1, mine | 1, 1, 1, 0x74]
    #expect(try table("record") == [place: record])
    let index = try table("index.field")
    func indexKey(_ field: UInt8, _ letter: UInt8) -> [UInt8] {
      ledgerKey + [0, 1, 0, field] + [1, 1, letter] + idBytes
    }
    #expect(
      index == [indexKey(1, 0x61): [], indexKey(1, 0x62): [], indexKey(5, 0x74): []])
    #expect(try table("conflict") == [place + [0, 1]: [1, 1]])
    #expect(try table("settled").isEmpty)
    // The settlement's entry: a checksum of place and rest, what was chosen, then the siblings as a
    // record of that field alone.
    let settling: Dot
    do {
      let store = try Store.open(
        at: path, schema: Guest.schema,
        options: StoreOptions(mapSizeBytes: 256 << 20, sync: .none))
      settling = try store.edit(ledger, [Guest.write(id, Guest.Field.name, .text("c"))])
      try expectSound(store)
    }
    let siblings = [1, 2] + stamps[0] + stamps[1] + [1, 1, 2] + sorted
    #expect(settling == Dot(replica: own.replica, seq: 2))
    let settled = place + [0, 1] + bytes(own.replica) + bigEndian(2)
    let rest = [1, 1, 0x63] + siblings
    let covered = Array(settled.dropFirst(ledgerKey.count)) + rest
    let sum = withUnsafeBytes(of: CRC32C.checksum(covered.span.bytes).bigEndian) { Array($0) }
    #expect(try table("settled") == [settled: [2] + sum + rest])
    #expect(try table("contested") == [place + [0, 1]: []])
    #expect(try table("conflict").isEmpty)
  }

  @Test func notes() throws {
    let refused = try table("refused")
    let (key, value) = try #require(refused.first)
    #expect(refused.count == 1)
    #expect(key.count == ledgerKey.count + 10 + 8 + 32)
    let code = Array("unknown-member".utf8)
    #expect(Array(value.prefix(2)) == [1, 0])
    #expect(Array(value[10..<25]) == [14] + code)
    #expect(value[25] == 16)
    let payload = Array(value.dropFirst(42))
    #expect(Digest(hashing: payload).bytes == Array(key.suffix(32)))
    let peer = try RawStore(path).entries("peer")
    #expect(peer[Array("hub/key".utf8)] == city.hub.identity.publicKey)
    #expect(peer[Array("hub/office".utf8)] == Array("hub".utf8))
    #expect(peer[Array("self/\(own.replica)".utf8)] == own.publicKey + Array("county".utf8))
    let members = try RawStore(path).entries("record").keys.filter {
      $0.starts(with: Array("city".utf8))
    }
    let memberKey = Array("city".utf8) + [0, 0xea, 0x60] + bytes(own.replica)
    #expect(members.contains(memberKey + [0, 0, 0, 0, 0, 0]))
  }

  @Test func keyFile() throws {
    let text = try String(contentsOfFile: path + "/identity.key", encoding: .utf8)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 5)
    #expect(lines.prefix(3) == ["taizhang identity 1", "county", "office"])
    #expect(lines[3].count == 64)
    #expect(lines[4].isEmpty)
    let attributes = try FileManager.default.attributesOfItem(atPath: path + "/identity.key")
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
  }
}
