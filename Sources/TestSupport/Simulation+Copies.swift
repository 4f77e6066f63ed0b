// Guarantees: what becomes of a directory that was copied: a copy on another machine gets an
// identity of its own at its first write; of the copy of a whole disk, where two write under one
// identity, the second history is found out, made again under a new name, and nothing that anybody
// typed is lost.

internal import Causality
internal import Foundation
internal import LedgerStore
internal import Wire

/// What somebody typed on a machine that writes under another's identity.
private struct Typed {
  let change: ReferenceChange
  let ledger: String
}

extension Simulation {
  /// Whether the hub's disk may go back to an image: nobody began from a snapshot made since, or
  /// has compacted what only others could give the hub again, or was told that it may. A hub tells
  /// so only of what a backup holds.
  func mayGoBack(to vectors: [String: VersionVector]) throws -> Bool {
    func holds(_ ledger: String, _ vector: VersionVector) -> Bool {
      vectors[ledger]?.covers(vector) ?? false
    }
    return offices.dropFirst().allSatisfy { office in
      office.bases.allSatisfy { holds($0.key, $0.value) }
    } && horizons.allSatisfy { holds($0.ledger, $0.vector) }
  }

  private func mayBeCopied(_ office: SimulatedOffice) throws -> Bool {
    try office.index > 0 && office.hasJoined && hubIsWhole() && !isRevoked(office)
      && members.latest(office.replica) != nil
  }

  /// The same directory once more.
  private func twin(of office: SimulatedOffice, livesAnywhere: Bool) throws -> SimulatedOffice {
    office.close()
    let path = newPath()
    try FileManager.default.copyItem(atPath: office.path, toPath: path)
    var options = office.options
    options.identitySeed = random.keySeed()
    options.machineID = livesAnywhere ? nil : "copy \(offices.count)"
    options.livesAnywhere = livesAnywhere
    let twin = SimulatedOffice(
      index: offices.count, name: "copy \(offices.count)", role: office.role,
      ledgers: office.ledgers, clock: office.clock, options: options, path: path, store: nil)
    twin.vectors = office.vectors
    twin.committed = office.committed
    twin.bases = office.bases
    twin.baseLists = office.baseLists
    twin.former = office.former
    twin.hasJoined = true
    return twin
  }

  // MARK: - Copies that know that they are copies

  /// A directory is copied and the copy opened on another machine: its first write makes it another
  /// writer, which the hub takes as the successor. Both go on.
  func copyDirectory(of office: SimulatedOffice) throws {
    guard offices.count < 8, try mayBeCopied(office) else { return }
    let twin = try twin(of: office, livesAnywhere: false)
    let former = try twin.replica
    try require(
      try twin.store.needsNewIdentity, "copies", "\(twin.name) would write as \(office.name)")
    offices.append(twin)
    twin.former.insert(former)
    twin.committed = [:]
    roles[try successor(of: twin)] = twin.role
    if random.chance(50), try mayWrite(office, twin.ledgers[0]) {
      try edit(twin, twin.ledgers[0])
    } else {
      _ = try twin.store.renewIdentity()
    }
    summary.copies += 1
    trace("copied \(office.index)")
    try require(
      try twin.replica != former && !twin.store.needsNewIdentity, "copies",
      "\(twin.name) writes as \(office.name)")
    try succeed(twin, former)
  }

  /// An office makes itself a new identity: a key may have been seen.
  func renew(_ office: SimulatedOffice) throws {
    guard try mayBeCopied(office) else { return }
    let former = try office.replica
    let report = try office.store.renewIdentity()
    try require(
      report.reissued.isEmpty && report.old == former, "2 nothing acknowledged is lost",
      "\(office.name) makes \(report.reissued) again for nothing")
    try goOver(office, from: former)
    try succeed(office, former)
  }

  /// What the account of a machine says after its identity has changed.
  private func goOver(_ office: SimulatedOffice, from former: ReplicaID) throws {
    office.former.insert(former)
    office.committed = [:]
    office.sessions = [:]
    office.waitingForMembers = []
    roles[try office.replica] = office.role
    summary.renewals += 1
    trace("renewed \(office.index)")
    for ledger in office.allLedgers { try expectVector(office, ledger, "2 nothing is lost") }
  }

  /// The identity that a copy is about to make.
  private func successor(of office: SimulatedOffice) throws -> ReplicaID {
    let seed = (office.options.identitySeed ?? []) + (try office.store.identity.publicKey)
    return try SigningKey(seed: Digest(hashing: seed).bytes).replica
  }

  /// The hub takes the new identity of a machine.
  private func succeed(_ office: SimulatedOffice, _ former: ReplicaID) throws {
    guard let succession = try office.store.pendingSuccession(), var old = members.latest(former)
    else { throw failure("copies", "\(office.name) has no succession to show") }
    let before = try hub.vector(Store.memberLedger)[try hub.replica]
    let member = try hub.store.admit(succession, office: office.name)
    try office.store.settleSuccession()
    let words = try hub.vector(Store.memberLedger)[try hub.replica] - before
    let replica = try office.replica
    try require(
      try words == 1 && member.replica == replica && office.store.pendingSuccession() == nil,
      "copies", "a succession took \(words) words")
    let dot = try nextWord()
    old.isRetired = true
    members.append(dot, former, old)
    members.append(
      dot, replica,
      ReferenceMember(
        role: old.role, ledgers: old.ledgers, enrolledMilliseconds: hub.clock.now))
    try tellOfWord()
    try tellMembers(office)
  }

  // MARK: - Copies that do not know it

  /// A whole disk is copied, machine and all: two write under one identity until it is noticed.
  func fork(_ office: SimulatedOffice) throws {
    guard offices.count < 8, try mayBeCopied(office), try mayWrite(office, office.ledgers[0])
    else { return }
    let twin = try twin(of: office, livesAnywhere: true)
    let replica = try office.replica
    var typed: [Typed] = []
    let starts = office.committed
    for ledger in office.ledgers where ledger == office.ledgers[0] || random.chance(50) {
      // Revoked in one ledger, a member still writes the others.
      guard try mayWrite(office, ledger) else { continue }
      for _ in 0...random.below(2) { try edit(office, ledger) }
      for _ in 0...random.below(3) { typed.append(try type(ledger, at: twin)) }
    }
    summary.forks += 1
    forked.insert(replica)
    trace("forked \(office.index) \(typed.count)")
    // Nothing of the first machine is on its way when the hub hears of the other.
    for ledger in office.ledgers { try hand(ledger, from: office) }
    let (forks, isFrozenAtHub) = try findOut(twin, starts, typed)
    offices.append(twin)
    try renewForked(twin, typed, forks)
    // The hub takes nothing more under that name, from whichever machine.
    if isFrozenAtHub { try freezeAtHub(office, replica) }
    for ledger in twin.ledgers { try inspect(twin, ledger) }
  }

  /// All that the hub lacks of what a machine has.
  private func hand(_ ledger: String, from office: SimulatedOffice) throws {
    try tellMembers(office)
    let known = reachable(hub.vectors[ledger] ?? VersionVector(), from: office, ledger)
    try apply(try office.store.runs(ledger, after: known), to: hub, ledger)
  }

  /// Somebody types on the copy.
  private func type(_ ledger: String, at twin: SimulatedOffice) throws -> Typed {
    let draft = Draft(author: twin.name, operations: try operations(twin, few: false))
    let receipt = try twin.store.commit(ledger, [draft])
    let dot = receipt.dots[0]
    guard
      let change = try twin.store.read({ snapshot throws(StoreError) in
        try snapshot.change(ledger, dot)
      })
    else { throw failure("2 nothing is lost", "\(dot) is not in the log") }
    let seen = twin.vectors[ledger] ?? VersionVector()
    twin.vectors[ledger, default: VersionVector()][dot.replica] = dot.seq
    return Typed(
      change: ReferenceChange(
        dot: dot, clock: change.header.clock, seen: seen, operations: draft.operations,
        memberVersion: memberVector(twin).changeCount), ledger: ledger)
  }

  /// The copy hears of it: by its hub at an exchange, by a stick that brings the other's changes,
  /// or because people know. Gives where it knows that the histories part, and whether the hub has
  /// seen both.
  private func findOut(
    _ twin: SimulatedOffice, _ starts: [String: UInt64], _ typed: [Typed]
  ) throws -> (forks: [String: UInt64], isFrozenAtHub: Bool) {
    let replica = try twin.replica
    let way = random.below(3)
    var forks: [String: UInt64] = [:]
    for ledger in Set(typed.map(\.ledger)).sorted() {
      let first = Dot(replica: replica, seq: (starts[ledger] ?? 0) + 1)
      switch way {
      case 0: try meetAtHub(twin, ledger, first)
      case 1:
        let runs = try hub.store.runs(
          ledger, after: reachable(VersionVector(), from: hub, ledger)
        ).filter { $0.replica == replica && $0.seqs.upperBound >= first.seq }
        let report = try twin.store.apply(ledger, runs)
        try require(
          report.applied == 0 && report.refused.contains { $0.code == .equivocation },
          "9 verified before applied", "\(twin.name) takes two histories: \(report)")
      default: try twin.store.noteUnaccepted(ledger, from: first.seq)
      }
      forks[ledger] = first.seq
      // Who renews does so at the first sign; what he wrote elsewhere counts as well.
      if random.chance(30) { break }
    }
    let draft = Draft(author: twin.name, operations: try operations(twin, few: true))
    do {
      _ = try twin.store.commit(twin.ledgers[0], [draft])
      throw failure("9 verified before applied", "\(twin.name) goes on under two histories")
    } catch let error as StoreError where error.code == .frozen {}
    return (forks, way == 0)
  }

  /// An exchange with the hub finds where the histories part; both keep the proof.
  private func meetAtHub(_ twin: SimulatedOffice, _ ledger: String, _ first: Dot) throws {
    func hash(_ office: SimulatedOffice) throws -> Digest? {
      try office.store.read { snapshot throws(StoreError) in
        try snapshot.change(ledger, first)?.hash
      }
    }
    guard let here = try hash(twin), let there = try hash(hub), here != there else {
      throw failure("copies", "no two histories of \(first)")
    }
    let runs = try twin.store.runs(ledger, after: before(first, ledger, twin))
    let report = try hub.store.apply(ledger, runs.filter { $0.replica == first.replica })
    try require(
      report.applied == 0 && report.refused.contains { $0.code == .equivocation },
      "9 verified before applied", "the hub takes two histories: \(report)")
    try twin.store.noteForeignHistory(ledger, dot: first, here: here, there: there)
  }

  private func before(_ dot: Dot, _ ledger: String, _ office: SimulatedOffice) -> VersionVector {
    var vector = office.vectors[ledger] ?? VersionVector()
    vector[dot.replica] = dot.seq - 1
    return vector
  }

  /// A machine that wrote a second history makes it again under a new name, with what its author
  /// had seen; where it does not know of a fork, all that the hub has not confirmed.
  private func renewForked(
    _ office: SimulatedOffice, _ typed: [Typed], _ forks: [String: UInt64]
  ) throws {
    let former = try office.replica
    var again: [String: [ReferenceChange]] = [:]
    for ledger in office.ledgers {
      let own = office.vectors[ledger]?[former] ?? 0
      let first = try forks[ledger] ?? firstUnconfirmed(office, ledger)
      guard first <= own else { continue }
      again[ledger] = try (first...own).map { seq in
        let dot = Dot(replica: former, seq: seq)
        let here = typed.first { $0.ledger == ledger && $0.change.dot == dot }?.change
        guard let change = here ?? references[ledger]?.changes[dot] else {
          throw failure("copies", "nobody typed \(dot)")
        }
        return change
      }
    }
    let report = try office.store.renewIdentity()
    try require(
      report.reissued == again.mapValues(\.count), "2 nothing acknowledged is lost",
      "\(office.name) makes \(report.reissued) again, not \(again.mapValues(\.count))")
    try takeOver(again, at: office, from: former)
    try goOver(office, from: former)
    for (ledger, changes) in again { office.committed[ledger] = UInt64(changes.count) }
    summary.reissued += again.values.reduce(0) { $0 + $1.count }
    try succeed(office, former)
  }

  /// The first own change that neither the hub's receipt covers nor others have built upon.
  private func firstUnconfirmed(_ office: SimulatedOffice, _ ledger: String) throws -> UInt64 {
    let own = try office.replica
    let held = office.vectors[ledger] ?? VersionVector()
    let receipt = try office.store.peerValue(SimulatedOffice.receiptKey(ledger))
    let confirmed = try receipt.map { try Receipt.decode($0).vector[own] } ?? 0
    let built =
      references[ledger]?.changes.values
      .filter { $0.dot.replica != own && held.covers($0.dot) }.map { $0.seen[own] }.max() ?? 0
    return max(confirmed, built, office.bases[ledger]?[own] ?? 0) + 1
  }

  /// What is made again stands under the new name.
  private func takeOver(
    _ again: [String: [ReferenceChange]], at office: SimulatedOffice, from former: ReplicaID
  ) throws {
    let replica = try office.replica
    for (ledger, changes) in again {
      let last = (changes.first?.dot.seq ?? 1) - 1
      var vector = office.vectors[ledger] ?? VersionVector()
      vector[former] = last
      for (index, change) in changes.enumerated() {
        let dot = Dot(replica: replica, seq: UInt64(index) + 1)
        var seen = change.seen
        seen[former] = last
        seen[replica] = UInt64(index)
        references[ledger]?.insert(
          ReferenceChange(
            dot: dot, clock: change.clock, seen: seen, operations: change.operations,
            memberVersion: change.memberVersion))
        mustHave[ledger, default: []].insert(dot)
        vector[replica] = dot.seq
      }
      office.vectors[ledger] = vector
    }
  }

  /// The first machine finds its changes refused as well, and renews.
  private func freezeAtHub(_ office: SimulatedOffice, _ replica: ReplicaID) throws {
    let ledger = office.ledgers[0]
    let draft = Draft(author: office.name, operations: try operations(office, few: true))
    _ = try office.store.commit(ledger, [draft])
    let known = reachable(hub.vectors[ledger] ?? VersionVector(), from: office, ledger)
    let report = try hub.store.apply(ledger, try office.store.runs(ledger, after: known))
    try require(
      report.applied == 0 && report.refused.map(\.code) == [.frozen],
      "9 verified before applied", "the hub goes on with two histories: \(report)")
    let first = (office.committed[ledger] ?? 0) + 1
    try office.store.noteUnaccepted(ledger, from: first)
    guard
      let change = try office.store.read({ snapshot throws(StoreError) in
        try snapshot.change(ledger, Dot(replica: replica, seq: first))
      })
    else { throw failure("2 nothing is lost", "\(replica)#\(first) is not in the log") }
    let typed = Typed(
      change: ReferenceChange(
        dot: change.header.dot, clock: change.header.clock,
        seen: office.vectors[ledger] ?? VersionVector(), operations: draft.operations,
        memberVersion: memberVector(office).changeCount), ledger: ledger)
    office.vectors[ledger, default: VersionVector()][replica] = first
    try renewForked(office, [typed], [ledger: first])
  }
}
