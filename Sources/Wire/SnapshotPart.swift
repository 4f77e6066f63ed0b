// A part of a snapshot: rows of one table of a ledger store, in ascending order of key, compressed
// by itself. A value too large for one part goes on in the parts that follow it.

/// One part: which rows stand in it, and their bytes.
public struct SnapshotPart: Hashable, Sendable {
  /// Which table the rows are of; the numbers are the ledger store's.
  public let table: UInt8
  /// 0, or how many parts stand before this one since the row began that this one goes on with.
  public let piece: UInt64
  /// The key of the first row, or of the row that this part goes on with; without the ledger.
  public let key: [UInt8]
  /// Bytes of the rows before compression.
  public let rawBytes: Int
  /// One zstd frame.
  public let packed: [UInt8]

  /// A part of `raw`, compressed. Throws `frameTooLarge` beyond 2 MiB of rows, `valueTooLarge` for
  /// a key above 511 bytes.
  public init(
    table: UInt8, piece: UInt64, key: [UInt8], raw: [UInt8]
  ) throws(WireError) {
    guard raw.count <= WireLimits.snapshotPartBytes else { throw WireError(.frameTooLarge, at: 0) }
    guard key.count <= WireLimits.snapshotKeyBytes else { throw WireError(.valueTooLarge, at: 0) }
    self.table = table
    self.piece = piece
    self.key = key
    rawBytes = raw.count
    var packed: [UInt8] = []
    packed.reserveCapacity(raw.count / 4 + 64)
    try ZstdCompressor().compress(raw, end: true, into: &packed)
    self.packed = packed
  }

  private init(table: UInt8, piece: UInt64, key: [UInt8], rawBytes: Int, packed: [UInt8]) {
    self.table = table
    self.piece = piece
    self.key = key
    self.rawBytes = rawBytes
    self.packed = packed
  }

  /// `table | varint piece | varint length, key | varint raw bytes | zstd frame`.
  public func encode() -> [UInt8] {
    var bytes: [UInt8] = [table]
    bytes.reserveCapacity(packed.count + key.count + 16)
    Varint.append(piece, to: &bytes)
    Varint.append(UInt64(key.count), to: &bytes)
    bytes += key
    Varint.append(UInt64(rawBytes), to: &bytes)
    bytes += packed
    return bytes
  }

  /// Decodes a part; its rows stay compressed.
  public static func decode(_ bytes: [UInt8]) throws(WireError) -> SnapshotPart {
    try withReader(bytes.span.bytes, from: 0) { reader throws(WireError) in
      let table = try reader.byte()
      let piece = try reader.varint()
      let keyBytes = try reader.length(upTo: WireLimits.snapshotKeyBytes, .valueTooLarge)
      let keyStart = reader.offset
      try reader.skip(keyBytes)
      let raw = Int(
        try reader.varint(upTo: UInt64(WireLimits.snapshotPartBytes), .streamTooLarge))
      return SnapshotPart(
        table: table, piece: piece, key: Array(bytes[keyStart..<keyStart + keyBytes]),
        rawBytes: raw, packed: Array(bytes[reader.offset...]))
    }
  }

  /// The rows' bytes. Throws `streamTooLarge` as soon as more comes out than the part says, and
  /// `invalidCompression`, `incomplete` or `bytesAfterEnd`.
  public func raw() throws(WireError) -> [UInt8] {
    let decompressor = ZstdDecompressor(limitBytes: rawBytes)
    var raw: [UInt8] = []
    raw.reserveCapacity(rawBytes)
    try decompressor.decompress(packed, into: &raw)
    try decompressor.requireEnded()
    guard raw.count == rawBytes else { throw WireError(.incomplete, at: raw.count) }
    return raw
  }
}

/// Collects rows into parts of about 256 KiB.
public struct SnapshotPartWriter: Sendable {
  /// Parts made and not yet taken.
  public private(set) var parts: [SnapshotPart] = []
  private let table: UInt8
  private var key: [UInt8] = []
  private var raw: [UInt8] = []
  private static let partBytes = 256 << 10
  private static let pieceBytes = 1 << 20

  /// A writer of rows of one table.
  public init(table: UInt8) { self.table = table }

  /// Appends a row; keys must ascend. Throws what ``SnapshotPart/init(table:piece:key:raw:)`` does.
  public mutating func append(
    key: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer
  ) throws(WireError) {
    if raw.count >= Self.partBytes { try flush() }
    if raw.isEmpty { self.key = Array(key) }
    let large = value.count > Self.pieceBytes
    if large, !raw.isEmpty {
      try flush()
      self.key = Array(key)
    }
    Varint.append(UInt64(key.count), to: &raw)
    raw.append(contentsOf: key)
    Varint.append(UInt64(value.count), to: &raw)
    guard large else {
      raw.append(contentsOf: value)
      return
    }
    var at = 0
    var piece: UInt64 = 0
    while at < value.count {
      let end = min(at + Self.pieceBytes, value.count)
      raw.append(contentsOf: UnsafeRawBufferPointer(rebasing: value[at..<end]))
      try flush(piece: piece)
      piece += 1
      at = end
    }
  }

  /// Makes a part of what is left.
  public mutating func finish() throws(WireError) { try flush() }

  private mutating func flush(piece: UInt64 = 0) throws(WireError) {
    guard !raw.isEmpty else { return }
    parts.append(try SnapshotPart(table: table, piece: piece, key: key, raw: raw))
    raw.removeAll(keepingCapacity: true)
  }

  /// Gives the parts made so far away.
  public mutating func take() -> [SnapshotPart] {
    defer { parts.removeAll() }
    return parts
  }
}

/// Gives the rows of parts, whole and in order.
public struct SnapshotRowReader: Sendable {
  private var last: (table: UInt8, key: [UInt8])?
  private var pending: (value: [UInt8], total: UInt64, piece: UInt64)?

  /// A reader before the first part.
  public init() {}

  /// Whether no row waits for a further part.
  public var isBetweenRows: Bool { pending == nil }

  /// Visits the rows that `part` completes: table, key, value.
  ///
  /// Throws the part's codes, `unsortedRows` for rows that do not ascend by table and key or a
  /// piece out of place, and what `visit` throws.
  public mutating func read(
    _ part: SnapshotPart,
    _ visit: (UInt8, ArraySlice<UInt8>, ArraySlice<UInt8>) throws -> Void
  ) throws {
    let raw = try part.raw()
    if part.piece > 0 {
      guard var open = pending, let last, last == (part.table, part.key),
        part.piece == open.piece + 1, UInt64(raw.count) <= open.total - UInt64(open.value.count)
      else { throw WireError(.unsortedRows, at: 0) }
      open.value += raw
      open.piece += 1
      pending = open
      if UInt64(open.value.count) == open.total {
        pending = nil
        try visit(last.table, last.key[...], open.value[...])
      }
      return
    }
    guard pending == nil else { throw WireError(.unsortedRows, at: 0) }
    var at = 0
    while at < raw.count {
      let row = try Self.row(raw, at)
      let key = raw[row.key]
      if at == 0, !key.elementsEqual(part.key) { throw WireError(.unsortedRows, at: 0) }
      if let last,
        last.table > part.table
          || last.table == part.table && !last.key.lexicographicallyPrecedes(key)
      {
        throw WireError(.unsortedRows, at: at)
      }
      last = (part.table, Array(key))
      if row.total > UInt64(raw.count - row.value) {
        pending = (Array(raw[row.value...]), row.total, 0)
        return
      }
      let end = row.value + Int(row.total)
      try visit(part.table, key, raw[row.value..<end])
      at = end
    }
  }

  /// Refuses parts that stopped inside a row: `incomplete`.
  public func requireEnd() throws(WireError) {
    guard pending == nil else { throw WireError(.incomplete, at: 0) }
  }

  private static func row(
    _ raw: [UInt8], _ at: Int
  ) throws(WireError) -> (key: Range<Int>, value: Int, total: UInt64) {
    try withReader(raw.span.bytes, from: at) { reader throws(WireError) in
      let keyBytes = try reader.length(upTo: WireLimits.snapshotKeyBytes, .valueTooLarge)
      let key = reader.offset..<reader.offset + keyBytes
      try reader.skip(keyBytes)
      let total = try reader.varint()
      return (key, reader.offset, total)
    }
  }
}
