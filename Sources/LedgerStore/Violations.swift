// Guarantees: the violations of a ledger are a function of its records (and, for what was archived,
// of the archiving change's deps): judged at the end of each transaction for the records it
// touched, by the same code that a rebuild runs over all of them. A violation never refuses a
// change.

internal import Causality
internal import LMDB
internal import Wire

extension Applier {
  /// Judges what the transaction has touched; call it before every commit.
  mutating func finish(in transaction: inout WriteTransaction) throws(StoreError) {
    guard !touched.isEmpty else { return }
    do {
      for (place, wasArchived) in touched.records where wasArchived {
        for referrer in plan[place.collection].referrers {
          for id in try records(referrer.collection, referrer.field, place.id, transaction) {
            touched.note(RecordPlace(collection: referrer.collection, id: id))
          }
        }
      }
      for place in touched.records.keys.sorted() { try judge(place, in: &transaction) }
      for (group, members) in touched.groups { try judge(group, members, in: &transaction) }
      for family in touched.families { try judge(family, in: &transaction) }
      for place in touched.wholes.sorted() { try judgeSums(place, in: &transaction) }
    } catch {
      throw StoreError(error, at: place, table: "conflict", key: [])
    }
    for (key, dot) in ended { try store.noteMended(ledger, key, by: dot, in: &transaction) }
    ended = [:]
    touched = TouchedConstraints()
  }

  // MARK: One record

  /// Judges the constraints that one record and what it refers to decide; notes the others.
  private mutating func judge(
    _ place: RecordPlace, in transaction: inout WriteTransaction
  ) throws {
    let plan = plan[place.collection]
    let verdict =
      try withShown(place, transaction) { record in
        try weigh(place, plan, record, transaction)
      } ?? Verdict()
    let isStanding = try hasConflicts(in: place.collection, transaction)
    let standing = try isStanding ? standing(place, transaction) : []
    try take(verdict, of: place, plan, standing: standing, in: &transaction)
  }

  /// Judges a record while it is put as a whole, before which nothing stood on it. What comes after
  /// it in the transaction may concern it: values that records share, children and what was
  /// archived are judged at the end.
  mutating func judge(
    _ place: RecordPlace, _ plan: CollectionPlan, _ reader: RecordReader,
    in transaction: inout WriteTransaction
  ) throws {
    let record = ShownRecord(
      reader, store.schema.collection(place.collection), isAuthority: members.isAuthority)
    let verdict = try weigh(place, plan, record, transaction)
    try take(verdict, of: place, plan, standing: [], in: &transaction)
  }

  private mutating func take(
    _ verdict: Verdict, of place: RecordPlace, _ plan: CollectionPlan, standing: Set<UInt16>,
    in transaction: inout WriteTransaction
  ) throws {
    for (field, value) in verdict.shared { touched.note(field, value, of: place, plan) }
    for (number, original) in verdict.originals { touched.note(original, number, of: place) }
    for constraint in plan.constraints {
      if verdict.open.contains(constraint.number) {
        if case .sumWithin = constraint.rule { touched.noteWhole(place) }
        continue
      }
      let isBroken = verdict.broken.contains(constraint.number)
      guard isBroken != standing.contains(constraint.number) else { continue }
      try set(constraint, place, isBroken, in: &transaction)
    }
  }

  /// What one record says of its constraints.
  private struct Verdict {
    var broken: [UInt16] = []
    /// Those that other records decide.
    var open: [UInt16] = []
    /// Values that others may have, or that name them.
    var shared: [(FieldID, EncodedValue)] = []
    /// What the record says once below its parent, by the constraint's number.
    var originals: [(UInt16, ShownRecord.Original)] = []

    /// Takes all values of a field that names others; once, whatever number of rules ask for it.
    mutating func share(_ field: FieldID, of record: ShownRecord) throws(CorruptRecord) {
      if shared.contains(where: { $0.0 == field }) { return }
      shared += try record.values(field).map { (field, $0) }
    }
  }

  private func weigh(
    _ place: RecordPlace, _ plan: CollectionPlan, _ record: ShownRecord,
    _ transaction: borrowing WriteTransaction
  ) throws -> Verdict {
    var verdict = Verdict()
    let isAlive = try record.isAlive()
    for sum in plan.sums { try verdict.share(sum.sum.parent, of: record) }
    for constraint in plan.constraints {
      switch constraint.rule {
      case .ascending(let first, let second):
        guard isAlive, let earlier = try record.value(first),
          let later = try record.value(second), isDescending(earlier, later)
        else { continue }
        verdict.broken.append(constraint.number)
      case .living(let field, let target):
        guard isAlive, let reference = try record.shown(field),
          try isOrphan(reference, of: target, transaction)
        else { continue }
        verdict.broken.append(constraint.number)
      case .unique(let field):
        let values = try record.values(field)
        if values.isEmpty { continue }
        if values.count == 1, try isAlone(place, field, values[0], transaction) { continue }
        verdict.shared += values.map { (field, $0) }
        if values.contains(where: { !$0.isEmpty }) { verdict.open.append(constraint.number) }
      case .single(let single):
        try verdict.share(single.parent, of: record)
        guard let original = try record.original(single) else { continue }
        verdict.open.append(constraint.number)
        verdict.originals.append((constraint.number, original))
      case .sumWithin(let sum):
        guard isAlive, try record.shown(sum.whole) != nil,
          try record.value(sum.reason)?.isBlankText ?? true
        else { continue }
        verdict.open.append(constraint.number)
      }
    }
    return verdict
  }

  /// Whether no other record has the value, shown or not.
  private func isAlone(
    _ place: RecordPlace, _ field: FieldID, _ value: EncodedValue,
    _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> Bool {
    if value.isEmpty { return true }
    var others = false
    let prefix = Keys.index(ledger, place.collection, field, value: value.bytes, nil)
    try store.scan(tables.index, prefix: prefix, transaction) { key, _ in
      others = Snapshot.recordID(key, prefix.count) != place.id
      return !others
    }
    return !others
  }

  /// Whether anything stands on any record of a collection. Most often nothing does: then no record
  /// of it is looked up among the conflicts, one by one.
  private mutating func hasConflicts(
    in collection: CollectionID, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> Bool {
    if let known = touched.conflicts[collection] { return known }
    var found = false
    try store.scan(
      tables.conflict, prefix: Keys.collection(ledger, collection), transaction
    ) { _, _ in
      found = true
      return false
    }
    touched.conflicts[collection] = found
    return found
  }

  /// The numbers of the violations that stand on a record.
  private func standing(
    _ place: RecordPlace, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> Set<UInt16> {
    var standing: Set<UInt16> = []
    let prefix = Keys.record(ledger, place.collection, place.id)
    try store.scan(tables.conflict, prefix: prefix, transaction) { key, _ in
      if let number = ConflictPlace(key, prefix.count - 18)?.constraint {
        standing.insert(number)
      }
      return true
    }
    return standing
  }

  private func isDescending(_ first: Value, _ second: Value) -> Bool {
    if case .date(let first) = first, case .date(let second) = second { return first > second }
    guard let first = Amount(first), let second = Amount(second) else { return false }
    return first > second
  }

  /// Whether a reference names a record that was archived by nobody who had seen the reference.
  private func isOrphan(
    _ reference: StoredSibling, of target: CollectionID,
    _ transaction: borrowing WriteTransaction
  ) throws -> Bool {
    guard let id = reference.payload.reference else { return false }
    let archivings = try withShown(RecordPlace(collection: target, id: id), transaction) { record in
      try record.isAlive() ? [] : record.siblings(Existence.field)
    }
    guard let archivings, !archivings.isEmpty else { return false }
    for archiving in archivings where try hasSeen(archiving, reference, transaction) {
      return false
    }
    return true
  }

  /// Whether the author of one sibling had seen another. Where the log no longer says, the clocks
  /// do.
  private func hasSeen(
    _ sibling: StoredSibling, _ other: StoredSibling, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> Bool {
    if sibling.dot.replica == other.dot.replica { return other.dot.seq <= sibling.dot.seq }
    let deps: VersionVector?
    if isAside {
      let log = try store.mapped { () throws(LMDBError) in try store.environment.beginRead() }
      deps = try store.deps(of: sibling.dot, ledger, log)
    } else {
      deps = try store.deps(of: sibling.dot, ledger, transaction)
    }
    return deps?.covers(other.dot) ?? (sibling.clock > other.clock)
  }

  // MARK: Several records

  /// Judges a value that several records may share: the first by id keeps it.
  private mutating func judge(
    _ group: TouchedConstraints.Group, _ members: Set<RecordID>,
    in transaction: inout WriteTransaction
  ) throws {
    guard
      let constraint = plan[group.collection].constraints.first(where: {
        $0.rule == .unique(group.field)
      })
    else { return }
    // Who holds the value and was not touched can have become the first, or have ceased to be it:
    // then it stands among as many holders as were touched, and one more.
    var holders: [RecordID] = []
    let key = Keys.index(
      ledger, group.collection, group.field, value: group.value.bytes, nil)
    for id in try indexed(key, transaction) where holders.count < members.count + 2 {
      if try holds(group, id, transaction) { holders.append(id) }
    }
    for id in members.union(holders) {
      let isHolder = try holders.contains(id) || holds(group, id, transaction)
      let isBroken = isHolder && holders.first.map { $0 < id } == true
      let place = RecordPlace(collection: group.collection, id: id)
      if !isHolder, try holdsAnother(constraint, place, transaction) { continue }
      try set(constraint, place, isBroken, in: &transaction)
    }
  }

  private func holds(
    _ group: TouchedConstraints.Group, _ id: RecordID, _ transaction: borrowing WriteTransaction
  ) throws -> Bool {
    let place = RecordPlace(collection: group.collection, id: id)
    return try withShown(place, transaction) { record in
      try record.isAlive() && record.shown(group.field)?.payload == group.value
    } ?? false
  }

  /// Whether a record shows some other value, for which its own group answers.
  private func holdsAnother(
    _ constraint: ConstraintTraits, _ place: RecordPlace,
    _ transaction: borrowing WriteTransaction
  ) throws -> Bool {
    try withShown(place, transaction) { record in
      try record.isAlive() && record.shown(constraint.field) != nil
    } ?? false
  }

  /// Judges which of a record's children say what another says too: of each value the first
  /// original by id keeps it. O(children).
  private mutating func judge(
    _ family: TouchedConstraints.Family, in transaction: inout WriteTransaction
  ) throws {
    for constraint in plan[family.collection].constraints {
      guard case .single(let single) = constraint.rule else { continue }
      var said: Set<EncodedValue> = []
      let ids = try records(family.collection, single.parent, family.parent, transaction)
      for id in ids {
        let place = RecordPlace(collection: family.collection, id: id)
        let original = try firstSaying(single, constraint.number, place, transaction)
        // Another parent's children answer there; what is no original was judged by itself.
        guard let original, original.parent.reference == family.parent else { continue }
        try set(constraint, place, !said.insert(original.value).inserted, in: &transaction)
      }
    }
  }

  /// What a record says that corrects no other: as it was judged by itself, else as it is read.
  private func firstSaying(
    _ single: SingleTraits, _ number: UInt16, _ place: RecordPlace,
    _ transaction: borrowing WriteTransaction
  ) throws -> ShownRecord.Original? {
    if let original = touched.original(number, of: place) { return original }
    if touched.records[place] != nil { return nil }
    return try withShown(place, transaction) { record in try record.original(single) } ?? nil
  }

  /// Judges the sums over a record's children.
  private mutating func judgeSums(
    _ place: RecordPlace, in transaction: inout WriteTransaction
  ) throws {
    for constraint in plan[place.collection].constraints {
      guard case .sumWithin(let sum) = constraint.rule else { continue }
      let isBroken = try withShown(place, transaction) { record in
        guard try record.isAlive(), let whole = try record.value(sum.whole).flatMap(Amount.init),
          try record.value(sum.reason)?.isBlankText ?? true
        else { return false }
        return try total(sum, place.id, record, transaction) > whole
      }
      try set(constraint, place, isBroken ?? false, in: &transaction)
    }
  }

  private func total(
    _ sum: SumTraits, _ id: RecordID, _ record: ShownRecord,
    _ transaction: borrowing WriteTransaction
  ) throws -> Amount {
    var adding = try SumOfParts(sum, id) { try record.value($0) }
    for child in try records(sum.children, sum.parent, id, transaction) {
      let place = RecordPlace(collection: sum.children, id: child)
      _ = try withShown(place, transaction) { record in
        if try record.isAlive() { try adding.add(child) { try record.value($0) } }
      }
    }
    return adding.total
  }

  // MARK: Reading and writing

  private func withShown<R>(
    _ place: RecordPlace, _ transaction: borrowing WriteTransaction,
    _ body: (ShownRecord) throws -> R
  ) throws -> R? {
    let key = Keys.record(ledger, place.collection, place.id)
    guard let bytes = try transaction.get(tables.record, key.span.bytes) else { return nil }
    return try bytes.withUnsafeBytes { bytes in
      try body(
        ShownRecord(
          RecordReader(bytes), store.schema.collection(place.collection),
          isAuthority: members.isAuthority))
    }
  }

  /// The records whose field refers to `id`, shown or not, ascending.
  private func records(
    _ collection: CollectionID, _ field: FieldID, _ id: RecordID,
    _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> [RecordID] {
    let value = EncodedValue(reference: id)
    return try indexed(
      Keys.index(ledger, collection, field, value: value.bytes, nil), transaction)
  }

  private func indexed(
    _ prefix: [UInt8], _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> [RecordID] {
    var ids: [RecordID] = []
    try store.scan(tables.index, prefix: prefix, transaction) { key, _ in
      if let id = Snapshot.recordID(key, prefix.count) { ids.append(id) }
      return true
    }
    return ids
  }

  private mutating func set(
    _ constraint: ConstraintTraits, _ place: RecordPlace, _ isBroken: Bool,
    in transaction: inout WriteTransaction
  ) throws {
    let mayStand = try hasConflicts(in: place.collection, transaction)
    guard isBroken || mayStand else { return }
    let key = Keys.violation(
      ledger, place.collection, place.id, constraint.field, constraint.number)
    let stands = try mayStand ? transaction.get(tables.conflict, key.span.bytes) != nil : false
    guard stands != isBroken else { return }
    if isBroken { touched.conflicts[place.collection] = true }
    if isBroken { ended[key] = nil } else if !isAside { ended[key] = touched.mender(of: place) }
    try setConflict(key, isBroken ? .violation : nil, isNew: !stands, in: &transaction)
  }
}
