// Guarantees: the file system side of a store: a directory of its own, nothing else touched.

internal import Glibc

enum Directory {
  /// Makes `path` (and missing parents), or accepts it when it is empty.
  static func makeEmpty(_ path: String) throws(StoreError) {
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
        strcmp(UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self), creatingFile) == 0
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

    /// The store is whole.
    consuming func finish() {
      unlink(path + "/" + Directory.creatingFile)
      SmallFile.sync(directory: path)
    }

    deinit { close(descriptor) }
  }

  /// Makes `path`, or accepts it when it is empty or holds what a maker that died left behind.
  static func begin(_ path: String) throws(StoreError) -> Making {
    if isAbandoned(path) { removeStoreFiles(path) }
    try makeEmpty(path)
    let mark = path + "/" + creatingFile
    let descriptor = open(mark, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(.cannotCreate, path, String(cString: strerror(errno)))
    }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw StoreError(.notEmpty, path)
    }
    return Making(descriptor: descriptor, path: path)
  }

  /// Whether the directory holds the leftovers of a maker that died.
  static func isAbandoned(_ path: String) -> Bool {
    let descriptor = open(path + "/" + creatingFile, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
    flock(descriptor, LOCK_UN)
    return true
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
