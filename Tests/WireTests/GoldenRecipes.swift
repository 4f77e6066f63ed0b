// What the golden files say, as values: format 1 for ever. A change here is a change of format.

import Causality
import Wire

/// A golden file's content: the decoder that reads it and the bytes that the encoder makes.
struct GoldenRecipe {
  let name: String
  let decoder: Decoder
  let says: String
  let bytes: [UInt8]

  static let record = RecordID(high: 0x0197_0000_0000_7000, low: 0x8000_0000_0000_0001)
  static let otherRecord = RecordID(high: 0x0197_0000_0000_7000, low: 0x8000_0000_0000_0002)
  static let projects = CollectionID(rawValue: 1)
  static let reports = CollectionID(rawValue: 300)

  static func all() throws -> [GoldenRecipe] {
    try values() + changes() + messages() + streams() + FileRecipes.golden()
  }

  init(_ decoder: Decoder, _ name: String, _ says: String, _ bytes: [UInt8]) {
    self.name = "\(decoder.rawValue)-\(name)"
    self.decoder = decoder
    self.says = says
    self.bytes = bytes
  }

  // MARK: Values

  static let valueTable: [(String, String, Value)] = [
    ("empty", "the empty value", .empty),
    ("text", "the text 漯河市", .text("漯河市")),
    ("text-decomposed", "café typed with a combining accent", .text("cafe\u{301}")),
    ("integer", "the integer -2", .integer(-2)),
    ("integer-min", "the integer -2^63", .integer(.min)),
    ("decimal", "the decimal 12345.67", .decimal(ExactDecimal(mantissa: 1_234_567, scale: 2)!)),
    ("date", "the date 2021-09-28", .date(CivilDate(year: 2021, month: 9, day: 28)!)),
    ("date-earliest", "the date 0001-01-01", .date(.earliest)),
    ("instant", "the instant 2024-01-01T00:00:00Z", .instant(1_704_067_200_000)),
    ("false", "false", .boolean(false)),
    ("true", "true", .boolean(true)),
    ("code", "the enum case 300", .code(300)),
    ("bytes", "the bytes de ad", .bytes([0xde, 0xad])),
    ("reference", "a reference to a record", .reference(record)),
  ]

  private static func values() throws -> [GoldenRecipe] {
    try valueTable.map { GoldenRecipe(.value, $0.0, $0.1, try ValueCoding.encode($0.2)) }
  }

  // MARK: Changes

  static func operation(
    _ field: UInt16, _ value: Value, _ kind: Wire.Operation.Kind = .write,
    of record: RecordID = record, in collection: CollectionID = projects
  ) -> Wire.Operation {
    Wire.Operation(
      collection: collection, record: record, field: FieldID(rawValue: field), kind: kind,
      value: value)
  }

  static func header(
    _ seed: UInt8, _ seq: UInt64, _ previous: Digest, deps: [VersionVector.Entry] = [],
    author: String = "", reason: String? = nil
  ) throws -> ChangeHeader {
    ChangeHeader(
      ledger: "411702", dot: Dot(replica: try RunSource.key(seed).replica, seq: seq),
      previous: previous, depsDelta: deps,
      depsPins: deps.map { Digest(hashing: [UInt8($0.seq % 251)]).prefix },
      clock: HybridTimestamp(milliseconds: 1_704_067_200_000 + seq, counter: 1), memberVersion: 3,
      memberPins: deps.prefix(1).map {
        Pin(dot: Dot(replica: $0.replica, seq: 3), hash: Digest(hashing: [3]).prefix)
      }, author: author, reason: reason, schemaVersion: 1)
  }

  static func minimalChange() throws -> [UInt8] {
    try ChangeCoding.encode(
      header: try header(1, 1, .zero), operations: [.archive(projects, record)])
  }

  /// Three chained changes of the replica with seed 1.
  static func chain() throws -> [[UInt8]] {
    var payloads = [try minimalChange()]
    for seq in 2...3 as ClosedRange<UInt64> {
      let previous = Digest(hashing: payloads[payloads.count - 1])
      payloads.append(
        try ChangeCoding.encode(
          header: try header(1, seq, previous, author: "统计员"),
          operations: [operation(4, .integer(Int64(seq) * 100))]))
    }
    return payloads
  }

  static func fullChange() throws -> [UInt8] {
    let deps = [
      VersionVector.Entry(replica: ReplicaID(high: 1, low: 0), seq: 7),
      VersionVector.Entry(replica: ReplicaID(high: 2, low: 0xffff), seq: 300),
    ]
    return try ChangeCoding.encode(
      header: try header(
        2, 42, Digest(hashing: [42]), deps: deps, author: "郾城区统计局", reason: "更正上月数"),
      operations: [
        operation(1, .text("沙澧河开发二期")), operation(4, .integer(1_200)),
        operation(9, .code(2), .add), operation(9, .code(5), .add),
        operation(9, .code(1), .remove), .archive(projects, otherRecord),
        .restore(reports, record), operation(2, .empty, of: record, in: reports),
      ])
  }

  private static func changes() throws -> [GoldenRecipe] {
    let everyValue = valueTable.enumerated().map { operation(UInt16($0.offset + 1), $0.element.2) }
    return [
      GoldenRecipe(
        .change, "minimal", "the first change of a replica: one archive", try minimalChange()),
      GoldenRecipe(.change, "linked", "its third change, chained", try chain()[2]),
      GoldenRecipe(
        .change, "every-operation", "all kinds of operations, deps, reason", try fullChange()),
      GoldenRecipe(
        .change, "every-value", "one write of every value of the golden values",
        try ChangeCoding.encode(header: try header(3, 1, .zero), operations: everyValue)),
      GoldenRecipe(
        .change, "largest-numbers", "the largest numbers everywhere, an empty reason",
        try ChangeCoding.encode(
          header: ChangeHeader(
            ledger: "z-9", dot: Dot(replica: ReplicaID(high: .max, low: .max), seq: .max),
            previous: Digest(hashing: []),
            depsDelta: [.init(replica: ReplicaID(high: 0, low: 0), seq: .max)],
            depsPins: [DigestPrefix(high: .max, low: .max)],
            clock: HybridTimestamp(rawValue: .max), memberVersion: .max,
            memberPins: [
              Pin(
                dot: Dot(replica: ReplicaID(high: .max, low: .max), seq: .max),
                hash: DigestPrefix(high: .max, low: .max))
            ], author: "",
            reason: "", schemaVersion: .max),
          operations: [
            operation(
              .max, .integer(.max), of: RecordID(high: .max, low: .max),
              in: CollectionID(rawValue: .max))
          ])),
    ]
  }

  // MARK: Messages

  static func vector() throws -> VersionVector {
    var vector = VersionVector()
    for seed in 1...3 as ClosedRange<UInt8> {
      vector[try RunSource.key(seed).replica] = UInt64(seed) * 100
    }
    return vector
  }

  static func receipt() throws -> Receipt {
    try Receipt(
      ledger: "411702", epoch: 0x0123_4567_89ab_cdef, vector: try vector(),
      headsDigest: Digest(hashing: [9]), issuedMilliseconds: 1_704_067_200_000,
      key: try RunSource.key(9))
  }

  static func succession() throws -> Succession {
    Succession(old: try RunSource.key(1), new: try RunSource.key(2).verifyingKey.bytes)
  }

  static func minimalHello() -> Hello {
    Hello(ledger: "city", vector: VersionVector(), memberDigest: .zero, maxBytes: 0)
  }

  static func fullHello() throws -> Hello {
    let heads = try vector().entries.map {
      ChainHead(
        dot: Dot(replica: $0.replica, seq: $0.seq), hash: Digest(hashing: [UInt8($0.seq % 256)]))
    }
    return Hello(
      ledger: "411702", vector: try vector(), heads: heads, lastReceipt: try receipt(),
      memberDigest: VectorCoding.digest(of: try vector()), maxBytes: 64 << 20)
  }

  static func packedHello() throws -> [UInt8] {
    let roster = Decoder.roster
    let vector = VersionVector([
      VersionVector.Entry(replica: roster[1], seq: 100),
      VersionVector.Entry(replica: roster[7], seq: 70_000),
      VersionVector.Entry(replica: ReplicaID(high: 9, low: 0), seq: 3),
    ])
    let head = ChainHead(dot: Dot(replica: roster[1], seq: 100), hash: Digest(hashing: [100]))
    return try PackedHello.encode(
      Hello(
        ledger: "411702", vector: vector, heads: [head], memberDigest: Decoder.members,
        maxBytes: 64 << 20),
      roster: roster)
  }

  private static func messages() throws -> [GoldenRecipe] {
    [
      GoldenRecipe(
        .vector, "empty", "a vector that has seen nothing", VectorCoding.encode(VersionVector())),
      GoldenRecipe(
        .vector, "three", "three replicas at 100, 200 and 300", VectorCoding.encode(try vector())),
      GoldenRecipe(.receipt, "three", "the receipt of a hub", try receipt().encode()),
      GoldenRecipe(
        .succession, "two-keys", "the replica of seed 1 gives way to that of seed 2",
        try succession().encode()),
      GoldenRecipe(
        .hello, "minimal", "the least that a hello may say", try minimalHello().encode()),
      GoldenRecipe(.hello, "full", "heads, receipt and a limit", try fullHello().encode()),
      GoldenRecipe(
        .packedhello, "roster",
        "the second and the last of eight replicas at 100 and 70000, and one on no roster",
        try packedHello()),
    ]
  }

  // MARK: Streams

  static func changeSet() throws -> [UInt8] {
    var writer = ChangeSetWriter()
    try writer.append(vector: try vector())
    try writer.append(receipt: try receipt())
    let key = try RunSource.key(1)
    var run = RunSource(changes: [], key: key)
    for (index, payload) in try chain().enumerated() {
      run.changes.append((Dot(replica: key.replica, seq: UInt64(index + 1)), payload))
    }
    try run.append(to: &writer)
    let other = try RunSource.key(2)
    try RunSource(
      changes: [(Dot(replica: other.replica, seq: 42), try fullChange())], key: other
    ).append(to: &writer)
    try writer.finish(more: true)
    return writer.take()
  }

  private static func streams() throws -> [GoldenRecipe] {
    let quiet = try RunSource.stream([])
    var hello: [UInt8] = []
    try FrameWriter.append(.hello, try fullHello().encode(), to: &hello)
    try FrameWriter.appendEnd(more: false, to: &hello)
    return [
      GoldenRecipe(.frames, "hello", "a hello as the request of an exchange", hello),
      GoldenRecipe(.changeset, "quiet", "nothing to send: the end frame alone", quiet),
      GoldenRecipe(
        .changeset, "two-runs",
        "vector, receipt, a run of three linked changes, a run of one, end with more",
        try changeSet()),
    ]
  }
}
