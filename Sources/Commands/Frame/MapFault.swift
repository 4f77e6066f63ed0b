// Guarantees: where a page of the data file is damaged, or its disk fails while the file is mapped,
// the process ends with a sentence, the next step and exit 74, and never with a stack trace: LMDB
// gives up with SIGABRT where a page makes no sense, and follows what it says to where nothing is
// mapped (SIGSEGV); the system raises SIGBUS where a page cannot be read.

internal import Catalogue
internal import Glibc

/// What is said when the data file cannot be read any more.
enum MapFault {
  /// Set once, before the handler can run; the handler only reads it.
  nonisolated(unsafe) private static var words = UnsafeRawBufferPointer(start: nil, count: 0)

  /// From now on these signals write `text` to standard error and end the process with 74.
  static func watch(saying text: String) {
    guard words.baseAddress == nil else { return }
    let bytes = Array((text + "\n").utf8)
    let kept = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    kept.copyBytes(from: bytes)
    words = UnsafeRawBufferPointer(kept)
    var action = sigaction()
    // Nothing but system calls: the process may be in any state.
    action.__sigaction_handler.sa_handler = { _ in
      _ = write(2, MapFault.words.baseAddress, MapFault.words.count)
      _exit(ExitStatus.input.rawValue)
    }
    for number in [SIGABRT, SIGBUS, SIGSEGV] { sigaction(number, &action, nil) }
  }
}

extension CommandContext {
  /// Makes damage that only shows while the store is read end like any other failure.
  func watchTheMap() {
    MapFault.watch(saying: words(of: CommandFailure(.damagedFile, storePath)))
  }
}

extension FailureKind {
  static let damagedFile = FailureKind("damaged-file", .input)
}
