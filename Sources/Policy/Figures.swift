// Figures that no project adds up to: growth by statistics, industrial investment, the provincial
// schedule, stated totals. They are typed with a name and a scope, as records of the collection
// `figure` or by a program. One that cannot be taken is told, never left out in silence.

public import Catalogue
public import Causality

/// What a typed figure is of.
public struct FigureName: Hashable, Sendable {
  /// The name rules and indicators use.
  public let name: String
  /// A county's code; nil for the whole.
  public let county: String?
  /// The period it is of, in its written form; nil where it has none.
  public let period: String?

  /// A name.
  public init(_ name: String, county: String? = nil, period: String? = nil) {
    self.name = name
    self.county = county
    self.period = period
  }
}

/// What a record of the collection `figure` says.
struct StatedFigure: Sendable {
  /// The period it is of; nil where it names none.
  let period: Period?
  /// In ten-thousandths; money in 元.
  let number: Int64
}

/// A record of the collection `figure` that counts nowhere.
public struct FigureLeftOut: Sendable, Hashable {
  /// Why it does not.
  public enum Reason: String, Sendable, Hashable, CaseIterable {
    /// A unit of money that is not known.
    case unit
    /// A number beyond what is counted with.
    case range
  }

  public let record: RecordID
  /// The name that rules and indicators use.
  public let name: String
  /// The county's code; nil for the whole.
  public let county: String?
  public let reason: Reason
  /// The unit, or the number, as it is in the record.
  public let detail: String

  /// What is wrong.
  public var message: Message {
    Message("figure.\(reason.rawValue)", [name, record.description, detail])
  }

  /// The next step.
  public var hint: Message {
    Message("figure.\(reason.rawValue).hint", [name, record.description, detail])
  }
}

extension Book {
  /// The typed figures that count nowhere, by record. O(such figures).
  public var figuresLeftOut: [FigureLeftOut] {
    leftOut.values.sorted { $0.record < $1.record }
  }

  /// Types a figure, exact to four decimals (a 元, where it is 万元); nil takes it out.
  ///
  /// - Returns: false where the number does not fit.
  @discardableResult
  public mutating func setFigure(_ name: FigureName, _ number: ExactDecimal?) -> Bool {
    guard let number else {
      figures[name] = nil
      return true
    }
    guard let scaled = number.scaled(places: 4) else { return false }
    figures[name] = scaled
    return true
  }

  /// A figure in ten-thousandths, of one county or of the whole: that of the period asked about,
  /// else of the latest stretch of it that has begun; without a period the year of the day is asked
  /// about. One that names no period counts while none of its name and county does. O(figures of
  /// the name).
  func figure(_ name: String, county: String?, period: Period?, asOf: CivilDate) -> Int64? {
    let scope = FigureName(name, county: county)
    let asked = period ?? Period(.year, containing: asOf)
    let dated = figures[FigureName(name, county: county, period: asked?.label)]
    if let number = dated ?? figures[scope] { return number }
    guard let known = stated[scope], let asked else { return nil }
    if known.values.allSatisfy({ $0.period == nil }) {
      return known.max { $0.key < $1.key }?.value.number
    }
    var best: (order: (Int32, Int32, Int32, RecordID), number: Int64)?
    for (id, figure) in known {
      guard let period = figure.period else { continue }
      let isWithin = period.start >= asked.start && period.end <= asked.end
      guard period == asked || isWithin && period.start <= asOf else { continue }
      let order = (period == asked ? Int32(1) : 0, period.end.days, -period.start.days, id)
      if best.map({ $0.order < order }) ?? true { best = (order, figure.number) }
    }
    return best?.number
  }

  /// Takes a record of the collection `figure` as a figure: of several with one name, county and
  /// period the one entered last counts. Money is taken in 万元; what cannot be taken is noted.
  mutating func state(_ id: RecordID, _ place: Int, _ facts: [(Int, Fact)]) {
    unstate(id)
    let places = vocabulary.collections[place].places
    func value(_ code: String) -> Value? {
      for case (let field, .value(let value)) in facts where field == places[code] { return value }
      return nil
    }
    func text(_ code: String) -> String? {
      if case .text(let text)? = value(code), !text.isEmpty { return text }
      return nil
    }
    var number: ExactDecimal?
    switch value("value") {
    case .decimal(let decimal)?: number = decimal
    case .integer(let whole)?: number = ExactDecimal(whole)
    default: break
    }
    guard let written = text("name"), let typed = number else { return }
    let region = text("region_code").flatMap { $0.hasSuffix("00") ? nil : $0 }
    func leaveOut(_ reason: FigureLeftOut.Reason, _ detail: String) {
      leftOut[id] = FigureLeftOut(
        record: id, name: written, county: region, reason: reason, detail: detail)
    }
    let unit = text("measure") ?? ""
    guard let factor = Self.factor(ofUnit: unit) else { return leaveOut(.unit, unit) }
    guard let number = typed.multiplied(by: factor).flatMap(Self.rounded) else {
      return leaveOut(.range, "\(typed)\(unit)")
    }
    let name = FigureName(written, county: region)
    stated[name, default: [:]][id] = StatedFigure(
      period: text("period").flatMap { Period($0) }, number: number)
    statedNames[id] = name
  }

  /// How many 万元 one of a unit is, of money by the 亩 too; 1 for what is no money; nil for a unit of
  /// money that is not known.
  private static func factor(ofUnit written: String) -> ExactDecimal? {
    let unit = String(written.prefix { $0 != "/" }.filter { !$0.isWhitespace })
    switch unit {
    case "元", "人民币元": return ExactDecimal(mantissa: 1, scale: 4)
    case "千元": return ExactDecimal(mantissa: 1, scale: 1)
    case "百万元": return ExactDecimal(100)
    case "千万元": return ExactDecimal(1_000)
    case "亿元", "亿": return ExactDecimal(10_000)
    case "万元", "万": return ExactDecimal(1)
    default: return unit.contains("元") ? nil : ExactDecimal(1)
    }
  }

  /// In ten-thousandths, a half away from zero: 元 with 分 come to 万元 with more decimals.
  private static func rounded(_ number: ExactDecimal) -> Int64? {
    guard number.scale > 4 else { return number.scaled(places: 4) }
    var unit: Int64 = 1
    for _ in 4..<number.scale { unit *= 10 }
    let (quotient, left) = number.mantissa.quotientAndRemainder(dividingBy: unit)
    return left.magnitude * 2 < unit.magnitude ? quotient : quotient + left.signum()
  }

  mutating func unstate(_ id: RecordID) {
    leftOut[id] = nil
    guard let name = statedNames.removeValue(forKey: id) else { return }
    stated[name]?[id] = nil
  }
}
