// Guarantees: a change is logged only when everything before it is (its own chain, its deps) and
// its author's key signed it; it has effect only when its author may write what it writes. What is
// refused or void is kept with the reason. Log, heads, records, indexes and conflicts move in one
// LMDB transaction.

public import Causality
internal import LMDB
public import Wire

/// What became of a change set.
public struct ApplyReport: Sendable {
  /// Changes that were logged; all but the void ones took effect.
  public internal(set) var applied = 0
  /// Logged changes that have no effect, with the reason.
  public internal(set) var voided: [Refusal] = []
  /// Changes that were here already, byte for byte.
  public internal(set) var duplicates = 0
  /// Changes that were not logged, with the reason; kept in the store until a person deals with
  /// them.
  public internal(set) var refused: [Refusal] = []
  /// The first thing missing, when a run could not be applied for want of it.
  public internal(set) var gap: Gap?
  /// Conflicts that were not open before, each once.
  public internal(set) var newConflicts: [ConflictID] = []
  /// Changes stamped more than 10 minutes ahead of this store's clock; applied all the same.
  public internal(set) var farAhead = 0
  /// What the store holds of the ledger afterwards.
  public internal(set) var vector = VersionVector()
  /// What was found out about histories that differ.
  public internal(set) var alarms: [Alarm] = []
}

extension Store {
  /// Applies runs in the order given: one LMDB transaction, durable on return.
  ///
  /// Idempotent: what is here already counts as a duplicate. A run that misses something, or is
  /// refused, has no effect and does not keep other runs from theirs. O(what is new).
  ///
  /// - Parameter keepsForged: false where whoever brings the runs has proven nothing. What no
  ///   member is known to have signed is then refused without being kept: making it costs nobody
  ///   anything.
  /// - Throws: `noSuchLedger`, or an I/O error; then nothing has changed.
  public func apply(
    _ ledger: String, _ runs: [Run], keepsForged: Bool = true
  ) throws(StoreError) -> ApplyReport {
    try write { (transaction, state) throws(StoreError) in
      try self.loadLedger(ledger, &state, transaction)
      let before = try self.loadMembers(&state, transaction)
      var members = before
      let city = try self.memberLedgerState(besides: ledger, &state, transaction)
      var work = LedgerWork(
        self, ledger, state.ledgers[ledger] ?? LedgerState(), before, city: city,
        keepsForged: keepsForged)
      for run in runs {
        try work.admit(run, members, &state.clock, in: &transaction)
        if work.touchesMembers {
          members = try self.memberList(transaction)
          work.touchesMembers = false
        }
      }
      try work.finish(in: &transaction)
      state.ledgers[ledger] = work.state
      if ledger == Self.memberLedger {
        state.members = try self.rejudge(from: before, to: members, &state, in: &transaction)
      }
      return work.report
    }
  }

  /// What is known of the member ledger, for changes of another; nil when it is not held.
  func memberLedgerState(
    besides ledger: String, _ state: inout WriterState, _ transaction: borrowing WriteTransaction
  ) throws(StoreError) -> LedgerState? {
    guard ledger != Self.memberLedger, try holds(Self.memberLedger, transaction) else { return nil }
    try loadLedger(Self.memberLedger, &state, transaction)
    return state.ledgers[Self.memberLedger]
  }
}

/// One ledger's part of one write transaction.
struct LedgerWork {
  let store: Store
  let ledger: String
  private(set) var state: LedgerState
  private(set) var report = ApplyReport()
  /// Set by a change that touched the member list, cleared by whoever reads the list again.
  var touchesMembers = false
  /// The member ledger as it stands, when this is another and it is held.
  private let city: LedgerState?
  /// Whether what no member is known to have signed is kept as refused.
  private let keepsForged: Bool
  private var applier: Applier
  private var touched: Set<ReplicaID> = []

  init(
    _ store: Store, _ ledger: String, _ state: LedgerState, _ members: MemberList,
    city: LedgerState?, keepsForged: Bool = true
  ) {
    self.store = store
    self.ledger = ledger
    self.state = state
    self.city = city
    self.keepsForged = keepsForged
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
    guard try isSigned(run, by: replica, members, in: &transaction) else { return }
    for change in run.changes.prefix(while: { $0.header.dot.seq <= known }) {
      if try !isStored(change, transaction) {
        return try freeze(run, at: change.header.dot, in: &transaction)
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
    // A hub holds what counts of a name: where that has a successor, what fits upon it is taken.
    let isSettled = store.identity.role != .hub && members[replica]?.succeededBy != nil
    if !isSettled, try store.isFrozen(replica, transaction) {
      return try refuse(fresh, .frozen, replica.description, in: &transaction)
    }
    guard next.header.dot.seq == known + 1 else {
      return miss(Gap(replica: replica, from: known + 1, to: first.header.dot.seq - 1))
    }
    guard next.header.previous == state.heads[replica]?.hash ?? .zero else {
      return try freeze(
        run, at: Dot(replica: replica, seq: max(1, known)), in: &transaction)
    }
    if try store.isGivenUp(next, ledger, transaction) {
      return try refuse(fresh, .equivocation, next.header.dot.description, in: &transaction)
    }
    if let gap = missingDeps(fresh) {
      #if TAIZHANG_PLANTED_FAULTS
        if PlantedFault.makes(.vectorAheadOfData) { state.vector[replica] = last.header.dot.seq }
      #endif
      return miss(gap)
    }
    // Members under another hub's list name that list's versions and heads: nothing to compare
    // here.
    let isUnderAnother = members[replica]?.under != nil
    #if TAIZHANG_PLANTED_FAULTS
      let version = PlantedFault.makes(.laterListIgnored) ? .max : memberVersion
    #else
      let version = memberVersion
    #endif
    if !isUnderAnother, let ahead = fresh.first(where: { $0.header.memberVersion > version }) {
      return try missMembers(ahead, fresh, members, in: &transaction)
    }
    if !isUnderAnother, let (pin, witness) = try store.otherOwn(fresh, ledger, transaction) {
      return try missOther(pin, witness, in: &transaction)
    }
    try take(fresh, of: run, members, comparesPins: !isUnderAnother, &clock, in: &transaction)
  }

  /// Whether a run is of this ledger and signed by a member; refuses it where it is not.
  private mutating func isSigned(
    _ run: Run, by replica: ReplicaID, _ members: MemberList,
    in transaction: inout WriteTransaction
  ) throws(StoreError) -> Bool {
    if let foreign = run.changes.first(where: { $0.header.ledger != ledger }) {
      try refuse(
        run.changes[...], .foreignLedger, foreign.header.ledger, keeps: keepsForged,
        in: &transaction)
      return false
    }
    guard let key = members.key(replica) else {
      try refuse(
        run.changes[...], .unknownMember, replica.description, keeps: keepsForged,
        in: &transaction)
      return false
    }
    #if TAIZHANG_PLANTED_FAULTS
      if PlantedFault.makes(.signatureUnchecked) { return true }
    #endif
    if run.verify(with: key) { return true }
    try refuse(
      run.changes[...], .badSignature, members.office(replica), keeps: keepsForged,
      in: &transaction)
    return false
  }

  /// Logs what is new of a run that is known to be good, and gives it its effect.
  private mutating func take(
    _ fresh: ArraySlice<DecodedChange>, of run: Run, _ members: MemberList, comparesPins: Bool,
    _ clock: inout HybridClock, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    for change in fresh {
      let wall = store.options.wallMilliseconds()
      if !clock.observe(change.header.clock, wallMilliseconds: wall) { report.farAhead += 1 }
      let isLast = change.header.dot == run.changes.last?.header.dot
      if comparesPins { try checkPins(of: change, in: &transaction) }
      let voiding = store.authority.judge(change, members)
      try store.release(change, ledger, in: &transaction)
      try take(
        change, signature: isLast ? run.signature.bytes : nil, voiding: voiding, in: &transaction)
    }
  }

  /// The version of the member list that this store judges by; beyond all where it has none.
  private var memberVersion: UInt64 {
    if ledger == Store.memberLedger { return .max }
    return city?.vector.sum ?? .max
  }

  /// A change made under a later member list waits for it. A hub writes the list: a later one is
  /// nobody's, or the hub was restored from an older backup.
  private mutating func missMembers(
    _ change: DecodedChange, _ fresh: ArraySlice<DecodedChange>, _ members: MemberList,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let held = city?.vector ?? VersionVector()
    let header = change.header
    let pin = header.memberPins.first { held[$0.dot.replica] < $0.dot.seq }?.dot
    let writer = pin?.replica ?? members.firstHub ?? header.dot.replica
    let to = pin?.seq ?? held[writer] + (header.memberVersion - memberVersion)
    miss(
      Gap(ledger: Store.memberLedger, replica: writer, from: held[writer] + 1, to: to))
    guard store.identity.role == .hub else { return }
    try refuse(fresh, .memberListAhead, String(header.memberVersion), in: &transaction)
  }

  /// Logs one change that is known to be good and next in its chain, and gives it its effect.
  mutating func take(
    _ change: DecodedChange, signature: [UInt8]?, voiding: Voiding?,
    in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let header = change.header
    let before = state.heads[header.dot.replica]
    var deps = before?.deps ?? VersionVector()
    deps.advance(by: header.depsDelta)
    var pinned = before?.pinned ?? VersionVector()
    // Of replicas that have written nothing of the member ledger here a change may name any number.
    let written = city?.vector ?? VersionVector()
    pinned.advance(by: header.memberPins.filter { written[$0.dot.replica] > 0 })
    let arrival = state.nextArrival
    let keepsDeps = header.dot.seq % LogEntry.depsEvery == 0
    let value = LogEntry.bytes(
      arrival: arrival, signature: signature, deps: keepsDeps ? deps : nil,
      payload: change.payload)
    let logKey = Keys.log(ledger, header.dot)
    let arrivalKey = Keys.arrival(ledger, arrival)
    let dotBytes = Applier.bytes(header.dot)
    do throws(LMDBError) {
      try transaction.put(store.tables.log, key: logKey.span.bytes, value: value.span.bytes)
      try transaction.put(
        store.tables.arrival, key: arrivalKey.span.bytes, value: dotBytes.span.bytes)
    } catch {
      throw StoreError(error, at: store.place)
    }
    if let voiding {
      try applier.note(voiding, of: change, arrival: arrival, in: &transaction)
      try store.keep(voiding, change, ledger, in: &transaction)
      report.voided.append(
        Refusal(dot: header.dot, code: voiding.code, detail: voiding.detail, isVoid: true))
    } else {
      try applier.apply(change, deps: deps, arrival: arrival, in: &transaction)
    }
    state.nextArrival = arrival + 1
    state.vector[header.dot.replica] = header.dot.seq
    state.heads[header.dot.replica] = Head(
      seq: header.dot.seq, clock: header.clock, hash: change.hash, deps: deps, pinned: pinned)
    touched.insert(header.dot.replica)
    report.applied += 1
    guard ledger == Store.memberLedger else { return }
    if change.operations.contains(where: { $0.collection == MemberRecord.collection }) {
      touchesMembers = true
    }
    report.alarms += try store.settlePins(of: change, in: &transaction)
  }

  /// Compares what the author holds of others with what is held here.
  private mutating func checkPins(
    of change: DecodedChange, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let header = change.header
    for (index, entry) in header.depsDelta.enumerated() {
      let pin = Pin(
        dot: Dot(replica: entry.replica, seq: entry.seq), hash: header.pin(ofDep: index))
      guard pin.hash != .none,
        let here = try store.hash(of: pin.dot, ledger, state, transaction), here.prefix != pin.hash
      else { continue }
      report.alarms.append(
        try store.raise(pin, here, ledger, witness: header.dot, of: ledger, in: &transaction))
    }
    guard let city else { return }
    for pin in header.memberPins where pin.hash != .none {
      if city.vector[pin.dot.replica] < pin.dot.seq {
        try store.keep(pin, witness: header.dot, of: ledger, in: &transaction)
      } else if let here = try store.hash(of: pin.dot, Store.memberLedger, city, transaction),
        here.prefix != pin.hash
      {
        report.alarms.append(
          try store.raise(
            pin, here, Store.memberLedger, witness: header.dot, of: ledger, in: &transaction))
      }
    }
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

  /// What was made upon another history of this store's own waits until this identity is renewed:
  /// that history then comes as anybody's. An office stands still until then. A hub does so once it
  /// has seen that history, signed by its own key, which whoever holds it sends: one member's word
  /// would stop the whole city.
  private mutating func missOther(
    _ pin: Pin, _ witness: Dot, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    guard let here = try store.hash(of: pin.dot, ledger, state, transaction) else { return }
    report.alarms.append(
      try store.raise(pin, here, ledger, witness: witness, of: ledger, in: &transaction))
    if store.identity.role != .hub { try store.noteFork(ledger, pin.dot, in: &transaction) }
    miss(Gap(replica: pin.dot.replica, from: pin.dot.seq, to: pin.dot.seq))
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
    _ run: Run, at dot: Dot, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    let isDealtWith = try store.isProof(run, from: dot, ledger, transaction)
    try store.keepProof(run, from: dot, ledger, in: &transaction)
    if dot.replica == store.identity.replica {
      try store.noteFork(ledger, dot, in: &transaction)
    } else if store.identity.role == .hub, try store.isOwn(dot.replica, transaction) {
      // The history that a hub gave up under a former name comes back from those who had taken it.
      if !isDealtWith { try store.noteFork(ledger, dot, in: &transaction) }
    } else {
      try store.setFrozen(dot.replica, ledger, from: dot.seq, in: &transaction)
    }
    try refuse(
      run.changes.drop { $0.header.dot.seq < dot.seq }, .equivocation, dot.description,
      in: &transaction)
  }

  private mutating func refuse(
    _ changes: ArraySlice<DecodedChange>, _ code: RefusalCode, _ detail: String,
    keeps: Bool = true, in transaction: inout WriteTransaction
  ) throws(StoreError) {
    for change in changes {
      let refusal = Refusal(dot: change.header.dot, code: code, detail: detail)
      report.refused.append(refusal)
      if keeps { try store.keep(refusal, change, ledger, in: &transaction) }
    }
  }
}
