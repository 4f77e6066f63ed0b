// Verifies:
//  1. streams round-trip, and the same runs come out wherever the feed is split;
//  2. a stream cut at any byte gives the whole runs before the cut and then `incomplete`;
//  3. linked changes cost 32 bytes less and are spliced back to the signed payload;
//  4. parts made by separate writers may follow one another in one stream;
//  5. runs hold at most 256 changes and 1 MiB, but one larger change; both sides enforce it;
//  6. a changed byte anywhere is refused, or leaves the runs before it untouched;
//  7. the writer refuses what the reader would, and appends nothing then;
//  8. frames are the same wherever the feed is split, and an error repeats;
//  9. vector and receipt come first and are given.

import Causality
import Testing
import Wire

@Suite struct ChangeSetTests {
  private static func keys() throws -> [SigningKey] {
    try (1...3).map { try RunSource.key($0) }
  }

  /// Reads `stream` fed in pieces of the given sizes; the last piece is what is left.
  private func read(
    _ stream: [UInt8], pieces: [Int]
  ) throws -> (runs: [[[UInt8]]], reader: ChangeSetReader) {
    var reader = ChangeSetReader()
    var runs: [[[UInt8]]] = []
    var start = 0
    for piece in pieces + [stream.count] {
      let end = min(stream.count, start + piece)
      reader.feed(stream.span.bytes.extracting(start..<end))
      while let run = try reader.nextRun() { runs.append(run.changes.map(\.payload)) }
      start = end
    }
    return (runs, reader)
  }

  @Test func streamsRoundTripWhereverTheyAreSplit() throws {
    var random = Seed.generator()
    let sources = try random.runs(5, keys: try ChangeSetTests.keys())
    let stream = try RunSource.stream(sources, more: true)
    let expected = sources.map { $0.changes.map(\.payload) }
    for split in 0...stream.count {
      let (runs, reader) = try read(stream, pieces: [split])
      #expect(runs == expected, "split at \(split): \(Seed.replay)")
      #expect(reader.isFinished && reader.more && reader.offset == stream.count)
    }
    let (runs, _) = try read(stream, pieces: [Int](repeating: 1, count: stream.count))
    #expect(runs == expected)
  }

  @Test func cutStreamsGiveTheirWholeRuns() throws {
    var random = Seed.generator()
    let sources = try random.runs(4, keys: try ChangeSetTests.keys())
    let expected = sources.map { $0.changes.map(\.payload) }
    var ends: [Int] = []
    var writer = ChangeSetWriter()
    for source in sources {
      try source.append(to: &writer)
      ends.append(writer.bytes.count)
    }
    try writer.finish(more: false)
    let stream = writer.take()
    for cut in 0..<stream.count {
      let (runs, reader) = try read([UInt8](stream[..<cut]), pieces: [])
      let whole = ends.filter { $0 <= cut }.count
      #expect(runs == [[[UInt8]]](expected[..<whole]), "cut at \(cut): \(Seed.replay)")
      #expect(!reader.isFinished)
      #expect(throws: WireError(.incomplete, at: whole == 0 ? 0 : ends[whole - 1])) {
        try reader.requireFinished()
      }
    }
  }

  @Test func linkedChangesAreSplicedBack() throws {
    let chain = try GoldenRecipe.chain()
    let stream = try GoldenRecipe.changeSet()
    var reader = FrameReader()
    reader.feed(stream)
    var linked = 0
    while let frame = try reader.next() {
      guard frame.kind == .linkedChange else { continue }
      linked += 1
      #expect(frame.body.count == chain[linked].count - 32)
    }
    #expect(linked == 2)
    let content = try ChangeSetContent(stream: stream)
    #expect(content.runs[0].payloads == chain)
    #expect(try content.stream() == stream)
  }

  @Test func partsMayFollowOneAnother() throws {
    var random = Seed.generator()
    let sources = try random.runs(9, keys: try ChangeSetTests.keys())
    var stream: [UInt8] = []
    for start in stride(from: 0, to: 9, by: 3) {
      var writer = ChangeSetWriter()
      for source in sources[start..<start + 3] { try source.append(to: &writer) }
      stream += writer.take()
    }
    try FrameWriter.appendEnd(more: false, to: &stream)
    let content = try ChangeSetContent(stream: stream)
    #expect(content.runs.map(\.payloads) == sources.map { $0.changes.map(\.payload) })
  }

  @Test func runsAreBounded() throws {
    let key = try RunSource.key(1)
    let bytes = Value.bytes([UInt8](repeating: 1, count: 600_000))
    #expect(try longest(key, [Value](repeating: .empty, count: 257)) == 256)
    #expect(try longest(key, [bytes, bytes]) == 1)
    #expect(try longest(key, [.empty, bytes, bytes]) == 2)
    let large = (1...4).map {
      GoldenRecipe.operation($0, .bytes([UInt8](repeating: 1, count: 1 << 20 - 99)))
    }
    let payload = try ChangeCoding.encode(
      header: try GoldenRecipe.header(1, 1, .zero), operations: large)
    let stream = try RunSource.stream([
      RunSource(changes: [(Dot(replica: key.replica, seq: 1), payload)], key: key)
    ])
    #expect(try ChangeSetContent(stream: stream).runs.map(\.payloads) == [[payload]])
  }

  /// How many changes the writer takes into one run, and the reader's refusal of one more.
  private func longest(_ key: SigningKey, _ values: [Value]) throws -> Int {
    var writer = ChangeSetWriter()
    var stream: [UInt8] = []
    var previous = Digest.zero
    var taken = 0
    for (index, value) in values.enumerated() {
      let dot = Dot(replica: key.replica, seq: UInt64(index + 1))
      let payload = try ChangeCoding.encode(
        header: try GoldenRecipe.header(1, dot.seq, previous),
        operations: [GoldenRecipe.operation(1, value)])
      let mustEnd = writer.mustEndRun(before: dot, byteCount: payload.count)
      previous = Digest(hashing: payload)
      try FrameWriter.append(.change, payload, to: &stream)
      if mustEnd {
        let before = writer.bytes
        #expect(throws: WireError(.runTooLarge, at: before.count)) {
          try writer.append(bytes: payload, hash: previous, dot: dot)
        }
        #expect(writer.bytes == before)
        var reader = ChangeSetReader()
        reader.feed(stream)
        let refusal = #expect(throws: WireError.self) { try reader.nextRun() }
        #expect(refusal?.code == .runTooLarge)
        return taken
      }
      try writer.append(bytes: payload, hash: previous, dot: dot)
      taken += 1
    }
    return taken
  }

  @Test func changedBytesNeverReachTheRuns() throws {
    var random = Seed.generator()
    let sources = try random.runs(3, keys: try ChangeSetTests.keys())
    let stream = try RunSource.stream(sources)
    let expected = sources.map { $0.changes.map(\.payload) }
    for index in stream.indices {
      let damaged = stream.replacing(
        index..<index + 1, with: [stream[index] ^ UInt8(1 << random.below(8))])
      var reader = ChangeSetReader()
      reader.feed(damaged)
      var runs: [[[UInt8]]] = []
      do {
        while let run = try reader.nextRun() { runs.append(run.changes.map(\.payload)) }
        try reader.requireFinished()
        Issue.record("byte \(index) changed unnoticed: \(Seed.replay)")
      } catch {
        #expect(runs == [[[UInt8]]](expected[..<runs.count]), "byte \(index): \(Seed.replay)")
      }
    }
  }

  @Test func theWriterRefusesWhatTheReaderWould() throws {
    let key = try RunSource.key(1)
    let chain = try GoldenRecipe.chain()
    let dots = (1...3).map { Dot(replica: key.replica, seq: $0) }
    let hashes = chain.map { Digest(hashing: $0) }
    var writer = ChangeSetWriter()
    #expect(throws: WireError(.unsignedRun, at: 0)) { try writer.endRun(dots[0], signature: .zero) }
    let short: [UInt8] = [1, 2, 3]
    #expect(throws: WireError(.truncated, at: 0)) {
      try writer.append(bytes: short, hash: .zero, dot: dots[0])
    }
    try writer.append(bytes: chain[0], hash: hashes[0], dot: dots[0])
    let before = writer.bytes
    #expect(writer.mustEndRun(before: dots[2], byteCount: 99))
    #expect(throws: WireError(.brokenChain, at: before.count)) {
      try writer.append(bytes: chain[2], hash: hashes[2], dot: dots[2])
    }
    #expect(throws: WireError(.brokenChain, at: before.count)) {
      try writer.append(bytes: chain[2], hash: hashes[2], dot: dots[1])
    }
    #expect(throws: WireError(.unsignedRun, at: before.count)) { try writer.finish(more: false) }
    #expect(throws: WireError(.unexpectedFrame, at: before.count)) {
      try writer.append(vector: VersionVector())
    }
    #expect(throws: WireError(.unsignedRun, at: before.count)) {
      try writer.endRun(dots[1], signature: .zero)
    }
    #expect(writer.bytes == before)
    try writer.endRun(dots[0], signature: .zero)
    try writer.finish(more: false)
    let end = writer.bytes.count
    #expect(throws: WireError(.bytesAfterEnd, at: end)) { try writer.finish(more: false) }
    #expect(throws: WireError(.bytesAfterEnd, at: end)) {
      try writer.append(bytes: chain[1], hash: hashes[1], dot: dots[1])
    }
  }

  @Test func framesAreTheSameWhereverTheFeedIsSplit() throws {
    let stream = try GoldenRecipe.changeSet()
    for split in 0...stream.count {
      var reader = FrameReader()
      var kinds: [FrameKind] = []
      for piece in [stream[..<split], stream[split...]] {
        reader.feed([UInt8](piece))
        while let frame = try reader.next() {
          kinds.append(frame.kind)
          let body = frame.bodyOffset..<frame.bodyOffset + frame.body.count
          #expect(frame.body == [UInt8](stream[body]))
        }
      }
      #expect(
        kinds == [
          .vector, .receipt, .change, .linkedChange, .linkedChange, .signature, .change, .signature,
          .end,
        ])
      #expect(reader.isEnded && reader.pendingBytes == 0 && reader.offset == stream.count)
      try reader.requireEnd()
      reader.feed([0])
      for _ in 0..<2 {
        #expect(throws: WireError(.bytesAfterEnd, at: stream.count)) { try reader.next() }
      }
    }
  }

  @Test func vectorAndReceiptAreGiven() throws {
    var reader = ChangeSetReader()
    let stream = try GoldenRecipe.changeSet()
    reader.feed(stream)
    _ = try reader.nextRun()
    #expect(reader.vector == (try GoldenRecipe.vector()))
    #expect(reader.receipt == (try GoldenRecipe.receipt()))
    #expect(try #require(reader.receipt).verify(with: try RunSource.key(9).verifyingKey))
    #expect(!reader.isFinished)
  }
}

extension ChangeSetWriter {
  /// Appends a payload that stands in an array.
  fileprivate mutating func append(bytes payload: [UInt8], hash: Digest, dot: Dot) throws {
    try append(payload: payload.span.bytes, hash: hash, dot: dot)
  }
}
