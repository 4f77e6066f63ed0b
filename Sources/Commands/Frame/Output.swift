// Guarantees: standard output is buffered and written whole; a reader that has gone away (`| head`)
// ends the writing quietly, never the work; notes and progress go to standard error.

internal import Glibc
internal import Synchronization

/// Standard output and standard error of one command. Safe to use from several threads.
final class Output: Sendable {
  private struct State {
    var buffer: [UInt8] = []
    var isClosed = false
    var failure: Int32 = 0
    /// A writer at rest, its buffer kept for the next line.
    var spare: JSONWriter?
  }

  private static let bufferBytes = 64 * 1024
  private let state = Mutex(State())

  init() {
    signal(SIGPIPE, SIG_IGN)
    // A file-size limit is met as a failed write, like a full disk, not as an end of the process.
    signal(SIGXFSZ, SIG_IGN)
  }

  /// True once the reader of standard output has gone: long lists may stop early.
  var isClosed: Bool { state.withLock { $0.isClosed } }

  /// The `errno` of a write that failed for another reason than a reader gone; 0 if none did.
  var failure: Int32 { state.withLock { $0.failure } }

  /// A line on standard output.
  func line(_ text: String) {
    state.withLock { state in
      state.buffer.append(contentsOf: text.utf8)
      state.buffer.append(0x0A)
      if state.buffer.count >= Self.bufferBytes { Self.drain(&state) }
    }
  }

  /// Bytes on standard output, as they are.
  func bytes(_ bytes: [UInt8]) {
    state.withLock { state in
      state.buffer.append(contentsOf: bytes)
      if state.buffer.count >= Self.bufferBytes { Self.drain(&state) }
    }
  }

  /// One JSON value on a line of its own.
  func json(_ body: (inout JSONWriter) throws -> Void) rethrows {
    var writer = state.withLock { $0.spare.take() } ?? JSONWriter()
    writer.reset()
    try writer.object(body)
    state.withLock { state in
      state.buffer.append(contentsOf: writer.bytes)
      state.buffer.append(0x0A)
      state.spare = writer
      if state.buffer.count >= Self.bufferBytes { Self.drain(&state) }
    }
  }

  /// Writes out what is buffered. Long-running commands call it after each event.
  func flush() { state.withLock { Self.drain(&$0) } }

  /// A line on standard error, at once.
  func errorLine(_ text: String) {
    flush()
    Self.write(Array((text + "\n").utf8), to: STDERR_FILENO)
  }

  /// Text on standard error without a line end: progress on a terminal.
  func errorText(_ text: String) { Self.write(Array(text.utf8), to: STDERR_FILENO) }

  private static func drain(_ state: inout State) {
    defer { state.buffer.removeAll(keepingCapacity: true) }
    guard !state.isClosed, !state.buffer.isEmpty else { return }
    let code = write(state.buffer, to: STDOUT_FILENO)
    if code == 0 { return }
    state.isClosed = true
    if code != EPIPE { state.failure = code }
  }

  /// Writes all bytes; returns 0 or the `errno` that stopped it.
  @discardableResult
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    bytes.withUnsafeBytes { raw in
      var offset = 0
      while offset < raw.count {
        let count = Glibc.write(descriptor, raw.baseAddress! + offset, raw.count - offset)
        if count >= 0 {
          offset += count
        } else if errno == EAGAIN {
          var poller = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          poll(&poller, 1, -1)
        } else if errno != EINTR {
          return errno
        }
      }
      return 0
    }
  }
}
