// Makes the body of an answer or a push from the store, a chunk at a time, each from its own short
// read transaction; the next chunk is read and compressed while the one before it is being sent.
// Memory: two chunks, whatever the length of the stream.

internal import Causality
internal import LedgerStore
internal import NIOCore
internal import Wire

/// Produces one body. Used by one task at a time.
struct ChangeOutflow: Sendable {
  private let producer: ChunkProducer
  private let threads: StoreThreads
  private var ahead: Task<ChunkProducer.Piece, any Error>?
  /// Whether the last bytes were given.
  private(set) var isOver = false
  /// What the receiver holds once it has taken all that was given so far.
  private(set) var reached: VersionVector

  /// - Parameters:
  ///   - from: what the receiver holds; everything else of the ledger is sent, up to `maxBytes`.
  ///   - preamble: frames that come first.
  init(
    _ store: Store, _ ledger: String, from: VersionVector, maxBytes: Int, preamble: [UInt8] = [],
    coding: BodyCoding, threads: StoreThreads
  ) {
    producer = ChunkProducer(
      store, ledger, from: from, maxBytes: maxBytes, preamble: preamble, coding: coding)
    self.threads = threads
    reached = from
  }

  /// The next bytes of the body, and the changes in them; nil at its end.
  mutating func next() async throws -> (buffer: ByteBuffer, changes: Int)? {
    if isOver { return nil }
    let piece = try await (ahead ?? produce()).value
    isOver = piece.isLast
    reached = piece.reached
    ahead = isOver ? nil : produce()
    return (ByteBuffer(bytes: piece.bytes), piece.changes)
  }

  private func produce() -> Task<ChunkProducer.Piece, any Error> {
    let producer = producer
    let threads = threads
    return Task { try await threads.read { try producer.next() } }
  }
}

/// `@unchecked Sendable`: ``ChangeOutflow`` asks for one chunk at a time and waits for it.
private final class ChunkProducer: @unchecked Sendable {
  struct Piece: Sendable {
    var bytes: [UInt8] = []
    var changes = 0
    var isLast = false
    var reached = VersionVector()
  }

  /// Bytes of frames read in one transaction, about.
  static let chunkBytes = 512 << 10
  /// Bytes of frames after which the pages read are given back.
  static let releaseBytes = 16 << 20

  private let store: Store
  private let ledger: String
  private var from: VersionVector
  private let maxBytes: Int
  private var preamble: [UInt8]
  private let compressor: ZstdCompressor?
  private var produced = 0
  private var released = 0

  init(
    _ store: Store, _ ledger: String, from: VersionVector, maxBytes: Int, preamble: [UInt8],
    coding: BodyCoding
  ) {
    self.store = store
    self.ledger = ledger
    self.from = from
    self.maxBytes = maxBytes
    self.preamble = preamble
    compressor = coding == .zstd ? ZstdCompressor() : nil
  }

  func next() throws -> Piece {
    var piece = Piece()
    // A compressor may hold back what it was given: go on until something comes out.
    repeat {
      let chunk = try store.nextChangeSet(
        ledger, from: &from, maxBytes: min(Self.chunkBytes, max(1, maxBytes - produced)))
      produced += chunk.frames.count
      piece.changes += chunk.changes
      piece.isLast = !chunk.more || produced >= maxBytes
      var frames = preamble + chunk.frames
      preamble = []
      if piece.isLast { try FrameWriter.appendEnd(more: chunk.more, to: &frames) }
      if let compressor {
        try compressor.compress(frames, end: piece.isLast, into: &piece.bytes)
      } else {
        piece.bytes = frames
      }
    } while piece.bytes.isEmpty && !piece.isLast
    piece.reached = from
    if produced - released >= Self.releaseBytes || (piece.isLast && released > 0) {
      store.releaseResidentPages()
      released = produced
    }
    return piece
  }
}
