// From the records of a store to the facts that rules are judged on. Archived records are left out:
// they count no longer; what a removal takes out of a rate is the rules' own affair.

internal import Causality
internal import LedgerStore
internal import Policy
internal import Projects

/// What a store gives to the rules.
struct RuleBook {
  let book: Book
  let calendar: WorkCalendar
  /// Rule sets that the city keeps in its ledger, by code.
  let ruleSets: [String: String]

  /// The most texts of rule sets that are read from a ledger.
  static let ruleSetsMax = 100

  /// Reads all records of a ledger, or of all where it is nil. O(records).
  init(_ store: Store, ledger: String?) throws {
    var book = Book()
    let schema = Schema.standard
    let data: (days: [String], texts: [String: String]) = try store.read {
      snapshot throws(StoreError) in
      for collection in schema.collections {
        try snapshot.query(Query(ledger: ledger, collection: collection.id)) { record in
          book.put(record.id, in: collection.id, Self.facts(record))
          return true
        }
      }
      return (try Self.days(snapshot), try Self.ruleSets(snapshot))
    }
    self.book = book
    ruleSets = data.texts
    calendar = try Self.calendar(data.days)
  }

  /// The working days by the store's ledgers, else those built in.
  static func calendar(of store: Store) throws -> WorkCalendar {
    try calendar(try store.read { snapshot throws(StoreError) in try days(snapshot) })
  }

  /// The rule sets that the store of a command keeps; none where there is no store.
  static func ruleSets(_ context: CommandContext) throws -> [String: String] {
    guard Surroundings.exists(context.storePath + "/data.mdb") else { return [:] }
    let store = try context.openStore(readOnly: true)
    return try store.read { snapshot throws(StoreError) in try ruleSets(snapshot) }
  }

  private static func calendar(_ days: [String]) throws -> WorkCalendar {
    guard !days.isEmpty else { return .standard }
    return try judged { () throws(CalendarFault) in
      try WorkCalendar.standard.replacing(
        yearsOf: WorkCalendar(csv: days.sorted().joined(separator: "\n")))
    }
  }

  private static func days(
    _ snapshot: borrowing Snapshot
  ) throws(StoreError) -> [String] {
    guard let collection = Schema.standard.collection("calendar_day") else { return [] }
    var days: [String] = []
    try snapshot.query(Query(ledger: nil, collection: collection.id)) { record in
      if let day = day(record, collection) { days.append(day) }
      return true
    }
    return days
  }

  private static func ruleSets(
    _ snapshot: borrowing Snapshot
  ) throws(StoreError) -> [String: String] {
    guard let collection = Schema.standard.collection("rule_set") else { return [:] }
    var texts: [String: String] = [:]
    try snapshot.query(Query(ledger: nil, collection: collection.id)) { record in
      if let (code, text) = ruleSet(record, collection) { texts[code] = text }
      return texts.count < ruleSetsMax
    }
    return texts
  }

  /// Turns a refusal of the calendar into a failure of the command.
  static func judged<R>(_ body: () throws(CalendarFault) -> R) throws -> R {
    do throws(CalendarFault) { return try body() } catch {
      throw CommandFailure(
        code: "calendar", status: .wanting, message: error.message, hint: error.hint)
    }
  }

  /// The shown values of a record.
  private static func facts(_ record: Record) -> [(FieldID, Fact)] {
    record.fields.compactMap { state in
      if state.isSet { return (state.field, .set(record.elements(state.field))) }
      guard !state.siblings.isEmpty else { return nil }
      return (state.field, .value(state.siblings[state.shown].payload))
    }
  }

  /// A line of calendar data.
  private static func day(
    _ record: Record, _ collection: CollectionDefinition
  ) -> String? {
    guard let date = collection.field("date"), case .date(let day)? = record[date.id],
      let kind = collection.field("kind"), case .code(let number)? = record[kind.id],
      case .enumeration(let kinds) = kind.type
    else { return nil }
    var name = ""
    if let field = collection.field("name"), case .text(let text)? = record[field.id] {
      name = DisplayWidth.singleLine(text)
    }
    let isWorkday = kinds.find(number)?.code == "workday"
    return "\(day),\(isWorkday ? "workday" : "holiday"),\(name)"
  }

  private static func ruleSet(
    _ record: Record, _ collection: CollectionDefinition
  ) -> (code: String, text: String)? {
    guard let code = collection.field("code"), case .text(let name)? = record[code.id],
      let body = collection.field("text"), case .text(let text)? = record[body.id]
    else { return nil }
    return (name, text)
  }
}
