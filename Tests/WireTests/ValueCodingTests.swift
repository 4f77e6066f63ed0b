// Verifies:
//  1. every kind of value round-trips at its extremes, skipping ends where decoding ends;
//  2. random values round-trip, and two values are equal exactly when their bytes are;
//  3. text stays as typed: composed and decomposed forms have different bytes;
//  4. values above 1 MiB are refused by encoder and decoder before anything is allocated;
//  5. decimals that are not normal and dates out of range are refused with their offset.

import Causality
import Testing
import Wire

@Suite struct ValueCodingTests {
  static let extremes: [Value] = [
    .empty, .text(""), .text("漯河市"), .text("\0"), .integer(0), .integer(.min), .integer(.max),
    .decimal(ExactDecimal(0)), .decimal(ExactDecimal(.max)), .date(.earliest), .date(.latest),
    .instant(.min), .instant(.max), .boolean(false), .boolean(true), .code(0), .code(.max),
    .bytes([]), .bytes([0, 255]), .reference(RecordID(high: .max, low: 0)),
    .text(String(repeating: "x", count: 1 << 20)), .bytes([UInt8](repeating: 9, count: 1 << 20)),
  ]

  @Test(arguments: extremes.indices)
  func extremesRoundTrip(_ index: Int) throws {
    let value = ValueCodingTests.extremes[index]
    var bytes: [UInt8] = [0xaa, 0xbb]
    try ValueCoding.encode(value, into: &bytes)
    bytes.append(0xcc)
    var offset = 2
    #expect(try ValueCoding.decode(bytes.span.bytes, at: &offset) == value)
    #expect(offset == bytes.count - 1)
    #expect(try ValueCoding.skip(bytes.span.bytes, at: 2) == offset)
    #expect(try ValueCoding.encode(value) == [UInt8](bytes[2..<offset]))
  }

  @Test func randomValuesRoundTripAndBytesDecideEquality() throws {
    var random = Seed.generator()
    var previous = (value: Value.empty, bytes: try ValueCoding.encode(.empty))
    for _ in 0..<20_000 {
      let value = random.value()
      let bytes = try ValueCoding.encode(value)
      #expect(try ValueCoding.decode(bytes.span.bytes) == value, "\(Seed.replay)")
      #expect((value == previous.value) == (bytes == previous.bytes), "\(Seed.replay)")
      previous = (value, bytes)
    }
  }

  @Test func textStaysAsTyped() throws {
    let composed = try ValueCoding.encode(.text("caf\u{e9}"))
    let decomposed = try ValueCoding.encode(.text("cafe\u{301}"))
    #expect(composed != decomposed)
    guard case .text(let text) = try ValueCoding.decode(decomposed.span.bytes) else {
      Issue.record("not a text")
      return
    }
    #expect([UInt8](text.utf8) == [UInt8]("cafe\u{301}".utf8))
  }

  @Test func valuesAboveTheLimitAreRefused() throws {
    let tooLong = WireLimits.valueBytes + 1
    for value in [
      Value.text(String(repeating: "x", count: tooLong)),
      .bytes([UInt8](repeating: 0, count: tooLong)),
    ] {
      var bytes: [UInt8] = [7]
      #expect(throws: WireError(.valueTooLarge, at: 1)) {
        try ValueCoding.encode(value, into: &bytes)
      }
      #expect(bytes == [7])
    }
    for tag: UInt8 in [1, 9] {
      var claim: [UInt8] = [tag]
      Varint.append(UInt64(tooLong), to: &claim)
      #expect(throws: WireError(.valueTooLarge, at: 1)) {
        try ValueCoding.skip(claim.span.bytes, at: 0)
      }
      var huge: [UInt8] = [tag]
      Varint.append(2_000_000_000, to: &huge)
      #expect(throws: WireError(.valueTooLarge, at: 1)) {
        try ValueCoding.decode(huge.span.bytes)
      }
    }
  }

  @Test(
    arguments: [
      ([3, 1, 20], WireError(.invalidDecimal, at: 1)),  // 1.0
      ([3, 1, 0], WireError(.invalidDecimal, at: 1)),  // 0.0
      ([3, 10, 2], WireError(.invalidDecimal, at: 1)),  // ten places
      ([4, 0xc2, 0x82, 0xe6, 0x02], WireError(.invalidDate, at: 1)),  // 10000-01-01
      ([4, 0xf5, 0xe4, 0x57], WireError(.invalidDate, at: 1)),  // 0000-12-31
      ([8, 0x80, 0x80, 0x80, 0x80, 0x10], WireError(.varintOverflow, at: 1)),  // 2^32
      ([11], WireError(.unknownValueType, at: 0)),
      ([1, 2, 0x61, 0xe6], WireError(.invalidUTF8, at: 3)),
      ([10, 0], WireError(.truncated, at: 2)),
      ([6, 6], WireError(.trailingBytes, at: 1)),
    ] as [([UInt8], WireError)])
  func defectsAreRefused(_ bytes: [UInt8], _ error: WireError) {
    #expect(throws: error) { try ValueCoding.decode(bytes.span.bytes) }
  }
}
