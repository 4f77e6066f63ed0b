// argument-parser words its errors in English; this turns the ones a person meets into messages of
// the catalogue. What it does not know passes through as it is: the sentence is never lost.

internal import Catalogue

/// A usage error as argument-parser words it.
struct UsageSentence {
  /// The error alone.
  let message: String
  /// The error with the usage line and the pointer to `--help`.
  let full: String

  /// Beginnings of argument-parser's sentences and the catalogue's keys for them.
  private static let beginnings: [(beginning: String, key: String)] = [
    ("Unknown option ", "usage.unknown-option"),
    ("Missing value for ", "usage.missing-value"),
    ("Unexpected argument ", "usage.unexpected-argument"),
    ("Missing expected argument ", "usage.missing-argument"),
    ("Missing one of: ", "usage.missing-one-of"),
    ("Missing required subcommand.", "usage.missing-subcommand"),
    ("The value ", "usage.bad-value"),
    ("The option ", "usage.takes-no-value"),
  ]

  /// The failure: exit 64, the usage line as the next step.
  var failure: CommandFailure {
    CommandFailure(
      code: FailureKind.usage.code, status: .usage, message: worded,
      hint: usage.map { Message("usage.hint", [$0]) })
  }

  private var worded: Message {
    for (beginning, key) in Self.beginnings where message.hasPrefix(beginning) {
      return Message(key, [Self.quoted(in: message), message])
    }
    return Message("usage.other", [message])
  }

  /// The words between the first pair of quotation marks, or all after the beginning.
  private static func quoted(in text: String) -> String {
    guard let open = text.firstIndex(of: "'") else { return text }
    let rest = text[text.index(after: open)...]
    guard let close = rest.firstIndex(of: "'") else { return text }
    return String(rest[..<close])
  }

  /// `taizhang add <collection> …`, from the line that argument-parser begins with "Usage: ".
  private var usage: String? {
    for line in full.split(separator: "\n") where line.hasPrefix("Usage: ") {
      return String(line.dropFirst("Usage: ".count))
    }
    return nil
  }
}
