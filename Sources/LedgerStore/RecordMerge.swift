// Guarantees: the record's new bytes are the old registers with one change's operations merged in
// by `Causality`; fields that the change does not name keep their bytes.

internal import Causality
internal import Wire

/// One change's operations on one record.
struct RecordMerge {
  let change: DecodedChange
  /// Ascending by field, then kind, then value: the order of the payload.
  let operations: ArraySlice<OperationView>
  let deps: VersionVector
  let indexed: Set<FieldID>

  private var stamp: Stamp {
    Stamp(dot: change.header.dot, clock: change.header.clock)
  }

  private var archives: Bool { operations.contains { $0.kind == .archive } }

  /// A record that did not exist: every register has the one sibling, written straight out.
  func fresh(output: inout [UInt8], delta: inout RecordDelta) throws(CorruptRecord) {
    if operations.contains(where: { $0.kind == .remove })
      || zip(operations, operations.dropFirst()).contains(where: { $0.field == $1.field })
    {
      return try merge(onto: nil, output: &output, delta: &delta)
    }
    output.append(RecordReader.format)
    RecordWriter.append([stamp], to: &output)
    let fields = operations.count { $0.field != Existence.field }
    output.appendVarint(UInt64(fields + 1))
    output.append(contentsOf: [0, 1, 0])
    output.append(contentsOf: archives ? EncodedValue.archived.bytes : EncodedValue.alive.bytes)
    change.payload.withUnsafeBytes { payload in
      for operation in operations where operation.field != Existence.field {
        output.appendVarint(UInt64(operation.field.rawValue))
        output.append(1)
        output.append(operation.kind == .add ? 1 : 0)
        output.append(contentsOf: UnsafeRawBufferPointer(rebasing: payload[operation.value]))
        if !indexed.isEmpty, indexed.contains(operation.field) {
          delta.indexInsertions.append((operation.field, change.payload[operation.value]))
        }
      }
    }
  }

  /// A record that exists.
  func onto(
    _ bytes: UnsafeRawBufferPointer, output: inout [UInt8], delta: inout RecordDelta
  ) throws(CorruptRecord) {
    try merge(onto: RecordReader(bytes), output: &output, delta: &delta)
  }

  private func merge(
    onto base: RecordReader?, output: inout [UInt8], delta: inout RecordDelta
  ) throws(CorruptRecord) {
    var writer = RecordWriter(base: base)
    let slots = base?.slots ?? []
    var slot = 0
    if let first = slots.first, first.field == Existence.field { slot = 1 }
    let before = try field(Existence.field, of: base)
    var existence = before
    existence.register.write(
      archives ? .archived : .alive, dot: stamp.dot, clock: stamp.clock, deps: deps)
    try note(Existence.field, before: before, after: existence, delta: &delta)
    writer.append(Existence.field, existence)

    var at = operations.startIndex
    while at < operations.endIndex {
      let id = operations[at].field
      var end = at
      while end < operations.endIndex, operations[end].field == id { end += 1 }
      defer { at = end }
      if id == Existence.field { continue }
      let kept = slot
      while slot < slots.count, slots[slot].field < id { slot += 1 }
      writer.keep(kept..<slot)
      let present = slot < slots.count && slots[slot].field == id
      let before = present ? try base?.field(slots[slot]) ?? StoredField() : StoredField()
      if present { slot += 1 }
      var after = before
      for operation in operations[at..<end] { apply(operation, to: &after) }
      try note(id, before: before, after: after, delta: &delta)
      writer.append(id, after)
    }
    writer.keep(slot..<slots.count)
    try writer.encode(into: &output)
  }

  private func field(_ id: FieldID, of base: RecordReader?) throws(CorruptRecord) -> StoredField {
    guard let base, let slot = base.slot(id) else { return StoredField() }
    return try base.field(slot)
  }

  private func apply(_ operation: OperationView, to field: inout StoredField) {
    let value = EncodedValue(bytes: Array(change.payload[operation.value]))
    switch operation.kind {
    case .write:
      for element in field.set.elements {
        field.set.remove(element, dot: stamp.dot, deps: deps)
      }
      field.register.write(value, dot: stamp.dot, clock: stamp.clock, deps: deps)
    case .add:
      field.set.add(value, dot: stamp.dot, clock: stamp.clock, deps: deps)
    case .remove:
      #if TAIZHANG_PLANTED_FAULTS
        if PlantedFault.makes(.removeWins) {
          let all = field.set.adds.map {
            VersionVector.Entry(replica: $0.dot.replica, seq: $0.dot.seq)
          }
          field.set.remove(value, dot: stamp.dot, deps: VersionVector(all))
        }
      #endif
      field.set.remove(value, dot: stamp.dot, deps: deps)
    case .archive, .restore: break
    }
  }

  /// Notes the index keys that go and come. Values that begin alike share one key, which stays while
  /// any of them does. O(siblings) for each that goes or comes.
  private func noteIndex(
    _ id: FieldID, before: StoredField, after: StoredField, delta: inout RecordDelta
  ) {
    for value in Self.values(in: before, notIn: after) where !Self.holds(after, value) {
      delta.indexRemovals.append((id, value))
    }
    for value in Self.values(in: after, notIn: before) where !Self.holds(before, value) {
      delta.indexInsertions.append((id, value))
    }
  }

  /// What stands in index keys for the siblings that `field` has and `other` has not.
  private static func values(
    in field: StoredField, notIn other: StoredField
  ) -> [ArraySlice<UInt8>] {
    var values = keys(field.register.siblings, other.register.siblings) { $0.dot < $1.dot }
    values += keys(field.set.adds, other.set.adds) {
      ($0.payload, $0.dot) < ($1.payload, $1.dot)
    }
    return values
  }

  private static func keys<C: RandomAccessCollection>(
    _ siblings: C, _ others: C, sortedBy precedes: (StoredSibling, StoredSibling) -> Bool
  ) -> [ArraySlice<UInt8>] where C.Element == StoredSibling {
    var keys: [ArraySlice<UInt8>] = []
    var at = others.startIndex
    for sibling in siblings {
      while at < others.endIndex, precedes(others[at], sibling) { at = others.index(after: at) }
      if at == others.endIndex || precedes(sibling, others[at]) { keys.append(key(sibling)) }
    }
    return keys
  }

  private static func key(_ sibling: StoredSibling) -> ArraySlice<UInt8> {
    sibling.payload.bytes.prefix(Keys.indexedValueBytesMax)
  }

  private static func holds(_ field: StoredField, _ value: ArraySlice<UInt8>) -> Bool {
    field.register.siblings.contains { key($0) == value }
      || field.set.adds.contains { key($0) == value }
  }

  /// Notes what changed for indexes and conflicts.
  private func note(
    _ id: FieldID, before: StoredField, after: StoredField, delta: inout RecordDelta
  ) throws(CorruptRecord) {
    if indexed.contains(id) { noteIndex(id, before: before, after: after, delta: &delta) }
    let wasOpen = before.isConflict
    let isOpen = after.isConflict
    guard wasOpen || isOpen else { return }
    var superseded: [UInt8] = []
    if wasOpen, !isOpen {
      var writer = RecordWriter(base: nil)
      writer.append(id, before)
      try writer.encode(into: &superseded)
    }
    delta.conflicts.append(
      RecordDelta.ConflictOutcome(
        field: id, isOpen: isOpen,
        isNew: isOpen
          && after.register.siblings.count > (wasOpen ? before.register.siblings.count : 0),
        superseded: superseded))
  }
}
