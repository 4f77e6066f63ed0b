// Verifies:
//  1. random vectors, receipts and hellos round-trip;
//  2. each is refused when cut at any byte, and with a byte more;
//  3. a receipt verifies by its hub's key alone, and by no key once any byte has changed;
//  4. a succession verifies, and not once any byte has changed;
//  5. encoders refuse a bad ledger id, heads out of order, a protocol they do not speak;
//  6. a quiet exchange of thirty replicas with heads left out stays under 1 kB;
//  7. a packed hello is the same hello again under the same roster and member list, and nothing
//     under others; one of fifty replicas takes under 250 bytes; one that marks more places than it
//     has numbers for is refused where it says how many;
//  8. a receipt that leaves its vector out is whole again for whoever told that vector: another
//     vector breaks its signature, and without one it is refused.

import Causality
import Testing
import Wire

@Suite struct MessageTests {
  private func randomHello(_ random: inout SeededGenerator) throws -> Hello {
    let heads = random.entries().map {
      ChainHead(
        dot: Dot(replica: $0.replica, seq: $0.seq), hash: Digest(hashing: [UInt8]("\($0)".utf8)))
    }
    return Hello(
      ledger: "411702", vector: VersionVector(random.entries()), heads: heads,
      lastReceipt: random.chance(2) ? nil : try randomReceipt(&random),
      memberDigest: Digest(hashing: [UInt8(random.below(256))]), maxBytes: random.number())
  }

  private func randomReceipt(_ random: inout SeededGenerator) throws -> Receipt {
    Receipt(
      ledger: "city", hub: random.replica(), epoch: random.next(),
      vector: VersionVector(random.entries()),
      headsDigest: Digest(hashing: [UInt8(random.below(256))]), issuedMilliseconds: random.number(),
      signature: RunSource.noise(&random))
  }

  @Test func messagesRoundTrip() throws {
    var random = Seed.generator()
    for _ in 0..<2_000 {
      let hello = try randomHello(&random)
      #expect(try Hello.decode(try hello.encode()) == hello, "\(Seed.replay)")
      let receipt = try randomReceipt(&random)
      #expect(try Receipt.decode(try receipt.encode()) == receipt, "\(Seed.replay)")
      let vector = VersionVector(random.entries())
      let bytes = VectorCoding.encode(vector)
      #expect(try VectorCoding.decode(bytes) == vector, "\(Seed.replay)")
      #expect(VectorCoding.digest(of: vector) == Digest(hashing: bytes))
    }
  }

  @Test(arguments: [Decoder.vector, .hello, .receipt, .succession])
  func cutsAndAdditionsAreRefused(_ decoder: Decoder) throws {
    for recipe in try GoldenRecipe.all() where recipe.decoder == decoder {
      for end in recipe.bytes.indices {
        guard case .failure = decoder.run([UInt8](recipe.bytes[..<end])).result else {
          Issue.record("\(recipe.name) cut at \(end) was accepted")
          continue
        }
      }
      let longer = decoder.run(recipe.bytes + [0]).result
      #expect(longer == .failure(WireError(.trailingBytes, at: recipe.bytes.count)))
    }
  }

  @Test func receiptsVerifyByTheirHubAlone() throws {
    let receipt = try GoldenRecipe.receipt()
    let key = try RunSource.key(9).verifyingKey
    #expect(receipt.verify(with: key))
    #expect(!receipt.verify(with: try RunSource.key(1).verifyingKey))
    let bytes = try receipt.encode()
    for index in bytes.indices {
      let damaged = bytes.replacing(index..<index + 1, with: [bytes[index] ^ 1])
      if let other = try? Receipt.decode(damaged) { #expect(!other.verify(with: key), "\(index)") }
    }
  }

  @Test func successionsVerifyByTheirOldKeyAlone() throws {
    let succession = try GoldenRecipe.succession()
    #expect(succession.verify())
    #expect(succession.old == (try RunSource.key(1).replica))
    #expect(succession.new == (try RunSource.key(2).replica))
    let bytes = succession.encode()
    #expect(bytes.count == Succession.byteCount)
    for index in bytes.indices {
      let damaged = bytes.replacing(index..<index + 1, with: [bytes[index] ^ 1])
      if let other = try? Succession.decode(damaged) { #expect(!other.verify(), "\(index)") }
    }
  }

  @Test func encodersRefuseWhatDecodersWould() throws {
    #expect(throws: WireError(.invalidLedger, at: 1)) {
      try Receipt(
        ledger: "City", epoch: 1, vector: VersionVector(), issuedMilliseconds: 0,
        key: try RunSource.key(1))
    }
    var hello = GoldenRecipe.minimalHello()
    hello.ledger = ""
    #expect(throws: WireError(.invalidLedger, at: 1)) { try hello.encode() }
    hello = GoldenRecipe.minimalHello()
    hello.protocolVersion = 2
    #expect(throws: WireError(.unsupportedVersion, at: 0)) { try hello.encode() }
    hello = try GoldenRecipe.fullHello()
    hello.heads.reverse()
    let refusal = #expect(throws: WireError.self) { try hello.encode() }
    #expect(refusal?.code == .unsortedVector)
  }

  @Test func aQuietExchangeIsSmall() throws {
    var vector = VersionVector()
    for seed in 1...30 as ClosedRange<UInt8> { vector[try RunSource.key(seed).replica] = 100_000 }
    let receipt = try Receipt(
      ledger: "411702", epoch: 1, vector: vector, issuedMilliseconds: 1,
      key: try RunSource.key(1))
    let hello = Hello(
      ledger: "411702", vector: vector, memberDigest: VectorCoding.digest(of: vector),
      maxBytes: 64 << 20)
    var answer = ChangeSetWriter()
    try answer.append(receipt: receipt)
    try answer.finish(more: false)
    var request: [UInt8] = []
    try FrameWriter.append(.hello, try hello.encode(), to: &request)
    #expect(request.count + answer.bytes.count < 1_024)
    #expect(request.count < 512)
  }

  @Test func packedHellosAreTheSameHello() throws {
    var random = Seed.generator()
    for _ in 0..<500 {
      var hello = try randomHello(&random)
      hello.lastReceipt = nil
      let listed = hello.vector.entries.map(\.replica).filter { _ in random.chance(2) }
      let roster = Set(listed + [random.replica(), random.replica()]).sorted()
      let packed = try PackedHello.decode(try PackedHello.encode(hello, roster: roster))
      #expect(packed.ledger == hello.ledger)
      let digest = hello.memberDigest
      #expect(packed.unpacked(roster: roster, memberDigest: digest) == hello, "\(Seed.replay)")
      #expect(packed.unpacked(roster: roster, memberDigest: .zero) == nil)
      #expect(packed.unpacked(roster: roster.dropLast(), memberDigest: digest) == nil)
    }
  }

  @Test func packedHellosAreRefusedWhenCutOrOfAnotherRoster() throws {
    let roster = try (1...50 as ClosedRange<UInt8>).map { try RunSource.key($0).replica }.sorted()
    let vector = VersionVector(roster.map { VersionVector.Entry(replica: $0, seq: 10_000) })
    let digest = VectorCoding.digest(of: vector)
    let head = ChainHead(dot: Dot(replica: roster[0], seq: 10_000), hash: digest)
    let hello = Hello(
      ledger: "411702", vector: vector, heads: [head], memberDigest: digest, maxBytes: 64 << 20)
    let bytes = try PackedHello.encode(hello, roster: roster)
    #expect(bytes.count < 250)
    for end in bytes.indices {
      #expect(throws: WireError.self, "cut at \(end)") {
        try PackedHello.decode([UInt8](bytes[..<end]))
      }
    }
    #expect(throws: WireError(.trailingBytes, at: bytes.count)) {
      try PackedHello.decode(bytes + [0])
    }
    // A place beyond the roster's end, in the bits that are left of its last byte.
    var beyond = bytes
    beyond[1 + 7 + 16 + 1 + 6] |= 0x80
    #expect(throws: WireError(.countTooLarge, at: 1 + 7 + 16)) { try PackedHello.decode(beyond) }
    // More places than what is left has bytes for their numbers: nothing is made of them.
    var crowd = Array(bytes[..<(1 + 7 + 16)])
    Varint.append(8_000, to: &crowd)
    crowd += [UInt8](repeating: 0xFF, count: 1_000)
    #expect(throws: WireError(.countTooLarge, at: 1 + 7 + 16)) { try PackedHello.decode(crowd) }
    let packed = try PackedHello.decode(bytes)
    // As many replicas, one of them another: the places are the same, the vector is not.
    let others = (roster.dropLast() + [try RunSource.key(51).replica]).sorted()
    #expect(packed.unpacked(roster: others, memberDigest: digest) == nil)
    #expect(packed.unpacked(roster: roster, memberDigest: digest) == hello)
  }

  @Test func aShortReceiptNeedsTheVectorThatWasTold() throws {
    let receipt = try GoldenRecipe.receipt()
    let key = try RunSource.key(9).verifyingKey
    var answer = ChangeSetWriter()
    try answer.append(receipt: receipt, leavesVectorOut: true)
    try answer.finish(more: false)
    func read(told: VersionVector?) throws -> Receipt? {
      var reader = ChangeSetReader(told: told)
      reader.feed(answer.bytes)
      _ = try reader.nextRun()
      return reader.receipt
    }
    let back = try #require(try read(told: receipt.vector))
    #expect(back == receipt)
    #expect(back.verify(with: key))
    #expect(try read(told: VersionVector())?.verify(with: key) == false)
    let refusal = #expect(throws: WireError.self) { try read(told: nil) }
    #expect(refusal?.code == .unsupportedVersion)
  }
}

extension RunSource {
  /// Sixty-four random bytes in the place of a signature.
  static func noise(_ random: inout SeededGenerator) -> Signature64 {
    let bytes = (0..<64).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    return Signature64(bytes: bytes.span.bytes) ?? .zero
  }
}
