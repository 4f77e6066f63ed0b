// Verifies:
//  1. random changes round-trip whatever the order in which operations are given;
//  2. decoding gives header, hash, operations and values, and the header alone on request;
//  3. every limit holds exactly: at the limit accepted, one above refused;
//  4. the encoder refuses what no decoder accepts: duplicates, bad ledgers, own replica in deps;
//  5. a payload cut at any byte is refused, and so is one with a byte more;
//  6. a count that lies about thousands of operations allocates nothing and is refused.

import Causality
import Testing
import Wire

@Suite struct ChangeCodingTests {
  static let record = RecordID(high: 1, low: 2)
  static let collection = CollectionID(rawValue: 3)

  static func header(_ change: (inout ChangeHeader) -> Void = { _ in }) -> ChangeHeader {
    var header = ChangeHeader(
      ledger: "411702", dot: Dot(replica: ReplicaID(high: 5, low: 5), seq: 1), previous: .zero,
      depsDelta: [], clock: HybridTimestamp(rawValue: 1), memberVersion: 0, author: "",
      schemaVersion: 0)
    change(&header)
    return header
  }

  static func write(_ field: UInt16, _ value: Value, kind: Wire.Operation.Kind = .write)
    -> Wire.Operation
  {
    Wire.Operation(
      collection: collection, record: record, field: FieldID(rawValue: field), kind: kind,
      value: value)
  }

  @Test func randomChangesRoundTripInEveryOrder() throws {
    var random = Seed.generator()
    for _ in 0..<3_000 {
      let seq = random.chance(2) ? 1 : max(1, random.number())
      let previous = seq == 1 ? Digest.zero : Digest(hashing: [UInt8(random.below(256))])
      let header = random.header(
        ledger: "a-0", dot: Dot(replica: random.replica(), seq: seq), previous: previous)
      let operations = random.operations()
      let payload = try ChangeCoding.encode(header: header, operations: operations)
      let shuffled = operations.shuffled(using: &random)
      #expect(
        try ChangeCoding.encode(header: header, operations: shuffled) == payload, "\(Seed.replay)")
      let change = try ChangeCoding.decode(payload)
      #expect(change.header == header, "\(Seed.replay)")
      #expect(change.operationValues == operations, "\(Seed.replay)")
      #expect(change.payload == payload && change.hash == Digest(hashing: payload))
      #expect(try ChangeCoding.decodeHeader(payload.span.bytes) == header)
    }
  }

  @Test func textLimitsHoldExactly() throws {
    func accepts(_ change: (inout ChangeHeader) -> Void) throws {
      let payload = try ChangeCoding.encode(
        header: ChangeCodingTests.header(change),
        operations: [.archive(ChangeCodingTests.collection, ChangeCodingTests.record)])
      _ = try ChangeCoding.decode(payload)
    }
    func text(_ count: Int) -> String { String(repeating: "x", count: count) }
    try accepts { $0.author = text(256) }
    try accepts { $0.reason = text(4096) }
    try accepts { $0.reason = "" }
    try accepts { $0.ledger = text(32) }
    #expect(code { try accepts { $0.author = text(257) } } == .authorTooLong)
    #expect(code { try accepts { $0.reason = text(4097) } } == .reasonTooLong)
    for ledger in [text(33), "", "A", "漯", "a b", "a_b"] {
      #expect(code { try accepts { $0.ledger = ledger } } == .invalidLedger)
    }
  }

  @Test func operationLimitsHoldExactly() throws {
    func fields(_ count: Int) throws -> [UInt8] {
      let operations = (1...count).map { ChangeCodingTests.write(UInt16($0), .empty) }
      return try ChangeCoding.encode(header: ChangeCodingTests.header(), operations: operations)
    }
    #expect(try ChangeCoding.decode(try fields(512)).operations.count == 512)
    #expect(code { _ = try fields(513) } == .tooManyFields)
    let elements = (0..<5_000).map {
      ChangeCodingTests.write(9, .code(UInt32($0)), kind: $0 % 2 == 0 ? .add : .remove)
    }
    let set = try ChangeCoding.encode(header: ChangeCodingTests.header(), operations: elements)
    #expect(try ChangeCoding.decode(set).operations.count == 5_000)

    func sized(_ last: Int) throws -> [UInt8] {
      let sizes = [1 << 20, 1 << 20, 1 << 20, last]
      let operations = sizes.indices.map {
        ChangeCodingTests.write(UInt16($0 + 1), .bytes([UInt8](repeating: 1, count: sizes[$0])))
      }
      return try ChangeCoding.encode(header: ChangeCodingTests.header(), operations: operations)
    }
    let overhead = try sized(1 << 19).count - (7 << 19)
    let exact = (1 << 20) - overhead
    let payload = try sized(exact)
    #expect(payload.count == WireLimits.changeBytes)
    #expect(try ChangeCoding.decode(payload).operations.count == 4)
    #expect(code { _ = try sized(exact + 1) } == .changeTooLarge)
    #expect(throws: WireError(.changeTooLarge, at: WireLimits.changeBytes)) {
      try ChangeCoding.decode(payload + [0])
    }
  }

  @Test func theEncoderRefusesWhatNoDecoderAccepts() {
    let one = ChangeCodingTests.write(1, .integer(1))
    let archive = Wire.Operation.archive(ChangeCodingTests.collection, ChangeCodingTests.record)
    let restore = Wire.Operation.restore(ChangeCodingTests.collection, ChangeCodingTests.record)
    func refusal(
      _ operations: [Wire.Operation], _ change: (inout ChangeHeader) -> Void = { _ in }
    ) -> WireError.Code? {
      code {
        _ = try ChangeCoding.encode(
          header: ChangeCodingTests.header(change), operations: operations)
      }
    }
    let own = ReplicaID(high: 5, low: 5)
    let other = VersionVector.Entry(replica: ReplicaID(high: 6, low: 0), seq: 1)
    #expect(refusal([]) == .noOperations)
    #expect(refusal([one, one]) == .duplicateOperation)
    #expect(refusal([one, ChangeCodingTests.write(1, .integer(2))]) == .duplicateOperation)
    #expect(refusal([ChangeCodingTests.write(2, .empty), one, one]) == .duplicateOperation)
    #expect(refusal([archive, restore]) == .duplicateOperation)
    #expect(refusal([restore, one, archive]) == .duplicateOperation)
    #expect(refusal([ChangeCodingTests.write(0, .integer(1))]) == .invalidOperation)
    #expect(refusal([ChangeCodingTests.write(1, .empty, kind: .archive)]) == .invalidOperation)
    #expect(refusal([ChangeCodingTests.write(0, .code(1), kind: .restore)]) == .invalidOperation)
    let element = ChangeCodingTests.write(1, .code(1), kind: .add)
    #expect(refusal([element, element]) == .duplicateOperation)
    #expect(refusal([one]) { $0.dot = Dot(replica: own, seq: 0) } == .invalidSequence)
    #expect(refusal([one]) { $0.dot = Dot(replica: own, seq: 2) } == .invalidPreviousHash)
    #expect(refusal([one]) { $0.previous = Digest(hashing: [1]) } == .invalidPreviousHash)
    #expect(refusal([one]) { $0.depsDelta = [other, other] } == .unsortedVector)
    #expect(refusal([one]) { $0.depsDelta = [.init(replica: own, seq: 1)] } == .ownReplicaInDeps)
    #expect(
      refusal([one]) { $0.depsDelta = [.init(replica: other.replica, seq: 0)] } == .invalidSequence)
  }

  @Test func cutsAndAdditionsAreRefused() throws {
    var random = Seed.generator()
    for _ in 0..<20 {
      let dot = Dot(replica: random.replica(), seq: 1)
      let payload = try random.payload(dot: dot, previous: .zero)
      for end in payload.indices {
        #expect(throws: WireError.self, "\(Seed.replay)") {
          try ChangeCoding.decode([UInt8](payload[..<end]))
        }
      }
      #expect(throws: WireError(.trailingBytes, at: payload.count)) {
        try ChangeCoding.decode(payload + [0])
      }
    }
  }

  @Test func countsThatLieAreRefused() throws {
    let payload = try ChangeCoding.encode(
      header: ChangeCodingTests.header(),
      operations: [.archive(ChangeCodingTests.collection, ChangeCodingTests.record)])
    for (offset, count) in [(payload.count - 2, UInt64.max), (payload.count - 20, 2_000_000_000)] {
      var lie = [UInt8](payload[..<offset])
      Varint.append(count, to: &lie)
      lie += payload[(offset + 1)...]
      #expect(throws: WireError(.countTooLarge, at: offset)) { try ChangeCoding.decode(lie) }
    }
  }

  private func code(_ body: () throws -> Void) -> WireError.Code? {
    do {
      try body()
      return nil
    } catch {
      return (error as? WireError)?.code
    }
  }
}
