// Guarantees: lines of a file descriptor one after another, in memory bounded by the longest line
// allowed; a line's bytes stay valid until the next one is asked for.

internal import Glibc

/// The lines of a file descriptor.
final class LineSource {
  /// The longest line, in bytes.
  static let lineBytesMax = 4 * 1024 * 1024

  enum Failure: Error {
    /// A line longer than `lineBytesMax`.
    case tooLong
    /// A read failed with this `errno`.
    case unreadable(Int32)
  }

  private static let chunkBytes = 256 * 1024
  private static let patienceMilliseconds: Int32 = 200
  /// Linux's F_SETPIPE_SZ, which the C library hides from Swift.
  private static let setPipeSize: Int32 = 1031
  private let descriptor: Int32
  private var buffer: UnsafeMutableBufferPointer<UInt8>
  private var start = 0
  private var filled = 0
  private var isAtEnd = false
  /// The number of the line last returned, from 1.
  private(set) var lineNumber = 0

  init(descriptor: Int32) {
    self.descriptor = descriptor
    buffer = .allocate(capacity: 2 * Self.chunkBytes)
    _ = fcntl(descriptor, Self.setPipeSize, 1 << 20)  // refused, harmlessly, on all but a pipe
  }

  deinit { buffer.deallocate() }

  /// The next line without its line end, nil at the end and after a Ctrl-C. A last line without a
  /// line end counts.
  /// `beforeWaiting` is called when no byte has come for a fifth of a second.
  func next(
    beforeWaiting: () throws -> Void = {}
  ) throws -> UnsafeBufferPointer<UInt8>? {
    var searched = 0
    while true {
      let from = start + searched
      if let found = memchr(buffer.baseAddress! + from, 0x0A, filled - from) {
        let end = buffer.baseAddress!.distance(to: found.assumingMemoryBound(to: UInt8.self))
        return try line(until: end, next: end + 1)
      }
      if Interruption.isRequested { return nil }
      if isAtEnd { return start < filled ? try line(until: filled, next: filled) : nil }
      searched = filled - start
      guard searched <= Self.lineBytesMax else {
        lineNumber += 1
        throw Failure.tooLong
      }
      try fill(beforeWaiting)
    }
  }

  private func line(until end: Int, next: Int) throws -> UnsafeBufferPointer<UInt8> {
    lineNumber += 1
    guard end - start <= Self.lineBytesMax else { throw Failure.tooLong }
    var first = start
    // Editors of some systems begin a file of UTF-8 with a mark.
    if lineNumber == 1, buffer[start..<end].starts(with: [0xEF, 0xBB, 0xBF]) { first += 3 }
    let bytes = UnsafeBufferPointer(rebasing: buffer[first..<end])
    start = next
    return bytes
  }

  /// Moves what is left to the front and reads more behind it.
  private func fill(_ beforeWaiting: () throws -> Void) throws {
    let left = filled - start
    if start > 0 {
      memmove(buffer.baseAddress!, buffer.baseAddress! + start, left)
      start = 0
      filled = left
    }
    if buffer.count - filled < Self.chunkBytes {
      let larger = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: buffer.count * 2)
      memcpy(larger.baseAddress!, buffer.baseAddress!, filled)
      buffer.deallocate()
      buffer = larger
    }
    try wait(beforeWaiting)
    while !Interruption.isRequested {
      let count = read(descriptor, buffer.baseAddress! + filled, buffer.count - filled)
      if count > 0 {
        filled += count
        return
      }
      if count == 0 {
        isAtEnd = true
        return
      }
      guard errno == EINTR || errno == EAGAIN else { throw Failure.unreadable(errno) }
      try wait {}
    }
  }

  /// Waits for bytes or the end, looking up now and then for a Ctrl-C.
  private func wait(_ beforeWaiting: () throws -> Void) throws {
    var poller = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    var isPatient = false
    while !Interruption.isRequested, poll(&poller, 1, Self.patienceMilliseconds) <= 0 {
      if !isPatient { try beforeWaiting() }
      isPatient = true
    }
  }
}
