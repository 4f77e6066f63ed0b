// What a store must know of a schema, without knowing projects: numbers, codes, and for each field
// how it merges, what it shows and whether it is indexed. The schema itself reaches it as this
// value.

/// The stable number of a collection.
@frozen
public struct CollectionID: RawRepresentable, Hashable, Comparable, Sendable {
  /// The number as it is stored; never given to another collection of the schema.
  public let rawValue: UInt16

  /// A collection by its number; whether a schema has it is not asked.
  @inlinable
  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  @inlinable
  public static func < (left: CollectionID, right: CollectionID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The stable number of a field within its collection; 0 is the archive register of each record.
@frozen
public struct FieldID: RawRepresentable, Hashable, Comparable, Sendable {
  /// The number as it is stored; never given to another field of the collection.
  public let rawValue: UInt16

  /// A field by its number; whether a schema has it is not asked.
  @inlinable
  public init(rawValue: UInt16) {
    self.rawValue = rawValue
  }

  @inlinable
  public static func < (left: FieldID, right: FieldID) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// Roles, as far as they decide who may write: a set of bits, so that a check is one operation.
@frozen
public struct RoleSet: OptionSet, Hashable, Sendable {
  /// One bit a role, as named below.
  public let rawValue: UInt8

  /// A set by its bits.
  @inlinable
  public init(rawValue: UInt8) {
    self.rawValue = rawValue
  }

  /// The office of a county.
  public static let county = RoleSet(rawValue: 1)
  /// A municipal department.
  public static let department = RoleSet(rawValue: 2)
  /// The city's office; the hub counts as one.
  public static let city = RoleSet(rawValue: 4)
  /// Reads only, whatever a schema says.
  public static let observer = RoleSet(rawValue: 8)
  /// The hub besides being the city: the store's own collections are its alone.
  public static let hub = RoleSet(rawValue: 16)
  /// Everyone who may write at all: the default of every field and collection.
  public static let offices: RoleSet = [.county, .department, .city, .hub]
}

/// One field as a store sees it.
public struct FieldTraits: Hashable, Sendable {
  /// How concurrent changes of a field merge.
  public enum Kind: Hashable, Sendable {
    /// One value; concurrent different values are a conflict.
    case register
    /// A set of values; concurrent changes merge.
    case set
  }

  /// The number under which the field is stored.
  public let id: FieldID
  /// The field's name in commands and files, unique within its collection.
  public let code: String
  /// How concurrent writes merge; fixed for the life of the field, as stored siblings depend on it.
  public let kind: Kind
  /// Which sibling of a conflict is shown; a set shows all its elements.
  public let rule: DisplayRule
  /// Whether a store keeps the shown values in an index; that decides the speed of a query, never
  /// its answer.
  public let isIndexed: Bool
  /// The codes of an enumeration's cases, by case number; empty for every other field.
  public let codes: [String]
  /// Who may write the field.
  public let writers: RoleSet
  /// Cases of an enumeration that only some of the writers may choose.
  public let reservedCodes: [UInt32: RoleSet]

  /// A field; the defaults are those of a plain register that every office may write.
  public init(
    id: FieldID, code: String, kind: Kind = .register, rule: DisplayRule = .newest,
    isIndexed: Bool = false, codes: [String] = [], writers: RoleSet = .offices,
    reservedCodes: [UInt32: RoleSet] = [:]
  ) {
    self.id = id
    self.code = code
    self.kind = kind
    self.rule = rule
    self.isIndexed = isIndexed
    self.codes = codes
    self.writers = writers
    self.reservedCodes = reservedCodes
  }
}

/// The fields by which a record names a file outside the store's tables.
public struct AttachmentTraits: Hashable, Sendable {
  /// The text of 64 hexadecimal digits, lower case; a store indexes it.
  public let sha256: FieldID
  /// The file's size in bytes, an integer.
  public let size: FieldID?
  /// The file's name, a text.
  public let name: FieldID?
  /// The file's type, a text.
  public let mediaType: FieldID?

  /// The fields of one collection; only the hash is needed to find a file.
  public init(
    sha256: FieldID, size: FieldID? = nil, name: FieldID? = nil, mediaType: FieldID? = nil
  ) {
    self.sha256 = sha256
    self.size = size
    self.name = name
    self.mediaType = mediaType
  }
}

/// One collection of records as a store sees it.
public struct CollectionTraits: Hashable, Sendable {
  /// The number under which its records are stored.
  public let id: CollectionID
  /// The collection's name in commands and files, unique within its schema.
  public let code: String
  /// The field by which people know a record.
  public let nameField: FieldID
  /// The field that refers to the record this one belongs to.
  public let parentField: FieldID?
  /// The fields that name a file; nil where records have none.
  public let attachment: AttachmentTraits?
  /// Sorted by id.
  public let fields: [FieldTraits]
  /// The field that locks a record: later edits that had not seen the lock are late.
  public let lock: LockTraits?
  /// What must hold after a merge.
  public let constraints: [ConstraintTraits]
  /// Who may create, archive and restore records.
  public let writers: RoleSet

  /// - Parameter fields: in any order.
  public init(
    id: CollectionID, code: String, nameField: FieldID, parentField: FieldID? = nil,
    writers: RoleSet = .offices, attachment: AttachmentTraits? = nil, fields: [FieldTraits],
    lock: LockTraits? = nil, constraints: [ConstraintTraits] = []
  ) {
    self.id = id
    self.code = code
    self.nameField = nameField
    self.parentField = parentField
    self.lock = lock
    self.constraints = constraints
    self.writers = writers
    self.attachment = attachment
    self.fields = fields.sorted { $0.id < $1.id }
  }

  /// The field of a number, nil when the schema has none: one of a newer schema. O(log n).
  public func field(_ id: FieldID) -> FieldTraits? {
    var low = 0
    var high = fields.count
    while low < high {
      let middle = (low + high) >> 1
      if fields[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < fields.count && fields[low].id == id ? fields[low] : nil
  }

  /// The field of a code. O(n).
  public func field(_ code: String) -> FieldTraits? {
    fields.first { $0.code == code }
  }
}

/// A schema as a store sees it.
public struct SchemaTraits: Hashable, Sendable {
  /// Rises with every published schema; each change names the one it was written under.
  public let version: UInt32
  /// Sorted by id.
  public let collections: [CollectionTraits]

  /// - Parameter collections: in any order.
  public init(version: UInt32, collections: [CollectionTraits]) {
    self.version = version
    self.collections = collections.sorted { $0.id < $1.id }
  }

  /// The collection of a number, nil when the schema has none. O(n); schemas have few.
  public func collection(_ id: CollectionID) -> CollectionTraits? {
    collections.first { $0.id == id }
  }

  /// The collection of a code. O(n).
  public func collection(_ code: String) -> CollectionTraits? {
    collections.first { $0.code == code }
  }
}
