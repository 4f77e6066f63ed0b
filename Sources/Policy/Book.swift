// The facts that rules are judged on: the shown values of records, kept as numbers in columns. A
// book knows no storage; whoever keeps the records puts each into it and takes it out again, one at
// a time or by the million, in any order: a record may name another that has not come yet.

public import Causality
internal import Projects

/// What a field of a record holds.
public enum Fact: Sendable, Hashable {
  /// The value of a field, as shown.
  case value(Value)
  /// The elements of a set-valued field.
  case set([Value])
}

/// The facts of a ledger, in memory.
public struct Book: Sendable {
  /// What the facts are named by.
  public let vocabulary: Vocabulary
  var sheets: [Sheet]
  var reports = Reports()
  var texts = TextPool()
  /// Figures that no record holds, by name and scope: from statistics or typed by the office.
  var figures: [FigureName: Int64] = [:]
  /// The same from records of the collection `figure`, by name and county.
  var stated: [FigureName: [RecordID: StatedFigure]] = [:]
  /// The name and county of each such record.
  var statedNames: [RecordID: FigureName] = [:]
  /// Such records that cannot be taken.
  var leftOut: [RecordID: FigureLeftOut] = [:]
  /// Counties that are judged though they have no project, by the numbers of their codes.
  private(set) var expectedCounties: [Int64] = []
  let projectPlace: Int
  private let reportPlace: Int
  private let figurePlace: Int?
  private var reportEntries: ReportEntries

  /// An empty book.
  public init(_ vocabulary: Vocabulary = .standard) {
    self.vocabulary = vocabulary
    sheets = vocabulary.collections.map(Sheet.init)
    guard let project = vocabulary.place(of: "project"),
      let report = vocabulary.place(of: "progress_report"),
      let reportEntries = ReportEntries(vocabulary)
    else { preconditionFailure("a ledger has projects and progress reports") }
    projectPlace = project
    reportPlace = report
    figurePlace = vocabulary.place(of: "figure")
    self.reportEntries = reportEntries
  }

  /// Puts a record in, instead of what was known of it. Fields that the vocabulary does not have,
  /// and facts of another kind than the field's, are passed over. O(fields in use).
  ///
  /// - Returns: false for a collection that the vocabulary does not have.
  @discardableResult
  public mutating func put(
    _ id: RecordID, in collection: CollectionID, _ fields: [(FieldID, Fact)]
  ) -> Bool {
    put(id, in: collection, fields[...])
  }

  /// The same of a part of an array, in which the fields of many records may stand.
  @discardableResult
  package mutating func put(
    _ id: RecordID, in collection: CollectionID, _ fields: ArraySlice<(FieldID, Fact)>
  ) -> Bool {
    guard let place = vocabulary.place(of: collection) else { return false }
    let known = vocabulary.collections[place]
    put(id, place, fields.lazy.compactMap { pair in known.place(of: pair.0).map { ($0, pair.1) } })
    return true
  }

  /// Puts progress reports in, as ``put(_:in:_:)`` does.
  package mutating func put(reports entries: [ReportEntry]) {
    reports.warm(entries)
    for entry in entries { put(report: entry) }
  }

  /// Puts a record in by the codes of its collection and fields.
  @discardableResult
  public mutating func put(
    _ id: RecordID, in collection: String, _ fields: some Sequence<(String, Fact)>
  ) -> Bool {
    guard let place = vocabulary.place(of: collection) else { return false }
    let places = vocabulary.collections[place].places
    var facts: [(Int, Fact)] = []
    for (field, fact) in fields {
      if let known = places[field] { facts.append((known, fact)) }
    }
    put(id, place, facts)
    return true
  }

  /// Takes a record out: archived, or no longer shown. Unknown ids change nothing.
  public mutating func remove(_ id: RecordID, from collection: CollectionID) {
    if let place = vocabulary.place(of: collection) { remove(id, place) }
  }

  /// Takes a record out by its collection's code.
  public mutating func remove(_ id: RecordID, from collection: String) {
    if let place = vocabulary.place(of: collection) { remove(id, place) }
  }

  /// Makes room for so many records of a collection before they come.
  public mutating func reserve(_ count: Int, in collection: String) {
    guard let place = vocabulary.place(of: collection) else { return }
    if place == reportPlace { reports.reserve(count) } else { sheets[place].reserve(count) }
  }

  /// Has counties judged by their codes whether or not any project is theirs.
  public mutating func expect(counties: [String]) {
    expectedCounties = counties.map { texts.number(of: $0) }
  }

  /// How many records of a collection there are; nil for reports, which are kept as sums.
  public func count(of collection: String) -> Int? {
    guard let place = vocabulary.place(of: collection), place != reportPlace else { return nil }
    return sheets[place].presentCount
  }

  private mutating func remove(_ id: RecordID, _ place: Int) {
    if place == reportPlace { return reports.remove(id) }
    unstate(id)
    if let row = sheets[place].table.row(of: id) { sheets[place].reset(row, isPresent: false) }
  }

  private mutating func put(
    _ id: RecordID, _ place: Int, _ facts: some Sequence<(Int, Fact)>
  ) {
    if place == reportPlace { return putReport(id, facts) }
    let row = sheets[place].row(for: id)
    sheets[place].reset(row, isPresent: true)
    for (field, fact) in facts { set(place, row, field, fact) }
    let places = vocabulary.collections[place].places
    // The end of an earlier stall is none of the present one's.
    if place == projectPlace, let stalled = places["stalled_on"],
      let resumed = places["resumed_on"],
      sheets[place].fact(row, resumed) != absent,
      sheets[place].fact(row, resumed) < sheets[place].fact(row, stalled)
    {
      sheets[place].set(row, resumed, absent)
    }
    forgetClosing(place, row)
    if place == figurePlace { state(id, place, Array(facts)) }
    if let items = places["missing_items"], let promise = places["open_promise_due_on"],
      let elements = sheets[place].elements[items][Int32(row)]
    {
      let open = elements.compactMap { MissingItem(texts.text($0)) }.filter { $0.suppliedOn == nil }
      if let first = open.map(\.promiseDueOn).min() {
        sheets[place].set(row, promise, Int64(first.days))
      }
    }
  }

  /// Takes the day of closing out of a matter that was taken up again.
  private mutating func forgetClosing(_ place: Int, _ row: Int) {
    let collection = vocabulary.collections[place]
    guard let closing = collection.places["closed_on"], let status = collection.places["status"],
      sheets[place].fact(row, closing) != absent, sheets[place].fact(row, status) != absent,
      case .choice(let cases) = collection.fields[status].form, cases.number(of: "closed") != nil
    else { return }
    // A case that this program does not know says something else than closed.
    let code = cases.find(UInt32(clamping: sheets[place].fact(row, status)))?.code ?? ""
    guard !IssueLifecycle.countsClosingDay(under: code) else { return }
    sheets[place].set(row, closing, absent)
  }

  private mutating func set(_ place: Int, _ row: Int, _ field: Int, _ fact: Fact) {
    let form = vocabulary.collections[place].fields[field].form
    switch fact {
    case .value(let value):
      guard let number = number(value, form) else { return }
      if vocabulary.collections[place].fields[field].isSet {
        setElements(place, row, field, [number], form)
      } else {
        sheets[place].set(row, field, number)
      }
    case .set(let values):
      let numbers = values.compactMap { number($0, form) }
      if !numbers.isEmpty { setElements(place, row, field, numbers, form) }
    }
  }

  private mutating func setElements(
    _ place: Int, _ row: Int, _ field: Int, _ numbers: [Int64], _ form: Vocabulary.Form
  ) {
    if case .choice = form {
      let mask = numbers.reduce(Int64(0)) { $1 < 63 ? $0 | 1 << $1 : $0 }
      sheets[place].set(row, field, mask)
    } else {
      sheets[place].set(row, field, elements: numbers)
    }
  }

  /// The number that a value is kept as; nil for empty values and values of another kind.
  private mutating func number(_ value: Value, _ form: Vocabulary.Form) -> Int64? {
    switch (form, value) {
    case (_, .empty): return nil
    case (.number, .integer(let number)), (.number, .instant(let number)): return number
    case (.number, .boolean(let isTrue)): return isTrue ? 1 : 0
    case (.scaled(let places), .decimal(let decimal)): return decimal.scaled(places: places)
    case (.scaled(let places), .integer(let number)):
      return ExactDecimal(number).scaled(places: places)
    case (.date, .date(let date)): return Int64(date.days)
    case (.choice, .code(let number)): return Int64(number)
    case (.text, .text(let text)): return text.isEmpty ? nil : texts.number(of: text)
    case (.presence, .text(let text)): return text.isEmpty ? nil : 1
    case (.presence, _): return 1
    case (.period, .text(let text)): return Period(text)?.encoded
    case (.reference(let target), .reference(let id)):
      guard let place = vocabulary.place(of: target), place != reportPlace else { return nil }
      return Int64(sheets[place].row(for: id))
    default: return nil
    }
  }

  private mutating func putReport(_ id: RecordID, _ facts: some Sequence<(Int, Fact)>) {
    var entry = ReportEntry(id)
    for case (let place, .value(let value)) in facts {
      reportEntries.take(place, value, into: &entry)
    }
    put(report: entry)
  }

  private mutating func put(report entry: ReportEntry) {
    guard let project = entry.project else { return reports.remove(entry.id) }
    reports.put(
      entry.id,
      Reports.Line(
        project: Int32(sheets[projectPlace].row(for: project)), month: entry.month,
        invested: entry.invested, funds: entry.funds, isCounted: entry.isCounted,
        // A correction that is still a draft, or was returned, corrects nothing.
        corrects: entry.isCounted ? entry.corrects : nil))
  }
}

extension ExactDecimal {
  /// The number times 10^places; nil where that is not whole or beyond 64 bits.
  func scaled(places: Int) -> Int64? {
    guard Int(scale) <= places else { return nil }
    var result = mantissa
    for _ in Int(scale)..<places {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = product
    }
    return result == absent ? nil : result
  }
}
