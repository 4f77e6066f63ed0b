// Guarantees: what a hub shows of its TLS certificate is vouched for by the hub's Ed25519 key,
// which members pinned when they joined; a vouching is dated, so that an older one cannot be shown
// again.

internal import Causality
internal import Wire

/// The hub's word that a TLS certificate is its own.
struct CertificateProof: Hashable, Sendable {
  /// SHA-256 of the leaf certificate's DER form.
  let digest: Digest
  /// When the hub said so, milliseconds since 1970.
  let issuedMilliseconds: UInt64
  let signature: Signature64

  private static let domain = Array("taizhang certificate 1\0".utf8)

  static func message(_ digest: Digest, _ issued: UInt64) -> [UInt8] {
    domain + digest.bytes + withUnsafeBytes(of: issued.bigEndian) { Array($0) }
  }

  init?(_ digest: Digest, issuedMilliseconds: UInt64, sign: ([UInt8]) -> [UInt8]) {
    let bytes = sign(Self.message(digest, issuedMilliseconds))
    guard let signature = Signature64(bytes: bytes.span.bytes) else { return nil }
    self.digest = digest
    self.issuedMilliseconds = issuedMilliseconds
    self.signature = signature
  }

  func verify(with key: VerifyingKey) -> Bool {
    key.verify(signature, Self.message(digest, issuedMilliseconds))
  }

  var json: JSONValue {
    .object([
      "sha256": .string(digest.description), "issued_ms": .unsigned(issuedMilliseconds),
      "signature": .string(signature.bytes.hexadecimal),
    ])
  }

  /// What ``json`` writes; nil when it is none.
  init?(_ json: JSONValue) {
    guard let digest = json["sha256"]?.string.flatMap({ Digest($0) }),
      let issued = json["issued_ms"]?.unsigned,
      let bytes = json["signature"]?.string.flatMap({ [UInt8](hexadecimal: $0) }),
      let signature = Signature64(bytes: bytes.span.bytes)
    else { return nil }
    self.digest = digest
    issuedMilliseconds = issued
    self.signature = signature
  }
}
