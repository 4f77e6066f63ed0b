// 1. Every byte is two lower-case digits, and is read back from either case.
// 2. An odd number of digits, a sign that is no digit, and a digit of another script stand for
//    nothing.

import Causality
import Testing

@Suite struct HexadecimalTests {
  @Test func everyByteAndBack() {
    let all = Array(UInt8.min ... .max)
    let text = Hexadecimal.text(all)
    #expect(text.hasPrefix("000102") && text.hasSuffix("fdfeff") && text.utf8.count == 512)
    #expect(Hexadecimal.bytes(text) == all)
    #expect(Hexadecimal.bytes(text.uppercased()) == all)
    #expect(Hexadecimal.text([]) == "" && Hexadecimal.bytes("") == [])
  }

  @Test(arguments: ["0", "012", "0g", "g0", "-1", " 0", "0x", "０１", "/:", "@G", "`g"])
  func whatIsNone(_ text: String) {
    #expect(Hexadecimal.bytes(text) == nil)
  }
}
