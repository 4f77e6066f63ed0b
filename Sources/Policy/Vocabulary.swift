// The collections and fields that facts and rules may name, with the form in which each field's
// facts are kept: one 64-bit number. Made from the schema.

public import Causality
public import Projects

/// What can be known of records.
public struct Vocabulary: Sendable {
  /// The form in which the facts of a field are kept.
  enum Form: Sendable {
    /// Whole numbers, moments and yes (1) or no (0).
    case number
    /// Exact decimals, times 10 to the power of so many.
    case scaled(places: Int)
    /// Days since 1970-01-01.
    case date
    /// The number of a case; of a set, a bit for each.
    case choice(Enumeration)
    /// The place of the text in the book's pool.
    case text
    /// Whether there is any text, as 1: long remarks are not kept.
    case presence
    /// The row of another collection's table.
    case reference(String)
    /// A period's encoded form.
    case period
  }

  /// A field.
  struct Field: Sendable {
    let code: String
    let form: Form
    let isSet: Bool
    /// Whether a date beyond the day asked about has not happened yet; false for plans.
    let isAct: Bool
    let definition: FieldDefinition?

    /// Whether the field says whose a record is: the schema indexes those references and no others.
    var isOwner: Bool { definition.map { $0.isIndexed && !$0.isSet } ?? false }
  }

  /// A collection; a class, since facts are asked for it a million times.
  final class Collection: Sendable {
    let code: String
    let fields: [Field]
    let places: [String: Int]
    /// The place of a field by its number; −1 for numbers that no field has.
    private let placesByNumber: [Int16]
    /// The field that refers to the record this one belongs to.
    let parent: Int?
    /// The field that names the county.
    let region: Int?
    /// The field by which people know a record.
    let name: Int?
    /// The fields that say whose a record is, the collections they refer to, and the sets that name
    /// further records of the same.
    let owners: [(field: Int, target: String, others: [Int])]

    convenience init(_ definition: CollectionDefinition) {
      var fields = definition.fields.map(Vocabulary.Field.init)
      if fields.contains(where: { $0.code == "missing_items" }) {
        // Of an approval with missing items: the earliest day promised of those not supplied.
        fields.append(Vocabulary.Field(computed: "open_promise_due_on", .date))
      }
      // Worked out from a meeting and its attendance together, and from the meetings after it.
      switch definition.code {
      case "meeting":
        fields.append(Vocabulary.Field(computed: "units_required", .number))
        fields.append(Vocabulary.Field(computed: "units_unnoted", .number))
        fields.append(Vocabulary.Field(computed: "followed_on", .date, isAct: true))
      case "attendance": fields.append(Vocabulary.Field(computed: "is_required", .number))
      default: break
      }
      let last = definition.fields.map { Int($0.id.rawValue) }.max() ?? 0
      var placesByNumber = [Int16](repeating: -1, count: last + 1)
      for (place, field) in definition.fields.enumerated() {
        placesByNumber[Int(field.id.rawValue)] = Int16(place)
      }
      self.init(
        definition.code, fields, placesByNumber: placesByNumber,
        parent: definition.fields.firstIndex { $0.id == definition.parentField?.id },
        name: definition.fields.firstIndex { $0.id == definition.nameField.id })
    }

    init(
      _ code: String, _ fields: [Vocabulary.Field], placesByNumber: [Int16], parent: Int?,
      name: Int?
    ) {
      self.code = code
      self.fields = fields
      self.placesByNumber = placesByNumber
      self.parent = parent
      self.name = name
      var places: [String: Int] = [:]
      for (place, field) in fields.enumerated() { places[field.code] = place }
      self.places = places
      region = places["region_code"]
      func target(_ place: Int) -> String? {
        if case .reference(let target) = fields[place].form { target } else { nil }
      }
      var owners: [(field: Int, target: String, others: [Int])] = []
      for place in fields.indices where fields[place].isOwner {
        guard let owner = target(place) else { continue }
        let others = fields.indices.filter { fields[$0].isSet && target($0) == owner }
        owners.append((place, owner, others))
      }
      self.owners = owners
    }

    /// The place of a field; nil for one that the vocabulary does not have.
    @inline(__always)
    func place(of field: FieldID) -> Int? {
      let number = Int(field.rawValue)
      guard number < placesByNumber.count, placesByNumber[number] >= 0 else { return nil }
      return Int(placesByNumber[number])
    }
  }

  let collections: [Collection]
  private let places: [String: Int]
  private let byNumber: [UInt16: Int]

  /// The vocabulary of a schema, with the announced collections that it lacks.
  public init(_ schema: Schema = .standard) {
    var collections: [Collection] = []
    var byNumber: [UInt16: Int] = [:]
    for definition in schema.collections {
      byNumber[definition.id.rawValue] = collections.count
      collections.append(Collection(definition))
    }
    self.collections = collections
    self.byNumber = byNumber
    places = Dictionary(
      collections.enumerated().map { ($0.element.code, $0.offset) },
      uniquingKeysWith: { one, _ in one })
  }

  /// The vocabulary of the program's own schema.
  public static let standard = Vocabulary()

  /// The place of a collection by its code.
  func place(of code: String) -> Int? { places[code] }

  func place(of id: CollectionID) -> Int? { byNumber[id.rawValue] }

  /// Whether a book keeps anything of a field: what it does not keep need not be read. Of progress
  /// reports that is little, for a book holds millions of them as sums.
  public func keeps(of collection: CollectionID) -> @Sendable (FieldID) -> Bool {
    guard let place = place(of: collection) else { return { _ in false } }
    let known = collections[place]
    if known.code == "progress_report" {
      let fields = ReportFields(known).places
      return { known.place(of: $0).map(fields.contains) ?? false }
    }
    return { known.place(of: $0) != nil }
  }

  /// The codes of all collections.
  public var collectionCodes: [String] { collections.map(\.code) }

  /// Whether a collection has a field, by code. Figures computed from reports count as fields.
  public func has(_ field: String, in collection: String) -> Bool {
    guard let place = place(of: collection) else { return false }
    return collections[place].places[field] != nil
      || (collection == "project" && Derived(rawValue: field) != nil)
  }
}

extension Vocabulary.Field {
  /// Remarks and stories: only whether there are any.
  private static let longTexts: Set<String> = [
    "remark", "scale", "problems", "findings", "measures", "progress_planned", "progress_done",
    "removal_reason", "stall_reason", "refusal_reason", "over_total_reason", "year_goal", "address",
    "agenda", "opinions", "photo", "two_high_clearance", "description",
  ]

  init(_ definition: FieldDefinition) {
    code = definition.code
    isSet = definition.isSet
    self.definition = definition
    var form = Vocabulary.Form.text
    switch definition.type {
    case .text: form = Self.longTexts.contains(definition.code) ? .presence : .text
    case .integer, .instant, .boolean: form = .number
    case .money: form = .scaled(places: 4)
    case .decimal(let places): form = .scaled(places: Int(places))
    case .area: form = .scaled(places: 2)
    case .date: form = .date
    case .enumeration(let enumeration): form = .choice(enumeration)
    case .reference(let target): form = .reference(target)
    case .code(.period): form = .period
    case .code: form = .text
    }
    self.form = form
    isAct = Self.isAct(definition.code, form)
  }

  /// A field that no record holds.
  init(computed code: String, _ form: Vocabulary.Form, isAct: Bool = false) {
    self.code = code
    self.form = form
    self.isAct = isAct
    isSet = false
    definition = nil
  }

  /// Plans and deadlines lie ahead; everything else dated has happened on its day.
  private static func isAct(_ code: String, _ form: Vocabulary.Form) -> Bool {
    // Leave is held against the meeting's day, not against the day asked about.
    guard case .date = form, code != "leave_approved_on" else { return false }
    return
      !(code.hasPrefix("planned_") || code.hasPrefix("expected_") || code.hasSuffix("due_on")
      || code.hasSuffix("deadline") || code.hasPrefix("scheduled_") || code.hasPrefix("valid_"))
  }
}

/// Figures of a project that are computed from its reports and plans as of a day.
enum Derived: String, Sendable, CaseIterable {
  /// Invested this year, by the months up to the day's.
  case completedThisYear = "completed_ytd"
  /// Invested in the day's month.
  case completedThisMonth = "completed_month"
  /// Invested since the start: what was carried from before the plan's year, and the reports since.
  case completedCumulative = "completed_cumulative"
  /// Funds arrived this year.
  case fundsThisYear = "funds_ytd"
  /// How many reports there are of the last full month.
  case reportsLastMonth = "reports_last_month"
  /// How many reports there are of the last week over that had a working day.
  case reportsLastWeek = "reports_last_week"
  /// The annual plan, when it is of the day's year.
  case yearPlan = "year_plan"
  /// The plan's share up to the day: the project's monthly plan, else by months elapsed.
  case plannedThisYear = "planned_ytd"
  /// The same, by months elapsed from the month of the project's start for those that start this
  /// year.
  case plannedFromStart = "planned_from_start"
}
