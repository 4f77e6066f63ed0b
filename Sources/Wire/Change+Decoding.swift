// Validates a change's payload from the first byte to the last and leaves its values where they
// are. One pass, no allocation but the header's texts and the list of operations; every length is
// checked before it is used. A payload that passes is exactly what the encoder makes.

import Causality

extension ChangeCoding {
  /// The change in `payload`, validated, with its hash.
  ///
  /// Throws any code that a change can earn, with the offset in the payload. Linear time; under
  /// 2 µs a record of 40 fields.
  public static func decode(_ payload: [UInt8]) throws(WireError) -> DecodedChange {
    guard payload.count <= WireLimits.changeBytes else {
      throw WireError(.changeTooLarge, at: WireLimits.changeBytes)
    }
    let bytes = payload.span.bytes
    let (header, operations) = try withReader(bytes, from: 0) { reader throws(WireError) in
      let header = try reader.changeHeader()
      let operations = try reader.operations()
      try reader.requireEnd()
      return (header, operations)
    }
    return DecodedChange(
      header: header, payload: payload, hash: Digest(hashing: bytes), operations: operations)
  }

  /// The header of a payload; the operations are not looked at.
  public static func decodeHeader(_ payload: RawSpan) throws(WireError) -> ChangeHeader {
    try withReader(payload, from: 0) { reader throws(WireError) in try reader.changeHeader() }
  }

  /// How many bytes of a payload its header takes; the operations stand behind it.
  public static func headerByteCount(_ payload: RawSpan) throws(WireError) -> Int {
    try withReader(payload, from: 0) { reader throws(WireError) in
      _ = try reader.changeHeader()
      return reader.offset
    }
  }
}

extension ByteReader {
  mutating func changeHeader() throws(WireError) -> ChangeHeader {
    guard try byte() == ChangeCoding.format else {
      // Every format has the hash and the ledger here; what has not is damage and of no format.
      _ = try digest()
      _ = try ledger()
      throw WireError(.unsupportedVersion, at: 0)
    }
    let previous = try digest()
    let ledger = try ledger()
    let replica = try replica()
    let seq = try sequence()
    guard (seq == 1) == (previous == .zero) else {
      throw WireError(.invalidPreviousHash, at: ChangeCoding.previousHashRange.lowerBound)
    }
    let (deps, depsPins) = try pinnedEntries(without: replica)
    let clock = HybridTimestamp(rawValue: try bigEndian64())
    let memberVersion = try varint()
    let memberPins = try pins()
    let author = try text(try length(upTo: WireLimits.authorBytes, .authorTooLong))
    let reason = try reason()
    let schemaVersion = UInt32(try varint(upTo: UInt64(UInt32.max), .varintOverflow))
    return ChangeHeader(
      ledger: ledger, dot: Dot(replica: replica, seq: seq), previous: previous, depsDelta: deps,
      depsPins: depsPins, clock: clock, memberVersion: memberVersion, memberPins: memberPins,
      author: author, reason: reason, schemaVersion: schemaVersion)
  }

  /// The deps of a change, each with what its writer holds there.
  private mutating func pinnedEntries(
    without own: ReplicaID
  ) throws(WireError) -> ([VersionVector.Entry], [DigestPrefix]) {
    let count = try count(elementBytes: ReplicaID.byteCount + 1 + DigestPrefix.byteCount)
    if count == 0 { return ([], []) }
    var entries: [VersionVector.Entry] = []
    var pins: [DigestPrefix] = []
    entries.reserveCapacity(count)
    pins.reserveCapacity(count)
    for _ in 0..<count {
      let start = offset
      let replica = try replica()
      if let before = entries.last?.replica, before >= replica {
        throw WireError(.unsortedVector, at: start)
      }
      if replica == own { throw WireError(.ownReplicaInDeps, at: start) }
      entries.append(VersionVector.Entry(replica: replica, seq: try sequence()))
      pins.append(try prefix())
    }
    return (entries, pins)
  }

  private mutating func pins() throws(WireError) -> [Pin] {
    let count = try count(elementBytes: ReplicaID.byteCount + 1 + DigestPrefix.byteCount)
    if count == 0 { return [] }
    var pins: [Pin] = []
    pins.reserveCapacity(count)
    for _ in 0..<count {
      let start = offset
      let replica = try replica()
      if let before = pins.last?.dot.replica, before >= replica {
        throw WireError(.unsortedVector, at: start)
      }
      let dot = Dot(replica: replica, seq: try sequence())
      pins.append(Pin(dot: dot, hash: try prefix()))
    }
    return pins
  }

  private mutating func reason() throws(WireError) -> String? {
    let lengthAndOne = try varint(upTo: UInt64(WireLimits.reasonBytes) + 1, .reasonTooLong)
    guard lengthAndOne > 0 else { return nil }
    let count = Int(lengthAndOne) - 1
    guard count <= remaining else { throw WireError(.truncated, at: end) }
    return try text(count)
  }

  fileprivate mutating func operations() throws(WireError) -> [OperationView] {
    var operations: [OperationView] = []
    let countOffset = offset
    // The smallest group: collection, record, count, and one archive.
    let groups = try count(elementBytes: 19)
    guard groups > 0 else { throw WireError(.noOperations, at: countOffset) }
    var before: (collection: CollectionID, record: RecordID)?
    for group in 0..<groups {
      let start = offset
      let collection = CollectionID(
        rawValue: UInt16(try varint(upTo: UInt64(UInt16.max), .varintOverflow)))
      let record = try record()
      if let before {
        if (collection, record) == before { throw WireError(.duplicateGroup, at: start) }
        if (collection, record) < before { throw WireError(.unsortedGroups, at: start) }
      }
      before = (collection, record)
      let countOffset = offset
      let count = try count(elementBytes: 1)
      guard count > 0 else { throw WireError(.noOperations, at: countOffset) }
      if operations.capacity - operations.count < count {
        // Groups tend to be alike. A count that lies gains one slot for every four bytes at most;
        // what is true beyond that grows as it comes.
        let alike = count.multipliedReportingOverflow(by: groups - group)
        let room = alike.overflow ? remaining : min(alike.partialValue, remaining)
        operations.reserveCapacity(operations.count + min(room, remaining / 4 + 16))
      }
      try appendGroup(count, collection: collection, record: record, to: &operations)
    }
    return operations
  }

  @inline(__always)
  private mutating func appendGroup(
    _ count: Int, collection: CollectionID, record: RecordID, to operations: inout [OperationView]
  ) throws(WireError) {
    var fields = 0
    var before: UInt64 = 0
    var beforeValue = 0..<0
    for index in 0..<count {
      let start = offset
      let key = try varint(upTo: UInt64(UInt16.max) << 3 | 7, .varintOverflow)
      let field = FieldID(rawValue: UInt16(truncatingIfNeeded: key >> 3))
      guard let kind = Operation.Kind(rawValue: UInt8(truncatingIfNeeded: key & 7)) else {
        throw WireError(.invalidOperation, at: start)
      }
      let hasValue = kind.rawValue <= Operation.Kind.remove.rawValue
      guard (field.rawValue == 0) == !hasValue else {
        throw WireError(.invalidOperation, at: start)
      }
      let valueStart = offset
      if hasValue { try skipValue() }
      if index == 0 || key >> 3 != before >> 3 {
        if index > 0, key < before { throw WireError(.unsortedOperations, at: start) }
        fields &+= 1
        guard fields <= WireLimits.fieldsPerRecord else {
          throw WireError(.tooManyFields, at: start)
        }
      } else {
        try checkSameField(
          key, after: before, value: valueStart..<offset, afterValue: beforeValue, at: start)
      }
      before = key
      beforeValue = valueStart..<offset
      operations.append(
        OperationView(
          collection: collection, record: record, field: field, kind: kind,
          value: valueStart..<offset))
    }
  }

  /// Checks an operation on the field of the one before it.
  @inline(never)
  private func checkSameField(
    _ key: UInt64, after before: UInt64, value: Range<Int>, afterValue: Range<Int>, at start: Int
  ) throws(WireError) {
    guard key >= before else { throw WireError(.unsortedOperations, at: start) }
    if key >> 3 == 0 { throw WireError(.duplicateOperation, at: start) }
    guard key == before else { return }
    if key & 7 == UInt64(Operation.Kind.write.rawValue) {
      throw WireError(.duplicateOperation, at: start)
    }
    let left = UnsafeRawBufferPointer(start: base + afterValue.lowerBound, count: afterValue.count)
    let right = UnsafeRawBufferPointer(start: base + value.lowerBound, count: value.count)
    if left.elementsEqual(right) { throw WireError(.duplicateOperation, at: start) }
    guard left.lexicographicallyPrecedes(right) else {
      throw WireError(.unsortedOperations, at: start)
    }
  }
}
