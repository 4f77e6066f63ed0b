// Verifies
// 1. A member fetches a snapshot whole, or its rest by range under the same entity tag; all bytes
//    together are the file that the hub signed.
// 2. A range behind the end is 416; an entity tag that is gone gives the whole of the new file; what
//    is no range asks for the whole.
// 3. What the file is, is readable as JSON; members of other ledgers get 403.

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

  @Test(.timeLimit(.minutes(1))) func wholeAndInParts() async throws {
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
}
