// Other processes, measured by the operating system's own accounting: time from spawn to reap, peak
// memory of the process alone.

import Foundation

struct BenchError: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// What one finished process said and took.
struct Finished {
  let output: String
  let seconds: Double
  /// User and system time.
  let processorSeconds: Double
  let peakMemoryBytes: Int
}

/// A child process with its standard output read here.
final class Child {
  let pid: pid_t
  private let output: Int32
  private let started = ContinuousClock.now
  private var text: [UInt8] = []

  /// - Parameter input: a file for standard input; nil for none.
  init(_ executable: String, _ arguments: [String], input: String? = nil) throws {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw BenchError("pipe: \(errno)") }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input ?? "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    var child: pid_t = 0
    var words: [UnsafeMutablePointer<CChar>?] = ([executable] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    let code = posix_spawn(&child, executable, &actions, nil, &words, environ)
    close(ends[1])
    guard code == 0 else { throw BenchError("\(executable): \(String(cString: strerror(code)))") }
    pid = child
    output = ends[0]
  }

  deinit { close(output) }

  /// The first line of output, waited for.
  func firstLine() -> String {
    var byte: UInt8 = 0
    while read(output, &byte, 1) == 1, byte != 10 { text.append(byte) }
    return String(decoding: text, as: UTF8.self)
  }

  /// Peak resident memory so far, bytes; 0 when the process is gone.
  var peakMemoryBytes: Int {
    let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
    return Self.kilobytes("VmHWM", status) * 1_024
  }

  /// Resident memory now, bytes, and the part of it that is no file's.
  var memoryBytes: (all: Int, anonymous: Int) {
    let status = (try? String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)) ?? ""
    return (Self.kilobytes("VmRSS", status) * 1_024, Self.kilobytes("RssAnon", status) * 1_024)
  }

  private static func kilobytes(_ name: String, _ status: String) -> Int {
    let line = status.split(separator: "\n").first { $0.hasPrefix(name + ":") }
    return line?.split(whereSeparator: \.isWhitespace).compactMap { Int($0) }.first ?? 0
  }

  /// Reads to the end, waits, and throws when the process failed.
  ///
  /// Peak memory is looked at every 20 ms: the accounting at the end would count this process's own
  /// memory, which the child had for a moment before it began.
  func finish() throws -> Finished {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var peak = 0
    while true {
      var waiting = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
      let ready = poll(&waiting, 1, 20)
      peak = max(peak, peakMemoryBytes)
      if ready == 0 { continue }
      let count = read(output, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { break }
      text.append(contentsOf: buffer[0..<count])
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(pid, &status, 0, &usage) < 0, errno == EINTR {}
    let elapsed = started.duration(to: .now)
    let output = String(decoding: text, as: UTF8.self)
    guard status == 0 else { throw BenchError("process \(pid) ended with \(status): \(output)") }
    return Finished(
      output: output, seconds: elapsed / .seconds(1),
      processorSeconds: Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime),
      peakMemoryBytes: peak)
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  /// Ends a server: SIGTERM, then the rest of its life.
  func terminate() throws -> Finished {
    kill(pid, SIGTERM)
    return try finish()
  }

  static func run(
    _ executable: String, _ arguments: [String], input: String? = nil
  ) throws -> Finished {
    try Child(executable, arguments, input: input).finish()
  }
}
