// Guarantees: the file system side of a store: a directory of its own, nothing else touched.

internal import Glibc

enum Directory {
  /// Makes `path` (and missing parents), or accepts it when it is empty but for `mark`.
  static func makeEmpty(_ path: String, mark: String = creatingFile) throws(StoreError) {
    var partial = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      partial += part
      if mkdir(partial, 0o700) != 0, errno != EEXIST {
        throw StoreError(.cannotCreate, path, String(cString: strerror(errno)))
      }
      partial += "/"
    }
    guard let directory = opendir(path) else {
      throw StoreError(.cannotCreate, path, String(cString: strerror(errno)))
    }
    defer { closedir(directory) }
    while let entry = readdir(directory) {
      let isMark = withUnsafePointer(to: &entry.pointee.d_name) { name in
        strcmp(UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self), mark) == 0
      }
      if isMark { continue }
      let isDot = entry.pointee.d_name.0 == 46
      guard isDot, entry.pointee.d_name.1 == 0 || entry.pointee.d_name.1 == 46 else {
        throw StoreError(.notEmpty, path)
      }
    }
  }

  /// Stands in a directory while a store is being made there; locked by its maker.
  static let creatingFile = "creating"

  /// A store being made. When the process dies on the way, the mark stays without its lock, and the
  /// next one that makes a store here begins anew.
  struct Making: ~Copyable {
    fileprivate let descriptor: Int32
    fileprivate let path: String
    fileprivate let mark: String

    /// The store is whole.
    consuming func finish() {
      unlink(path + "/" + mark)
      SmallFile.sync(directory: path)
    }

    deinit { close(descriptor) }
  }

  /// Makes `path`, or accepts it when it is empty or holds what a maker that died left behind.
  static func begin(_ path: String) throws(StoreError) -> Making {
    if isAbandoned(path) { removeStoreFiles(path) }
    return try begin(path, mark: creatingFile)
  }

  /// Makes `path`, or accepts it when it is empty or holds nothing but a backup whose maker died.
  static func beginBackup(_ path: String) throws(StoreError) -> Making {
    if isAbandoned(path, mark: backupFile), names(in: path).allSatisfy(isOfBackup) {
      removeBackup(path)
    }
    return try begin(path, mark: backupFile)
  }

  private static func begin(_ path: String, mark name: String) throws(StoreError) -> Making {
    try makeEmpty(path, mark: name)
    let mark = path + "/" + name
    let descriptor = open(mark, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(.cannotCreate, path, String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw StoreError(.notEmpty, path)
    }
    return Making(descriptor: descriptor, path: path, mark: name)
  }

  /// Whether the directory holds the leftovers of a maker that died.
  static func isAbandoned(_ path: String, mark: String = creatingFile) -> Bool {
    let descriptor = open(path + "/" + mark, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
    flock(descriptor, LOCK_UN)
    return true
  }

  /// Stands in a directory while a backup is being made there; locked by its maker.
  static let backupFile = "unfinished-backup"

  /// The label of a backup, whole or half written, beside its data.
  private static let labelFile = "backup.txt"
  private static let bulletinDirectory = "bulletins"

  /// Whether a name is of what a backup consists of.
  private static func isOfBackup(_ name: String) -> Bool {
    ["data.mdb", "lock.mdb", "blobs", bulletinDirectory, labelFile, backupFile].contains(name)
      || name.hasPrefix(labelFile + ".part-")
  }

  /// Removes what a backup that was broken off left behind; the directory stays.
  static func removeBackup(_ path: String) {
    BlobStore(directory: path + "/blobs").removeAll()
    let bulletins = path + "/" + bulletinDirectory
    for name in names(in: bulletins) { unlink(bulletins + "/" + name) }
    rmdir(bulletins)
    for name in names(in: path) where isOfBackup(name) { unlink(path + "/" + name) }
  }

  /// Removes what a failed `create` left behind.
  static func removeStoreFiles(_ path: String) {
    let names = [
      IdentityFile.name, IdentityFile.nextName, WriterGate.lockFile, "data.mdb", "lock.mdb",
      creatingFile,
    ]
    for name in names {
      unlink(path + "/" + name)
    }
    BlobStore(directory: path + "/blobs").removeAll()
    rmdir(path)
  }
}

extension String {
  /// Line breaks and other controls become spaces: office names stand in a line of their own.
  var singleLine: String {
    String(String.UnicodeScalarView(unicodeScalars.map { $0.value < 32 ? " " : $0 }))
  }
}
