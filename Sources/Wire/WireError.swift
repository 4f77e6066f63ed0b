// Every refusal of a decoder or an encoder in this module is a WireError: what is wrong, and at
// which byte. The set of codes is closed; callers may switch over it without a default.

/// A refusal: the defect's code and the byte at which it was found.
public struct WireError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong. The raw value is stable: it appears in logs, problem details and fixtures.
  public enum Code: String, Hashable, Sendable, CaseIterable {
    // Bytes
    /// The input ends inside the element; the offset is where the missing byte should be.
    case truncated
    /// Bytes follow where the encoding ends; the offset is the first of them.
    case trailingBytes = "trailing-bytes"
    /// A varint written longer than needed.
    case varintNotShortest = "varint-not-shortest"
    /// A varint beyond the range of its element.
    case varintOverflow = "varint-overflow"
    /// Text that is not UTF-8; the offset is the first byte of the bad sequence.
    case invalidUTF8 = "invalid-utf8"
    /// A format or protocol version that this build does not know.
    case unsupportedVersion = "unsupported-version"
    /// A flag byte that is neither 0 nor 1.
    case invalidFlag = "invalid-flag"

    // Limits (see ``WireLimits``)
    /// A text or bytes value above 1 MiB.
    case valueTooLarge = "value-too-large"
    /// A change payload above 4 MiB.
    case changeTooLarge = "change-too-large"
    /// A reason above 4 KiB.
    case reasonTooLong = "reason-too-long"
    /// An author above 256 bytes.
    case authorTooLong = "author-too-long"
    /// More than 512 fields of one record in one change.
    case tooManyFields = "too-many-fields"
    /// A count that the bytes left cannot hold.
    case countTooLarge = "count-too-large"
    /// A frame above 8 MiB.
    case frameTooLarge = "frame-too-large"
    /// A run above 256 changes, or above 1 MiB with more than one change.
    case runTooLarge = "run-too-large"
    /// A stream that would decompress beyond the limit given.
    case streamTooLarge = "stream-too-large"

    // Values
    /// A value type that does not exist.
    case unknownValueType = "unknown-value-type"
    /// A decimal with a trailing zero, or with more than 9 places.
    case invalidDecimal = "invalid-decimal"
    /// A date outside 0001-01-01 ... 9999-12-31.
    case invalidDate = "invalid-date"

    // Changes, vectors, messages
    /// A ledger id that is not `[a-z0-9-]{1,32}`.
    case invalidLedger = "invalid-ledger"
    /// A sequence number 0.
    case invalidSequence = "invalid-sequence"
    /// A previous hash at seq 1, or none above it.
    case invalidPreviousHash = "invalid-previous-hash"
    /// Vector entries that do not ascend by replica.
    case unsortedVector = "unsorted-vector"
    /// A change that names its own replica among its deps.
    case ownReplicaInDeps = "own-replica-in-deps"
    /// A change or a record group without operations.
    case noOperations = "no-operations"
    /// Record groups that do not ascend by collection and record.
    case unsortedGroups = "unsorted-groups"
    /// The same record group twice.
    case duplicateGroup = "duplicate-group"
    /// Operations that do not ascend by field, kind and value bytes.
    case unsortedOperations = "unsorted-operations"
    /// The same operation twice, two writes of one field, or archive beside restore.
    case duplicateOperation = "duplicate-operation"
    /// An unknown kind of operation, or one that its field or value does not allow.
    case invalidOperation = "invalid-operation"
    /// A key, signature or digest of the wrong length or form.
    case invalidKey = "invalid-key"

    // Frames and change sets
    /// A frame of length 0.
    case emptyFrame = "empty-frame"
    /// A frame kind that does not exist.
    case unknownFrameKind = "unknown-frame-kind"
    /// A frame that may not stand here.
    case unexpectedFrame = "unexpected-frame"
    /// A frame whose CRC-32C does not match; the offset is the checksum's.
    case checksumMismatch = "checksum-mismatch"
    /// Bytes after the end frame.
    case bytesAfterEnd = "bytes-after-end"
    /// The stream stopped before its end frame; the offset is the end of its whole runs.
    case incomplete
    /// A change that does not follow the one before it in its run.
    case brokenChain = "broken-chain"
    /// A change of another ledger than the stream's.
    case otherLedger = "other-ledger"
    /// A run without its signature, or a signature without its run.
    case unsignedRun = "unsigned-run"

    // Files
    /// A file that does not begin as its kind does.
    case wrongMagic = "wrong-magic"
    /// Rows of a snapshot that do not ascend, or a piece without its beginning.
    case unsortedRows = "unsorted-rows"
    /// A file whose bytes are not those that its closing frame tells of.
    case digestMismatch = "digest-mismatch"
    /// A sealed bundle that this key does not open.
    case sealed
    /// An attachment of other length or content than its header says.
    case blobMismatch = "blob-mismatch"
    /// A file whose closing frame was not signed by the key that it names.
    case badFileSignature = "bad-file-signature"

    // Compression
    /// A zstd stream that is damaged or needs a window above the limit.
    case invalidCompression = "invalid-compression"
  }

  /// What is wrong.
  public let code: Code
  /// Byte offset of the defect: in the buffer given to a decoder, in the stream for readers of
  /// streams; for encoders the bytes laid out before the defect was met.
  public let offset: Int

  /// A refusal with `code` at `offset` bytes.
  public init(_ code: Code, at offset: Int) {
    self.code = code
    self.offset = offset
  }

  /// The code and the offset, as in `invalid-utf8 at byte 17`.
  public var description: String { "\(code.rawValue) at byte \(offset)" }

  /// The same refusal, seen from a buffer in which this one begins at `base`.
  func shifted(by base: Int) -> WireError { WireError(code, at: offset + base) }
}
