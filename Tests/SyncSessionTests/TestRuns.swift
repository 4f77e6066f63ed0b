// Real runs of changes for tests that have no store: made and read back by Wire.

import Causality
import Wire

/// A writer of changes with a fixed key.
struct TestWriter {
  let key: SigningKey
  private(set) var seq: UInt64 = 0
  private var previous = Digest.zero

  init(_ number: UInt8) throws {
    key = try SigningKey(seed: Array(repeating: number, count: 32))
  }

  var replica: ReplicaID { key.replica }

  /// The next `count` changes as one run.
  mutating func run(_ count: Int = 1) throws -> [Run] {
    var writer = ChangeSetWriter()
    for _ in 0..<count {
      seq += 1
      let dot = Dot(replica: replica, seq: seq)
      let header = ChangeHeader(
        ledger: "test", dot: dot, previous: previous, depsDelta: [],
        clock: HybridTimestamp(milliseconds: 1_000 + seq), memberVersion: 1, author: "tester",
        schemaVersion: 1)
      let payload = try ChangeCoding.encode(
        header: header,
        operations: [
          Operation(
            collection: CollectionID(rawValue: 1), record: RecordID(high: 1, low: seq),
            field: FieldID(rawValue: 1), value: .integer(Int64(seq)))
        ])
      previous = Digest(hashing: payload)
      try writer.append(payload: payload.span.bytes, hash: previous, dot: dot)
    }
    try writer.endRun(Dot(replica: replica, seq: seq), signature: key.sign(change: previous))
    try writer.finish(more: false)
    var reader = ChangeSetReader()
    reader.feed(writer.bytes)
    var runs: [Run] = []
    while let run = try reader.nextRun() { runs.append(run) }
    return runs
  }
}

func vector(_ entries: (ReplicaID, UInt64)...) -> VersionVector {
  VersionVector(entries.map { VersionVector.Entry(replica: $0.0, seq: $0.1) })
}
