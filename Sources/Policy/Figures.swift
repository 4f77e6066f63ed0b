// Figures that no project adds up to: growth by statistics, industrial investment, the provincial
// schedule, stated totals. They are typed with a name and a scope, as records of the collection
// `figure` or by a program.

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

extension Book {
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

  /// A figure in ten-thousandths: the county's own, else the whole's; of the period, else undated.
  func figure(_ name: String, county: String?, period: String?) -> Int64? {
    let names = [
      FigureName(name, county: county, period: period), FigureName(name, county: county),
    ]
    for name in names {
      if let number = figures[name] { return number }
      if let latest = stated[name]?.max(by: { $0.key < $1.key }) { return latest.value }
    }
    return nil
  }

  /// Takes a record of the collection `figure` as a figure: of several with one name and scope the
  /// one entered last counts.
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
    var number: Int64?
    switch value("value") {
    case .decimal(let decimal)?: number = decimal.scaled(places: 4)
    case .integer(let whole)?: number = ExactDecimal(whole).scaled(places: 4)
    default: break
    }
    guard let number, let written = text("name") else { return }
    let period = text("period").map { Period($0)?.label ?? $0 }
    let region = text("region_code").flatMap { $0.hasSuffix("00") ? nil : $0 }
    let name = FigureName(written, county: region, period: period)
    stated[name, default: [:]][id] = number
    statedNames[id] = name
  }

  mutating func unstate(_ id: RecordID) {
    guard let name = statedNames.removeValue(forKey: id) else { return }
    stated[name]?[id] = nil
  }
}
