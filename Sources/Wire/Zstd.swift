// Streaming zstd (RFC 8878) for HTTP bodies and bundles: one zstd frame and one window for the
// whole body, in pieces as they come. The decompressor bounds its window and the total it gives
// out, so a small body cannot become a large one unnoticed.

import CZstd

/// Compresses one stream. Not for use from two threads at a time.
public final class ZstdCompressor {
  private let context: OpaquePointer
  private let piece = Piece(ZSTD_CStreamOutSize())
  private var isEnded = false

  /// The level that pays best for change sets.
  public static let defaultLevel = 3

  /// A compressor at the start of a stream; `level` is 1...19, values outside are clamped.
  public init(level: Int = ZstdCompressor.defaultLevel) {
    guard let context = ZSTD_createCCtx() else { fatalError("out of memory") }
    self.context = context
    ZSTD_CCtx_setParameter(
      context, ZSTD_c_compressionLevel, CInt(truncatingIfNeeded: min(max(level, 1), 19)))
  }

  deinit { ZSTD_freeCCtx(context) }

  /// Compresses `bytes` and appends what comes out to `output`, which may be nothing yet. With
  /// `end` the stream is closed and all of it is out; nothing may be compressed after that.
  ///
  /// Throws `bytesAfterEnd` after the end.
  public func compress(
    _ bytes: RawSpan, end: Bool, into output: inout [UInt8]
  ) throws(WireError) {
    try run(bytes, end ? ZSTD_e_end : ZSTD_e_continue, into: &output)
    if end { isEnded = true }
  }

  /// ``compress(_:end:into:)`` for an array.
  public func compress(
    _ bytes: [UInt8], end: Bool, into output: inout [UInt8]
  ) throws(WireError) {
    try compress(bytes.span.bytes, end: end, into: &output)
  }

  /// Appends everything held back, so that the receiver can read all that was compressed so far.
  /// Costs a few bytes and some ratio each time.
  public func flush(into output: inout [UInt8]) throws(WireError) {
    try run(RawSpan(), ZSTD_e_flush, into: &output)
  }

  private func run(
    _ bytes: RawSpan, _ directive: ZSTD_EndDirective, into output: inout [UInt8]
  ) throws(WireError) {
    guard !isEnded else { throw WireError(.bytesAfterEnd, at: 0) }
    try bytes.withUnsafeBytes { buffer throws(WireError) in
      var input = ZSTD_inBuffer(src: buffer.baseAddress, size: buffer.count, pos: 0)
      var remaining: Int
      repeat {
        remaining = try piece.fill(piece.size, appendingTo: &output, at: 0) { piece in
          ZSTD_compressStream2(context, &piece, &input, directive)
        }
      } while directive == ZSTD_e_continue ? input.pos < input.size : remaining > 0
    }
  }
}

/// Decompresses one stream of one zstd frame. Not for use from two threads at a time. After an
/// error every call repeats it.
public final class ZstdDecompressor {
  private let context: OpaquePointer
  private let piece = Piece(ZSTD_DStreamOutSize())
  private let limitBytes: Int
  private var failure: WireError?
  /// Bytes taken so far.
  public private(set) var consumedBytes = 0
  /// Bytes given out so far.
  public private(set) var producedBytes = 0
  /// Whether the frame has ended; bytes after it are refused.
  public private(set) var isEnded = false
  /// Whether there may be output that needs no further input.
  public private(set) var hasPendingOutput = false

  /// A decompressor at the start of a stream that gives at most `limitBytes` in all and keeps a
  /// window of at most 8 MiB.
  public init(limitBytes: Int) {
    guard let context = ZSTD_createDCtx() else { fatalError("out of memory") }
    self.context = context
    self.limitBytes = limitBytes
    ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, CInt(WireLimits.windowLog))
  }

  deinit { ZSTD_freeDCtx(context) }

  /// Decompresses `bytes` onto the end of `output`, at most about `atMost` bytes (rounded up to a
  /// piece of 128 KiB), and returns how many of `bytes` it took.
  ///
  /// When it took fewer, or ``hasPendingOutput`` is true, call again with the rest (which may be
  /// empty) before feeding more. Throws `invalidCompression`, `streamTooLarge` (the limit would be
  /// passed) or `bytesAfterEnd`, with the offset in the compressed stream.
  @discardableResult
  public func decompress(
    _ bytes: RawSpan, atMost: Int = .max, into output: inout [UInt8]
  ) throws(WireError) -> Int {
    if let failure { throw failure }
    do {
      return try run(bytes, atMost: atMost, into: &output)
    } catch {
      failure = error
      throw error
    }
  }

  /// ``decompress(_:atMost:into:)`` of a whole piece.
  public func decompress(_ bytes: [UInt8], into output: inout [UInt8]) throws(WireError) {
    _ = try decompress(bytes.span.bytes, into: &output)
  }

  /// Refuses a stream that stopped before the end of its frame: `incomplete`.
  public func requireEnded() throws(WireError) {
    if let failure { throw failure }
    guard isEnded else { throw WireError(.incomplete, at: consumedBytes) }
  }

  private func run(
    _ bytes: RawSpan, atMost: Int, into output: inout [UInt8]
  ) throws(WireError) -> Int {
    if bytes.isEmpty, isEnded || !hasPendingOutput { return 0 }
    if isEnded { throw WireError(.bytesAfterEnd, at: consumedBytes) }
    let start = consumedBytes
    return try bytes.withUnsafeBytes { buffer throws(WireError) in
      var input = ZSTD_inBuffer(src: buffer.baseAddress, size: buffer.count, pos: 0)
      var produced = 0
      repeat {
        let before = output.count
        // One byte above the limit may come out: it tells a longer stream from one that ends there.
        let room = min(piece.size - 1, limitBytes - producedBytes) + 1
        let hint = try piece.fill(room, appendingTo: &output, at: start) { piece in
          ZSTD_decompressStream(context, &piece, &input)
        }
        let written = output.count - before
        produced += written
        producedBytes += written
        consumedBytes = start + input.pos
        guard producedBytes <= limitBytes else {
          output.removeLast(producedBytes - limitBytes)
          producedBytes = limitBytes
          throw WireError(.streamTooLarge, at: consumedBytes)
        }
        isEnded = hint == 0
        hasPendingOutput = !isEnded && written == room
        if isEnded, input.pos < input.size {
          throw WireError(.bytesAfterEnd, at: consumedBytes)
        }
      } while !isEnded && produced < atMost && (input.pos < input.size || hasPendingOutput)
      return input.pos
    }
  }
}

/// Memory that zstd writes into, reused for every piece of a stream.
private final class Piece {
  let size: Int
  private let base: UnsafeMutableRawPointer

  init(_ size: Int) {
    self.size = size
    base = .allocate(byteCount: size, alignment: 16)
  }

  deinit { base.deallocate() }

  /// Lets `body` write up to `room` bytes, appends them to `output` and returns zstd's result.
  func fill(
    _ room: Int, appendingTo output: inout [UInt8], at offset: Int,
    _ body: (inout ZSTD_outBuffer) -> Int
  ) throws(WireError) -> Int {
    var piece = ZSTD_outBuffer(dst: base, size: room, pos: 0)
    let result = body(&piece)
    output.append(contentsOf: UnsafeRawBufferPointer(start: base, count: piece.pos))
    guard ZSTD_isError(result) == 0 else { throw WireError(.invalidCompression, at: offset) }
    return result
  }
}
