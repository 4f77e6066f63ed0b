// A terminal of 24 rows and 80 columns with the program in it: keys go in, the screen is read back
// through a small emulation of the sequences the program may use. Nothing here is verified.

import Commands
import Foundation
import Glibc

/// The program in a pseudoterminal.
final class Pseudoterminal {
  private let master: Int32
  private let slave: Int32
  private let process: Process
  private(set) var raw = ""
  private var pending: [UInt8] = []
  /// `TIOCSPTLCK` and `TIOCGPTN`, macros that Swift does not see.
  private static let setLock: UInt = 0x4004_5431
  private static let getNumber: UInt = 0x8004_5430

  init(_ process: Process, rows: Int = 24, columns: Int = 80) throws {
    // Linux: unlock the pair and ask for its number; glibc's grantpt and unlockpt do the same.
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
    var locked: Int32 = 0
    var number: Int32 = 0
    guard master >= 0, ioctl(master, Self.setLock, &locked) == 0,
      ioctl(master, Self.getNumber, &number) == 0
    else { throw POSIXError(.ENOTTY) }
    slave = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY)
    guard slave >= 0 else { throw POSIXError(.ENOTTY) }
    self.process = process
    resize(rows: rows, columns: columns)
    _ = fcntl(master, F_SETFL, O_NONBLOCK)
    process.standardInput = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
    process.standardOutput = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
    process.standardError = FileHandle(fileDescriptor: slave, closeOnDealloc: false)
    try process.run()
  }

  deinit {
    if process.isRunning { process.terminate() }
    process.waitUntilExit()
    close(slave)
    close(master)
  }

  /// Whether the terminal echoes and edits lines, as it did before the program came.
  var isCooked: Bool {
    var mode = termios()
    tcgetattr(slave, &mode)
    return mode.c_lflag & tcflag_t(ECHO) != 0 && mode.c_lflag & tcflag_t(ICANON) != 0
  }

  func resize(rows: Int, columns: Int) {
    var size = winsize(
      ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    if process.isRunning { kill(process.processIdentifier, SIGWINCH) }
  }

  func type(_ keys: String) {
    let bytes = Array(keys.utf8)
    _ = write(master, bytes, bytes.count)
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Reads until the screen satisfies `isThere` or two minutes have passed; the screen either way.
  func screen(_ rows: Int = 24, _ columns: Int = 80, until isThere: ([String]) -> Bool) -> [String]
  {
    let end = Date().addingTimeInterval(120)
    while true {
      drain()
      let lines = ScreenEmulation.lines(of: raw, rows: rows, columns: columns)
      if isThere(lines) || Date() > end { return lines }
      usleep(5_000)
    }
  }

  /// Waits for the program to end; its status, and all that it wrote.
  func finish() -> (status: Int32, raw: String) {
    let end = Date().addingTimeInterval(120)
    while process.isRunning, Date() < end {
      drain()
      usleep(5_000)
    }
    drain()
    return (process.isRunning ? -1 : process.terminationStatus, raw)
  }

  private func drain() {
    var bytes = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(master, &bytes, bytes.count)
      guard count > 0 else { break }
      pending += bytes.prefix(count)
    }
    // A character may be cut at the end of a read: keep what does not decode for the next one.
    var whole = pending.count
    while whole > 0, pending.count - whole < 4,
      String(validating: pending.prefix(whole), as: UTF8.self) == nil
    {
      whole -= 1
    }
    raw += String(decoding: pending.prefix(whole), as: UTF8.self)
    pending.removeFirst(whole)
  }
}

/// What a terminal shows after a text with cursor positions and erasures.
enum ScreenEmulation {
  static func lines(of text: String, rows: Int, columns: Int) -> [String] {
    var cells = [[Character?]](
      repeating: [Character?](repeating: " ", count: columns), count: rows)
    var row = 0
    var column = 0
    var rest = text[...]
    while let character = rest.popFirst() {
      if character == "\u{1B}", rest.first == "[" {
        rest.removeFirst()
        let parameters = rest.prefix { !$0.isLetter }
        rest = rest[parameters.endIndex...]
        guard let final = rest.popFirst() else { break }
        let numbers = parameters.split(separator: ";").map { Int($0) ?? 1 }
        switch final {
        case "H":
          row = min(rows, numbers.first ?? 1) - 1
          column = min(columns, numbers.count > 1 ? numbers[1] : 1) - 1
        case "K": for index in min(column, columns)..<columns { cells[row][index] = " " }
        case "J":
          let from = parameters == "2" ? 0 : row + 1
          for index in from..<max(from, rows) {
            cells[index] = [Character?](repeating: " ", count: columns)
          }
        default: break
        }
        continue
      }
      if character == "\r\n" || character == "\n" || character == "\r" {
        if character != "\r" { row = min(row + 1, rows - 1) }
        column = 0
        continue
      }
      let width = TerminalText.width(of: character)
      guard width > 0, column + width <= columns else { continue }
      cells[row][column] = character
      if width == 2 { cells[row][column + 1] = nil }
      column += width
    }
    return cells.map { line in String(line.compactMap { $0 }) }
  }
}
