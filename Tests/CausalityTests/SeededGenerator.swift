// Random numbers that a seed reproduces, and the seeds of a run: fixed ones, so that every run is
// the same, or the one in the environment variable TAIZHANG_SEED, to replay or to search further.

import Foundation

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", 2014).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// True so many times out of a hundred.
  mutating func chance(_ percent: Int) -> Bool {
    Int.random(in: 0..<100, using: &self) < percent
  }
}

/// The seeds to run: 1...count, or TAIZHANG_SEED alone.
func seeds(_ count: UInt64) -> [UInt64] {
  let text = ProcessInfo.processInfo.environment["TAIZHANG_SEED"]
  if let seed = text.flatMap({ UInt64($0) }) { return [seed] }
  return Array(1...count)
}

/// What a failure prints to be run again.
func replay(_ seed: UInt64) -> String {
  "seed \(seed); again with: TAIZHANG_SEED=\(seed) swift test -c release --filter CausalityTests"
}
