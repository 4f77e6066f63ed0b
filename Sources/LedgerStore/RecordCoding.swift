// Guarantees: the bytes of a record are a function of its registers alone: stamps sorted by dot,
// fields by id, siblings by dot and bytes. Stores that converged hold the same bytes.
//
//   format 1 | varint stamps, each: replica 10 B, varint seq, clock 8 B big-endian
//            | varint fields, each: varint field, varint siblings,
//              each: varint (stamp << 1 | 1 for an element of a set), value
//            | varint late marks, each: varint field, varint stamp, varint stamp of the lock;
//              nothing when there are none
//
// A value is encoded as in `Wire`. Most fields of a record were written by one change, so a stamp
// stands once for all of them. Siblings of the register come first, by dot; then the elements of
// the set, by value and dot.

internal import Causality

/// A value as its canonical bytes: equality is equality of what was typed.
struct EncodedValue: Hashable, Comparable, Sendable {
  /// A part of a record's or a payload's bytes: reading a field copies them once.
  let bytes: ArraySlice<UInt8>

  init(bytes: [UInt8]) { self.bytes = bytes[...] }

  init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

  static func < (left: EncodedValue, right: EncodedValue) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }

  /// Existence registers hold booleans; see `Wire` for the tags.
  static let alive = EncodedValue(bytes: [6])
  static let archived = EncodedValue(bytes: [7])

  /// The one copy of a boolean, by its tag; nil for other values.
  static func existence(_ tag: UInt8) -> EncodedValue? {
    tag == 6 ? alive : tag == 7 ? archived : nil
  }
}

typealias StoredSibling = Sibling<EncodedValue>

/// All that one field of one record holds. A schema gives a field one of the two kinds; keeping
/// both makes the merge total, whatever a newer schema's changes do to a field unknown here.
struct StoredField: Hashable {
  var register = Register<EncodedValue>()
  var set = ElementSet<EncodedValue>()

  var isEmpty: Bool { register.isEmpty && set.isEmpty }
  var isConflict: Bool { register.isConflict }
  /// Of the archive register: written, and by no sibling alive.
  var isArchived: Bool {
    !register.isEmpty && register.siblings.allSatisfy { $0.payload == .archived }
  }
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

/// Reads a record's bytes in place. Every read is bounds-checked; a bad byte is an error, not a
/// trap.
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
  private(set) var marks: [LateMark] = []

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
    if at < bytes.count { try readMarks(&at) }
    guard at == bytes.count else { throw CorruptRecord(offset: at) }
  }

  private mutating func readMarks(_ at: inout Int) throws(CorruptRecord) {
    let count = try Self.varint(bytes, &at)
    guard count > 0, count <= UInt64(bytes.count) else { throw CorruptRecord(offset: at) }
    for _ in 0..<count {
      let field = try Self.varint(bytes, &at)
      let sibling = try Self.varint(bytes, &at)
      let lock = try Self.varint(bytes, &at)
      guard field <= UInt64(UInt16.max), max(sibling, lock) < UInt64(stamps.count) else {
        throw CorruptRecord(offset: at)
      }
      let mark = LateMark(
        field: FieldID(rawValue: UInt16(field)), sibling: stamps[Int(sibling)].dot,
        lock: stamps[Int(lock)].dot)
      if let last = marks.last, last >= mark { throw CorruptRecord(offset: at) }
      marks.append(mark)
    }
  }

  func field(_ slot: Slot) throws(CorruptRecord) -> StoredField {
    var field = StoredField()
    var isSorted = true
    let start = slot.range.lowerBound
    let copy = Array(bytes[slot.range])
    try eachSibling(slot) { stamp, isElement, value in
      let sibling = Sibling(
        dot: stamps[stamp].dot, clock: stamps[stamp].clock,
        payload: EncodedValue.existence(bytes[value.lowerBound])
          ?? EncodedValue(copy[value.lowerBound - start..<value.upperBound - start]))
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
  /// Sorted; each names stamps of siblings that are written.
  var marks: [LateMark] = []

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
        var near = 0
        for sibling in field.register.siblings {
          near = stamps.position(of: sibling.dot, near: near)
          output.appendVarint(UInt64(near << 1))
          output.append(contentsOf: sibling.payload.bytes)
        }
        for sibling in field.set.adds {
          output.appendVarint(UInt64(stamps.position(of: sibling.dot) << 1 | 1))
          output.append(contentsOf: sibling.payload.bytes)
        }
      }
    }
    guard !marks.isEmpty else { return }
    output.appendVarint(UInt64(marks.count))
    for mark in marks {
      output.appendVarint(UInt64(mark.field.rawValue))
      output.appendVarint(UInt64(stamps.position(of: mark.sibling)))
      output.appendVarint(UInt64(stamps.position(of: mark.lock)))
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
      var near = 0
      for sibling in field.register.siblings { near = Self.insert(sibling, &stamps, near: near) }
      for sibling in field.set.adds { _ = Self.insert(sibling, &stamps, near: 0) }
    }
    moved = []
    fitsOneByte = max(stamps.count, baseStamps.count) < 64
    moved.reserveCapacity(baseStamps.count)
    var now = 0
    for (index, stamp) in baseStamps.enumerated() {
      now = position(of: stamp.dot, near: now)
      moved.append(now)
      if isUsed[index], now != index { isIdentity = false }
    }
  }

  /// Puts a sibling's stamp in its place, unless it is there; returns the place.
  private static func insert(
    _ sibling: StoredSibling, _ stamps: inout [Stamp], near: Int
  ) -> Int {
    let at = position(of: sibling.dot, in: stamps, near: near)
    if at < stamps.count, stamps[at].dot == sibling.dot { return at }
    stamps.insert(Stamp(dot: sibling.dot, clock: sibling.clock), at: at)
    return at
  }

  /// - Parameter near: a place at or before the dot's; close by, it is found at once.
  func position(of dot: Dot, near: Int = 0) -> Int {
    Self.position(of: dot, in: stamps, near: near)
  }

  private static func position(of dot: Dot, in stamps: [Stamp], near: Int) -> Int {
    var low = near
    while low < min(near + 4, stamps.count) {
      if stamps[low].dot >= dot { return low }
      low += 1
    }
    var high = stamps.count
    while low < high {
      let middle = (low + high) / 2
      if stamps[middle].dot < dot { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
