// Guarantees: the hub enrols, revokes, reinstates and retires as people would have it, and every
// word it gives is told to the reference; a program that obeys nobody writes what it may not.

internal import Causality
internal import LedgerStore
internal import Wire

extension Simulation {
  /// How much of the member ledger a machine holds.
  func memberVector(_ office: SimulatedOffice) -> VersionVector {
    office.vectors[Store.memberLedger] ?? VersionVector()
  }

  /// A word of the hub, one change of the member ledger, that left `replica` as `member`.
  func noteWord(_ replica: ReplicaID, _ member: ReferenceMember) throws {
    members.append(try nextWord(), replica, member)
    trace("member \(replica) \(member.ledgers.sorted()) \(member.revocations.count)")
    try tellOfWord()
  }

  /// The dot of the hub's next word, which it has given.
  func nextWord() throws -> Dot {
    let hubReplica = try hub.replica
    let seq = (hub.committed[Store.memberLedger] ?? 0) + 1
    let dot = Dot(replica: hubReplica, seq: seq)
    hub.committed[Store.memberLedger] = seq
    hub.vectors[Store.memberLedger, default: VersionVector()][hubReplica] = seq
    mustHave[Store.memberLedger, default: []].insert(dot)
    return dot
  }

  /// Somebody hears of a word at once: what the hub alone knew, its disk could lose.
  func tellOfWord() throws {
    try expectVector(hub, Store.memberLedger, "2 nothing is lost")
    let listeners = offices.dropFirst().filter { !$0.isOut && $0.hasJoined }
    if let listener = random.pick(listeners) { try tellMembers(listener) }
  }

  /// The office takes the hub's member list, by whatever way.
  func tellMembers(_ office: SimulatedOffice) throws {
    if !memberVector(office).covers(hub.bases[Store.memberLedger] ?? VersionVector()) {
      try takeSnapshot(office, Store.memberLedger)
    }
    let runs = try hub.store.runs(Store.memberLedger, after: memberVector(office))
    try apply(runs, to: office, Store.memberLedger)
  }

  /// Enrolment is one request and its answer, repeated by people until it succeeds.
  func join(_ office: SimulatedOffice) throws {
    let store = try office.store
    let identity = try hub.store.identity
    try store.trustHub(
      replica: identity.replica, publicKey: identity.publicKey, office: "hub",
      former: try hub.store.formerHubs())
    office.hasJoined = true
    try enrol(office)
    try tellMembers(office)
  }

  /// The hub lists the office as it is now.
  func enrol(_ office: SimulatedOffice) throws {
    let identity = try office.store.identity
    try hub.store.enrol(
      Member(
        replica: identity.replica, publicKey: identity.publicKey, office: office.name,
        role: office.role, ledgers: office.ledgers, enrolledMilliseconds: hub.clock.now))
    try noteEnrolment(of: office)
  }

  func noteEnrolment(of office: SimulatedOffice) throws {
    let replica = try office.replica
    roles[replica] = office.role
    let ledgers = office.role == .hub ? [] : Set(office.ledgers)
    try noteWord(
      replica,
      ReferenceMember(role: office.role, ledgers: ledgers, enrolledMilliseconds: hub.clock.now))
  }

  // MARK: - What people decide

  /// An office takes on one more ledger, long after others began to write it.
  func subscribe(_ office: SimulatedOffice) throws {
    guard office.index > 0, try hubIsWhole(), try !isRevoked(office),
      let ledger = ledgers.first(where: { !office.ledgers.contains($0) })
    else { return }
    office.ledgers.append(ledger)
    try enrol(office)
    try office.store.addLedger(ledger)
    summary.lateSubscriptions += 1
  }

  func isRevoked(_ office: SimulatedOffice) throws -> Bool {
    members.latest(try office.replica)?.isRevoked ?? false
  }

  /// An office is shut out: from here on, or from some time ago.
  func revoke(_ office: SimulatedOffice) throws {
    guard office.index > 0, try hubIsWhole(), try !isRevoked(office),
      offices.count(where: { !$0.isOut }) > 2
    else { return }
    let replica = try office.replica
    guard var member = members.latest(replica) else { return }
    var after: [String: UInt64] = [:]
    for ledger in office.ledgers where random.chance(40) {
      let held = hub.vectors[ledger]?[replica] ?? 0
      after[ledger] = UInt64(random.below(Int(held) + 1))
    }
    guard try say(of: replica, { try $0.revoke(replica, after: after) }) else { return }
    var named = member.ledgers.union(after.keys)
    if member.role.isAuthority { named.formUnion(hub.allLedgers) }
    for ledger in named {
      member.revocations[ledger] = after[ledger] ?? hub.vectors[ledger]?[replica] ?? 0
    }
    member.revocations["*"] = 0
    summary.revocations += 1
    for (ledger, last) in member.revocations {
      summary.cutsBelowBase += offices.count { $0.bases[ledger]?[replica] ?? 0 > last }
    }
    try noteWord(replica, member)
    try expectFresh(hub)
  }

  /// It was a mistake, or the thief was caught.
  func reinstate(_ office: SimulatedOffice) throws {
    guard try hubIsWhole(), try isRevoked(office) else { return }
    let replica = try office.replica
    guard var member = members.latest(replica) else { return }
    guard try say(of: replica, { try $0.reinstate(replica) }) else { return }
    member.revocations = [:]
    summary.reinstatements += 1
    try noteWord(replica, member)
    try expectFresh(hub)
  }

  /// A machine's identity gave way to another; what it wrote counts.
  func retire(_ replica: ReplicaID) throws {
    guard try hubIsWhole(), var member = members.latest(replica) else { return }
    try hub.store.retire(replica)
    member.isRetired = true
    try noteWord(replica, member)
  }

  // MARK: - A program that obeys nobody

  /// The office runs a program without permissions for a while: what it writes is logged everywhere
  /// and void everywhere.
  func writeUnlawfully(_ office: SimulatedOffice, _ ledger: String) throws {
    guard office.role == .county, try mayWrite(office, ledger) else { return }
    office.close()
    office.schema = Guest.schema
    let forbidden = [
      Guest.write(workID(random.below(6)), Guest.Field.plan, .integer(7)),
      Guest.write(workID(random.below(6)), Guest.Field.stage, .code(Guest.reservedStage)),
    ]
    let draft = Draft(
      author: office.name,
      operations: [forbidden[random.below(2)], Guest.add(workID(6), "tag \(random.below(3))")])
    try commit(office, ledger, [draft])
    office.close()
    office.schema = Guest.governed
    // The first write under the true schema makes the derived tables again.
    _ = try office.store.apply(ledger, [])
    summary.unlawful += 1
  }
}
