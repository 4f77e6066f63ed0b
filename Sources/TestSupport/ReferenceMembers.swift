// Guarantees: who takes part in a simulated city and whose changes count, said by definition: every
// word of the hub is kept as the member that it made, and a verdict is looked up, never remembered.
// Nothing here is shared with the store but roles and the schema's numbers.

internal import Causality
internal import LedgerStore
internal import Wire

/// One member as the hub's word left it.
struct ReferenceMember: Sendable, Equatable {
  var role: Role
  var ledgers: Set<String>
  /// Ledger -> the last seq that counts; `*` for all that are not named.
  var revocations: [String: UInt64] = [:]

  var enrolledMilliseconds: UInt64 = 0
  /// Gave way to another identity.
  var isRetired = false

  var isRevoked: Bool { revocations["*"] != nil }

  func takesPart(in ledger: String) -> Bool {
    !isRevoked && revocations[ledger] == nil && (role.isAuthority || ledgers.contains(ledger))
  }
}

/// Every word of the hub about members, in the order in which it was given.
struct ReferenceMembers: Sendable {
  private var words: [(dot: Dot, replica: ReplicaID, member: ReferenceMember)] = []

  mutating func append(_ dot: Dot, _ replica: ReplicaID, _ member: ReferenceMember) {
    words.append((dot, replica, member))
  }

  /// A member as somebody knows it who holds so much of the member ledger.
  func member(_ replica: ReplicaID, asOf vector: VersionVector) -> ReferenceMember? {
    words.last { $0.replica == replica && vector.covers($0.dot) }?.member
  }

  /// Every member as the hub knows it.
  var all: [(replica: ReplicaID, member: ReferenceMember)] {
    Set(words.map(\.replica)).sorted().compactMap { replica in
      latest(replica).map { (replica, $0) }
    }
  }

  /// A member as the hub knows it.
  func latest(_ replica: ReplicaID) -> ReferenceMember? {
    words.last { $0.replica == replica }?.member
  }

  /// Whether a change that is logged has effect.
  ///
  /// - Parameter pinned: the role of a writer that needs no list: the store itself, its hub.
  func counts(
    _ change: ReferenceChange, in ledger: String, asOf vector: VersionVector, pinned: Role?
  ) -> Bool {
    guard let member = member(change.dot.replica, asOf: vector) else {
      return pinned.map { Self.permits(change, $0) } ?? false
    }
    let last = member.revocations[ledger] ?? member.revocations["*"]
    if let last, change.dot.seq > last { return false }
    let takesPart =
      member.role.isAuthority || member.ledgers.contains(ledger)
      || member.revocations[ledger] != nil
    return takesPart && Self.permits(change, member.role)
  }

  static func permits(_ change: ReferenceChange, _ role: Role) -> Bool {
    change.operations.allSatisfy { permits($0, role) }
  }

  /// The permissions of ``Guest/governed``, said once more in other words.
  static func permits(_ operation: Operation, _ role: Role) -> Bool {
    if role == .observer { return false }
    guard operation.collection == Guest.work else { return true }
    switch operation.field {
    case Guest.Field.plan: return role != .county
    case Guest.Field.stage where operation.value == .code(Guest.reservedStage):
      return role.isAuthority
    default: return true
    }
  }
}

extension VersionVector {
  /// How many changes it covers: of the member ledger's vector, the version of the list.
  var changeCount: UInt64 { entries.reduce(0) { $0 + $1.seq } }
}
