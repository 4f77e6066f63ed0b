// Ed25519 keys (RFC 8032) and what they sign. Every kind of message has its own domain prefix, so
// that a signature over one can never pass for another; a change is signed through its hash.

public import Causality
internal import Crypto
internal import FoundationEssentials

/// Prefixes of signed messages: ASCII, a version, and a zero byte.
enum SignatureDomain {
  static let change = [UInt8]("taizhang change 1\0".utf8)
  static let receipt = [UInt8]("taizhang receipt 1\0".utf8)
  static let snapshot = [UInt8]("taizhang snapshot 1\0".utf8)
  static let bundle = [UInt8]("taizhang bundle 1\0".utf8)
  static let succession = [UInt8]("taizhang succession 1\0".utf8)

  static func message(_ domain: [UInt8], _ digest: Digest) -> [UInt8] {
    var message = domain
    message.reserveCapacity(domain.count + Digest.byteCount)
    digest.appendBytes(to: &message)
    return message
  }
}

/// The private half of a replica's identity. Equal seeds give equal keys.
public struct SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// A new key from the system's random numbers.
  public init() { key = Curve25519.Signing.PrivateKey() }

  /// The key of a 32-byte seed; throws `invalidKey` for any other length.
  public init(seed: [UInt8]) throws(WireError) {
    do {
      key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
    } catch {
      throw WireError(.invalidKey, at: 0)
    }
  }

  /// The 32 bytes to keep secret.
  public var seed: [UInt8] { [UInt8](key.rawRepresentation) }

  /// The public half.
  public var verifyingKey: VerifyingKey { VerifyingKey(key.publicKey) }

  /// The replica that this key writes as.
  public var replica: ReplicaID { ReplicaID(publicKey: verifyingKey) }

  /// Signs a change through its hash. About 25 µs.
  public func sign(change hash: Digest) -> Signature64 {
    sign(SignatureDomain.message(SignatureDomain.change, hash))
  }

  /// Signs `message` as it is, without a domain prefix: for protocols that bring their own.
  public func sign(_ message: [UInt8]) -> Signature64 {
    guard let signature = try? key.signature(for: message),
      let value = Signature64(bytes: [UInt8](signature).span.bytes)
    else { fatalError("Ed25519 signing has no failing input") }
    return value
  }
}

/// The public half of a replica's identity.
public struct VerifyingKey: Hashable, Sendable {
  private let key: Curve25519.Signing.PublicKey

  fileprivate init(_ key: Curve25519.Signing.PublicKey) { self.key = key }

  /// The key in 32 bytes; throws `invalidKey` for any other length.
  public init(bytes: [UInt8]) throws(WireError) {
    do {
      key = try Curve25519.Signing.PublicKey(rawRepresentation: bytes)
    } catch {
      throw WireError(.invalidKey, at: 0)
    }
  }

  /// The 32 bytes.
  public var bytes: [UInt8] { [UInt8](key.rawRepresentation) }

  /// Whether `signature` signs the change of `hash`. 50...110 µs.
  public func verify(_ signature: Signature64, change hash: Digest) -> Bool {
    verify(signature, SignatureDomain.message(SignatureDomain.change, hash))
  }

  /// Whether `signature` signs `message` as it is, without a domain prefix.
  public func verify(_ signature: Signature64, _ message: [UInt8]) -> Bool {
    key.isValidSignature(signature.bytes, for: message)
  }

  /// Whether the 32 bytes are equal.
  public static func == (left: VerifyingKey, right: VerifyingKey) -> Bool {
    left.key.rawRepresentation == right.key.rawRepresentation
  }

  /// Feeds the 32 bytes to `hasher`.
  public func hash(into hasher: inout Hasher) { hasher.combine(key.rawRepresentation) }
}

extension ReplicaID {
  /// The first 10 bytes of SHA-256(public key).
  public init(publicKey: VerifyingKey) { self.init(publicKeyBytes: publicKey.bytes) }

  init(publicKeyBytes: [UInt8]) {
    let words = Digest(hashing: publicKeyBytes).words
    self.init(high: words.0, low: UInt16(truncatingIfNeeded: words.1 >> 48))
  }
}
