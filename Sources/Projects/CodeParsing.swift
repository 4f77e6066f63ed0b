// Texts of a fixed format: normalised when typed (full-width forms, case, dashes), refused when the
// form is wrong; check digits are never a reason to refuse.

internal import Causality

enum CodeParsing {
  /// Whether a text already is in the normal form of the formats that ledgers are full of, looking
  /// at its bytes alone. False says nothing: `normal` then judges.
  static func isNormal(_ text: String, _ format: CodeFormat) -> Bool {
    let isNormal = text.utf8.withContiguousStorageIfAvailable { bytes in
      switch format {
      case .project: return isProject(bytes)
      case .credit:
        return bytes.count == 18 && bytes.allSatisfy { isDigit($0) || (0x41...0x5A).contains($0) }
      case .industry:
        return (3...5).contains(bytes.count) && (0x41...0x54).contains(bytes[0])
          && bytes.dropFirst().allSatisfy(isDigit)
      case .region: return bytes.count == 6 && bytes.allSatisfy(isDigit)
      case .period, .sha256, .pause, .missing, .note: return false
      }
    }
    return isNormal ?? false
  }

  /// The normal form of a text in a format; nil when it is not of that form.
  static func normal(_ text: String, _ format: CodeFormat) -> String? {
    switch format {
    case .project: project(text)
    case .credit: credit(text)
    case .industry: industry(text)
    case .region: region(text)
    case .period: DateParsing.period(text)
    case .sha256: sha256(text)
    case .pause: pause(text)
    case .missing: missing(text)
    case .note: note(text)
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// GB/T 40058-2021: groups of 4, 6, 2, 2 and 6 digits joined by dashes.
  private static func project(_ text: String) -> String? {
    var folded = ScalarReader.folded(text)
    return folded.withUTF8(isProject) ? folded : nil
  }

  private static func isProject(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard bytes.count == 24 else { return false }
    for place in 0..<24 {
      let isDash = place == 4 || place == 11 || place == 14 || place == 17
      guard isDash ? bytes[place] == 0x2D : isDigit(bytes[place]) else { return false }
    }
    return true
  }

  /// 18 digits or capitals. The alphabet (without I, O, S, V, Z) and check digit only warn.
  private static func credit(_ text: String) -> String? {
    let lowered = ScalarReader.lowered(text)
    guard lowered.utf8.count == 18 else { return nil }
    var upper = ""
    for byte in lowered.utf8 {
      guard isDigit(byte) || (0x61...0x7A).contains(byte) else { return nil }
      upper.unicodeScalars.append(Unicode.Scalar(isDigit(byte) ? byte : byte - 32))
    }
    return upper
  }

  /// A letter A–T and 2–4 digits.
  private static func industry(_ text: String) -> String? {
    let lowered = ScalarReader.lowered(text)
    let utf8 = lowered.utf8
    guard let first = utf8.first, (0x61...0x74).contains(first), (3...5).contains(utf8.count),
      utf8.dropFirst().allSatisfy(isDigit)
    else { return nil }
    return String(Unicode.Scalar(first - 32)) + lowered.dropFirst()
  }

  /// A six-digit code, a local code of a development zone, or the name of a county in the table.
  private static func region(_ text: String) -> String? {
    let lowered = ScalarReader.lowered(text)
    let utf8 = lowered.utf8
    if utf8.count >= 6, utf8.prefix(6).allSatisfy(isDigit) {
      if utf8.count == 6 { return lowered }
      let local = utf8.dropFirst(7)
      let isLocal = local.allSatisfy { isDigit($0) || (0x61...0x7A).contains($0) }
      guard utf8[utf8.index(utf8.startIndex, offsetBy: 6)] == 0x2D, isLocal,
        (1...12).contains(local.count)
      else { return nil }
      return lowered
    }
    return Region.named(ScalarReader.folded(text))?.code
  }

  private static func sha256(_ text: String) -> String? {
    let lowered = ScalarReader.lowered(text)
    let isHexadecimal = lowered.utf8.allSatisfy { isDigit($0) || (0x61...0x66).contains($0) }
    return lowered.utf8.count == 64 && isHexadecimal ? lowered : nil
  }

  /// `from/to reason`, the end and the reason optional.
  private static func pause(_ text: String) -> String? {
    let folded = ScalarReader.folded(text)
    guard let slash = folded.utf8.firstIndex(of: 0x2F),
      let from = CivilDate(iso: folded[..<slash])
    else { return nil }
    let rest = folded[folded.index(after: slash)...]
    let end = rest.prefix { $0 != " " }
    if end.isEmpty { return folded }
    guard let to = CivilDate(iso: end), to >= from else { return nil }
    return folded
  }

  /// `name/promised` or `name/promised/supplied`.
  private static func missing(_ text: String) -> String? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, !parts[0].isEmpty,
      parts.dropFirst().allSatisfy({ CivilDate(iso: $0) != nil })
    else { return nil }
    return text
  }

  /// `date text`.
  private static func note(_ text: String) -> String? {
    let date = text.prefix { $0 != " " }
    guard CivilDate(iso: date) != nil, text.utf8.count > date.utf8.count + 1 else { return nil }
    return text
  }
}
