// Guarantees: a file that others will trust is written under a temporary name, synced and renamed,
// so that it is there whole or not at all, after a power cut too; files are read in pieces,
// whatever their size.

internal import Glibc
internal import Wire

/// Writes a new file that appears under its name when it is whole.
package final class NewFile {
  /// The name under which the file appears.
  package let path: String
  private let temporary: String
  private var descriptor: Int32
  private var pending: [UInt8] = []
  private(set) var bytes = 0
  private var running = RunningDigest()

  /// SHA-256 of all that was appended.
  var digest: Digest { running.digest }

  private static let bufferBytes = 1 << 20

  /// Opens a temporary file beside `path`, mode 600; nothing stands at `path` itself before it is
  /// finished. Symbolic links stay: the file appears where they end.
  /// - Throws: `cannotCreate` with the system's word, or as ``place(of:)`` does.
  package init(_ path: String) throws(StoreError) {
    let path = try Self.place(of: path)
    self.path = path
    temporary = path + ".part\(getpid())"
    descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw StoreError(.cannotCreate, path, String(cString: strerror(errno)))
    }
  }

  /// Where a file that takes the place of `path` is written: where its symbolic links end.
  /// - Throws: `cannotCreate` with `not-a-file` for a directory, a pipe or a device, which nothing
  ///   may take the place of; with `standard-output` for `-`.
  package static func place(of path: String) throws(StoreError) -> String {
    guard path != "-" else { throw StoreError(.cannotCreate, path, "standard-output") }
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw StoreError(.cannotCreate, path, "not-a-file")
    }
    var place = path
    for _ in 0..<linksMax {
      guard let next = linked(place) else { return place }
      place = next
    }
    throw StoreError(.cannotCreate, path, String(cString: strerror(ELOOP)))
  }

  /// As many links in a row as the system follows.
  private static let linksMax = 40

  /// Where a symbolic link points; nil for anything else.
  private static func linked(_ path: String) -> String? {
    let target = [UInt8](unsafeUninitializedCapacity: Int(PATH_MAX)) { buffer, filled in
      let start = UnsafeMutableRawPointer(buffer.baseAddress!).assumingMemoryBound(to: CChar.self)
      filled = max(0, readlink(path, start, buffer.count))
    }
    guard !target.isEmpty else { return nil }
    let name = String(decoding: target, as: UTF8.self)
    guard !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
    return String(path[...slash]) + name
  }

  /// Leaves nothing behind unless the file was finished.
  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(temporary)
  }

  /// Adds bytes; they are buffered up to 1 MiB and durable only once the file is finished.
  /// - Throws: `diskFull`, or an I/O error; the file must then be given up.
  package func append(_ more: [UInt8]) throws(StoreError) {
    running.update(more)
    bytes += more.count
    pending += more
    if pending.count >= Self.bufferBytes { try flush() }
  }

  private func flush() throws(StoreError) {
    var at = 0
    while at < pending.count {
      let written = pending.withUnsafeBytes { buffer in
        write(descriptor, buffer.baseAddress! + at, buffer.count - at)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw Self.failure(path) }
      at += written
    }
    pending.removeAll(keepingCapacity: true)
  }

  private static func failure(_ path: String) -> StoreError {
    errno == ENOSPC || errno == EDQUOT || errno == EFBIG
      ? StoreError(.diskFull, path)
      : StoreError(.io, path, String(cString: strerror(errno)))
  }

  /// Syncs the file, gives it its name and syncs the directory.
  ///
  /// - Parameter replacing: whether a file of that name gives way. Otherwise it stays, and nothing
  ///   is written: `.cannotCreate`.
  package func finish(replacing: Bool = true) throws(StoreError) {
    try flush()
    guard fsync(descriptor) == 0 else { throw Self.failure(path) }
    if replacing {
      guard rename(temporary, path) == 0 else { throw Self.failure(path) }
    } else {
      // Unlike a rename, a link never takes the place of another file.
      guard link(temporary, path) == 0 else {
        throw errno == EEXIST
          ? StoreError(.cannotCreate, path, String(cString: strerror(EEXIST))) : Self.failure(path)
      }
      unlink(temporary)
    }
    close(descriptor)
    descriptor = -1
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    let directory = open(
      parent.isEmpty ? "." : parent.joined(separator: "/") + "/", O_RDONLY | O_CLOEXEC)
    guard directory >= 0 else { return }
    fsync(directory)
    close(directory)
  }
}

/// Reads a file in pieces.
package final class FileReader {
  let path: String
  private let descriptor: Int32
  /// The size when it was opened.
  package let bytes: Int

  /// How much one read asks for: 1 MiB.
  package static let pieceBytes = 1 << 20

  /// - Throws: `.noSuchFile` for anything but a file that can be read.
  package init(_ path: String) throws(StoreError) {
    self.path = path
    // A pipe that nobody writes to must not hold the opening up.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      throw StoreError(.noSuchFile, path, String(cString: strerror(errno)))
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw StoreError(.noSuchFile, path, "not a file")
    }
    bytes = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Up to `count` bytes from `offset`; fewer only at the end of the file.
  package func read(
    at offset: Int, count: Int = FileReader.pieceBytes
  ) throws(StoreError) -> [UInt8] {
    var failure: Int32 = 0
    let piece = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(
          descriptor, buffer.baseAddress! + filled, count - filled, off_t(offset + filled))
        if got < 0, errno == EINTR { continue }
        if got < 0 { failure = errno }
        guard got > 0 else { return }
        filled += got
      }
    }
    guard failure == 0 else {
      throw StoreError(.io, path, String(cString: strerror(failure)))
    }
    return piece
  }
}
