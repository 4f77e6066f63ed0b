// Whole files in and out through the C library. A file is written beside its place and moved there,
// so that a failure leaves the earlier one untouched; where links lead is the place, and what is no
// file gives way to none.

internal import Catalogue
internal import Glibc
internal import LedgerStore
internal import Workbooks

/// Whole files.
enum FileBytes {
  /// The largest file read whole: 1 GiB.
  static let sizeBytesMax = 1 << 30

  /// All bytes of a file; `-` is standard input.
  ///
  /// - Parameter orCut: whether a larger file gives its first bytes, one more than the limit.
  static func read(
    _ path: String, sizeBytesMax: Int = sizeBytesMax, orCut: Bool = false
  ) throws -> [UInt8] {
    let descriptor = path == "-" ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path) }
    defer { if descriptor != STDIN_FILENO { close(descriptor) } }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 256 * 1024)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw unreadable(path) }
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: chunk[..<count])
      guard bytes.count > sizeBytesMax else { continue }
      if orCut { return Array(bytes.prefix(sizeBytesMax + 1)) }
      throw CommandFailure(.fileTooLarge, path)
    }
  }

  /// Writes a file whole, or leaves the earlier one.
  static func write(_ bytes: [UInt8], to path: String) throws {
    var file = try WholeFile(path)
    try file.append(bytes)
    try file.finish()
  }

  /// A file that `write` makes under another name, moved to its place once it is whole.
  static func make(_ path: String, _ write: (String) throws -> Void) throws {
    let place = try NewFile.place(of: path)
    let draft = place + ".part-\(getpid())"
    do {
      try write(draft)
    } catch {
      unlink(draft)
      throw error
    }
    guard rename(draft, place) == 0 else {
      let reason = Surroundings.describe(errno: errno)
      unlink(draft)
      throw CommandFailure(.cannotWrite, path, reason)
    }
  }

  /// Writes a workbook whole, or leaves the earlier file.
  static func write(_ book: WorkbookFile, to path: String) throws {
    try make(path) { draft in
      // Where no file can be made, this says so before the library does.
      let descriptor = open(draft, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
      guard descriptor >= 0 else {
        throw CommandFailure(.cannotWrite, path, Surroundings.describe(errno: errno))
      }
      close(descriptor)
      do throws(WorkbookError) { try book.write(to: draft) } catch {
        guard error.code == .unwritable else {
          throw CommandFailure(
            code: "workbook", status: .cannotCreate, message: error.message, hint: error.hint)
        }
        throw CommandFailure(.cannotWrite, path, error.reason)
      }
    }
  }

  private static func unreadable(_ path: String) -> CommandFailure {
    CommandFailure(.noSuchFile, path, Surroundings.describe(errno: errno))
  }
}

/// A file that appears at its place only when it is finished.
struct WholeFile: ~Copyable {
  private let path: String
  private let place: String
  private let draftPath: String
  private let descriptor: Int32
  private var isFinished: Bool

  init(_ path: String) throws {
    let place = try NewFile.place(of: path)
    let draftPath = place + ".part-\(getpid())"
    let descriptor = open(draftPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw CommandFailure(.cannotWrite, path, Surroundings.describe(errno: errno))
    }
    self.path = path
    self.place = place
    self.draftPath = draftPath
    self.descriptor = descriptor
    isFinished = false
  }

  deinit {
    if !isFinished {
      close(descriptor)
      unlink(draftPath)
    }
  }

  mutating func append(_ bytes: [UInt8]) throws {
    try bytes.withUnsafeBytes { raw in
      var offset = 0
      while offset < raw.count {
        let count = Glibc.write(descriptor, raw.baseAddress! + offset, raw.count - offset)
        if count < 0, errno == EINTR { continue }
        guard count > 0 else {
          throw CommandFailure(
            code: FailureKind.cannotWrite.code, status: .input,
            message: .init("failure.cannot-write", [path, Surroundings.describe(errno: errno)]),
            hint: .init("failure.cannot-write.hint"))
        }
        offset += count
      }
    }
  }

  /// Makes the file durable and moves it to its place.
  mutating func finish() throws {
    guard fsync(descriptor) == 0 || errno == EINVAL, rename(draftPath, place) == 0 else {
      throw CommandFailure(.cannotWrite, path, Surroundings.describe(errno: errno))
    }
    close(descriptor)
    isFinished = true
  }
}

extension FailureKind {
  static let noSuchFile = FailureKind("no-such-file", .missing)
  static let fileTooLarge = FailureKind("file-too-large", .badInput)
  static let cannotWrite = FailureKind("cannot-write", .cannotCreate)
}
