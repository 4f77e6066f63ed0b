// Who asks, proven by signature, and whether that replica takes part in the ledger asked for. The
// caller's identity is established in one place, before a route runs.

internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import Wire

extension HTTPField.Name {
  /// `changed` in the answer to an exchange when the caller's member list is not the hub's.
  static let members = HTTPField.Name("Taizhang-Members").unsafelyUnwrapped
  /// RFC 7240.
  static let prefer = HTTPField.Name("Prefer").unsafelyUnwrapped
}

/// Who may use a route.
enum RouteAccess: Sendable {
  /// Anyone.
  case open
  /// Whoever signs as a member.
  case member
  /// Whoever signs, by a key on the list or one that is told.
  case signed
  /// This machine, and whoever signs as a member.
  case operators
}

extension HubServer {
  /// The request with its caller established and its body, where it has one, held against its
  /// digest. Throws `HubError`.
  func admit(
    _ request: Request, _ context: NodeContext, _ access: RouteAccess, bodyBytesMax: Int
  ) async throws -> (Request, NodeContext) {
    switch access {
    case .open: return (request, context)
    case .operators:
      let isSigned = request.headers[.signatureInput] != nil
      if !isSigned, context.isFromThisMachine { return (request, context) }
    case .member, .signed: break
    }
    try checkLength(request, limit: bodyBytesMax)
    let address = context.address
    let caller = try await verifier.caller(of: request, takesUnknownKeys: access == .signed) {
      [threads, store, rates] replica in
      let member = try await threads.read {
        try store.read { snapshot in snapshot.member(replica) }
      }
      // Keys cost nothing: whoever is on no list has the share of the place it comes from.
      if member == nil, access == .signed { try rates.admit(address: address, enrols: false) }
      return member
    }
    var (request, context) = (request, context)
    context.caller = caller
    if let content = caller.content {
      // A long body is held in memory until its digest is known: so many at once and no more.
      let length = request.headers[.contentLength].flatMap { Int($0) } ?? .max
      if length > Self.smallBodyBytes { context.slot = try streams.enter(caller) }
      let body = try await wireBody(of: request, limit: bodyBytesMax)
      guard Digest(hashing: Array(body.readableBytesView)) == content else {
        throw HubError(.wrongDigest)
      }
      request.body = RequestBody(buffer: body)
    }
    return (request, context)
  }

  /// Bodies up to this size take no place among the streams.
  private static let smallBodyBytes = 256 << 10

  private func wireBody(of request: Request, limit: Int) async throws -> ByteBuffer {
    var whole = ByteBuffer()
    for try await piece in request.body {
      guard whole.readableBytes + piece.readableBytes <= limit else {
        throw HubError(.tooLarge, "\(limit)")
      }
      whole.writeImmutableBuffer(piece)
    }
    return whole
  }

  /// The replica whose signature a request bears. Throws `unsigned` where the route asks for none.
  func caller(of context: NodeContext) throws(HubError) -> ReplicaID {
    guard let caller = context.caller else { throw HubError(.unsigned) }
    return caller.replica
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
      guard try Self.member(replica, of: store).takesPart(in: ledger) else {
        let above = try Hub.revokedAbove(replica, in: store)
        let who = above.map { $0.ledgers.contains(ledger) ? [$0.hub] : [] } ?? []
        throw HubError(.wrongLedger, arguments: [replica.description, ledger] + who)
      }
      _ = try store.vector(ledger)
    }
  }

  /// Lets members pass, whatever they take part in. Throws `notMember`, `revoked`.
  func authorise(_ replica: ReplicaID) async throws {
    _ = try await threads.read { [store] in try Self.member(replica, of: store) }
  }

  private static func member(_ replica: ReplicaID, of store: Store) throws -> Member {
    let member = try store.read { snapshot in snapshot.member(replica) }
    guard let member else { throw HubError(.notMember, replica.description) }
    guard !member.isRevoked else { throw HubError(.revoked, replica.description) }
    return member
  }

  /// Refuses a body that says it is too long before reading any of it.
  func checkLength(_ request: Request, limit: Int) throws(HubError) {
    if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit {
      throw HubError(.tooLarge, "\(limit)")
    }
  }

  /// The whole decoded body, at most `limit` bytes on the wire and decoded: what is small on the
  /// wire takes no place among the streams, and would fill memory unpacked.
  func collect(_ request: Request, limit: Int) async throws -> [UInt8] {
    try checkLength(request, limit: limit)
    let coding = try BodyCoding(contentEncoding: request.headers[.contentEncoding])
    var decoder = BodyDecoder(
      coding, limits: BodyLimits(wireBytes: limit, decodedBytes: limit))
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
