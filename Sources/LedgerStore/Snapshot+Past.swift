// Guarantees: a record as it was is told whole or not at all: from the log, on top of the base
// where the moment has seen all that the base holds of the record; never from a part of what stood
// then.

public import Causality
internal import LMDB
internal import Wire

/// What a record was at a moment of the past.
public enum PastState: Sendable, Hashable {
  case record(Record)
  /// It did not exist then, or the dot is unknown.
  case absent
  /// Changes that would tell it are no longer kept one by one: they stand in a base, made at this
  /// time, milliseconds since 1970.
  case compacted(baseMilliseconds: UInt64)
}

extension Snapshot {
  /// A point in a record's past.
  public enum Moment: Sendable {
    /// All that the author of the change had seen, and the change itself.
    case dot(Dot)
    /// All that these seqs cover, such as a vector that a file carries; of changes that are not
    /// here nothing is told.
    case seen(VersionVector)
    /// All changes stamped up to this time, milliseconds since 1970, in their causal order.
    case time(UInt64)
  }

  /// A record as it was; nil when it did not exist then, the dot is unknown, or what would tell it
  /// was compacted.
  public func record(
    _ ledger: String, _ id: RecordID, at moment: Moment
  ) throws(StoreError) -> Record? {
    guard case .record(let record) = try state(ledger, id, at: moment) else { return nil }
    return record
  }

  /// A record as it was, or why that cannot be told.
  ///
  /// - Throws: `noSuchLedger`, or an I/O error.
  /// - Complexity: O(changes that touched the record); one part of the base is unpacked where some
  ///   of them stand there.
  public func state(
    _ ledger: String, _ id: RecordID, at moment: Moment
  ) throws(StoreError) -> PastState {
    try require(ledger)
    let base = try store.base(of: ledger, transaction)
    let below = base.vector
    var horizon: VersionVector?
    if case .dot(let dot) = moment {
      guard var deps = try store.deps(of: dot, ledger, transaction) else {
        return below.covers(dot) ? .compacted(baseMilliseconds: base.madeMilliseconds) : .absent
      }
      deps[dot.replica] = dot.seq
      horizon = deps
    }
    if case .seen(let vector) = moment { horizon = vector }
    var past = PastRecord(ledger: ledger, id: id)
    var later: [PastOperations] = []
    var (inBase, seenInBase) = (0, 0)
    for touch in try touches(ledger, id) {
      if try store.voiding(ledger, touch.dot, transaction) != nil { continue }
      let isInBase = below.covers(touch.dot)
      if isInBase { inBase += 1 }
      if let horizon, !horizon.covers(touch.dot) { continue }
      let change = try store.operations(on: id, of: touch.dot, ledger, transaction)
      if case .time(let limit) = moment {
        // Of a change that came within a snapshot only its chain's last clock is known: no earlier.
        let clock = change?.header.clock ?? base.heads[touch.dot.replica]?.clock
        if let clock, clock.milliseconds > limit { continue }
      }
      if isInBase {
        seenInBase += 1
        continue
      }
      guard let change, let deps = try store.deps(of: touch.dot, ledger, transaction)
      else { continue }
      later.append(PastOperations(change: change, deps: deps))
    }
    let came = try cameWithin(base, ledger, id, at: moment, horizon)
    if seenInBase > 0 || came != .unseen {
      guard seenInBase == inBase, came != .partly,
        let record = try store.recordInBase(
          ledger, id, transaction, isAuthority: members.isAuthority)
      else { return .compacted(baseMilliseconds: base.madeMilliseconds) }
      past.begin(with: record)
    }
    for operations in later { past.apply(operations.change, deps: operations.deps) }
    guard let record = past.record(schema: store.schema, isAuthority: members.isAuthority)
    else { return .absent }
    return .record(record)
  }

  /// How much a moment has seen of what came within a snapshot.
  private enum Seen {
    case unseen
    case partly
    case wholly
  }

  /// How much a moment has seen of a record as a snapshot brought it. Of its changes no touches are
  /// here; but what stands in its registers was written last, so who saw that saw all.
  private func cameWithin(
    _ base: Base, _ ledger: String, _ id: RecordID, at moment: Moment, _ horizon: VersionVector?
  ) throws(StoreError) -> Seen {
    guard base.floorArrivals > 0,
      let record = try store.recordInBase(
        ledger, id, transaction, isAuthority: members.isAuthority)
    else { return .unseen }
    let floor = VersionVector(
      base.floorHeads.map { VersionVector.Entry(replica: $0, seq: $1.seq) })
    if let horizon, horizon.meeting(floor).isEmpty { return .unseen }
    let siblings = (record.fields + [record.existence]).flatMap(\.siblings)
    let isWhole = siblings.allSatisfy { sibling in
      if case .time(let limit) = moment { return sibling.clock.milliseconds <= limit }
      return horizon?.covers(sibling.dot) ?? true
    }
    return isWhole ? .wholly : .partly
  }

  /// When the base was made in which changes to a record stand that the log no longer tells one by
  /// one, milliseconds since 1970; nil where the log tells them all.
  ///
  /// - Throws: `noSuchLedger`, or an I/O error. O(changes that touched the record).
  public func baseMilliseconds(
    _ ledger: String, _ id: RecordID
  ) throws(StoreError) -> UInt64? {
    try require(ledger)
    let base = try store.base(of: ledger, transaction)
    let below = base.vector
    for touch in try touches(ledger, id) where below.covers(touch.dot) {
      let change = try store.operations(on: id, of: touch.dot, ledger, transaction)
      guard let change, !change.operations.isEmpty else { return base.madeMilliseconds }
    }
    // What came within a snapshot has left no touches.
    let came = try cameWithin(base, ledger, id, at: .time(.max), nil)
    return came == .unseen ? nil : base.madeMilliseconds
  }

  /// When the base was made that a change stands in, milliseconds since 1970; nil for a change that
  /// the log tells, or that is not here.
  ///
  /// - Throws: `noSuchLedger`, or an I/O error. O(log n).
  public func baseMilliseconds(_ ledger: String, of dot: Dot) throws(StoreError) -> UInt64? {
    try require(ledger)
    guard dot.seq > 0, try store.change(ledger, dot, transaction) == nil else { return nil }
    let base = try store.base(of: ledger, transaction)
    return base.vector.covers(dot) ? base.madeMilliseconds : nil
  }
}

extension Store {
  /// A record as it stands in the base of its ledger; nil where the base has none.
  fileprivate func recordInBase<T: ReadableTransaction & ~Copyable>(
    _ ledger: String, _ id: RecordID, _ transaction: borrowing T,
    isAuthority: (ReplicaID) -> Bool
  ) throws(StoreError) -> Record? {
    guard let collection = try collection(of: id, ledger, transaction),
      let bytes = try baseRecord(ledger, collection, id, transaction)
    else { return nil }
    let key = Keys.record(ledger, collection, id)
    do {
      return try bytes.withUnsafeBytes { value in
        try key.withUnsafeBytes { key in
          try decodeRecord(ledger, key: key, value: value, isAuthority: isAuthority)
        }
      }
    } catch {
      throw StoreError(error, at: place, table: "baserecord", key: key)
    }
  }
}

/// One change's say of a record, with what its author had seen.
private struct PastOperations {
  let change: RecordOperations
  let deps: VersionVector
}

/// A record rebuilt from some of its changes.
private struct PastRecord {
  let ledger: String
  let id: RecordID
  private var collection: CollectionID?
  private var registers: [FieldID: Register<Value>] = [:]
  private var sets: [FieldID: ElementSet<Value>] = [:]
  private var existence = Existence()

  init(ledger: String, id: RecordID) {
    self.ledger = ledger
    self.id = id
  }

  /// Begins with what stood in the base, as if every change that made it had been applied.
  mutating func begin(with record: Record) {
    collection = record.collection
    let none = VersionVector()
    for state in record.fields {
      for sibling in state.siblings {
        if state.isSet {
          sets[state.field, default: ElementSet()].add(
            sibling.payload, dot: sibling.dot, clock: sibling.clock, deps: none)
        } else {
          _ = registers[state.field, default: Register()].append(sibling)
        }
      }
    }
    var register = Register<Bool>()
    for sibling in record.existence.siblings {
      _ = register.append(
        Sibling(
          dot: sibling.dot, clock: sibling.clock, payload: sibling.payload == .boolean(true)))
    }
    existence = Existence(register)
  }

  mutating func apply(_ change: RecordOperations, deps: VersionVector) {
    let (dot, clock) = (change.header.dot, change.header.clock)
    let operations = change.operations
    for operation in operations {
      collection = operation.collection
      let value = operation.value
      switch operation.kind {
      case .write:
        registers[operation.field, default: Register()].write(
          value, dot: dot, clock: clock, deps: deps)
      case .add:
        sets[operation.field, default: ElementSet()].add(value, dot: dot, clock: clock, deps: deps)
      case .remove:
        sets[operation.field, default: ElementSet()].remove(value, dot: dot, deps: deps)
      case .archive, .restore: break
      }
    }
    if operations.contains(where: { $0.kind == .archive }) {
      existence.archive(dot: dot, clock: clock, deps: deps)
    } else {
      existence.keep(dot: dot, clock: clock, deps: deps)
    }
  }

  func record(schema: SchemaTraits, isAuthority: (ReplicaID) -> Bool) -> Record? {
    guard let collection else { return nil }
    let traits = schema.collection(collection)
    var fields = registers.map { id, register in
      FieldState(
        field: id, siblings: Array(register.siblings),
        shown: register.shown(by: traits?.field(id)?.rule ?? .newest, isAuthority: isAuthority)
          ?? 0,
        isSet: false)
    }
    for (id, set) in sets where !set.isEmpty {
      fields.append(FieldState(field: id, siblings: set.adds, shown: 0, isSet: true))
    }
    let siblings = existence.register.siblings.map {
      Sibling(dot: $0.dot, clock: $0.clock, payload: Value.boolean($0.payload))
    }
    return Record(
      ledger: ledger, collection: collection, id: id, isArchived: existence.isArchived,
      fields: fields.sorted { $0.field < $1.field },
      existence: FieldState(
        field: Existence.field, siblings: siblings, shown: existence.shown ?? 0, isSet: false))
  }
}
