// Content types and codings of bodies: frames, as they are or as one zstd stream. Whatever a peer
// sends, a decoder gives out no more than its limit and keeps no more than one piece.

internal import NIOCore
internal import Wire

/// Content types on the wire.
enum Media {
  static let frames = "application/vnd.taizhang.frames"
  static let snapshot = "application/vnd.taizhang.snapshot"
  static let json = "application/json"
  static let bytes = "application/octet-stream"
  static let problem = "application/problem+json"
  static let openAPI = "application/vnd.oai.openapi+json;version=3.1"
  static let metrics = "text/plain; version=0.0.4; charset=utf-8"

  /// The type of a header without its parameters, in lower case.
  static func type(of header: String?) -> String {
    guard let type = header?.split(separator: ";").first else { return "" }
    return type.trimmed.lowercased()
  }
}

extension StringProtocol {
  /// Without spaces and tabs at either end.
  var trimmed: String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    guard let first = firstIndex(where: { !isSpace($0) }),
      let last = lastIndex(where: { !isSpace($0) })
    else { return "" }
    return String(self[first...last])
  }
}

/// An HTTP content coding.
enum BodyCoding: String, Sendable {
  case identity
  case zstd

  /// The coding that a `Content-Encoding` names; throws `unsupportedCoding`.
  init(contentEncoding: String?) throws(HubError) {
    switch contentEncoding?.trimmed.lowercased() {
    case nil, "", "identity": self = .identity
    case "zstd": self = .zstd
    case let other?: throw HubError(.unsupportedCoding, other)
    }
  }

  /// The best coding that an `Accept-Encoding` allows.
  init(accepted: String?) {
    let allowsZstd = (accepted ?? "").split(separator: ",").contains { part in
      let pieces = part.split(separator: ";").map { $0.trimmed.lowercased() }
      return pieces.first == "zstd" && !pieces.contains { $0 == "q=0" || $0 == "q=0.0" }
    }
    self = allowsZstd ? .zstd : .identity
  }
}

/// How much of a body is taken.
struct BodyLimits: Sendable {
  /// Bytes on the wire.
  var wireBytes: Int
  /// Bytes after decompression.
  var decodedBytes: Int
}

/// Undoes a body's coding piece by piece and counts.
struct BodyDecoder {
  private let limits: BodyLimits
  private let decompressor: ZstdDecompressor?
  private var rest: ByteBuffer?
  /// Bytes taken from the wire.
  private(set) var wireBytes = 0

  /// Bytes decoded in one step, about.
  static let pieceBytes = 1 << 20

  init(_ coding: BodyCoding, limits: BodyLimits) {
    self.limits = limits
    decompressor = coding == .zstd ? ZstdDecompressor(limitBytes: limits.decodedBytes) : nil
  }

  /// Whether ``next()`` has something to give before the next ``take(_:)``.
  var hasMore: Bool { rest != nil || decompressor?.hasPendingOutput == true }

  /// Takes bytes from the wire. Throws `tooLarge` beyond the limit.
  mutating func take(_ buffer: ByteBuffer) throws(HubError) {
    wireBytes += buffer.readableBytes
    guard wireBytes <= limits.wireBytes else { throw HubError(.tooLarge, "\(limits.wireBytes)") }
    if buffer.readableBytes > 0 { rest = buffer }
  }

  /// The next decoded piece; may be empty while ``hasMore`` is true. Throws `tooLarge` beyond the
  /// limit, or a `WireError`.
  mutating func next() throws -> [UInt8] {
    var buffer = rest ?? ByteBuffer()
    rest = nil
    guard let decompressor else {
      return buffer.readBytes(length: buffer.readableBytes) ?? []
    }
    var output: [UInt8] = []
    let taken: Int
    do throws(WireError) {
      taken = try buffer.withUnsafeReadableBytes { bytes throws(WireError) in
        try decompressor.decompress(
          RawSpan(_unsafeBytes: bytes), atMost: Self.pieceBytes, into: &output)
      }
    } catch {
      guard error.code == .streamTooLarge else { throw error }
      throw HubError(.tooLarge, "\(limits.decodedBytes)")
    }
    buffer.moveReaderIndex(forwardBy: taken)
    if buffer.readableBytes > 0 { rest = buffer }
    return output
  }

  /// Refuses a compressed body that stopped early.
  func requireEnded() throws(WireError) { try decompressor?.requireEnded() }
}
