// Guarantees: whole replicas in one process, and a seed that decides everything: who writes what and
// when, what the line does to messages, whose clock runs wrong, which machine restarts, which disk
// comes back from a backup. The same seed gives the same run.

internal import Causality
internal import Foundation
internal import LedgerStore
internal import SyncSession
internal import Wire

/// What a simulation found wrong.
public struct SimulationFailure: Error, Sendable, CustomStringConvertible {
  public let seed: UInt64
  public let step: Int
  /// The invariant of the replication design, by number and name.
  public let invariant: String
  public let detail: String
  /// The mistake that was planted around the stores, if any.
  public let fault: HarnessFault?

  public var description: String {
    "seed \(seed), step \(step): \(invariant): \(detail)\nreplay: \(replay)"
  }

  /// What to type to see it again.
  public var replay: String {
    var command = "tools/simulate --seed \(seed)"
    if let fault { command += " --fault \(fault.rawValue)" }
    #if TAIZHANG_PLANTED_FAULTS
      if let planted = PlantedFault.planted {
        command += " --seeds 1 --planted \(planted.rawValue)"
      }
    #endif
    return command
  }
}

/// What a simulation did, so that a run which tried nothing is not taken for one that proved much.
public struct SimulationSummary: Sendable, Equatable {
  public internal(set) var offices = 0
  public internal(set) var commits = 0
  public internal(set) var changes = 0
  public internal(set) var settlements = 0
  public internal(set) var settlementsRefused = 0
  public internal(set) var conflictsSeen = 0
  public internal(set) var conflictsLeft = 0
  public internal(set) var gaps = 0
  public internal(set) var duplicates = 0
  public internal(set) var messages = 0
  public internal(set) var messagesLost = 0
  public internal(set) var messagesCut = 0
  public internal(set) var bundles = 0
  public internal(set) var restarts = 0
  public internal(set) var hubRestores = 0
  public internal(set) var hubRestoresNoticed = 0
  public internal(set) var officeRestores = 0
  public internal(set) var clockJumps = 0
  public internal(set) var crashes = 0
  public internal(set) var forgeries = 0
  public internal(set) var lateSubscriptions = 0
  public internal(set) var quietBytesMax = 0
  /// Of everything that happened, in order: equal runs have equal numbers.
  public internal(set) var trace: UInt64 = 0xCBF2_9CE4_8422_2325

  public init() {}

  public static func + (left: SimulationSummary, right: SimulationSummary) -> SimulationSummary {
    var sum = left
    for path in counts { sum[keyPath: path] += right[keyPath: path] }
    sum.quietBytesMax = max(left.quietBytesMax, right.quietBytesMax)
    sum.trace = left.trace ^ right.trace
    return sum
  }

  private static var counts: [WritableKeyPath<SimulationSummary, Int>] {
    [
      \.offices, \.commits, \.changes, \.settlements, \.settlementsRefused, \.conflictsSeen,
      \.conflictsLeft, \.gaps, \.duplicates, \.messages, \.messagesLost, \.messagesCut, \.bundles,
      \.restarts, \.hubRestores, \.hubRestoresNoticed, \.officeRestores, \.clockJumps,
      \.crashes, \.forgeries, \.lateSubscriptions,
    ]
  }
}

/// One run.
public final class Simulation {
  public let seed: UInt64
  public let fault: HarnessFault?
  let directory = TemporaryDirectory("sim")
  let time = VirtualClock()
  var random: SeededGenerator
  var agenda = Agenda()
  var network: LossyNetwork
  var summary = SimulationSummary()
  var step = 0

  let ledgers: [String]
  /// The hub is number 0.
  var offices: [SimulatedOffice] = []
  var references: [String: ReferenceLedger] = [:]
  /// Replica -> ledger -> seq of the hub's change that lets it write there.
  var enrolled: [ReplicaID: [String: UInt64]] = [:]
  var authorities: Set<ReplicaID> = []
  /// Acknowledged and not lost with a machine that nobody had heard from.
  var mustHave: [String: Set<Dot>] = [:]
  var sticks: [(ledger: String, bytes: [UInt8])] = []
  /// Conflicts that somebody looked at a while ago.
  var lookedAt: [(office: Int, conflict: Conflict)] = []
  var hubImage: (path: String, vectors: [String: VersionVector])?
  /// What the hub wrote itself before it was restored; it writes nothing new before it has it back.
  var hubLacks: UInt64 = 0
  /// A hub that may be restored writes member changes only.
  let hubWrites: Bool
  /// How often, in parts of a hundred, offices sync, and how often somebody carries a stick.
  let habits: (syncs: Int, sticks: Int)
  var requests: UInt64 = 0
  var files = 0

  var hub: SimulatedOffice { offices[0] }

  public init(seed: UInt64, fault: HarnessFault? = nil) {
    self.seed = seed
    self.fault = fault
    random = SeededGenerator(seed: seed)
    network = LossyNetwork(weather: Weather.drawn(&random))
    ledgers = random.chance(60) ? ["411702"] : ["411702", "411703"]
    hubWrites = random.chance(50)
    habits = [(20, 8), (20, 0), (4, 24), (12, 16)][random.below(4)]
    for ledger in ledgers {
      references[ledger] = ReferenceLedger(schema: Guest.schema, fault: fault)
    }
  }

  /// Runs to the end. Throws the first failure.
  public func run() throws -> SimulationSummary {
    do {
      try populate()
      let steps = 60 + random.below(100)
      for _ in 0..<steps {
        step += 1
        try happen()
        try pass(UInt64(1 + random.below(random.chance(20) ? 600_000 : 5_000)))
      }
      try settleDown()
      try assertEverything()
    } catch let failure as SimulationFailure {
      throw failure
    } catch {
      throw failure("no store refuses what is right", String(describing: error))
    }
    summary.messages = network.sent
    summary.messagesLost = network.lost
    summary.messagesCut = network.cut
    summary.offices = offices.count
    return summary
  }

  func failure(_ invariant: String, _ detail: String) -> SimulationFailure {
    SimulationFailure(
      seed: seed, step: step, invariant: invariant, detail: detail, fault: fault)
  }

  func require(
    _ isTrue: Bool, _ invariant: String, _ detail: @autoclosure () throws -> String
  ) throws {
    if !isTrue { throw failure(invariant, try detail()) }
  }

  /// Adds to the trace.
  func trace(_ text: String) {
    for byte in text.utf8 {
      summary.trace = (summary.trace ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
  }

  // MARK: - The machines

  private func populate() throws {
    try addOffice(role: .hub, ledgers: ledgers)
    for _ in 0..<(2 + random.below(3)) { try addOffice() }
  }

  func newPath() -> String {
    files += 1
    return directory.path("\(files)")
  }

  func addOffice() throws {
    let roles: [Role] = [.city, .department, .observer]
    let role = random.chance(30) ? roles[random.below(3)] : .county
    // Most write to the same ledger: that is where conflicts come from.
    try addOffice(role: role, ledgers: random.chance(70) ? [ledgers[0]] : ledgers)
  }

  private func addOffice(role: Role, ledgers: [String]) throws {
    let clock = WallClock(time, drift: Int64(random.below(20_000)) - 10_000)
    var options = TestCity.options(clock.reading, &random)
    options.mapSizeBytes = 64 << 20
    let path = newPath()
    let name = role == .hub ? "hub" : "office \(offices.count)"
    let store = try Store.create(
      at: path, ledgers: ledgers, office: name, role: role, schema: Guest.schema, options: options)
    let office = SimulatedOffice(
      index: offices.count, name: name, role: role, ledgers: ledgers, clock: clock,
      options: options, path: path, store: store)
    offices.append(office)
    if role == .hub {
      try noteEnrolment(of: office)
    } else {
      try join(office)
    }
    trace("office \(name) \(ledgers.count)")
  }

  /// Enrolment is one request and its answer, repeated by people until it succeeds.
  func join(_ office: SimulatedOffice) throws {
    let (store, hubStore) = (try office.store, try hub.store)
    try store.trustHub(
      replica: hubStore.identity.replica, publicKey: hubStore.identity.publicKey, office: "hub")
    try hubStore.enrol(
      Member(
        replica: store.identity.replica, publicKey: store.identity.publicKey, office: office.name,
        role: office.role, ledgers: office.ledgers, enrolledMilliseconds: hub.clock.now))
    try noteEnrolment(of: office)
    let runs = try hubStore.runs(
      Store.memberLedger, after: try office.vector(Store.memberLedger))
    _ = try apply(runs, to: office, Store.memberLedger)
  }

  func noteEnrolment(of office: SimulatedOffice) throws {
    let replica = try office.replica
    let hubReplica = try hub.replica
    let seq = (hub.committed[Store.memberLedger] ?? 0) + 1
    hub.committed[Store.memberLedger] = seq
    hub.vectors[Store.memberLedger, default: VersionVector()][hubReplica] = seq
    mustHave[Store.memberLedger, default: []].insert(Dot(replica: hubReplica, seq: seq))
    for ledger in office.ledgers where enrolled[replica]?[ledger] == nil {
      enrolled[replica, default: [:]][ledger] = seq
    }
    if office.role.isAuthority { authorities.insert(replica) }
  }

  // MARK: - What happens

  private func happen() throws {
    let office = offices[random.below(offices.count)]
    let ledger = office.ledgers[random.below(office.ledgers.count)]
    if random.chance(habits.syncs) {
      return try sync(office, random.chance(20) ? Store.memberLedger : ledger)
    }
    if random.chance(habits.sticks) {
      return random.chance(40) ? try export(from: office, ledger) : try importBundle(into: office)
    }
    switch random.below(100) {
    case 0..<55: try edit(office, ledger)
    case 55..<66: try look(office, ledger)
    case 66..<78: try settle()
    case 78..<84: try restart(office)
    case 84..<88: setClock(of: office)
    case 88..<92: try hubDisk()
    case 92..<94: try restore(office)
    case 94: if offices.count < 7, try hubIsWhole() { try addOffice() }
    case 95: try refusedCommit(office, ledger)
    case 96: try subscribe(office)
    case 97: try forge(against: office, ledger)
    case 98: try crash(office, ledger)
    default: network.weather = Weather.drawn(&random)
    }
  }

  private func restart(_ office: SimulatedOffice) throws {
    office.close()
    summary.restarts += 1
    trace("restart \(office.index)")
    for ledger in office.allLedgers { try expectVector(office, ledger, "2 nothing is lost") }
  }

  private func setClock(of office: SimulatedOffice) {
    summary.clockJumps += 1
    let years: Int64 = 365 * 86_400_000
    switch random.below(5) {
    case 0: office.clock.jump(by: 50 * years)
    case 1: office.clock.jump(by: -10 * years)
    case 2: office.clock.jump(by: Int64(random.below(1_200_000)) - 600_000)
    default: office.clock.correct()
    }
  }

  /// Whether the hub has back what it wrote before it was restored.
  func hubIsWhole() throws -> Bool {
    try hub.vector(Store.memberLedger)[try hub.replica] >= hubLacks
  }

  /// The hub's disk is imaged, or comes back from its last image.
  private func hubDisk() throws {
    if hubWrites || random.chance(60) || hubImage == nil {
      let copy = newPath()
      try hub.copyFiles(to: copy)
      hubImage = (copy, hub.vectors)
      return
    }
    guard let image = hubImage else { return }
    hubLacks = max(hubLacks, hub.committed[Store.memberLedger] ?? 0)
    let copy = newPath()
    try FileManager.default.copyItem(atPath: image.path, toPath: copy)
    try hub.replaceFiles(with: copy)
    hub.vectors = image.vectors
    summary.hubRestores += 1
    trace("hub restored")
    for ledger in hub.allLedgers { try expectVector(hub, ledger, "2 nothing is lost") }
    pruneMustHave()
  }

  /// A machine dies; a backup of it, perhaps old, goes on under a new identity.
  private func restore(_ office: SimulatedOffice) throws {
    guard office.index > 0, try hubIsWhole() else { return }
    let backup = newPath()
    let vectors = office.vectors
    let former = try office.replica
    try office.store.backup(to: backup)
    if random.chance(50) { for ledger in office.ledgers { try edit(office, ledger) } }
    let path = newPath()
    var options = office.options
    options.identitySeed = random.keySeed()
    let store = try Store.restore(
      from: backup, to: path, office: office.name, role: office.role, schema: Guest.schema,
      options: options)
    office.close()
    let replacement = SimulatedOffice(
      index: office.index, name: office.name, role: office.role, ledgers: office.ledgers,
      clock: office.clock, options: options, path: path, store: store)
    replacement.vectors = vectors
    replacement.former = office.former.union([former])
    offices[office.index] = replacement
    lookedAt.removeAll { $0.office == office.index }
    summary.officeRestores += 1
    trace("restored \(office.index)")
    pruneMustHave()
    for ledger in office.allLedgers { try expectVector(replacement, ledger, "2 nothing is lost") }
    try join(replacement)
  }

  /// What only a dead disk held is nobody's to keep.
  private func pruneMustHave() {
    for (ledger, dots) in mustHave {
      mustHave[ledger] = dots.filter { dot in
        offices.contains { $0.vectors[ledger]?.covers(dot) == true }
      }
    }
  }

  func expectVector(_ office: SimulatedOffice, _ ledger: String, _ invariant: String) throws {
    let found = try office.vector(ledger)
    let expected = office.vectors[ledger] ?? VersionVector()
    try require(
      found == expected, invariant,
      "\(office.name) holds [\(found)] of \(ledger), not [\(expected)]")
  }
}
