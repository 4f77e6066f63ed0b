// Identities and their text. Verifies:
// 1. Crockford text goes both ways for replicas and records, reads upper case and look-alikes, and
//    writes lower case.
// 2. Wrong length, foreign characters and numbers too large are refused.
// 3. Byte forms are big-endian, go both ways, and refuse other lengths.
// 4. Order of identities, of their bytes and of their text agree.
// 5. Version 7 record identities have the bits of RFC 9562 and sort by time.
// 6. Prefix bounds hold exactly the identities whose text begins so.
// 7. Dots and ranges of dots go to text, dots come back, and malformed ones are refused.

import Causality
import Testing

@Suite struct IdentityTests {
  private static let replicas = [
    ReplicaID(high: 0, low: 0), ReplicaID(high: 0, low: 1), ReplicaID(high: 1, low: 0),
    ReplicaID(high: 0x0123_4567_89AB_CDEF, low: 0x0123), ReplicaID(high: .max, low: .max),
  ]

  private static let records = [
    RecordID(high: 0, low: 0), RecordID(high: 0, low: 1), RecordID(high: 1, low: 0),
    RecordID(high: 0x0123_4567_89AB_CDEF, low: 0xFEDC_BA98_7654_3210),
    RecordID(high: .max, low: .max),
  ]

  private func replica(from bytes: [UInt8]) -> ReplicaID? { ReplicaID(bytes: bytes.span.bytes) }

  private func record(from bytes: [UInt8]) -> RecordID? { RecordID(bytes: bytes.span.bytes) }

  @Test func textGoesBothWays() {
    var random = SeededGenerator(seed: 7)
    for _ in 0..<10_000 {
      let replica = ReplicaID(
        high: random.next(), low: UInt16.random(in: 0 ... .max, using: &random))
      let record = RecordID(high: random.next(), low: random.next())
      #expect(ReplicaID(replica.description) == replica)
      #expect(ReplicaID(replica.description.uppercased()) == replica)
      #expect(RecordID(record.description) == record)
      #expect(RecordID(record.description.uppercased()) == record)
    }
    #expect(
      IdentityTests.replicas.map(\.description) == [
        "0000000000000000", "0000000000000001", "0000000000002000", "04hmasw9nf6yy093",
        "zzzzzzzzzzzzzzzz",
      ])
    #expect(RecordID(high: 0, low: 0).description == "00000000000000000000000000")
    #expect(RecordID(high: .max, low: .max).description == "7zzzzzzzzzzzzzzzzzzzzzzzzz")
  }

  @Test func everyDigitIsRead() {
    for (number, digit) in "0123456789abcdefghjkmnpqrstvwxyz".enumerated() {
      let text = String(repeating: "0", count: 15) + String(digit)
      #expect(ReplicaID(text) == ReplicaID(high: 0, low: UInt16(number)))
      #expect(ReplicaID(high: 0, low: UInt16(number)).description == text)
    }
    #expect(ReplicaID("000000000000oOiL") == ReplicaID("0000000000000011"))
    #expect(ReplicaID("000000000000000I") == ReplicaID("000000000000000l"))
  }

  @Test func wrongTextIsRefused() {
    let sixteen = String(repeating: "0", count: 15)
    for last in ["u", "U", "-", " ", "é", "０", "@", "[", "`", "{", "/", ":", "\0"] {
      #expect(ReplicaID(sixteen + last) == nil, "\(last)")
    }
    for length in 0...40 where length != 16 {
      #expect(ReplicaID(String(repeating: "0", count: length)) == nil)
    }
    for length in 0...40 where length != 26 {
      #expect(RecordID(String(repeating: "0", count: length)) == nil)
    }
    #expect(RecordID("80000000000000000000000000") == nil)
    #expect(RecordID("zzzzzzzzzzzzzzzzzzzzzzzzzz") == nil)
  }

  @Test func bytesGoBothWays() {
    for expected in IdentityTests.replicas {
      var bytes: [UInt8] = []
      expected.appendBytes(to: &bytes)
      #expect(bytes.count == ReplicaID.byteCount)
      #expect(replica(from: bytes) == expected)
      #expect(replica(from: bytes + [0]) == nil)
      #expect(replica(from: Array(bytes.dropLast())) == nil)
    }
    for expected in IdentityTests.records {
      var bytes: [UInt8] = []
      expected.appendBytes(to: &bytes)
      #expect(bytes.count == RecordID.byteCount)
      #expect(record(from: bytes) == expected)
      #expect(record(from: bytes + [0]) == nil)
      #expect(record(from: Array(bytes.dropLast())) == nil)
    }
    var bytes: [UInt8] = []
    ReplicaID(high: 0x0102_0304_0506_0708, low: 0x090A).appendBytes(to: &bytes)
    RecordID(high: 0x0102_0304_0506_0708, low: 0x090A_0B0C_0D0E_0F10).appendBytes(to: &bytes)
    #expect(bytes == Array(1...10) + Array(1...16))
  }

  @Test func ordersAgree() {
    var random = SeededGenerator(seed: 8)
    var records = IdentityTests.records
    var replicas = IdentityTests.replicas
    for _ in 0..<200 {
      records.append(RecordID(high: random.next() & 3, low: random.next()))
      replicas.append(ReplicaID(high: random.next(), low: UInt16(random.next() & 0xFFFF)))
    }
    let bytes: (RecordID) -> [UInt8] = {
      var bytes: [UInt8] = []
      $0.appendBytes(to: &bytes)
      return bytes
    }
    for left in records {
      for right in records {
        let isLess = left < right
        #expect(isLess == (left.description < right.description))
        #expect(isLess == bytes(left).lexicographicallyPrecedes(bytes(right)))
        #expect((left == right) == (left.description == right.description))
      }
    }
    for left in replicas {
      for right in replicas {
        #expect((left < right) == (left.description < right.description))
      }
    }
  }

  @Test func versionSevenLayout() {
    let record = RecordID.v7(milliseconds: 0x0123_4567_89AB, random: (.max, .max))
    #expect(record == RecordID(high: 0x0123_4567_89AB_7FFF, low: 0xBFFF_FFFF_FFFF_FFFF))
    let least = RecordID.v7(milliseconds: 0xFFFF_0123_4567_89AC, random: (0, 0))
    #expect(least == RecordID(high: 0x0123_4567_89AC_7000, low: 0x8000_0000_0000_0000))
    #expect(record < least)
  }

  @Test func prefixBounds() throws {
    var random = SeededGenerator(seed: 9)
    for _ in 0..<500 {
      let record = RecordID(high: random.next(), low: random.next())
      let text = record.description
      for count in 1...26 {
        let prefix = String(text.prefix(count))
        let bounds = try #require(RecordID.bounds(prefix: prefix))
        #expect(bounds.contains(record))
        #expect(bounds.lowerBound.description == prefix + String(repeating: "0", count: 26 - count))
        #expect(bounds.upperBound.description == prefix + String(repeating: "z", count: 26 - count))
        #expect(RecordID.bounds(prefix: prefix.uppercased()) == bounds)
      }
      #expect(RecordID.bounds(prefix: text) == record...record)
    }
    let all = RecordID(high: 0, low: 0)...RecordID(high: .max, low: .max)
    #expect(RecordID.bounds(prefix: "") == all)
    #expect(RecordID.bounds(prefix: "o") == RecordID.bounds(prefix: "0"))
    for refused in ["8", "z", "7u", "0-", " 0", "0é", String(repeating: "0", count: 27)] {
      #expect(RecordID.bounds(prefix: refused) == nil)
    }
  }

  @Test func dots() throws {
    let replica = try #require(ReplicaID("k3f90000000000ab"))
    let dot = Dot(replica: replica, seq: 112)
    #expect(dot.description == "k3f90000000000ab#112")
    for seq in [1, 9, 10, UInt64.max] {
      let dot = Dot(replica: replica, seq: seq)
      #expect(Dot(dot.description) == dot)
    }
    for refused in [
      "", "#", "k3f90000000000ab", "k3f90000000000ab#", "k3f90000000000ab#0",
      "k3f90000000000ab#01", "k3f90000000000ab#-1", "k3f90000000000ab#+1", "k3f90000000000a#1",
      "k3f90000000000ab#1 ", "k3f90000000000ab##1", "k3f90000000000ab#1#2",
      "k3f90000000000ab#18446744073709551616", "k3f90000000000ab#99999999999999999999999",
    ] {
      #expect(Dot(refused) == nil, "\(refused)")
    }
    #expect(DotRange(replica: replica, seqs: 112...130).description == "k3f90000000000ab#112-130")
    #expect(DotRange(replica: replica, seqs: 5...5).description == "k3f90000000000ab#5")
    #expect(Dot(replica: replicaID(0), seq: 9) < Dot(replica: replicaID(1), seq: 1))
    #expect(Dot(replica: replicaID(1), seq: 1) < Dot(replica: replicaID(1), seq: 2))
    #expect(!(dot < dot))
  }
}
