// Verifies:
//  1. the X25519 key found from an Ed25519 public key is the one whose private half comes from the
//     seed: for the vectors of RFC 8032 and a hundred random seeds
//  2. a sealed body opens for its addressee, in order, and for nobody else; a changed or moved
//     piece is refused
//  3. signatures of one kind of file are none of another
//  4. rows come out of parts as they went in, however large; parts out of order are refused
//  5. successions stand open before a body, sealed or not, 64 at the most; one behind it is refused

import Causality
import Testing
import Wire

@Suite struct SealTests {
  @Test func oneIdentityOneCurve() throws {
    var random = Seed.generator()
    for _ in 0..<100 {
      let seed = (0..<32).map { _ in UInt8(random.below(256)) }
      let key = try SigningKey(seed: seed)
      #expect(key.verifyingKey.sealingKeyBytes == (try SealKey(key).publicKey))
    }
  }

  private func sealed(_ frames: [UInt8], to key: SigningKey) throws -> [UInt8] {
    var sealer = try BundleSealer(to: key.verifyingKey)
    var header = try FileRecipes.header()
    header.seal = sealer.seal
    var bytes = BundleHeader.magic
    try FrameWriter.append(.bundleHeader, try header.encode(), to: &bytes)
    bytes += try sealer.seal(frames)
    bytes += try sealer.seal([], end: true)
    let closing = FileClosing(.bundle, digest: Digest(hashing: bytes), key: key)
    return bytes + (try closing.encodeTail())
  }

  private func blob(_ count: Int) throws -> [UInt8] {
    let content = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
    var frames: [UInt8] = []
    let blob = BlobHeader(digest: Digest(hashing: content), bytes: count)
    try FrameWriter.append(.blobHeader, try blob.encode(), to: &frames)
    for start in stride(from: 0, to: count, by: 1 << 20) {
      try FrameWriter.append(
        .blobPart, Array(content[start..<min(start + 1 << 20, count)]), to: &frames)
    }
    return frames
  }

  private func read(_ bytes: [UInt8], _ key: SealKey?) throws -> (parts: Int, sealed: Int) {
    var reader = BundleReader(key: key)
    reader.feed(bytes)
    var (parts, sealed) = (0, 0)
    while let item = try reader.next() {
      switch item {
      case .blobPart(let part): parts += part.count
      case .sealed: sealed += 1
      default: break
      }
    }
    try reader.requireFinished()
    return (parts, sealed)
  }

  @Test func opensForOneAlone() throws {
    let (key, other) = (try RunSource.key(1), try RunSource.key(2))
    let bytes = try sealed(try blob(2_500_000), to: key)
    #expect(try read(bytes, try SealKey(key)).parts == 2_500_000)
    #expect(try read(bytes, nil).sealed == 3)
    #expect(try read(bytes, try SealKey(other)).sealed == 3)
    var frames: [Frame] = []
    var reader = FrameReader()
    reader.feed(Array(bytes.dropFirst(4)))
    while let frame = try reader.next() { frames.append(frame) }
    func rebuilt(_ frames: [Frame]) throws -> [UInt8] {
      var bytes = BundleHeader.magic
      for frame in frames { try FrameWriter.append(frame.kind, frame.body, to: &bytes) }
      return bytes
    }
    frames.swapAt(1, 2)
    let opener = try SealKey(key)
    #expect(throws: WireError.self) { try read(try rebuilt(frames), opener) }
  }

  @Test func signaturesKeepTheirKind() throws {
    let key = try RunSource.key(1)
    let digest = Digest(hashing: [1])
    let closing = FileClosing(.bundle, digest: digest, key: key)
    #expect(closing.verify(.bundle, with: key.verifyingKey))
    #expect(!closing.verify(.snapshot, with: key.verifyingKey))
    #expect(!closing.verify(.bundle, with: try RunSource.key(2).verifyingKey))
  }

  @Test func rowsComeOutAsTheyWentIn() throws {
    var random = Seed.generator()
    for _ in 0..<20 {
      var rows: [(key: [UInt8], value: [UInt8])] = []
      for number in 0..<UInt16(1 + random.below(40)) {
        let size = [0, 1, 100, 5_000, 300_000, 1 << 20, 3_000_000][random.below(7)]
        rows.append(
          (
            [UInt8(number >> 8), UInt8(number & 255)],
            [UInt8](repeating: UInt8(random.below(256)), count: size)
          ))
      }
      var writer = SnapshotPartWriter(table: 3)
      for row in rows {
        try row.key.withUnsafeBytes { key in
          try row.value.withUnsafeBytes { value in try writer.append(key: key, value: value) }
        }
      }
      try writer.finish()
      let parts = writer.take()
      var reader = SnapshotRowReader()
      var found: [(key: [UInt8], value: [UInt8])] = []
      for part in parts {
        let part = try SnapshotPart.decode(part.encode())
        try reader.read(part) { table, key, value in
          #expect(table == 3)
          found.append((Array(key), Array(value)))
        }
      }
      try reader.requireEnd()
      #expect(found.map(\.key) == rows.map(\.key))
      #expect(found.map(\.value) == rows.map(\.value))
      guard parts.count > 1 else { continue }
      var wrong = SnapshotRowReader()
      #expect(throws: WireError.self) {
        for part in parts.reversed() { try wrong.read(part) { _, _, _ in } }
      }
    }
  }

  @Test(arguments: [0, 1, 64, 65]) func successionsStandFirst(count: Int) throws {
    let (key, next) = (try RunSource.key(1), try RunSource.key(2))
    let succession = Succession(old: key, new: next.verifyingKey.bytes)
    var told: [UInt8] = []
    for _ in 0..<count { try FrameWriter.append(.succession, succession.encode(), to: &told) }
    let whole = try sealed(try blob(10), to: key)
    var opening = BundleHeader.magic
    var header = FrameReader()
    header.feed(Array(whole.dropFirst(opening.count)))
    _ = try header.next()
    opening = Array(whole[..<(opening.count + header.offset)])
    let body = Array(whole[opening.count...])
    func read(_ bytes: [UInt8]) throws -> (successions: Int, sealed: Int) {
      var reader = BundleReader()
      reader.feed(bytes)
      var (found, pieces) = (0, 0)
      while let item = try reader.next() {
        if case .succession(let one) = item { found += one == succession ? 1 : 0 }
        if case .sealed = item { pieces += 1 }
      }
      return (found, pieces)
    }
    guard count <= BundleHeader.successionsMax else {
      #expect(throws: WireError.self) { try read(opening + told + body) }
      return
    }
    #expect(try read(opening + told + body) == (count, 1))
    if count > 0 {
      let end = body.count - FileClosing.tailBytes
      let misplaced = opening + body[..<end] + told + body[end...]
      #expect(throws: WireError.self) { try read(Array(misplaced)) }
    }
  }
}
