// Warnings and indicators as lines of JSON, with the keys that scripts rely on. Keys come in one order
// and absent ones are left out, so the same findings give the same bytes.

public import Catalogue
internal import Causality

/// One object on one line.
struct JSONObject {
  private(set) var text = "{"

  mutating func add(_ key: String, _ value: String?) {
    guard let value else { return }
    begin(key)
    quote(value)
  }

  mutating func add(_ key: String, _ value: Bool?) {
    guard let value else { return }
    begin(key)
    text += value ? "true" : "false"
  }

  /// A count as a number; money and areas as text, so that no reader rounds them.
  mutating func add(_ key: String, _ value: ExactDecimal?, isCount: Bool) {
    guard let value else { return }
    begin(key)
    if isCount && value.scale == 0 { text += value.description } else { quote(value.description) }
  }

  mutating func add(_ key: String, count: Int) {
    begin(key)
    text += "\(count)"
  }

  var line: String { text + "}" }

  private mutating func begin(_ key: String) {
    if text.utf8.count > 1 { text += "," }
    quote(key)
    text += ":"
  }

  private mutating func quote(_ value: String) {
    text += "\""
    // Nearly every text needs no escapes, and goes in whole.
    if value.utf8.contains(where: { $0 < 0x20 || $0 == 0x22 || $0 == 0x5C }) {
      escape(value)
    } else {
      text += value
    }
    text += "\""
  }

  private mutating func escape(_ value: String) {
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
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
