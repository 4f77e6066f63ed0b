// Bundles sealed to one member (HPKE, RFC 9180: X25519, HKDF-SHA256, ChaCha20-Poly1305). A member
// is known by its Ed25519 key; X25519 works on the same curve in its Montgomery form, so that the
// one key serves both: u = (1 + y) / (1 - y), RFC 7748 section 4.1; and the secret scalar is what
// Ed25519 itself derives from the seed, the first half of SHA-512, RFC 8032 section 5.1.5.

public import Causality
internal import Crypto
internal import FoundationEssentials

private let suite = HPKE.Ciphersuite.Curve25519_SHA256_ChachaPoly

extension VerifyingKey {
  /// The X25519 public key of the same member; nil for the few points that have none.
  var sealingKey: Curve25519.KeyAgreement.PublicKey? {
    guard let u = MontgomeryPoint.u(ofEdwards: bytes) else { return nil }
    return try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: u)
  }

  /// The 32 bytes of the X25519 public key.
  public var sealingKeyBytes: [UInt8]? { sealingKey.map { [UInt8]($0.rawRepresentation) } }
}

/// Opens what was sealed to an identity.
public struct SealKey: Sendable {
  fileprivate let key: Curve25519.KeyAgreement.PrivateKey
  /// Whose key it is.
  public let replica: ReplicaID

  /// The sealing key of a signing key. Throws `invalidKey`, which no seed does.
  public init(_ signing: SigningKey) throws(WireError) {
    replica = signing.replica
    do {
      let scalar = SHA512.hash(data: signing.seed).prefix(32)
      key = try Curve25519.KeyAgreement.PrivateKey(rawRepresentation: Array(scalar))
    } catch {
      throw WireError(.invalidKey, at: 0)
    }
  }

  /// The public half, 32 bytes; equal to ``VerifyingKey/sealingKeyBytes`` of the signing key.
  public var publicKey: [UInt8] { [UInt8](key.publicKey.rawRepresentation) }
}

private func sealInfo(_ recipient: ReplicaID) -> [UInt8] {
  var info = [UInt8]("taizhang seal 1\0".utf8)
  recipient.appendBytes(to: &info)
  return info
}

/// Seals the body of a bundle, piece by piece, in order.
public struct BundleSealer {
  private var sender: HPKE.Sender
  /// What the header says of the seal.
  public let seal: BundleHeader.Seal
  private var pending: [UInt8] = []

  /// Seals to `recipient`. Throws `invalidKey`.
  public init(to recipient: VerifyingKey) throws(WireError) {
    let replica = ReplicaID(publicKey: recipient)
    do {
      guard let key = recipient.sealingKey else { throw WireError(.invalidKey, at: 0) }
      sender = try HPKE.Sender(recipientKey: key, ciphersuite: suite, info: Data(sealInfo(replica)))
    } catch {
      throw WireError(.invalidKey, at: 0)
    }
    seal = BundleHeader.Seal(
      recipient: replica, encapsulatedKey: [UInt8](sender.encapsulatedKey))
  }

  /// Takes frames of the body; gives sealed frames for what is enough for a piece, or with `end`
  /// for all of it.
  public mutating func seal(_ frames: [UInt8], end: Bool = false) throws(WireError) -> [UInt8] {
    pending += frames
    var sealed: [UInt8] = []
    var at = 0
    while pending.count - at >= WireLimits.blobPartBytes || (end && at < pending.count) {
      let next = min(pending.count, at + WireLimits.blobPartBytes)
      do {
        let piece = try sender.seal(Data(pending[at..<next]), authenticating: Data())
        try FrameWriter.append(.sealed, [UInt8](piece), to: &sealed)
      } catch {
        throw WireError(.sealed, at: at)
      }
      at = next
    }
    pending.removeFirst(at)
    return sealed
  }
}

/// Opens the pieces of a sealed bundle in order.
struct BundleOpener: @unchecked Sendable {
  private var recipient: HPKE.Recipient

  init(key: SealKey, header: BundleHeader) throws(WireError) {
    guard let seal = header.seal else { throw WireError(.sealed, at: 0) }
    do {
      recipient = try HPKE.Recipient(
        privateKey: key.key, ciphersuite: suite, info: Data(sealInfo(key.replica)),
        encapsulatedKey: Data(seal.encapsulatedKey))
    } catch {
      throw WireError(.sealed, at: 0)
    }
  }

  /// The bytes of the next piece. Throws `sealed` when it is not the next one sealed to this key.
  mutating func open(_ piece: [UInt8]) throws(WireError) -> [UInt8] {
    do {
      return [UInt8](try recipient.open(Data(piece), authenticating: Data()))
    } catch {
      throw WireError(.sealed, at: 0)
    }
  }
}
