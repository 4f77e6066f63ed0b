// Guarantees: whole replicas in one process, and a seed that decides everything: who writes what
// and when, what the line does to messages, whose clock runs wrong, which machine restarts, which
// disk comes back from a backup. The same seed gives the same run.

internal import Causality
internal import Foundation
internal import LedgerStore
internal import SyncSession
internal import Wire

/// One run.
public final class Simulation {
  /// Decides everything that happens.
  public let seed: UInt64
  /// The mistake planted around the stores, which the assertions must notice.
  public let fault: HarnessFault?
  let directory = TemporaryDirectory("sim")
  let time = VirtualClock()
  var random: SeededGenerator
  var agenda = Agenda()
  var network: LossyNetwork
  var summary = SimulationSummary()
  var step = 0
  private let stepsMax: Int?

  let ledgers: [String]
  /// The hub is number 0.
  var offices: [SimulatedOffice] = []
  var references: [String: ReferenceLedger] = [:]
  /// Every word of the hub about members.
  var members = ReferenceMembers()
  var roles: [ReplicaID: Role] = [:]
  /// Acknowledged and not lost with a machine that nobody had heard from.
  var mustHave: [String: Set<Dot>] = [:]
  var sticks: [(ledger: String, bytes: [UInt8])] = []
  /// Identities that wrote two histories.
  var forked: Set<ReplicaID> = []
  /// Bundle files that lie about.
  var bundles: [PackedBundle] = []
  /// Conflicts that somebody looked at a while ago.
  var lookedAt: [(office: Int, conflict: Conflict)] = []
  var hubImage: HubImage?
  /// What the hub has published of horizons.
  var horizons: [HorizonWord] = []
  /// What the hub wrote itself before it was restored; it writes nothing new before it has it back.
  var hubLacks: UInt64 = 0
  /// A hub that may be restored writes member changes only.
  let hubWrites: Bool
  /// How often, in parts of a hundred, offices sync, and how often somebody carries a stick.
  let habits: (syncs: Int, sticks: Int)
  var requests: UInt64 = 0
  var files = 0

  var hub: SimulatedOffice { offices[0] }

  /// - Parameter steps: at most so many things happen before everybody settles down.
  public init(seed: UInt64, fault: HarnessFault? = nil, steps: Int? = nil) {
    self.seed = seed
    self.fault = fault
    stepsMax = steps
    random = SeededGenerator(seed: seed)
    network = LossyNetwork(weather: Weather.drawn(&random))
    ledgers = random.chance(60) ? ["411702"] : ["411702", "411703"]
    hubWrites = random.chance(50)
    habits = [(20, 8), (20, 0), (4, 24), (12, 16)][random.below(4)]
    for ledger in ledgers {
      references[ledger] = ReferenceLedger(schema: Guest.governed, fault: fault)
    }
  }

  /// Runs to the end. Throws the first failure.
  public func run() throws -> SimulationSummary {
    do {
      try populate()
      let steps = 60 + random.below(100)
      for _ in 0..<min(steps, stepsMax ?? steps) {
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
      seed: seed, step: step, invariant: invariant, detail: detail, fault: fault,
      steps: stepsMax)
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
      at: path, ledgers: ledgers, office: name, role: role, schema: Guest.governed,
      options: options)
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

  // MARK: - What happens

  private func happen() throws {
    let office = offices[random.below(offices.count)]
    let ledger = office.ledgers[random.below(office.ledgers.count)]
    if random.chance(habits.syncs) {
      return try sync(office, random.chance(20) ? Store.memberLedger : ledger)
    }
    if random.chance(habits.sticks) {
      switch random.below(10) {
      case 0..<2: return try export(from: office, ledger)
      case 2..<5: return try take(into: office)
      case 5..<7: return try pack(at: office, ledger)
      default: return try unpack(at: office)
      }
    }
    switch random.below(100) {
    case 0..<39: try edit(office, ledger)
    case 39: try copyDirectory(of: office)
    case 40, 41: try fork(office)
    case 42: try renew(office)
    case 43..<46: try bootstrap(office, ledger)
    case 46..<56: try look(office, ledger)
    case 56..<66: try settle()
    case 66..<71: try restart(office)
    case 71..<74: setClock(of: office)
    case 74..<78: try hubDisk()
    case 78..<80: try restore(office)
    case 80: if offices.count < 7, try hubIsWhole() { try addOffice() }
    case 81: try refusedCommit(office, ledger)
    case 82..<84: try subscribe(office)
    case 84..<88: try compact(office)
    case 88..<91: try decide(about: office, ledger)
    case 91..<93: try forge(against: office, ledger)
    case 93..<95: try inspect(office, ledger)
    case 95: try crash(office, ledger)
    case 96: try bootstrap(office, ledger)
    default: network.weather = Weather.drawn(&random)
    }
  }

  /// What the hub's people say of an office, or what its own people do in spite of them.
  private func decide(about office: SimulatedOffice, _ ledger: String) throws {
    switch random.below(5) {
    case 0, 1: try revoke(office)
    case 2, 3:
      let revoked = try offices.filter { try isRevoked($0) }
      if let office = random.pick(revoked) { try reinstate(office) }
    default: try writeUnlawfully(office, ledger)
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
      try hub.image(to: copy)
      hubImage = HubImage(copy, hub)
      return
    }
    guard let image = hubImage, try mayGoBack(to: image.vectors) else { return }
    hubLacks = max(hubLacks, hub.committed[Store.memberLedger] ?? 0)
    try hub.goBack(to: image.path)
    hub.vectors = image.vectors
    hub.bases = image.bases
    hub.baseLists = image.baseLists
    hub.heard = image.heard
    summary.hubRestores += 1
    trace("hub restored")
    for ledger in hub.allLedgers { try expectVector(hub, ledger, "2 nothing is lost") }
    pruneMustHave()
  }

  /// A machine dies; a backup of it, perhaps old, goes on under a new identity.
  private func restore(_ office: SimulatedOffice) throws {
    guard office.index > 0, try hubIsWhole(), try !isRevoked(office) else { return }
    let backup = newPath()
    let vectors = office.vectors
    let former = try office.replica
    try office.store.backup(to: backup)
    if random.chance(50) { for ledger in office.ledgers { try edit(office, ledger) } }
    let path = newPath()
    var options = office.options
    options.identitySeed = random.keySeed()
    let store = try Store.restore(
      from: backup, to: path, office: office.name, role: office.role, schema: Guest.governed,
      options: options)
    office.close()
    let replacement = SimulatedOffice(
      index: office.index, name: office.name, role: office.role, ledgers: office.ledgers,
      clock: office.clock, options: options, path: path, store: store)
    replacement.vectors = vectors
    replacement.bases = office.bases
    replacement.baseLists = office.baseLists
    replacement.former = office.former.union([former])
    offices[office.index] = replacement
    lookedAt.removeAll { $0.office == office.index }
    summary.officeRestores += 1
    trace("restored \(office.index)")
    pruneMustHave()
    for ledger in office.allLedgers { try expectVector(replacement, ledger, "2 nothing is lost") }
    try join(replacement)
    if random.chance(85) { try retire(former) }
  }

  /// What only a dead disk held is nobody's to keep.
  func pruneMustHave() {
    for (ledger, dots) in mustHave {
      mustHave[ledger] = dots.filter { dot in
        offices.contains { !$0.isOut && $0.vectors[ledger]?.covers(dot) == true }
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
