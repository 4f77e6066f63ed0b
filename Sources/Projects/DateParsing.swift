// Dates, moments and periods as people type them. A date is a day: what names only a month, a year
// or a part of one is refused with a word on what is missing, never filled in.

public import Causality

/// Why a text is not the date asked for.
enum DateFailure: Error {
  case notADate
  case monthOnly
  case noSuchDay
}

enum DateParsing {
  /// Business dates lie in these years; anything else is a slip of the keyboard.
  static let years = 1900...2199

  /// A day: `2021-09-28`, `2021.9.28`, `2021/9/28`, `2021年9月28日`, `20210928`.
  static func date(_ text: String) throws(DateFailure) -> CivilDate {
    var reader = ScalarReader(text)
    reader.skipSpaces()
    let date = try date(&reader)
    reader.skipSpaces()
    guard reader.isAtEnd else { throw .notADate }
    return date
  }

  private static func date(_ reader: inout ScalarReader) throws(DateFailure) -> CivilDate {
    guard let year = reader.number(upTo: 8) else { throw .notADate }
    if year.count == 8 {
      return try day(year.value / 10_000, year.value / 100 % 100, year.value % 100)
    }
    guard year.count == 4 else { throw year.count == 6 ? .monthOnly : .notADate }
    let isChinese = reader.take("年")
    guard isChinese || separator(&reader) else {
      throw reader.isAtEnd ? .monthOnly : .notADate
    }
    guard let month = reader.number(upTo: 2) else {
      throw reader.isAtEnd ? .monthOnly : .notADate
    }
    guard isChinese ? reader.take("月") : separator(&reader) else {
      throw reader.isAtEnd ? .monthOnly : .notADate
    }
    guard let day = reader.number(upTo: 2) else {
      throw reader.isAtEnd ? .monthOnly : .notADate
    }
    if isChinese { _ = reader.take("日") || reader.take("号") }
    return try self.day(year.value, month.value, day.value)
  }

  /// Whether a text names a year, or a part of one, and no day of it: `2024年底`, `6月底`, `2024年6月上旬`,
  /// `上半年`, `2024年第三季度`.
  static func namesNoDay(_ text: String) -> Bool {
    var reader = ScalarReader(text)
    var (numbers, isOfTime) = (0, false)
    while !reader.isAtEnd {
      if let number = reader.number(upTo: 4) {
        reader.skipSpaces()
        let isYear = number.count == 4 && years.contains(number.value) && numbers == 0
        let isPart = number.count <= 2 && (1...12).contains(number.value) && isSpan(reader.current)
        numbers += 1
        guard isYear || isPart else { return false }
        isOfTime = true
      } else {
        guard isSpan(reader.current) || beside.contains(reader.current) else { return false }
        isOfTime = isOfTime || isSpan(reader.current)
        reader.advance()
      }
    }
    return isOfTime
  }

  /// Signs of what is longer than a day.
  private static func isSpan(_ scalar: UInt32) -> Bool { spans.contains(scalar) }
  private static let spans = Set("年月季旬".unicodeScalars.map(\.value))
  /// Signs that say which part of it, and spaces.
  private static let beside = Set(" \t度份第一二三四上中下半底末初前后内左右".unicodeScalars.map(\.value))

  private static func day(_ year: Int, _ month: Int, _ day: Int) throws(DateFailure) -> CivilDate {
    guard years.contains(year), let date = CivilDate(year: year, month: month, day: day) else {
      throw .noSuchDay
    }
    return date
  }

  @inline(__always)
  private static func separator(_ reader: inout ScalarReader) -> Bool {
    reader.take("-") || reader.take(".") || reader.take("/")
  }

  /// A moment in milliseconds since 1970 UTC: RFC 3339, or date and time without a zone, which is
  /// China Standard Time (+08:00).
  static func instant(_ text: String) throws(DateFailure) -> Int64 {
    var reader = ScalarReader(text)
    reader.skipSpaces()
    let date = try date(&reader)
    guard reader.take("T") || reader.take("t") || reader.take(" ") else { throw .notADate }
    guard let hour = reader.number(upTo: 2), hour.value < 24, reader.take(":"),
      let minute = reader.number(upTo: 2), minute.count == 2, minute.value < 60
    else { throw .notADate }
    var milliseconds = (hour.value * 60 + minute.value) * 60_000
    if reader.take(":") {
      guard let second = reader.number(upTo: 2), second.count == 2, second.value < 60 else {
        throw .notADate
      }
      milliseconds += second.value * 1000
      if reader.take(".") {
        guard let fraction = reader.number(upTo: 3) else { throw .notADate }
        milliseconds += fraction.value * [0, 100, 10, 1][fraction.count]
        while reader.digit != nil { reader.advance() }
      }
    }
    let offset = try zone(&reader)
    reader.skipSpaces()
    guard reader.isAtEnd else { throw .notADate }
    return Int64(date.days) * 86_400_000 + Int64(milliseconds - offset * 60_000)
  }

  /// Minutes east of UTC.
  private static func zone(_ reader: inout ScalarReader) throws(DateFailure) -> Int {
    if reader.isAtEnd { return 480 }
    if reader.take("Z") || reader.take("z") { return 0 }
    let isWest = reader.take("-")
    guard isWest || reader.take("+"), let hour = reader.number(upTo: 2), hour.value < 24,
      reader.take(":"), let minute = reader.number(upTo: 2), minute.value < 60
    else { throw .notADate }
    return (hour.value * 60 + minute.value) * (isWest ? -1 : 1)
  }

  /// A reporting period in its normal form: month `2021-09`, its ten days `2021-09-T1` to `T3`,
  /// quarter `2021-Q3`, week `2021-W39`, year `2021`; typed also as `2021年9月上旬`, `2021年9月`,
  /// `2021.9`, `202109`, `2021年第三季度`, `2021年第39周`.
  static func period(_ text: String) -> String? {
    var reader = ScalarReader(text)
    reader.skipSpaces()
    guard let year = reader.number(upTo: 6) else { return nil }
    if year.count == 6, reader.isAtEnd { return month(year.value / 100, year.value % 100) }
    guard year.count == 4, years.contains(year.value) else { return nil }
    let isChinese = reader.take("年")
    if !isChinese { _ = separator(&reader) }
    reader.skipSpaces()
    if reader.isAtEnd { return "\(year.value)" }
    if reader.take("Q") || reader.take("q") {
      return reader.number(upTo: 1).flatMap { quarter(year.value, $0.value, reader) }
    }
    if reader.take("W") || reader.take("w") {
      return reader.number(upTo: 2).flatMap { week(year.value, $0.value, reader) }
    }
    _ = reader.take("第")
    let number: Int
    if let digits = reader.number(upTo: 2) {
      number = digits.value
    } else if let place = ["一", "二", "三", "四"].firstIndex(where: { reader.take($0) }) {
      number = place + 1
    } else {
      return nil
    }
    if reader.take("季") {
      _ = reader.take("度")
      return quarter(year.value, number, reader)
    }
    if reader.take("周") { return week(year.value, number, reader) }
    _ = reader.take("月") && reader.take("份")
    reader.skipSpaces()
    return reader.isAtEnd
      ? month(year.value, number) : tenDays(year.value, number, &reader)
  }

  private static func tenDays(_ year: Int, _ month: Int, _ reader: inout ScalarReader) -> String? {
    guard let month = self.month(year, month) else { return nil }
    var number: Int?
    if let place = ["上", "中", "下"].firstIndex(where: { reader.take($0) }) {
      number = reader.take("旬") ? place + 1 : nil
    } else if separator(&reader), reader.take("T") || reader.take("t") {
      number = reader.number(upTo: 1)?.value
    }
    guard let number, (1...3).contains(number), reader.isAtEnd else { return nil }
    return "\(month)-T\(number)"
  }

  private static func month(_ year: Int, _ month: Int) -> String? {
    guard years.contains(year), (1...12).contains(month) else { return nil }
    return "\(year)-\(month < 10 ? "0" : "")\(month)"
  }

  private static func quarter(_ year: Int, _ quarter: Int, _ reader: ScalarReader) -> String? {
    guard reader.isAtEnd, (1...4).contains(quarter) else { return nil }
    return "\(year)-Q\(quarter)"
  }

  private static func week(_ year: Int, _ week: Int, _ reader: ScalarReader) -> String? {
    guard reader.isAtEnd, (1...53).contains(week) else { return nil }
    return "\(year)-W\(week < 10 ? "0" : "")\(week)"
  }
}

extension CivilDate {
  /// A day as people type it: `2021-09-28`, `2021.9.28`, `2021/9/28`, `2021年9月28日`, `20210928`; nil
  /// for anything else, months alone and days that no calendar has.
  public init?(typed text: String) {
    guard let date = try? DateParsing.date(text) else { return nil }
    self = date
  }
}
