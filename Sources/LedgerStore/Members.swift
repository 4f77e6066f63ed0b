// Guarantees: who may write to a ledger, and with which key, is read from the member ledger and
// from nothing else, so that every store that holds the same list judges a change alike.

public import Causality
internal import LMDB
internal import Wire

/// One replica that takes part, as the hub's member ledger tells.
public struct Member: Sendable, Hashable {
  /// The first 10 bytes of SHA-256 over ``publicKey``.
  public var replica: ReplicaID
  /// Ed25519 public key, 32 bytes.
  public var publicKey: [UInt8]
  /// The office's name, as people know it.
  public var office: String
  /// Fixed for the replica's life: another role is another identity.
  public var role: Role
  /// Ledgers the member may read and write, sorted. A hub's or city's own list is empty: they take
  /// part in all.
  public var ledgers: [String]
  /// Ledger -> the last seq that counts there, for ledgers that the member may no longer write.
  /// `*` stands for every ledger not named: the member is revoked as a whole.
  public var revocations: [String: UInt64]
  /// Since 1970.
  public var enrolledMilliseconds: UInt64
  /// When the replica gave way to another; what it writes still counts.
  public var retiredMilliseconds: UInt64?
  /// The replica that this one writes on for.
  public var succeeds: ReplicaID?
  /// The replica that writes on for this one.
  public var succeededBy: ReplicaID?
  /// The hub under whose member list this member writes; nil for this list. It vouches for the
  /// member, which takes part in its ledgers alone, whatever its role; a hub below writes under
  /// itself.
  public var under: ReplicaID?

  /// A member as the list tells it; nothing is verified here.
  public init(
    replica: ReplicaID, publicKey: [UInt8], office: String, role: Role, ledgers: [String],
    revocations: [String: UInt64] = [:], enrolledMilliseconds: UInt64,
    retiredMilliseconds: UInt64? = nil, succeeds: ReplicaID? = nil, succeededBy: ReplicaID? = nil,
    under: ReplicaID? = nil
  ) {
    self.replica = replica
    self.publicKey = publicKey
    self.office = office
    self.role = role
    self.ledgers = ledgers.sorted()
    self.revocations = revocations
    self.enrolledMilliseconds = enrolledMilliseconds
    self.retiredMilliseconds = retiredMilliseconds
    self.succeeds = succeeds
    self.succeededBy = succeededBy
    self.under = under
  }

  /// Stands for all ledgers in ``revocations``.
  public static let everyLedger = "*"

  /// Whether the member was revoked as a whole: it may neither read nor write.
  public var isRevoked: Bool { revocations[Self.everyLedger] != nil }

  /// Whether the member may read the ledger, and write it as far as its role goes.
  public func takesPart(in ledger: String) -> Bool {
    guard !isRevoked, revocations[ledger] == nil else { return false }
    if under != nil { return ledgers.contains(ledger) }
    return role.isAuthority || ledger == Store.memberLedger || ledgers.contains(ledger)
  }

  /// Why the change `seq` of this member does not count in `ledger`, whatever it does; nil when
  /// that is for the schema to say.
  func voiding(of seq: UInt64, in ledger: String) -> Voiding? {
    // The list cannot judge those who write it: what a hub says of the members stands.
    if ledger == Store.memberLedger, role == .hub { return nil }
    let last = revocations[ledger] ?? revocations[Self.everyLedger]
    if let last, seq > last { return Voiding(code: .revoked, detail: String(last)) }
    if role.isAuthority, under == nil || ledgers.contains(ledger) { return nil }
    if role == .observer { return Voiding(code: .notPermitted, detail: role.rawValue) }
    let takesPart = ledgers.contains(ledger) || revocations[ledger] != nil
    guard ledger != Store.memberLedger, takesPart else {
      return Voiding(code: .foreignLedger, detail: ledger)
    }
    return nil
  }

  /// What a verdict on the member's changes depends on.
  func judgesLike(_ other: Member) -> Bool {
    role == other.role && ledgers == other.ledgers && revocations == other.revocations
      && publicKey == other.publicKey && under == other.under
  }
}

/// The members as of one transaction, with the store itself and its pinned hub.
struct MemberList: Sendable {
  private(set) var members: [ReplicaID: Member] = [:]
  private var keys: [ReplicaID: VerifyingKey] = [:]

  /// - Parameter pinned: the store itself and its hub, whose keys need no list.
  init(_ members: [Member], pinned: [Member]) {
    for member in pinned { insert(member) }
    for member in members {
      // The list may name the pinned ones' office, role and revocation, never another key.
      if let known = self.members[member.replica], known.publicKey != member.publicKey { continue }
      insert(member)
    }
  }

  private mutating func insert(_ member: Member) {
    guard let key = try? VerifyingKey(bytes: member.publicKey),
      ReplicaID(publicKey: key) == member.replica
    else { return }
    members[member.replica] = member
    keys[member.replica] = key
  }

  subscript(replica: ReplicaID) -> Member? { members[replica] }

  func key(_ replica: ReplicaID) -> VerifyingKey? { keys[replica] }

  /// The hub of the lowest replica; nil when the list has none.
  var firstHub: ReplicaID? { members.values.filter { $0.role == .hub }.map(\.replica).min() }

  func isAuthority(_ replica: ReplicaID) -> Bool { members[replica]?.role.isAuthority ?? false }

  func office(_ replica: ReplicaID) -> String { members[replica]?.office ?? "" }

  /// The replicas whose changes may be judged otherwise by `other`.
  func judgedOtherwise(by other: MemberList) -> [ReplicaID] {
    Set(members.keys).union(other.members.keys).filter { replica in
      switch (members[replica], other.members[replica]) {
      case (let left?, let right?): !left.judgesLike(right)
      default: true
      }
    }.sorted()
  }
}
