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
  /// Runs given so far that could have gone alone.
  private(set) var runs = 0
  /// Bytes of the frames of changes given so far, before compression.
  private(set) var frameBytes = 0

  /// - Parameters:
  ///   - from: what the receiver holds; everything else of the ledger is sent, up to `maxBytes`: a
  ///     run that would go beyond it is not begun, unless it is the first.
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
    runs += piece.runs
    frameBytes += piece.frameBytes
    ahead = isOver ? nil : produce()
    return (ByteBuffer(bytes: piece.bytes), piece.changes)
  }

  /// All of it, for a body that is signed before it is sent.
  func whole() async throws -> Offer {
    var flow = self
    var offer = Offer()
    while let piece = try await flow.next() {
      offer.body += piece.buffer.readableBytesView
      offer.changes += piece.changes
    }
    offer.runs = flow.runs
    offer.frameBytes = flow.frameBytes
    offer.reached = flow.reached
    return offer
  }

  private func produce() -> Task<ChunkProducer.Piece, any Error> {
    let producer = producer
    let threads = threads
    return Task { try await threads.read { try producer.next() } }
  }
}

/// Changes as they are offered to a hub in one push.
struct Offer: Sendable {
  /// What goes over the wire.
  var body: [UInt8] = []
  var changes = 0
  /// Runs that could be offered alone.
  var runs = 0
  /// Bytes of their frames, before compression.
  var frameBytes = 0
  /// What the hub holds once it has taken them.
  var reached = VersionVector()
}

/// `@unchecked Sendable`: ``ChangeOutflow`` asks for one chunk at a time and waits for it.
private final class ChunkProducer: @unchecked Sendable {
  struct Piece: Sendable {
    var bytes: [UInt8] = []
    var changes = 0
    var runs = 0
    var frameBytes = 0
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
      let left = max(1, maxBytes - produced)
      let chunk = try store.nextChangeSet(
        ledger, from: &from, maxBytes: min(Self.chunkBytes, left),
        runBytesMax: produced == 0 ? .max : left)
      produced += chunk.frames.count
      piece.changes += chunk.changes
      piece.runs += chunk.runs
      piece.frameBytes += chunk.frames.count
      piece.isLast = !chunk.more || chunk.changes == 0 || produced >= maxBytes
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
