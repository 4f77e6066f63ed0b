// The full-screen terminal: raw mode, the alternate screen, size, and signals.
//
// Guarantees: however the review ends (a key, an error, SIGTERM, SIGHUP, SIGINT, a closed
// connection), the terminal gets its mode, its cursor and its old contents back first. Frames are
// drawn line by line at fixed places with one write each, so a slow line shows no flicker.

internal import Glibc
private import Synchronization

/// What woke the review.
enum TerminalEvent {
  case keys([Key])
  case resized
  /// The terminal is gone or the process was asked to end; the number is the signal (0: end of
  /// input).
  case ended(Int32)
}

/// The pipe end that signal handlers write to; -1 while no full-screen view is open. Handlers may
/// do little more than write a byte.
private let wakeDescriptor = Atomic<Int32>(-1)

private func wakeUp(by signal: Int32) {
  let saved = errno
  var byte = UInt8(truncatingIfNeeded: signal)
  let descriptor = wakeDescriptor.load(ordering: .relaxed)
  if descriptor >= 0 { _ = write(descriptor, &byte, 1) }
  errno = saved
}

/// The controlling terminal while a full-screen view has it.
final class TerminalScreen {
  private let input: Int32
  private let output: Int32
  private var saved = termios()
  private var isOpen = false
  private var decoder = KeyDecoder()
  private var wake: (read: Int32, write: Int32) = (-1, -1)
  private let signals: [Int32] = [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGWINCH]

  /// Nil unless both standard input and standard output are terminals.
  init?() {
    input = STDIN_FILENO
    output = STDOUT_FILENO
    guard isatty(input) == 1, isatty(output) == 1, tcgetattr(input, &saved) == 0 else { return nil }
  }

  deinit { close() }

  /// Takes the terminal: raw mode, alternate screen, signals.
  func open() {
    guard !isOpen else { return }
    isOpen = true
    watchSignals()
    var raw = saved
    cfmakeraw(&raw)
    tcsetattr(input, TCSADRAIN, &raw)
    put("\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J")
  }

  /// Gives the terminal back. May be called twice.
  func close() {
    guard isOpen else { return }
    isOpen = false
    put("\u{1B}[0m\u{1B}[?25h\u{1B}[?1049l")
    tcsetattr(input, TCSADRAIN, &saved)
    for number in signals { signal(number, SIG_DFL) }
    wakeDescriptor.store(-1, ordering: .relaxed)
    if wake.read >= 0 {
      _ = Glibc.close(wake.read)
      _ = Glibc.close(wake.write)
    }
  }

  /// Rows and columns now; 24x80 where the terminal does not say.
  var size: (rows: Int, columns: Int) {
    var window = winsize()
    guard ioctl(output, UInt(TIOCGWINSZ), &window) == 0, window.ws_row > 0, window.ws_col > 0 else {
      return (24, 80)
    }
    return (Int(window.ws_row), Int(window.ws_col))
  }

  /// Puts a frame on the screen.
  func show(_ frame: ReviewFrame) {
    var text = "\u{1B}[?25l"
    for (row, line) in frame.lines.enumerated() {
      text += "\u{1B}[\(row + 1);1H\(line)\u{1B}[0m\u{1B}[K"
    }
    text += "\u{1B}[J"
    if let cursor = frame.cursor {
      text += "\u{1B}[\(cursor.row + 1);\(cursor.column + 1)H\u{1B}[?25h"
    }
    put(text)
  }

  /// Waits for keys, a new size, or the end.
  func next() -> TerminalEvent {
    while true {
      var watched = [
        pollfd(fd: input, events: Int16(POLLIN), revents: 0),
        pollfd(fd: wake.read, events: Int16(POLLIN), revents: 0),
      ]
      let ready = poll(&watched, 2, decoder.isWaiting ? 50 : -1)
      if ready < 0 {
        if errno == EINTR { continue }
        return .ended(0)
      }
      if ready == 0 {
        let keys = decoder.flush()
        if !keys.isEmpty { return .keys(keys) }
        continue
      }
      if watched[1].revents != 0, let event = signalled() { return event }
      if watched[0].revents != 0 {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = read(input, &bytes, bytes.count)
        if count <= 0 { return .ended(count < 0 && errno == EINTR ? SIGINT : SIGHUP) }
        let keys = decoder.feed(bytes.prefix(count))
        if !keys.isEmpty { return .keys(keys) }
      }
    }
  }

  private func signalled() -> TerminalEvent? {
    var number: UInt8 = 0
    guard read(wake.read, &number, 1) == 1 else { return nil }
    return Int32(number) == SIGWINCH ? .resized : .ended(Int32(number))
  }

  /// Signals become bytes in a pipe, so that one `poll` waits for everything.
  private func watchSignals() {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    wake = (ends[0], ends[1])
    _ = fcntl(wake.write, F_SETFL, O_NONBLOCK)
    wakeDescriptor.store(wake.write, ordering: .relaxed)
    for number in signals {
      var action = sigaction()
      action.__sigaction_handler.sa_handler = wakeUp
      sigaction(number, &action, nil)
    }
  }

  private func put(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let written = bytes.withUnsafeBytes { write(output, $0.baseAddress, $0.count) }
      if written < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        return
      }
      bytes = bytes.dropFirst(written)
    }
  }
}
