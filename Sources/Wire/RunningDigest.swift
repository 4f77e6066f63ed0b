// SHA-256 of bytes that come in pieces.

internal import Crypto

/// A hash that is not finished yet. Copies go on independently.
public struct RunningDigest: Sendable {
  private var hasher = SHA256()

  /// The hash of nothing so far.
  public init() {}

  /// Takes the next bytes.
  public mutating func update(_ bytes: RawSpan) {
    bytes.withUnsafeBytes { hasher.update(bufferPointer: $0) }
  }

  /// Takes the next bytes.
  public mutating func update(_ bytes: [UInt8]) { update(bytes.span.bytes) }

  /// The hash of all bytes taken.
  public var digest: Digest {
    hasher.finalize().withUnsafeBytes { Digest(loading: $0.baseAddress.unsafelyUnwrapped) }
  }
}
