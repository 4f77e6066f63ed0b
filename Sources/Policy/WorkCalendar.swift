// Working days by the State Council's yearly notices: Monday to Friday without the holidays, and
// the weekend days made up for them. The days are data, whole years of them; beyond the years known
// every question is refused, never answered from weekdays alone.

public import Causality

/// The working days of whole calendar years.
public struct WorkCalendar: Sendable, Hashable {
  /// The first day known, a 1 January.
  public let first: CivilDate
  /// The last day known, a 31 December.
  public let last: CivilDate
  /// Working days up to and including each day, from the day before ``first`` on.
  private let counts: [Int32]
  /// The working days, ascending.
  private let working: [CivilDate]
  /// Names of holidays and of the holidays that days are made up for.
  private let names: [CivilDate: String]
  /// The days that differ from their weekday's custom.
  private let marked: [CivilDate: Bool]
  /// Why years that have some days are not known all the same.
  private var refused: [Int: CalendarFault] = [:]

  /// A calendar from lines `date,kind,name` with `holiday` or `workday` as the kind; a header line,
  /// empty lines and lines that begin with `#` are passed over. A year is known when it has a line,
  /// and no year may be missing between the first and the last.
  public init(csv text: String) throws(CalendarFault) {
    var marked: [CivilDate: Bool] = [:]
    var names: [CivilDate: String] = [:]
    for (place, line) in text.split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline
    ).enumerated() {
      guard place < WorkCalendar.linesMax else { throw .tooLong(lines: WorkCalendar.linesMax) }
      let parts = line.split(separator: ",", omittingEmptySubsequences: false)
      if line.isEmpty || line.hasPrefix("#") || parts[0].hasSuffix("date") { continue }
      guard parts.count >= 2, let date = CivilDate(iso: parts[0]),
        parts[1] == "holiday" || parts[1] == "workday"
      else { throw .badLine(number: place + 1, text: String(line.prefix(80))) }
      guard marked.updateValue(parts[1] == "workday", forKey: date) == nil else {
        throw .repeated(line: place + 1, date: date)
      }
      if parts.count > 2 { names[date] = String(parts[2]) }
    }
    try self.init(marked: marked, names: names)
  }

  /// The most lines that calendar data may have.
  public static var linesMax: Int { 20_000 }

  init(marked: [CivilDate: Bool], names: [CivilDate: String]) throws(CalendarFault) {
    let years = Set(marked.keys.map(\.year))
    guard let firstYear = years.min(), let lastYear = years.max() else { throw .empty }
    for year in firstYear...lastYear where !years.contains(year) { throw .missingYear(year) }
    guard let first = CivilDate(year: firstYear, month: 1, day: 1),
      let last = CivilDate(year: lastYear, month: 12, day: 31)
    else { throw .empty }
    var counts: [Int32] = [0]
    var working: [CivilDate] = []
    for days in first.days...last.days {
      guard let date = CivilDate(days: days) else { throw .empty }
      if marked[date] ?? (date.weekday <= 5) { working.append(date) }
      counts.append(Int32(working.count))
    }
    self.first = first
    self.last = last
    self.counts = counts
    self.working = working
    self.names = names
    self.marked = marked
  }

  /// Whether a day lies within the years known.
  public func covers(_ date: CivilDate) -> Bool { date >= first && date <= last }

  /// A day that differs from its weekday's custom.
  public struct Day: Sendable, Hashable {
    /// Whether offices work that day.
    public var isWorkday: Bool
    /// The holiday it belongs to or is made up for; may be empty.
    public var name: String

    /// A day called so by a notice or an office.
    public init(isWorkday: Bool, name: String) {
      self.isWorkday = isWorkday
      self.name = name
    }
  }

  /// This calendar with some days called otherwise, day by day, and with the years that those days
  /// make known: how an office adds a year that has been announced. Such a year is known once New
  /// Year's Day, Labour Day and National Day are among its holidays, and no year is missing between
  /// it and those known; until then questions about it are refused with what it lacks.
  public func adding(_ days: [CivilDate: Day]) throws(CalendarFault) -> WorkCalendar {
    let years = Set(days.keys.map(\.year))
    func lack(_ year: Int) -> CalendarFault? {
      guard years.contains(year) else { return CalendarFault.missingYear(year) }
      return WorkCalendar.statutory(in: year).first { days[$0]?.isWorkday != false }
        .map { CalendarFault.incompleteYear(year, missing: $0) }
    }
    var refused: [Int: CalendarFault] = [:]
    for year in years where year < first.year || year > last.year {
      let stretch = year > last.year ? (last.year + 1)...year : year...(first.year - 1)
      refused[year] = lack(year) ?? stretch.lazy.compactMap(lack).first
    }
    let taken = days.filter { refused[$0.key.year] == nil }
    let named = taken.filter { !$0.value.name.isEmpty }
    var calendar = try WorkCalendar(
      marked: marked.merging(taken.mapValues(\.isWorkday)) { $1 },
      names: names.filter { taken[$0.key] == nil }.merging(named.mapValues(\.name)) { $1 })
    calendar.refused = refused
    return calendar
  }

  /// The days that every year's notice has, whatever the moon: without them a year is half entered.
  private static func statutory(in year: Int) -> [CivilDate] {
    [(1, 1), (5, 1), (10, 1)].compactMap { CivilDate(year: year, month: $0.0, day: $0.1) }
  }

  /// The years 2021 to 2026 as announced.
  public static let standard: WorkCalendar = {
    do {
      return try WorkCalendar(csv: Embedded.holidays)
    } catch {
      preconditionFailure("the calendar built in is not readable: \(error)")
    }
  }()

  /// Working days up to and including a day, from the first day known on.
  private func count(through date: CivilDate) throws(CalendarFault) -> Int {
    let place = Int(date.days) - Int(first.days) + 1
    guard counts.indices.contains(place) else {
      throw beyond(date)
    }
    return Int(counts[place])
  }

  /// Why a day outside of the years known has no answer.
  private func beyond(_ date: CivilDate) -> CalendarFault {
    refused[date.year] ?? .beyondCoverage(date: date, first: first, last: last)
  }

  /// Refuses a day outside of the years known.
  public func require(_ date: CivilDate) throws(CalendarFault) {
    guard covers(date) else { throw beyond(date) }
  }

  /// Whether a day is a working day. O(1).
  public func isWorkday(_ date: CivilDate) throws(CalendarFault) -> Bool {
    try require(date)
    let place = Int(date.days - first.days)
    return counts[place + 1] > counts[place]
  }

  /// The holiday a day belongs to or is made up for, by its name; nil for ordinary days.
  public func name(of date: CivilDate) -> String? { names[date] }

  /// Working days after `from` up to and including `to`; when `to` is before `from` those before
  /// `from` down to and including `to`, as a negative number. O(1).
  public func workdays(from: CivilDate, to: CivilDate) throws(CalendarFault) -> Int {
    let count = try places(from: from, to: to).count
    return to < from ? -count : count
  }

  /// The working days that ``workdays(from:to:)`` counts, ascending.
  public func days(from: CivilDate, to: CivilDate) throws(CalendarFault) -> [CivilDate] {
    Array(working[try places(from: from, to: to)])
  }

  /// The places of the working days between two days, the first day left out and the last counted.
  private func places(from: CivilDate, to: CivilDate) throws(CalendarFault) -> Range<Int> {
    guard to < from else { return try count(through: from)..<count(through: to) }
    let (first, last) = (to.adding(days: -1) ?? to, from.adding(days: -1) ?? from)
    return try count(through: first)..<count(through: last)
  }

  /// The `count`-th working day after a day, which is not counted itself; for a negative count the
  /// working day so many before it; for 0 the day itself. O(log n).
  public func adding(_ count: Int, to start: CivilDate) throws(CalendarFault) -> CivilDate {
    if count == 0 {
      try require(start)
      return start
    }
    let before = try self.count(through: start)
    let startCounts = start >= first ? try isWorkday(start) : false
    let (place, overflow) =
      count > 0
      ? (before - 1).addingReportingOverflow(count)
      : (before - (startCounts ? 1 : 0)).addingReportingOverflow(count)
    guard !overflow, working.indices.contains(place) else {
      let edge = count > 0 ? last.adding(days: 1) : first.adding(days: -1)
      throw beyond(edge ?? last)
    }
    return working[place]
  }

  /// The day itself if it is a working day, else the next one.
  public func rolled(_ date: CivilDate) throws(CalendarFault) -> CivilDate {
    if try isWorkday(date) { return date }
    return try adding(1, to: date)
  }

  /// The day itself if it is a working day, else the one before.
  public func rolledBack(_ date: CivilDate) throws(CalendarFault) -> CivilDate {
    if try isWorkday(date) { return date }
    return try adding(-1, to: date)
  }

  /// Whether a stretch of days has any working day.
  public func hasWorkday(from start: CivilDate, through end: CivilDate) throws(CalendarFault)
    -> Bool
  {
    try require(start)
    guard let eve = start.adding(days: -1) else { return false }
    return try workdays(from: eve, to: end) > 0
  }
}
