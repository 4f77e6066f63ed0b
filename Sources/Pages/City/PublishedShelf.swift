// Published bulletins, kept as their facts in files beside the store; and files that only pass through
// the disk on their way to a browser.

internal import Glibc

/// The published bulletins of one store.
struct PublishedShelf: Sendable {
  let directory: String
  private static let countMax = 2_000

  /// The names, the newest month first.
  var names: [String] {
    guard let listing = opendir(directory) else { return [] }
    defer { closedir(listing) }
    var names: [String] = []
    while let entry = readdir(listing), names.count < Self.countMax {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        String(cString: UnsafeRawPointer($0).assumingMemoryBound(to: CChar.self))
      }
      if Self.isName(name) { names.append(name) }
    }
    return names.sorted(by: >)
  }

  /// The bytes of a published bulletin; nil for none.
  func find(_ name: String) -> [UInt8]? {
    Self.isName(name) ? WholeFile.read(directory + "/" + name) : nil
  }

  /// Keeps a bulletin; one of the same month and number is replaced.
  func keep(_ bytes: [UInt8], as name: String) throws(DraftFault) {
    guard Self.isName(name) else { throw DraftFault(detail: name) }
    try WholeFile.write(bytes, to: directory + "/" + name, in: directory)
  }

  /// `2021-10-1.facts`: digits and lines, so that no name leaves the directory.
  private static func isName(_ name: String) -> Bool {
    name.hasSuffix(".facts") && name.utf8.count < 40
      && name.utf8.dropLast(6).allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2D }
  }
}

/// Files that are whole or absent.
enum WholeFile {
  static let bytesMax = 256 << 20

  static func read(_ path: String) -> [UInt8]? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_size <= bytesMax else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var count = 0
    while count < bytes.count {
      let part = bytes[count...].withUnsafeMutableBytes {
        Glibc.read(file, $0.baseAddress, $0.count)
      }
      guard part > 0 else { return nil }
      count += part
    }
    return bytes
  }

  /// Whole under its name when this returns, its bytes on the disk; for this user alone. The directory
  /// is not forced: after a power cut the file before may stand there.
  static func write(
    _ bytes: [UInt8], to path: String, in directory: String
  ) throws(DraftFault) {
    if mkdir(directory, 0o700) != 0, errno != EEXIST { throw fault }
    let partial = path + ".new"
    unlink(partial)
    let file = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw fault }
    var count = 0
    while count < bytes.count {
      let part = bytes[count...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      guard part > 0 else {
        let fault = fault
        close(file)
        unlink(partial)
        throw fault
      }
      count += part
    }
    let isSynced = fdatasync(file) == 0
    guard close(file) == 0, isSynced, rename(partial, path) == 0 else { throw fault }
  }

  private static var fault: DraftFault { DraftFault(detail: String(cString: strerror(errno))) }
}

/// A file that a library insists on writing.
enum PassingFile {
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
    return WholeFile.read(path) ?? []
  }
}
