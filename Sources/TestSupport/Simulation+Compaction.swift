// Guarantees: the hub and its offices compact while everything else goes on; how far, is worked out
// beforehand from what members were heard to hold, and nothing that people see changes by it.

internal import Causality
internal import LedgerStore
internal import Wire

/// What a member was last heard to hold of a ledger.
struct Heard: Sendable {
  let vector: VersionVector
  /// By the hub's clock.
  let at: UInt64
}

/// A change of the member ledger that tells offices how far they may compact.
struct HorizonWord: Sendable {
  let dot: Dot
  let ledger: String
  let vector: VersionVector
}

/// The hub's disk at a moment, with what the hub held then.
struct HubImage {
  let path: String
  let vectors: [String: VersionVector]
  let bases: [String: VersionVector]
  let baseLists: [String: VersionVector]
  let heard: [String: [ReplicaID: Heard]]

  init(_ path: String, _ hub: SimulatedOffice) {
    self.path = path
    vectors = hub.vectors
    bases = hub.bases
    baseLists = hub.baseLists
    heard = hub.heard
  }
}

extension Simulation {
  /// The hub takes note of what a caller says that it holds.
  func acknowledge(_ hello: Hello, by office: SimulatedOffice) throws {
    guard (hub.vectors[hello.ledger] ?? VersionVector()).covers(hello.vector) else { return }
    let replica = try office.replica
    try hub.store.noteAcknowledged(replica, ledger: hello.ledger, hello.vector)
    noteHeard(replica, hello.ledger, hello.vector)
  }

  /// The same by the simulation's own account.
  func noteHeard(_ replica: ReplicaID, _ ledger: String, _ vector: VersionVector) {
    let now = hub.clock.now
    if let known = hub.heard[ledger]?[replica], known.vector == vector,
      now < known.at + 7 * 86_400_000
    {
      return
    }
    hub.heard[ledger, default: [:]][replica] = Heard(vector: vector, at: now)
  }

  /// Some machine compacts one of its ledgers.
  func compact(_ office: SimulatedOffice) throws {
    // The hub goes first, or nobody learns of a horizon.
    let office = horizons.isEmpty || random.chance(40) ? hub : office
    var ledger = office.allLedgers[random.below(office.allLedgers.count)]
    if office.index == 0 {
      if random.chance(70) { try standStill(ledger) }
      // Who was away for half a year holds nobody up.
      if random.chance(15) { hub.clock.jump(by: 200 * 86_400_000) }
      if try !hubIsWhole() { return }
    } else if let told = random.pick(horizons), office.ledgers.contains(told.ledger) {
      ledger = told.ledger
    }
    guard office.vectors[ledger] != nil else { return }
    let isStale = try isStale(office, ledger)
    let horizon = try expectedHorizon(office, ledger)
    let before = (
      base: office.bases[ledger] ?? VersionVector(), dump: try office.store.dump(ledger)
    )
    if office.index == 0, random.chance(20) { try compactWithoutBackup(ledger) }
    guard let report = try office.store.compact(ledger, requireBackup: false).first else {
      throw failure("compaction", "\(office.name) has no \(ledger) to compact")
    }
    try require(
      report.horizon == horizon, "2 nothing acknowledged is lost",
      "\(office.name) compacts \(ledger) up to [\(report.horizon)], not [\(horizon)]")
    let isTold = office.index == 0 && !horizon.isEmpty && published(hub, ledger) != horizon
    if isTold {
      horizons.append(HorizonWord(dot: try nextWord(), ledger: ledger, vector: horizon))
    }
    let base = try office.store.base(ledger)
    try require(
      base.covers(before.base) && horizon.merging(before.base).covers(base)
        && (!isStale || base == before.base), "2 nothing acknowledged is lost",
      "\(office.name) has a base of [\(base)] in \(ledger), horizon [\(horizon)]")
    if base != before.base {
      office.bases[ledger] = base
      office.baseLists[ledger] = memberVector(office)
      summary.compacted += report.changes
      summary.compactions += 1
    }
    trace("compact \(office.index) \(ledger) \(report.changes)")
    if isTold { try tellOfWord() }
    // The word about the horizon is one more change of the member ledger.
    if ledger != Store.memberLedger {
      try require(
        try office.store.dump(ledger) == before.dump, "8 derived tables are derived",
        "\(office.name) dumps \(ledger) otherwise after compaction")
      try inspect(office, ledger)
    }
    let check = try office.store.check(deep: true)
    try require(
      check.isOK, "8 derived tables are derived",
      "\(office.name) after compacting \(ledger): \(check.problems)")
  }

  /// For a quarter of an hour the line is good, and nobody writes.
  private func standStill(_ ledger: String) throws {
    let weather = network.weather
    network.weather = .fair
    for _ in 0..<2 {
      for office in offices.dropFirst() where office.ledgers.contains(ledger) {
        try sync(office, Store.memberLedger)
        try pass(1_000)
        try sync(office, ledger)
        try pass(1_000)
      }
      try pass(400_000)
    }
    network.weather = weather
  }

  /// A hub that no backup was made of compacts nothing.
  private func compactWithoutBackup(_ ledger: String) throws {
    let plan = try hub.store.compact(ledger, dryRun: true)
    guard plan.contains(where: { $0.changes > 0 }) else { return }
    let before = try hub.store.base(ledger)
    do {
      _ = try hub.store.compact(ledger)
      throw failure("compaction", "the hub compacts without a backup")
    } catch let error as StoreError where error.code == .backupNeeded {
      summary.backupsNeeded += 1
      try require(
        try hub.store.base(ledger) == before, "2 nothing acknowledged is lost",
        "the hub has compacted what no backup holds")
    }
  }

  /// Up to where a machine may compact: the hub what every member that was heard of of late holds,
  /// an office what the hub has told it.
  private func expectedHorizon(
    _ office: SimulatedOffice, _ ledger: String
  ) throws -> VersionVector {
    let own = office.vectors[ledger] ?? VersionVector()
    guard office.index == 0 else {
      return own.common(with: published(office, ledger) ?? VersionVector())
    }
    let now = hub.clock.now
    var horizon = own
    for (replica, member) in members.all where member.role != .hub {
      guard !member.isRevoked, !member.isRetired,
        ledger == Store.memberLedger || member.ledgers.contains(ledger)
      else { continue }
      let heard =
        hub.heard[ledger]?[replica]
        ?? Heard(vector: VersionVector(), at: member.enrolledMilliseconds)
      if heard.at + Store.awayMillisecondsMax >= now {
        horizon = horizon.common(with: heard.vector)
      }
    }
    return horizon
  }

  private func published(_ office: SimulatedOffice, _ ledger: String) -> VersionVector? {
    let held = memberVector(office)
    return horizons.last { $0.ledger == ledger && held.covers($0.dot) }?.vector
  }

  // MARK: - Words of the hub about what it has compacted

  /// Gives a word of the hub about a member; false when it is refused, because it would change what
  /// counts in a base of the hub.
  func say(of replica: ReplicaID, _ word: (Store) throws -> Void) throws -> Bool {
    do {
      try word(try hub.store)
      return true
    } catch let error as StoreError where error.code == .settledByBase {
      try require(
        hub.bases.contains { $0.value[replica] > 0 }, "9 verified before applied",
        "the hub refuses a word about \(replica), of which no base holds anything")
      try expectVector(hub, Store.memberLedger, "5 atomicity")
      summary.settledByBase += 1
      return false
    }
  }

  /// What the hub has said of members never contradicts its own bases.
  func expectFresh(_ hub: SimulatedOffice) throws {
    for ledger in hub.ledgers {
      try require(
        try !isStale(hub, ledger), "1 convergence", "the hub's base of \(ledger) is stale")
    }
  }
}

extension VersionVector {
  /// What both cover.
  func common(with other: VersionVector) -> VersionVector {
    var common = VersionVector()
    for entry in entries where other[entry.replica] > 0 {
      common[entry.replica] = min(entry.seq, other[entry.replica])
    }
    return common
  }
}
