// Guarantees: whoever joins a hub that wrote under other keys before can verify what it wrote under
// them. The hub names those keys under its signature: all that can be proven to a newcomer. A
// succession proves the way on to those who know the old key, but anybody can make a key and sign
// it over to the hub's.

internal import Causality
public import Wire

/// The keys that wrote a member list before its hub's present one, as that hub signed them.
public struct FormerHubs: Sendable, Hashable {
  /// Ed25519 public keys, 32 bytes each.
  public let publicKeys: [[UInt8]]
  /// The present hub's signature over them.
  public let signature: Signature64

  /// Keys in one statement; a hub that had more makes several.
  public static let keysMax = 1_000

  /// What a hub said. Nil when there is no key, more than ``keysMax``, or one that is none. The
  /// signature is for ``verify(by:)``.
  public init?(publicKeys: [[UInt8]], signature: Signature64) {
    guard (1...Self.keysMax).contains(publicKeys.count),
      publicKeys.allSatisfy({ (try? VerifyingKey(bytes: $0)) != nil })
    else { return nil }
    self.publicKeys = publicKeys
    self.signature = signature
  }

  /// Whether the hub of this public key signed them.
  public func verify(by publicKey: [UInt8]) -> Bool {
    guard let key = try? VerifyingKey(bytes: publicKey) else { return false }
    return key.verify(signature, Self.message(publicKeys))
  }

  /// `"taizhang former hubs 1" 00 | SHA-256 of the keys, one after the other`.
  static func message(_ publicKeys: [[UInt8]]) -> [UInt8] {
    let keys: [UInt8] = Array(publicKeys.joined())
    return Array("taizhang former hubs 1\0".utf8) + Digest(hashing: keys).bytes
  }
}

extension Store {
  /// The hubs that wrote this hub's member list before it, signed, at most `keysMax` in each
  /// statement; empty when there are none. Those who join need all of them: see
  /// ``trustHub(replica:publicKey:office:former:)``. O(members).
  ///
  /// - Throws: `notPermitted` unless this store is a hub, or an I/O error.
  public func formerHubs(
    keysMax: Int = FormerHubs.keysMax
  ) throws(StoreError) -> [FormerHubs] {
    try requireHub("former hubs")
    let signer = signer
    let keys = try members()
      .filter { $0.role == .hub && $0.replica != signer.identity.replica }.map(\.publicKey)
    return stride(from: 0, to: keys.count, by: keysMax).compactMap { start in
      let some = Array(keys[start..<min(start + keysMax, keys.count)])
      return FormerHubs(
        publicKeys: some, signature: signer.key.sign(FormerHubs.message(some)))
    }
  }
}
