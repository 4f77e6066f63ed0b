// Bytes of a text file as UTF-8: UTF-8 with or without a mark, UTF-16 with a mark as Excel's
// "Unicode text" is, or GB18030, of which GBK and GB2312 are parts. Bytes that are none of these
// are refused with the line where they stand; nothing is replaced by guesses.

internal import Glibc

enum TextDecoding {
  /// The bytes as UTF-8 without a mark.
  static func utf8(_ bytes: [UInt8]) throws(BookFault) -> [UInt8] {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return try checked(Array(bytes.dropFirst(3))) }
    if bytes.starts(with: [0xFF, 0xFE]) { return try utf16(bytes, isLittle: true) }
    if bytes.starts(with: [0xFE, 0xFF]) { return try utf16(bytes, isLittle: false) }
    if bytes.prefix(4_096).contains(0) { throw BookFault(.notASheet) }
    guard let flaw = firstFlaw(in: bytes) else { return bytes }
    if let text = gb18030(bytes) { return text }
    throw BookFault(.notUTF8, place: "\(line(of: flaw, in: bytes))")
  }

  private static func checked(_ bytes: [UInt8]) throws(BookFault) -> [UInt8] {
    guard let flaw = firstFlaw(in: bytes) else { return bytes }
    throw BookFault(.notUTF8, place: "\(line(of: flaw, in: bytes))")
  }

  private static func line(of offset: Int, in bytes: [UInt8]) -> Int {
    bytes[..<offset].count { $0 == 0x0A } + 1
  }

  private static func utf16(_ bytes: [UInt8], isLittle: Bool) throws(BookFault) -> [UInt8] {
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    for at in stride(from: 2, to: bytes.count - 1, by: 2) {
      let (first, second) = (UInt16(bytes[at]), UInt16(bytes[at + 1]))
      units.append(isLittle ? first | second << 8 : second | first << 8)
    }
    guard let text = String(validating: units, as: UTF16.self) else {
      throw BookFault(.notUTF8, place: "1")
    }
    return Array(text.utf8)
  }

  /// The offset of the first byte that is not UTF-8; nil if all are.
  private static func firstFlaw(in bytes: [UInt8]) -> Int? {
    do {
      _ = try UTF8Span(validating: bytes.span)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  /// The text of bytes in GB18030; nil where they are not.
  private static func gb18030(_ bytes: [UInt8]) -> [UInt8]? {
    guard let converter = iconv_open("UTF-8", "GB18030"), Int(bitPattern: converter) != -1 else {
      return nil
    }
    defer { iconv_close(converter) }
    var input = bytes.map { CChar(bitPattern: $0) }
    // Two bytes of GBK become three, four of GB18030 become three or four.
    var output = [CChar](repeating: 0, count: bytes.count * 2 + 16)
    let capacity = output.count
    var rest = capacity
    let isWhole = input.withUnsafeMutableBufferPointer { from in
      output.withUnsafeMutableBufferPointer { to in
        var (source, target) = (from.baseAddress, to.baseAddress)
        var left = from.count
        return iconv(converter, &source, &left, &target, &rest) != -1 && left == 0
      }
    }
    guard isWhole else { return nil }
    return output[..<(capacity - rest)].map { UInt8(bitPattern: $0) }
  }
}
