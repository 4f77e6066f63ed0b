// Verifies:
//  1. golden bytes with random mutations never crash a decoder: they are refused, or decode to what
//     encodes to the very same bytes;
//  2. the same holds for mutated bodies inside frames with valid checksums.

import Testing
import Wire

@Suite struct MutationTests {
  /// Cuts, copies, flips, and replaces runs of bytes.
  private func mutate(_ bytes: [UInt8], _ random: inout SeededGenerator) -> [UInt8] {
    var bytes = bytes
    for _ in 0...random.below(4) {
      guard !bytes.isEmpty else { return [UInt8(random.below(256))] }
      let start = random.below(bytes.count)
      let end = min(bytes.count, start + 1 + random.below(8))
      switch random.below(6) {
      case 0: bytes[start] ^= UInt8(1 << random.below(8))
      case 1: bytes[start] = [0, 1, 0x7f, 0x80, 0xff][random.below(5)]
      case 2: bytes.removeSubrange(start..<end)
      case 3: bytes.insert(contentsOf: bytes[start..<end], at: random.below(bytes.count))
      case 4: bytes[start] = UInt8(random.below(256))
      default: bytes.removeSubrange(start...)
      }
    }
    return bytes
  }

  @Test(arguments: Decoder.allCases)
  func mutationsAreRefusedOrEncodeIdentically(_ decoder: Decoder) throws {
    var random = Seed.generator("\(decoder)")
    var originals = try GoldenRecipe.all().filter { $0.decoder == decoder }.map(\.bytes)
    if decoder == .zstd { originals.append(try FixtureFile.raw("golden/zstd-two-runs.zst")) }
    for round in 0..<20_000 {
      let bytes = mutate(originals[round % originals.count], &random)
      let outcome = decoder.run(bytes)
      guard outcome.isCanonical, case .success(let again) = outcome.result else { continue }
      #expect(again == bytes, "\(decoder): \(Seed.replay)")
    }
  }

  @Test func mutatedBodiesInValidFramesAreRefusedOrReadAgain() throws {
    var random = Seed.generator()
    let stream = try GoldenRecipe.changeSet()
    var frames: [Frame] = []
    var reader = FrameReader()
    reader.feed(stream)
    while let frame = try reader.next() { frames.append(frame) }
    var accepted = 0
    for _ in 0..<20_000 {
      var mutated: [UInt8] = []
      let victim = random.below(frames.count)
      for (index, frame) in frames.enumerated() {
        let body = index == victim ? mutate(frame.body, &random) : frame.body
        try FrameWriter.append(frame.kind, body, to: &mutated)
      }
      guard let content = try? ChangeSetContent(stream: mutated) else { continue }
      accepted += 1
      let again = try ChangeSetContent(stream: try content.stream())
      #expect(again == content, "\(Seed.replay)")
    }
    #expect(accepted > 0, "no mutation was harmless: \(Seed.replay)")
  }
}
