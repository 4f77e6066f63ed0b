// Guarantees: a body is what `Content-Digest` (RFC 9530) says, by SHA-256; a field that names only
// other algorithms proves nothing here.

package import Wire

/// `Content-Digest` of a body as it goes over the wire, its content coding included.
package enum ContentDigest {
  static let name = "Content-Digest"
  private static let algorithm = "sha-256"

  /// The value of the field: `sha-256=:base64:`.
  package static func field(_ digest: Digest) -> String {
    SignatureField.field(algorithm, digest.bytes)
  }

  /// The SHA-256 digest that a field names. Throws for a field without one.
  package static func digest(in field: String) throws(SignatureDefect) -> Digest {
    let bytes = try SignatureField.bytes(of: algorithm, in: field)
    guard let digest = Digest(bytes: bytes.span.bytes) else { throw SignatureDefect(algorithm) }
    return digest
  }
}
