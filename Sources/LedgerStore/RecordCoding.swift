// Guarantees: the bytes of a record are a function of its registers alone: stamps sorted by dot,
// fields by id, siblings by dot and bytes. Stores that converged hold the same bytes.
//
//   format 1 | varint stamps, each: replica 10 B, varint seq, clock 8 B big-endian
//            | varint fields, each: varint field, varint siblings,
//              each: varint (stamp << 1 | 1 for an element of a set), value
//
// A value is encoded as in `Wire`. Most fields of a record were written by one change, so a stamp
// stands once for all of them. Siblings of the register come first, by dot; then the elements of
// the set, by value and dot.

internal import Causality

/// A value as its canonical bytes: equality is equality of what was typed.
struct EncodedValue: Hashable, Comparable, Sendable {
  let bytes: [UInt8]

  static func < (left: EncodedValue, right: EncodedValue) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// Existence registers hold booleans; see `Wire` for the tags.
  static let alive = EncodedValue(bytes: [6])
  static let archived = EncodedValue(bytes: [7])
}

typealias StoredSibling = Sibling<EncodedValue>

/// All that one field of one record holds. A schema gives a field one of the two kinds; keeping
/// both makes the merge total, whatever a newer schema's changes do to a field unknown here.
struct StoredField: Hashable {
  var register = Register<EncodedValue>()
  var set = ElementSet<EncodedValue>()

  var isEmpty: Bool { register.isEmpty && set.isEmpty }
  var isConflict: Bool { register.isConflict }
}

/// Who wrote, and when by its clock: what siblings of one change share.
struct Stamp: Hashable {
  let dot: Dot
  let clock: HybridTimestamp
}

/// A failed read of stored bytes: where, in bytes from the value's start.
struct CorruptRecord: Error {
  let offset: Int
}

/// Reads a record's bytes in place. Every read is bounds-checked; a bad byte is an error, not a trap.
struct RecordReader {
  struct Slot {
    let field: FieldID
    let count: Int
    /// Offsets of the siblings' bytes.
    let range: Range<Int>
  }

  let bytes: UnsafeRawBufferPointer
  private(set) var stamps: [Stamp] = []
  private(set) var slots: [Slot] = []

  static let format: UInt8 = 1

  init(_ bytes: UnsafeRawBufferPointer) throws(CorruptRecord) {
    self.bytes = bytes
    guard bytes.count > 1, bytes[0] == Self.format else { throw CorruptRecord(offset: 0) }
    var at = 1
    let stampCount = try Self.varint(bytes, &at)
    guard stampCount <= UInt64(bytes.count / 19 + 1) else { throw CorruptRecord(offset: at) }
    stamps.reserveCapacity(Int(stampCount))
    for _ in 0..<stampCount {
      guard at + ReplicaID.byteCount <= bytes.count,
        let replica = Self.replica(bytes, at)
      else { throw CorruptRecord(offset: at) }
      at += ReplicaID.byteCount
      let seq = try Self.varint(bytes, &at)
      guard at + 8 <= bytes.count else { throw CorruptRecord(offset: at) }
      let raw = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self).bigEndian
      at += 8
      stamps.append(
        Stamp(dot: Dot(replica: replica, seq: seq), clock: HybridTimestamp(rawValue: raw)))
    }
    let slotCount = try Self.varint(bytes, &at)
    guard slotCount <= UInt64(bytes.count) else { throw CorruptRecord(offset: at) }
    slots.reserveCapacity(Int(slotCount))
    for _ in 0..<slotCount {
      let field = try Self.varint(bytes, &at)
      let count = try Self.varint(bytes, &at)
      guard field <= UInt64(UInt16.max), count <= UInt64(bytes.count) else {
        throw CorruptRecord(offset: at)
      }
      let start = at
      for _ in 0..<count {
        let stamp = try Self.varint(bytes, &at) >> 1
        guard stamp < UInt64(stamps.count) else { throw CorruptRecord(offset: at) }
        try Self.skipValue(bytes, &at)
      }
      slots.append(
        Slot(field: FieldID(rawValue: UInt16(field)), count: Int(count), range: start..<at))
    }
    guard at == bytes.count else { throw CorruptRecord(offset: at) }
  }

  func field(_ slot: Slot) throws(CorruptRecord) -> StoredField {
    var field = StoredField()
    var isSorted = true
    try eachSibling(slot) { stamp, isElement, value in
      let sibling = Sibling(
        dot: stamps[stamp].dot, clock: stamps[stamp].clock,
        payload: EncodedValue(bytes: Array(bytes[value])))
      let isNext = isElement ? field.set.append(sibling) : field.register.append(sibling)
      isSorted = isSorted && isNext
    }
    guard isSorted else { throw CorruptRecord(offset: slot.range.lowerBound) }
    return field
  }

  /// The slot of a field, nil when the record has none. O(log n).
  func slot(_ field: FieldID) -> Slot? {
    var low = 0
    var high = slots.count
    while low < high {
      let middle = (low + high) / 2
      if slots[middle].field < field { low = middle + 1 } else { high = middle }
    }
    return low < slots.count && slots[low].field == field ? slots[low] : nil
  }

  /// Visits stamp index, kind and value offsets of each sibling.
  func eachSibling(_ slot: Slot, _ body: (Int, Bool, Range<Int>) -> Void) throws(CorruptRecord) {
    var at = slot.range.lowerBound
    for _ in 0..<slot.count {
      let tag = Int(try Self.varint(bytes, &at))
      let start = at
      try Self.skipValue(bytes, &at)
      body(tag >> 1, tag & 1 == 1, start..<at)
    }
  }

  static func varint(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) throws(CorruptRecord)
    -> UInt64
  {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while at < bytes.count, shift < 64 {
      let byte = bytes[at]
      at += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    throw CorruptRecord(offset: at)
  }

  static func replica(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> ReplicaID? {
    guard at + ReplicaID.byteCount <= bytes.count else { return nil }
    return ReplicaID(
      high: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self).bigEndian,
      low: bytes.loadUnaligned(fromByteOffset: at + 8, as: UInt16.self).bigEndian)
  }

  /// Skips one encoded value; the tags are drawn in `Wire.docc`.
  static func skipValue(_ bytes: UnsafeRawBufferPointer, _ at: inout Int) throws(CorruptRecord) {
    guard at < bytes.count else { throw CorruptRecord(offset: at) }
    let tag = bytes[at]
    at += 1
    switch tag {
    case 0, 6, 7: break
    case 1, 9:
      let length = try varint(bytes, &at)
      guard length <= UInt64(bytes.count - at) else { throw CorruptRecord(offset: at) }
      at += Int(length)
    case 2, 4, 5, 8: _ = try varint(bytes, &at)
    case 3:
      at += 1
      _ = try varint(bytes, &at)
    case 10: at += 16
    default: throw CorruptRecord(offset: at - 1)
    }
    guard at <= bytes.count else { throw CorruptRecord(offset: at) }
  }
}

/// Collects the fields of one record in ascending order of id and writes its bytes.
struct RecordWriter {
  private enum Part {
    case kept(RecordReader.Slot)
    case merged(StoredField)
  }

  private let base: RecordReader?
  private var parts: [(field: FieldID, part: Part)] = []

  /// `base`: the record's present bytes, from which fields are kept unchanged.
  init(base: RecordReader?) { self.base = base }

  mutating func keep(_ slot: RecordReader.Slot) { parts.append((slot.field, .kept(slot))) }

  mutating func append(_ id: FieldID, _ field: StoredField) {
    if !field.isEmpty { parts.append((id, .merged(field))) }
  }

  func encode(into output: inout [UInt8]) throws(CorruptRecord) {
    let (stamps, keptIndex) = try collectStamps()
    output.append(RecordReader.format)
    Self.append(stamps, to: &output)
    output.appendVarint(UInt64(parts.count))
    for (field, part) in parts {
      output.appendVarint(UInt64(field.rawValue))
      switch part {
      case .kept(let slot):
        output.appendVarint(UInt64(slot.count))
        guard let base else { continue }
        try base.eachSibling(slot) { stamp, isElement, value in
          output.appendVarint(UInt64(keptIndex[stamp] << 1 | (isElement ? 1 : 0)))
          output.append(contentsOf: base.bytes[value])
        }
      case .merged(let field):
        output.appendVarint(UInt64(field.register.siblings.count + field.set.adds.count))
        for sibling in field.register.siblings {
          Self.append(sibling, bit: 0, stamps, to: &output)
        }
        for sibling in field.set.adds { Self.append(sibling, bit: 1, stamps, to: &output) }
      }
    }
  }

  /// The stamps still in use, sorted by dot, and where each of the base's stamps went. O(n log n).
  private func collectStamps() throws(CorruptRecord) -> ([Stamp], [Int]) {
    var used = [Bool](repeating: false, count: base?.stamps.count ?? 0)
    var stamps: [Stamp] = []
    func add(_ sibling: StoredSibling) {
      let stamp = Stamp(dot: sibling.dot, clock: sibling.clock)
      if stamps.last != stamp { stamps.append(stamp) }
    }
    for (_, part) in parts {
      switch part {
      case .kept(let slot): try base?.eachSibling(slot) { stamp, _, _ in used[stamp] = true }
      case .merged(let field):
        for sibling in field.register.siblings { add(sibling) }
        for sibling in field.set.adds { add(sibling) }
      }
    }
    if let base {
      for (at, stamp) in base.stamps.enumerated() where used[at] { stamps.append(stamp) }
    }
    stamps.sort { $0.dot < $1.dot }
    var count = 0
    for stamp in stamps where count == 0 || stamps[count - 1].dot != stamp.dot {
      stamps[count] = stamp
      count += 1
    }
    stamps.removeSubrange(count...)
    let keptIndex = (base?.stamps ?? []).map { Self.position(of: $0.dot, in: stamps) }
    return (stamps, keptIndex)
  }

  private static func append(
    _ sibling: StoredSibling, bit: Int, _ stamps: [Stamp], to output: inout [UInt8]
  ) {
    output.appendVarint(UInt64(position(of: sibling.dot, in: stamps) << 1 | bit))
    output.append(contentsOf: sibling.payload.bytes)
  }

  private static func position(of dot: Dot, in stamps: [Stamp]) -> Int {
    var low = 0
    var high = stamps.count
    while low < high {
      let middle = (low + high) / 2
      if stamps[middle].dot < dot { low = middle + 1 } else { high = middle }
    }
    return low
  }

  static func append(_ stamps: [Stamp], to output: inout [UInt8]) {
    output.appendVarint(UInt64(stamps.count))
    for stamp in stamps {
      stamp.dot.replica.appendBytes(to: &output)
      output.appendVarint(stamp.dot.seq)
      output.appendBigEndian(stamp.clock.rawValue)
    }
  }
}
