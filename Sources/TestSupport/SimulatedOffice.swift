// Guarantees: one machine of a simulation: a real store on a real file, a wall clock of its own,
// one sync session a ledger, and the simulation's own account of what it must hold.

internal import Causality
internal import Foundation
internal import LedgerStore
internal import SyncSession
internal import Wire

/// One ledger's exchange with the hub, as an agent would drive it.
struct OfficeSession {
  var session: SyncSession
  /// The request under way; nil when there is none.
  var request: UInt64?
  /// The last sleep asked for; an earlier one's wake-up is void.
  var sleep: UInt64 = 0
  /// The vector of the last receipt that was noted in the store.
  var noted: VersionVector
  /// The hub's vector in the answer under way.
  var receipt: VersionVector?
}

/// One machine.
final class SimulatedOffice {
  let index: Int
  let name: String
  let role: Role
  var ledgers: [String]
  let clock: WallClock
  let options: StoreOptions
  /// The schema of the program that it runs.
  var schema = Guest.governed
  /// Whether it has pinned the hub and been listed.
  var hasJoined = false
  /// Shut out for good: nobody hears of it any more.
  var isOut = false
  let path: String
  private var opened: Store?

  /// What the store must hold, by the simulation's own account.
  var vectors: [String: VersionVector] = [:]
  /// What the snapshots contained that its ledgers were made from.
  var bases: [String: VersionVector] = [:]
  /// How much of the member ledger it held when it took them.
  var baseLists: [String: VersionVector] = [:]
  /// What members were heard to hold, by ledger; a hub's notes.
  var heard: [String: [ReplicaID: Heard]] = [:]
  /// Changes that this machine has committed, by ledger: the last seq acknowledged.
  var committed: [String: UInt64] = [:]
  var sessions: [String: OfficeSession] = [:]
  /// Exchanges that wait for the member list: ledger and request.
  var waitingForMembers: [(ledger: String, request: UInt64)] = []

  init(
    index: Int, name: String, role: Role, ledgers: [String], clock: WallClock,
    options: StoreOptions, path: String, store: Store?
  ) {
    self.index = index
    self.name = name
    self.role = role
    self.ledgers = ledgers
    self.clock = clock
    self.options = options
    self.path = path
    opened = store
  }

  /// The open store; opened when it is not.
  var store: Store {
    get throws {
      if let opened { return opened }
      let store = try Store.open(at: path, schema: schema, options: options)
      opened = store
      return store
    }
  }

  var replica: ReplicaID {
    get throws { try store.identity.replica }
  }

  /// Identities that this machine's data was written under before it was restored.
  var former: Set<ReplicaID> = []

  func wasOwn(_ replica: ReplicaID) -> Bool { former.contains(replica) }

  /// Every ledger held, the member ledger first.
  var allLedgers: [String] { [Store.memberLedger] + ledgers }

  /// The process ends: nothing is kept but the file.
  func close() {
    opened = nil
    sessions = [:]
    waitingForMembers = []
  }

  /// Copies what is in the file, as an image of the disk has it. Closes the store.
  func image(to copy: String) throws {
    close()
    try FileManager.default.copyItem(atPath: path + "/data.mdb", toPath: copy)
  }

  /// Puts an image back: the same file on the same machine, with what it had then. Closes the
  /// store.
  func goBack(to image: String) throws {
    close()
    let bytes = try Data(contentsOf: URL(fileURLWithPath: image))
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path + "/data.mdb"))
    defer { try? handle.close() }
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: bytes)
  }

  /// What the store holds, by its own account.
  func vector(_ ledger: String) throws -> VersionVector { try store.vector(ledger) }

  static func receiptKey(_ ledger: String) -> String { "sync/\(ledger)/receipt" }

  /// The session of a ledger, made as an agent makes it: from the store's notes.
  func session(_ ledger: String) throws -> OfficeSession {
    if let session = sessions[ledger] { return session }
    var confirmed = VersionVector()
    if let bytes = try store.peerValue(Self.receiptKey(ledger)) {
      confirmed = try Receipt.decode(bytes).vector
    }
    let session = OfficeSession(
      session: SyncSession(own: try vector(ledger), confirmed: confirmed), noted: confirmed)
    sessions[ledger] = session
    return session
  }
}
