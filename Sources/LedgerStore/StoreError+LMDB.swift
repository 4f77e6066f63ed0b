// Guarantees: every failure below the store becomes a refusal with the path and the place.

internal import Causality
internal import Glibc
internal import LMDB
internal import Wire

/// Where a store lives, for its errors.
struct StorePlace: Sendable {
  let path: String
  let mapSizeBytes: Int

  /// The file that this user may not open as LMDB has to, else the directory.
  fileprivate var closedFile: String {
    ["/lock.mdb", "/data.mdb"].map { path + $0 }
      .first { access($0, F_OK) == 0 && access($0, R_OK | W_OK) != 0 } ?? path
  }
}

extension StoreError {
  init(_ error: LMDBError, at place: StorePlace) {
    switch error.kind {
    case .mapFull: self.init(.mapFull, place.path, String(place.mapSizeBytes))
    case .diskFull: self.init(.diskFull, place.path)
    case .readOnly: self.init(.readOnly, place.path)
    case .corrupted, .incompatibleTable:
      self.init(.corrupt, "data.mdb", place.path, error.description)
    // A size that nobody gave stands in the file.
    case .badValueSize where error.operation != .put && error.operation != .reserve:
      self.init(.corrupt, "data.mdb", place.path, error.description)
    // LMDB without its lock would read pages that another process writes anew.
    case .io(errno: let code) where code == EACCES && error.operation == .open:
      self.init(.notPermitted, place.closedFile, "store-files")
    case .versionMismatch: self.init(.newerFormat, place.path, "LMDB", "LMDB 0.9")
    default: self.init(.io, place.path, error.description)
    }
  }

  init(_ error: CorruptRecord, table: String, key: some Sequence<UInt8>) {
    self.init(.corrupt, table, Hexadecimal.text(key), "byte \(error.offset)")
  }

  /// The refusal for any error that the rooms below throw while `key` of `table` is at hand.
  init(_ error: any Error, at place: StorePlace, table: String, key: some Sequence<UInt8>) {
    switch error {
    case let error as StoreError: self = error
    case let error as LMDBError: self.init(error, at: place)
    case let error as CorruptRecord: self.init(error, table: table, key: key)
    case let error as WireError:
      self.init(.corrupt, table, Hexadecimal.text(key), error.description)
    default: self.init(.io, place.path, String(describing: error))
    }
  }
}
