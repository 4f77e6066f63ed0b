// Guarantees: whether a change that is logged has effect is one pure function of the change, the
// member list and the schema's traits, so that every store that holds the same voids the same.
// Masks are looked at on the payload's bytes; a value is decoded only where codes are reserved.

public import Causality
internal import Wire

extension Role {
  /// The role as schemas name it: the hub counts as the city.
  public var set: RoleSet {
    switch self {
    case .county: .county
    case .department: .department
    case .city: .city
    case .observer: .observer
    case .hub: [.city, .hub]
    }
  }
}

/// Why a logged change has no effect.
struct Voiding: Hashable, Sendable {
  let code: RefusalCode
  /// Independent of names that may change: a ledger, a seq, a replica, `collection.field` numbers.
  let detail: String
}

/// The permissions of a schema, laid out for a look-up an operation.
struct Authority: Sendable {
  private struct Masks: Sendable {
    var records: UInt8
    /// By field number; fields beyond are unknown.
    var fields: [UInt8]
    var reserved: [UInt16: [UInt32: UInt8]]
    /// Roles that may write every known field with every value.
    var everything: UInt8

    /// The store's own collections are the hub's, whatever their traits say.
    mutating func reserveToHub() {
      records = RoleSet.hub.rawValue
      fields = fields.map { _ in RoleSet.hub.rawValue }
      everything = RoleSet.hub.rawValue
    }
  }

  private var collections: [UInt16: Masks] = [:]

  /// Fields and collections unknown to the schema are written by everyone but observers.
  private static let unknown = RoleSet.offices.rawValue

  init(_ schema: SchemaTraits) {
    for collection in schema.collections {
      let last = Int(collection.fields.last?.id.rawValue ?? 0)
      var masks = Masks(
        records: collection.writers.rawValue,
        fields: [UInt8](repeating: Self.unknown, count: last + 1), reserved: [:],
        everything: collection.writers.rawValue)
      for field in collection.fields {
        masks.fields[Int(field.id.rawValue)] = field.writers.rawValue
        masks.everything &= field.writers.rawValue
        guard !field.reservedCodes.isEmpty else { continue }
        masks.reserved[field.id.rawValue] = field.reservedCodes.mapValues(\.rawValue)
        for roles in field.reservedCodes.values { masks.everything &= roles.rawValue }
      }
      if collection.id >= MemberRecord.collection { masks.reserveToHub() }
      collections[collection.id.rawValue] = masks
    }
  }

  /// The verdict on a change whose signature, chain and deps hold; nil when it has effect.
  ///
  /// - Complexity: O(operations), without allocation when it has effect.
  func judge(_ change: DecodedChange, _ members: MemberList) -> Voiding? {
    let header = change.header
    guard let member = members[header.dot.replica] else {
      return Voiding(code: .unknownMember, detail: header.dot.replica.description)
    }
    if let voiding = member.voiding(of: header.dot.seq, in: header.ledger) { return voiding }
    return permits(change, member.role.set)
  }

  /// The first operation that the roles may not do; nil when they may do all.
  func permits(_ change: DecodedChange, _ roles: RoleSet) -> Voiding? {
    let role = roles.rawValue
    var masks: Masks?
    var collection: CollectionID?
    for operation in change.operations {
      if operation.collection != collection {
        collection = operation.collection
        masks = collections[operation.collection.rawValue]
      }
      let allowed: Bool
      if let masks {
        if masks.everything & role != 0 { continue }
        allowed = Self.allows(masks, operation, change, role)
      } else {
        allowed = Self.unknown & role != 0 && !Self.isOwn(operation.collection, role)
      }
      guard allowed else {
        return Voiding(
          code: .notPermitted,
          detail: "\(operation.collection.rawValue).\(operation.field.rawValue)")
      }
    }
    return nil
  }

  /// The store's own collections, those of newer programs too, are the hub's alone.
  private static func isOwn(_ collection: CollectionID, _ role: UInt8) -> Bool {
    collection >= MemberRecord.collection && role & RoleSet.hub.rawValue == 0
  }

  @inline(__always)
  private static func allows(
    _ masks: Masks, _ operation: OperationView, _ change: DecodedChange, _ role: UInt8
  ) -> Bool {
    let number = Int(operation.field.rawValue)
    if number == 0 { return masks.records & role != 0 }
    guard number < masks.fields.count else {
      return unknown & role != 0 && !isOwn(operation.collection, role)
    }
    guard masks.fields[number] & role != 0 else { return false }
    guard !masks.reserved.isEmpty, let reserved = masks.reserved[operation.field.rawValue],
      operation.kind != .remove, case .code(let code) = change.value(of: operation),
      let roles = reserved[code]
    else { return true }
    return roles & role != 0
  }

  /// Whether the roles may create records of a collection. Asked at a local commit only: whether a
  /// record is new depends on what a store holds, which no verdict may.
  func mayCreate(_ collection: CollectionID, _ roles: RoleSet) -> Bool {
    let mask = collections[collection.rawValue]?.records ?? Self.unknown
    return mask & roles.rawValue != 0
  }
}

extension SchemaTraits {
  /// What of a schema the derived tables depend on, as a digest: who writes what, which codes are
  /// reserved, what is indexed, what must hold. Fields with defaults count for nothing, so that
  /// adding one rewrites nothing.
  var derivationDigest: Digest {
    var bytes: [UInt8] = [1]
    for collection in collections {
      if collection.writers != .offices {
        bytes.appendBigEndian(collection.id.rawValue)
        bytes += [0, 0, collection.writers.rawValue]
      }
      for field in collection.fields
      where field.writers != .offices || field.isIndexed || !field.reservedCodes.isEmpty {
        bytes.appendBigEndian(collection.id.rawValue)
        bytes.appendBigEndian(field.id.rawValue)
        bytes += [field.writers.rawValue, field.isIndexed ? 1 : 0]
        bytes.appendVarint(UInt64(field.reservedCodes.count))
        for (code, roles) in field.reservedCodes.sorted(by: { $0.key < $1.key }) {
          bytes.appendVarint(UInt64(code))
          bytes.append(roles.rawValue)
        }
      }
      for constraint in collection.constraints {
        bytes.appendBigEndian(collection.id.rawValue)
        bytes += [0xFF, 0xFF]
        bytes.appendBigEndian(constraint.number)
        bytes.appendVarint(UInt64(constraint.fields.count))
        for field in constraint.fields { bytes.appendBigEndian(field.rawValue) }
        if case .sumWithin(let sum) = constraint.rule, let once = sum.once {
          bytes.appendBigEndian(once.rawValue)
        }
      }
    }
    return Digest(hashing: bytes)
  }
}
