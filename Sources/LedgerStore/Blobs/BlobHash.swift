// Guarantees: a file's SHA-256 is taken piece by piece, whatever its size.

internal import Crypto
internal import Wire

/// A SHA-256 in the making.
struct BlobHash {
  private var hasher = SHA256()

  mutating func update(_ piece: [UInt8]) { hasher.update(data: piece) }

  /// The hash of all pieces so far.
  var digest: Wire.Digest {
    let bytes = Array(hasher.finalize())
    return Wire.Digest(bytes: bytes.span.bytes) ?? .zero
  }
}
