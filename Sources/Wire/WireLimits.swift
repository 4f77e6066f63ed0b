// Every limit of the formats in one place, in bytes or counts. Encoders refuse what exceeds them,
// decoders refuse it before anything of that size is allocated.

/// The limits that encoders and decoders enforce.
public enum WireLimits {
  /// Longest text or bytes value: 1 MiB.
  public static let valueBytes = 1 << 20
  /// Longest change payload: 4 MiB.
  public static let changeBytes = 4 << 20
  /// Longest reason, in UTF-8 bytes: 4 KiB.
  public static let reasonBytes = 4 << 10
  /// Longest author, in UTF-8 bytes.
  public static let authorBytes = 256
  /// Longest ledger id.
  public static let ledgerBytes = 32
  /// Most different fields of one record in one change.
  public static let fieldsPerRecord = 512
  /// Longest frame (kind and body): 8 MiB.
  public static let frameBytes = 8 << 20
  /// Most changes in a run.
  public static let runChanges = 256
  /// Most payload bytes in a run of two changes or more: 1 MiB.
  public static let runBytes = 1 << 20
  /// Most bytes of rows in a part of a snapshot, before compression: 2 MiB.
  public static let snapshotPartBytes = 2 << 20
  /// Largest attachment: 64 MiB.
  public static let blobBytes = 64 << 20
  /// Most bytes of an attachment in one frame, and of a sealed piece before sealing: 1 MiB.
  public static let blobPartBytes = 1 << 20
  /// Longest key of a row in a snapshot; a store's own limit.
  public static let snapshotKeyBytes = 511
  /// Largest zstd window, as a power of two: 8 MiB, the bound of RFC 9659 for HTTP.
  public static let windowLog = 23
  /// Most places of a decimal after the point.
  public static let decimalScale: UInt8 = 9
  /// Dates in days since 1970-01-01: 0001-01-01 ... 9999-12-31.
  public static let days: ClosedRange<Int64> = -719_162...2_932_896
}
