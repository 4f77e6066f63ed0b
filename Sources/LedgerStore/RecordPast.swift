// Guarantees: what a change had seen is a function of its deps and of the changes that
// they cover: the same on every store that has the change, in whatever order they came.

internal import Causality
internal import LMDB
internal import Wire

/// One change's writes to one record.
struct PastChange {
  let header: ChangeHeader
  /// All that the author had seen of others.
  let deps: VersionVector
  /// Values of registers; of the archive register too, which every change writes.
  let writes: [FieldID: EncodedValue]
  /// Whether it stands in the base of the ledger, and whether what its author had seen is told
  /// there no longer: the chain went on from a base before this one.
  var isOfBase = false
  var lacksDeps = false

  var dot: Dot { header.dot }

  func hasSeen(_ other: Dot) -> Bool {
    other.replica == dot.replica ? other.seq < dot.seq : deps.covers(other)
  }

  /// Whether neither author had seen the other's change, as far as that can be told: a base is
  /// whole, so that of two changes in it alone it may be unknown, and then is not said.
  func isConcurrent(with other: PastChange) -> Bool {
    if hasSeen(other.dot) || other.hasSeen(dot) || dot == other.dot { return false }
    return !(isOfBase && other.isOfBase && (lacksDeps || other.lacksDeps))
  }
}

/// The changes of one record, as far as this store has them.
struct RecordPast {
  /// In an order of arrival: each behind all that its author had seen.
  private(set) var changes: [PastChange] = []
  /// Indexes into `changes`, ascending by seq.
  private var byReplica: [ReplicaID: [Int]] = [:]

  /// Adds a change that arrived behind those here; nothing when it is here.
  mutating func append(_ change: PastChange) {
    if let last = byReplica[change.dot.replica]?.last, changes[last].dot.seq >= change.dot.seq {
      return
    }
    byReplica[change.dot.replica, default: []].append(changes.count)
    changes.append(change)
  }

  /// The siblings of a field that stood for the author of a change, ascending by dot.
  ///
  /// - Complexity: O(r log n) for r replicas that the author had seen writing the record.
  func standing(
    _ field: FieldID, before dot: Dot, deps: VersionVector
  ) -> [PastChange] {
    var newest: [PastChange] = []
    eachSeen(by: dot, deps: deps) { own in
      // An earlier write of the same replica never stands beside a later one.
      let index = own.last { changes[$0].writes[field] != nil }
      if let index { newest.append(changes[index]) }
    }
    guard newest.count > 1 else { return newest }
    var superseded = VersionVector()
    for change in newest { superseded.merge(change.deps) }
    return newest.filter { !superseded.covers($0.dot) }.sorted { $0.dot < $1.dot }
  }

  /// Visits, replica by replica, the changes that the author of `dot` had seen.
  private func eachSeen(by dot: Dot, deps: VersionVector, _ visit: (ArraySlice<Int>) -> Void) {
    func offer(_ replica: ReplicaID, _ last: UInt64) {
      guard last > 0, let own = byReplica[replica] else { return }
      var low = 0
      var high = own.count
      while low < high {
        let middle = (low + high) / 2
        if changes[own[middle]].dot.seq <= last { low = middle + 1 } else { high = middle }
      }
      if low > 0 { visit(own[..<low]) }
    }
    offer(dot.replica, dot.seq - 1)
    if deps.entries.count <= byReplica.count {
      for entry in deps.entries where entry.replica != dot.replica {
        offer(entry.replica, entry.seq)
      }
    } else {
      for replica in byReplica.keys where replica != dot.replica { offer(replica, deps[replica]) }
    }
  }

  /// The siblings of a field that stood for the author of `change`.
  func standing(_ field: FieldID, before change: PastChange) -> [PastChange] {
    standing(field, before: change.dot, deps: change.deps)
  }

  /// The changes in the one order that all stores agree on: causes before effects, else by clock.
  func ordered() -> [PastChange] {
    // A change counts as no earlier than what it had seen, whatever its clock said.
    var places: [(clock: HybridTimestamp, depth: Int)] = []
    places.reserveCapacity(changes.count)
    for change in changes {
      var place = (clock: change.header.clock, depth: 0)
      func follow(_ index: Int) {
        let cause = places[index]
        if cause.clock > place.clock {
          place = (cause.clock, cause.depth + 1)
        } else if cause.clock == place.clock {
          place.depth = max(place.depth, cause.depth + 1)
        }
      }
      eachSeen(by: change.dot, deps: change.deps) { own in
        if let index = own.last, index < places.count { follow(index) }
      }
      places.append(place)
    }
    return changes.indices.sorted { left, right in
      let (a, b) = (places[left], places[right])
      if a.clock != b.clock { return a.clock < b.clock }
      if a.depth != b.depth { return a.depth < b.depth }
      return changes[left].dot < changes[right].dot
    }
    .map { changes[$0] }
  }
}

extension RecordPast {
  /// The past of a record from its base, its touches and the log; `log` is the transaction that has
  /// base and log.
  init<T: ReadableTransaction & ~Copyable>(
    _ store: Store, _ ledger: String, _ collection: CollectionID?, _ record: RecordID,
    touches: [Dot], log: borrowing T
  ) throws(StoreError) {
    if let collection {
      for change in try store.baseChanges(ledger, collection, record, log) { append(change) }
    }
    for dot in touches {
      // Of a change below the base only the header is known: what it wrote stands in the registers.
      guard let change = try store.operations(on: record, of: dot, ledger, log),
        !change.operations.isEmpty, let deps = try store.deps(of: dot, ledger, log)
      else { continue }
      append(PastChange(change, deps: deps))
    }
  }
}

extension PastChange {
  init(_ change: RecordOperations, deps: VersionVector) {
    var writes: [FieldID: EncodedValue] = [:]
    for operation in change.operations where operation.kind == .write {
      // What was decoded a moment ago can be encoded.
      if let bytes = try? ValueCoding.encode(operation.value) {
        writes[operation.field] = EncodedValue(bytes: bytes)
      }
    }
    writes[Existence.field] =
      change.operations.contains { $0.kind == .archive } ? .archived : .alive
    self.init(header: change.header, deps: deps, writes: writes)
  }

  init(_ change: DecodedChange, _ operations: ArraySlice<OperationView>, deps: VersionVector) {
    var writes: [FieldID: EncodedValue] = [:]
    for operation in operations where operation.kind == .write {
      writes[operation.field] = EncodedValue(change.payload[operation.value])
    }
    writes[Existence.field] =
      operations.contains { $0.kind == .archive } ? .archived : .alive
    self.init(header: change.header, deps: deps, writes: writes)
  }
}
