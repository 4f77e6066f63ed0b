// Numbers and money as people type them, exactly: nothing is rounded, nothing passes through binary
// floating point, and whatever is not surely a number is refused.

internal import Causality

/// The unit that a bare number of money stands for.
@frozen
public enum MoneyUnit: Sendable, Hashable, CaseIterable {
  /// 元
  case yuan
  /// 万元, the unit of ledgers.
  case tenThousandYuan
  /// 亿元, the unit of bulletins.
  case hundredMillionYuan

  /// How many zeros the unit has, counted in 元.
  var zeros: Int {
    switch self {
    case .yuan: 0
    case .tenThousandYuan: 4
    case .hundredMillionYuan: 8
    }
  }
}

/// Why a text is not the number asked for.
enum NumberFailure: Error {
  case notANumber
  case tooPrecise
  case tooLarge
}

enum NumberParsing {
  /// Digits with an optional sign, point and thousands separators.
  struct Digits {
    var mantissa: Int64 = 0
    /// How many of the digits stand after the point.
    var fraction = 0
  }

  /// Money in 万元: `5亿`, `5亿元`, `32000万元`, `1.2亿元`, `5亿3000万`, or a bare number in `unit`.
  static func money(_ text: String, unit: MoneyUnit) throws(NumberFailure) -> ExactDecimal {
    var reader = ScalarReader(text)
    reader.skipSpaces()
    _ = reader.take("¥") || reader.take("￥")
    let isNegative = try sign(&reader)
    var total: Int64 = 0
    var below = Int.max
    repeat {
      let digits = try self.digits(&reader)
      let found = moneyUnit(&reader)
      if found == nil, below != .max { throw .notANumber }
      let zeros = found?.zeros ?? unit.zeros
      guard zeros < below else { throw .notANumber }
      below = found == nil || found?.isFinal == true ? 0 : zeros
      let (sum, overflow) = total.addingReportingOverflow(try scaled(digits, by: zeros))
      if overflow { throw .tooLarge }
      total = sum
      reader.skipSpaces()
    } while below > 0 && !reader.isAtEnd
    guard reader.isAtEnd else { throw .notANumber }
    guard let money = ExactDecimal(mantissa: isNegative ? -total : total, scale: 4) else {
      throw .tooLarge
    }
    return money
  }

  /// An exact decimal number with at most `places` decimals, `unit` allowed after it.
  static func decimal(
    _ text: String, places: UInt8, unit: String?
  ) throws(NumberFailure) -> ExactDecimal {
    var reader = ScalarReader(text)
    reader.skipSpaces()
    let isNegative = try sign(&reader)
    let digits = try self.digits(&reader)
    try end(&reader, unit: unit)
    guard digits.fraction <= Int(places) else { throw .tooPrecise }
    let mantissa = isNegative ? -digits.mantissa : digits.mantissa
    guard let number = ExactDecimal(mantissa: mantissa, scale: digits.fraction) else {
      throw .tooLarge
    }
    return number
  }

  /// A whole number, `unit` allowed after it.
  static func integer(_ text: String, unit: String?) throws(NumberFailure) -> Int64 {
    let number = try decimal(text, places: 0, unit: unit)
    return number.mantissa
  }

  private static func sign(_ reader: inout ScalarReader) throws(NumberFailure) -> Bool {
    let isNegative = reader.take("-")
    if !isNegative { _ = reader.take("+") }
    reader.skipSpaces()
    guard reader.digit != nil else { throw .notANumber }
    return isNegative
  }

  /// Digits, with commas only between groups of three.
  private static func digits(_ reader: inout ScalarReader) throws(NumberFailure) -> Digits {
    var digits = Digits()
    var group = 0
    var isGrouped = false
    var isTooLarge = false
    var isTooLong = false
    while true {
      if let digit = reader.digit {
        isTooLarge = isTooLarge || !append(digit, to: &digits.mantissa)
        group += 1
        reader.advance()
      } else if reader.current == 0x2C {
        guard isGrouped ? group == 3 : (1...3).contains(group) else { throw .notANumber }
        isGrouped = true
        group = 0
        reader.advance()
      } else {
        break
      }
    }
    guard isGrouped ? group == 3 : group > 0 else { throw .notANumber }
    if reader.take(".") {
      guard reader.digit != nil else { throw .notANumber }
      var zeros = 0
      while let digit = reader.digit {
        // Zeros are held back, so that trailing ones cost no range.
        if digit == 0 {
          zeros += 1
        } else {
          for _ in 0..<zeros { isTooLong = isTooLong || !append(0, to: &digits.mantissa) }
          isTooLong = isTooLong || !append(digit, to: &digits.mantissa)
          digits.fraction += zeros + 1
          zeros = 0
        }
        reader.advance()
      }
    }
    if isTooLarge { throw .tooLarge }
    guard isTooLong else { return digits }
    if digits.fraction > fractionDigitsMax { throw .tooPrecise }
    throw .tooLarge
  }

  /// The most decimals that any number here has: 亿 to the yuan.
  private static let fractionDigitsMax = 8

  @inline(__always)
  private static func append(_ digit: Int64, to mantissa: inout Int64) -> Bool {
    let (tens, overflow) = mantissa.multipliedReportingOverflow(by: 10)
    let (sum, carry) = tens.addingReportingOverflow(digit)
    guard !overflow, !carry else { return false }
    mantissa = sum
    return true
  }

  /// A number of 元: the digits times a power of ten; exact or refused.
  private static func scaled(_ digits: Digits, by zeros: Int) throws(NumberFailure) -> Int64 {
    guard digits.fraction <= zeros else { throw .tooPrecise }
    var yuan = digits.mantissa
    for _ in digits.fraction..<zeros {
      guard append(0, to: &yuan) else { throw .tooLarge }
    }
    return yuan
  }

  /// 亿, 万 or 元 with an optional 元 after the first two, or their English forms; nil for none.
  private static func moneyUnit(_ reader: inout ScalarReader) -> (zeros: Int, isFinal: Bool)? {
    reader.skipSpaces()
    if reader.take("亿") || reader.take("億") { return (8, word("元", &reader)) }
    if reader.take("万") || reader.take("萬") { return (4, word("元", &reader)) }
    if reader.take("元") { return (0, true) }
    if reader.take("w") { return word("an", &reader) ? (4, word("yuan", &reader)) : nil }
    guard reader.take("y") else { return nil }
    if reader.take("i") { return (8, word("yuan", &reader)) }
    return word("uan", &reader) ? (0, true) : nil
  }

  private static func word(_ word: String, _ reader: inout ScalarReader) -> Bool {
    reader.skipSpaces()
    for scalar in word.unicodeScalars where !reader.take(scalar) { return false }
    return true
  }

  private static func end(_ reader: inout ScalarReader, unit: String?) throws(NumberFailure) {
    reader.skipSpaces()
    if reader.isAtEnd { return }
    guard let unit else { throw .notANumber }
    for scalar in unit.unicodeScalars where !reader.take(scalar) { throw .notANumber }
    reader.skipSpaces()
    guard reader.isAtEnd else { throw .notANumber }
  }
}
