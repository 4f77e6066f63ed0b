// The map between the two forms of Curve25519, over public values only: nothing here needs to be,
// or is, constant in time. Arithmetic modulo p = 2^255 - 19 on four 64-bit limbs, least first.

/// Points of Curve25519 in Montgomery form.
enum MontgomeryPoint {
  /// The u coordinate of the Edwards point that 32 bytes of an Ed25519 key encode; nil for y = 1.
  static func u(ofEdwards key: [UInt8]) -> [UInt8]? {
    guard key.count == 32 else { return nil }
    var bytes = key
    bytes[31] &= 0x7f
    let y = FieldElement(littleEndian: bytes)
    let divisor = FieldElement.one - y
    guard divisor != .zero else { return nil }
    return ((FieldElement.one + y) * divisor.inverse).littleEndian
  }
}

/// A number modulo 2^255 - 19, always below it.
struct FieldElement: Equatable {
  private var limbs: [UInt64]

  private static let prime: [UInt64] = [
    0xffff_ffff_ffff_ffed, 0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_ffff, 0x7fff_ffff_ffff_ffff,
  ]
  static let zero = FieldElement(limbs: [0, 0, 0, 0])
  static let one = FieldElement(limbs: [1, 0, 0, 0])

  private init(limbs: [UInt64]) { self.limbs = limbs }

  init(littleEndian bytes: [UInt8]) {
    limbs = [0, 0, 0, 0]
    for (at, byte) in bytes.enumerated() { limbs[at / 8] |= UInt64(byte) << UInt64(at % 8 * 8) }
    reduce()
  }

  var littleEndian: [UInt8] {
    var bytes: [UInt8] = []
    for limb in limbs {
      for shift in stride(from: UInt64(0), to: 64, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: limb >> shift))
      }
    }
    return bytes
  }

  /// Takes the prime away as often as it goes in.
  private mutating func reduce() {
    while !limbs.reversed().lexicographicallyPrecedes(Self.prime.reversed()) {
      limbs = Self.subtract(limbs, Self.prime)
    }
  }

  private static func subtract(_ left: [UInt64], _ right: [UInt64]) -> [UInt64] {
    var borrow: UInt64 = 0
    return zip(left, right).map { (left: UInt64, right: UInt64) -> UInt64 in
      let (first, one) = left.subtractingReportingOverflow(right)
      let (second, two) = first.subtractingReportingOverflow(borrow)
      borrow = one || two ? 1 : 0
      return second
    }
  }

  /// Four limbs and a carry.
  private static func add(_ left: [UInt64], _ right: [UInt64]) -> ([UInt64], UInt64) {
    var carry: UInt64 = 0
    let sum = zip(left, right).map { (left: UInt64, right: UInt64) -> UInt64 in
      let (first, one) = left.addingReportingOverflow(right)
      let (second, two) = first.addingReportingOverflow(carry)
      carry = (one ? 1 : 0) + (two ? 1 : 0)
      return second
    }
    return (sum, carry)
  }

  static func + (left: FieldElement, right: FieldElement) -> FieldElement {
    // Both are below 2^255: no carry leaves the fourth limb.
    var sum = FieldElement(limbs: add(left.limbs, right.limbs).0)
    sum.reduce()
    return sum
  }

  static func - (left: FieldElement, right: FieldElement) -> FieldElement {
    var difference = FieldElement(limbs: subtract(add(left.limbs, prime).0, right.limbs))
    difference.reduce()
    return difference
  }

  static func * (left: FieldElement, right: FieldElement) -> FieldElement {
    var product = [UInt64](repeating: 0, count: 8)
    for i in 0..<4 {
      var carry: UInt64 = 0
      for j in 0..<4 {
        let (high, low) = left.limbs[i].multipliedFullWidth(by: right.limbs[j])
        let (first, one) = product[i + j].addingReportingOverflow(low)
        let (second, two) = first.addingReportingOverflow(carry)
        product[i + j] = second
        carry = high + (one ? 1 : 0) + (two ? 1 : 0)
      }
      product[i + 4] = carry
    }
    // 2^256 is 38 modulo p.
    var folded = fold(Array(product[..<4]), Array(product[4...]))
    while folded.carry > 0 { folded = fold(folded.limbs, [folded.carry, 0, 0, 0]) }
    var result = FieldElement(limbs: folded.limbs)
    result.reduce()
    return result
  }

  /// `low + 38 high`.
  private static func fold(
    _ low: [UInt64], _ high: [UInt64]
  ) -> (limbs: [UInt64], carry: UInt64) {
    var carry: UInt64 = 0
    let limbs = zip(low, high).map { (low: UInt64, high: UInt64) -> UInt64 in
      let (top, bottom) = high.multipliedFullWidth(by: 38)
      let (first, one) = low.addingReportingOverflow(bottom)
      let (second, two) = first.addingReportingOverflow(carry)
      carry = top + (one ? 1 : 0) + (two ? 1 : 0)
      return second
    }
    return (limbs, carry)
  }

  /// By Fermat: the power p - 2.
  var inverse: FieldElement {
    var exponent = Self.prime
    exponent[0] -= 2
    var result = FieldElement.one
    for bit in (0..<255).reversed() {
      result = result * result
      if exponent[bit / 64] >> UInt64(bit % 64) & 1 == 1 { result = result * self }
    }
    return result
  }
}
