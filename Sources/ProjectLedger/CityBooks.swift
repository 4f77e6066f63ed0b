// What the city keeps for all: the calendar's days and its own rule sets, wherever in the store
// they are kept. What cannot be read is refused with the record's name, never passed over.

package import Catalogue
package import Causality
package import LedgerStore
package import Policy
internal import Projects

/// Why what the city keeps cannot be used.
package enum CityBookFault: Error, Sendable, Hashable {
  /// A day that two records call differently.
  case dayTwice(CivilDate)
  /// More rule sets, or days of the calendar, than are read.
  case tooMany(what: String, most: Int)

  /// The code for programs; stable.
  package var code: String {
    switch self {
    case .dayTwice: "calendar"
    case .tooMany(let what, _): "too-many-\(what)"
    }
  }

  /// What is wrong.
  package var message: Message {
    switch self {
    case .dayTwice(let day): Message("books.day-twice", [day.description])
    case .tooMany(let what, let most): Message("books.too-many-\(what)", ["\(most)"])
    }
  }

  /// The next step.
  package var hint: Message {
    switch self {
    case .dayTwice(let day): Message("books.day-twice.hint", [day.description])
    case .tooMany(let what, _): Message("books.too-many-\(what).hint")
    }
  }
}

/// What `check` finds wrong with what the city keeps.
package struct CityBookProblem: Sendable, Hashable {
  /// The JSON code.
  package let code: String
  /// The collection, by its code.
  package let collection: String
  /// The record to mend; nil where it takes several to be wrong.
  package let record: RecordID?
  /// What is wrong.
  package let message: Message
  /// The next step.
  package let hint: Message
}

package enum CityBooks {
  /// The most rule sets that are read.
  package static let ruleSetsMax = 100
  /// The most days of the calendar that are read: over a century of them.
  package static let daysMax = 40_000

  /// The collections that hold what is read here.
  static let collections = Set(
    ["calendar_day", "rule_set"].compactMap { Schema.standard.collection($0)?.id })

  /// The working days built in, with the days that the store's ledgers call otherwise.
  package static func calendar(_ snapshot: borrowing Snapshot) throws -> WorkCalendar {
    var days: [CivilDate: WorkCalendar.Day] = [:]
    let daysFault = CityBookFault.tooMany(what: "days", most: daysMax)
    try each("calendar_day", snapshot, most: daysMax, daysFault) { record, collection in
      guard let date = collection.field("date"), case .date(let date)? = record[date.id],
        let kind = collection.field("kind"), case .code(let number)? = record[kind.id],
        case .enumeration(let kinds) = kind.type
      else { return }
      var day = WorkCalendar.Day(isWorkday: kinds.find(number)?.code == "workday", name: "")
      if let name = collection.field("name"), case .text(let text)? = record[name.id] {
        day.name = text
      }
      if let known = days[date], known.isWorkday != day.isWorkday {
        throw CityBookFault.dayTwice(date)
      }
      days[date] = day
    }
    guard !days.isEmpty else { return .standard }
    return try WorkCalendar.standard.adding(days)
  }

  /// The texts of the rule sets, the younger record's after the older's.
  package static func ruleSets(_ snapshot: borrowing Snapshot) throws -> KeptRuleSets {
    var kept = KeptRuleSets()
    let fault = CityBookFault.tooMany(what: "rule-sets", most: ruleSetsMax)
    try each("rule_set", snapshot, most: ruleSetsMax, fault) { record, collection in
      func value(_ code: String) -> Value? { collection.field(code).flatMap { record[$0.id] } }
      guard case .text(let code)? = value("code"), case .text(let text)? = value("text") else {
        return
      }
      var (from, to): (CivilDate?, CivilDate?) = (nil, nil)
      if case .date(let day)? = value("effective_from") { from = day }
      if case .date(let day)? = value("effective_to") { to = day }
      kept.add(KeptRuleSets.Version(record: record.id, text: text, from: from, to: to), to: code)
    }
    return kept
  }

  /// What the store's ledgers hold of it and cannot be used. O(its records).
  package static func problems(_ snapshot: borrowing Snapshot) throws -> [CityBookProblem] {
    var problems: [CityBookProblem] = []
    func add(_ fault: CityBookFault, _ collection: String) {
      problems.append(
        CityBookProblem(
          code: fault.code, collection: collection, record: nil, message: fault.message,
          hint: fault.hint))
    }
    do { _ = try calendar(snapshot) } catch let fault as CityBookFault {
      add(fault, "calendar_day")
    }
    do {
      for fault in try ruleSets(snapshot).faults {
        problems.append(
          CityBookProblem(
            code: "rule-set-unreadable", collection: "rule_set", record: fault.record,
            message: fault.message, hint: fault.hint))
      }
    } catch let fault as CityBookFault {
      add(fault, "rule_set")
    }
    return problems
  }

  private static func each(
    _ code: String, _ snapshot: borrowing Snapshot, most: Int, _ fault: CityBookFault,
    _ body: (Record, CollectionDefinition) throws -> Void
  ) throws {
    guard let collection = Schema.standard.collection(code) else { return }
    var records: [Record] = []
    try snapshot.query(Query(collection: collection.id)) { record in
      records.append(record)
      return records.count <= most
    }
    if records.count > most { throw fault }
    for record in records.sorted(by: { $0.id < $1.id }) { try body(record, collection) }
  }
}

extension Store {
  /// Lends a snapshot to a body that may fail in its own way.
  package func reading<R>(_ body: (borrowing Snapshot) throws -> R) throws -> R {
    let result: Result<R, any Error> = try read { snapshot throws(StoreError) in
      do { return .success(try body(snapshot)) } catch { return .failure(error) }
    }
    return try result.get()
  }
}
