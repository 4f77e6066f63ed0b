// Guarantees: what a peer lacks, in an order in which every change follows its deps; the work is in
// proportion to what is missing, and no read transaction outlives one chunk.

public import Causality
internal import LMDB
internal import Wire

/// Whole runs, as frames without an end frame.
public struct ChangeSetChunk: Sendable {
  /// Change and signature frames, to be followed by more chunks or an end frame.
  public let frames: [UInt8]
  /// Changes in `frames`.
  public let changes: Int
  /// Of how many parts `frames` is made that could have been cut apart.
  public let runs: Int
  /// Whether this store had still more to give when the chunk was cut.
  public let more: Bool
}

extension Store {
  /// The next changes that a peer with the version vector `from` lacks, up to about `maxBytes` of
  /// frames; moves `from` past them. A run of which only the last signature is kept goes whole: one
  /// that would go beyond `maxBytes` is not begun, unless it is the first. Empty when nothing is
  /// missing.
  ///
  /// Changes come in the order of arrival here, which is causal. A peer's vector may name replicas
  /// and numbers unknown here.
  ///
  /// - Parameters:
  ///   - upTo: a version vector that this store once had: what came later is left out.
  ///   - runBytesMax: a larger run is not begun even as the first; the chunk is empty then, with
  ///     more to give.
  /// - Throws: `belowBase` when changes are asked for that only a snapshot contains any more.
  /// - Complexity: O(missing log replicas), each chunk in a read transaction of its own.
  public func nextChangeSet(
    _ ledger: String, from: inout VersionVector, upTo: VersionVector? = nil, maxBytes: Int,
    runBytesMax: Int = .max
  ) throws(StoreError) -> ChangeSetChunk {
    let transaction = try mapped { () throws(LMDBError) in try environment.beginRead() }
    guard try holds(ledger, transaction) else {
      throw StoreError(.noSuchLedger, ledger, try ledgerNames(transaction).joined(separator: ", "))
    }
    let base = try base(of: ledger, transaction)
    guard from.covers(base.vector) else { throw StoreError(.belowBase, ledger) }
    var fronts: [Front] = []
    for (replica, head) in try heads(ledger, transaction) {
      let last = min(head.seq, upTo?[replica] ?? .max)
      guard from[replica] < last else { continue }
      let next = Dot(replica: replica, seq: from[replica] + 1)
      fronts.append(
        Front(next: next, last: last, arrival: try arrival(of: next, ledger, transaction)))
    }
    var chunk = ChunkBuilder()
    while let index = fronts.indices.min(by: { fronts[$0].arrival < fronts[$1].arrival }) {
      if chunk.byteCount >= maxBytes { break }
      let segment = try self.segment(ledger, from: fronts[index].next, transaction)
      let room = chunk.changes == 0 ? runBytesMax : min(runBytesMax, maxBytes - chunk.byteCount)
      if segment.frameBytes > room { break }
      do throws(WireError) { try chunk.append(segment) } catch {
        throw StoreError(.corrupt, "log", segment.last.description, error.description)
      }
      from[segment.last.replica] = segment.last.seq
      if segment.last.seq >= fronts[index].last {
        fronts.remove(at: index)
      } else {
        let next = Dot(replica: segment.last.replica, seq: segment.last.seq + 1)
        fronts[index].next = next
        fronts[index].arrival = try arrival(of: next, ledger, transaction)
      }
    }
    do throws(WireError) {
      return ChangeSetChunk(
        frames: try chunk.finish(), changes: chunk.changes, runs: chunk.segments,
        more: !fronts.isEmpty)
    } catch {
      throw StoreError(.corrupt, "log", "", error.description)
    }
  }

  private struct Front {
    var next: Dot
    let last: UInt64
    var arrival: UInt64
  }

  private func arrival(
    of dot: Dot, _ ledger: String, _ transaction: borrowing ReadTransaction
  ) throws(StoreError) -> UInt64 {
    try withLogEntry(ledger, dot, transaction) { entry, _ in entry.arrival } ?? 0
  }

  /// The changes from `dot` up to and with the next one whose signature is kept here.
  private func segment(
    _ ledger: String, from dot: Dot, _ transaction: borrowing ReadTransaction
  ) throws(StoreError) -> Segment {
    var segment = Segment(last: dot)
    let prefix = Keys.head(ledger, dot.replica)
    let start = Keys.log(ledger, dot)
    var expected = dot.seq
    try scan(tables.log, prefix: prefix, from: start, transaction) {
      (key, value) throws(StoreError) in
      let entry: LogEntry
      do throws(CorruptRecord) { entry = try LogEntry(value) } catch {
        throw StoreError(error, table: "log", key: Array(key))
      }
      let seq = key.loadUnaligned(fromByteOffset: prefix.count, as: UInt64.self).bigEndian
      guard seq == expected else { return false }
      segment.payloads.append(Array(value[entry.payload]))
      segment.last = Dot(replica: dot.replica, seq: seq)
      expected += 1
      guard let signature = entry.signature else { return true }
      segment.signature = Signature64(bytes: Array(value[signature]).span.bytes)
      return false
    }
    guard segment.signature != nil else {
      throw StoreError(.corrupt, "log", segment.last.description, "no signature ends the run")
    }
    return segment
  }
}

/// Changes that only one signature covers.
private struct Segment {
  var payloads: [[UInt8]] = []
  var signature: Signature64?
  var last: Dot
  var first: Dot {
    Dot(replica: last.replica, seq: last.seq - UInt64(payloads.count) + 1)
  }
  /// Bytes as frames, at most: a signature frame, and nine bytes around each payload.
  var frameBytes: Int { payloads.reduce(100) { $0 + $1.count + 9 } }
}

/// Joins segments into runs as large as runs may be: one signature a run travels.
private struct ChunkBuilder {
  private var writer = ChangeSetWriter()
  private var open: (last: Dot, signature: Signature64, changes: Int, bytes: Int)?
  private(set) var changes = 0
  private(set) var segments = 0

  /// With the signature that ends the run under way.
  var byteCount: Int { writer.bytes.count + (open == nil ? 0 : 100) }

  mutating func append(_ segment: Segment) throws(WireError) {
    guard let signature = segment.signature else { return }
    let bytes = segment.payloads.reduce(0) { $0 + $1.count }
    if let open {
      let joins =
        open.last.replica == segment.last.replica && open.last.seq + 1 == segment.first.seq
        && open.changes + segment.payloads.count <= WireLimits.runChanges
        && open.bytes + bytes <= WireLimits.runBytes
      if !joins { try endRun() }
    }
    var dot = segment.first
    for payload in segment.payloads {
      try writer.append(payload: payload.span.bytes, hash: Digest(hashing: payload), dot: dot)
      dot = Dot(replica: dot.replica, seq: dot.seq + 1)
    }
    changes += segment.payloads.count
    segments += 1
    open = (
      segment.last, signature, (open?.changes ?? 0) + segment.payloads.count,
      (open?.bytes ?? 0) + bytes
    )
  }

  private mutating func endRun() throws(WireError) {
    if let open { try writer.endRun(open.last, signature: open.signature) }
    open = nil
  }

  mutating func finish() throws(WireError) -> [UInt8] {
    try endRun()
    return writer.take()
  }
}
