// Guarantees: a change has effect only when everything before it has (its own chain, its deps),
// when its author's key signed it, and when its author may write here. What is refused is kept with
// the reason. Log, heads, records, indexes and conflicts move in one LMDB transaction.

public import Causality
internal import LMDB
public import Wire

/// Why a change was refused; the raw value is the catalogue key after `refused.` and the JSON code.
public enum RefusalCode: String, Sendable, CaseIterable {
  case unknownMember = "unknown-member"
  case badSignature = "bad-signature"
  case equivocation
  case frozen
  case foreignLedger = "foreign-ledger"
  case notPermitted = "not-permitted"
  case revoked
}

/// A change that was refused. Its payload stays in the store until a person deals with it.
public struct Refusal: Sendable, Hashable {
  public let dot: Dot
  public let code: RefusalCode
  /// An office, a replica or a ledger, as the code says.
  public let detail: String

  public init(dot: Dot, code: RefusalCode, detail: String) {
    self.dot = dot
    self.code = code
    self.detail = detail
  }
}

/// Changes that must come first.
public struct Gap: Sendable, Hashable, CustomStringConvertible {
  public let replica: ReplicaID
  public let from: UInt64
  public let to: UInt64

  public init(replica: ReplicaID, from: UInt64, to: UInt64) {
    self.replica = replica
    self.from = from
    self.to = to
  }

  /// `needs k3f9…#112–130`, the replica in full.
  public var description: String {
    "needs \(replica)#\(from)" + (to > from ? "–\(to)" : "")
  }
}

/// What became of a change set.
public struct ApplyReport: Sendable {
  /// Changes that took effect.
  public internal(set) var applied = 0
  /// Changes that were here already, byte for byte.
  public internal(set) var duplicates = 0
  public internal(set) var refused: [Refusal] = []
  /// The first thing missing, when a run could not be applied for want of it.
  public internal(set) var gap: Gap?
  public internal(set) var newConflicts: [ConflictID] = []
  /// Changes stamped more than 10 minutes ahead of this store's clock; applied all the same.
  public internal(set) var farAhead = 0
  public internal(set) var vector = VersionVector()
}

extension Store {
  /// Applies runs in the order given: one LMDB transaction, durable on return.
  ///
  /// Idempotent: what is here already counts as a duplicate. A run that misses something, or is
  /// refused, has no effect and does not keep other runs from theirs. O(what is new).
  ///
  /// - Throws: `noSuchLedger`, or an I/O error; then nothing has changed.
  public func apply(_ ledger: String, _ runs: [Run]) throws(StoreError) -> ApplyReport {
    try write { (transaction, state) throws(StoreError) in
      try self.loadLedger(ledger, &state, transaction)
      let members = try self.loadMembers(&state, transaction)
      var work = LedgerWork(self, ledger, state.ledgers[ledger] ?? LedgerState(), members)
      for run in runs {
        try work.admit(run, members, &state.clock, in: &transaction)
      }
      try work.finish(in: &transaction)
      state.ledgers[ledger] = work.state
      if ledger == Self.memberLedger, work.report.applied > 0 { state.members = nil }
      return work.report
    }
  }
}

/// One ledger's part of one write transaction.
struct LedgerWork {
  let store: Store
  let ledger: String
  private(set) var state: LedgerState
  private(set) var report = ApplyReport()
  private var applier: Applier
  private var touched: Set<ReplicaID> = []

  init(_ store: Store, _ ledger: String, _ state: LedgerState, _ members: MemberList) {
    self.store = store
    self.ledger = ledger
    self.state = state
    applier = Applier(store, ledger: ledger, members: members)
  }

  /// Judges a run from elsewhere and, when all is well, applies what of it is new.
  mutating func admit(
    _ run: Run, _ members: MemberList, _ clock: inout HybridClock,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    guard let last = run.changes.last, let first = run.changes.first else { return }
    let replica = last.header.dot.replica
    let known = state.vector[replica]
    if let foreign = run.changes.first(where: { $0.header.ledger != ledger }) {
      return try refuse(run, .foreignLedger, foreign.header.ledger, in: &transaction)
    }
    if try store.isFrozen(replica, transaction) {
      return try refuse(run, .frozen, replica.description, in: &transaction)
    }
    let key: VerifyingKey
    switch members.judge(last.header.dot, in: ledger) {
    case .accepted(let found): key = found
    case .refused(let code, let detail):
      return try refuse(run, code, detail, in: &transaction)
    }
    #if TAIZHANG_PLANTED_FAULTS
      let isSigned = PlantedFault.makes(.signatureUnchecked) || run.verify(with: key)
    #else
      let isSigned = run.verify(with: key)
    #endif
    guard isSigned else {
      return try refuse(run, .badSignature, members.office(replica), in: &transaction)
    }
    for change in run.changes.prefix(while: { $0.header.dot.seq <= known }) {
      if try !isStored(change, transaction) {
        return try freeze(run, change.header.dot, in: &transaction)
      }
      #if TAIZHANG_PLANTED_FAULTS
        if PlantedFault.makes(.appliedTwice) {
          let deps = state.heads[replica]?.deps ?? VersionVector()
          try applier.apply(change, deps: deps, arrival: state.nextArrival, in: &transaction)
        }
      #endif
      report.duplicates += 1
    }
    let fresh = run.changes.drop { $0.header.dot.seq <= known }
    guard let next = fresh.first else { return }
    guard next.header.dot.seq == known + 1 else {
      return miss(Gap(replica: replica, from: known + 1, to: first.header.dot.seq - 1))
    }
    guard next.header.previous == state.heads[replica]?.hash ?? .zero else {
      return try freeze(run, next.header.dot, in: &transaction)
    }
    if let gap = missingDeps(fresh) {
      #if TAIZHANG_PLANTED_FAULTS
        if PlantedFault.makes(.vectorAheadOfData) { state.vector[replica] = last.header.dot.seq }
      #endif
      return miss(gap)
    }
    for change in fresh {
      let wall = store.options.wallMilliseconds()
      if !clock.observe(change.header.clock, wallMilliseconds: wall) { report.farAhead += 1 }
      let isLast = change.header.dot == last.header.dot
      try take(change, signature: isLast ? run.signature.bytes : nil, in: &transaction)
      try store.release(change, ledger, in: &transaction)
    }
  }

  /// Applies one change that is known to be good and next in its chain.
  mutating func take(
    _ change: DecodedChange, signature: [UInt8]?, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let header = change.header
    var deps = state.heads[header.dot.replica]?.deps ?? VersionVector()
    deps.advance(by: header.depsDelta)
    let arrival = state.nextArrival
    let keepsDeps = header.dot.seq % LogEntry.depsEvery == 0
    var value = LogEntry.prefix(
      arrival: arrival, signature: signature, deps: keepsDeps ? deps : nil)
    value.append(contentsOf: change.payload)
    let logKey = Keys.log(ledger, header.dot)
    let arrivalKey = Keys.arrival(ledger, arrival)
    var dotBytes: [UInt8] = []
    header.dot.replica.appendBytes(to: &dotBytes)
    dotBytes.appendBigEndian(header.dot.seq)
    do throws(LMDBError) {
      try transaction.put(store.tables.log, key: logKey.span.bytes, value: value.span.bytes)
      try transaction.put(
        store.tables.arrival, key: arrivalKey.span.bytes, value: dotBytes.span.bytes)
    } catch {
      throw StoreError(error, at: store.place)
    }
    try applier.apply(change, deps: deps, arrival: arrival, in: &transaction)
    state.nextArrival = arrival + 1
    state.vector[header.dot.replica] = header.dot.seq
    state.heads[header.dot.replica] = Head(
      seq: header.dot.seq, clock: header.clock, hash: change.hash, deps: deps)
    touched.insert(header.dot.replica)
    report.applied += 1
  }

  /// Writes the heads, once a replica and transaction, and judges what the changes have touched.
  mutating func finish(in transaction: inout WriteTransaction) throws(StoreError) {
    try applier.finish(in: &transaction)
    for replica in touched {
      guard let head = state.heads[replica] else { continue }
      let key = Keys.head(ledger, replica)
      let value = head.encoded()
      do throws(LMDBError) {
        try transaction.put(store.tables.heads, key: key.span.bytes, value: value.span.bytes)
      } catch {
        throw StoreError(error, at: store.place)
      }
    }
    var seen: Set<ConflictID> = []
    report.newConflicts = applier.newConflicts.filter { seen.insert($0).inserted }
    report.vector = state.vector
  }

  private mutating func miss(_ gap: Gap) {
    if report.gap == nil { report.gap = gap }
  }

  private func missingDeps(_ changes: ArraySlice<DecodedChange>) -> Gap? {
    #if TAIZHANG_PLANTED_FAULTS
      if PlantedFault.makes(.gapSkipped) { return nil }
    #endif
    for change in changes {
      for entry in change.header.depsDelta where state.vector[entry.replica] < entry.seq {
        return Gap(
          replica: entry.replica, from: state.vector[entry.replica] + 1, to: entry.seq)
      }
    }
    return nil
  }

  private func isStored(
    _ change: DecodedChange, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> Bool {
    #if TAIZHANG_PLANTED_FAULTS
      if PlantedFault.makes(.secondHistoryAccepted) { return true }
    #endif
    let key = Keys.log(ledger, change.header.dot)
    do {
      guard let value = try transaction.get(store.tables.log, key.span.bytes) else { return true }
      return try value.withUnsafeBytes { (bytes) throws(CorruptRecord) in
        let entry = try LogEntry(bytes)
        if let hash = entry.stubHash { return change.hash == hash }
        return change.payload.elementsEqual(bytes[entry.payload])
      }
    } catch {
      throw StoreError(error, at: store.place, table: "log", key: key)
    }
  }

  /// One replica, two histories: both are kept as proof, and it writes no more.
  private mutating func freeze(
    _ run: Run, _ dot: Dot, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    try store.setFrozen(dot.replica, in: &transaction)
    try refuse(run, .equivocation, dot.description, in: &transaction)
  }

  private mutating func refuse(
    _ run: Run, _ code: RefusalCode, _ detail: String, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    for change in run.changes {
      let refusal = Refusal(dot: change.header.dot, code: code, detail: detail)
      report.refused.append(refusal)
      try store.keep(refusal, change, ledger, in: &transaction)
    }
  }
}
