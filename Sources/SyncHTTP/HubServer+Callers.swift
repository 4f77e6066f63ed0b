// Who asks, and whether that replica takes part in the ledger asked for. The caller's identity is
// read in one place.

internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import Wire

extension HTTPField.Name {
  /// The caller's replica id.
  static let replica = HTTPField.Name("Taizhang-Replica").unsafelyUnwrapped
  /// `changed` in the answer to an exchange when the caller's member list is not the hub's.
  static let members = HTTPField.Name("Taizhang-Members").unsafelyUnwrapped
  /// RFC 7240.
  static let prefer = HTTPField.Name("Prefer").unsafelyUnwrapped
}

extension HubServer {
  /// The replica that a request says it comes from. Throws `badRequest`.
  func caller(of request: Request) throws(HubError) -> ReplicaID {
    guard let text = request.headers[.replica] else {
      throw HubError(.badRequest, "Taizhang-Replica")
    }
    guard let replica = ReplicaID(text.trimmed) else { throw HubError(.badRequest, text) }
    return replica
  }

  /// The ledger of the path. Throws `noSuchLedger` for what cannot be one.
  func ledger(of context: NodeContext) throws(HubError) -> String {
    let ledger = context.parameters.get("ledger") ?? ""
    guard LedgerName.isValid(ledger) else { throw HubError(.noSuchLedger, ledger) }
    return ledger
  }

  /// Lets members of the ledger pass. Throws `notMember`, `revoked`, `wrongLedger`, `noSuchLedger`.
  func authorise(_ replica: ReplicaID, _ ledger: String) async throws {
    let store = store
    try await threads.read {
      let member = try store.read { snapshot in snapshot.member(replica) }
      guard let member else { throw HubError(.notMember, replica.description) }
      guard member.revokedAfterSeq == nil else { throw HubError(.revoked, replica.description) }
      guard
        member.role.isAuthority || ledger == Store.memberLedger || member.ledgers.contains(ledger)
      else { throw HubError(.wrongLedger, replica.description, ledger) }
      _ = try store.vector(ledger)
    }
  }

  /// Refuses a body that says it is too long before reading any of it.
  func checkLength(_ request: Request, limit: Int) throws(HubError) {
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw HubError(.tooLarge, "\(limit)")
    }
  }

  /// The whole decoded body, at most `limit` bytes on the wire and as many times 16 decoded.
  func collect(_ request: Request, limit: Int) async throws -> [UInt8] {
    try checkLength(request, limit: limit)
    let coding = try BodyCoding(contentEncoding: request.headers[.contentEncoding])
    var decoder = BodyDecoder(
      coding, limits: BodyLimits(wireBytes: limit, decodedBytes: limit * 16))
    var bytes: [UInt8] = []
    for try await buffer in request.body {
      try decoder.take(buffer)
      while decoder.hasMore { bytes += try decoder.next() }
    }
    try decoder.requireEnded()
    return bytes
  }

  /// Whether a person asks: `Accept: application/json` or `?format=json`.
  func wantsJSON(_ request: Request) -> Bool {
    if request.uri.queryParameters["format"] == "json" { return true }
    let accepted = (request.headers[.accept] ?? "").split(separator: ",")
    return accepted.contains { Media.type(of: String($0)) == Media.json }
  }
}
