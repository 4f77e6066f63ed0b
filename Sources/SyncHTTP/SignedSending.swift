// Guarantees: requests go out signed by the hub's clock, as far as it is known: a machine whose own
// clock is wrong is told the time once, and signs again with it.

internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// Signs the requests of one client.
final class SignedSending: Sendable {
  private let signer: RequestSigner
  private let wallMilliseconds: @Sendable () -> UInt64
  /// The hub's clock minus this machine's, once the hub has told it.
  private let offset = Mutex<Int64>(0)

  init(_ signer: RequestSigner, wallMilliseconds: @escaping @Sendable () -> UInt64) {
    self.signer = signer
    self.wallMilliseconds = wallMilliseconds
  }

  /// The request with its body and its signature.
  func signed(
    _ request: HTTPClientRequest, body: [UInt8]?, tellsKey: Bool
  ) throws -> HTTPClientRequest {
    var request = request
    let now = Int64(clamping: wallMilliseconds()) + offset.withLock { $0 }
    let fields = try signer.fields(
      method: request.method.rawValue, url: request.url, body: body, createdSeconds: now / 1_000,
      tellsKey: tellsKey)
    for field in fields { request.headers.add(name: field.name, value: field.value) }
    if let body { request.body = .bytes(ByteBuffer(bytes: body)) }
    return request
  }

  /// Takes the hub's time from what it answered to a request that it found stale; false when the
  /// answer is something else.
  func learnsTime(from problem: JSONValue) -> Bool {
    guard problem["code"]?.string == HubError.Kind.stale.rawValue,
      let time = problem["server_time_ms"]?.unsigned
    else { return false }
    let difference = Int64(clamping: time) - Int64(clamping: wallMilliseconds())
    offset.withLock { $0 = difference }
    return true
  }
}
