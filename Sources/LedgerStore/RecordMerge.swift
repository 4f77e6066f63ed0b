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
  let plan: CollectionPlan

  private var stamp: Stamp {
    Stamp(dot: change.header.dot, clock: change.header.clock)
  }

  private var archives: Bool { operations.contains { $0.kind == .archive } }

  /// Whether the change locks the record.
  var locks: Bool {
    guard let lock = plan.lock else { return false }
    return operations.contains { $0.field == lock.field && $0.kind == .write }
      && written(lock.field) == plan.lockValue
  }

  /// What the change writes to a register; of the archive register, which every change writes too.
  func written(_ field: FieldID) -> EncodedValue {
    if field == Existence.field { return archives ? .archived : .alive }
    let operation = operations.first { $0.field == field && $0.kind == .write }
    return operation.map { EncodedValue(change.payload[$0.value]) }
      ?? EncodedValue(bytes: [0])
  }

  /// A record that did not exist: every register has the one sibling, written straight out.
  func fresh(output: inout [UInt8], delta: inout RecordDelta) throws(CorruptRecord) {
    if operations.contains(where: { $0.kind == .remove })
      || zip(operations, operations.dropFirst()).contains(where: { $0.field == $1.field })
    {
      return try merge(onto: nil, output: &output, delta: &delta)
    }
    delta.existenceChanged = archives
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
        if !plan.indexed.isEmpty, plan.indexed.contains(operation.field) {
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
    delta.existenceChanged = before.isArchived != existence.isArchived
    writer.append(Existence.field, existence)
    var merged = [MergedField(id: Existence.field, before: before, after: existence)]

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
      apply(operations[at..<end], to: &after)
      merged.append(MergedField(id: id, before: before, after: after))
      writer.append(id, after)
    }
    writer.keep(slot..<slots.count)
    let marks = try lateMarks(merged, base)
    writer.marks = marks
    for field in merged {
      try note(field, marksBefore: base?.marks ?? [], marks, delta: &delta)
    }
    try noteUntouched(merged, base, marks, delta: &delta)
    try writer.encode(into: &output)
  }

  /// The late marks after the merge; none in collections that nothing locks.
  private func lateMarks(
    _ merged: [MergedField], _ base: RecordReader?
  ) throws(CorruptRecord) -> [LateMark] {
    guard let lock = plan.lock, let lockValue = plan.lockValue else { return [] }
    let touched = merged.dropFirst().map { (id: $0.id, field: $0.after) }
    let written = touched.first { $0.id == lock.field }?.field
    let locks: StoredField
    if let written { locks = written } else { locks = try field(lock.field, of: base) }
    return try LateMarks(lock: lock.field, lockValue: lockValue, dot: stamp.dot, deps: deps).after(
      base?.marks ?? [], touched: touched, locks: locks
    ) { () throws(CorruptRecord) in
      var others: [(id: FieldID, field: StoredField)] = []
      for slot in base?.slots ?? [] where slot.field != Existence.field {
        if touched.contains(where: { $0.id == slot.field }) { continue }
        if let field = try base?.field(slot) { others.append((slot.field, field)) }
      }
      return others
    }
  }

  /// A lock that came or went makes or ends conflicts on fields that the change did not write.
  private func noteUntouched(
    _ merged: [MergedField], _ base: RecordReader?, _ marks: [LateMark],
    delta: inout RecordDelta
  ) throws(CorruptRecord) {
    let before = base?.marks ?? []
    if before.isEmpty, marks.isEmpty { return }
    for id in Set((before + marks).map(\.field)) where !merged.contains(where: { $0.id == id }) {
      let field = try field(id, of: base)
      let (old, new) = (field.conflictKind(id, before), field.conflictKind(id, marks))
      guard old != new else { continue }
      delta.conflicts.append(
        RecordDelta.ConflictOutcome(field: id, kind: new, wasOpen: old != nil, isNew: old == nil))
    }
  }

  private func field(_ id: FieldID, of base: RecordReader?) throws(CorruptRecord) -> StoredField {
    guard let base, let slot = base.slot(id) else { return StoredField() }
    return try base.field(slot)
  }

  /// Applies a change's operations on one field.
  private func apply(_ operations: ArraySlice<OperationView>, to field: inout StoredField) {
    var (added, removed): ([EncodedValue], [EncodedValue]) = ([], [])
    for operation in operations {
      let value = EncodedValue(change.payload[operation.value])
      switch operation.kind {
      case .write:
        if !field.set.isEmpty {
          field.set.change(
            adding: [], removing: field.set.elements, dot: stamp.dot, clock: stamp.clock,
            deps: deps)
        }
        field.register.write(value, dot: stamp.dot, clock: stamp.clock, deps: deps)
      case .add: added.append(value)
      case .remove:
        #if TAIZHANG_PLANTED_FAULTS
          if PlantedFault.makes(.removeWins) {
            let all = field.set.adds.map {
              VersionVector.Entry(replica: $0.dot.replica, seq: $0.dot.seq)
            }
            field.set.remove(value, dot: stamp.dot, deps: VersionVector(all))
          }
        #endif
        removed.append(value)
      case .archive, .restore: break
      }
    }
    if added.isEmpty, removed.isEmpty { return }
    field.set.change(
      adding: added, removing: removed, dot: stamp.dot, clock: stamp.clock, deps: deps)
  }

  /// Notes the index keys that go and come. Values that begin alike share one key, which stays
  /// while any of them does. O(siblings).
  private func noteIndex(
    _ id: FieldID, before: StoredField, after: StoredField, delta: inout RecordDelta
  ) {
    for value in Self.keys(in: before, notIn: after) { delta.indexRemovals.append((id, value)) }
    for value in Self.keys(in: after, notIn: before) { delta.indexInsertions.append((id, value)) }
  }

  /// The keys of siblings that `field` has, of which `other` has none.
  private static func keys(
    in field: StoredField, notIn other: StoredField
  ) -> [ArraySlice<UInt8>] {
    let values = values(in: field, notIn: other)
    if values.isEmpty { return [] }
    let held = Set(other.register.siblings.map { key($0) } + other.set.adds.map { key($0) })
    return values.filter { !held.contains($0) }
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

  /// Notes what changed for indexes, conflicts, settlements and constraints.
  private func note(
    _ field: MergedField, marksBefore: [LateMark], _ marks: [LateMark], delta: inout RecordDelta
  ) throws(CorruptRecord) {
    let (id, before, after) = (field.id, field.before, field.after)
    if plan.indexed.contains(id) { noteIndex(id, before: before, after: after, delta: &delta) }
    if plan.grouped.contains(id) {
      for sibling in before.register.siblings { delta.left.append((id, sibling.payload)) }
    }
    let (count, countBefore) = (after.register.siblings.count, before.register.siblings.count)
    if count > 1 {
      delta.contended.append(id)
    } else if count == 1, countBefore > 1, before.isConflict {
      delta.settled.append((id, before))
    }
    if count < 2, countBefore < 2, marksBefore.isEmpty, marks.isEmpty { return }
    let (old, new) = (before.conflictKind(id, marksBefore), after.conflictKind(id, marks))
    guard old != nil || new != nil else { return }
    delta.conflicts.append(
      RecordDelta.ConflictOutcome(
        field: id, kind: new, wasOpen: old != nil,
        isNew: new != nil && (old == nil || count > countBefore)))
  }
}

/// A field that a change touched.
private struct MergedField {
  let id: FieldID
  let before: StoredField
  let after: StoredField
}
