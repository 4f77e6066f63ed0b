// Byte ranges of HTTP (RFC 9110, section 14), both ways: `Range` of a question, `Content-Range` of
// a part. What is no single range of bytes is none, and the whole is sent.

/// A range of bytes as a question names it.
enum ByteRange: Hashable, Sendable {
  /// No range, or one of another kind: the whole.
  case whole
  case part(Range<Int>)
  /// None of the bytes asked for exist.
  case unsatisfiable

  /// - Parameters:
  ///   - header: `bytes=0-499`, `bytes=500-`, `bytes=-500`; nil for none.
  ///   - total: bytes there are.
  init(_ header: String?, of total: Int) {
    self = .whole
    guard let header, let spec = Self.spec(header) else { return }
    let ends = spec.split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return }
    let (first, last) = (Self.trimmed(ends[0]), Self.trimmed(ends[1]))
    if first.isEmpty {
      guard let count = Self.number(last) else { return }
      self = count == 0 || total == 0 ? .unsatisfiable : .part(max(0, total - count)..<total)
    } else if let start = Self.number(first) {
      guard last.isEmpty || Self.number(last) != nil else { return }
      let end = Self.number(last).map { min($0, total - 1) } ?? total - 1
      if let last = Self.number(last), last < start { return }
      self = start < total ? .part(start..<end + 1) : .unsatisfiable
    }
  }

  private static func spec(_ header: String) -> String? {
    let parts = header.split(separator: "=", maxSplits: 1)
    guard parts.count == 2, trimmed(parts[0]).lowercased() == "bytes", !parts[1].contains(",")
    else {
      return nil
    }
    return trimmed(parts[1])
  }

  /// Without spaces and tabs at either end.
  fileprivate static func trimmed(_ text: Substring) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let body = text.drop(while: isSpace)
    return String(body.reversed().drop(while: isSpace).reversed())
  }

  /// Digits alone, at most 18: no sign, no overflow.
  fileprivate static func number(_ text: some StringProtocol) -> Int? {
    let digits = text.utf8
    guard (1...18).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }) else {
      return nil
    }
    return Int(text)
  }
}

/// `Content-Range`: where a body belongs in the whole.
struct ContentRange: Hashable, Sendable {
  let range: Range<Int>
  let total: Int

  init(_ range: Range<Int>, of total: Int) {
    self.range = range
    self.total = total
  }

  /// `bytes 0-499/1234`; nil for anything else. An empty whole has no range.
  init?(_ header: String) {
    let parts = header.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bytes" else { return nil }
    let halves = ByteRange.trimmed(parts[1]).split(separator: "/", omittingEmptySubsequences: false)
    guard halves.count == 2, let total = ByteRange.number(halves[1]) else { return nil }
    let ends = halves[0].split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2, let first = ByteRange.number(ends[0]),
      let last = ByteRange.number(ends[1]), first <= last, last < total
    else { return nil }
    self.init(first..<last + 1, of: total)
  }

  /// The header's text.
  var text: String { "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(total)" }
}
