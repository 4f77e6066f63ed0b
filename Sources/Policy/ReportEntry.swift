// A progress report as a book keeps it: a few numbers, made of its fields one by one by whoever
// reads them, so that what goes into the book is small.

package import Causality
internal import Projects

/// What a book keeps of one progress report.
package struct ReportEntry: Sendable {
  /// The report.
  package let id: RecordID
  var project: RecordID?
  /// As ``Reports/Line/month`` has it.
  var month: Int32 = -1
  /// In 1/10000 of 万元.
  var invested: Int64 = 0
  var funds: Int64 = 0
  var isCounted = true
  var corrects: RecordID?

  /// A report of which no field was read yet.
  package init(_ id: RecordID) { self.id = id }
}

/// Makes the entries of one reader.
package struct ReportEntries: Sendable {
  private let collection: Vocabulary.Collection
  private let fields: ReportFields
  private var months: [String: Int32] = [:]

  /// Nil for a vocabulary without progress reports.
  package init?(_ vocabulary: Vocabulary) {
    guard let place = vocabulary.place(of: "progress_report") else { return nil }
    collection = vocabulary.collections[place]
    fields = ReportFields(collection)
  }

  /// Takes in what a field holds; fields of which nothing is kept, and values of another kind than
  /// the field's, are passed over. O(1).
  package mutating func take(_ field: FieldID, _ value: Value, into entry: inout ReportEntry) {
    if let place = collection.place(of: field) { take(place, value, into: &entry) }
  }

  mutating func take(_ place: Int, _ value: Value, into entry: inout ReportEntry) {
    switch value {
    case .reference(let other) where place == fields.project: entry.project = other
    case .reference(let other) where place == fields.corrects: entry.corrects = other
    case .text(let text) where place == fields.period: entry.month = month(text)
    case .decimal(let money) where place == fields.invested:
      entry.invested = money.scaled(places: 4) ?? 0
    case .decimal(let money) where place == fields.funds:
      entry.funds = money.scaled(places: 4) ?? 0
    case .code(let state) where place == fields.state:
      entry.isCounted = state != 1 && state != 3
    default: break
    }
  }

  /// The number of a month written as reports write it; nil for everything else.
  private static func plainMonth(_ text: String) -> Int32? {
    let bytes = text.utf8
    guard bytes.count == 7 else { return nil }
    var (number, place) = (Int32(0), 0)
    for byte in bytes {
      if place == 4 {
        guard byte == UInt8(ascii: "-") else { return nil }
      } else {
        guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
        number = number * 10 + Int32(byte - UInt8(ascii: "0"))
      }
      place += 1
    }
    let (year, month) = number.quotientAndRemainder(dividingBy: 100)
    return (1...9_998).contains(year) && (1...12).contains(month) ? year * 12 + month - 1 : nil
  }

  /// The number of a period; −1 for others than months, weeks and ten days. Reports name few
  /// periods often.
  private mutating func month(_ text: String) -> Int32 {
    if let month = Self.plainMonth(text) { return month }
    if let known = months[text] { return known }
    var number: Int32 = -1
    if let period = Period(text), period.kind == .month {
      number = Int32(period.start.year * 12 + period.start.month - 1)
    } else if let period = Period(text), period.kind == .week {
      number = Reports.weekBase + period.start.days
    } else if let period = Period(text), period.kind == .tenDays {
      number = Reports.tenDaysBase + period.start.days
    }
    if months.count < 10_000 { months[text] = number }
    return number
  }
}

/// Where a report's figures are, by the places of its fields.
struct ReportFields: Sendable {
  let project: Int?
  let period: Int?
  let invested: Int?
  let funds: Int?
  let state: Int?
  let corrects: Int?

  init(_ collection: Vocabulary.Collection) {
    project = collection.places["project"]
    period = collection.places["period"]
    invested = collection.places["month_investment"]
    funds = collection.places["funds_in"]
    state = collection.places["report_state"]
    corrects = collection.places["corrects"]
  }

  /// The places of all that is kept of a report.
  var places: [Int] { [project, period, invested, funds, state, corrects].compactMap(\.self) }
}
