// A succession: an identity's last word, that another key writes on in its place. Whoever knew the
// old key can follow to the new one without asking anybody.

public import Causality

/// A replica's statement that a new key succeeds its own.
public struct Succession: Hashable, Sendable {
  /// The public key that goes, 32 bytes.
  public let oldPublicKey: [UInt8]
  /// The public key that comes, 32 bytes.
  public let newPublicKey: [UInt8]
  /// The old key's signature over both.
  public let signature: Signature64

  /// The first byte of every succession.
  public static let format: UInt8 = 1
  /// 129.
  public static let byteCount = 1 + 32 + 32 + Signature64.byteCount

  /// The succession from `old` to the key `new`, 32 bytes.
  public init(old: SigningKey, new: [UInt8]) {
    oldPublicKey = old.verifyingKey.bytes
    newPublicKey = new
    signature = old.sign(Succession.message(oldPublicKey, new))
  }

  private init(oldPublicKey: [UInt8], newPublicKey: [UInt8], signature: Signature64) {
    self.oldPublicKey = oldPublicKey
    self.newPublicKey = newPublicKey
    self.signature = signature
  }

  /// The replica that goes.
  public var old: ReplicaID { Succession.replica(oldPublicKey) }
  /// The replica that comes.
  public var new: ReplicaID { Succession.replica(newPublicKey) }

  private static func replica(_ key: [UInt8]) -> ReplicaID {
    ReplicaID(publicKeyBytes: key)
  }

  /// `format 1 | 32-byte old key | 32-byte new key | 64-byte signature`.
  public func encode() -> [UInt8] {
    var bytes: [UInt8] = [Succession.format]
    bytes += oldPublicKey
    bytes += newPublicKey
    signature.appendBytes(to: &bytes)
    return bytes
  }

  /// Decodes bytes that hold exactly one succession. The signature is not checked; a key that
  /// succeeds itself is refused with `invalidKey`.
  public static func decode(_ bytes: [UInt8]) throws(WireError) -> Succession {
    try withReader(bytes.span.bytes, from: 0) { reader throws(WireError) in
      guard try reader.byte() == format else { throw WireError(.unsupportedVersion, at: 0) }
      let old = try reader.digest().bytes
      let new = try reader.digest().bytes
      guard old != new else { throw WireError(.invalidKey, at: 33) }
      let succession = Succession(
        oldPublicKey: old, newPublicKey: new, signature: try reader.signature())
      try reader.requireEnd()
      return succession
    }
  }

  /// Whether the old key signed it.
  public func verify() -> Bool {
    guard let key = try? VerifyingKey(bytes: oldPublicKey),
      (try? VerifyingKey(bytes: newPublicKey)) != nil
    else { return false }
    return key.verify(signature, Succession.message(oldPublicKey, newPublicKey))
  }

  /// The keys that led to `last`, newest first, itself included: as far back as each was signed
  /// over by the one before it. Whoever trusts one of them may trust all that stand before it.
  ///
  /// - Complexity: O(successions), and one signature a step.
  public static func line(to last: [UInt8], by successions: [Succession]) -> [[UInt8]] {
    let leading = Dictionary(grouping: successions, by: \.newPublicKey)
    var line = [last]
    var seen: Set = [last]
    var key = last
    while let step = leading[key]?.first(where: { $0.verify() }),
      seen.insert(step.oldPublicKey).inserted
    {
      key = step.oldPublicKey
      line.append(key)
    }
    return line
  }

  /// The domain prefix and SHA-256 of format and both keys.
  private static func message(_ old: [UInt8], _ new: [UInt8]) -> [UInt8] {
    SignatureDomain.message(SignatureDomain.succession, Digest(hashing: [format] + old + new))
  }
}
