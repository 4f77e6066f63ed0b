// Warnings and indicators as lines of JSON, with the keys that scripts rely on. Keys come in one
// order and absent ones are left out, so the same findings give the same bytes.

public import Catalogue
internal import Causality

/// One object on one line. A city's warnings are tens of thousands of lines: they are built of
/// bytes.
struct JSONObject {
  private var bytes: [UInt8]

  init() {
    bytes = [UInt8(ascii: "{")]
    bytes.reserveCapacity(640)
  }

  mutating func add(_ key: String, _ value: String?) {
    guard let value else { return }
    begin(key)
    quote(value)
  }

  mutating func add(_ key: String, _ value: Bool?) {
    guard let value else { return }
    begin(key)
    bytes.append(contentsOf: (value ? "true" : "false").utf8)
  }

  /// A count as a number; money and areas as text, so that no reader rounds them.
  mutating func add(_ key: String, _ value: ExactDecimal?, isCount: Bool) {
    guard let value else { return }
    begin(key)
    if isCount && value.scale == 0 {
      bytes.append(contentsOf: value.description.utf8)
    } else {
      quote(value.description)
    }
  }

  mutating func add(_ key: String, count: Int) {
    begin(key)
    bytes.append(contentsOf: "\(count)".utf8)
  }

  var line: String { String(decoding: bytes + [UInt8(ascii: "}")], as: UTF8.self) }

  private mutating func begin(_ key: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    quote(key)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func quote(_ value: String) {
    var value = value
    bytes.append(UInt8(ascii: "\""))
    // Nearly every text needs no escapes, and goes in whole.
    value.withUTF8 { text in
      if text.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
        for byte in text { escape(byte) }
      } else {
        bytes.append(contentsOf: text)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// What needs escapes is ASCII; the bytes of all other signs stand for themselves.
  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case 0x22: bytes.append(contentsOf: "\\\"".utf8)
    case 0x5C: bytes.append(contentsOf: "\\\\".utf8)
    case 0x0A: bytes.append(contentsOf: "\\n".utf8)
    case 0x0D: bytes.append(contentsOf: "\\r".utf8)
    case 0x09: bytes.append(contentsOf: "\\t".utf8)
    case ..<0x20:
      let digits = String(byte, radix: 16)
      bytes.append(contentsOf: (byte < 0x10 ? "\\u000" : "\\u00").utf8)
      bytes.append(contentsOf: digits.utf8)
    default: bytes.append(byte)
    }
  }
}

extension Warning {
  /// One object on one line, without a line break.
  public func jsonLine(_ language: Language) -> String {
    var object = JSONObject()
    object.add("rule", rule)
    object.add("rule_set", ruleSet)
    object.add("level", level?.rawValue)
    object.add("action", action.rawValue)
    object.add("who", language == .zh ? who.zh : who.en)
    object.add("county", county.isEmpty ? nil : county)
    object.add("record", record?.description)
    object.add("record_name", recordName.isEmpty ? nil : recordName)
    object.add("due", due?.description)
    object.add("nominal_due", nominalDue?.description)
    object.add("next", next?.description)
    object.add("numerator", numerator, isCount: isCount)
    object.add("denominator", denominator, isCount: isCount)
    object.add("reason", reason.text(language))
    object.add("clause", clause)
    object.add("reading", reading)
    object.add("records", count: recordCount)
    if isAdvice { object.add("advice", true) }
    return object.line
  }
}

extension IndicatorValue {
  /// One object on one line, without a line break.
  public func jsonLine(_ language: Language, ruleSet: String) -> String {
    var object = JSONObject()
    object.add("indicator", indicator)
    object.add("rule_set", ruleSet)
    object.add("title", language == .zh ? title.zh : title.en)
    object.add("scope", scope)
    object.add("label", label.isEmpty ? nil : label)
    object.add("period", period)
    object.add("numerator", numerator, isCount: isCount)
    object.add("denominator", denominator, isCount: isCount)
    object.add("percent", percent)
    object.add("target", target)
    object.add("met", met)
    object.add("reading", reading)
    object.add("records", count: recordCount)
    return object.line
  }
}
