// A frame: varint length | kind | body | CRC-32C of kind and body, little-endian. The length counts
// kind and body, is at most 8 MiB, and is checked before anything of that size is allocated. Frames
// are the same on disk, on the wire and on a USB stick.

/// What a frame carries; the raw value is its first byte.
public enum FrameKind: UInt8, Hashable, Sendable, CaseIterable {
  /// A ``Hello``.
  case hello = 1
  /// A change's payload.
  case change = 2
  /// A change's payload without its previous hash, which is the hash of the change right before it
  /// in this stream, by the same replica.
  case linkedChange = 3
  /// A dot and the signature of its change: ends a run.
  case signature = 4
  /// A version vector.
  case vector = 5
  /// A ``Receipt``.
  case receipt = 6
  /// A ``SnapshotPart``: rows of a ledger store.
  case snapshotPart = 7
  /// One byte, 1 when the sender has more; nothing may follow.
  case end = 8
  /// A ``SnapshotManifest``: opens a snapshot file.
  case snapshotManifest = 9
  /// A ``FileClosing``: the digest of all that stands before it, signed.
  case closing = 10
  /// A ``BundleHeader``: opens a bundle file.
  case bundleHeader = 11
  /// A ledger's name: the changes that follow are its.
  case section = 12
  /// A ``BlobHeader``: an attachment follows.
  case blobHeader = 13
  /// The next bytes of an attachment, at most 1 MiB.
  case blobPart = 14
  /// A piece of a bundle that only its addressee can read.
  case sealed = 15
  /// A ``Succession``: the writer of a bundle was known by an earlier key.
  case succession = 16
}

/// One whole frame with a valid checksum.
public struct Frame: Hashable, Sendable {
  /// What the body is.
  public let kind: FrameKind
  /// The body, at most 8 MiB - 1.
  public let body: [UInt8]
  /// Where the body begins in the stream; add it to the offsets that the body's decoder reports.
  public let bodyOffset: Int
}

/// Makes frames.
public enum FrameWriter {
  /// Appends one frame. Throws `frameTooLarge`; `bytes` is then unchanged.
  public static func append(
    _ kind: FrameKind, _ body: RawSpan, to bytes: inout [UInt8]
  ) throws(WireError) {
    try append(kind, parts: (body, RawSpan()), to: &bytes)
  }

  /// Appends one frame. Throws `frameTooLarge`; `bytes` is then unchanged.
  public static func append(
    _ kind: FrameKind, _ body: [UInt8], to bytes: inout [UInt8]
  ) throws(WireError) {
    try append(kind, body.span.bytes, to: &bytes)
  }

  /// Appends the end frame; nothing may follow it.
  public static func appendEnd(more: Bool, to bytes: inout [UInt8]) throws(WireError) {
    try append(.end, [more ? 1 : 0], to: &bytes)
  }

  /// Bytes of a frame around a body of `count` bytes.
  public static func frameSize(bodyBytes count: Int) -> Int {
    Varint.byteCount(UInt64(count + 1)) + 1 + count + 4
  }

  /// Appends a frame whose body is two parts, one after the other.
  static func append(
    _ kind: FrameKind, parts: (RawSpan, RawSpan), to bytes: inout [UInt8]
  ) throws(WireError) {
    let count = parts.0.byteCount + parts.1.byteCount
    guard count < WireLimits.frameBytes else { throw WireError(.frameTooLarge, at: bytes.count) }
    let start = bytes.count
    let size = frameSize(bodyBytes: count)
    bytes.append(contentsOf: repeatElement(0, count: size))
    bytes.withUnsafeMutableBytes { buffer in
      var writer = ByteWriter(buffer.baseAddress.unsafelyUnwrapped + start, capacity: size)
      writer.varint(UInt64(count + 1))
      let covered = writer.offset
      writer.byte(kind.rawValue)
      parts.0.withUnsafeBytes { writer.bytes($0) }
      parts.1.withUnsafeBytes { writer.bytes($0) }
      let content = UnsafeRawBufferPointer(
        rebasing: buffer[start + covered..<start + writer.offset])
      writer.littleEndian32(~CRC32C.update(~0, content))
    }
  }
}

/// Splits a stream into frames, however the bytes arrive.
///
/// Keeps what was fed and not yet taken: at most one incomplete frame once ``next()`` has returned
/// nil. After an error every call repeats it.
public struct FrameReader: Sendable {
  /// A frame whose body is still in the reader's buffer, until the next call.
  struct View {
    let kind: FrameKind
    let body: Range<Int>
    let bodyOffset: Int
  }

  private(set) var buffer: [UInt8] = []
  private var start = 0
  private var discarded = 0
  private var ended = false
  private var failure: WireError?

  /// A reader at the start of a stream.
  public init() {}

  /// Whether the end frame was taken. Bytes after it make ``next()`` throw.
  public var isEnded: Bool { ended }
  /// Where in the stream the first byte stands that no frame taken so far holds.
  public var offset: Int { discarded + start }
  /// Bytes fed and not yet taken.
  public var pendingBytes: Int { buffer.count - start }

  /// Takes the next bytes of the stream.
  public mutating func feed(_ bytes: RawSpan) {
    if start > 0, start >= buffer.count / 2 {
      discarded += start
      buffer.removeSubrange(..<start)
      start = 0
    }
    bytes.withUnsafeBytes { buffer.append(contentsOf: $0) }
  }

  /// Takes the next bytes of the stream.
  public mutating func feed(_ bytes: [UInt8]) { feed(bytes.span.bytes) }

  /// The next whole frame, or nil when more bytes are needed.
  ///
  /// Throws `emptyFrame`, `frameTooLarge`, `unknownFrameKind`, `checksumMismatch`, `bytesAfterEnd`,
  /// `trailingBytes` or `invalidFlag` (a bad end), or a varint's code; offsets are in the stream.
  public mutating func next() throws(WireError) -> Frame? {
    guard let view = try nextView() else { return nil }
    return Frame(kind: view.kind, body: [UInt8](buffer[view.body]), bodyOffset: view.bodyOffset)
  }

  /// Refuses a stream that stopped before its end frame: `incomplete` at ``offset``.
  public func requireEnd() throws(WireError) {
    if let failure { throw failure }
    guard ended else { throw WireError(.incomplete, at: offset) }
  }

  /// ``next()`` without copying the body.
  mutating func nextView() throws(WireError) -> View? {
    if let failure { throw failure }
    do {
      return try parse()
    } catch {
      failure = error.shifted(by: discarded)
      throw error.shifted(by: discarded)
    }
  }

  /// Errors carry offsets in the buffer.
  private mutating func parse() throws(WireError) -> View? {
    guard start < buffer.count else { return nil }
    if ended { throw WireError(.bytesAfterEnd, at: start) }
    let start = start
    let parsed = try withReader(buffer.span.bytes, from: start) { reader throws(WireError) in
      try FrameReader.parse(&reader)
    }
    guard let (kind, body) = parsed else { return nil }
    self.start = body.upperBound + 4
    if kind == .end { ended = true }
    return View(kind: kind, body: body, bodyOffset: discarded + body.lowerBound)
  }

  private static func parse(
    _ reader: inout ByteReader
  ) throws(WireError) -> (FrameKind, Range<Int>)? {
    let start = reader.offset
    let length: UInt64
    do {
      length = try reader.varint()
    } catch {
      if error.code == .truncated { return nil }
      throw error
    }
    guard length > 0 else { throw WireError(.emptyFrame, at: start) }
    guard length <= UInt64(WireLimits.frameBytes) else {
      throw WireError(.frameTooLarge, at: start)
    }
    guard reader.remaining > 0 else { return nil }
    let kindOffset = reader.offset
    guard let kind = FrameKind(rawValue: reader.load(kindOffset)) else {
      throw WireError(.unknownFrameKind, at: kindOffset)
    }
    let count = Int(length)
    guard reader.remaining >= count + 4 else { return nil }
    let content = UnsafeRawBufferPointer(start: reader.base + kindOffset, count: count)
    let found = reader.base.loadUnaligned(fromByteOffset: kindOffset + count, as: UInt32.self)
    guard UInt32(littleEndian: found) == ~CRC32C.update(~0, content) else {
      throw WireError(.checksumMismatch, at: kindOffset + count)
    }
    let body = kindOffset + 1..<kindOffset + count
    if kind == .end { try checkEnd(content, at: body.lowerBound) }
    return (kind, body)
  }

  private static func checkEnd(
    _ content: UnsafeRawBufferPointer, at offset: Int
  ) throws(WireError) {
    guard content.count > 1 else { throw WireError(.truncated, at: offset) }
    guard content.count == 2 else { throw WireError(.trailingBytes, at: offset + 1) }
    guard content[1] <= 1 else { throw WireError(.invalidFlag, at: offset) }
  }
}
