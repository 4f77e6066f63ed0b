// Decides which prefix of some bytes is well-formed UTF-8 (Unicode 16, table 3-7): no overlong
// forms, no surrogates, nothing above U+10FFFF. Eight ASCII bytes or two three-byte ideographs take
// one step each; no allocation, linear time.

/// Well-formedness of UTF-8.
enum UTF8Validation {
  /// Length of the longest well-formed prefix that ends between scalars.
  static func validPrefix(_ base: UnsafeRawPointer, count: Int) -> Int {
    var index = 0
    while index < count {
      if index &+ 8 <= count {
        let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        if word & 0x8080_8080_8080_8080 == 0 {
          index &+= 8
          continue
        }
      }
      let width = scalarWidth(base + index, left: count &- index)
      if width == 0 { return index }
      index &+= width
    }
    return index
  }

  /// Width of the scalar at `base`, or 0 when there is none within `left` bytes.
  @inline(__always)
  private static func scalarWidth(_ base: UnsafeRawPointer, left: Int) -> Int {
    let first = base.load(as: UInt8.self)
    if first < 0x80 { return 1 }
    if first < 0xe0 {
      return first >= 0xc2 && left >= 2 && isContinuation(base, 1) ? 2 : 0
    }
    if first < 0xf0 {
      guard left >= 3, isContinuation(base, 1), isContinuation(base, 2) else { return 0 }
      let second = base.load(fromByteOffset: 1, as: UInt8.self)
      if first == 0xe0 { return second >= 0xa0 ? 3 : 0 }
      if first == 0xed { return second < 0xa0 ? 3 : 0 }
      return 3
    }
    guard first <= 0xf4, left >= 4, isContinuation(base, 1), isContinuation(base, 2),
      isContinuation(base, 3)
    else { return 0 }
    let second = base.load(fromByteOffset: 1, as: UInt8.self)
    if first == 0xf0 { return second >= 0x90 ? 4 : 0 }
    if first == 0xf4 { return second < 0x90 ? 4 : 0 }
    return 4
  }

  @inline(__always)
  private static func isContinuation(_ base: UnsafeRawPointer, _ offset: Int) -> Bool {
    base.load(fromByteOffset: offset, as: UInt8.self) & 0xc0 == 0x80
  }
}
