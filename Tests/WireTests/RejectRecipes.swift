// How each file of Fixtures/wire/rejects is made: golden bytes with one defect, the refusal it must
// earn, and where. The files are the truth for readers; the recipes say what was done.

import Causality
import Wire

/// Bytes that must be refused.
struct RejectRecipe {
  let decoder: Decoder
  let name: String
  let says: String
  let bytes: [UInt8]
  let error: WireError

  init(
    _ decoder: Decoder, _ name: String, _ says: String, _ bytes: [UInt8],
    _ code: WireError.Code, at offset: Int
  ) {
    self.decoder = decoder
    self.name = "\(decoder.rawValue)-\(name)"
    self.says = says
    self.bytes = bytes
    error = WireError(code, at: offset)
  }

  static func all() throws -> [RejectRecipe] {
    try values() + headers() + operations() + messages() + frames() + runs() + bodies()
      + FileRecipes.rejects()
  }

  private static func values() -> [RejectRecipe] {
    [
      RejectRecipe(.value, "no-bytes", "nothing at all", [], .truncated, at: 0),
      RejectRecipe(.value, "unknown-type", "type 11", [11], .unknownValueType, at: 0),
      RejectRecipe(
        .value, "varint-not-shortest", "the integer 0 in two bytes", [2, 0x80, 0],
        .varintNotShortest, at: 1),
      RejectRecipe(
        .value, "varint-65-bits", "an integer above 64 bits",
        [2] + [UInt8](repeating: 0xff, count: 9) + [2], .varintOverflow, at: 1),
      RejectRecipe(
        .value, "code-33-bits", "an enum case of 2^32", [8, 0x80, 0x80, 0x80, 0x80, 0x10],
        .varintOverflow, at: 1),
      RejectRecipe(
        .value, "utf8-cut", "the first two bytes of 漯", [1, 2, 0xe6, 0xbc], .invalidUTF8, at: 2),
      RejectRecipe(
        .value, "utf8-overlong", "a slash in two bytes", [1, 3, 0x61, 0xc0, 0xaf], .invalidUTF8,
        at: 3),
      RejectRecipe(
        .value, "utf8-surrogate", "half of a pair", [1, 3, 0xed, 0xa0, 0x80], .invalidUTF8, at: 2),
      RejectRecipe(
        .value, "utf8-above-unicode", "U+110000", [1, 4, 0xf4, 0x90, 0x80, 0x80], .invalidUTF8,
        at: 2),
      RejectRecipe(
        .value, "decimal-trailing-zero", "1.0", [3, 1, 20], .invalidDecimal, at: 1),
      RejectRecipe(.value, "decimal-zero-scaled", "0.0", [3, 1, 0], .invalidDecimal, at: 1),
      RejectRecipe(
        .value, "decimal-ten-places", "0.0000000001", [3, 10, 2], .invalidDecimal, at: 1),
      RejectRecipe(
        .value, "date-year-0", "0000-12-31", [4, 0xf5, 0xe4, 0x57], .invalidDate, at: 1),
      RejectRecipe(
        .value, "date-year-10000", "10000-01-01", [4, 0xc2, 0x82, 0xe6, 0x02], .invalidDate, at: 1),
      RejectRecipe(
        .value, "text-2-gb", "a text that claims 2,000,000,000 bytes",
        [1, 0x80, 0xa8, 0xd6, 0xb9, 0x07, 0x61], .valueTooLarge, at: 1),
      RejectRecipe(
        .value, "bytes-cut", "two of three bytes", [9, 3, 1, 2], .truncated, at: 4),
      RejectRecipe(
        .value, "trailing-byte", "true and one byte more", [7, 0], .trailingBytes, at: 1),
    ]
  }

  // Offsets in the minimal change: 0 format, 1 previous, 33 ledger, 40 replica, 50 seq, 51 deps,
  // 52 clock, 60 member version, 61 member pins, 62 author, 63 reason, 64 schema, 65 groups,
  // 66 collection, 67 record, 83 count, 84 archive.
  private static func headers() throws -> [RejectRecipe] {
    let minimal = try GoldenRecipe.minimalChange()
    let linked = try GoldenRecipe.chain()[2]
    let own = [UInt8](minimal[40..<50])
    let other = [UInt8](repeating: 7, count: 10)
    let pin = [UInt8](repeating: 9, count: 16)
    func change(
      _ name: String, _ says: String, _ range: Range<Int>, _ bytes: [UInt8],
      _ code: WireError.Code, at offset: Int, of payload: [UInt8] = minimal
    ) -> RejectRecipe {
      RejectRecipe(
        .change, name, says, payload.replacing(range, with: bytes), code, at: offset)
    }
    return [
      change("format-2", "a later format", 0..<1, [2], .unsupportedVersion, at: 0),
      change("first-with-previous", "seq 1 with a hash", 32..<33, [1], .invalidPreviousHash, at: 1),
      change(
        "second-without-previous", "seq 3 with zeros", 1..<33, [UInt8](repeating: 0, count: 32),
        .invalidPreviousHash, at: 1, of: linked),
      change("ledger-empty", "no ledger", 33..<40, [0], .invalidLedger, at: 33),
      change("ledger-33", "a ledger id of 33 bytes", 33..<34, [33], .invalidLedger, at: 33),
      change("ledger-upper-case", "an upper-case letter", 36..<37, [0x41], .invalidLedger, at: 36),
      change("seq-0", "seq 0", 50..<51, [0], .invalidSequence, at: 50),
      change("seq-overlong", "seq 1 in two bytes", 50..<51, [0x81, 0], .varintNotShortest, at: 50),
      change(
        "own-replica-in-deps", "deps name the writer", 51..<52, [1] + own + [1],
        .ownReplicaInDeps, at: 52),
      change(
        "deps-unsorted", "deps in descending order", 51..<52,
        [2] + other + [1] + pin + [UInt8](repeating: 6, count: 10) + [1] + pin, .unsortedVector,
        at: 79),
      change(
        "deps-twice", "one replica twice", 51..<52, [2] + other + [1] + pin + other + [2] + pin,
        .unsortedVector, at: 79),
      change(
        "deps-seq-0", "a dep of seq 0", 51..<52, [1] + other + [0] + pin, .invalidSequence, at: 62),
      change(
        "deps-count-2-gb", "2,000,000,000 deps", 51..<52, [0x80, 0xa8, 0xd6, 0xb9, 0x07],
        .countTooLarge, at: 51),
      change(
        "author-257", "an author of 257 bytes", 62..<63,
        [0x81, 0x02] + [UInt8](repeating: 0x61, count: 257), .authorTooLong, at: 62),
      change(
        "author-not-utf8", "a lone continuation byte", 62..<63, [2, 0x61, 0x80],
        .invalidUTF8, at: 64),
      change(
        "member-pins-unsorted", "member pins in descending order", 61..<62,
        [2] + other + [1] + pin + [UInt8](repeating: 6, count: 10) + [1] + pin, .unsortedVector,
        at: 89),
      change(
        "member-pin-seq-0", "a member pin of seq 0", 61..<62, [1] + other + [0] + pin,
        .invalidSequence, at: 72),
      change(
        "member-pins-count", "more member pins than bytes", 61..<62, [3], .countTooLarge, at: 61),
      change(
        "reason-4097", "a reason of 4097 bytes", 63..<64,
        [0x82, 0x20] + [UInt8](repeating: 0x61, count: 4097), .reasonTooLong, at: 63),
      change(
        "schema-33-bits", "schema version 2^32", 64..<65, [0x80, 0x80, 0x80, 0x80, 0x10],
        .varintOverflow, at: 64),
      RejectRecipe(
        .change, "cut-in-record", "the payload ends inside the record id",
        [UInt8](minimal[..<71]), .countTooLarge, at: 65),
      change("trailing-byte", "one byte more", 85..<85, [0], .trailingBytes, at: 85),
    ]
  }

  private static func operations() throws -> [RejectRecipe] {
    let minimal = try GoldenRecipe.minimalChange()
    let record = [UInt8](minimal[67..<83])
    let later = [UInt8](repeating: 0xff, count: 16)
    func groups(
      _ name: String, _ says: String, _ bytes: [UInt8], _ code: WireError.Code, at offset: Int
    ) -> RejectRecipe {
      RejectRecipe(
        .change, name, says, minimal.replacing(65..<85, with: bytes), code, at: offset)
    }
    func group(
      _ name: String, _ says: String, _ count: UInt8, _ bytes: [UInt8], _ code: WireError.Code,
      at offset: Int
    ) -> RejectRecipe {
      groups(name, says, [1, 1] + record + [count] + bytes, code, at: offset)
    }
    let write: UInt8 = 1 << 3
    let add = write + 1
    let tooMany = (1...513).flatMap { field -> [UInt8] in
      var bytes: [UInt8] = []
      Varint.append(UInt64(field << 3), to: &bytes)
      return bytes + [0]
    }
    return [
      groups("no-groups", "no operation", [0], .noOperations, at: 65),
      group("empty-group", "a group without operations", 0, [3], .noOperations, at: 83),
      groups(
        "groups-unsorted", "records in descending order",
        [2, 1] + later + [1, 3, 1] + record + [1, 3], .unsortedGroups, at: 85),
      groups(
        "collections-unsorted", "collections in descending order",
        [2, 2] + record + [1, 3, 1] + record + [1, 3], .unsortedGroups, at: 85),
      groups(
        "group-twice", "one record in two groups",
        [2, 1] + record + [1, 3, 1] + record + [1, 4], .duplicateGroup, at: 85),
      groups(
        "groups-count-2-gb", "2,000,000,000 groups",
        [0x80, 0xa8, 0xd6, 0xb9, 0x07, 1] + record + [1, 3], .countTooLarge, at: 65),
      groups(
        "collection-17-bits", "collection 65536",
        [1, 0x80, 0x80, 0x04] + record + [1, 3], .varintOverflow, at: 66),
      group(
        "operations-unsorted", "field 2 before field 1", 2, [write + 8, 0, write, 0],
        .unsortedOperations, at: 86),
      group(
        "kinds-unsorted", "remove before add", 2, [add + 1, 0, add, 0],
        .unsortedOperations, at: 86),
      group(
        "elements-unsorted", "element 2 before element 1", 2, [add, 8, 2, add, 8, 1],
        .unsortedOperations, at: 87),
      group(
        "element-twice", "one element added twice", 2, [add, 8, 2, add, 8, 2],
        .duplicateOperation, at: 87),
      group(
        "field-written-twice", "two writes of one field", 2, [write, 6, write, 7],
        .duplicateOperation, at: 86),
      group(
        "archive-and-restore", "archive beside restore", 2, [3, 4], .duplicateOperation, at: 85),
      group("archive-of-field", "archive on field 1", 1, [write + 3], .invalidOperation, at: 84),
      group("write-on-field-0", "a write on field 0", 1, [0, 7], .invalidOperation, at: 84),
      group("kind-5", "an unknown kind", 1, [write + 5], .invalidOperation, at: 84),
      group("field-17-bits", "field 65536", 1, [0x80, 0x80, 0x20, 0], .varintOverflow, at: 84),
      groups(
        "fields-513", "513 fields of one record", [1, 1] + record + [0x81, 0x04] + tooMany,
        .tooManyFields, at: 85 + tooMany.count - 3),
      group(
        "decimal-trailing-zero", "1.0 in a write", 1, [write, 3, 1, 20], .invalidDecimal, at: 86),
    ]
  }

  private static func messages() throws -> [RejectRecipe] {
    let vector = VectorCoding.encode(try GoldenRecipe.vector())
    let receipt = try GoldenRecipe.receipt().encode()
    let hello = try GoldenRecipe.fullHello().encode()
    let small = try GoldenRecipe.minimalHello().encode()
    let succession = try GoldenRecipe.succession().encode()
    let swapped = [3] + vector[13...] + vector[1..<13]
    return [
      RejectRecipe(
        .vector, "unsorted", "the first entry moved last", swapped, .unsortedVector,
        at: swapped.count - 12),
      RejectRecipe(
        .vector, "cut", "the last byte is missing", vector.dropLast(), .truncated,
        at: vector.count - 1),
      RejectRecipe(
        .vector, "seq-0", "an entry of seq 0",
        [1] + [UInt8](repeating: 1, count: 10) + [0], .invalidSequence, at: 11),
      RejectRecipe(
        .receipt, "format-2", "a later format", receipt.replacing(0..<1, with: [2]),
        .unsupportedVersion, at: 0),
      RejectRecipe(
        .receipt, "signature-cut", "63 bytes of signature", receipt.dropLast(),
        .truncated, at: receipt.count - 1),
      RejectRecipe(
        .receipt, "trailing-byte", "one byte more", receipt + [0], .trailingBytes,
        at: receipt.count),
      RejectRecipe(
        .succession, "format-2", "a later format", succession.replacing(0..<1, with: [2]),
        .unsupportedVersion, at: 0),
      RejectRecipe(
        .succession, "of-itself", "a key that succeeds itself",
        succession.replacing(33..<65, with: [UInt8](succession[1..<33])), .invalidKey, at: 33),
      RejectRecipe(
        .succession, "signature-cut", "63 bytes of signature", succession.dropLast(),
        .truncated, at: 128),
      RejectRecipe(
        .hello, "version-2", "a later protocol", hello.replacing(0..<1, with: [2]),
        .unsupportedVersion, at: 0),
      RejectRecipe(
        .hello, "flag-2", "a receipt flag of 2", small.replacing(8..<9, with: [2]),
        .invalidFlag, at: 8),
      RejectRecipe(
        .hello, "heads-count-2-gb", "2,000,000,000 heads",
        small.replacing(7..<8, with: [0x80, 0xa8, 0xd6, 0xb9, 0x07]), .countTooLarge, at: 7),
      RejectRecipe(
        .hello, "digest-cut", "ends in the member digest", [UInt8](small[..<20]),
        .truncated, at: 20),
    ]
  }

  private static func frames() throws -> [RejectRecipe] {
    let stream = try GoldenRecipe.changeSet()
    let quiet = try RunSource.stream([])
    var badEnd: [UInt8] = []
    try FrameWriter.append(.end, [2], to: &badEnd)
    var longEnd: [UInt8] = []
    try FrameWriter.append(.end, [0, 0], to: &longEnd)
    let flipped = stream.replacing(20..<21, with: [stream[20] ^ 1])
    return [
      RejectRecipe(
        .frames, "flipped-bit", "one bit of the first frame", flipped,
        .checksumMismatch, at: Int(stream[0]) + 1),
      RejectRecipe(
        .frames, "length-2-gb", "a length of 2,000,000,000",
        [0x80, 0xa8, 0xd6, 0xb9, 0x07, 2], .frameTooLarge, at: 0),
      RejectRecipe(
        .frames, "length-8-mib-and-1", "one byte above the limit",
        [0x81, 0x80, 0x80, 0x04, 2], .frameTooLarge, at: 0),
      RejectRecipe(.frames, "length-0", "an empty frame", [0, 0, 0, 0, 0], .emptyFrame, at: 0),
      RejectRecipe(
        .frames, "length-overlong", "length 2 in two bytes",
        [0x82, 0] + quiet[1...], .varintNotShortest, at: 0),
      RejectRecipe(.frames, "kind-0", "kind 0", [2, 0, 0], .unknownFrameKind, at: 1),
      RejectRecipe(.frames, "kind-100", "kind 100", [2, 100, 0], .unknownFrameKind, at: 1),
      RejectRecipe(
        .frames, "bytes-after-end", "one byte after the end", quiet + [0],
        .bytesAfterEnd, at: quiet.count),
      RejectRecipe(.frames, "end-flag-2", "an end that says 2", badEnd, .invalidFlag, at: 2),
      RejectRecipe(.frames, "end-two-bytes", "an end of two bytes", longEnd, .trailingBytes, at: 3),
      RejectRecipe(
        .frames, "no-end", "all but the end frame", stream.dropLast(quiet.count),
        .incomplete, at: stream.count - quiet.count),
    ]
  }

  private static func bodies() throws -> [RejectRecipe] {
    let body = try FixtureFile.raw("golden/zstd-two-runs.zst")
    return [
      RejectRecipe(
        .zstd, "cut", "the last byte is missing", body.dropLast(), .incomplete,
        at: body.count - 1),
      RejectRecipe(
        .zstd, "byte-after-end", "one byte after the frame", body + [0],
        .bytesAfterEnd, at: body.count),
      RejectRecipe(
        .zstd, "not-zstd", "plain text", [UInt8]("taizhang".utf8), .invalidCompression,
        at: 0),
      // Frame header: magic, no flags, window descriptor 14 << 3: 2^24 bytes.
      RejectRecipe(
        .zstd, "window-16-mib", "a window of 16 MiB",
        [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x70, 0x01, 0x00, 0x00], .invalidCompression, at: 0),
    ]
  }
}

extension [UInt8] {
  /// The same bytes with a range replaced.
  func replacing(_ range: Range<Int>, with bytes: [UInt8]) -> [UInt8] {
    [UInt8](self[..<range.lowerBound]) + bytes + self[range.upperBound...]
  }

  /// All but the last `count` bytes.
  func dropLast(_ count: Int = 1) -> [UInt8] { [UInt8](self[..<(self.count - count)]) }
}
