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
    /// Stamp of the first sibling.
    let stamp: Int
    /// Offset of the field's number.
    let start: Int
    /// Offsets of the siblings' bytes, which end the slot.
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
      let slotStart = at
      let field = try Self.varint(bytes, &at)
      let count = try Self.varint(bytes, &at)
      guard field <= UInt64(UInt16.max), count <= UInt64(bytes.count) else {
        throw CorruptRecord(offset: at)
      }
      let start = at
      var firstStamp: Int?
      for _ in 0..<count {
        let stamp = try Self.varint(bytes, &at) >> 1
        if firstStamp == nil { firstStamp = Int(truncatingIfNeeded: stamp) }
        guard stamp < UInt64(stamps.count) else { throw CorruptRecord(offset: at) }
        try Self.skipValue(bytes, &at)
      }
      slots.append(
        Slot(
          field: FieldID(rawValue: UInt16(field)), count: Int(count), stamp: firstStamp ?? 0,
          start: slotStart, range: start..<at))
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
    /// Neighbouring slots of the base.
    case kept(Range<Int>)
    /// One of `merged`.
    case merged(Int)
  }

  private let base: RecordReader?
  private var parts: [Part] = []
  private var merged: [(id: FieldID, field: StoredField)] = []
  private var fieldCount = 0

  /// `base`: the record's present bytes, from which fields are kept unchanged.
  init(base: RecordReader?) { self.base = base }

  /// Keeps slots of the base as they are.
  mutating func keep(_ slots: Range<Int>) {
    guard !slots.isEmpty else { return }
    parts.append(.kept(slots))
    fieldCount += slots.count
  }

  mutating func append(_ id: FieldID, _ field: StoredField) {
    guard !field.isEmpty else { return }
    parts.append(.merged(merged.count))
    merged.append((id, field))
    fieldCount += 1
  }

  func encode(into output: inout [UInt8]) throws(CorruptRecord) {
    let stamps = try StampTable(base: base, kept: keptSlots, merged: merged.map(\.field))
    output.append(RecordReader.format)
    Self.append(stamps.stamps, to: &output)
    output.appendVarint(UInt64(fieldCount))
    for part in parts {
      switch part {
      case .kept(let range):
        guard let base else { continue }
        if stamps.fitsOneByte {
          try copy(base, range, stamps, to: &output)
        } else {
          for slot in base.slots[range] { try rewrite(base, slot, stamps, to: &output) }
        }
      case .merged(let index):
        let (id, field) = merged[index]
        output.appendVarint(UInt64(id.rawValue))
        output.appendVarint(UInt64(field.register.siblings.count + field.set.adds.count))
        for sibling in field.register.siblings {
          Self.append(sibling, bit: 0, stamps, to: &output)
        }
        for sibling in field.set.adds { Self.append(sibling, bit: 1, stamps, to: &output) }
      }
    }
  }

  private var keptSlots: [Range<Int>] {
    parts.compactMap { if case .kept(let range) = $0 { range } else { nil } }
  }

  /// Neighbouring slots in one copy; where stamps have moved, their bytes are written over.
  private func copy(
    _ base: RecordReader, _ range: Range<Int>, _ stamps: StampTable, to output: inout [UInt8]
  ) throws(CorruptRecord) {
    let slots = base.slots[range]
    guard let first = slots.first, let last = slots.last else { return }
    let shift = output.count - first.start
    output.append(
      contentsOf: UnsafeRawBufferPointer(
        rebasing: base.bytes[first.start..<last.range.upperBound]))
    if stamps.isIdentity { return }
    for slot in slots {
      try base.eachSibling(slot) { stamp, isElement, value in
        output[value.lowerBound - 1 + shift] =
          UInt8(stamps.moved[stamp] << 1 | (isElement ? 1 : 0))
      }
    }
  }

  private func rewrite(
    _ base: RecordReader, _ slot: RecordReader.Slot, _ stamps: StampTable,
    to output: inout [UInt8]
  ) throws(CorruptRecord) {
    output.appendVarint(UInt64(slot.field.rawValue))
    output.appendVarint(UInt64(slot.count))
    try base.eachSibling(slot) { stamp, isElement, value in
      output.appendVarint(UInt64(stamps.moved[stamp] << 1 | (isElement ? 1 : 0)))
      output.append(contentsOf: UnsafeRawBufferPointer(rebasing: base.bytes[value]))
    }
  }

  private static func append(
    _ sibling: StoredSibling, bit: Int, _ stamps: StampTable, to output: inout [UInt8]
  ) {
    output.appendVarint(UInt64(stamps.position(of: sibling.dot) << 1 | bit))
    output.append(contentsOf: sibling.payload.bytes)
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

/// The stamps of a record that is being written, sorted by dot, and where those of its base went.
private struct StampTable {
  private(set) var stamps: [Stamp] = []
  /// By index in the base; unused stamps have no meaning.
  private(set) var moved: [Int]
  /// Whether every stamp that is still used kept its index.
  private(set) var isIdentity = true
  /// Whether indexes take one byte, before and after.
  let fitsOneByte: Bool

  init(
    base: RecordReader?, kept: [Range<Int>], merged: [StoredField]
  ) throws(CorruptRecord) {
    let baseStamps = base?.stamps ?? []
    var isUsed = [Bool](repeating: false, count: baseStamps.count)
    if let base {
      for range in kept {
        for slot in base.slots[range] {
          if slot.count == 1 {
            isUsed[slot.stamp] = true
          } else {
            try base.eachSibling(slot) { stamp, _, _ in isUsed[stamp] = true }
          }
        }
      }
    }
    for (index, stamp) in baseStamps.enumerated() where isUsed[index] { stamps.append(stamp) }
    for field in merged {
      for sibling in field.register.siblings { Self.insert(sibling, &stamps) }
      for sibling in field.set.adds { Self.insert(sibling, &stamps) }
    }
    moved = []
    fitsOneByte = max(stamps.count, baseStamps.count) < 64
    moved.reserveCapacity(baseStamps.count)
    for (index, stamp) in baseStamps.enumerated() {
      let now = position(of: stamp.dot)
      moved.append(now)
      if isUsed[index], now != index { isIdentity = false }
    }
  }

  /// Puts a sibling's stamp in its place, unless it is there.
  private static func insert(_ sibling: StoredSibling, _ stamps: inout [Stamp]) {
    let at = position(of: sibling.dot, in: stamps)
    if at < stamps.count, stamps[at].dot == sibling.dot { return }
    stamps.insert(Stamp(dot: sibling.dot, clock: sibling.clock), at: at)
  }

  func position(of dot: Dot) -> Int { Self.position(of: dot, in: stamps) }

  private static func position(of dot: Dot, in stamps: [Stamp]) -> Int {
    var low = 0
    var high = stamps.count
    while low < high {
      let middle = (low + high) / 2
      if stamps[middle].dot < dot { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
