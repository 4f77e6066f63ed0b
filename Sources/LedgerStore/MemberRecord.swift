// Guarantees: a member stands in the member ledger as one record, and reads back as it was written.

internal import Causality
internal import Wire

/// How a member stands as a record of the member ledger.
enum MemberRecord {
  static let collection = CollectionID(rawValue: 60_000)

  enum Field {
    static let replica = FieldID(rawValue: 1)
    static let publicKey = FieldID(rawValue: 2)
    static let office = FieldID(rawValue: 3)
    static let role = FieldID(rawValue: 4)
    static let ledgers = FieldID(rawValue: 5)
    /// Texts `LEDGER:SEQ`, the ledger `*` for all; of several for one ledger the lowest counts.
    static let revocations = FieldID(rawValue: 6)
    static let enrolled = FieldID(rawValue: 7)
    static let retired = FieldID(rawValue: 8)
    static let succeeds = FieldID(rawValue: 9)
    static let succeededBy = FieldID(rawValue: 10)
    static let under = FieldID(rawValue: 11)
  }

  static let traits = CollectionTraits(
    id: collection, code: "member", nameField: Field.office, writers: .hub,
    fields: [
      field(Field.replica, "replica"), field(Field.publicKey, "public_key"),
      field(Field.office, "office"), field(Field.role, "role"),
      field(Field.ledgers, "ledgers", .set), field(Field.revocations, "revocations", .set),
      field(Field.enrolled, "enrolled_at"), field(Field.retired, "retired_at"),
      field(Field.succeeds, "succeeds"), field(Field.succeededBy, "succeeded_by"),
      field(Field.under, "under"),
    ])

  private static func field(
    _ id: FieldID, _ code: String, _ kind: FieldTraits.Kind = .register
  ) -> FieldTraits {
    FieldTraits(id: id, code: code, kind: kind, writers: .hub)
  }

  /// A member has one record, named by its replica.
  static func id(_ replica: ReplicaID) -> RecordID {
    RecordID(high: replica.high, low: UInt64(replica.low) << 48)
  }

  static func write(_ replica: ReplicaID, _ field: FieldID, _ value: Value) -> Operation {
    Operation(collection: collection, record: id(replica), field: field, value: value)
  }

  static func set(
    _ replica: ReplicaID, _ field: FieldID, _ kind: Operation.Kind, _ text: String
  ) -> Operation {
    Operation(
      collection: collection, record: id(replica), field: field, kind: kind, value: .text(text))
  }

  static func revocation(_ ledger: String, _ last: UInt64) -> String { "\(ledger):\(last)" }

  /// - Parameter known: the member as listed so far; what it had and `member` has not is taken
  ///   away.
  static func operations(_ member: Member, replacing known: Member?) -> [Operation] {
    let replica = member.replica
    var operations = [
      write(replica, Field.replica, .text(replica.description)),
      write(replica, Field.publicKey, .bytes(member.publicKey)),
      write(replica, Field.office, .text(member.office)),
      write(replica, Field.role, .text(member.role.rawValue)),
      write(replica, Field.enrolled, .instant(Int64(clamping: member.enrolledMilliseconds))),
    ]
    if let retired = member.retiredMilliseconds {
      operations.append(write(replica, Field.retired, .instant(Int64(clamping: retired))))
    } else if known?.retiredMilliseconds != nil {
      operations.append(write(replica, Field.retired, .empty))
    }
    if let other = member.succeeds {
      operations.append(write(replica, Field.succeeds, .text(other.description)))
    }
    if let other = member.succeededBy {
      operations.append(write(replica, Field.succeededBy, .text(other.description)))
    }
    if let hub = member.under {
      operations.append(write(replica, Field.under, .text(hub.description)))
    }
    // A ledger that a member leaves stays named: what it wrote there up to then counts.
    operations += member.ledgers.map { set(replica, Field.ledgers, .add, $0) }
    for (ledger, last) in (known?.revocations ?? [:]).sorted(by: { $0.key < $1.key })
    where member.revocations[ledger] != last {
      operations.append(set(replica, Field.revocations, .remove, revocation(ledger, last)))
    }
    for (ledger, last) in member.revocations.sorted(by: { $0.key < $1.key }) {
      operations.append(set(replica, Field.revocations, .add, revocation(ledger, last)))
    }
    return operations
  }

  static func member(_ record: Record) -> Member? {
    guard case .text(let text)? = record[Field.replica], let replica = ReplicaID(text),
      case .bytes(let key)? = record[Field.publicKey],
      case .text(let office)? = record[Field.office],
      case .text(let roleText)? = record[Field.role], let role = Role(rawValue: roleText),
      !record.isArchived
    else { return nil }
    var revocations: [String: UInt64] = [:]
    for text in texts(record, Field.revocations) {
      guard let colon = text.lastIndex(of: ":"),
        let last = UInt64(text[text.index(after: colon)...])
      else { continue }
      let ledger = String(text[..<colon])
      revocations[ledger] = min(last, revocations[ledger] ?? .max)
    }
    let isRevoked = revocations[Member.everyLedger] != nil
    return Member(
      replica: replica, publicKey: key, office: office, role: role,
      ledgers: texts(record, Field.ledgers).filter { isRevoked || revocations[$0] == nil },
      revocations: revocations, enrolledMilliseconds: instant(record, Field.enrolled) ?? 0,
      retiredMilliseconds: instant(record, Field.retired),
      succeeds: other(record, Field.succeeds), succeededBy: other(record, Field.succeededBy),
      under: other(record, Field.under))
  }

  private static func texts(_ record: Record, _ field: FieldID) -> [String] {
    record.elements(field).compactMap { value in
      if case .text(let text) = value { text } else { nil as String? }
    }
  }

  private static func instant(_ record: Record, _ field: FieldID) -> UInt64? {
    guard case .instant(let milliseconds)? = record[field] else { return nil }
    return UInt64(max(0, milliseconds))
  }

  private static func other(_ record: Record, _ field: FieldID) -> ReplicaID? {
    guard case .text(let text)? = record[field] else { return nil }
    return ReplicaID(text)
  }
}
