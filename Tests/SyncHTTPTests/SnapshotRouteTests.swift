// Verifies
// 1. A member fetches a snapshot whole, or its rest by range under the same entity tag; all bytes
//    together are the file that the hub signed.
// 2. A range behind the end is 416; an entity tag that is gone gives the whole of the new file;
//    what is no range asks for the whole.
// 3. What the file is, is readable as JSON; members of other ledgers get 403.
// 4. A file from which nobody could go on, because the hub has compacted beyond it, is not served
//    again, whatever tag is asked for; nor is one that was made under another member list.
// 5. An office whose base the member list has left behind takes a snapshot at its next sync and is
//    right again, its own unsent edits on top.
// 6. A downloaded file that turns out to be damaged is fetched anew by the next sync.

import AsyncHTTPClient
import Causality
import Foundation
import LedgerStore
import NIOCore
import NIOHTTP1
import SyncHTTP
import TestSupport
import Testing
import Wire

@Suite struct SnapshotRouteTests {
  struct Answer {
    let status: Int
    let tag: String?
    let range: String?
    let bytes: [UInt8]
  }

  func get(
    _ live: LiveHub, as store: Store, _ headers: [(String, String)] = [], query: String = "",
    ledger: String = "411702"
  ) async throws -> Answer {
    let url = live.url + "/v1/ledgers/\(ledger)/snapshot" + query
    var request = HTTPClientRequest(url: url)
    for (name, value) in headers { request.headers.add(name: name, value: value) }
    let fields = try RequestSigner(store).fields(
      method: "GET", url: url, body: nil, createdSeconds: Int64(live.city.clock.now / 1_000))
    for field in fields { request.headers.add(name: field.name, value: field.value) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    let body = try await response.body.collect(upTo: 1 << 26)
    return Answer(
      status: Int(response.status.code), tag: response.headers.first(name: "ETag"),
      range: response.headers.first(name: "Content-Range"), bytes: Array(body.readableBytesView))
  }

  @Test(.timeLimit(.minutes(10))) func wholeAndInParts() async throws {
    let live = try await LiveHub(ledgers: ["411702", "411721"])
    let east = try await live.office("east")
    try live.hub.addBulk(20, bytes: 50_000)
    let whole = try await get(live, as: east)
    #expect(whole.status == 200)
    #expect(whole.bytes.count > 1_000_000)
    let tag = try #require(whole.tag)
    let file = try live.hub.writeSnapshot("411702")
    #expect(tag == "\"\(file.digest)\"")
    #expect([UInt8](try Data(contentsOf: URL(fileURLWithPath: file.path))) == whole.bytes)

    var joined: [UInt8] = []
    while joined.count < whole.bytes.count {
      let range = "bytes=\(joined.count)-\(joined.count + 299_999)"
      let part = try await get(live, as: east, [("Range", range), ("If-Range", tag)])
      #expect(part.status == 206)
      #expect(part.tag == tag)
      #expect(
        part.range
          == "bytes \(joined.count)-\(joined.count + part.bytes.count - 1)/\(whole.bytes.count)")
      joined += part.bytes
    }
    #expect(joined == whole.bytes)
    let last = try await get(live, as: east, [("Range", "bytes=-10")])
    #expect(last.bytes == Array(whole.bytes.suffix(10)))
    let behind = try await get(live, as: east, [("Range", "bytes=\(whole.bytes.count)-")])
    #expect(behind.status == 416)
    #expect(behind.range == "bytes */\(whole.bytes.count)")
    for odd in ["bytes=5-1", "bytes=0-1,4-5", "items=0-1", "bytes=x-", "bytes=-", "bytes=1"] {
      #expect(try await get(live, as: east, [("Range", odd)]).status == 200, "\(odd)")
    }
    let gone = try await get(
      live, as: east, [("Range", "bytes=5-"), ("If-Range", "\"\(Digest(hashing: [1]))\"")])
    #expect(gone.status == 200)
    #expect(gone.bytes == whole.bytes)

    let readable = try await get(live, as: east, query: "?format=json")
    let json = try JSONSerialization.jsonObject(with: Data(readable.bytes)) as? [String: Any]
    #expect(json?["bytes"] as? Int == whole.bytes.count)
    #expect(json?["records"] as? Int == 20)
    #expect(try await get(live, as: east, ledger: "411721").status == 403)
    try await live.finish(east)
  }

  /// Exchanges until the hub knows what each holds.
  private func settle(_ live: LiveHub, _ stores: Store...) async throws {
    for _ in 0..<2 { for store in stores { try await live.sync(store) } }
    for store in stores {
      for name in ["411702", Store.memberLedger] {
        try live.hub.noteAcknowledged(
          store.identity.replica, ledger: name, try store.vector(name))
      }
    }
  }

  @Test(.timeLimit(.minutes(10))) func aFileBelowTheBaseIsNotServed() async throws {
    let live = try await LiveHub()
    let (east, west) = (try await live.office("east"), try await live.office("west"))
    try east.addWorks(30)
    try await settle(live, east, west)
    let early = try await get(live, as: east)
    let tag = try #require(early.tag)
    let rest = [("Range", "bytes=100-"), ("If-Range", tag)]
    #expect(try await get(live, as: east, rest).status == 206)
    try west.addWorks(5)
    try await settle(live, east, west)
    #expect(try await get(live, as: east, rest).status == 206)
    #expect(try live.hub.compact("411702", requireBackup: false).first?.changes == 35)
    let late = try await get(live, as: east, rest)
    #expect(late.status == 200)
    #expect(late.tag != tag)
    #expect(late.bytes.count > 100)
    // What is served now leads on: a new store is whole after it.
    let path = live.city.directory.path("late.tzs")
    try Data(late.bytes).write(to: URL(fileURLWithPath: path))
    let fresh = try await live.office("fresh")
    _ = try fresh.bootstrap("411702", from: path)
    try await live.sync(fresh)
    try expectConverged(live.hub, fresh)
    // What the list says of later changes is another matter than what it says of those in the file.
    let lateRest = [("Range", "bytes=1-"), ("If-Range", late.tag ?? "")]
    try live.hub.revoke(west.identity.replica)
    #expect(try await get(live, as: east, lateRest).status == 206)
    try await live.finish(east, fresh)
  }

  @Test(.timeLimit(.minutes(10))) func aDamagedDownloadIsFetchedAnew() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    try live.hub.addWorks(5)
    let file = try live.hub.writeSnapshot("411702")
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.path)))
    bytes[bytes.count / 2] ^= 1
    let incoming = east.path + "/incoming"
    try FileManager.default.createDirectory(
      atPath: incoming, withIntermediateDirectories: true)
    try Data(bytes).write(to: URL(fileURLWithPath: incoming + "/411702.tzs"))
    try Data("\"\(file.digest)\"".utf8).write(
      to: URL(fileURLWithPath: incoming + "/411702.tzs.tag"))
    let refused = try? await live.sync(east) { $0.snapshotChangesMin = 1 }
    #expect(refused == nil)
    #expect(try east.vector().isEmpty)
    let report = try await live.sync(east) { $0.snapshotChangesMin = 1 }
    #expect(report.bootstrapped == 5)
    try expectConverged(live.hub, east)
    try await live.finish(east)
  }

  @Test(.timeLimit(.minutes(10))) func aStaleBaseIsMended() async throws {
    let live = try await LiveHub()
    let (east, west) = (try await live.office("east"), try await live.office("west"))
    try west.addWorks(6)
    try await settle(live, east, west)
    // East's copy begins with a snapshot that counts all six.
    _ = try east.bootstrap("411702", from: try live.hub.writeSnapshot("411702").path)
    #expect(try east.base("411702")[west.identity.replica] == 6)
    // The hub, which has all as changes, finds that the last four do not count.
    try live.hub.revoke(west.identity.replica, after: ["411702": 2])
    try east.addWorks(3, note: "typed meanwhile")
    let before = try east.vector()
    let report = try await live.sync(east)
    #expect(report.bootstrapped > 0)
    #expect(report.sent == 3)
    #expect(try east.staleLedgers().isEmpty)
    #expect(try east.vector() == before.merging(live.hub.vector()))
    try expectConverged(live.hub, east)
    // Once mended, a sync is quiet again.
    let quiet = try await live.sync(east)
    #expect(quiet.bootstrapped == 0)
    #expect(quiet.requests == 1)
    try await live.finish(east)
  }
}
