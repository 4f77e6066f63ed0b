// The random numbers of Python's `random.Random(text)`, so that the Swift workload is the same,
// line for line, as the one that the peers were measured with: MT19937 (Matsumoto and Nishimura),
// seeded by the text followed by its SHA-512, as CPython's "version 2" seeding does.

import Crypto

struct PythonRandom {
  private var state = [UInt32](repeating: 0, count: 624)
  private var index = 624

  init(_ text: String) {
    let bytes = Array(text.utf8)
    // The number that the bytes make, big-endian, in words of 32 bits, lowest first.
    let number = bytes + Array(SHA512.hash(data: bytes))
    var words: [UInt32] = []
    var end = number.count
    while end > 0 {
      let start = max(0, end - 4)
      words.append(number[start..<end].reduce(0) { $0 << 8 | UInt32($1) })
      end = start
    }
    while words.count > 1, words.last == 0 { words.removeLast() }
    seed(words)
  }

  init(_ number: UInt32) { seed([number]) }

  private mutating func seed(_ key: [UInt32]) {
    state[0] = 19_650_218
    for i in 1..<624 {
      state[i] = 1_812_433_253 &* (state[i - 1] ^ (state[i - 1] >> 30)) &+ UInt32(i)
    }
    var i = 1
    var j = 0
    for _ in 0..<max(624, key.count) {
      state[i] =
        (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) &* 1_664_525)) &+ key[j] &+ UInt32(j)
      i += 1
      j += 1
      if i == 624 {
        state[0] = state[623]
        i = 1
      }
      if j == key.count { j = 0 }
    }
    for _ in 0..<623 {
      state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) &* 1_566_083_941)) &- UInt32(i)
      i += 1
      if i == 624 {
        state[0] = state[623]
        i = 1
      }
    }
    state[0] = 0x8000_0000
  }

  private mutating func next() -> UInt32 {
    if index == 624 {
      for i in 0..<624 {
        let y = (state[i] & 0x8000_0000) | (state[(i + 1) % 624] & 0x7fff_ffff)
        state[i] = state[(i + 397) % 624] ^ (y >> 1) ^ (y & 1 == 0 ? 0 : 0x9908_b0df)
      }
      index = 0
    }
    var y = state[index]
    index += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9d2c_5680
    y ^= (y << 15) & 0xefc6_0000
    return y ^ (y >> 18)
  }

  /// `random()`: 53 bits.
  mutating func unit() -> Double {
    let (a, b) = (next() >> 5, next() >> 6)
    return (Double(a) * 67_108_864 + Double(b)) / 9_007_199_254_740_992
  }

  /// `_randbelow(n)`.
  mutating func below(_ n: Int) -> Int {
    let bits = Int.bitWidth - n.leadingZeroBitCount
    while true {
      let r = Int(next() >> UInt32(32 - bits))
      if r < n { return r }
    }
  }

  /// `randint(a, b)`, both ends included.
  mutating func between(_ a: Int, _ b: Int) -> Int { a + below(b - a + 1) }

  mutating func choice<T>(_ values: [T]) -> T { values[below(values.count)] }

  /// `sample(values, k)` for k up to 5 and more than 21 values: draws with rejection.
  mutating func sample(_ values: [String], _ k: Int) -> [String] {
    var chosen: Set<Int> = []
    return (0..<k).map { _ in
      var j = below(values.count)
      while !chosen.insert(j).inserted { j = below(values.count) }
      return values[j]
    }
  }

  mutating func shuffle<T>(_ values: inout [T]) {
    for i in stride(from: values.count - 1, to: 0, by: -1) { values.swapAt(i, below(i + 1)) }
  }
}
