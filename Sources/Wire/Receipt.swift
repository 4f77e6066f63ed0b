// A receipt: a hub's signed word that it holds everything a vector covers. A hub that later stands
// behind its own receipt was restored from a backup.

public import Causality

/// What a hub holds of a ledger, signed. Issued after the changes are durable.
public struct Receipt: Hashable, Sendable {
  /// The ledger.
  public let ledger: String
  /// Who signed.
  public let hub: ReplicaID
  /// The hub's epoch: random at each creation or restore of its store.
  public let epoch: UInt64
  /// Everything that the hub holds.
  public let vector: VersionVector
  /// SHA-256 over the heads of every chain at ``vector`` (``HeadsDigest``): the checkpoint. A store
  /// with this vector and another digest was shown another history. Zero says nothing.
  public let headsDigest: Digest
  /// The hub's wall clock, milliseconds since 1970.
  public let issuedMilliseconds: UInt64
  /// The hub's signature over everything above.
  public let signature: Signature64

  /// The first byte of every whole receipt.
  public static let format: UInt8 = 1
  /// The first byte of a receipt that leaves its vector out.
  static let shortFormat: UInt8 = 2

  /// A receipt signed by `key`, whose replica becomes the hub. Throws `invalidLedger`.
  public init(
    ledger: String, epoch: UInt64, vector: VersionVector, headsDigest: Digest = .zero,
    issuedMilliseconds: UInt64, key: SigningKey
  ) throws(WireError) {
    let unsigned = Receipt(
      ledger: ledger, hub: key.replica, epoch: epoch, vector: vector,
      headsDigest: headsDigest, issuedMilliseconds: issuedMilliseconds, signature: .zero)
    self.init(
      ledger: ledger, hub: unsigned.hub, epoch: epoch, vector: vector,
      headsDigest: headsDigest, issuedMilliseconds: issuedMilliseconds,
      signature: key.sign(try unsigned.signedMessage()))
  }

  /// A receipt whose signature was made elsewhere, over ``signedMessage()``.
  public init(
    ledger: String, hub: ReplicaID, epoch: UInt64, vector: VersionVector,
    headsDigest: Digest = .zero, issuedMilliseconds: UInt64, signature: Signature64
  ) {
    self.ledger = ledger
    self.hub = hub
    self.epoch = epoch
    self.vector = vector
    self.headsDigest = headsDigest
    self.issuedMilliseconds = issuedMilliseconds
    self.signature = signature
  }

  /// `format 1 | text ledger | 10-byte hub | 8-byte epoch | vector | 32-byte heads digest |
  /// 8-byte time | 64-byte signature`; fixed numbers are big-endian. Throws `invalidLedger`.
  ///
  /// - Parameter leavesVectorOut: for a reader that has just told the same vector: format 2,
  ///   without it. What is signed is the whole receipt.
  public func encode(leavesVectorOut: Bool = false) throws(WireError) -> [UInt8] {
    var bytes = try unsignedBytes(leavesVectorOut: leavesVectorOut)
    signature.appendBytes(to: &bytes)
    return bytes
  }

  /// Decodes bytes that hold exactly one receipt. The signature is not checked.
  public static func decode(_ bytes: [UInt8]) throws(WireError) -> Receipt {
    try withReader(bytes.span.bytes, from: 0) { reader throws(WireError) in
      let receipt = try reader.receipt()
      try reader.requireEnd()
      return receipt
    }
  }

  /// Whether `key` is the hub's and the signature is its.
  public func verify(with key: VerifyingKey) -> Bool {
    guard ReplicaID(publicKey: key) == hub, let message = try? signedMessage() else {
      return false
    }
    return key.verify(signature, message)
  }

  /// What the hub signs: the domain prefix and SHA-256 of the encoding without its signature.
  /// Throws `invalidLedger`.
  public func signedMessage() throws(WireError) -> [UInt8] {
    SignatureDomain.message(SignatureDomain.receipt, Digest(hashing: try unsignedBytes()))
  }

  private func unsignedBytes(leavesVectorOut: Bool = false) throws(WireError) -> [UInt8] {
    guard LedgerName.isValid(ledger) else { throw WireError(.invalidLedger, at: 1) }
    var bytes: [UInt8] = [leavesVectorOut ? Receipt.shortFormat : Receipt.format]
    appendText(ledger, to: &bytes)
    hub.appendBytes(to: &bytes)
    appendBigEndian(epoch, to: &bytes)
    if !leavesVectorOut { VectorCoding.encode(vector, into: &bytes) }
    headsDigest.appendBytes(to: &bytes)
    appendBigEndian(issuedMilliseconds, to: &bytes)
    return bytes
  }
}

extension ByteReader {
  /// A receipt; `told` is the vector of one that leaves it out, where one may.
  mutating func receipt(told: VersionVector? = nil) throws(WireError) -> Receipt {
    let start = offset
    let format = try byte()
    let leftOut = format == Receipt.shortFormat ? told : nil
    guard format == Receipt.format || leftOut != nil else {
      throw WireError(.unsupportedVersion, at: start)
    }
    let name = try ledger()
    let hub = try replica()
    let epoch = try bigEndian64()
    var held = leftOut ?? VersionVector()
    if leftOut == nil { held = try vector() }
    return Receipt(
      ledger: name, hub: hub, epoch: epoch, vector: held, headsDigest: try digest(),
      issuedMilliseconds: try bigEndian64(), signature: try signature())
  }
}

/// Appends length and UTF-8.
func appendText(_ text: String, to bytes: inout [UInt8]) {
  Varint.append(UInt64(text.utf8.count), to: &bytes)
  bytes.append(contentsOf: text.utf8)
}

/// Appends 8 bytes, most significant first.
func appendBigEndian(_ value: UInt64, to bytes: inout [UInt8]) {
  withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
}
