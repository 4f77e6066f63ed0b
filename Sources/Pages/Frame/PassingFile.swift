// Small files that pages keep beside the store, whole or absent; and files that only pass through
// the disk on their way to a browser.

internal import Glibc
internal import LedgerStore

extension [UInt8] {
  /// Whole under its name when this returns, after a power cut too; for this user alone.
  func keep(at path: String, in directory: String, replacing: Bool) throws(DraftFault) {
    if mkdir(directory, 0o700) != 0, errno != EEXIST {
      throw DraftFault(detail: String(cString: strerror(errno)))
    }
    do throws(StoreError) {
      let file = try NewFile(path)
      try file.append(self)
      try file.finish(replacing: replacing)
    } catch {
      throw DraftFault(detail: error.arguments.last ?? error.code.rawValue)
    }
  }
}

/// Files that are read whole, or that a library insists on writing.
enum PassingFile {
  static let bytesMax = 256 << 20

  private static let namesMax = 10_000

  /// The names in a directory, in no order, at most so many as are looked at; none of one that
  /// cannot be read.
  static func names(in directory: String) -> [String] {
    guard let listing = opendir(directory) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while names.count < namesMax, let entry = readdir(listing) {
      names.append(
        withUnsafePointer(to: &entry.pointee.d_name) {
          String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
        })
    }
    return names
  }

  /// The bytes of a file; nil for none, and for one that is larger than this holds.
  static func read(_ path: String) -> [UInt8]? {
    guard let file = try? FileReader(path), file.bytes <= bytesMax else { return nil }
    return try? file.read(at: 0, count: file.bytes)
  }

  /// The first bytes of a file; none of one that cannot be read.
  static func head(_ path: String, _ count: Int) -> [UInt8] {
    (try? FileReader(path).read(at: 0, count: count)) ?? []
  }

  /// The bytes that `body` writes to the path it is given.
  static func bytes(_ body: (String) throws -> Void) throws -> [UInt8] {
    var template = Array("/tmp/taizhang-XXXXXX".utf8CString)
    let file = mkstemp(&template)
    guard file >= 0 else { throw DraftFault(detail: String(cString: strerror(errno))) }
    close(file)
    let path = String(
      decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    defer { unlink(path) }
    try body(path)
    return read(path) ?? []
  }
}
