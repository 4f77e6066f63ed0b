// Guarantees: nobody's request has an effect under a member's name unless that member's key signed
// its method, target, content and time, within five minutes of the hub's clock and once. What a
// request claims is proven before its body is read; the body is held against its digest after.

internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import Wire

extension HTTPField.Name {
  static let signatureInput = HTTPField.Name("Signature-Input").unsafelyUnwrapped
  static let signature = HTTPField.Name("Signature").unsafelyUnwrapped
  static let contentDigest = HTTPField.Name(ContentDigest.name).unsafelyUnwrapped
  /// The public key of a caller that this hub may not know, hexadecimal.
  static let key = HTTPField.Name("Taizhang-Key").unsafelyUnwrapped
}

/// Who sent a request, proven.
struct Caller: Sendable {
  let replica: ReplicaID
  /// nil for a key that is on no list.
  let member: Member?
  /// The digest that the body must have; nil for a request that may have none.
  let content: Digest?
}

/// Judges the signatures of requests.
final class RequestVerifier: Sendable {
  /// How far `created` may be from the hub's clock, seconds.
  static let toleranceSeconds: Int64 = 300

  private let nonces = NonceCache(toleranceSeconds: toleranceSeconds)
  private let publicURL: String?
  private let isSecure: Bool
  private let now: @Sendable () -> UInt64
  /// Nothing signed before the hub started counts: its nonces are not known here.
  private let startedSeconds: Int64

  init(publicURL: String?, isSecure: Bool, now: @escaping @Sendable () -> UInt64) {
    self.publicURL = publicURL
    self.isSecure = isSecure
    self.now = now
    startedSeconds = Int64(clamping: now() / 1_000)
  }

  private var nowSeconds: Int64 { Int64(clamping: now() / 1_000) }

  /// What a request claims, before anything is proven.
  private struct Claims {
    let input: SignatureInput
    let signature: Signature64
    let replica: ReplicaID
    let created: Int64
    let nonce: String
    let content: Digest?

    init(_ request: Request) throws(HubError) {
      guard let inputField = request.headers[.signatureInput],
        let signatureField = request.headers[.signature]
      else { throw HubError(.unsigned) }
      do throws(SignatureDefect) {
        input = try SignatureInput(field: inputField)
        let bytes = try SignatureField.bytes(of: input.label, in: signatureField)
        guard let signature = Signature64(bytes: bytes.span.bytes) else {
          throw SignatureDefect("signature")
        }
        self.signature = signature
        guard let replica = input.keyID.flatMap({ ReplicaID($0) }) else {
          throw SignatureDefect("keyid")
        }
        self.replica = replica
        guard let created = input.created else { throw SignatureDefect("created") }
        self.created = created
        guard let nonce = input.nonce,
          (8...SignatureInput.nonceBytesMax).contains(nonce.utf8.count)
        else { throw SignatureDefect("nonce") }
        self.nonce = nonce
        guard input.algorithm == nil || input.algorithm == "ed25519" else {
          throw SignatureDefect("alg")
        }
        content = try Self.content(of: request, input)
      } catch {
        throw HubError(.badSignature, error.what)
      }
    }

    /// The digest of a body, which the signature must cover where there can be a body.
    private static func content(
      of request: Request, _ input: SignatureInput
    ) throws(SignatureDefect) -> Digest? {
      for needed in ["@method", "@target-uri"] where !input.components.contains(needed) {
        throw SignatureDefect(needed)
      }
      let covers = input.components.contains("content-digest")
      let mayHaveBody =
        !(request.method == .get || request.method == .head)
        || request.headers[.contentLength].map { $0 != "0" } ?? false
        || request.headers[.transferEncoding] != nil
      guard covers || !mayHaveBody else { throw SignatureDefect("content-digest") }
      guard let field = request.headers[.contentDigest], covers else { return nil }
      return try ContentDigest.digest(in: field)
    }
  }

  /// The caller that a request proves to come from.
  ///
  /// - Parameters:
  ///   - takesUnknownKeys: lets a caller on no list prove the key that it tells itself.
  ///   - member: looks a replica up on the member list.
  /// - Throws: `HubError` `unsigned`, `badSignature`, `unknownKey`, `stale`, `replayed`, `busy`.
  func caller(
    of request: Request, takesUnknownKeys: Bool,
    member: (ReplicaID) async throws -> Member?
  ) async throws -> Caller {
    let claims = try Claims(request)
    let member = try await member(claims.replica)
    let key = try key(of: claims.replica, member, takesUnknownKeys ? request : nil)
    try requireFresh(claims)
    try requireGood(claims, key, request)
    let outcome = nonces.insert(
      claims.nonce, of: claims.replica, created: claims.created, now: nowSeconds)
    switch outcome {
    case .fresh: break
    case .replayed: throw HubError(.replayed, claims.replica.description)
    case .full: throw HubError(.busy, "nonces", retryAfterSeconds: 60)
    }
    return Caller(replica: claims.replica, member: member, content: claims.content)
  }

  private func key(
    of replica: ReplicaID, _ member: Member?, _ request: Request?
  ) throws(HubError) -> VerifyingKey {
    let told = request?.headers[.key].flatMap { [UInt8](hexadecimal: $0) }
    guard let bytes = member?.publicKey ?? told, let key = try? VerifyingKey(bytes: bytes),
      ReplicaID(publicKey: key) == replica
    else { throw HubError(.unknownKey, replica.description) }
    return key
  }

  private func requireFresh(_ claims: Claims) throws(HubError) {
    let now = nowSeconds
    let age = now - claims.created
    guard age <= Self.toleranceSeconds, age >= -Self.toleranceSeconds,
      claims.input.expires.map({ $0 >= now }) ?? true
    else { throw HubError(.stale, "\(age)") }
    guard claims.created >= startedSeconds else {
      let started = InstantText.format(milliseconds: UInt64(clamping: startedSeconds) * 1_000)
      throw HubError(.stale, "\(age)", started)
    }
  }

  /// Behind a proxy the hub's own scheme and name need not be those that the caller asked for.
  private func requireGood(
    _ claims: Claims, _ key: VerifyingKey, _ request: Request
  ) throws(HubError) {
    let authority = request.head.authority ?? ""
    let target = request.head.path ?? "/"
    let (own, other) = isSecure ? ("https", "http") : ("http", "https")
    var bases = ["\(own)://\(authority)", "\(other)://\(authority)"]
    if let publicURL {
      bases.append(publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL)
    }
    let fields = request.headers
    for base in bases {
      let signed = SignedRequest(url: base + target, method: request.method.rawValue) { name in
        HTTPField.Name(name).map { fields[values: $0] } ?? []
      }
      do throws(SignatureDefect) {
        if key.verify(claims.signature, try signed.base(for: claims.input)) { return }
      } catch {
        throw HubError(.badSignature, error.what)
      }
    }
    throw HubError(.badSignature, claims.replica.description)
  }
}
