// Guarantees: random numbers that a seed reproduces on every machine, and one way to say how a
// failed seed is run again.

internal import Glibc

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
public struct SeededGenerator: RandomNumberGenerator, Sendable {
  private var state: UInt64

  /// The same seed gives the same numbers.
  public init(seed: UInt64) { state = seed }

  /// The next of 2^64 numbers, each of which comes once before the first comes again.
  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A number from 0 up to and without `bound`, which must be positive.
  public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// True so many times out of a hundred.
  public mutating func chance(_ percent: Int) -> Bool { below(100) < percent }

  /// One of the elements, nil of none.
  public mutating func pick<C: RandomAccessCollection>(_ elements: C) -> C.Element? {
    guard !elements.isEmpty else { return nil }
    return elements[elements.index(elements.startIndex, offsetBy: below(elements.count))]
  }

  /// A generator of its own for one part of a test: what it draws moves no other part's numbers.
  public mutating func split() -> SeededGenerator { SeededGenerator(seed: next()) }

  /// 32 bytes: the seed of an identity.
  public mutating func keySeed() -> [UInt8] {
    (0..<4).flatMap { _ in withUnsafeBytes(of: next().bigEndian) { Array($0) } }
  }
}

/// The seeds of a run.
public enum Seeds {
  /// `1...count`, so that every run is the same; or the one in TAIZHANG_SEED, alone.
  public static func first(_ count: UInt64) -> [UInt64] {
    if let one = asked { return [one] }
    return Array(1...count)
  }

  /// The seed that TAIZHANG_SEED asks for.
  public static var asked: UInt64? {
    getenv("TAIZHANG_SEED").flatMap { UInt64(String(cString: $0)) }
  }

  /// What to type to see a failure of a test target again.
  public static func replay(_ seed: UInt64, _ target: String) -> String {
    "seed \(seed); again with: TAIZHANG_SEED=\(seed) swift test -c release --filter \(target)"
  }
}
