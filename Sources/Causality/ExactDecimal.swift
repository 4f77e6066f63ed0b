// Decimal numbers without binary floating point: a 64-bit mantissa and up to nine decimal places.
// Always normalised, so equal numbers have one representation; there is no -0, NaN or infinity.

/// mantissa × 10^-scale, exactly.
@frozen
public struct ExactDecimal: Hashable, Sendable {
  /// The digits and the sign; not divisible by ten unless ``scale`` is 0.
  public let mantissa: Int64
  /// Decimal places, 0...9; the least that hold the number, 0 for zero.
  public let scale: UInt8

  /// The most decimal places a number may have.
  public static var scaleMax: UInt8 { 9 }

  /// A whole number.
  @inlinable
  public init(_ whole: Int64) {
    mantissa = whole
    scale = 0
  }

  /// mantissa × 10^-scale, normalised; nil when that needs more than nine decimal places.
  public init?(mantissa: Int64, scale: Int) {
    guard scale >= 0 else { return nil }
    var mantissa = mantissa
    var scale = mantissa == 0 ? 0 : scale
    while scale > 0, mantissa % 10 == 0 {
      mantissa /= 10
      scale -= 1
    }
    guard scale <= Int(ExactDecimal.scaleMax) else { return nil }
    self.mantissa = mantissa
    self.scale = UInt8(scale)
  }

  /// Reads an optional sign, digits, and optionally a point and digits: "12", "-0.50", "+3.0".
  ///
  /// Trailing zeros behind the point are dropped. Nil for anything else (no digit before or behind
  /// the point, spaces, exponents, separators) and for a number that needs more than nine decimal
  /// places or a mantissa beyond 64 bits. O(length).
  public init?(_ text: some StringProtocol) {
    var bytes = Array(text.utf8)[...]
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative || bytes.first == UInt8(ascii: "+") { bytes.removeFirst() }
    let point = bytes.firstIndex(of: UInt8(ascii: ".")) ?? bytes.endIndex
    var fraction = bytes[point...].dropFirst()
    guard point != bytes.startIndex, point == bytes.endIndex || !fraction.isEmpty else {
      return nil
    }
    guard fraction.allSatisfy(ExactDecimal.isDigit) else { return nil }
    while fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
    guard fraction.count <= Int(ExactDecimal.scaleMax) else { return nil }
    var mantissa: Int64 = 0
    for part in [bytes[..<point], fraction] {
      for byte in part {
        guard ExactDecimal.isDigit(byte) else { return nil }
        let digit = Int64(byte &- UInt8(ascii: "0"))
        let (product, productOverflow) = mantissa.multipliedReportingOverflow(by: 10)
        let (sum, sumOverflow) = product.addingReportingOverflow(isNegative ? -digit : digit)
        guard !productOverflow, !sumOverflow else { return nil }
        mantissa = sum
      }
    }
    self.init(mantissa: mantissa, scale: fraction.count)
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  /// 10^exponent, for 0...18.
  static func power(_ exponent: Int) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<exponent { result *= 10 }
    return result
  }

  /// The number times 10^`places`, which is whole for `places` from ``scale`` to 18.
  private func scaled(to places: UInt8) -> Int128 {
    Int128(mantissa) * ExactDecimal.power(Int(places - scale))
  }

  private init?(_ wide: Int128, scale: Int) {
    var wide = wide
    var scale = scale
    while scale > 0, wide % 10 == 0 {
      wide /= 10
      scale -= 1
    }
    guard let mantissa = Int64(exactly: wide) else { return nil }
    self.init(mantissa: mantissa, scale: scale)
  }

  /// The exact sum; nil when its mantissa is beyond 64 bits.
  public func adding(_ other: ExactDecimal) -> ExactDecimal? {
    let places = max(scale, other.scale)
    return ExactDecimal(scaled(to: places) + other.scaled(to: places), scale: Int(places))
  }

  /// The exact difference; nil when its mantissa is beyond 64 bits.
  public func subtracting(_ other: ExactDecimal) -> ExactDecimal? {
    let places = max(scale, other.scale)
    return ExactDecimal(scaled(to: places) - other.scaled(to: places), scale: Int(places))
  }

  /// The exact product; nil when its mantissa is beyond 64 bits or it needs more than nine places.
  public func multiplied(by other: ExactDecimal) -> ExactDecimal? {
    ExactDecimal(
      Int128(mantissa) * Int128(other.mantissa), scale: Int(scale) + Int(other.scale))
  }
}

extension ExactDecimal: Comparable {
  /// Exact, across different numbers of decimal places.
  public static func < (left: ExactDecimal, right: ExactDecimal) -> Bool {
    if left.scale == right.scale { return left.mantissa < right.mantissa }
    let places = max(left.scale, right.scale)
    return left.scaled(to: places) < right.scaled(to: places)
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// "1.5", "-0.05", "12": no more decimal places than needed.
  public var description: String {
    let sign = mantissa < 0 ? "-" : ""
    var digits = String(mantissa.magnitude)
    guard scale > 0 else { return sign + digits }
    let places = Int(scale)
    if digits.utf8.count <= places {
      digits = String(repeating: "0", count: places + 1 - digits.utf8.count) + digits
    }
    return "\(sign)\(digits.dropLast(places)).\(digits.suffix(places))"
  }
}
