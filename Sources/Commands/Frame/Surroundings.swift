// What a command takes from the process around it: environment, account, terminal, clock. Nothing
// else in this module reads them, so a test sees at one glance what can differ between two runs.

internal import Catalogue
internal import Glibc

/// The process around a command.
enum Surroundings {
  /// An environment variable, nil when unset or empty.
  static func variable(_ name: String) -> String? {
    guard let pointer = getenv(name), pointer.pointee != 0 else { return nil }
    return String(cString: pointer)
  }

  /// Fills what of the standard streams is closed with files that fail like closed ones: else the
  /// next file opened, the store's, would be read and written as one of them.
  static func fillStandardStreams() {
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// Refuses arguments and environment variables that are no UTF-8: read as text they would be
  /// other than they were typed, and what is typed is signed.
  static func requireText() throws {
    for position in 1..<max(1, Int(CommandLine.argc)) {
      guard let word = CommandLine.unsafeArgv[position], String(validatingCString: word) == nil
      else { continue }
      let isOption = UInt8(bitPattern: word.pointee) == UInt8(ascii: "-")
      throw CommandFailure(
        isOption ? .optionNotText : .argumentNotText, String(position),
        DisplayWidth.singleLine(String(cString: word)))
    }
    let texts = ["TAIZHANG_STORE", "TAIZHANG_AUTHOR", "XDG_DATA_HOME", "HOME", "USER"]
    for name in texts {
      guard let value = getenv(name), String(validatingCString: value) == nil else { continue }
      throw CommandFailure(
        .environmentNotText, name, DisplayWidth.singleLine(String(cString: value)))
    }
  }

  /// The language of sentences: `LC_ALL`, else `LC_MESSAGES`, else `LANG`.
  static var language: Language {
    Language(locale: variable("LC_ALL") ?? variable("LC_MESSAGES") ?? variable("LANG"))
  }

  /// The default store: `$XDG_DATA_HOME/taizhang`, else `~/.local/share/taizhang`.
  static var storePath: String {
    if let path = variable("TAIZHANG_STORE") { return path }
    // By the XDG specification a relative path is to be ignored.
    if let data = variable("XDG_DATA_HOME"), data.hasPrefix("/") { return data + "/taizhang" }
    return (variable("HOME") ?? account?.home ?? ".") + "/.local/share/taizhang"
  }

  /// Who is at the keyboard: `TAIZHANG_AUTHOR`, else the account's name.
  static var author: String {
    variable("TAIZHANG_AUTHOR") ?? account?.name ?? variable("USER") ?? "unknown"
  }

  private static var account: (name: String, home: String)? {
    guard let entry = getpwuid(getuid()), let name = entry.pointee.pw_name else { return nil }
    return (String(cString: name), entry.pointee.pw_dir.map { String(cString: $0) } ?? ".")
  }

  /// Milliseconds since 1970 by the wall clock, moved by `TAIZHANG_CLOCK_OFFSET_MS` where it is
  /// set.
  static func wallMilliseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    let now = Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    let (moved, overflows) = now.addingReportingOverflow(clockOffsetMilliseconds)
    return overflows ? UInt64(now) : UInt64(max(0, moved))
  }

  private static let clockOffsetMilliseconds: Int64 =
    variable("TAIZHANG_CLOCK_OFFSET_MS").flatMap { Int64($0) } ?? 0

  /// Nanoseconds of a clock that never steps, for rates and durations.
  static func monotonicNanoseconds() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Whether there is something at a path.
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The name of this machine; nil where it has none.
  static var hostName: String? {
    var bytes = [UInt8](repeating: 0, count: 256)
    let isKnown = bytes.withUnsafeMutableBytes { buffer in
      gethostname(buffer.baseAddress!.assumingMemoryBound(to: CChar.self), buffer.count - 1) == 0
    }
    let name = String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    return isKnown && !name.isEmpty ? name : nil
  }

  /// Whether a file descriptor is a terminal.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// The width of the terminal on standard output in cells; 80 where it cannot be told.
  static var terminalColumns: Int {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  /// The text of an `errno`.
  static func describe(errno code: Int32) -> String { String(cString: strerror(code)) }
}

extension FailureKind {
  static let argumentNotText = FailureKind("not-utf8", .badInput)
  static let optionNotText = FailureKind("not-utf8", .usage)
  static let environmentNotText = FailureKind("environment-not-utf8", .badInput)
}
