// Guarantees: a local edit is a remote change from oneself: drafted, stamped, encoded, signed, and
// then taken by the same code that takes changes from the network. All drafts of a call, or none.

public import Causality
internal import LMDB
internal import Synchronization
public import Wire

/// What a person wants changed, before it has a dot.
public struct Draft: Sendable {
  /// A person's name or account, at most 256 bytes.
  public var author: String
  /// Why, at most 4 KiB.
  public var reason: String?
  /// At least one; together at most 4 MiB encoded.
  public var operations: [Operation]

  /// A draft; its limits are judged when it is committed.
  public init(author: String, reason: String? = nil, operations: [Operation]) {
    self.author = author
    self.reason = reason
    self.operations = operations
  }
}

/// The siblings that a settlement has seen of one field.
public struct Expectation: Sendable {
  /// The collection of the record.
  public let collection: CollectionID
  /// The record that is settled.
  public let record: RecordID
  /// The register whose siblings the author has looked at.
  public let field: FieldID
  /// The dots of the siblings, in any order; empty for a field that nobody has written.
  public let dots: [Dot]

  /// What one field must still hold.
  public init(collection: CollectionID, record: RecordID, field: FieldID, dots: [Dot]) {
    self.collection = collection
    self.record = record
    self.field = field
    self.dots = dots
  }
}

/// A local note that is written, or taken away with nil, in the transaction of a commit.
public struct CommitNote: Sendable {
  /// The note's name among the store's local notes; it replicates to nobody.
  public let key: String
  /// What the note says; nil takes it away.
  public let value: [UInt8]?

  /// A note under a key; nil takes it away.
  public init(key: String, value: [UInt8]?) {
    self.key = key
    self.value = value
  }
}

/// What a commit made.
public struct CommitReceipt: Sendable {
  /// One a draft, in order.
  public let dots: [Dot]
  /// Empty unless a draft left a conflict standing: a commit supersedes all that it has seen.
  public let newConflicts: [ConflictID]
}

extension Store {
  /// Commits drafts as consecutive changes in one LMDB transaction: all or none, durable on return.
  ///
  /// Signed once a run of at most 256 changes or 1 MiB: the chain carries the signature back over
  /// every change of the run, which is also how runs travel.
  ///
  /// - Parameter expecting: refuse with `siblingsChanged` unless exactly these siblings stand;
  ///   those of one record one after the other cost one look at it.
  /// - Parameter noting: local notes about the changes, by their dots in the order of the drafts:
  ///   written with the changes or not at all, never replicated.
  /// - Throws: `invalidChange` for a limit or shape, `frozen`, `noSuchLedger`, `siblingsChanged`,
  ///   or an I/O error, or what ``CommitGuards/current`` refuses; then nothing has changed.
  /// - Complexity: O(operations + expectations).
  public func commit(
    _ ledger: String, _ drafts: [Draft], expecting: [Expectation] = [],
    noting: ([Dot]) -> [CommitNote] = { _ in [] }
  ) throws(StoreError) -> CommitReceipt {
    try renewIfMoved()
    if let guardian = CommitGuards.current {
      try guardian.check(drafts, to: ledger, of: self)
    }
    try renewIfBehind(ledger)
    let receipt: CommitReceipt = try write { (transaction, state) throws(StoreError) in
      try self.loadLedger(ledger, &state, transaction)
      let replica = self.identity.replica
      if try self.isFrozen(replica, transaction) {
        throw StoreError(.frozen, replica.description)
      }
      // Dropped and added again by another process meanwhile.
      if try self.isBehindItself(ledger, transaction) { throw StoreError(.busy, self.path, "0") }
      try self.check(expecting, ledger, transaction)
      let members = try self.loadMembers(&state, transaction)
      let city = try self.memberLedgerState(besides: ledger, &state, transaction)
      var work = LedgerWork(
        self, ledger, state.ledgers[ledger] ?? LedgerState(), members, city: city)
      let role = self.role(in: members)
      var run = OwnRun(key: self.key)
      for (index, draft) in drafts.enumerated() {
        let change = try self.draft(draft, by: replica, ledger, work.state, city, &state.clock)
        try self.requirePermission(change, role, members, ledger, transaction)
        let next = index + 1 < drafts.count ? drafts[index + 1].payloadBytesMax : nil
        try work.take(
          change, signature: run.signature(after: change, next: next), voiding: nil,
          in: &transaction)
      }
      try work.finish(in: &transaction)
      state.ledgers[ledger] = work.state
      if work.touchesMembers {
        let listed = try self.rejudge(
          from: members, to: try self.memberList(transaction), &state, in: &transaction)
        try self.requireStanding(from: members, to: listed, transaction)
        state.members = listed
      }
      let first = work.state.vector[replica] - UInt64(drafts.count) + 1
      let dots = (0..<drafts.count).map { Dot(replica: replica, seq: first + UInt64($0)) }
      for note in noting(dots) {
        try self.setPeerValue(note.key, note.value, in: &transaction)
      }
      return CommitReceipt(dots: dots, newConflicts: work.report.newConflicts)
    }
    if let last = receipt.dots.last { committed.withLock { $0 = last } }
    return receipt
  }

  /// The last change that this open store committed itself; nil before the first.
  public var lastOwnDot: Dot? { committed.withLock { $0 } }

  private func draft(
    _ draft: Draft, by replica: ReplicaID, _ ledger: String, _ state: LedgerState,
    _ city: LedgerState?, _ clock: inout HybridClock
  ) throws(StoreError) -> DecodedChange {
    let own = state.heads[replica]
    let seen = own?.deps ?? VersionVector()
    let delta = state.vector.entries.filter {
      #if TAIZHANG_PLANTED_FAULTS
        if PlantedFault.makes(.depsLeftOut), $0 == state.vector.entries.last { return false }
      #endif
      return $0.replica != replica && seen[$0.replica] < $0.seq
    }
    let pinned = own?.pinned ?? VersionVector()
    let pins = (city?.vector.entries ?? []).filter { pinned[$0.replica] < $0.seq }
    let header = ChangeHeader(
      ledger: ledger, dot: Dot(replica: replica, seq: (own?.seq ?? 0) + 1),
      previous: own?.hash ?? .zero, depsDelta: delta,
      depsPins: delta.map { state.heads[$0.replica]?.hash.prefix ?? .none },
      clock: clock.tick(wallMilliseconds: options.wallMilliseconds()),
      memberVersion: (ledger == Self.memberLedger ? state : city)?.vector.sum ?? 0,
      memberPins: pins.map { entry in
        Pin(
          dot: Dot(replica: entry.replica, seq: entry.seq),
          hash: city?.heads[entry.replica]?.hash.prefix ?? .none)
      }, author: draft.author, reason: draft.reason, schemaVersion: schema.version)
    do throws(WireError) {
      return try ChangeCoding.decode(
        try ChangeCoding.encode(header: header, operations: draft.operations))
    } catch {
      throw StoreError(.invalidChange, error.code.rawValue, String(error.offset))
    }
  }

  /// Refuses, before anything is written, what every store would void, and the creation of records
  /// by those who may not create them.
  private func requirePermission(
    _ change: DecodedChange, _ role: Role, _ members: MemberList, _ ledger: String,
    _ transaction: borrowing WriteTransaction
  ) throws(StoreError) {
    if let voiding = authority.judge(change, members) {
      let what = voiding.code == .notPermitted ? name(of: voiding.detail) : ledger
      throw StoreError(.notPermitted, what, role.rawValue)
    }
    var last: OperationView?
    for operation in change.operations {
      if let last, last.record == operation.record, last.collection == operation.collection {
        continue
      }
      last = operation
      if authority.mayCreate(operation.collection, role.set) { continue }
      let key = Keys.record(ledger, operation.collection, operation.record)
      let exists = try mapped { () throws(LMDBError) in
        try transaction.get(tables.record, key.span.bytes) != nil
      }
      guard exists else {
        let code = schema.collection(operation.collection)?.code
        throw StoreError(
          .notPermitted, code ?? "#\(operation.collection.rawValue)", role.rawValue)
      }
    }
  }

  /// The store's role: what the member list says, else what it was created with.
  func role(in members: MemberList) -> Role {
    members[identity.replica]?.role ?? identity.role
  }

  /// Refuses what another has written meanwhile. A record is decoded once for all of its fields
  /// that stand together.
  private func check(
    _ expecting: [Expectation], _ ledger: String, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) {
    var last: Expectation?
    var record: Record?
    for expectation in expecting {
      if last?.record != expectation.record || last?.collection != expectation.collection {
        record = try storedRecord(
          ledger, expectation.collection, expectation.record, transaction,
          isAuthority: { _ in false })
      }
      last = expectation
      let live = record?.state(expectation.field)?.siblings.map(\.dot) ?? []
      #if TAIZHANG_PLANTED_FAULTS
        if PlantedFault.makes(.expectationIgnored) { continue }
      #endif
      guard live == expectation.dots || Set(live) == Set(expectation.dots) else {
        let field = expectation.field
        let code =
          field == Existence.field
          ? "archived" : schema.collection(expectation.collection)?.field(field)?.code
        throw StoreError(
          .siblingsChanged, expectation.record.description, code ?? "\(field.rawValue)",
          live.map(\.description).joined(separator: ","))
      }
    }
  }
}

/// Decides where the signatures of a commit stand.
private struct OwnRun {
  let key: SigningKey
  private var changes = 0
  private var bytes = 0

  init(key: SigningKey) { self.key = key }

  /// The signature that goes with `change`, nil when a later one of the run covers it: the run goes
  /// on while the next change fits, `next` being the most bytes that it can take.
  mutating func signature(after change: DecodedChange, next: Int?) -> [UInt8]? {
    changes += 1
    bytes += change.payload.count
    if let next, changes < WireLimits.runChanges, bytes + next <= WireLimits.runBytes { return nil }
    changes = 0
    bytes = 0
    return key.sign(change: change.hash).bytes
  }
}

extension Draft {
  /// An upper bound of the encoded payload, bytes: header, vector and what each operation can take.
  fileprivate var payloadBytesMax: Int {
    operations.reduce(4_096 + author.utf8.count + (reason?.utf8.count ?? 0)) { sum, operation in
      switch operation.value {
      case .text(let text): sum + 48 + text.utf8.count
      case .bytes(let bytes): sum + 48 + bytes.count
      default: sum + 48
      }
    }
  }
}
