// Guarantees: one machine of a simulation: a real store on a real file, a wall clock of its own, one
// sync session a ledger, and the simulation's own account of what it must hold.

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
  private(set) var path: String
  private var opened: Store?

  /// What the store must hold, by the simulation's own account.
  var vectors: [String: VersionVector] = [:]
  /// Changes that this machine has committed, by ledger: the last seq acknowledged.
  var committed: [String: UInt64] = [:]
  var sessions: [String: OfficeSession] = [:]
  /// Exchanges that wait for the member list: ledger and request.
  var waitingForMembers: [(ledger: String, request: UInt64)] = []

  init(
    index: Int, name: String, role: Role, ledgers: [String], clock: WallClock,
    options: StoreOptions, path: String, store: Store
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
      let store = try Store.open(at: path, schema: Guest.schema, options: options)
      opened = store
      return store
    }
  }

  /// Whether the member list lets it write.
  var writes: Bool { role != .observer }

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

  /// Copies the files as they are, key included: what a disk image holds. Closes the store.
  func copyFiles(to copy: String) throws {
    close()
    try FileManager.default.copyItem(atPath: path, toPath: copy)
  }

  /// Puts other files in the place of this machine's. Closes the store.
  func replaceFiles(with copy: String) throws {
    close()
    path = copy
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
