// Every decoder of the module behind one door: bytes in, and out either a refusal or the bytes that
// the encoder makes of what was understood. Decoders accept only what the encoder makes, so the two
// must be equal. The tests and the fuzz targets share this file.

import Causality
import Wire

/// A decoder and its encoder.
enum Decoder: String, CaseIterable {
  case value
  case change
  case vector
  case hello
  /// A hello by places in a roster; one of the roster here is packed again.
  case packedhello
  case receipt
  case succession
  /// A stream of frames, re-framed.
  case frames
  /// A whole change set with its end; the changes are written again by the writer.
  case changeset
  /// The manifest of a snapshot.
  case manifest
  /// A part of a snapshot: its rows are read, and packed again.
  case part
  /// The header of a bundle.
  case bundleheader
  /// A whole bundle with attachments and no changes, framed again.
  case bundle
  /// A zstd body; what it holds is compressed again and must come out the same.
  case zstd

  /// What decoding gave.
  struct Outcome: Equatable {
    /// The input as the encoder would make it of what was decoded, or a refusal.
    let result: Result<[UInt8], WireError>
    /// Whether encoding must give the input back byte for byte.
    let isCanonical: Bool
  }

  /// Most bytes that the zstd decoder gives out here.
  static let zstdLimitBytes = 1 << 22

  func run(_ bytes: [UInt8]) -> Outcome {
    do {
      return Outcome(result: .success(try reencode(bytes)), isCanonical: isCanonical)
    } catch {
      return Outcome(result: .failure(error), isCanonical: isCanonical)
    }
  }

  /// Change sets may send a change whole that could have been linked, and zstd has many encodings.
  private var isCanonical: Bool {
    switch self {
    case .changeset, .zstd, .part, .bundle: false
    default: true
    }
  }

  private func reencode(_ bytes: [UInt8]) throws(WireError) -> [UInt8] {
    switch self {
    case .value:
      let value = try ValueCoding.decode(bytes.span.bytes)
      return try ValueCoding.encode(value)
    case .change:
      let change = try ChangeCoding.decode(bytes)
      return try ChangeCoding.encode(header: change.header, operations: change.operationValues)
    case .vector: return VectorCoding.encode(try VectorCoding.decode(bytes))
    case .hello: return try Hello.decode(bytes).encode()
    case .packedhello: return try repackHello(bytes)
    case .receipt: return try Receipt.decode(bytes).encode()
    case .succession: return try Succession.decode(bytes).encode()
    case .frames: return try reframe(bytes)
    case .changeset: return try ChangeSetContent(stream: bytes).stream()
    case .manifest: return try SnapshotManifest.decode(bytes).encode()
    case .part: return try repack(bytes)
    case .bundleheader: return try BundleHeader.decode(bytes).encode()
    case .bundle: return try rebundle(bytes)
    case .zstd: return try recompress(bytes)
    }
  }

  /// The roster by which hellos are unpacked here.
  static let roster = (1...8).map { ReplicaID(high: $0, low: 0) }
  /// The member list's digest by which they are.
  static let members = VectorCoding.digest(of: VersionVector())

  private func repackHello(_ bytes: [UInt8]) throws(WireError) -> [UInt8] {
    let packed = try PackedHello.decode(bytes)
    guard let hello = packed.unpacked(roster: Self.roster, memberDigest: Self.members) else {
      return bytes
    }
    return try PackedHello.encode(hello, roster: Self.roster)
  }

  private func reframe(_ bytes: [UInt8]) throws(WireError) -> [UInt8] {
    var reader = FrameReader()
    reader.feed(bytes)
    var output: [UInt8] = []
    while let frame = try reader.next() {
      try FrameWriter.append(frame.kind, frame.body, to: &output)
    }
    try reader.requireEnd()
    return output
  }

  /// The rows of a part through the writer; a part that goes on with a row stays as it is.
  private func repack(_ bytes: [UInt8]) throws(WireError) -> [UInt8] {
    let part = try SnapshotPart.decode(bytes)
    let again = try SnapshotPart(
      table: part.table, piece: part.piece, key: part.key, raw: try part.raw())
    do {
      var rows = SnapshotRowReader()
      if part.piece == 0 { try rows.read(part) { _, _, _ in } }
    } catch let error as WireError {
      throw error
    } catch {
      fatalError("another error: \(error)")
    }
    return again.encode()
  }

  private func rebundle(_ bytes: [UInt8]) throws(WireError) -> [UInt8] {
    var reader = BundleReader()
    reader.feed(bytes)
    var output = BundleHeader.magic
    while let item = try reader.next() {
      switch item {
      case .header(let header):
        try FrameWriter.append(.bundleHeader, try header.encode(), to: &output)
      case .succession(let succession):
        try FrameWriter.append(.succession, succession.encode(), to: &output)
      case .blob(let blob): try FrameWriter.append(.blobHeader, try blob.encode(), to: &output)
      case .blobPart(let part): try FrameWriter.append(.blobPart, part, to: &output)
      case .closing(let closing): output += try closing.encodeTail()
      case .section, .run, .sealed: break
      }
    }
    try reader.requireFinished()
    return output
  }

  private func recompress(_ bytes: [UInt8]) throws(WireError) -> [UInt8] {
    let content = try Decoder.decompress(bytes)
    var packed: [UInt8] = []
    try ZstdCompressor().compress(content, end: true, into: &packed)
    precondition(try! Decoder.decompress(packed) == content, "zstd gives back what it was given")
    return content
  }

  static func decompress(_ bytes: [UInt8]) throws(WireError) -> [UInt8] {
    let decompressor = ZstdDecompressor(limitBytes: zstdLimitBytes)
    var content: [UInt8] = []
    try decompressor.decompress(bytes, into: &content)
    try decompressor.requireEnded()
    return content
  }
}

/// All that a change set says.
struct ChangeSetContent: Equatable {
  var vector: VersionVector?
  var receipt: Receipt?
  var runs: [(payloads: [[UInt8]], signature: Signature64)] = []
  var more = false

  /// Reads a whole change set.
  init(stream: [UInt8]) throws(WireError) {
    var reader = ChangeSetReader()
    reader.feed(stream)
    try self.init(draining: &reader)
  }

  init(draining reader: inout ChangeSetReader) throws(WireError) {
    while let run = try reader.nextRun() { add(run) }
    try reader.requireFinished()
    vector = reader.vector
    receipt = reader.receipt
    more = reader.more
  }

  mutating func add(_ run: Run) { runs.append((run.changes.map(\.payload), run.signature)) }

  /// Writes it again.
  func stream() throws(WireError) -> [UInt8] {
    var writer = ChangeSetWriter()
    if let vector { try writer.append(vector: vector) }
    if let receipt { try writer.append(receipt: receipt) }
    for run in runs {
      var dot: Dot?
      for payload in run.payloads {
        let change = try ChangeCoding.decode(payload)
        dot = change.header.dot
        try writer.append(
          payload: payload.span.bytes, hash: change.hash, dot: change.header.dot)
      }
      if let dot { try writer.endRun(dot, signature: run.signature) }
    }
    try writer.finish(more: more)
    return writer.take()
  }

  static func == (left: ChangeSetContent, right: ChangeSetContent) -> Bool {
    left.vector == right.vector && left.receipt == right.receipt && left.more == right.more
      && left.runs.elementsEqual(right.runs) {
        $0.payloads == $1.payloads && $0.signature == $1.signature
      }
  }
}
