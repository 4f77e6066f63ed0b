// Seeded randomness: every test that draws says its seed, and TAIZHANG_SEED replays it.

/// SplitMix64: the same seed gives the same numbers everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  mutating func chance(_ one: Int) -> Bool { below(one) == 0 }

  /// Numbers of every magnitude, and the extremes.
  mutating func number() -> UInt64 {
    switch below(10) {
    case 0: 0
    case 1: .max
    default: next() >> UInt64(below(64))
    }
  }
}

/// Where a test draws from.
enum Seed {
  /// The seed of this process: TAIZHANG_SEED, or a new one.
  static let value: UInt64 =
    Environment.variable("TAIZHANG_SEED").flatMap { UInt64($0) }
    ?? UInt64.random(in: 0..<1_000_000_000)

  /// A generator for the test `name`, which should put ``replay`` into its comments.
  static func generator(_ name: String = #function) -> SeededGenerator {
    var state = value
    for byte in name.utf8 { state = state &* 31 &+ UInt64(byte) }
    return SeededGenerator(state)
  }

  /// What to type to see a failure again.
  static var replay: String { "TAIZHANG_SEED=\(value) swift test -c release --filter WireTests" }
}
