// Guarantees: a store that was made for nothing leaves nothing behind.

internal import Glibc
internal import LMDB

extension Store {
  /// Removes the store's files, key included, and its directory when that is empty then. For a
  /// store that was just made and never shared: nothing brings it back. Nothing can be done with
  /// the value afterwards.
  public func discard() {
    try? environment.close()
    for entry in Directory.names(in: path)
    where entry.hasPrefix("agent") || entry.hasSuffix(".lock") {
      unlink(path + "/" + entry)
    }
    Directory.removeStoreFiles(path)
  }
}

extension Directory {
  /// The names in a directory, `.` and `..` left out; none when it cannot be read.
  static func names(in path: String) -> [String] {
    guard let directory = opendir(path) else { return [] }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }
}
