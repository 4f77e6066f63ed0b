// Guarantees: a hub and offices that it has enrolled, each a real store in a directory of its own,
// on one virtual clock, with identities that a seed reproduces.

public import Causality
public import LMDB
public import LedgerStore
public import Wire

/// A city in temporary directories, gone with the last reference.
public final class TestCity {
  /// Where all the stores are.
  public let directory = TemporaryDirectory("city")
  /// The time of all stores that were given no clock of their own.
  public let clock = VirtualClock()
  /// The hub: it holds the member list and every ledger named at the beginning.
  public let hub: Store
  private let schema: SchemaTraits
  private var random: SeededGenerator
  private var names = 0

  /// - Parameter ledgers: what the hub holds besides the member ledger.
  public init(
    ledgers: [String] = ["411702"], seed: UInt64 = 1, schema: SchemaTraits = Guest.schema
  ) throws {
    self.schema = schema
    random = SeededGenerator(seed: seed)
    hub = try Store.create(
      at: directory.path("hub"), ledgers: ledgers, office: "hub", role: .hub,
      schema: schema, options: Self.options(clock.reading, &random))
  }

  /// Options for a test: nothing forced to disk, 256 MiB of address space, a seeded identity.
  public static func options(
    _ clock: @escaping @Sendable () -> UInt64, _ random: inout SeededGenerator,
    sync: SyncMode = .none
  ) -> StoreOptions {
    let bits = SharedGenerator(random.split())
    var options = StoreOptions(
      mapSizeBytes: 256 << 20, sync: sync, wallMilliseconds: clock, random: bits.reading)
    options.identitySeed = random.keySeed()
    options.livesAnywhere = true
    return options
  }

  /// A store that has joined: the hub pinned, itself enrolled, the member list received.
  public func office(
    _ office: String, role: Role = .county, ledgers: [String] = ["411702"],
    clock wall: (@Sendable () -> UInt64)? = nil
  ) throws -> Store {
    let store = try stranger(office, role: role, ledgers: ledgers, clock: wall)
    try join(store, ledgers: ledgers)
    return store
  }

  /// A store that knows no hub and that no hub knows.
  public func stranger(
    _ office: String, role: Role = .county, ledgers: [String] = ["411702"],
    clock wall: (@Sendable () -> UInt64)? = nil
  ) throws -> Store {
    names += 1
    return try Store.create(
      at: directory.path("\(names)"), ledgers: ledgers, office: office, role: role,
      schema: schema, options: Self.options(wall ?? clock.reading, &random))
  }

  /// Makes a stranger a member: the hub pinned, the store enrolled, the list received.
  public func join(_ store: Store, ledgers: [String] = ["411702"]) throws {
    try store.trustHub(
      replica: hub.identity.replica, publicKey: hub.identity.publicKey, office: "hub",
      former: try hub.formerHubs())
    try hub.enrol(
      Member(
        replica: store.identity.replica, publicKey: store.identity.publicKey,
        office: store.identity.office, role: store.identity.role, ledgers: ledgers,
        enrolledMilliseconds: clock.now))
    _ = try store.pull(Store.memberLedger, from: hub)
  }

  /// Exchanges everything among all, the member list first, until nothing moves.
  public func settle(_ stores: [Store]) throws {
    var moved = true
    while moved {
      moved = false
      for store in stores {
        for ledger in try store.read({ snapshot throws(StoreError) in try snapshot.allLedgers() }) {
          for other in stores where other !== store {
            guard try other.holds(ledger) else { continue }
            if try store.pull(ledger, from: other).applied > 0 { moved = true }
          }
        }
      }
    }
  }
}

extension Store {
  /// Whether the store holds the ledger.
  public func holds(_ ledger: String) throws(StoreError) -> Bool {
    try read { snapshot throws(StoreError) in try snapshot.allLedgers().contains(ledger) }
  }

  /// Commits one draft and returns its dot.
  @discardableResult
  public func edit(
    _ ledger: String, _ operations: [Operation], reason: String? = nil
  ) throws(StoreError) -> Dot {
    try commit(ledger, [Draft(author: "editor", reason: reason, operations: operations)]).dots[0]
  }

  /// The record, which must be there.
  public func record(_ ledger: String, _ id: RecordID) throws(StoreError) -> Record? {
    try read { snapshot throws(StoreError) in try snapshot.record(ledger, id) }
  }
}
