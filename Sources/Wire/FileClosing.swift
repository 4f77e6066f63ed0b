// How snapshot and bundle files end: a closing frame with SHA-256 over every byte before it and the
// writer's signature of that, then the end frame. Both have one length, so that who holds the whole
// file finds them from its end, and who holds less knows that it is not whole.

/// The last word of a file.
public struct FileClosing: Hashable, Sendable {
  /// SHA-256 of the file's bytes before the closing frame: the file's name in all that refers to
  /// it.
  public let digest: Digest
  /// The writer's signature of the domain and the digest.
  public let signature: Signature64

  /// The kinds of file that are signed; a signature of one kind is none of another.
  public enum Kind: Sendable {
    case snapshot, bundle

    fileprivate var domain: [UInt8] {
      switch self {
      case .snapshot: SignatureDomain.snapshot
      case .bundle: SignatureDomain.bundle
      }
    }
  }

  /// A closing read from a file; nothing is verified.
  public init(digest: Digest, signature: Signature64) {
    self.digest = digest
    self.signature = signature
  }

  /// A closing signed by `key`.
  public init(_ kind: Kind, digest: Digest, key: SigningKey) {
    self.init(
      digest: digest, signature: key.sign(SignatureDomain.message(kind.domain, digest)))
  }

  /// What a writer signs: the kind's domain and the digest.
  public static func signedMessage(_ kind: Kind, digest: Digest) -> [UInt8] {
    SignatureDomain.message(kind.domain, digest)
  }

  /// Whether `key` signed the digest for this kind of file.
  public func verify(_ kind: Kind, with key: VerifyingKey) -> Bool {
    key.verify(signature, SignatureDomain.message(kind.domain, digest))
  }

  static let bodyBytes = Digest.byteCount + Signature64.byteCount
  /// Bytes of the closing frame and the end frame together.
  public static let tailBytes =
    FrameWriter.frameSize(bodyBytes: bodyBytes) + FrameWriter.frameSize(bodyBytes: 1)

  /// The closing frame and the end frame.
  public func encodeTail() throws(WireError) -> [UInt8] {
    var body: [UInt8] = []
    digest.appendBytes(to: &body)
    signature.appendBytes(to: &body)
    var bytes: [UInt8] = []
    try FrameWriter.append(.closing, body, to: &bytes)
    try FrameWriter.appendEnd(more: false, to: &bytes)
    return bytes
  }

  /// The body of a closing frame: `32-byte digest | 64-byte signature`.
  public static func decode(_ body: [UInt8]) throws(WireError) -> FileClosing {
    try withReader(body.span.bytes, from: 0) { reader throws(WireError) in
      let closing = FileClosing(digest: try reader.digest(), signature: try reader.signature())
      try reader.requireEnd()
      return closing
    }
  }

  /// The closing in the last ``tailBytes`` bytes of a file. Throws what frames throw, and
  /// `incomplete` when the file does not end with one.
  public static func decodeTail(_ tail: [UInt8]) throws(WireError) -> FileClosing {
    var frames = FrameReader()
    frames.feed(tail)
    guard let frame = try frames.next(), frame.kind == .closing else {
      throw WireError(.incomplete, at: 0)
    }
    let closing = try decode(frame.body)
    guard let end = try frames.next(), end.kind == .end else {
      throw WireError(.incomplete, at: frames.offset)
    }
    return closing
  }
}
