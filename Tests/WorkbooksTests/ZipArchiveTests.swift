// Verified here:
// 1. parts come back in order, byte for byte, empty ones and Chinese names too;
// 2. the same parts give the same bytes in another second;
// 3. a name used twice, damaged bytes and an archive beyond the bound are errors.

import Foundation
import Testing
import Workbooks

@Suite struct ZipArchiveTests {
  static let parts = [
    ZipPart("[Content_Types].xml", Array("<a/>".utf8)), ZipPart("附件/一.txt", []),
    ZipPart("b", (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }),
  ]

  @Test func thereAndBack() throws {
    let back = try ZipArchive.parts(of: try ZipArchive.bytes(of: Self.parts))
    #expect(back.map(\.name) == Self.parts.map(\.name))
    #expect(back.map(\.bytes) == Self.parts.map(\.bytes))
  }

  @Test func sameBytes() throws {
    let first = try ZipArchive.bytes(of: Self.parts)
    // The archive's clock runs in steps of two seconds.
    Thread.sleep(forTimeInterval: 2.1)
    #expect(try ZipArchive.bytes(of: Self.parts) == first)
  }

  @Test func refusals() throws {
    #expect(throws: WorkbookError.self) {
      try ZipArchive.bytes(of: [ZipPart("a", [1]), ZipPart("a", [2])])
    }
    let bytes = try ZipArchive.bytes(of: Self.parts)
    #expect(throws: WorkbookError.self) { try ZipArchive.parts(of: bytes, bytesMax: 50_000) }
    #expect(throws: WorkbookError.self) { try ZipArchive.parts(of: Array(bytes.dropLast(30))) }
    #expect(throws: WorkbookError.self) { try ZipArchive.parts(of: []) }
    var damaged = bytes
    let middle = bytes.count / 2
    damaged[middle] ^= 0xFF
    #expect(throws: WorkbookError.self) { try ZipArchive.parts(of: damaged) }
  }
}
