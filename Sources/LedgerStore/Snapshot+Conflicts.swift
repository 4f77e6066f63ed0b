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
        let id = ConflictID(ledger, place.collection, place.record, place.field)
        if id.text.hasPrefix(wanted), let conflict = try conflict(ledger, place) {
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

  /// The open conflicts of one record.
  public func conflicts(of record: Record) throws(StoreError) -> [Conflict] {
    var conflicts: [Conflict] = []
    for state in [record.existence] + record.fields where state.isConflict {
      conflicts.append(try conflict(record, state))
    }
    return conflicts
  }

  /// Settled conflicts, oldest first by arrival within a register; all, or those of one id.
  public func settlements(withIDPrefix prefix: String? = nil) throws(StoreError) -> [Settlement] {
    var settlements: [Settlement] = []
    for ledger in try allLedgers() {
      let ledgerPrefix = Keys.ledger(ledger)
      try store.scan(store.tables.settled, prefix: ledgerPrefix, transaction) {
        (key, value) throws(StoreError) in
        guard let place = ConflictPlace(key, ledgerPrefix.count) else {
          throw StoreError(CorruptRecord(offset: 0), table: "settled", key: Array(key))
        }
        let id = ConflictID(ledger, place.collection, place.record, place.field)
        if let prefix, !id.text.hasPrefix(prefix.lowercased()) { return true }
        if let settlement = try settlement(id, ledger, place, key, value) {
          settlements.append(settlement)
        }
        return true
      }
    }
    return settlements
  }

  private func settlement(
    _ id: ConflictID, _ ledger: String, _ place: ConflictPlace, _ key: UnsafeRawBufferPointer,
    _ value: UnsafeRawBufferPointer
  ) throws(StoreError) -> Settlement? {
    guard value.count > 18, let replica = RecordReader.replica(value, 0) else {
      throw StoreError(CorruptRecord(offset: 0), table: "settled", key: Array(key))
    }
    let seq = value.loadUnaligned(fromByteOffset: 10, as: UInt64.self).bigEndian
    let dot = Dot(replica: replica, seq: seq)
    guard let change = try store.operations(on: place.record, of: dot, ledger, transaction)
    else { return nil }
    let operations = change.operations
    var chosen = Value.boolean(operations.contains { $0.kind == .archive })
    var siblings: [Sibling<Value>]
    do {
      let reader = try RecordReader(UnsafeRawBufferPointer(rebasing: value[18...]))
      guard let slot = reader.slot(place.field) else { throw CorruptRecord(offset: 18) }
      siblings = try reader.field(slot).register.siblings.map { try Store.decoded($0) }
    } catch {
      throw StoreError(error, at: store.place, table: "settled", key: Array(key))
    }
    if place.field != Existence.field {
      guard let write = operations.first(where: { $0.field == place.field && $0.kind == .write })
      else { return nil }
      chosen = write.value
    }
    return Settlement(
      conflict: id, ledger: ledger, collection: place.collection, record: place.record,
      recordName: try recordName(ledger, place.collection, place.record), field: place.field,
      siblings: try siblings.map { (sibling) throws(StoreError) in
        try explain(sibling, ledger)
      },
      chosen: chosen, dot: dot, author: change.header.author, office: members.office(replica),
      clock: change.header.clock, reason: change.header.reason)
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
    let nameField = store.schema.collection(place.collection)?.nameField
    let record = try store.storedRecord(
      ledger, place.collection, place.record, transaction, isAuthority: members.isAuthority,
      wanted: { $0 == place.field || $0 == nameField })
    guard let record,
      let state = record.state(place.field), state.isConflict
    else { return nil }
    return try conflict(record, state)
  }

  private func conflict(_ record: Record, _ state: FieldState) throws(StoreError) -> Conflict {
    let traits = store.schema.collection(record.collection)
    let siblings = try state.siblings.map { (sibling) throws(StoreError) in
      try explain(sibling, record.ledger)
    }
    return Conflict(
      id: ConflictID(record.ledger, record.collection, record.id, state.field),
      kind: state.field == Existence.field ? .archivedWhileEdited : .concurrentEdit,
      ledger: record.ledger, collection: record.collection, record: record.id,
      recordName: Self.name(record, traits), field: state.field, siblings: siblings,
      shown: state.shown,
      rule: state.field == Existence.field
        ? .cautious(order: []) : traits?.field(state.field)?.rule ?? .newest,
      base: try base(record, state, siblings))
  }

  private func explain(
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

  private func recordName(
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

  init?(_ key: UnsafeRawBufferPointer, _ at: Int) {
    guard key.count >= at + 20, let id = Snapshot.recordID(key, at + 2) else { return nil }
    collection = CollectionID(
      rawValue: key.loadUnaligned(fromByteOffset: at, as: UInt16.self).bigEndian)
    record = id
    field = FieldID(
      rawValue: key.loadUnaligned(fromByteOffset: at + 18, as: UInt16.self).bigEndian)
  }
}
