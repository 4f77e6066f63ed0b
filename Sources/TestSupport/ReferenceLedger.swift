// Guarantees: what a ledger must look like, said by definition and not by steps: every change ever
// made is kept with all that its author had seen, and a register is what no change has superseded.
// Nothing here is shared with the store but the values.

public import Causality
public import Wire

/// One change as its author made it.
public struct ReferenceChange: Sendable {
  /// Its name: author and number.
  public let dot: Dot
  /// The time that its author gave it.
  public let clock: HybridTimestamp
  /// All that the author had seen, its own earlier changes included.
  public let seen: VersionVector
  /// What it writes, in the order of the change.
  public let operations: [Operation]
  /// How much of the member ledger the author held.
  public let memberVersion: UInt64
  /// The operations' places, so that looking for a record is no scan.
  let records: Set<RecordID>

  /// A change; `seen` must hold the author's own earlier changes too.
  public init(
    dot: Dot, clock: HybridTimestamp, seen: VersionVector, operations: [Operation],
    memberVersion: UInt64 = 0
  ) {
    self.dot = dot
    self.clock = clock
    self.seen = seen
    self.operations = operations
    self.memberVersion = memberVersion
    records = Set(operations.map(\.record))
  }

  func isNewer(than other: ReferenceChange) -> Bool {
    (other.clock.rawValue, other.dot.replica, other.dot.seq)
      < (clock.rawValue, dot.replica, dot.seq)
  }
}

/// What one field must be.
public struct ReferenceField: Sendable, Equatable {
  /// Dot -> value; of a set the standing adds.
  public var siblings: [Dot: Set<Value>] = [:]
  /// The dot that is shown; nil for a set.
  public var shown: Dot?

  /// Whether siblings of different value stand; never of a set.
  public var isConflict: Bool {
    guard shown != nil else { return false }
    return Set(siblings.values.flatMap { $0 }).count > 1
  }
}

/// What one record must be.
public struct ReferenceRecord: Sendable, Equatable {
  /// Where the record stands.
  public let collection: CollectionID
  /// Without the archive register, without empty sets.
  public var fields: [FieldID: ReferenceField] = [:]
  /// The archive register.
  public var existence = ReferenceField()
  /// What is shown of ``existence``.
  public var isArchived = false
}

/// Every change ever made to one ledger.
public struct ReferenceLedger: Sendable {
  /// By their dots, in effect or not.
  public private(set) var changes: [Dot: ReferenceChange] = [:]
  private let schema: SchemaTraits
  private let fault: HarnessFault?

  /// - Parameter fault: a mistake for the reference to make; the assertions must notice.
  public init(schema: SchemaTraits, fault: HarnessFault? = nil) {
    self.schema = schema
    self.fault = fault
  }

  /// Keeps a change; again, it makes no difference.
  public mutating func insert(_ change: ReferenceChange) { changes[change.dot] = change }

  /// The records that the changes up to `vector` make, those that do not count left out.
  public func records(
    upTo vector: VersionVector, isAuthority: (ReplicaID) -> Bool,
    counts: (ReferenceChange) -> Bool = { _ in true }
  ) -> [RecordID: ReferenceRecord] {
    let covered = changes.values.filter { vector.covers($0.dot) && counts($0) }
    var touching: [RecordID: [ReferenceChange]] = [:]
    for change in covered {
      for record in change.records { touching[record, default: []].append(change) }
    }
    var records: [RecordID: ReferenceRecord] = [:]
    for (id, changes) in touching {
      guard let operation = changes[0].operations.first(where: { $0.record == id }) else {
        continue
      }
      records[id] = record(id, operation.collection, changes, isAuthority)
    }
    return records
  }

  private func record(
    _ id: RecordID, _ collection: CollectionID, _ changes: [ReferenceChange],
    _ isAuthority: (ReplicaID) -> Bool
  ) -> ReferenceRecord {
    var record = ReferenceRecord(collection: collection)
    let traits = schema.collection(collection)
    var writers: [FieldID: [(ReferenceChange, Operation)]] = [:]
    for change in changes {
      for operation in change.operations where operation.record == id {
        writers[operation.field, default: []].append((change, operation))
      }
    }
    for (field, writes) in writers where field != Existence.field {
      let rule = traits?.field(field)?.rule ?? .newest
      if traits?.field(field)?.kind == .set {
        record.fields[field] = set(writes)
      } else {
        record.fields[field] = register(writes.map { ($0, $1.value) }, rule, isAuthority)
      }
      if record.fields[field]?.siblings.isEmpty == true { record.fields[field] = nil }
    }
    let existence = changes.map { change in
      let archives = change.operations.contains { $0.record == id && $0.kind == .archive }
      return (change, Value.boolean(archives))
    }
    record.existence = register(existence, .newest, isAuthority) { $0 == .boolean(true) ? 1 : 0 }
    let values = Set(record.existence.siblings.values.flatMap { $0 })
    record.isArchived = values == [.boolean(true)]
    return record
  }

  /// A write stands while no other write had seen it. Shown is the newest of those that claim
  /// least.
  private func register(
    _ writes: [(change: ReferenceChange, value: Value)], _ rule: DisplayRule,
    _ isAuthority: (ReplicaID) -> Bool, newestBy: (Value) -> Int = { _ in 0 }
  ) -> ReferenceField {
    var field = ReferenceField()
    let standing = writes.filter { write in
      !writes.contains { other in
        other.change.dot != write.change.dot && sees(other.change, write.change.dot)
      }
    }
    for write in standing { field.siblings[write.change.dot] = [write.value] }
    func claim(_ write: (change: ReferenceChange, value: Value)) -> Int {
      switch rule {
      case .newest: newestBy(write.value)
      case .authority: isAuthority(write.change.dot.replica) ? 0 : 1
      case .cautious(let order):
        if case .code(let code) = write.value { order.firstIndex(of: code) ?? -1 } else { -1 }
      }
    }
    let least = standing.map(claim).min()
    let candidates = standing.filter { claim($0) == least }
    field.shown =
      candidates.max { left, right in
        fault == .tieBreak
          ? left.change.isNewer(than: right.change) : right.change.isNewer(than: left.change)
      }?.change.dot
    return field
  }

  /// An add stands while no other add or removal of the element had seen it.
  private func set(_ writes: [(ReferenceChange, Operation)]) -> ReferenceField {
    var field = ReferenceField()
    for (change, operation) in writes where operation.kind == .add {
      let isGone = writes.contains { other, otherOperation in
        guard other.dot != change.dot, otherOperation.value == operation.value else { return false }
        if fault == .removeWins, otherOperation.kind == .remove { return !sees(change, other.dot) }
        return sees(other, change.dot)
      }
      if !isGone { field.siblings[change.dot, default: []].insert(operation.value) }
    }
    return field
  }

  private func sees(_ change: ReferenceChange, _ dot: Dot) -> Bool {
    if fault == .depsForgotten, change.dot.replica != dot.replica { return false }
    return change.seen.covers(dot)
  }
}
