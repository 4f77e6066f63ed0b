// Guarantees: sums and comparisons of numbers are exact, whatever their decimals; nothing overflows
// below a million million of the greatest numbers a field can hold.

internal import Causality

/// A number in units of 10⁻⁹.
struct Amount: Comparable {
  private var billionths: Int128 = 0

  init() {}

  /// nil for a value that is no number.
  init?(_ value: Value) {
    switch value {
    case .integer(let whole): billionths = Int128(whole) * 1_000_000_000
    case .decimal(let number):
      var factor: Int128 = 1
      for _ in number.scale..<ExactDecimal.scaleMax { factor *= 10 }
      billionths = Int128(number.mantissa) * factor
    default: return nil
    }
  }

  static func < (left: Amount, right: Amount) -> Bool { left.billionths < right.billionths }

  static func + (left: Amount, right: Amount) -> Amount {
    var sum = left
    sum.billionths = left.billionths &+ right.billionths
    return sum
  }

  /// The number as a field would hold it; nil when none can.
  var decimal: ExactDecimal? {
    var mantissa = billionths
    var scale = Int(ExactDecimal.scaleMax)
    while scale > 0, mantissa % 10 == 0 {
      mantissa /= 10
      scale -= 1
    }
    return Int64(exactly: mantissa).flatMap { ExactDecimal(mantissa: $0, scale: scale) }
  }
}

/// Adds up what children report: those of the years asked for that stand, of all that correct one
/// another, and of those that say once and the same the first.
struct SumOfParts {
  private let sum: SumTraits
  private let parent: RecordID
  private let carried: Amount?
  private let year: String?
  private var parts: [RecordID: (amount: Amount, said: Value?)] = [:]
  private var corrections = Corrections()

  /// - Parameter value: the shown values of the record itself.
  init(
    _ sum: SumTraits, _ parent: RecordID, _ value: (FieldID) throws -> Value?
  ) rethrows {
    self.sum = sum
    self.parent = parent
    var carried: Amount?
    if let field = sum.carried, let given = try value(field) { carried = Amount(given) }
    var year: String?
    if carried != nil, let field = sum.year, case .integer(let first)? = try value(field) {
      year = String(first)
    }
    self.carried = carried
    self.year = year
  }

  /// Takes a live child, `value` giving its shown values.
  mutating func add(_ child: RecordID, _ value: (FieldID) throws -> Value?) rethrows {
    guard try value(sum.parent) == .reference(parent) else { return }
    if let field = sum.corrects, case .reference(let id)? = try value(field) {
      corrections.insert(child, correcting: id)
    }
    if let year, let period = sum.period {
      guard case .text(let text)? = try value(period) else { return }
      guard !text.utf8.prefix(4).lexicographicallyPrecedes(year.utf8) else { return }
    }
    guard let amount = try value(sum.part).flatMap({ Amount($0) }) else { return }
    var said: Value?
    if let once = sum.once { said = try value(once) }
    parts[child] = (amount, said)
  }

  var total: Amount {
    var total = carried ?? Amount()
    // By what it says the child whose original has the smaller id, behind that original.
    var first: [Value: (RecordID, RecordID)] = [:]
    for child in corrections.standing(among: parts.keys) {
      guard let part = parts[child] else { continue }
      if let said = part.said {
        let place = (corrections.original(of: child), child)
        if let known = first[said], known < place { continue }
        first[said] = place
      } else {
        total = total + part.amount
      }
    }
    return first.values.reduce(total) { $0 + (parts[$1.1]?.amount ?? Amount()) }
  }
}

extension Value {
  /// Whether a text says nothing; every other value says something.
  var isBlankText: Bool {
    guard case .text(let text) = self else { return self == .empty }
    return text.unicodeScalars.allSatisfy { $0 == " " || $0 == "\u{3000}" }
  }
}
