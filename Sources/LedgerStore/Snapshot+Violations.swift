// Guarantees: what a late edit missed and what a violation is about are read when somebody asks,
// from the records and the log as they are then; the index only says where to look.

internal import Causality
internal import LMDB
internal import Wire

extension Snapshot {
  // MARK: Late edits

  func late(_ record: Record, _ state: FieldState) throws(StoreError) -> LateEdit? {
    let marks = record.lateMarks.filter { $0.field == state.field }
    guard let lock = store.schema.collection(record.collection)?.lock else { return nil }
    let dots = Set(marks.map(\.lock))
    let locks = (record.state(lock.field)?.siblings ?? []).filter { dots.contains($0.dot) }
    var atLock: [ConflictSibling]?
    if let newest = locks.max(by: { ($0.clock, $0.dot) < ($1.clock, $1.dot) }) {
      let past = try past(record.ledger, record.id)
      if let change = past.changes.first(where: { $0.dot == newest.dot }) {
        var stood: [ConflictSibling] = []
        for sibling in past.standing(state.field, before: change) {
          guard let value = sibling.writes[state.field]?.value else { continue }
          stood.append(
            try explain(
              Sibling(dot: sibling.dot, clock: sibling.header.clock, payload: value),
              record.ledger))
        }
        atLock = stood
      }
    }
    return LateEdit(
      siblings: Set(marks.map(\.sibling)).sorted(),
      locks: try locks.map { (lock) throws(StoreError) in try explain(lock, record.ledger) },
      atLock: atLock)
  }

  /// All changes of a record that the log has, and what stands in its base.
  func past(_ ledger: String, _ id: RecordID) throws(StoreError) -> RecordPast {
    try RecordPast(
      store, ledger, try store.collection(of: id, ledger, transaction), id,
      touches: try store.effects(ledger, id, store.tables, transaction), log: transaction)
  }

  // MARK: Violations

  func violation(
    _ record: Record, _ place: ConflictPlace
  ) throws(StoreError) -> Conflict? {
    guard let traits = store.schema.collection(place.collection),
      let constraint = traits.constraints.first(where: { $0.number == place.constraint }),
      let state = record.state(place.field)
    else { return nil }
    return Conflict(
      id: place.id(in: record.ledger), kind: .violation, ledger: record.ledger,
      collection: record.collection, record: record.id, recordName: Self.name(record, traits),
      field: place.field,
      siblings: try state.siblings.map { (sibling) throws(StoreError) in
        try explain(sibling, record.ledger)
      },
      shown: state.shown, rule: traits.field(place.field)?.rule ?? .newest, base: nil, late: nil,
      violation: try parts(constraint, record))
  }

  private func parts(
    _ constraint: ConstraintTraits, _ record: Record
  ) throws(StoreError) -> Violation {
    var parts: [Violation.Part] = []
    var count = 0
    var total: ExactDecimal?
    func add(_ other: Record, _ field: FieldID) {
      count += 1
      guard parts.count < Violation.partsMax else { return }
      parts.append(
        Violation.Part(
          collection: other.collection, record: other.id,
          recordName: Self.name(other, store.schema.collection(other.collection)), field: field,
          value: field == Existence.field
            ? .boolean(other.isArchived) : other[field] ?? .empty))
    }
    switch constraint.rule {
    case .ascending(let first, _): add(record, first)
    case .unique(let field):
      guard let value = record[field] else { break }
      try eachReferring(record.ledger, record.collection, field, value) { other in
        if other.id != record.id { add(other, field) }
      }
    case .single(let single):
      guard let parent = record[single.parent], let value = record[single.value] else { break }
      try eachReferring(record.ledger, record.collection, single.parent, parent) { other in
        guard other.id != record.id, other[single.value] == value,
          other[single.corrects] ?? .empty == .empty
        else { return }
        add(other, single.value)
      }
    case .living(let field, let target):
      if case .reference(let id)? = record[field],
        let other = try self.record(record.ledger, target, id)
      {
        add(other, Existence.field)
      }
    case .sumWithin(let sum):
      var adding = SumOfParts(sum, record.id) { record[$0] }
      try eachReferring(
        record.ledger, sum.children, sum.parent, .reference(record.id)
      ) { child in
        adding.add(child.id) { child[$0] }
        if child[sum.part] != nil { add(child, sum.part) }
      }
      total = adding.total.decimal
    }
    return Violation(constraint: constraint, parts: parts, partCount: count, total: total)
  }

  /// Visits the live records of a collection that show `value` in an indexed field, by id.
  private func eachReferring(
    _ ledger: String, _ collection: CollectionID, _ field: FieldID, _ value: Value,
    _ visit: (Record) -> Void
  ) throws(StoreError) {
    try eachIndexed(ledger, collection, field, value) { (id) throws(StoreError) in
      if let record = try record(ledger, collection, id), !record.isArchived,
        record[field] == value
      {
        visit(record)
      }
      return true
    }
  }
}
