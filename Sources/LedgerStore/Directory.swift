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
      let isDot = entry.pointee.d_name.0 == 46
      guard isDot, entry.pointee.d_name.1 == 0 || entry.pointee.d_name.1 == 46 else {
        throw StoreError(.notEmpty, path)
      }
    }
  }

  /// Removes what a failed `create` left behind.
  static func removeStoreFiles(_ path: String) {
    for name in [IdentityFile.name, WriterGate.lockFile, "data.mdb", "lock.mdb"] {
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
