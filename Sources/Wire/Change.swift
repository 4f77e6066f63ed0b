// A change: what its payload says, as values. The payload's bytes are what is hashed, signed,
// stored and forwarded; these types never stand in for them.

public import Causality

/// All of a change but its operations.
public struct ChangeHeader: Hashable, Sendable {
  /// The ledger that the change belongs to: `[a-z0-9-]{1,32}`.
  public var ledger: String
  /// Writer and sequence number, from 1 without gaps.
  public var dot: Dot
  /// Hash of the writer's previous change in this ledger; zero at seq 1 and only there.
  public var previous: Digest
  /// What the writer had seen, as far as it differs from the deps of its previous change: absolute
  /// sequence numbers, ascending by replica, never the writer's own.
  public var depsDelta: [VersionVector.Entry]
  /// What the writer holds at each entry of ``depsDelta``, in its order: the first half of the hash
  /// of that replica's change. One missing or `.none` says nothing.
  public var depsPins: [DigestPrefix]
  /// The writer's hybrid logical clock at the commit.
  public var clock: HybridTimestamp
  /// Version of the member list that the change was made under.
  public var memberVersion: UInt64
  /// Heads of the member ledger as the writer holds it, as far as they differ from those that its
  /// previous change in this ledger named; ascending by replica. Two that name one dot with
  /// different hashes prove that somebody was shown another history.
  public var memberPins: [Pin]
  /// A person's name or account, at most 256 bytes.
  public var author: String
  /// Why, at most 4 KiB.
  public var reason: String?
  /// Version of the schema that the change was made under.
  public var schemaVersion: UInt32

  /// A header; the limits are checked when it is encoded.
  public init(
    ledger: String, dot: Dot, previous: Digest, depsDelta: [VersionVector.Entry],
    depsPins: [DigestPrefix] = [], clock: HybridTimestamp, memberVersion: UInt64,
    memberPins: [Pin] = [], author: String, reason: String? = nil, schemaVersion: UInt32
  ) {
    self.ledger = ledger
    self.dot = dot
    self.previous = previous
    self.depsDelta = depsDelta
    self.depsPins = depsPins
    self.clock = clock
    self.memberVersion = memberVersion
    self.memberPins = memberPins
    self.author = author
    self.reason = reason
    self.schemaVersion = schemaVersion
  }

  /// What the writer holds at the entry `index` of ``depsDelta``; `.none` when it does not say.
  public func pin(ofDep index: Int) -> DigestPrefix {
    index < depsPins.count ? depsPins[index] : .none
  }

  /// Whether all parts are equal; texts are compared by their bytes.
  public static func == (left: ChangeHeader, right: ChangeHeader) -> Bool {
    left.dot == right.dot && left.previous == right.previous && left.clock == right.clock
      && left.depsDelta == right.depsDelta && left.memberVersion == right.memberVersion
      && left.schemaVersion == right.schemaVersion && left.memberPins == right.memberPins
      && left.depsDelta.indices.allSatisfy { left.pin(ofDep: $0) == right.pin(ofDep: $0) }
      && left.ledger.utf8.elementsEqual(right.ledger.utf8)
      && left.author.utf8.elementsEqual(right.author.utf8)
      && left.reason.map { [UInt8]($0.utf8) } == right.reason.map { [UInt8]($0.utf8) }
  }

  /// Feeds what identifies a change to `hasher`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(dot)
    hasher.combine(previous)
    hasher.combine(clock)
  }
}

/// One operation of a change, as a value.
public struct Operation: Hashable, Sendable {
  /// What an operation does.
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// Sets a register.
    case write = 0
    /// Adds an element to a set.
    case add = 1
    /// Removes an element from a set, as far as it had been seen.
    case remove = 2
    /// Archives the record; field 0, no value.
    case archive = 3
    /// Restores the record; field 0, no value.
    case restore = 4
  }

  /// The record's collection.
  public var collection: CollectionID
  /// The record.
  public var record: RecordID
  /// The field; 0 for archive and restore, above it for the others.
  public var field: FieldID
  /// What is done.
  public var kind: Kind
  /// The value or element; `.empty` for archive and restore.
  public var value: Value

  /// An operation on a field.
  public init(
    collection: CollectionID, record: RecordID, field: FieldID, kind: Kind = .write, value: Value
  ) {
    self.collection = collection
    self.record = record
    self.field = field
    self.kind = kind
    self.value = value
  }

  /// An operation that archives `record`.
  public static func archive(_ collection: CollectionID, _ record: RecordID) -> Operation {
    Operation(
      collection: collection, record: record, field: FieldID(rawValue: 0), kind: .archive,
      value: .empty)
  }

  /// An operation that restores `record`.
  public static func restore(_ collection: CollectionID, _ record: RecordID) -> Operation {
    Operation(
      collection: collection, record: record, field: FieldID(rawValue: 0), kind: .restore,
      value: .empty)
  }
}

/// One operation of a decoded change: 32 bytes, its value left in the payload.
@frozen
public struct OperationView: Hashable, Sendable {
  /// The record.
  public let record: RecordID
  @usableFromInline let start: UInt32
  @usableFromInline let end: UInt32
  /// The record's collection.
  public let collection: CollectionID
  /// The field; 0 for archive and restore.
  public let field: FieldID
  /// What is done.
  public let kind: Operation.Kind

  /// Offsets of the encoded value in the payload; empty for archive and restore.
  @inlinable
  public var value: Range<Int> { Int(start)..<Int(end) }

  init(
    collection: CollectionID, record: RecordID, field: FieldID, kind: Operation.Kind,
    value: Range<Int>
  ) {
    self.collection = collection
    self.record = record
    self.field = field
    self.kind = kind
    start = UInt32(truncatingIfNeeded: value.lowerBound)
    end = UInt32(truncatingIfNeeded: value.upperBound)
  }
}

/// A change whose payload has been validated from the first byte to the last.
public struct DecodedChange: Sendable {
  /// All but the operations.
  public let header: ChangeHeader
  /// The bytes that were hashed and signed.
  public let payload: [UInt8]
  /// SHA-256 of the payload.
  public let hash: Digest
  /// The operations: ascending by collection, record, field, kind, value bytes; at least one.
  public let operations: [OperationView]

  /// The value of one of this change's operations; `.empty` for archive and restore.
  public func value(of operation: OperationView) -> Value {
    if operation.value.isEmpty { return .empty }
    var offset = operation.value.lowerBound
    guard let value = try? ValueCoding.decode(payload.span.bytes, at: &offset) else {
      preconditionFailure("an operation of another change")
    }
    return value
  }

  /// All operations as values.
  public var operationValues: [Operation] {
    operations.map {
      Operation(
        collection: $0.collection, record: $0.record, field: $0.field, kind: $0.kind,
        value: value(of: $0))
    }
  }
}
