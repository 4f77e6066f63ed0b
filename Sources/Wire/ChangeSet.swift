// A change set: optionally the sender's vector and receipt, then runs of changes, each closed by
// its signature, then end. A change that follows its predecessor in the stream is sent without its
// previous hash: 32 bytes less, and whoever splices the hash back has checked the chain.

public import Causality

/// Consecutive changes of one replica in one ledger and the signature of the last.
public struct Run: Sendable {
  /// At least one; ascending without gaps, each chained to the one before it.
  public let changes: [DecodedChange]
  /// Signs the last change's hash, and through the chain all the others.
  public let signature: Signature64

  init(changes: [DecodedChange], signature: Signature64) {
    self.changes = changes
    self.signature = signature
  }

  /// The ledger of all changes.
  public var ledger: String { changes[0].header.ledger }
  /// The writer of all changes.
  public var replica: ReplicaID { changes[0].header.dot.replica }
  /// The first and the last sequence number.
  public var seqs: ClosedRange<UInt64> {
    changes[0].header.dot.seq...changes[changes.count - 1].header.dot.seq
  }
  /// Bytes of all payloads.
  public var payloadBytes: Int { changes.reduce(0) { $0 + $1.payload.count } }

  /// Whether `key` is the writer's and the signature is its. 50...110 µs, whatever the length.
  public func verify(with key: VerifyingKey) -> Bool {
    ReplicaID(publicKey: key) == replica
      && key.verify(signature, change: changes[changes.count - 1].hash)
  }
}

/// Makes a change set, or a part of one, as bytes.
///
/// Payloads are copied as they are and must be valid changes; only their order is checked here. The
/// sender takes bytes away with ``take()`` as it likes, frames are whole after every call.
public struct ChangeSetWriter: Sendable {
  /// Frames made and not yet taken.
  public private(set) var bytes: [UInt8] = []
  private var last: (dot: Dot, hash: Digest)?
  private var runChanges = 0
  private var runBytes = 0
  private var ended = false

  /// A writer at the start of a stream or of a part of one; the first change of each part is sent
  /// whole.
  public init() {}

  /// Appends the sender's vector; before the receipt and the changes.
  public mutating func append(vector: VersionVector) throws(WireError) {
    try requireStart()
    try FrameWriter.append(.vector, VectorCoding.encode(vector), to: &bytes)
  }

  /// Appends the sender's receipt; before the changes.
  ///
  /// - Parameter leavesVectorOut: for a reader that told the same vector in a packed hello.
  public mutating func append(
    receipt: Receipt, leavesVectorOut: Bool = false
  ) throws(WireError) {
    try requireStart()
    try FrameWriter.append(
      .receipt, try receipt.encode(leavesVectorOut: leavesVectorOut), to: &bytes)
  }

  private func requireStart() throws(WireError) {
    guard last == nil, !ended else { throw WireError(.unexpectedFrame, at: bytes.count) }
  }

  /// Whether the run must be ended before the change `dot` of `byteCount` payload bytes: it would
  /// not continue the run, or the run would exceed 256 changes or 1 MiB.
  public func mustEndRun(before dot: Dot, byteCount: Int) -> Bool {
    guard runChanges > 0 else { return false }
    return !isNext(dot) || runChanges == WireLimits.runChanges
      || runBytes + byteCount > WireLimits.runBytes
  }

  private func isNext(_ dot: Dot) -> Bool {
    guard let last else { return false }
    return last.dot.replica == dot.replica && last.dot.seq &+ 1 == dot.seq
  }

  /// Appends a change, linked where it can be. `hash` is the payload's.
  ///
  /// Throws `runTooLarge` or `brokenChain` when the run had to be ended before, `changeTooLarge`,
  /// `truncated` for what cannot be a payload; nothing is then appended.
  public mutating func append(
    payload: RawSpan, hash: Digest, dot: Dot
  ) throws(WireError) {
    let offset = bytes.count
    let hashRange = ChangeCoding.previousHashRange
    guard !ended else { throw WireError(.bytesAfterEnd, at: offset) }
    guard payload.byteCount > hashRange.upperBound else { throw WireError(.truncated, at: offset) }
    guard payload.byteCount <= WireLimits.changeBytes else {
      throw WireError(.changeTooLarge, at: offset)
    }
    if mustEndRun(before: dot, byteCount: payload.byteCount) {
      throw WireError(isNext(dot) ? .runTooLarge : .brokenChain, at: offset)
    }
    if isNext(dot), let last {
      let previous = payload.withUnsafeBytes {
        Digest(loading: $0.baseAddress.unsafelyUnwrapped + hashRange.lowerBound)
      }
      guard previous == last.hash else { throw WireError(.brokenChain, at: offset) }
      let head = payload.extracting(..<hashRange.lowerBound)
      let tail = payload.extracting(hashRange.upperBound...)
      try FrameWriter.append(.linkedChange, parts: (head, tail), to: &bytes)
    } else {
      try FrameWriter.append(.change, payload, to: &bytes)
    }
    last = (dot, hash)
    runChanges += 1
    runBytes += payload.byteCount
  }

  /// Ends the run with the signature of its last change, whose dot is `dot`.
  public mutating func endRun(_ dot: Dot, signature: Signature64) throws(WireError) {
    guard runChanges > 0, last?.dot == dot else { throw WireError(.unsignedRun, at: bytes.count) }
    var body: [UInt8] = []
    dot.replica.appendBytes(to: &body)
    Varint.append(dot.seq, to: &body)
    signature.appendBytes(to: &body)
    try FrameWriter.append(.signature, body, to: &bytes)
    runChanges = 0
    runBytes = 0
  }

  /// Appends the end frame; the last run must have been ended.
  public mutating func finish(more: Bool) throws(WireError) {
    guard runChanges == 0 else { throw WireError(.unsignedRun, at: bytes.count) }
    guard !ended else { throw WireError(.bytesAfterEnd, at: bytes.count) }
    try FrameWriter.appendEnd(more: more, to: &bytes)
    ended = true
  }

  /// Gives the bytes made so far away; the stream goes on behind them.
  public mutating func take() -> [UInt8] {
    let taken = bytes
    bytes = []
    return taken
  }
}
