// argument-parser words its errors in English; this turns the ones a person meets into messages of
// the catalogue. What it does not know passes through as it is: the sentence is never lost.

internal import Catalogue

/// A usage error as argument-parser words it.
struct UsageSentence {
  /// The error alone.
  let message: String
  /// The error with the usage line and the pointer to `--help`.
  let full: String
  /// The arguments that were parsed.
  let line: [String]

  /// Beginnings of argument-parser's sentences and the catalogue's keys for them.
  private static let beginnings: [(beginning: String, key: String)] = [
    ("Unknown option ", "usage.unknown-option"),
    ("Missing value for ", "usage.missing-value"),
    ("Unexpected argument ", "usage.unexpected-argument"),
    ("Missing expected argument ", "usage.missing-argument"),
    ("Missing required subcommand.", "usage.missing-subcommand"),
    ("The value ", "usage.bad-value"),
    ("The option ", "usage.takes-no-value"),
  ]

  /// The failure: exit 64, what may have been meant and the usage line as the next step.
  var failure: CommandFailure {
    if let dashed {
      return CommandFailure(
        code: FailureKind.usage.code, status: .usage,
        message: Message("usage.dashed-value", dashed),
        hint: Message("usage.dashed-value.hint", dashed))
    }
    return CommandFailure(code: FailureKind.usage.code, status: .usage, message: worded, hint: hint)
  }

  /// An option whose value begins with one minus, such as `--limit -1`, and that value: it was
  /// taken for another option.
  private var dashed: [String]? {
    guard message.hasPrefix("Missing value for "),
      let option = quoted[0].split(separator: " ").first,
      let place = line.firstIndex(of: String(option)), place + 1 < line.count
    else { return nil }
    let value = line[place + 1]
    guard value.count > 1, value.hasPrefix("-"), !value.hasPrefix("--") else { return nil }
    return [String(option), value]
  }

  private var worded: Message {
    for (beginning, key) in Self.beginnings where message.hasPrefix(beginning) {
      return Message(key, quoted)
    }
    return Message("usage.other", [message])
  }

  /// A negative number that was taken for an option, where one is missing or not known.
  private var negative: String? {
    guard message.hasPrefix("Missing expected argument ") || message.hasPrefix("Unknown option ")
    else { return nil }
    return line.prefix { $0 != "--" }.first { word in
      word.hasPrefix("-") && word.dropFirst().first?.isNumber == true
    }
  }

  private var hint: Message? {
    if let negative { return Message("usage.negative.hint", [negative]) }
    guard let usage else { return nil }
    guard message.contains("Did you mean"), quoted.count == 2 else {
      return Message("usage.hint", [usage])
    }
    return Message("usage.hint-near", [usage, quoted[1]])
  }

  /// The words between the first and between the second pair of quotation marks; after the first
  /// pair, the rest of a sentence that lists what is allowed.
  private var quoted: [String] {
    let parts = message.split(separator: "'", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 3 else { return [message] }
    guard parts.count >= 5 else { return [parts[1]] }
    let allowed = parts.dropFirst(5).filter { part in
      part.unicodeScalars.contains { $0.properties.isAlphabetic } && !part.contains(" ")
    }
    let list = allowed.isEmpty ? "" : " (" + allowed.joined(separator: " ") + ")"
    return [parts[1], parts[3] + list]
  }

  /// `taizhang add <collection> …`, from the line that argument-parser begins with "Usage: ".
  private var usage: String? {
    for line in full.split(separator: "\n") where line.hasPrefix("Usage: ") {
      return String(line.dropFirst("Usage: ".count))
    }
    return nil
  }
}
