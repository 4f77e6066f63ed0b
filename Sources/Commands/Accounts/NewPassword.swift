// Reads a new password: at a terminal without showing it, twice; from a pipe as one line. It is
// never an argument, where other users of the machine could read it.

internal import Glibc
internal import Pages

/// A password that is being set.
enum NewPassword {
  /// Longer lines are cut: no password is so long.
  private static let bytesMax = 4_096

  /// - Throws: `no-password`, or `passwords-differ` for two that are not the same.
  static func read(for name: String, _ context: CommandContext) throws -> String {
    guard Surroundings.isTerminal(STDIN_FILENO) else {
      guard let line = line(), !line.isEmpty else { throw CommandFailure(.noPassword) }
      return line
    }
    let first = try unseen(context.text("account.ask-password", name), context)
    guard try unseen(context.text("account.ask-again"), context) == first else {
      throw CommandFailure(AccountFault(.passwordsDiffer))
    }
    return first
  }

  /// Asks at the terminal with its echo off, which comes back whatever happens.
  private static func unseen(_ question: String, _ context: CommandContext) throws -> String {
    var before = termios()
    guard tcgetattr(STDIN_FILENO, &before) == 0 else { throw CommandFailure(.noPassword) }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO)
    guard tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent) == 0 else {
      throw CommandFailure(.noPassword)
    }
    defer {
      tcsetattr(STDIN_FILENO, TCSAFLUSH, &before)
      context.output.errorText("\n")
    }
    // Asked once the echo is off: what is typed from here on is not shown.
    context.output.flush()
    context.output.errorText(question)
    guard let line = line(), !line.isEmpty else { throw CommandFailure(.noPassword) }
    return line
  }

  /// A line of standard input without its end; nil at the end of the input, or for what is not
  /// UTF-8.
  private static func line() -> String? {
    var bytes: [UInt8] = []
    var byte: UInt8 = 0
    while bytes.count < bytesMax {
      let count = Glibc.read(STDIN_FILENO, &byte, 1)
      if count < 0, errno == EINTR { continue }
      guard count == 1 else { break }
      if byte == 0x0A { break }
      bytes.append(byte)
    }
    if bytes.last == 0x0D { bytes.removeLast() }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension FailureKind {
  static let noPassword = FailureKind("no-password", .badInput)
}
