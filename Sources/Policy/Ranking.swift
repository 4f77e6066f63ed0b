// Places in an order: equal values share a place and the next one is passed over (1, 1, 3). Values
// are compared exactly; a value that does not apply has no place.

/// The places of a list.
public enum Ranking {
  /// The place of each value, the highest first; nil for nil. O(n log n).
  public static func places<Value: Comparable>(_ values: [Value?]) -> [Int?] {
    let order = values.indices.filter { values[$0] != nil }
      .sorted { left, right in
        guard let one = values[left], let other = values[right] else { return false }
        return one != other ? one > other : left < right
      }
    var places = [Int?](repeating: nil, count: values.count)
    for (position, index) in order.enumerated() {
      let before = position > 0 ? order[position - 1] : index
      places[index] =
        position > 0 && values[before] == values[index] ? places[before] : position + 1
    }
    return places
  }

  /// How many places were won since before; negative where they were lost, nil without a place
  /// then.
  public static func change(from before: Int?, to now: Int?) -> Int? {
    guard let before, let now else { return nil }
    return before - now
  }
}

extension Fraction: Comparable, Hashable {
  /// Exact; fractions that do not apply come last and are alike.
  public static func < (left: Fraction, right: Fraction) -> Bool {
    guard left.isApplicable, right.isApplicable else {
      return right.isApplicable && !left.isApplicable
    }
    return left.compared(to: right) == .below
  }

  /// Equal in value: 1/2 and 2/4 are.
  public static func == (left: Fraction, right: Fraction) -> Bool {
    guard left.isApplicable, right.isApplicable else {
      return left.isApplicable == right.isApplicable
    }
    return left.compared(to: right) == .equal
  }

  /// Hashes the reduced fraction, so that equal values hash alike.
  public func hash(into hasher: inout Hasher) {
    guard isApplicable else { return hasher.combine(0) }
    var (one, other) = (numerator.magnitude, denominator.magnitude)
    while other != 0 { (one, other) = (other, one % other) }
    let isNegative = (numerator < 0) != (denominator < 0) && numerator != 0
    hasher.combine(isNegative)
    hasher.combine(numerator.magnitude / max(one, 1))
    hasher.combine(denominator.magnitude / max(one, 1))
  }
}
