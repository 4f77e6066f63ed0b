// Verifies:
//  1. varints round-trip at every power of two and its neighbours, in their computed size;
//  2. longer forms, overflow and truncation of varints are refused with their offset;
//  3. zigzag is a bijection that keeps small numbers small;
//  4. CRC-32C gives the published check values and does not depend on alignment;
//  5. digests read and write bytes and hexadecimal, and hash like the published vectors;
//  6. UTF-8 is accepted exactly where the standard library accepts it.

import Testing
import Wire

@Suite struct PrimitiveTests {
  @Test func varintsRoundTrip() throws {
    var numbers: [UInt64] = [0, .max]
    for bit in 0..<64 {
      for step in -1...1 { numbers.append((1 << bit) &+ UInt64(bitPattern: Int64(step))) }
    }
    for number in numbers {
      var bytes: [UInt8] = [0xaa]
      Varint.append(number, to: &bytes)
      #expect(bytes.count == 1 + Varint.byteCount(number))
      var offset = 1
      #expect(try Varint.decode(bytes.span.bytes, at: &offset) == number)
      #expect(offset == bytes.count)
      #expect(Varint.zigzag(Varint.unzigzag(number)) == number)
    }
  }

  @Test(
    arguments: [
      ([0x80, 0x00], WireError(.varintNotShortest, at: 0)),
      ([0xff, 0x80, 0x00], WireError(.varintNotShortest, at: 0)),
      ([UInt8](repeating: 0xff, count: 9) + [0x02], WireError(.varintOverflow, at: 0)),
      ([UInt8](repeating: 0xff, count: 11), WireError(.varintOverflow, at: 0)),
      ([UInt8](repeating: 0xff, count: 9), WireError(.truncated, at: 9)),
      ([], WireError(.truncated, at: 0)),
    ] as [([UInt8], WireError)])
  func varintsAreRefused(_ bytes: [UInt8], _ error: WireError) {
    var offset = 0
    let refusal = #expect(throws: WireError.self) {
      try Varint.decode(bytes.span.bytes, at: &offset)
    }
    #expect(refusal == error)
    #expect(offset == 0)
  }

  @Test func zigzagKeepsSmallNumbersSmall() {
    #expect([0, -1, 1, -2, 2].map(Varint.zigzag) == [0, 1, 2, 3, 4])
    #expect(Varint.zigzag(.min) == .max)
  }

  @Test func checksumsMatchPublishedValues() {
    func checksum(_ bytes: [UInt8]) -> UInt32 { CRC32C.checksum(bytes.span.bytes) }
    #expect(checksum([]) == 0)
    #expect(checksum([UInt8]("123456789".utf8)) == 0xe306_9283)
    #expect(checksum([UInt8](repeating: 0, count: 32)) == 0x8a91_36aa)
    #expect(checksum([UInt8](repeating: 0xff, count: 32)) == 0x62a8_ab43)
    #expect(checksum([UInt8](0..<32)) == 0x46dd_794e)
    let bytes = [UInt8](0..<100)
    for start in 0..<9 {
      let part = [UInt8](bytes[start..<90])
      let view = bytes.span.bytes.extracting(start..<90)
      #expect(CRC32C.checksum(view) == checksum(part))
    }
  }

  @Test func digestsReadWhatTheyWrite() throws {
    let hash = Digest(hashing: [UInt8]("abc".utf8))
    let text = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    #expect(hash.description == text)
    #expect(Digest(text) == hash)
    #expect(Digest(text.uppercased()) == hash)
    #expect(Digest(bytes: hash.bytes.span.bytes) == hash)
    #expect(Digest(text.dropLast()) == nil)
    #expect(Digest("x" + text.dropFirst()) == nil)
    #expect(Digest(bytes: hash.bytes.span.bytes.extracting(..<31)) == nil)
    #expect(Digest.zero.bytes == [UInt8](repeating: 0, count: 32))
    #expect(Digest.zero < hash)
  }

  @Test func textIsAcceptedExactlyWhereTheStandardLibraryDoes() {
    func agree(_ text: [UInt8]) -> Bool {
      let bytes = [1, UInt8(text.count)] + text
      let accepted = (try? ValueCoding.skip(bytes.span.bytes, at: 0)) == bytes.count
      return accepted == (String(validating: text, as: UTF8.self) != nil)
    }
    let leads: [UInt8] = [
      0x00, 0x41, 0x7f, 0x80, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xe1, 0xec, 0xed, 0xee, 0xef,
      0xf0, 0xf1, 0xf3, 0xf4, 0xf5, 0xff,
    ]
    let edges: [UInt8] = [0x41, 0x80, 0xbf, 0xc0]
    var disagreements = 0
    for lead in leads {
      for second in 0...UInt8.max {
        for third in edges {
          for fourth in edges {
            let text = [lead, second, third, fourth]
            for start in 0...8 where start == 0 || (fourth == 0x80 && third == 0x80) {
              let padded = [UInt8](repeating: 0x61, count: start) + text
              for end in start...padded.count where end > start {
                if !agree([UInt8](padded[..<end])) { disagreements += 1 }
              }
            }
          }
        }
      }
    }
    #expect(disagreements == 0)
  }
}
