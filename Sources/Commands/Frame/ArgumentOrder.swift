// Guarantees that the global options mean the same before and after a subcommand's name, that
// `--json` and `--lang` are known before anything can fail, so that even a usage error honours
// them, and that a negative number is a number where no option stands before it.

internal import Catalogue

/// The command line, with the global options moved behind everything else.
struct ArgumentOrder {
  /// The arguments for the parser: the subcommand and its own first, then the global ones.
  private(set) var arguments: [String] = []
  /// Whether `--json` was given.
  private(set) var json = false
  /// Whether `--quiet` was given.
  private(set) var quiet = false
  /// Whether `--no-color` was given.
  private(set) var noColor = false
  /// The values of the global options that take one, by name without dashes; the last one counts.
  private(set) var values: [String: String] = [:]

  private static let flags: Set<String> = ["--json", "--quiet", "--no-color"]
  private static let options: Set<String> = ["--store", "--ledger", "--lang", "--author"]

  /// Sorts `line`, the arguments without the program's name. Nothing after `--` is touched;
  /// negative numbers come right behind it.
  init(_ line: [String]) {
    var own: [String] = []
    var global: [String] = []
    var numbers: [String] = []
    var index = 0
    while index < line.count, line[index] != "--" {
      let word = line[index]
      index += 1
      if Self.flags.contains(word) {
        global.append(word)
        note(flag: word)
      } else if Self.options.contains(word) {
        global.append(word)
        if index < line.count, !line[index].hasPrefix("--") {
          values[String(word.dropFirst(2))] = line[index]
          global.append(line[index])
          index += 1
        }
      } else if let equals = word.firstIndex(of: "="),
        Self.options.contains(String(word[..<equals]))
      {
        global.append(word)
        values[String(word[..<equals].dropFirst(2))] = String(word[word.index(after: equals)...])
      } else if Self.isNegative(word), own.last?.hasPrefix("--") == false {
        numbers.append(word)
      } else {
        own.append(word)
      }
    }
    let rest = line.dropFirst(index + 1)
    let hasRest = index < line.count || !numbers.isEmpty
    arguments = own + global + (hasRest ? ["--"] : []) + numbers + rest
  }

  private static func isNegative(_ word: String) -> Bool {
    word.utf8.count > 1 && word.hasPrefix("-")
      && word.utf8.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
  }

  private mutating func note(flag: String) {
    switch flag {
    case "--json": json = true
    case "--quiet": quiet = true
    default: noColor = true
    }
  }
}
