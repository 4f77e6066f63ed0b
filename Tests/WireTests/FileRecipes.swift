// How the golden files and rejects of snapshots and bundles are made.

import Causality
import Wire

enum FileRecipes {
  static func manifest() throws -> SnapshotManifest {
    let key = try RunSource.key(9)
    let heads = try GoldenRecipe.vector().entries.map {
      SnapshotHead(
        dot: Dot(replica: $0.replica, seq: $0.seq),
        clock: HybridTimestamp(rawValue: 1_704_067_200_000 << 16 | $0.seq),
        hash: Digest(hashing: [UInt8($0.seq % 256)]), deps: VersionVector())
    }
    return SnapshotManifest(
      ledger: "411702", publicKey: key.verifyingKey.bytes, epoch: 0x0123_4567_89ab_cdef,
      madeMilliseconds: 1_704_067_200_000, schemaVersion: 3,
      standing: Digest(hashing: [3]), changes: 600, records: 42, heads: heads)
  }

  static func part() throws -> SnapshotPart {
    var writer = SnapshotPartWriter(table: 0)
    for number in UInt8(1)...3 {
      let (key, value) = ([0, 1, number], [UInt8](repeating: number, count: 40))
      try key.withUnsafeBytes { key in
        try value.withUnsafeBytes { value in try writer.append(key: key, value: value) }
      }
    }
    try writer.finish()
    return writer.take()[0]
  }

  static func header() throws -> BundleHeader {
    let vector = try GoldenRecipe.vector()
    return BundleHeader(
      publicKey: try RunSource.key(9).verifyingKey.bytes, office: "泌阳县发改委",
      madeMilliseconds: 1_704_067_200_000,
      sections: [
        .init(ledger: "city", from: VersionVector(), to: vector),
        .init(ledger: "411702", from: vector, to: vector),
      ], blobs: 1, blobBytes: 5)
  }

  /// A header, one attachment of five bytes, the closing.
  static func bundle() throws -> [UInt8] {
    var bytes = BundleHeader.magic
    try FrameWriter.append(.bundleHeader, try header().encode(), to: &bytes)
    let content: [UInt8] = [1, 2, 3, 4, 5]
    let blob = BlobHeader(digest: Digest(hashing: content), bytes: content.count)
    try FrameWriter.append(.blobHeader, try blob.encode(), to: &bytes)
    try FrameWriter.append(.blobPart, content, to: &bytes)
    let closing = FileClosing(
      .bundle, digest: Digest(hashing: bytes), key: try RunSource.key(9))
    return bytes + (try closing.encodeTail())
  }

  static func golden() throws -> [GoldenRecipe] {
    var sealed = try header()
    sealed.seal = .init(
      recipient: try RunSource.key(1).replica,
      encapsulatedKey: [UInt8](repeating: 7, count: 32))
    return [
      GoldenRecipe(
        .manifest, "three", "the manifest of a snapshot of three chains",
        try manifest().encode()),
      GoldenRecipe(.part, "three", "a part with three rows", try part().encode()),
      GoldenRecipe(
        .bundleheader, "open", "two ledgers and an attachment", try header().encode()),
      GoldenRecipe(.bundleheader, "sealed", "the same, sealed", try sealed.encode()),
      GoldenRecipe(.bundle, "attachment", "a bundle of one attachment", try bundle()),
    ]
  }

  static func rejects() throws -> [RejectRecipe] {
    let manifest = try manifest().encode()
    let part = try part().encode()
    let header = try header().encode()
    let bundle = try bundle()
    var traversal = header
    // The first section's name: behind format, key, the office's length and bytes, time and count.
    let name = 1 + 32 + 1 + Int(header[33]) + 8 + 1
    traversal.replaceSubrange(name + 1..<name + 5, with: "../x".utf8)
    var claims = part
    // Table, piece, key length, key, then how many bytes the rows are.
    claims[6] = 1
    return [
      RejectRecipe(
        .manifest, "trailing-byte", "one byte more", manifest + [0], .trailingBytes,
        at: manifest.count),
      RejectRecipe(
        .manifest, "other-format", "format 2", [2] + manifest.dropFirst(), .unsupportedVersion,
        at: 0),
      RejectRecipe(
        .bundleheader, "path-in-name", "a ledger called ../x", traversal, .invalidLedger,
        at: name + 1),
      RejectRecipe(
        .bundleheader, "cut", "without its last byte", header.dropLast(), .truncated,
        at: header.count - 1),
      RejectRecipe(
        .bundle, "other-magic", "a snapshot's magic", Array("TZS1".utf8) + bundle.dropFirst(4),
        .wrongMagic, at: 0),
      RejectRecipe(
        .part, "bomb", "rows that unpack to more than they say", claims, .invalidCompression,
        at: 0),
    ]
  }
}
