// Guarantees: every way a store can refuse is one code here, with the place in its arguments and
// the exit status that `cli.md` promises. The sentences live in the catalogue, not in the store.

internal import LMDB

/// Why a store refused. The raw value is the catalogue key after `store.` and the JSON error code.
public enum StoreErrorCode: String, Sendable, CaseIterable {
  /// No store at the directory. Arguments: path.
  case noSuchStore = "no-such-store"
  /// Data without a key: a backup, or a store whose key was taken away. Arguments: path.
  case noIdentity = "no-identity"
  /// A store whose making was broken off. Arguments: path.
  case unfinished
  /// `create` or `restore` found files in the directory. Arguments: path.
  case notEmpty = "not-empty"
  /// The directory could not be made. Arguments: path, system message.
  case cannotCreate = "cannot-create"
  /// Written by a newer program. Arguments: path, found format, known format.
  case newerFormat = "newer-format"
  /// The key file is missing, unreadable or open to others. Arguments: path, reason.
  case badIdentity = "bad-identity"
  /// Another writer held the store past the time-out. Arguments: path, seconds waited.
  case busy
  /// The LMDB map is full. Arguments: path, map size in bytes.
  case mapFull = "map-full"
  /// The disk is full. Arguments: path.
  case diskFull = "disk-full"
  /// The directory or the disk is read-only. Arguments: path.
  case readOnly = "read-only"
  /// Another I/O failure. Arguments: path, operation and system message.
  case io
  /// Bytes that no version of this program wrote. Arguments: table, key, what is wrong.
  case corrupt
  /// The store does not hold the ledger. Arguments: ledger id, ledgers held.
  case noSuchLedger = "no-such-ledger"
  /// Arguments: ledger id.
  case badLedgerID = "bad-ledger-id"
  /// A file that is no bundle or receipt stands where one was to be written. Arguments: path.
  case otherFile = "other-file"
  /// A file to be read is not there. Arguments: path, system message.
  case noSuchFile = "no-such-file"
  /// Arguments: record id or prefix.
  case noSuchRecord = "no-such-record"
  /// A settlement named other siblings than those that are live now. Arguments: record, field.
  case siblingsChanged = "siblings-changed"
  /// This store's own identity wrote different changes elsewhere. Arguments: replica.
  case frozen
  /// The act belongs to another role. Arguments: what, own role.
  case notPermitted = "not-permitted"
  /// An account of the pages may not write this. Arguments: account, what.
  case beyondAccount = "beyond-account"
  /// A peer asks for changes that this store keeps no more: it must take a snapshot. Arguments:
  /// ledger.
  case belowBase = "below-base"
  /// The ledger is being made from a snapshot, or was left half made. Arguments: ledger.
  case bootstrapUnfinished = "bootstrap-unfinished"
  /// A snapshot file that is damaged, foreign, or of another history. Arguments: path, what is
  /// wrong.
  case badSnapshot = "bad-snapshot"
  /// A bundle or receipt file that is damaged or of no kind known. Arguments: path, what is wrong.
  case badBundle = "bad-bundle"
  /// A bundle from a store that the member list does not know. Arguments: path, replica, office.
  case strangerBundle = "stranger-bundle"
  /// A bundle sealed to another member. Arguments: path, replica.
  case sealedBundle = "sealed-bundle"
  /// Compaction needs a backup that is newer than what it would drop. Arguments: ledger.
  case backupNeeded = "backup-needed"
  /// A ledger with unsent edits is not dropped without exporting them. Arguments: ledger, how many.
  case unsentEdits = "unsent-edits"
  /// A replica keeps the role that it was enrolled with. Arguments: replica, its role.
  case roleFixed = "role-fixed"
  /// No file of this hash here. Arguments: SHA-256.
  case noSuchBlob = "no-such-blob"
  /// A file to attach cannot be read, or is none. Arguments: path, reason.
  case unreadableFile = "unreadable-file"
  /// Arguments: path or SHA-256, size, limit in bytes.
  case blobTooLarge = "blob-too-large"
  /// An attachment's bytes are no longer those of its hash; set aside. Arguments: SHA-256,
  /// directory.
  case blobDamaged = "blob-damaged"
  /// The parts that came make another file. Arguments: SHA-256 expected, found.
  case blobMismatch = "blob-mismatch"
  /// A part does not begin where the last one ended. Arguments: SHA-256, offset expected.
  case blobOffset = "blob-offset"
  /// A ledger: the changes whose standing would change were compacted.
  case settledByBase = "settled-by-base"
  /// A change could not be encoded: a limit or a shape. Arguments: Wire's code, offset.
  case invalidChange = "invalid-change"
}

/// A refusal with its place. `Sendable`, cheap, comparable in tests.
public struct StoreError: Error, Sendable, Hashable {
  /// What was refused; the catalogue's key after `store.`.
  public let code: StoreErrorCode
  /// The places and figures that the catalogue's sentence names, in its order.
  public let arguments: [String]

  /// A refusal with what its sentence names.
  public init(_ code: StoreErrorCode, _ arguments: String...) {
    self.code = code
    self.arguments = arguments
  }

  /// The process exit status of `cli.md`.
  public var exitCode: Int32 {
    switch code {
    case .corrupt, .siblingsChanged, .belowBase, .backupNeeded, .unsentEdits, .blobDamaged: 1
    case .noSuchStore, .noIdentity, .unfinished, .noSuchLedger, .noSuchRecord, .noSuchFile,
      .noSuchBlob, .unreadableFile:
      66
    case .badLedgerID: 64
    case .invalidChange, .badSnapshot, .badBundle, .blobTooLarge, .blobMismatch, .blobOffset: 65
    case .notEmpty, .cannotCreate, .otherFile: 73
    case .mapFull, .diskFull, .readOnly, .io: 74
    case .busy, .bootstrapUnfinished: 75
    case .frozen, .notPermitted, .beyondAccount, .strangerBundle, .sealedBundle, .roleFixed,
      .settledByBase:
      77
    case .newerFormat, .badIdentity: 78
    }
  }
}
