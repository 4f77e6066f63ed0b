// Points of a score as exact fractions, however many are added: a place is won by what is worked
// out, never by what is shown of it. A sum of many thirds, sevenths and elevenths outgrows any
// fixed width, so the whole numbers here have as many digits as they need.

/// Points from 0 up, in ten-thousandths of a point.
struct Points: Comparable {
  private var numerator: Whole
  /// Never 0.
  private var denominator: Whole

  static let zero = Points(numerator: Whole(0), denominator: Whole(1))

  private init(numerator: Whole, denominator: Whole) {
    self.numerator = numerator
    self.denominator = denominator
  }

  /// So many ten-thousandths.
  init(_ whole: UInt64) {
    self.init(numerator: Whole(whole), denominator: Whole(1))
  }

  /// The weight's share that a figure is of full marks; 0 where that is negative or not known.
  init(_ weight: Int64, times figure: Fraction, of full: Fraction) {
    let isPositive =
      (figure.numerator < 0) == (figure.denominator < 0)
      && (full.numerator < 0) == (full.denominator < 0)
    guard isPositive, figure.isApplicable, full.isApplicable, full.numerator != 0 else {
      self = .zero
      return
    }
    self.init(
      numerator: Whole(weight.magnitude) * Whole(figure.numerator.magnitude)
        * Whole(full.denominator.magnitude),
      denominator: Whole(figure.denominator.magnitude) * Whole(full.numerator.magnitude))
  }

  static func + (left: Points, right: Points) -> Points {
    Points(
      numerator: left.numerator * right.denominator + right.numerator * left.denominator,
      denominator: left.denominator * right.denominator)
  }

  static func < (left: Points, right: Points) -> Bool {
    left.numerator * right.denominator < right.numerator * left.denominator
  }

  static func == (left: Points, right: Points) -> Bool {
    left.numerator * right.denominator == right.numerator * left.denominator
  }

  /// The nearest ten-thousandths, a half upwards, for showing; the greatest number beyond 63 bits.
  var rounded: Int64 {
    let top = numerator * Whole(2) + denominator
    let bottom = denominator * Whole(2)
    var (low, high) = (UInt64(0), UInt64(Int64.max))
    while low < high {
      let middle = high - (high - low) / 2
      if bottom * Whole(middle) <= top { low = middle } else { high = middle - 1 }
    }
    return Int64(low)
  }
}

/// A whole number from 0 up, of any length.
private struct Whole: Comparable {
  /// Digits to the base 2^32, the lowest first; the last is not 0.
  private var digits: [UInt32]

  init(_ number: UInt64) {
    self.init(digits: [UInt32(truncatingIfNeeded: number), UInt32(number >> 32)])
  }

  private init(digits: [UInt32]) {
    self.digits = digits
    while self.digits.last == 0 { self.digits.removeLast() }
  }

  static func + (left: Whole, right: Whole) -> Whole {
    var sum: [UInt32] = []
    var carry: UInt64 = 0
    for place in 0..<max(left.digits.count, right.digits.count) {
      carry += place < left.digits.count ? UInt64(left.digits[place]) : 0
      carry += place < right.digits.count ? UInt64(right.digits[place]) : 0
      sum.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    return Whole(digits: sum + [UInt32(carry)])
  }

  static func * (left: Whole, right: Whole) -> Whole {
    var product = [UInt32](repeating: 0, count: left.digits.count + right.digits.count)
    for (place, digit) in left.digits.enumerated() {
      var carry: UInt64 = 0
      for (other, more) in right.digits.enumerated() {
        carry += UInt64(digit) * UInt64(more) + UInt64(product[place + other])
        product[place + other] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      product[place + right.digits.count] = UInt32(carry)
    }
    return Whole(digits: product)
  }

  static func < (left: Whole, right: Whole) -> Bool {
    if left.digits.count != right.digits.count { return left.digits.count < right.digits.count }
    for place in left.digits.indices.reversed() where left.digits[place] != right.digits[place] {
      return left.digits[place] < right.digits[place]
    }
    return false
  }
}
