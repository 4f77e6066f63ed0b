// Exact decimals. Verifies:
// 1. Text goes both ways; trailing zeros, leading zeros, signs and -0 come out normalised.
// 2. What is no decimal number is refused, and so is what does not fit, whatever its length.
// 3. Equal numbers have one representation and one hash; order is exact across decimal places.
// 4. Sums, differences and products are exact, and nil beyond the range.

import Causality
import Testing

@Suite struct ExactDecimalTests {
  private func decimal(_ text: String) throws -> ExactDecimal {
    try #require(ExactDecimal(text), "\(text)")
  }

  @Test(arguments: [
    ("0", "0"), ("-0", "0"), ("-0.00", "0"), ("+0", "0"), ("00", "0"), ("1", "1"), ("+1.5", "1.5"),
    ("1.50", "1.5"), ("-1.500000000000000000000000000", "-1.5"), ("0.1", "0.1"),
    ("-0.05", "-0.05"), ("007.25", "7.25"), ("100", "100"), ("100.0", "100"),
    ("0.000000001", "0.000000001"), ("-9223372036854775808", "-9223372036854775808"),
    ("9223372036854775807", "9223372036854775807"),
    ("9223372036.854775807", "9223372036.854775807"),
    ("-9223372036.854775808", "-9223372036.854775808"), ("12345.6789", "12345.6789"),
    ("000000000000000000000000000000000000001", "1"),
  ])
  func normalisedText(pair: (String, String)) throws {
    let (text, expected) = pair
    let number = try decimal(text)
    #expect(number.description == expected)
    #expect(try decimal(expected) == number)
    #expect(number.scale <= ExactDecimal.scaleMax)
  }

  @Test(arguments: [
    "", "-", "+", ".", "1.", ".5", "-.5", "1..2", "1.2.3", "1,5", "1 ", " 1", "1e3", "0x10", "--1",
    "+-1", "1-", "NaN", "nan", "inf", "-inf", "½", "１", "1_000", "1.5a", "a", "1.-5",
    "0.0000000001", "1.0000000001", "9223372036854775808", "-9223372036854775809",
    "92233720368547758070", "9223372036854775807.1", "99999999999999999999999999999999999999",
    "18446744073709551616", "18446744073709551617",
  ])
  func refused(text: String) {
    #expect(ExactDecimal(text) == nil)
  }

  @Test func longTextIsReadOrRefused() {
    let zeros = String(repeating: "0", count: 1_000_000)
    #expect(ExactDecimal("1." + zeros) == ExactDecimal(1))
    #expect(ExactDecimal(zeros + "1") == ExactDecimal(1))
    #expect(ExactDecimal("1" + zeros) == nil)
    #expect(ExactDecimal("0." + zeros + "1") == nil)
  }

  @Test func fromMantissa() {
    #expect(ExactDecimal(mantissa: 1500, scale: 3)?.description == "1.5")
    #expect(ExactDecimal(mantissa: 0, scale: 400) == ExactDecimal(0))
    #expect(ExactDecimal(mantissa: 1_000_000_000_000, scale: 12) == ExactDecimal(1))
    #expect(ExactDecimal(mantissa: 1, scale: 10) == nil)
    #expect(ExactDecimal(mantissa: 1, scale: -1) == nil)
    #expect(ExactDecimal(mantissa: .min, scale: 9)?.description == "-9223372036.854775808")
    #expect(
      ExactDecimal(mantissa: 150, scale: 2)?.hashValue
        == ExactDecimal(mantissa: 15, scale: 1)?.hashValue)
  }

  @Test func orderAcrossScales() throws {
    let sorted = try [
      "-9223372036854775808", "-9223372036854775807", "-9223372036.854775808", "-2", "-1.999999999",
      "-0.1", "-0.000000001", "0", "0.000000001", "0.09", "0.1", "0.11", "1", "1.000000001", "1.1",
      "9", "10", "9223372036.854775807", "9223372037", "9223372036854775806",
      "9223372036854775807",
    ].map(decimal)
    for (left, first) in sorted.enumerated() {
      for (right, second) in sorted.enumerated() {
        #expect((first < second) == (left < right), "\(first) \(second)")
        #expect((first == second) == (left == right), "\(first) \(second)")
      }
    }
  }

  @Test func arithmetic() throws {
    #expect(try decimal("0.1").adding(decimal("0.2")) == decimal("0.3"))
    #expect(try decimal("0.5").adding(decimal("0.5")) == ExactDecimal(1))
    #expect(try decimal("1.25").subtracting(decimal("1.25")) == ExactDecimal(0))
    #expect(try decimal("-1.5").multiplied(by: decimal("0.02")) == decimal("-0.03"))
    #expect(try decimal("0.00002").multiplied(by: decimal("0.00005")) == decimal("0.000000001"))
    #expect(try decimal("0.00001").multiplied(by: decimal("0.00001")) == nil)
    let most = ExactDecimal(.max)
    #expect(most.adding(ExactDecimal(1)) == nil)
    #expect(most.adding(try decimal("0.1")) == nil)
    #expect(most.multiplied(by: most) == nil)
    #expect(ExactDecimal(.min).multiplied(by: ExactDecimal(.min)) == nil)
    #expect(ExactDecimal(.min).subtracting(ExactDecimal(1)) == nil)
    #expect(ExactDecimal(0).subtracting(ExactDecimal(.min)) == nil)
    #expect(most.subtracting(most) == ExactDecimal(0))
    var random = SeededGenerator(seed: 6)
    for _ in 0..<10_000 {
      let left = Int64.random(in: -1_000_000...1_000_000, using: &random)
      let right = Int64.random(in: -1_000_000...1_000_000, using: &random)
      let first = try #require(ExactDecimal(mantissa: left, scale: 3))
      let second = try #require(ExactDecimal(mantissa: right, scale: 5))
      #expect(first.adding(second) == ExactDecimal(mantissa: left * 100 + right, scale: 5))
      #expect(first.subtracting(second) == ExactDecimal(mantissa: left * 100 - right, scale: 5))
      #expect((first < second) == (left * 100 < right))
      #expect(try decimal(first.description) == first)
    }
  }
}
