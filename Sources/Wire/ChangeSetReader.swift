// Reads a change set however its bytes arrive and gives whole runs only: nothing of a run is seen
// before its signature frame is there. Frame checksums, payloads, chains and run limits are checked
// here; signatures by Run.verify. Memory stays below one run and one frame, whatever the stream.

public import Causality

/// Reads a change set. After an error every call repeats it; the runs given before it stand.
public struct ChangeSetReader: Sendable {
  private var frames = FrameReader()
  private var pending: [DecodedChange] = []
  private var pendingPayloadBytes = 0
  private var last: (dot: Dot, hash: Digest)?
  private var ledger: String?
  private var failure: WireError?
  private let told: VersionVector?

  /// The sender's vector, once its frame was read.
  public private(set) var vector: VersionVector?
  /// The sender's receipt, once its frame was read. Its signature is not checked here.
  public private(set) var receipt: Receipt?
  /// Whether the sender has more than it sent here; known once ``isFinished``.
  public private(set) var more = false
  /// Where the whole runs given so far end in the stream.
  public private(set) var offset = 0

  /// A reader at the start of a stream.
  ///
  /// - Parameter told: the vector that a packed hello told, which the receipt may leave out.
  public init(told: VersionVector? = nil) { self.told = told }

  /// Whether the end frame was read.
  public var isFinished: Bool { frames.isEnded }

  /// Takes the next bytes of the stream.
  public mutating func feed(_ bytes: RawSpan) { frames.feed(bytes) }

  /// Takes the next bytes of the stream.
  public mutating func feed(_ bytes: [UInt8]) { frames.feed(bytes) }

  /// Refuses a stream that stopped early: `incomplete` at ``offset``. To be called once no more
  /// bytes will come and ``nextRun()`` has returned nil.
  public func requireFinished() throws(WireError) {
    if let failure { throw failure }
    guard isFinished else { throw WireError(.incomplete, at: offset) }
  }

  /// The next whole run, or nil when more bytes are needed or the stream has ended.
  ///
  /// Throws any code of frames, changes, vectors and receipts, and `brokenChain`, `otherLedger`,
  /// `runTooLarge`, `unsignedRun`, `unexpectedFrame`; offsets are in the stream.
  public mutating func nextRun() throws(WireError) -> Run? {
    if let failure { throw failure }
    do {
      while let view = try frames.nextView() {
        if let run = try read(view) {
          offset = frames.offset
          return run
        }
        if pending.isEmpty { offset = frames.offset }
      }
      return nil
    } catch {
      failure = error
      throw error
    }
  }

  private mutating func read(_ view: FrameReader.View) throws(WireError) -> Run? {
    switch view.kind {
    case .change, .linkedChange: try readChange(view)
    case .signature: return try readSignature(view)
    case .vector:
      guard vector == nil, receipt == nil, last == nil else { throw unexpected(view) }
      vector = try decodeBody(view) { reader throws(WireError) in try reader.vector() }
    case .receipt:
      guard receipt == nil, last == nil else { throw unexpected(view) }
      let receipt = try decodeBody(view) { reader throws(WireError) in
        try reader.receipt(told: told)
      }
      ledger = receipt.ledger
      self.receipt = receipt
    case .end:
      guard pending.isEmpty else { throw WireError(.unsignedRun, at: view.bodyOffset - 1) }
      more = frames.buffer[view.body.lowerBound] == 1
    default: throw unexpected(view)
    }
    return nil
  }

  private func unexpected(_ view: FrameReader.View) -> WireError {
    WireError(.unexpectedFrame, at: view.bodyOffset - 1)
  }

  private mutating func readChange(_ view: FrameReader.View) throws(WireError) {
    let payload = try payload(of: view)
    let change: DecodedChange
    do {
      change = try ChangeCoding.decode(payload)
    } catch {
      throw WireError(error.code, at: streamOffset(error.offset, in: view))
    }
    let dot = change.header.dot
    if let last, !pending.isEmpty || view.kind == .linkedChange {
      guard dot.replica == last.dot.replica, dot.seq == last.dot.seq &+ 1,
        change.header.previous == last.hash
      else { throw WireError(.brokenChain, at: view.bodyOffset) }
    }
    if let ledger, ledger != change.header.ledger {
      throw WireError(.otherLedger, at: view.bodyOffset)
    }
    pendingPayloadBytes += payload.count
    if !pending.isEmpty {
      guard pending.count < WireLimits.runChanges, pendingPayloadBytes <= WireLimits.runBytes
      else { throw WireError(.runTooLarge, at: view.bodyOffset) }
    }
    pending.append(change)
    ledger = change.header.ledger
    last = (dot, change.hash)
  }

  /// The whole payload: the body, with the previous hash spliced in where it was left out.
  private func payload(of view: FrameReader.View) throws(WireError) -> [UInt8] {
    guard view.kind == .linkedChange else { return [UInt8](frames.buffer[view.body]) }
    guard let last else { throw WireError(.brokenChain, at: view.bodyOffset) }
    let range = ChangeCoding.previousHashRange
    guard view.body.count > range.lowerBound else {
      throw WireError(.truncated, at: view.bodyOffset + view.body.count)
    }
    return frames.buffer.withUnsafeBytes { buffer in
      ByteWriter.array(view.body.count + range.count) { writer in
        let split = view.body.lowerBound + range.lowerBound
        writer.bytes(UnsafeRawBufferPointer(rebasing: buffer[view.body.lowerBound..<split]))
        writer.digest(last.hash)
        writer.bytes(UnsafeRawBufferPointer(rebasing: buffer[split..<view.body.upperBound]))
      }
    }
  }

  /// Where a payload's byte stands in the stream; a spliced hash stands at the splice.
  private func streamOffset(_ offset: Int, in view: FrameReader.View) -> Int {
    guard view.kind == .linkedChange else { return view.bodyOffset + offset }
    let range = ChangeCoding.previousHashRange
    let before = min(offset, range.lowerBound)
    return view.bodyOffset + before + max(0, offset - range.upperBound)
  }

  private mutating func readSignature(_ view: FrameReader.View) throws(WireError) -> Run? {
    let (dot, signature) = try decodeBody(view) { reader throws(WireError) in
      (Dot(replica: try reader.replica(), seq: try reader.sequence()), try reader.signature())
    }
    guard let end = pending.last, end.header.dot == dot else {
      throw WireError(.unsignedRun, at: view.bodyOffset)
    }
    let run = Run(changes: pending, signature: signature)
    pending = []
    pendingPayloadBytes = 0
    return run
  }

  /// Decodes the whole body; errors carry offsets in the stream.
  private func decodeBody<Result>(
    _ view: FrameReader.View, _ decode: (inout ByteReader) throws(WireError) -> Result
  ) throws(WireError) -> Result {
    do {
      let body = frames.buffer.span.bytes.extracting(view.body)
      return try withReader(body, from: 0) { reader throws(WireError) in
        let result = try decode(&reader)
        try reader.requireEnd()
        return result
      }
    } catch {
      throw error.shifted(by: view.bodyOffset)
    }
  }
}
