// The bulletin's own words, from the catalogue. A bulletin is written in Chinese; what is said
// about it (faults, discrepancies) is said in the reader's language.

internal import Catalogue
internal import Causality

enum Words {
  static let notApplicable = text("bulletin.not-applicable")
  static let yi = text("bulletin.yi")

  /// A sentence of the catalogue.
  static func text(_ key: String, _ arguments: String...) -> String {
    Catalogue.text(Message(key, arguments), in: .zh)
  }

  /// A sentence of the catalogue whose gaps `{0}`, `{1}`, … are filled with runs; a gap may repeat.
  static func runs(_ key: String, _ runs: [[Run]]) -> [Run] {
    var result: [Run] = []
    var text = ""
    var rest = Substring(Catalogue.text(Message(key), in: .zh))
    while let open = rest.firstIndex(of: "{"),
      let close = rest[open...].firstIndex(of: "}"),
      let gap = Int(rest[rest.index(after: open)..<close]), runs.indices.contains(gap)
    {
      text += rest[..<open]
      if !text.isEmpty { result.append(.text(text)) }
      text = ""
      result += runs[gap]
      rest = rest[rest.index(after: close)...]
    }
    text += rest
    if !text.isEmpty { result.append(.text(text)) }
    return result
  }

  /// 一, 十二, 一百零五: 1...999, as headings are numbered; digits beyond.
  static func numeral(_ number: Int) -> String {
    let digits = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
    guard (1...999).contains(number) else { return "\(number)" }
    let (hundreds, tens, ones) = (number / 100, number / 10 % 10, number % 10)
    var text = hundreds > 0 ? digits[hundreds] + "百" : ""
    if tens > 0 {
      text += (tens == 1 && hundreds == 0 ? "" : digits[tens]) + "十"
    } else if hundreds > 0, ones > 0 {
      text += "零"
    }
    return ones > 0 ? text + digits[ones] : text
  }

  /// 2021年10月8日.
  static func date(_ date: CivilDate) -> String {
    let (year, month, day) = date.components
    return "\(year)年\(month)月\(day)日"
  }

  /// 1—9月, or 1月 in January.
  static func months(to month: Int) -> String { month == 1 ? "1月" : "1—\(month)月" }
}
