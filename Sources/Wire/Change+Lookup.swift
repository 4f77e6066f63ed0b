// Finds one record's operations in a payload that was validated when it was applied: the values of
// other records are stepped over, not looked at. Damage still ends in a WireError, never in a trap.

public import Causality

/// What a change says of one record.
public struct RecordOperations: Sendable {
  /// Of the whole change: dot, deps, clock, author.
  public let header: ChangeHeader
  /// In the order of the payload; empty when the change does not touch the record.
  public let operations: [Operation]

  /// What a change says, as its header and operations.
  public init(header: ChangeHeader, operations: [Operation]) {
    self.header = header
    self.operations = operations
  }
}

extension ChangeCoding {
  /// The header and the operations on `record`. About 5 ns for each operation stepped over.
  public static func operations(
    on record: RecordID, in payload: RawSpan
  ) throws(WireError) -> RecordOperations {
    try withReader(payload, from: 0) { reader throws(WireError) in
      let header = try reader.changeHeader()
      var operations: [Operation] = []
      for _ in 0..<(try reader.count(elementBytes: 19)) {
        let collection = CollectionID(
          rawValue: UInt16(truncatingIfNeeded: try reader.varint()))
        let isWanted = try reader.record() == record
        for _ in 0..<(try reader.count(elementBytes: 1)) {
          let start = reader.offset
          let key = try reader.varint()
          guard let kind = Operation.Kind(rawValue: UInt8(truncatingIfNeeded: key & 7)) else {
            throw WireError(.invalidOperation, at: start)
          }
          let hasValue = kind.rawValue <= Operation.Kind.remove.rawValue
          guard isWanted else {
            if hasValue { try reader.stepOverValue() }
            continue
          }
          operations.append(
            Operation(
              collection: collection, record: record,
              field: FieldID(rawValue: UInt16(truncatingIfNeeded: key >> 3)), kind: kind,
              value: hasValue ? try reader.value() : .empty))
        }
        if isWanted { break }
      }
      return RecordOperations(header: header, operations: operations)
    }
  }
}

extension ByteReader {
  /// Moves past one value without validating it.
  @inline(__always)
  fileprivate mutating func stepOverValue() throws(WireError) {
    switch try byte() {
    case ValueCoding.Tag.empty, ValueCoding.Tag.no, ValueCoding.Tag.yes: return
    case ValueCoding.Tag.text, ValueCoding.Tag.bytes:
      try skip(try length(upTo: WireLimits.valueBytes, .valueTooLarge))
    case ValueCoding.Tag.decimal:
      try skip(1)
      _ = try varint()
    case ValueCoding.Tag.reference: try skip(16)
    default: _ = try varint()
    }
  }
}
