// Verifies:
//  1. what is compressed in pieces comes out the same, whatever the pieces on either side;
//  2. a flush lets the receiver read everything compressed so far;
//  3. the limit of decompressed bytes holds exactly, also against a small body that would become a
//     very large one, and output can be taken in bounded portions;
//  4. a body cut at any byte gives a prefix and then `incomplete`;
//  5. nothing may follow the end, on either side;
//  6. one window over the whole stream makes change sets several times smaller.

import Testing
import Wire

@Suite struct ZstdTests {
  private func compress(_ content: [UInt8]) throws -> [UInt8] {
    var body: [UInt8] = []
    try ZstdCompressor().compress(content, end: true, into: &body)
    return body
  }

  @Test func piecesDoNotMatter() throws {
    var random = Seed.generator()
    for _ in 0..<20 {
      var content: [UInt8] = []
      for _ in 0..<random.below(200) {
        content += [UInt8](repeating: UInt8(random.below(4)), count: random.below(3_000))
      }
      let compressor = ZstdCompressor(level: 1 + random.below(5))
      var body: [UInt8] = []
      var start = 0
      while start < content.count {
        let end = min(content.count, start + 1 + random.below(40_000))
        try compressor.compress([UInt8](content[start..<end]), end: false, into: &body)
        if random.chance(3) { try compressor.flush(into: &body) }
        start = end
      }
      try compressor.compress([], end: true, into: &body)
      let decompressor = ZstdDecompressor(limitBytes: content.count)
      var output: [UInt8] = []
      start = 0
      while start < body.count {
        let end = min(body.count, start + 1 + random.below(500))
        try decompressor.decompress([UInt8](body[start..<end]), into: &output)
        start = end
      }
      try decompressor.requireEnded()
      #expect(output == content, "\(Seed.replay)")
      #expect(decompressor.consumedBytes == body.count)
      #expect(decompressor.producedBytes == content.count)
    }
  }

  @Test func flushedBytesCanBeRead() throws {
    let compressor = ZstdCompressor()
    let decompressor = ZstdDecompressor(limitBytes: 1_000)
    var output: [UInt8] = []
    for round in 1...5 {
      var body: [UInt8] = []
      try compressor.compress([UInt8](repeating: UInt8(round), count: 100), end: false, into: &body)
      try compressor.flush(into: &body)
      try decompressor.decompress(body, into: &output)
      #expect(output.count == round * 100)
    }
    #expect(throws: WireError.self) { try decompressor.requireEnded() }
  }

  @Test func theLimitHoldsExactly() throws {
    let content = [UInt8](repeating: 0, count: 300_000)
    let body = try compress(content)
    var output: [UInt8] = []
    try ZstdDecompressor(limitBytes: content.count).decompress(body, into: &output)
    #expect(output == content)
    for limit in [0, 1, 131_072, 299_999] {
      let decompressor = ZstdDecompressor(limitBytes: limit)
      var output: [UInt8] = []
      for _ in 0..<2 {
        let refusal = #expect(throws: WireError.self) {
          try decompressor.decompress(body, into: &output)
        }
        #expect(refusal?.code == .streamTooLarge)
      }
      #expect(output.count == limit)
    }
  }

  @Test func aBombIsReadInPortions() throws {
    let compressor = ZstdCompressor()
    var body: [UInt8] = []
    for part in 0..<64 {
      try compressor.compress(
        [UInt8](repeating: 0, count: 1 << 20), end: part == 63, into: &body)
    }
    #expect(body.count < 16_384)
    let decompressor = ZstdDecompressor(limitBytes: .max)
    var start = 0
    var portion: [UInt8] = []
    var portions = 0
    while !decompressor.isEnded {
      portion.removeAll(keepingCapacity: true)
      let rest = body.span.bytes.extracting(start...)
      start += try decompressor.decompress(rest, atMost: 1 << 18, into: &portion)
      #expect(portion.count <= (1 << 18) + (1 << 17))
      portions += 1
    }
    #expect(decompressor.producedBytes == 64 << 20)
    #expect(portions >= 170)
  }

  @Test func cutBodiesGiveAPrefix() throws {
    let content = try GoldenRecipe.changeSet()
    let body = try compress(content)
    for cut in body.indices {
      let decompressor = ZstdDecompressor(limitBytes: 1 << 20)
      var output: [UInt8] = []
      try decompressor.decompress([UInt8](body[..<cut]), into: &output)
      #expect(content.starts(with: output))
      #expect(throws: WireError(.incomplete, at: cut)) { try decompressor.requireEnded() }
    }
  }

  @Test func nothingFollowsTheEnd() throws {
    let compressor = ZstdCompressor()
    var body: [UInt8] = []
    try compressor.compress([1, 2, 3], end: true, into: &body)
    #expect(throws: WireError(.bytesAfterEnd, at: 0)) {
      try compressor.compress([4], end: true, into: &body)
    }
    let decompressor = ZstdDecompressor(limitBytes: 100)
    var output: [UInt8] = []
    try decompressor.decompress(body, into: &output)
    try decompressor.decompress([], into: &output)
    #expect(throws: WireError(.bytesAfterEnd, at: body.count)) {
      try decompressor.decompress(body, into: &output)
    }
    #expect(output == [1, 2, 3])
  }

  @Test func oneWindowPays() throws {
    var random = Seed.generator()
    let stream = try RunSource.stream(try random.runs(300, keys: [try RunSource.key(1)]))
    #expect(try compress(stream).count < stream.count)
    var repeated: [UInt8] = []
    for _ in 0..<10 { repeated += stream }
    #expect(try compress(repeated).count < (try compress(stream).count) * 2)
  }
}
