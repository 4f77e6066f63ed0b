// Guarantees: the list of conflicts is the conflict index and the registers, nothing remembered;
// what a sibling's author had seen, and the value all had seen, come from the log.

internal import Causality
internal import LMDB
internal import Wire

extension Snapshot {
  /// Visits the open conflicts that pass `filter`, by ledger, collection, record and field, until
  /// `visit` returns false. O(open conflicts); each costs its record and one log look-up a sibling.
  public func conflicts(
    _ filter: ConflictFilter = ConflictFilter(),
    _ visit: (Conflict) throws(StoreError) -> Bool
  ) throws(StoreError) {
    var goesOn = true
    for ledger in try ledgersAsked(filter.ledger) where goesOn {
      try eachConflict(ledger, store.tables.conflict) { (place) throws(StoreError) in
        if let collection = filter.collection, collection != place.collection { return true }
        guard let conflict = try conflict(ledger, place) else { return true }
        if let kind = filter.kind, kind != conflict.kind { return true }
        if let since = filter.sinceMilliseconds,
          !conflict.siblings.contains(where: { $0.clock.milliseconds >= since })
        {
          return true
        }
        goesOn = try visit(conflict)
        return goesOn
      }
    }
  }

  /// The open conflicts whose id begins with `prefix`.
  public func conflicts(withIDPrefix prefix: String) throws(StoreError) -> [Conflict] {
    var found: [Conflict] = []
    let wanted = prefix.lowercased()
    for ledger in try allLedgers() {
      try eachConflict(ledger, store.tables.conflict) { (place) throws(StoreError) in
        if place.id(in: ledger).text.hasPrefix(wanted),
          let conflict = try conflict(ledger, place)
        {
          found.append(conflict)
        }
        return true
      }
    }
    return found
  }

  /// The number of open conflicts of a ledger. O(open conflicts).
  public func conflictCount(_ ledger: String) throws(StoreError) -> Int {
    var count = 0
    try eachConflict(ledger, store.tables.conflict) { _ in
      count += 1
      return true
    }
    return count
  }

  /// The open conflicts of one record, its violations behind the others.
  public func conflicts(of record: Record) throws(StoreError) -> [Conflict] {
    var conflicts: [Conflict] = []
    for state in record.contestedFields { conflicts.append(try conflict(record, state)) }
    let prefix = Keys.record(record.ledger, record.collection, record.id)
    let at = Keys.ledger(record.ledger).count
    var violations: [ConflictPlace] = []
    try store.scan(store.tables.conflict, prefix: prefix, transaction) { key, _ in
      if let place = ConflictPlace(key, at), place.constraint != nil { violations.append(place) }
      return true
    }
    for place in violations {
      if let conflict = try violation(record, place) { conflicts.append(conflict) }
    }
    return conflicts
  }

  private func eachConflict(
    _ ledger: String, _ table: Table, _ visit: (ConflictPlace) throws(StoreError) -> Bool
  ) throws(StoreError) {
    let prefix = Keys.ledger(ledger)
    try store.scan(table, prefix: prefix, transaction) { (key, _) throws(StoreError) in
      guard let place = ConflictPlace(key, prefix.count) else {
        throw StoreError(CorruptRecord(offset: 0), table: "conflict", key: Array(key))
      }
      return try visit(place)
    }
  }

  private func conflict(
    _ ledger: String, _ place: ConflictPlace
  ) throws(StoreError) -> Conflict? {
    let traits = store.schema.collection(place.collection)
    let isViolation = place.constraint != nil
    let record = try store.storedRecord(
      ledger, place.collection, place.record, transaction, isAuthority: members.isAuthority,
      wanted: {
        isViolation || $0 == place.field || $0 == traits?.nameField || $0 == traits?.lock?.field
      })
    guard let record else { return nil }
    if isViolation { return try violation(record, place) }
    guard let state = record.state(place.field), record.conflictKind(place.field) != nil else {
      return nil
    }
    return try conflict(record, state)
  }

  private func conflict(_ record: Record, _ state: FieldState) throws(StoreError) -> Conflict {
    let traits = store.schema.collection(record.collection)
    let siblings = try state.siblings.map { (sibling) throws(StoreError) in
      try explain(sibling, record.ledger)
    }
    let kind = record.conflictKind(state.field) ?? .concurrentEdit
    var conflict = Conflict(
      id: ConflictID(record.ledger, record.collection, record.id, state.field), kind: kind,
      ledger: record.ledger, collection: record.collection, record: record.id,
      recordName: Self.name(record, traits), field: state.field, siblings: siblings,
      shown: state.shown,
      rule: state.field == Existence.field
        ? .cautious(order: []) : traits?.field(state.field)?.rule ?? .newest,
      base: try base(record, state, siblings))
    if kind == .lateEdit { conflict.late = try late(record, state) }
    return conflict
  }

  func explain(
    _ sibling: Sibling<Value>, _ ledger: String
  ) throws(StoreError) -> ConflictSibling {
    let header = try store.withLogEntry(ledger, sibling.dot, transaction) { entry, bytes in
      try ChangeCoding.decodeHeader(UnsafeRawBufferPointer(rebasing: bytes[entry.payload]).bytes)
    }
    var seen = try store.deps(of: sibling.dot, ledger, transaction) ?? VersionVector()
    seen[sibling.dot.replica] = sibling.dot.seq
    return ConflictSibling(
      dot: sibling.dot, value: sibling.payload, author: header?.author ?? "",
      office: members.office(sibling.dot.replica), clock: sibling.clock, reason: header?.reason,
      seen: seen)
  }

  /// The newest value of the field that every sibling's author had seen.
  private func base(
    _ record: Record, _ state: FieldState, _ siblings: [ConflictSibling]
  ) throws(StoreError) -> Value? {
    var common: Register<Value> = Register()
    for touch in try touches(record.ledger, record.id) {
      guard siblings.allSatisfy({ $0.seen.covers(touch.dot) && $0.dot != touch.dot }),
        try store.voiding(record.ledger, touch.dot, transaction) == nil,
        let change = try store.operations(
          on: record.id, of: touch.dot, record.ledger, transaction),
        let deps = try store.deps(of: touch.dot, record.ledger, transaction)
      else { continue }
      let operations = change.operations
      let (dot, clock) = (change.header.dot, change.header.clock)
      if state.field == Existence.field {
        let archives = operations.contains { $0.kind == .archive }
        common.write(.boolean(archives), dot: dot, clock: clock, deps: deps)
      }
      for operation in operations where operation.field == state.field && operation.kind == .write {
        common.write(operation.value, dot: dot, clock: clock, deps: deps)
      }
    }
    guard let shown = common.shown(by: .newest, isAuthority: members.isAuthority) else {
      return nil
    }
    let value = common.siblings[shown].payload
    return value == .empty ? nil : value
  }

  func recordName(
    _ ledger: String, _ collection: CollectionID, _ id: RecordID
  ) throws(StoreError) -> String {
    guard let record = try record(ledger, collection, id) else { return "" }
    return Self.name(record, store.schema.collection(collection))
  }

  /// The text of the collection's name field, empty when it has none.
  static func name(_ record: Record, _ traits: CollectionTraits?) -> String {
    guard let traits, case .text(let name)? = record[traits.nameField] else { return "" }
    return name
  }
}

/// Where a conflict stands, read from the key of its table.
struct ConflictPlace {
  let collection: CollectionID
  let record: RecordID
  let field: FieldID
  /// Of a violation: the number of the constraint.
  let constraint: UInt16?

  init?(_ key: UnsafeRawBufferPointer, _ at: Int) {
    guard key.count >= at + 20, let id = Snapshot.recordID(key, at + 2) else { return nil }
    collection = CollectionID(
      rawValue: key.loadUnaligned(fromByteOffset: at, as: UInt16.self).bigEndian)
    record = id
    field = FieldID(
      rawValue: key.loadUnaligned(fromByteOffset: at + 18, as: UInt16.self).bigEndian)
    constraint =
      key.count == at + 22
      ? key.loadUnaligned(fromByteOffset: at + 20, as: UInt16.self).bigEndian : nil
  }

  func id(in ledger: String) -> ConflictID {
    guard let constraint else { return ConflictID(ledger, collection, record, field) }
    return ConflictID(Keys.violation(ledger, collection, record, field, constraint))
  }
}
