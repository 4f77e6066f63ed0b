// Verifies, against a hub on a port of its own
//  1. A file added offline goes up after a sync and comes down when it is asked for; the sync after
//     it is one request; an office that adds the same content sends nothing.
//  2. GET answers whole, in parts, from the end, and 416 past it; If-Range; HEAD tells the size, or
//     where an upload goes on.
//  3. PUT in parts: a wrong place is 409 with the right one; a wrong hash at the end is 422 and
//     drops the parts; too long a part or a whole is 413; a bad Content-Range is 400; another
//     member's parts do not mix; what is whole is taken again without harm.
//  4. Only members who may read a ledger that names the file see it: others get 404, 403, 401.
//  5. A line cut in the middle, either way, costs the part under way; nothing is sent twice.
//  6. A flipped bit on the way in: the file does not appear; asked for again, it comes.
//  7. A file damaged at the hub is not served: 404, and the office that has it brings it again.
//  8. The limit of a metered line stops an upload; the next sync goes on.
//  9. Texts that are no ranges are none.
// 10. A store that is revoked between the parts of a file is told which file was refused.

import AsyncHTTPClient
import Catalogue
import Causality
import Foundation
import LedgerStore
import NIOCore
import NIOHTTP1
import SyncHTTP
import TestSupport
import Testing
import Wire

/// Offices with files.
struct FilingOffice {
  let directory = TemporaryDirectory("files")

  func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
    var random = SeededGenerator(seed: seed)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count + 8)
    while bytes.count < count { withUnsafeBytes(of: random.next()) { bytes += $0 } }
    return Array(bytes.prefix(count))
  }

  /// Adds a file to `store` and a visit that names it.
  @discardableResult
  func attach(_ bytes: [UInt8], to store: Store, ledger: String = "411702") throws -> BlobRef {
    let path = directory.path(UUID().uuidString)
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    let ref = try store.blobs.add(path)
    try store.edit(
      ledger, Guest.visit(store.newRecordID(), to: store.newRecordID(), file: ref, name: "文件"))
    return ref
  }
}

/// One signed request about a file.
struct BlobAsked {
  let live: LiveHub
  let store: Store
  let sha256: Digest

  func send(
    _ method: HTTPMethod, _ fields: [String: String] = [:], body: [UInt8]? = nil
  ) async throws -> (status: Int, headers: HTTPHeaders, bytes: [UInt8]) {
    var request = HTTPClientRequest(url: live.url + "/v1/blobs/\(sha256)")
    request.method = method
    for (name, value) in fields { request.headers.add(name: name, value: value) }
    let signed = try RequestSigner(store).fields(
      method: method.rawValue, url: request.url, body: body,
      createdSeconds: Int64(live.city.clock.now / 1_000))
    for field in signed { request.headers.add(name: field.name, value: field.value) }
    if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
    let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
    let buffer = try await response.body.collect(upTo: 1 << 27)
    return (Int(response.status.code), response.headers, Array(buffer.readableBytesView))
  }

  func put(_ bytes: ArraySlice<UInt8>, _ range: String) async throws -> (Int, [String: Any]) {
    let answer = try await send(.PUT, ["Content-Range": range], body: Array(bytes))
    let json = try? JSONSerialization.jsonObject(with: Data(answer.bytes))
    return (answer.status, json as? [String: Any] ?? [:])
  }
}

@Suite struct BlobTransferTests {
  let files = FilingOffice()

  @Test func revokedInTheMiddle() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    let ref = try files.attach(files.noise(500_000), to: east)
    // No part comes through: the agent goes on trying until it is told not to.
    relay.inject(Array(repeating: .cutRequest(afterBytes: 40_000), count: 1_000))
    relay.reset()
    let syncing = Task { try await live.sync(east) { $0.retries = 1_000 } }
    #expect(try await eventually(seconds: 60) { relay.counts.connections > 2 })
    try live.hub.revoke(east.identity.replica)
    let failure = try #require(try await syncing.value.attachmentsFailure)
    #expect(failure.kind == .refused)
    #expect(failure.arguments == ["HTTP 403", ref.sha256.description])
    #expect(failure.message.key == "sync.refused-file")
    relay.stop()
    try await live.finish(east)
  }

  @Test func upAndDown() async throws {
    let live = try await LiveHub()
    let (east, west) = (try await live.office("east"), try await live.office("west"))
    let bytes = files.noise(6_000_000)
    let ref = try files.attach(bytes, to: east)
    let empty = try files.attach([], to: east)
    let first = try await live.sync(east)
    #expect(first.attachmentsSent == 2 && first.attachmentsLeft == 0)
    #expect(try live.hub.blobs.verify(ref.sha256) == .here)
    let quiet = try await live.sync(east)
    #expect(quiet.requests == 1 && quiet.attachmentsSent == 0)
    #expect(quiet.bytesSent + quiet.bytesReceived < 1_000)

    try await live.sync(west)
    #expect(!west.blobs.has(ref.sha256))
    let fetch = try await live.agent(west).fetchBlobs([ref.sha256, empty.sha256])
    #expect(fetch.fetched == [ref.sha256, empty.sha256])
    #expect(fetch.bytes == bytes.count)
    #expect(try west.blobs.verify(ref.sha256) == .here)
    let again = try await live.agent(west).fetchBlobs([ref.sha256])
    #expect(again.fetched.isEmpty && again.unavailable.isEmpty && again.bytes == 0)
    let none = try await live.agent(west).fetchBlobs([Digest(hashing: [1])])
    #expect(none.unavailable == [Digest(hashing: [1])])

    try files.attach(bytes, to: west)
    let second = try await live.sync(west)
    #expect(second.attachmentsSent == 0 && second.attachmentsLeft == 0)
    #expect(second.bytesSent < 100_000)
    try await live.finish(east, west)
  }

  @Test func rangesDown() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    let bytes = files.noise(1_000_000)
    let ref = try files.attach(bytes, to: east)
    let ask = BlobAsked(live: live, store: east, sha256: ref.sha256)
    #expect(try await ask.send(.HEAD).status == 404)
    try await live.sync(east)
    let head = try await ask.send(.HEAD)
    #expect(head.status == 200)
    #expect(head.headers.first(name: "Content-Length") == "1000000")
    let whole = try await ask.send(.GET)
    #expect(whole.status == 200 && whole.bytes == bytes)
    #expect(whole.headers.first(name: "ETag") == "\"\(ref.sha256)\"")
    for (range, expected) in [
      ("bytes=0-0", 0..<1), ("bytes=999999-", 999_999..<1_000_000),
      ("bytes=100-299999", 100..<300_000), ("bytes=-5", 999_995..<1_000_000),
      ("bytes=500000-9999999", 500_000..<1_000_000), ("Bytes = 7-8", 7..<9),
    ] {
      let part = try await ask.send(.GET, ["Range": range])
      #expect(part.status == 206 && part.bytes == Array(bytes[expected]), "\(range)")
      #expect(
        part.headers.first(name: "Content-Range")
          == "bytes \(expected.lowerBound)-\(expected.upperBound - 1)/1000000")
    }
    for range in ["bytes=1000000-", "bytes=-0"] {
      let beyond = try await ask.send(.GET, ["Range": range])
      #expect(beyond.status == 416, "\(range)")
      #expect(beyond.headers.first(name: "Content-Range") == "bytes */1000000")
    }
    for other in ["bytes=9-3", "bytes=a-b", "bytes=1-2,5-6", "lines=1-2", "bytes=--5", ""] {
      #expect(try await ask.send(.GET, ["Range": other]).status == 200, "\(other)")
    }
    let same = ["Range": "bytes=1-2", "If-Range": "\"\(ref.sha256)\""]
    #expect(try await ask.send(.GET, same).status == 206)
    let changed = ["Range": "bytes=1-2", "If-Range": "\"other\""]
    #expect(try await ask.send(.GET, changed).status == 200)
    try await live.finish(east)
  }

  @Test func partsUp() async throws {
    let live = try await LiveHub()
    let (east, west) = (try await live.office("east"), try await live.office("west"))
    let bytes = files.noise(1_000)
    let ref = try files.attach(bytes, to: east)
    let bad = try files.attach(files.noise(500, seed: 2), to: east)
    // The records arrive, the files do not.
    _ = try live.hub.pull("411702", from: east)
    let ask = BlobAsked(live: live, store: east, sha256: ref.sha256)
    let other = BlobAsked(live: live, store: west, sha256: ref.sha256)
    #expect(try await ask.put(bytes[0..<400], "bytes 0-399/1000").0 == 200)
    #expect(try await ask.send(.HEAD).headers.first(name: "Upload-Offset") == "400")
    #expect(try await other.send(.HEAD).headers.first(name: "Upload-Offset") == "0")
    let gap = try await ask.put(bytes[500..<600], "bytes 500-599/1000")
    #expect(gap.0 == 409 && gap.1["code"] as? String == "blob-offset")
    #expect(gap.1["upload_offset"] as? Int == 400)
    for range in ["bytes 400-998/1000", "bytes 400-1000/1000", "bytes a-b/c", "400-999/1000"] {
      #expect(try await ask.put(bytes[400..<1_000], range).0 == 400, "\(range)")
    }
    let long = try await ask.put(bytes[400..<401], "bytes 400-400/\(BlobStore.sizeBytesMax + 1)")
    #expect(long.0 == 413)
    let part = [UInt8](repeating: 0, count: (4 << 20) + 1)
    #expect(try await ask.put(part[...], "bytes 400-4194704/9000000").0 == 413)
    let done = try await ask.put(bytes[400..<1_000], "bytes 400-999/1000")
    #expect(done.0 == 200 && done.1["complete"] as? Bool == true)
    #expect(try await other.put(bytes[0..<10], "bytes 0-9/1000").1["complete"] as? Bool == true)
    #expect(try live.hub.blobs.verify(ref.sha256) == .here)

    let spoilt = BlobAsked(live: live, store: east, sha256: bad.sha256)
    let wrong = try await spoilt.put(bytes[0..<500], "bytes 0-499/500")
    #expect(wrong.0 == 422 && wrong.1["code"] as? String == "blob-mismatch")
    #expect(try await spoilt.send(.HEAD).headers.first(name: "Upload-Offset") == "0")
    let whole = try await spoilt.send(.PUT, body: files.noise(500, seed: 2))
    #expect(whole.status == 200)
    #expect(try live.hub.blobs.verify(bad.sha256) == .here)
    try await live.finish(east, west)
  }

  @Test func whoMaySee() async throws {
    let live = try await LiveHub(ledgers: ["411702", "411721"])
    let east = try await live.office("east")
    let north = try await live.office("north", ledgers: ["411721"])
    let watcher = try await live.office("watcher", role: .observer)
    let stranger = try live.city.stranger("stranger")
    let ref = try files.attach(files.noise(100), to: east)
    try await live.sync(east)
    func status(_ store: Store, _ sha256: Digest = ref.sha256) async throws -> Int {
      try await BlobAsked(live: live, store: store, sha256: sha256).send(.GET).status
    }
    #expect(try await status(east) == 200)
    #expect(try await status(watcher) == 200)
    #expect(try await status(north) == 404)
    #expect(try await status(stranger) == 401)
    #expect(try await status(east, Digest(hashing: [9])) == 404)
    let unknown = BlobAsked(live: live, store: north, sha256: ref.sha256)
    #expect(try await unknown.send(.HEAD).headers.first(name: "Upload-Offset") == nil)
    #expect(try await unknown.put(files.noise(100)[...], "bytes 0-99/100").0 == 404)
    var plain = Asked(method: "GET", path: "/v1/blobs/\(ref.sha256)", body: nil)
    #expect(try await plain.send(to: live).status == 401)
    for path in ["/v1/blobs/../identity.key", "/v1/blobs/xyz", "/v1/blobs/\(ref.sha256)0"] {
      plain = Asked(method: "GET", path: path, body: nil)
      try plain.sign(east, at: live)
      #expect([400, 401, 404].contains(try await plain.send(to: live).status), "\(path)")
    }
    try await live.finish(east, north, watcher)
  }

  @Test(.timeLimit(.minutes(10))) func linesThatBreak() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east", at: relay.url)
    let west = try await live.office("west", at: relay.url)
    let bytes = files.noise(5_000_000)
    let ref = try files.attach(bytes, to: east)
    relay.reset()
    relay.inject((0..<3).map { .cutRequest(afterBytes: 700_000 + $0 * 400_000) })
    let report = try await live.sync(east)
    #expect(report.attachmentsSent == 1 && report.attachmentsFailure == nil)
    #expect(try live.hub.blobs.verify(ref.sha256) == .here)
    let sent = relay.counts.toHub
    #expect(sent < bytes.count + 3 * (1 << 20), "\(sent) of \(bytes.count)")

    try await live.sync(west)
    relay.reset()
    relay.inject((0..<4).map { _ in .cutAnswer(afterBytes: 1_100_000) })
    let fetch = try await live.agent(west).fetchBlobs([ref.sha256])
    #expect(fetch.fetched == [ref.sha256])
    #expect(try west.blobs.verify(ref.sha256) == .here)
    let received = relay.counts.toClient
    // What was on its way at a cut comes again; from nothing each time it would be 4,400,000 more.
    #expect(received < bytes.count + 3_000_000, "\(received) of \(bytes.count)")
    // A line that never lets anything through: the changes are exchanged, the file waits.
    try files.attach(files.noise(3_000_000, seed: 5), to: east)
    relay.reset()
    relay.inject((0..<20).map { _ in .cutRequest(afterBytes: 40_000) })
    let cut = try await live.sync(east)
    #expect(cut.sent == 1 && cut.attachmentsSent == 0 && cut.attachmentsLeft == 1)
    #expect(cut.attachmentsFailure?.kind == .broken)
    relay.heal()
    #expect(try await live.sync(east).attachmentsSent == 1)
    relay.stop()
    try await live.finish(east, west)
  }

  @Test(.timeLimit(.minutes(10))) func aFlippedBit() async throws {
    let live = try await LiveHub()
    let relay = try await Relay(to: live.address.port)
    let east = try await live.office("east")
    let west = try await live.office("west", at: relay.url)
    let ref = try files.attach(files.noise(2_000_000), to: east)
    try await live.sync(east)
    try await live.sync(west)
    // The second answer comes over the same connection as the first.
    relay.inject([.flipAnswer(atByte: 1_000_000)])
    let agent = live.agent(west)
    let fetch = try await agent.fetchBlobs([ref.sha256])
    #expect(fetch.fetched == [ref.sha256])
    #expect(fetch.bytes > 3_000_000)
    #expect(try west.blobs.verify(ref.sha256) == .here)
    #expect(west.blobs.partialBytes(ref.sha256, from: "hub") == 0)
    relay.stop()
    try await live.finish(east, west)
  }

  @Test func damagedAtTheHub() async throws {
    let live = try await LiveHub()
    let (east, west) = (try await live.office("east"), try await live.office("west"))
    let ref = try files.attach(files.noise(50_000), to: east)
    try await live.sync(east)
    try await live.sync(west)
    let path = live.hub.blobs.path(of: ref.sha256)
    chmod(path, 0o600)
    try Data(files.noise(50_000, seed: 8)).write(to: URL(fileURLWithPath: path))
    #expect(try live.hub.check(deep: true).problems.map(\.code) == ["blob-damaged"])
    let fetch = try await live.agent(west).fetchBlobs([ref.sha256])
    #expect(fetch.unavailable == [ref.sha256])
    #expect(!live.hub.blobs.has(ref.sha256))
    // The hub's own office, or another that has the file, brings it again.
    try files.attach(files.noise(50_000), to: west)
    try await live.sync(west)
    #expect(try live.hub.blobs.verify(ref.sha256) == .here)
    try await live.finish(east, west)
  }

  @Test func aMeteredLine() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    let refs = try (1...3).map { try files.attach(files.noise(300_000, seed: $0), to: east) }
    var syncs = 0
    var most = 0
    while !refs.allSatisfy({ live.hub.blobs.has($0.sha256) }), syncs < 20 {
      let report = try await live.sync(east) { $0.syncBytesMax = 200_000 }
      most = max(most, report.bytesSent)
      syncs += 1
      let isDone = refs.allSatisfy { live.hub.blobs.has($0.sha256) }
      #expect(report.attachmentsLeft > 0 || isDone)
    }
    #expect((4...12).contains(syncs), "\(syncs)")
    #expect(most < 500_000)
    try await live.finish(east)
  }
}
