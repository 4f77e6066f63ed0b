// Who may write what. A role either decides a field, proposes for it, or only reads it; the table
// of model section 3 is carried by the fields themselves.

public import Causality

/// The part an office plays in a ledger, as far as permissions go.
@frozen
public enum OfficeRole: String, Sendable, Hashable, CaseIterable {
  /// The office of a county, writing its own ledger.
  case county
  /// A municipal department, writing for its own category and its own approval items.
  case department
  /// The city's key-project office, the hub.
  case city
  /// Reads only.
  case observer

  /// The role as sentences in any language name it.
  var named: String {
    switch self {
    case .county: "县区(county)"
    case .department: "市直部门(department)"
    case .city: "市办(city)"
    case .observer: "只读单位(observer)"
    }
  }

  /// The role of a member by its name in the member list; the hub writes as the city.
  public init?(member name: String) {
    self.init(rawValue: name == "hub" ? "city" : name)
  }
}

/// What a role may do to a field.
@frozen
public enum Access: UInt8, Sendable, Hashable {
  /// Reads.
  case none
  /// Writes until the deciding role has written: then the value stands, and a change is asked for.
  case propose
  /// Writes, and decides.
  case write
}

/// What each role may do to a field. Observers never write.
@frozen
public struct FieldAccess: Sendable, Hashable {
  /// What a county may do.
  public let county: Access
  /// What a municipal department may do.
  public let department: Access
  /// What the city office may do.
  public let city: Access

  /// An access by role.
  @inlinable
  public init(county: Access, department: Access, city: Access) {
    self.county = county
    self.department = department
    self.city = city
  }

  /// What a role may do.
  @inlinable
  public func of(_ role: OfficeRole) -> Access {
    switch role {
    case .county: county
    case .department: department
    case .city: city
    case .observer: .none
    }
  }

  /// Who writes, as a decision or a proposal, for the store.
  public var writers: RoleSet {
    var roles: RoleSet = []
    if county != .none { roles.insert(.county) }
    if department != .none { roles.insert(.department) }
    if city != .none { roles.formUnion([.city, .hub]) }
    return roles
  }

  /// Every office writes: facts and descriptions of the record's own office.
  public static let offices = FieldAccess(county: .write, department: .write, city: .write)
  /// The city decides, others propose: category, level, key flag, annual plan, batch membership.
  public static let cityDecides = FieldAccess(county: .propose, department: .propose, city: .write)
  /// The approving department decides; county and city may record on its behalf until it has.
  public static let departmentDecides = FieldAccess(
    county: .propose, department: .write, city: .propose)
  /// Who assigned the matter verifies its closing; a county never does.
  public static let assigners = FieldAccess(county: .none, department: .write, city: .write)
  /// The city's own books.
  public static let cityOnly = FieldAccess(county: .none, department: .none, city: .write)
}

/// Whether a role may write a field: the one function behind local commits, the page, import and
/// the application of changes received. It depends on nothing but the schema, so that every store
/// judges alike; what depends on the record is the validator's.
public enum Permissions {
  /// Whether a role may write a field at all, as a decision or a proposal.
  @inlinable
  public static func mayWrite(_ field: FieldDefinition, _ role: OfficeRole) -> Bool {
    field.access.of(role) != .none
  }

  /// Whether a role may write this value to the field: some cases of an enumeration are reserved to
  /// the role that decides them (verifying a closing, locking a report).
  @inlinable
  public static func mayWrite(_ field: FieldDefinition, _ value: Value, _ role: OfficeRole) -> Bool
  {
    guard field.access.of(role) != .none else { return false }
    guard case .code(let number) = value else { return true }
    return field.reservedCases.isEmpty || field.mayChoose(number, role)
  }

  /// Whether a role may create, archive or restore records of a collection.
  @inlinable
  public static func mayCreate(_ collection: CollectionDefinition, _ role: OfficeRole) -> Bool {
    collection.access.of(role) != .none
  }
}
