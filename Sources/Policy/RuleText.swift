// Rule sets as YAML text, with everything a hostile or careless text could do bounded before the
// parser sees it: size, depth, no anchors, no aliases. Then one document, read key by key.

internal import Yams

/// Where a token of YAML may begin: at the line's start, behind `- `, `: `, `, ` and brackets,
/// outside of quotes and comments.
private struct TokenStarts {
  private var quote: UInt8?
  private var isComment = false
  private var isStart = true
  private var last: UInt8 = 0x0A

  /// Whether a byte begins a token; takes the byte in.
  mutating func begins(with byte: UInt8) -> Bool {
    defer { last = byte }
    if byte == 0x0A {
      (isComment, isStart) = (false, true)
      return false
    }
    if isComment { return false }
    if let open = quote {
      if byte == open { quote = nil }
      return false
    }
    let begins = isStart
    let isSpace = byte == 0x20 || byte == 0x09 || byte == 0x0D
    switch byte {
    case UInt8(ascii: "#") where last == 0x20 || last == 0x09 || last == 0x0A: isComment = true
    case UInt8(ascii: "'") where begins, UInt8(ascii: "\"") where begins:
      (quote, isStart) = (byte, false)
    case UInt8(ascii: "["), UInt8(ascii: "{"), UInt8(ascii: ","): isStart = true
    case UInt8(ascii: "-") where begins, UInt8(ascii: "?") where begins: break
    case UInt8(ascii: ":"): break
    default:
      if isSpace { isStart = isStart || last == UInt8(ascii: ":") } else { isStart = false }
    }
    return begins && !isSpace
  }
}

/// One mapping of a rule set's text, whose keys must all be asked for.
struct Entry {
  /// Where it stands, for refusals.
  struct Place {
    var ruleSet = ""
    var rule = ""
  }

  private let keys: [(name: String, line: Int, value: Node)]
  private var asked: Set<String> = []
  let line: Int
  var place: Place

  /// The most bytes of a rule set's text.
  static let bytesMax = 512 * 1_024
  /// The deepest nesting.
  static let depthMax = 24

  /// Reads the document.
  static func document(_ text: String) throws(RuleFault) -> Entry {
    try bound(text)
    let node: Node?
    do {
      node = try Yams.compose(yaml: text)
    } catch {
      throw fault(
        .notYaml, line: line(of: error),
        "\(error)".split(separator: "\n").prefix(3).joined(separator: " "))
    }
    guard let node else { throw fault(.notYaml, line: 1, "") }
    return try Entry(node, Place())
  }

  private static func line(of error: any Error) -> Int {
    switch error as? YamlError {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: 0
    }
  }

  private static func fault(_ code: RuleFault.Code, line: Int, _ detail: String) -> RuleFault {
    RuleFault(code: code, ruleSet: "", rule: "", key: "", line: line, detail: detail)
  }

  /// Refuses what is too long, too deep or names other nodes, by its bytes alone.
  private static func bound(_ text: String) throws(RuleFault) {
    if text.utf8.count > bytesMax { throw fault(.tooLarge, line: 0, "\(bytesMax)") }
    var depth = 0
    var indent = 0
    var isLineStart = true
    var line = 1
    var tokens = TokenStarts()
    for byte in text.utf8 {
      if tokens.begins(with: byte), byte == UInt8(ascii: "&") || byte == UInt8(ascii: "*") {
        throw fault(.alias, line: line, "")
      }
      switch byte {
      case 0x0A:
        (indent, isLineStart) = (0, true)
        line += 1
        continue
      case 0x20 where isLineStart: indent += 1
      case 0x2D where isLineStart: indent += 1
      case 0x5B, 0x7B: (depth, isLineStart) = (depth + 1, false)
      case 0x5D, 0x7D: (depth, isLineStart) = (max(0, depth - 1), false)
      default: isLineStart = false
      }
      if depth > depthMax || indent > depthMax * 4 {
        throw fault(.tooDeep, line: line, "\(depthMax)")
      }
    }
  }

  init(_ node: Node, _ place: Place) throws(RuleFault) {
    line = node.mark?.line ?? 0
    self.place = place
    guard case .mapping(let mapping) = node else {
      throw RuleFault(
        code: .wrongForm, ruleSet: place.ruleSet, rule: place.rule, key: "", line: line,
        detail: "key: value")
    }
    var keys: [(String, Int, Node)] = []
    for (key, value) in mapping {
      guard case .scalar(let scalar) = key else {
        throw RuleFault(
          code: .wrongForm, ruleSet: place.ruleSet, rule: place.rule, key: "", line: line,
          detail: "key: value")
      }
      keys.append((scalar.string, key.mark?.line ?? line, value))
    }
    self.keys = keys
  }

  private init(_ keys: [(name: String, line: Int, value: Node)], line: Int, _ place: Place) {
    self.keys = keys
    self.line = line
    self.place = place
  }

  /// This entry with another's keys instead of its own where both have them.
  func overridden(by other: Entry) -> Entry {
    let replaced = Set(other.keys.map(\.name))
    var result = Entry(keys.filter { !replaced.contains($0.name) } + other.keys, line: line, place)
    result.asked = asked
    return result
  }

  func has(_ key: String) -> Bool { keys.contains { $0.name == key } }

  func fault(_ code: RuleFault.Code, _ key: String = "", _ detail: String = "") -> RuleFault {
    RuleFault(
      code: code, ruleSet: place.ruleSet, rule: place.rule, key: key,
      line: keys.first { $0.name == key }?.line ?? line, detail: detail)
  }

  private mutating func take(_ key: String) -> Node? {
    asked.insert(key)
    return keys.first { $0.name == key }?.value
  }

  /// The text of a key; nil without the key.
  mutating func text(_ key: String) throws(RuleFault) -> String? {
    guard let node = take(key) else { return nil }
    guard case .scalar(let scalar) = node else { throw fault(.wrongForm, key, "text") }
    if scalar.string.utf8.count > 1_000 { throw fault(.badValue, key, "<= 1000") }
    return scalar.string
  }

  mutating func required(_ key: String) throws(RuleFault) -> String {
    guard let text = try text(key), !text.isEmpty else { throw fault(.missingKey, key) }
    return text
  }

  mutating func flag(_ key: String) throws(RuleFault) -> Bool? {
    guard let text = try text(key) else { return nil }
    guard text == "true" || text == "false" else { throw fault(.badValue, key, "true false") }
    return text == "true"
  }

  mutating func integer(_ key: String, _ range: ClosedRange<Int>) throws(RuleFault) -> Int? {
    guard let text = try text(key) else { return nil }
    guard let number = Int(text), range.contains(number) else {
      throw fault(.badValue, key, "\(range.lowerBound)…\(range.upperBound)")
    }
    return number
  }

  /// The mapping of a key; nil without the key.
  mutating func entry(_ key: String) throws(RuleFault) -> Entry? {
    guard let node = take(key) else { return nil }
    guard case .mapping = node else { throw fault(.wrongForm, key, "{…}") }
    return try Entry(node, place)
  }

  /// The mappings of a key's list; empty without the key. Outside of rules each is named by its
  /// place until its id is known.
  mutating func entries(_ key: String) throws(RuleFault) -> [Entry] {
    var entries: [Entry] = []
    for (index, node) in try list(key).enumerated() {
      var place = self.place
      if place.rule.isEmpty { place.rule = "#\(index + 1)" }
      entries.append(try Entry(node, place))
    }
    return entries
  }

  /// The texts of a key's list, or its one text; empty without the key.
  mutating func texts(_ key: String) throws(RuleFault) -> [String] {
    var texts: [String] = []
    for node in try list(key) {
      guard case .scalar(let scalar) = node else { throw fault(.wrongForm, key, "text") }
      texts.append(scalar.string)
    }
    return texts
  }

  /// Texts and mappings mixed, as conditions are.
  mutating func mixed(_ key: String) throws(RuleFault) -> [(text: String?, entry: Entry?)] {
    var found: [(String?, Entry?)] = []
    for node in try list(key) {
      switch node {
      case .scalar(let scalar): found.append((scalar.string, nil))
      case .mapping: found.append((nil, try Entry(node, place)))
      default: throw fault(.wrongForm, key, "text {…}")
      }
    }
    return found
  }

  /// The lists of a key's list.
  mutating func lists(_ key: String) throws(RuleFault) -> [Entry] {
    var found: [Entry] = []
    for node in try list(key) {
      found.append(Entry([("where", node.mark?.line ?? line, node)], line: line, place))
    }
    return found
  }

  private mutating func list(_ key: String) throws(RuleFault) -> [Node] {
    guard let node = take(key) else { return [] }
    switch node {
    case .sequence(let sequence):
      if sequence.count > 2_000 { throw fault(.badValue, key, "<= 2000") }
      return Array(sequence)
    case .scalar, .mapping: return [node]
    case .alias: throw fault(.alias, key)
    }
  }

  /// The keys of a mapping whose keys are names, in the order written.
  mutating func names() -> [String] { keys.map(\.name) }

  /// Refuses keys that nobody asked for.
  func finish() throws(RuleFault) {
    for key in keys where !asked.contains(key.name) {
      throw fault(.unknownKey, key.name, asked.sorted().joined(separator: " "))
    }
  }
}
