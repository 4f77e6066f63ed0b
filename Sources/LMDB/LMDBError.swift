// What went wrong in the key-value store, as a closed set that callers switch over. An error names
// the operation that failed, the number it failed with and the kind that number means; it never
// speaks to the user and never holds text of its own.

internal import CLMDB
internal import Glibc

/// A failure of one operation on an environment, transaction, table or cursor.
///
/// After an error in a write transaction other than ``Kind/badKeySize``, ``Kind/badTable``,
/// ``Kind/keyExists`` and ``Kind/notFound``, the transaction can only be aborted: let it go out of
/// scope.
public struct LMDBError: Error, Hashable, Sendable {
  /// The call that failed.
  public enum Operation: String, Hashable, Sendable {
    case open, close, resize, copy, sync, info, checkReaders
    case beginRead, beginWrite, commit
    case openTable, statistics, get, put, reserve, delete, clear
    case openCursor, seek, move
  }

  /// What the failure means to a caller.
  public enum Kind: Hashable, Sendable {
    /// No such table; a missing key is an answer, not an error.
    case notFound
    /// `noOverwrite` found the key present, or `append` was not given the greatest key.
    case keyExists
    /// The map is full: end the transaction, ``Environment/resize(mapSizeBytes:)``, try again.
    case mapFull
    /// Another process grew the file beyond this map while transactions are live here: end them,
    /// try again.
    case mapResized
    /// No space left on the device, or the quota is used up (ENOSPC, EDQUOT).
    case diskFull
    /// The environment or its file system is read-only (EROFS, EACCES on a write).
    case readOnly
    /// All reader slots are taken.
    case readersFull
    /// All table slots are taken: `maxTables` was too small.
    case tablesFull
    /// A page is damaged or missing, or the file is not an LMDB file.
    case corrupted
    /// The file was written by an incompatible version of LMDB.
    case versionMismatch
    /// An earlier failure left the environment unusable: close and reopen it.
    case panicked
    /// An earlier failure left the transaction unusable: it can only be aborted.
    case badTransaction
    /// The transaction holds too many changed pages, or a cursor's path is too deep.
    case transactionFull
    /// A key of 0 bytes or of more than ``Environment/keyByteCountMax`` bytes.
    case badKeySize
    /// A value larger than LMDB can hold.
    case badValueSize
    /// The table belongs to another environment, or was opened after the transaction began.
    case badTable
    /// The table exists with flags this module does not speak, or the name is taken by a plain key.
    case incompatibleTable
    /// Another live transaction is opening a table; begin a new transaction and try again.
    case tableOpening
    /// This process has the environment open already.
    case alreadyOpen
    /// This thread has a write transaction open already; a second one would wait for itself for
    /// ever.
    case writerActive
    /// Transactions are live where none may be (``Environment/close()``,
    /// ``Environment/resize(mapSizeBytes:)``).
    case transactionsLive
    /// The environment has been closed.
    case closed
    /// Any other failure of the operating system, with its `errno`.
    case io(errno: Int32)
    /// A code this module does not know.
    case unknown
  }

  /// The failed call.
  public let operation: Operation
  /// An `errno` (positive), a code of liblmdb (-30799 ... -30780) or of this module (-41999 ...
  /// -41000).
  public let code: Int32

  /// Makes the error of an operation that returned `code`.
  public init(_ operation: Operation, code: Int32) {
    self.operation = operation
    self.code = code
  }

  @usableFromInline
  init(_ operation: Operation, own: OwnCode) {
    self.init(operation, code: own.rawValue)
  }

  /// Failures found by this module before liblmdb is asked.
  @usableFromInline
  enum OwnCode: Int32 {
    case alreadyOpen = -41000
    case writerActive = -41001
    case transactionsLive = -41002
    case closed = -41003
    case badKeySize = -41004
    case badTable = -41005
    case tableOpening = -41006
    case readOnly = -41007
    case diskFull = -41008
  }

  /// The meaning of ``code``. O(1).
  public var kind: Kind {
    if let own = OwnCode(rawValue: code) { return own.kind }
    return code > 0 ? systemKind : libraryKind
  }

  private var systemKind: Kind {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: return .diskFull
    case EROFS: return .readOnly
    case EACCES where operation != .open: return .readOnly
    case EINVAL where Self.tableOperations.contains(operation): return .badTable
    default: return .io(errno: code)
    }
  }

  private var libraryKind: Kind {
    switch code {
    case MDB_NOTFOUND: return .notFound
    case MDB_KEYEXIST: return .keyExists
    case MDB_MAP_FULL: return .mapFull
    case MDB_MAP_RESIZED: return .mapResized
    case MDB_READERS_FULL: return .readersFull
    case MDB_DBS_FULL: return .tablesFull
    case MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_INVALID: return .corrupted
    case MDB_VERSION_MISMATCH: return .versionMismatch
    case MDB_PANIC: return .panicked
    case MDB_BAD_TXN, MDB_BAD_RSLOT: return .badTransaction
    case MDB_TXN_FULL, MDB_CURSOR_FULL, MDB_PAGE_FULL: return .transactionFull
    case MDB_BAD_VALSIZE: return .badValueSize
    case MDB_BAD_DBI: return .badTable
    case MDB_INCOMPATIBLE: return .incompatibleTable
    default: return .unknown
    }
  }

  /// Calls in which liblmdb says EINVAL for one reason: the transaction does not know the table.
  private static let tableOperations: Set<Operation> = [
    .statistics, .get, .put, .reserve, .delete, .clear, .openCursor,
  ]
}

extension LMDBError.OwnCode {
  fileprivate var kind: LMDBError.Kind {
    switch self {
    case .alreadyOpen: .alreadyOpen
    case .writerActive: .writerActive
    case .transactionsLive: .transactionsLive
    case .closed: .closed
    case .badKeySize: .badKeySize
    case .badTable: .badTable
    case .tableOpening: .tableOpening
    case .readOnly: .readOnly
    case .diskFull: .diskFull
    }
  }
}

extension LMDBError: CustomStringConvertible {
  /// `put: mapFull (-30792)`; for logs, not for people.
  public var description: String { "\(operation.rawValue): \(kind) (\(code))" }
}
