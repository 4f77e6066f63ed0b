// One field of one collection, as data: what it is called, what it holds, how conflicts of it show,
// who writes it and from which stage on it is asked for. The schema's lines make these.

public import Causality

/// The definition of a field.
public final class FieldDefinition: Sendable {
  /// The stable number on disk; never changed, never used again.
  public let id: FieldID
  /// The name in commands, JSON and import maps.
  public let code: String
  /// The Chinese label.
  public let zh: String
  /// The English label.
  public let en: String
  /// The kind of value, or of each element of a set.
  public let type: FieldType
  /// Whether the field holds a set of values, written by adding and removing.
  public let isSet: Bool
  /// What is shown while a conflict is open.
  public let rule: DisplayRule
  /// Whether the store keeps an index of the field.
  public let isIndexed: Bool
  /// What each role may do.
  public let access: FieldAccess
  /// Cases of an enumeration that only some roles may choose.
  public let reservedCases: [UInt32: FieldAccess]
  /// The stage of the project from which the field is listed as missing while it is empty.
  public let neededFrom: Stage?
  /// Whether a record cannot be created without it.
  public let isRequired: Bool
  /// The unit shown in tables, such as 工作日; nil for none and for money and areas.
  public let unit: String?
  /// Further judgements of the value.
  public let check: FieldCheck?
  /// Other codes accepted when typed.
  public let others: [String]

  @inline(never)
  init(
    _ id: UInt16, _ code: String, _ zh: String, _ en: String, type: FieldType, isSet: Bool = false,
    options: FieldOptions
  ) {
    self.id = FieldID(rawValue: id)
    self.code = code
    self.zh = zh
    self.en = en
    self.type = type
    self.isSet = isSet
    rule = options.rule
    isIndexed = options.indexed
    access = options.access
    reservedCases = options.reserved
    neededFrom = options.needed
    isRequired = options.required
    unit = options.unit
    check = options.check
    others = options.others
  }

  /// The enumeration of the field, if it holds one.
  public var enumeration: Enumeration? {
    if case .enumeration(let enumeration) = type { return enumeration }
    return nil
  }

  /// Whether the field's whole numbers are years, which no sign parts and no comma belongs in.
  public var isYear: Bool { check == .year }

  /// The label with the code to type, as sentences in any language name the field.
  public var named: String { "\(zh)(\(code))" }

  /// The type's name in the golden listing, with `set of` before a set's.
  public var typeName: String { isSet ? "set of \(type.name)" : type.name }

  /// The field as the store sees it.
  public var traits: FieldTraits {
    FieldTraits(
      id: id, code: code, kind: isSet ? .set : .register, rule: rule, isIndexed: isIndexed,
      codes: enumeration?.codes ?? [], writers: access.writers,
      reservedCodes: reservedCases.mapValues(\.writers))
  }

  @usableFromInline
  func mayChoose(_ number: UInt32, _ role: OfficeRole) -> Bool {
    guard let access = reservedCases[number] else { return true }
    return access.of(role) != .none
  }
}

/// What a schema line may say beyond number, code and labels. Everything has a default, so that a
/// line says only what is unusual about its field.
struct FieldOptions: Sendable {
  var rule: DisplayRule = .newest
  var access: FieldAccess = .offices
  var needed: Stage?
  var required = false
  var indexed = false
  var unit: String?
  var check: FieldCheck?
  var reserved: [UInt32: FieldAccess] = [:]
  var others: [String] = []

  static let usual = FieldOptions()

  /// The field is listed as missing from this stage on.
  static func needed(_ stage: Stage) -> FieldOptions { FieldOptions(needed: stage) }
  /// Other codes accepted when typed.
  static func others(_ codes: String...) -> FieldOptions { FieldOptions(others: codes) }
  /// The city decides, others propose; the city's sibling shows while a conflict is open.
  static let cityDecides = FieldOptions(rule: .authority, access: .cityDecides)
  /// The city's own field: nobody else writes it.
  static let cityOnly = FieldOptions(rule: .authority, access: .cityOnly)
  /// The city's own field, listed as missing while empty.
  static let cityOnlyWanted = FieldOptions.cityOnly.with { $0.needed = .planning }
  /// Whoever assigned the matter writes it; a county never does.
  static let assigners = FieldOptions(access: .assigners)
  /// Listed as missing while empty.
  static let wanted = FieldOptions.needed(.planning)
  /// No record is created without it.
  static let required = FieldOptions(required: true)
  /// A calendar year.
  static let year = FieldOptions(check: .year)
  /// A number that is not below zero.
  static let notNegative = FieldOptions(check: .notNegative)

  /// These options with something more said.
  func with(_ change: (inout FieldOptions) -> Void) -> FieldOptions {
    var options = self
    change(&options)
    return options
  }
}
