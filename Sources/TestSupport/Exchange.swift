// Guarantees: stores in one process exchange exactly the bytes that they would send each other over
// HTTP or carry on a stick: frames out, frames in, nothing passed by reference.

public import Causality
public import LedgerStore
public import Wire

/// A change set as bytes, and back.
public enum Frames {
  /// The runs of a stream of frames. Throws what the reader throws; `incomplete` unless the stream
  /// ends as it should.
  public static func runs(in bytes: [UInt8]) throws(WireError) -> [Run] {
    var reader = ChangeSetReader()
    reader.feed(bytes)
    var runs: [Run] = []
    while let run = try reader.nextRun() { runs.append(run) }
    try reader.requireFinished()
    return runs
  }

  /// The whole runs that a stream of frames begins with, whatever comes after them.
  public static func wholeRuns(in bytes: [UInt8]) -> [Run] {
    var reader = ChangeSetReader()
    reader.feed(bytes)
    var runs: [Run] = []
    while let run = try? reader.nextRun() { runs.append(run) }
    return runs
  }

  /// One run as bytes, `signature` over the last change.
  public static func run(
    _ changes: [DecodedChange], signature: Signature64
  ) throws(WireError) -> Run {
    var writer = ChangeSetWriter()
    var last: Dot?
    for change in changes {
      try writer.append(
        payload: change.payload.span.bytes, hash: change.hash, dot: change.header.dot)
      last = change.header.dot
    }
    if let last { try writer.endRun(last, signature: signature) }
    try writer.finish(more: false)
    guard let run = try runs(in: writer.bytes).first else { throw WireError(.unsignedRun, at: 0) }
    return run
  }
}

extension Store {
  /// Everything that a peer with `vector` lacks, as one stream of frames with its end.
  public func frames(
    _ ledger: String, after vector: VersionVector = VersionVector(), maxBytes: Int = 1 << 20
  ) throws -> [UInt8] {
    var from = vector
    var bytes: [UInt8] = []
    while true {
      let chunk = try nextChangeSet(ledger, from: &from, maxBytes: maxBytes)
      bytes += chunk.frames
      guard chunk.more else { break }
    }
    try FrameWriter.appendEnd(more: false, to: &bytes)
    return bytes
  }

  /// Everything that a peer with `vector` lacks, as runs that went through their bytes.
  public func runs(
    _ ledger: String, after vector: VersionVector = VersionVector(), maxBytes: Int = 1 << 20
  ) throws -> [Run] {
    try Frames.runs(in: try frames(ledger, after: vector, maxBytes: maxBytes))
  }

  /// Takes from `other` what this store lacks.
  @discardableResult
  public func pull(
    _ ledger: String, from other: Store, maxBytes: Int = 1 << 20
  ) throws -> ApplyReport {
    try apply(
      ledger, try other.runs(ledger, after: try vector(ledger), maxBytes: maxBytes))
  }

  /// The ledger's canonical dump, or that of all ledgers, as text.
  public func dump(_ ledger: String? = nil) throws -> String {
    var bytes: [UInt8] = []
    try canonicalDump(ledger: ledger) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }
}
