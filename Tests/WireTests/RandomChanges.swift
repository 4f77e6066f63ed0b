// Random values, headers, operations and streams: everything the encoder must accept, with the
// extremes drawn often.

import Causality
import Wire

extension SeededGenerator {
  mutating func replica() -> ReplicaID {
    ReplicaID(high: next() & 3, low: UInt16(below(4)))
  }

  mutating func record() -> RecordID {
    chance(4) ? RecordID(high: next(), low: next()) : RecordID(high: 7, low: UInt64(below(4)))
  }

  mutating func text(_ limit: Int = 24) -> String {
    let alphabet: [Character] = [
      "a", "Z", "0", " ", "\0", "\n", "é", "e\u{301}", "漯", "河", "项", "𠀀", "👩‍👩‍👧", "\u{10ffff}",
      "\u{7ff}",
      "\u{800}", "\u{fffd}",
    ]
    return String((0..<below(limit)).map { _ in alphabet[below(alphabet.count)] })
  }

  mutating func value() -> Value {
    switch below(10) {
    case 0: return .empty
    case 1: return .text(text())
    case 2: return .integer(Int64(bitPattern: number()))
    case 3:
      let decimal = ExactDecimal(mantissa: Int64(bitPattern: number()), scale: below(10))
      return .decimal(decimal ?? ExactDecimal(0))
    case 4:
      let days = Int32(truncatingIfNeeded: below(3_652_059) - 719_162)
      return .date(CivilDate(days: days) ?? CivilDate.latest)
    case 5: return .instant(Int64(bitPattern: number()))
    case 6: return .boolean(chance(2))
    case 7: return .code(UInt32(truncatingIfNeeded: number()))
    case 8: return .bytes((0..<below(40)).map { _ in UInt8(truncatingIfNeeded: next()) })
    default: return .reference(record())
    }
  }

  mutating func entries(without own: ReplicaID? = nil) -> [VersionVector.Entry] {
    var vector = VersionVector()
    for _ in 0..<below(5) { vector[replica()] = number() }
    if let own { vector[own] = 0 }
    return vector.entries
  }

  mutating func prefix() -> DigestPrefix { DigestPrefix(high: next(), low: next()) }

  mutating func header(ledger: String, dot: Dot, previous: Digest) -> ChangeHeader {
    let deps = entries(without: dot.replica)
    let pins = entries().map { Pin(dot: Dot(replica: $0.replica, seq: $0.seq), hash: prefix()) }
    return ChangeHeader(
      ledger: ledger, dot: dot, previous: previous, depsDelta: deps,
      depsPins: deps.map { _ in prefix() }, clock: HybridTimestamp(rawValue: next()),
      memberVersion: number(), memberPins: pins, author: text(),
      reason: chance(2) ? nil : text(60), schemaVersion: UInt32(truncatingIfNeeded: number()))
  }

  /// Ascending operations on up to `records` records, none twice, no field written twice.
  mutating func operations(records: Int = 6) -> [Wire.Operation] {
    var operations: Set<Wire.Operation> = []
    for _ in 0...below(records) {
      let collection = CollectionID(rawValue: chance(5) ? .max : UInt16(below(3)))
      let record = record()
      if chance(4) {
        operations.insert(chance(2) ? .archive(collection, record) : .restore(collection, record))
      }
      for _ in 0...below(6) {
        let field = FieldID(rawValue: chance(9) ? .max : UInt16(1 + below(20)))
        operations.insert(
          Wire.Operation(
            collection: collection, record: record, field: field,
            kind: [.write, .add, .remove][below(3)], value: value()))
      }
    }
    return operations.sorted(by: Wire.Operation.ascend).reduce(into: []) { kept, operation in
      if let last = kept.last, last.isBeside(operation) { return }
      kept.append(operation)
    }
  }

  mutating func payload(ledger: String = "411702", dot: Dot, previous: Digest) throws -> [UInt8] {
    try ChangeCoding.encode(
      header: header(ledger: ledger, dot: dot, previous: previous), operations: operations())
  }

  /// Runs of several replicas, chained, each of 1...`length` changes.
  mutating func runs(_ count: Int, length: Int = 4, keys: [SigningKey]) throws -> [RunSource] {
    var heads: [(seq: UInt64, hash: Digest)] = keys.map { _ in (0, .zero) }
    var runs: [RunSource] = []
    for _ in 0..<count {
      let writer = below(keys.count)
      var run = RunSource(changes: [], key: keys[writer])
      for _ in 0...below(length) {
        let dot = Dot(replica: keys[writer].replica, seq: heads[writer].seq + 1)
        let payload = try payload(dot: dot, previous: heads[writer].hash)
        heads[writer] = (dot.seq, Digest(hashing: payload))
        run.changes.append((dot, payload))
      }
      runs.append(run)
    }
    return runs
  }
}

/// A run before it is sent.
struct RunSource {
  var changes: [(dot: Dot, payload: [UInt8])]
  let key: SigningKey

  /// Keys of the tests' replicas: seeds of 32 equal bytes.
  static func key(_ byte: UInt8) throws -> SigningKey {
    try SigningKey(seed: [UInt8](repeating: byte, count: 32))
  }

  func append(to writer: inout ChangeSetWriter) throws {
    for change in changes {
      try writer.append(
        payload: change.payload.span.bytes, hash: Digest(hashing: change.payload), dot: change.dot)
    }
    let last = changes[changes.count - 1]
    try writer.endRun(last.dot, signature: key.sign(change: Digest(hashing: last.payload)))
  }

  static func stream(_ runs: [RunSource], more: Bool = false) throws -> [UInt8] {
    var writer = ChangeSetWriter()
    for run in runs { try run.append(to: &writer) }
    try writer.finish(more: more)
    return writer.take()
  }
}

extension Wire.Operation {
  /// Ascending order of operations in a payload.
  static func ascend(_ left: Wire.Operation, _ right: Wire.Operation) -> Bool {
    if left.collection != right.collection { return left.collection < right.collection }
    if left.record != right.record { return left.record < right.record }
    if left.field != right.field { return left.field < right.field }
    if left.kind != right.kind { return left.kind.rawValue < right.kind.rawValue }
    return left.encodedValue.lexicographicallyPrecedes(right.encodedValue)
  }

  /// Whether both stand on one place that takes only one: a written field, or field 0.
  func isBeside(_ other: Wire.Operation) -> Bool {
    collection == other.collection && record == other.record && field == other.field
      && (field.rawValue == 0 || (kind == .write && other.kind == .write))
  }

  private var encodedValue: [UInt8] { (try? ValueCoding.encode(value)) ?? [] }
}
