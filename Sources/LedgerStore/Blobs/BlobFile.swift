// Guarantees: a descriptor is closed once, a write is whole or thrown, and every failure of the
// file system becomes a refusal with the path.

internal import Glibc
internal import Wire

extension StoreError {
  /// A failed call on a file of the store.
  init(file path: String, errno code: Int32) {
    switch code {
    case ENOSPC, EDQUOT, EFBIG: self.init(.diskFull, path)
    case EROFS, EACCES, EPERM: self.init(.readOnly, path)
    default: self.init(.io, path, String(cString: strerror(code)))
    }
  }
}

/// An open file. Used by one thread at a time; `Sendable` because a reader may be handed on.
final class BlobFile: @unchecked Sendable {
  let path: String
  private let descriptor: Int32

  /// Nil when there is no such file.
  static func existing(_ path: String, flags: Int32 = O_RDONLY) throws(StoreError) -> BlobFile? {
    // Never waits for the other end of a pipe.
    let descriptor = open(path, flags | O_CLOEXEC | O_NONBLOCK)
    if descriptor < 0, errno == ENOENT || errno == ENOTDIR { return nil }
    guard descriptor >= 0 else { throw StoreError(file: path, errno: errno) }
    return BlobFile(path, descriptor)
  }

  /// Opens for writing, made when missing.
  static func writing(_ path: String, exclusive: Bool) throws(StoreError) -> BlobFile {
    let flags = O_RDWR | O_CREAT | O_CLOEXEC | (exclusive ? O_EXCL : 0)
    let descriptor = open(path, flags, 0o600)
    guard descriptor >= 0 else { throw StoreError(file: path, errno: errno) }
    return BlobFile(path, descriptor)
  }

  private init(_ path: String, _ descriptor: Int32) {
    self.path = path
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }

  /// Bytes in the file; nil when it is a directory, a pipe or a device.
  func sizeBytes() throws(StoreError) -> Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw StoreError(file: path, errno: errno) }
    return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }

  /// Takes the file for this descriptor alone; false when another has it.
  func lock() -> Bool { flock(descriptor, LOCK_EX | LOCK_NB) == 0 }

  /// Reads up to `count` bytes at `offset`; fewer only at the end of the file.
  func read(at offset: Int, count: Int) throws(StoreError) -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      while initialized < count {
        let taken = pread(
          descriptor, buffer.baseAddress.unsafelyUnwrapped + initialized, count - initialized,
          offset + initialized)
        if taken < 0, errno == EINTR { continue }
        if taken < 0 { failure = errno }
        guard taken > 0 else { return }
        initialized += taken
      }
    }
    guard failure == 0 else { throw StoreError(file: path, errno: failure) }
    return bytes
  }

  /// Writes all of `bytes` at `offset`.
  func write(_ bytes: [UInt8], at offset: Int) throws(StoreError) {
    var failure: Int32 = 0
    bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        let count = pwrite(
          descriptor, buffer.baseAddress.unsafelyUnwrapped + written, buffer.count - written,
          offset + written)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          failure = count == 0 ? ENOSPC : errno
          return
        }
        written += count
      }
    }
    guard failure == 0 else { throw StoreError(file: path, errno: failure) }
  }

  func truncate(to size: Int) { _ = ftruncate(descriptor, size) }

  /// Makes the contents durable and the file unwritable.
  func seal() throws(StoreError) {
    guard fchmod(descriptor, 0o400) == 0, fsync(descriptor) == 0 else {
      throw StoreError(file: path, errno: errno)
    }
  }

  /// The SHA-256 of the contents, read in pieces of 1 MiB.
  func digest() throws(StoreError) -> Digest {
    var hash = BlobHash()
    var offset = 0
    while true {
      let piece = try read(at: offset, count: 1 << 20)
      guard !piece.isEmpty else { break }
      hash.update(piece)
      offset += piece.count
    }
    return hash.digest
  }
}

/// Directories of files that must survive a loss of power.
enum BlobDirectory {
  /// Makes a directory; its parent must exist. Returns whether it was made.
  @discardableResult
  static func make(_ path: String) throws(StoreError) -> Bool {
    if mkdir(path, 0o700) == 0 { return true }
    guard errno == EEXIST else { throw StoreError(file: path, errno: errno) }
    return false
  }

  /// Makes the names in a directory durable.
  static func sync(_ path: String) throws(StoreError) {
    let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw StoreError(file: path, errno: errno) }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 || errno == EINVAL else {
      throw StoreError(file: path, errno: errno)
    }
  }

  /// The names in a directory, sorted; none when there is no such directory.
  static func names(_ path: String) throws(StoreError) -> [String] {
    guard let directory = opendir(path) else {
      if errno == ENOENT { return [] }
      throw StoreError(file: path, errno: errno)
    }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}
