// Guarantees: a conflict is a value read from registers: it has no state of its own, and the same
// conflict has the same id on every store.

public import Causality
internal import Wire

/// The kinds of conflict that people see; the raw value is the JSON and command-line code.
public enum ConflictKind: String, Sendable, CaseIterable {
  /// One field was written by offices that had not seen each other's values.
  case concurrentEdit = "concurrent-edit"
  /// A record was archived by one and edited by another, unseen by each other.
  case archivedWhileEdited = "archived-while-edited"
  /// A field was written by someone who had not seen the lock of its period.
  case lateEdit = "late-edit"
  /// What changes that were valid one by one say together breaks a constraint.
  case violation

  var number: UInt8 {
    switch self {
    case .concurrentEdit: 1
    case .archivedWhileEdited: 2
    case .lateEdit: 3
    case .violation: 4
    }
  }

  init?(number: UInt8) {
    guard let kind = Self.allCases.first(where: { $0.number == number }) else { return nil }
    self = kind
  }
}

/// The first 10 bytes of SHA-256 over the place of a conflict: ledger, collection, record, field.
/// Shown as 16 characters of Crockford base32; any unique prefix serves in commands.
public struct ConflictID: Hashable, Sendable, CustomStringConvertible {
  /// 16 digits in lower case.
  public let text: String
  public var description: String { text }

  init(_ ledger: String, _ collection: CollectionID, _ record: RecordID, _ field: FieldID) {
    self.init(Keys.conflict(ledger, collection, record, field))
  }

  /// - Parameter key: of the conflict index.
  init(_ key: some Sequence<UInt8>) {
    let digest = Digest(hashing: Array(key)).bytes
    text =
      ReplicaID(bytes: digest.span.bytes.extracting(first: ReplicaID.byteCount))?.description
      ?? ""
  }
}

/// One of the values that stand side by side.
public struct ConflictSibling: Sendable, Hashable {
  /// The change that wrote the value.
  public let dot: Dot
  /// The value written; `.empty` for one that was cleared.
  public let value: Value
  /// The person or account as the change names it; empty where its header is no longer held.
  public let author: String
  /// The office of the change's replica by the member list; empty for a replica on no list.
  public let office: String
  /// When it was written by its author's clock.
  public let clock: HybridTimestamp
  /// Why, as the author said; nil without a reason.
  public let reason: String?
  /// All that the author's store had seen when it wrote, its own changes included.
  public let seen: VersionVector
}

/// What a late edit missed, and what stood when the period was locked.
public struct LateEdit: Sendable, Hashable {
  /// Those of the conflict's siblings that came late, by dot.
  public let siblings: [Dot]
  /// The locks that they had not seen, by dot.
  public let locks: [ConflictSibling]
  /// What stood on the field for the author of the newest lock, by dot; empty when nothing did, nil
  /// when the log no longer tells.
  public let atLock: [ConflictSibling]?
}

/// What a violation is about besides the field on which it stands.
public struct Violation: Sendable, Hashable {
  /// A value that has part in it.
  public struct Part: Sendable, Hashable {
    /// The collection of ``record``.
    public let collection: CollectionID
    /// The record that the value stands in, this one or another.
    public let record: RecordID
    /// The shown value of the collection's name field; empty where there is none.
    public let recordName: String
    /// The field that the value stands on.
    public let field: FieldID
    /// The value shown.
    public let value: Value
  }

  /// What does not hold.
  public let constraint: ConstraintTraits
  /// The other values, of this record and of others; at most ``partsMax``.
  public let parts: [Part]
  /// How many there are, those beyond ``partsMax`` included.
  public let partCount: Int
  /// Of a sum: what the children add up to.
  public let total: ExactDecimal?

  /// The most parts that are listed.
  public static let partsMax = 64
}

/// A register whose siblings differ, or came late; or a field on which a violation stands.
public struct Conflict: Sendable, Hashable {
  /// The same on every store that shows the conflict.
  public let id: ConflictID
  /// What kind of settling it needs.
  public let kind: ConflictKind
  /// The ledger of the record.
  public let ledger: String
  /// The collection of the record.
  public let collection: CollectionID
  /// The record on which it stands.
  public let record: RecordID
  /// The shown value of the collection's name field; empty where there is none.
  public let recordName: String
  /// The field on which it stands; ``Existence/field`` for the archive register.
  public let field: FieldID
  /// By dot. Of an archive register the values are booleans: true archived, false edited. Of a
  /// violation: what stands on the field.
  public let siblings: [ConflictSibling]
  /// Index of the sibling shown, by `rule`.
  public let shown: Int
  /// By which sibling the field is shown until somebody settles it.
  public let rule: DisplayRule
  /// The value that all siblings had seen; nil when the field was empty then.
  public let base: Value?
  /// Of a late edit.
  public var late: LateEdit?
  /// Of a violation.
  public var violation: Violation?
}

/// A change that had seen several different values side by side, or a late one beside the lock, and
/// wrote the field.
public struct Settlement: Sendable, Hashable {
  /// The conflict that the change ended.
  public let conflict: ConflictID
  /// The ledger of the record.
  public let ledger: String
  /// The collection of the record.
  public let collection: CollectionID
  /// The record on which it stood.
  public let record: RecordID
  /// The shown value of the collection's name field now; empty where there is none.
  public let recordName: String
  /// The field on which it stood; ``Existence/field`` for the archive register.
  public let field: FieldID
  /// What stood side by side for its author, and after a late edit what stood at the lock.
  public let siblings: [ConflictSibling]
  /// What the settling change wrote.
  public let chosen: Value
  /// The settling change.
  public let dot: Dot
  /// The person or account who settled it.
  public let author: String
  /// The office of the settling replica by the member list.
  public let office: String
  /// When it was settled by that office's clock.
  public let clock: HybridTimestamp
  /// Why, as the settler said; nil without a reason.
  public let reason: String?
  /// Of a violation that a change ended; nil of registers.
  public internal(set) var constraint: ConstraintTraits?
}

/// Which conflicts to list; nil members do not restrict.
public struct ConflictFilter: Sendable {
  /// The ledger it stands in.
  public var ledger: String?
  /// The collection of its record.
  public var collection: CollectionID?
  /// What kind of settling it needs.
  public var kind: ConflictKind?
  /// Conflicts whose newest sibling is at least this young, milliseconds since 1970.
  public var sinceMilliseconds: UInt64?

  /// A filter; without arguments every open conflict passes.
  public init(
    ledger: String? = nil, collection: CollectionID? = nil, kind: ConflictKind? = nil,
    sinceMilliseconds: UInt64? = nil
  ) {
    self.ledger = ledger
    self.collection = collection
    self.kind = kind
    self.sinceMilliseconds = sinceMilliseconds
  }
}
