// Long work shows where it is on a terminal and nothing on a pipe; Ctrl-C asks it to stop at the
// next safe point, where it says how far it came.

internal import Glibc
internal import Synchronization

/// A line on standard error that says how far long work has come. Silent off a terminal.
struct Progress {
  private let context: CommandContext
  private let total: Int?
  private let isShown: Bool
  private let startNanoseconds = Surroundings.monotonicNanoseconds()
  private var lastNanoseconds: UInt64 = 0

  /// `total` is nil where the amount of work is not known.
  init(_ context: CommandContext, total: Int?) {
    self.context = context
    self.total = total
    isShown = !context.isJSON && !context.isQuiet && Surroundings.isTerminal(2)
  }

  /// Shows `done` units of work, ten times a second at the most.
  mutating func show(_ done: Int) {
    guard isShown else { return }
    let now = Surroundings.monotonicNanoseconds()
    guard now - lastNanoseconds > 100_000_000 else { return }
    lastNanoseconds = now
    let seconds = max(1, Int((now - startNanoseconds) / 1_000_000))
    let rate = done * 1000 / seconds
    var text = "\r\u{1B}[K"
    if let total, total > 0 {
      let filled = min(20, done * 20 / total)
      text += String(repeating: "█", count: filled) + String(repeating: "░", count: 20 - filled)
      let left = rate > 0 ? (total - done) / rate : 0
      text += context.text("progress.known", "\(done)", "\(total)", "\(rate)", "\(left)")
    } else {
      text += context.text("progress.unknown", "\(done)", "\(rate)")
    }
    context.output.errorText(text)
  }

  /// Clears the line.
  func end() {
    if isShown, lastNanoseconds > 0 { context.output.errorText("\r\u{1B}[K") }
  }
}

/// Whether a person pressed Ctrl-C.
enum Interruption {
  private static let flag = Atomic<Bool>(false)

  /// True after Ctrl-C or SIGTERM: long work stops at the next safe point.
  static var isRequested: Bool { flag.load(ordering: .relaxed) }

  /// From now on Ctrl-C and SIGTERM set `isRequested`; a second one ends the process at once.
  static func watch() {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { _ in Interruption.flag.store(true, ordering: .relaxed)
    }
    action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
    sigaction(SIGINT, &action, nil)
    sigaction(SIGTERM, &action, nil)
  }
}
