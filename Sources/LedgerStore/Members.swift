// Guarantees: who may write to a ledger, and with which key, is read from the member ledger and
// from nothing else, so that every store that holds the same list judges a change alike.

public import Causality
internal import LMDB
internal import Wire

/// One replica that takes part, as the hub's member ledger tells.
public struct Member: Sendable, Hashable {
  public var replica: ReplicaID
  /// Ed25519 public key, 32 bytes.
  public var publicKey: [UInt8]
  public var office: String
  public var role: Role
  /// Ledgers the member may read and write, sorted. The hub's own list is empty: it takes part in all.
  public var ledgers: [String]
  /// Set by a revocation: later changes of the member do not count.
  public var revokedAfterSeq: UInt64?
  public var enrolledMilliseconds: UInt64

  public init(
    replica: ReplicaID, publicKey: [UInt8], office: String, role: Role, ledgers: [String],
    revokedAfterSeq: UInt64? = nil, enrolledMilliseconds: UInt64
  ) {
    self.replica = replica
    self.publicKey = publicKey
    self.office = office
    self.role = role
    self.ledgers = ledgers.sorted()
    self.revokedAfterSeq = revokedAfterSeq
    self.enrolledMilliseconds = enrolledMilliseconds
  }
}

/// Why a change of a known or unknown replica does not count.
enum MembershipVerdict {
  case accepted(VerifyingKey)
  case refused(RefusalCode, String)
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

  func isAuthority(_ replica: ReplicaID) -> Bool { members[replica]?.role.isAuthority ?? false }

  func office(_ replica: ReplicaID) -> String { members[replica]?.office ?? "" }

  /// Whether changes of `dot.replica` up to `dot.seq` count in `ledger`, and by which key.
  func judge(_ dot: Dot, in ledger: String) -> MembershipVerdict {
    guard let member = members[dot.replica], let key = keys[dot.replica] else {
      return .refused(.unknownMember, dot.replica.description)
    }
    if let last = member.revokedAfterSeq, dot.seq > last {
      return .refused(.revoked, member.office)
    }
    if member.role.isAuthority { return .accepted(key) }
    guard ledger != Store.memberLedger, member.role != .observer, member.ledgers.contains(ledger)
    else { return .refused(.notPermitted, member.office) }
    return .accepted(key)
  }
}

/// How a member stands as a record of the member ledger.
enum MemberRecord {
  static let collection = CollectionID(rawValue: 60_000)

  enum Field {
    static let replica = FieldID(rawValue: 1)
    static let publicKey = FieldID(rawValue: 2)
    static let office = FieldID(rawValue: 3)
    static let role = FieldID(rawValue: 4)
    static let ledgers = FieldID(rawValue: 5)
    static let revokedAfterSeq = FieldID(rawValue: 6)
    static let enrolled = FieldID(rawValue: 7)
  }

  static let traits = CollectionTraits(
    id: collection, code: "member", nameField: Field.office,
    fields: [
      FieldTraits(id: Field.replica, code: "replica"),
      FieldTraits(id: Field.publicKey, code: "public_key"),
      FieldTraits(id: Field.office, code: "office"),
      FieldTraits(id: Field.role, code: "role"),
      FieldTraits(id: Field.ledgers, code: "ledgers", kind: .set),
      FieldTraits(id: Field.revokedAfterSeq, code: "revoked_after_seq"),
      FieldTraits(id: Field.enrolled, code: "enrolled_at"),
    ])

  /// A member has one record, named by its replica.
  static func id(_ replica: ReplicaID) -> RecordID {
    RecordID(high: replica.high, low: UInt64(replica.low) << 48)
  }

  /// - Parameter known: the member as listed so far; what it had and `member` has not is taken away.
  static func operations(_ member: Member, replacing known: Member?) -> [Operation] {
    let id = id(member.replica)
    func write(_ field: FieldID, _ value: Value) -> Operation {
      Operation(collection: collection, record: id, field: field, value: value)
    }
    var operations = [
      write(Field.replica, .text(member.replica.description)),
      write(Field.publicKey, .bytes(member.publicKey)),
      write(Field.office, .text(member.office)),
      write(Field.role, .text(member.role.rawValue)),
      write(Field.enrolled, .instant(Int64(clamping: member.enrolledMilliseconds))),
    ]
    if let last = member.revokedAfterSeq {
      operations.append(write(Field.revokedAfterSeq, .integer(Int64(clamping: last))))
    } else if known?.revokedAfterSeq != nil {
      operations.append(write(Field.revokedAfterSeq, .empty))
    }
    func set(_ kind: Operation.Kind, _ ledger: String) -> Operation {
      Operation(
        collection: collection, record: id, field: Field.ledgers, kind: kind, value: .text(ledger))
    }
    operations += member.ledgers.map { set(.add, $0) }
    operations += (known?.ledgers ?? []).filter { !member.ledgers.contains($0) }
      .map { set(.remove, $0) }
    return operations
  }

  static func member(_ record: Record) -> Member? {
    guard case .text(let text)? = record[Field.replica], let replica = ReplicaID(text),
      case .bytes(let key)? = record[Field.publicKey],
      case .text(let office)? = record[Field.office],
      case .text(let roleText)? = record[Field.role], let role = Role(rawValue: roleText),
      !record.isArchived
    else { return nil }
    var revoked: UInt64?
    if case .integer(let last)? = record[Field.revokedAfterSeq] { revoked = UInt64(max(0, last)) }
    var enrolled: UInt64 = 0
    if case .instant(let at)? = record[Field.enrolled] { enrolled = UInt64(max(0, at)) }
    let ledgers = record.elements(Field.ledgers).compactMap { value in
      if case .text(let ledger) = value { ledger } else { nil as String? }
    }
    return Member(
      replica: replica, publicKey: key, office: office, role: role, ledgers: ledgers,
      revokedAfterSeq: revoked, enrolledMilliseconds: enrolled)
  }
}
