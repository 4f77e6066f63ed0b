// POST /v1/enrol: a one-time token and a public key in, membership out. Whoever enrols proves to
// hold the secret half of the key. The same replica may present its token again; nobody else may.

internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import Wire

/// What an enrolment says, as JSON.
struct Enrolment: Sendable {
  let secret: String
  let key: VerifyingKey
  let office: String
  /// A hub with a member list of its own, that joins this one.
  let isHub: Bool
  let signature: Signature64

  /// The longest name of an office, bytes.
  static let officeBytesMax = 256

  /// Values in what an enrolment or a succession says, commas in a name included.
  static let valuesMax = 1_000

  /// What is signed: the token's secret belongs to this key.
  static func message(secret: String) -> [UInt8] { Array("taizhang enrol 1\0\(secret)".utf8) }

  var replica: ReplicaID { ReplicaID(publicKey: key) }

  static func encode(secret: String, office: String, store: Store) throws -> [UInt8] {
    try JSONValue.object([
      "token": .string(secret),
      "public_key": .string(store.identity.publicKey.hexadecimal),
      "replica": .string(store.identity.replica.description),
      "office": .string(office),
      "hub": .bool(store.identity.role == .hub),
      "signature": .string(store.sign(message(secret: secret)).hexadecimal),
    ]).text()
  }

  init(_ bytes: [UInt8]) throws(HubError) {
    guard let json = JSONValue(parsing: bytes, valuesMax: Self.valuesMax) else {
      throw HubError(.badRequest, "JSON")
    }
    guard let token = json["token"]?.string, let (secret, _) = Grant.parts(of: token) else {
      throw HubError(.tokenUnknown)
    }
    guard let key = json["public_key"]?.string.flatMap({ [UInt8](hexadecimal: $0) }),
      let key = try? VerifyingKey(bytes: key)
    else { throw HubError(.badRequest, "public_key") }
    guard let signature = json["signature"]?.string.flatMap({ [UInt8](hexadecimal: $0) }),
      let signature = Signature64(bytes: signature.span.bytes),
      key.verify(signature, Self.message(secret: secret))
    else { throw HubError(.badRequest, "signature") }
    let office = json["office"]?.string ?? ""
    guard (1...Self.officeBytesMax).contains(office.utf8.count) else {
      throw HubError(.badRequest, "office")
    }
    if let named = json["replica"]?.string, ReplicaID(named) != ReplicaID(publicKey: key) {
      throw HubError(.badRequest, "replica")
    }
    self.secret = secret
    self.key = key
    self.office = office
    isHub = json["hub"] == .bool(true)
    self.signature = signature
  }
}

extension HubServer {
  func enrol(_ request: Request, _ context: NodeContext) async throws -> Response {
    guard Media.type(of: request.headers[.contentType]) == Media.json else {
      throw HubError(.unsupportedCoding, request.headers[.contentType] ?? "-", Media.json)
    }
    let body = try await collect(request, limit: configuration.limits.enrolBodyBytes)
    if let json = JSONValue(parsing: body, valuesMax: Enrolment.valuesMax),
      let succession = json["succession"]?.string
    {
      return try await succeed(succession, office: json["office"]?.string)
    }
    let enrolment = try Enrolment(body)
    let now = configuration.wallMilliseconds()
    // One enrolment at a time: a token cannot be spent twice in a race.
    let member = try await threads.write { [store] in
      try Self.admit(enrolment, to: store, at: now)
    }
    var answer = describe()
    answer["role"] = .string(member.role.rawValue)
    answer["ledgers"] = .array(member.ledgers.map { .string($0) })
    let former = try await threads.read { [store] in try store.formerHubs() }
    if let first = former.first { answer.merge(Self.describe(first)) { $1 } }
    if former.count > 1 {
      answer["former_hubs_more"] = .array(
        former.dropFirst().map { .object(Self.describe($0)) })
    }
    return try respond(.object(answer))
  }

  private static func describe(_ former: FormerHubs) -> [String: JSONValue] {
    [
      "former_hubs": .array(former.publicKeys.map { .string($0.hexadecimal) }),
      "former_hubs_signature": .string(former.signature.bytes.hexadecimal),
    ]
  }

  /// Takes a member's new identity for the member, on the word of its old key.
  private func succeed(_ text: String, office: String?) async throws -> Response {
    guard let bytes = [UInt8](hexadecimal: text), let succession = try? Succession.decode(bytes),
      succession.verify(), (office ?? "").utf8.count <= Enrolment.officeBytesMax
    else { throw HubError(.badRequest, "succession") }
    let member = try await threads.write { [store] () throws -> Member in
      do throws(StoreError) {
        return try store.admit(succession, office: office)
      } catch {
        switch error.code {
        case .noSuchRecord: throw HubError(.notMember, succession.old.description)
        case .notPermitted: throw HubError(.revoked, succession.old.description)
        default: throw error
        }
      }
    }
    var answer = describe()
    answer["role"] = .string(member.role.rawValue)
    answer["ledgers"] = .array(member.ledgers.map { .string($0) })
    return try respond(.object(answer))
  }

  private static func admit(
    _ enrolment: Enrolment, to store: Store, at now: UInt64
  ) throws -> Member {
    let key = Grant.key(of: enrolment.secret)
    guard var grant = try store.peerValue(key).flatMap({ Grant($0) }) else {
      throw HubError(.tokenUnknown)
    }
    let replica = enrolment.replica
    let before = try store.members().first { $0.replica == replica }
    if let user = grant.usedBy {
      guard user == replica, let before else { throw HubError(.tokenUsed) }
      return before
    }
    guard now < grant.expiresMilliseconds else { throw HubError(.tokenExpired) }
    // A hub speaks for its city: another role would void there what counts here.
    if enrolment.isHub, grant.role != .city { throw HubError(.hubNeedsCity, grant.role.rawValue) }
    if before?.isRevoked == true { throw HubError(.revoked, replica.description) }
    try store.addLedger(grant.ledger)
    var member = Member(
      replica: replica, publicKey: enrolment.key.bytes, office: enrolment.office, role: grant.role,
      ledgers: Set((before?.ledgers ?? []) + [grant.ledger]).sorted(),
      enrolledMilliseconds: before?.enrolledMilliseconds ?? now)
    if enrolment.isHub { member.under = replica }
    try store.enrol(member)
    grant.usedBy = replica
    try store.setPeerValue(key, grant.encoded())
    return member
  }
}
