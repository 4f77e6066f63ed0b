// The agent's requests for files: where a file stands at the hub, one part up, one answer down.

internal import AsyncHTTPClient
internal import Causality
internal import LedgerStore
internal import NIOCore
internal import NIOHTTP1
internal import Wire

/// How a file stands at the hub.
enum RemoteBlob: Hashable, Sendable {
  case there
  /// Not there; so many bytes of it are, from this store.
  case wanted(offset: Int)
  /// No record at the hub names it, as far as this store may see.
  case unknown
}

extension HubClient {
  private func blobPath(_ sha256: Digest) -> String { "/v1/blobs/\(sha256.description)" }

  /// HEAD: where the file stands.
  func blobState(_ sha256: Digest) async throws -> RemoteBlob {
    let response = try await sendSigned(request(blobPath(sha256), .HEAD))
    let offset = response.headers.first(name: "Upload-Offset").flatMap { Int($0.trimmed) }
    switch (response.status.code, offset) {
    case (200, _): return .there
    case (404, let offset?): return .wanted(offset: max(0, offset))
    case (404, nil): return .unknown
    case (429, _), (503, _):
      throw HubError(
        .busy, "HTTP \(response.status.code)",
        retryAfterSeconds: response.headers.first(name: "Retry-After").flatMap { Int($0) })
    // An answer to HEAD has no words of its own.
    case (let status, _): throw HubError(.refused, "HTTP \(status)", sha256.description)
    }
  }

  /// PUT of one part; where the next begins, or nil when the file is whole there.
  func putBlob(
    _ sha256: Digest, _ part: [UInt8], at offset: Int, of total: Int
  ) async throws -> Int? {
    var request = request(blobPath(sha256), .PUT)
    request.headers.add(name: "Content-Type", value: Media.bytes)
    if !part.isEmpty {
      let range = ContentRange(offset..<offset + part.count, of: total)
      request.headers.add(name: "Content-Range", value: range.text)
    }
    let response = try await sendSigned(request, body: part)
    if response.status.code == 409, isProblem(response) {
      let problem = JSONValue(parsing: try await collect(response)) ?? .null
      guard let offset = problem["upload_offset"]?.unsigned else {
        throw refusal(problem, response)
      }
      return Int(clamping: offset)
    }
    try await expect(Media.json, response)
    guard let json = JSONValue(parsing: try await collect(response)),
      let next = json["offset"]?.unsigned
    else { throw HubError(.notAHub, url.base, "JSON") }
    return json["complete"] == .bool(true) ? nil : Int(clamping: next)
  }

  /// What came of asking for a file.
  enum BlobAnswer {
    /// The body begins at `offset` of `total` bytes.
    case bytes(HTTPClientResponse.Body, offset: Int, total: Int)
    case notThere
    /// The hub's file is shorter than what is here of it.
    case beyondEnd
  }

  /// GET from `offset` on.
  func getBlob(_ sha256: Digest, from offset: Int) async throws -> BlobAnswer {
    var request = request(blobPath(sha256), .GET)
    if offset > 0 { request.headers.add(name: "Range", value: "bytes=\(offset)-") }
    let response = try await sendSigned(request)
    switch response.status.code {
    case 200:
      try await expect(Media.bytes, response)
      guard let length = response.headers.first(name: "Content-Length"), let total = Int(length)
      else { throw HubError(.notAHub, url.base, "Content-Length") }
      return .bytes(response.body, offset: 0, total: total)
    case 206:
      guard Media.type(of: response.headers.first(name: "Content-Type")) == Media.bytes,
        let range = response.headers.first(name: "Content-Range").flatMap({ ContentRange($0) })
      else { throw HubError(.notAHub, url.base, "Content-Range") }
      return .bytes(response.body, offset: range.range.lowerBound, total: range.total)
    case 416: return .beyondEnd
    case 404 where isProblem(response):
      let refusal = refusal(JSONValue(parsing: try await collect(response)) ?? .null, response)
      guard (refusal as? HubError)?.kind == .noSuchBlob else { throw refusal }
      return .notThere
    default:
      try await expect(Media.bytes, response)
      throw HubError(.notAHub, url.base, "HTTP \(response.status.code)")
    }
  }
}
