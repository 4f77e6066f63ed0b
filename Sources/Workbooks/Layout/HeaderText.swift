// The words of one header cell in the forms in which it may be known, and the unit that it or a
// title gives to amounts. A unit that is not converted is told apart from none.

package import Projects

/// A header cell in the forms in which it may be known.
struct Header {
  /// On one line.
  let shown: String
  /// Without spaces, line breaks, marks and bracket signs; ASCII letters in lower case.
  let whole: String
  /// The same without what stands in brackets.
  let bare: String
  /// `bare` without a year before it.
  let yearless: String
  /// The year before it.
  let year: Int64?
  let moneyUnit: MoneyUnit?
  /// A unit of money that is not read: `千元`, `万美元`, `亿元/万元`.
  let oddMoneyUnit: String?
  /// A unit of area that is not read: `公顷`.
  let oddAreaUnit: String?

  /// No header is longer; of a longer cell, met while one is looked for, no more is read.
  private static let scalarsMax = 1_000

  static let opening: Set<Unicode.Scalar> = ["(", "（", "[", "【", "〔"]
  /// Marks of templates for columns that must be filled, or that a note explains.
  private static let marks: Set<Unicode.Scalar> = ["*", "＊", "※", "★", "☆", "▲", "△"]
  private static let closing: Set<Unicode.Scalar> = [")", "）", "]", "】", "〕"]

  init(_ text: String) {
    var shown = String.UnicodeScalarView()
    var whole = String.UnicodeScalarView()
    var bare = String.UnicodeScalarView()
    var bracket = String.UnicodeScalarView()
    var depth = 0
    for typed in text.unicodeScalars.prefix(Self.scalarsMax) {
      if typed.value >= 0x20 { shown.append(typed) }
      if typed.properties.isWhitespace || typed.value == 0xFEFF || Self.marks.contains(typed) {
        continue
      }
      let isDigitOrLetter = (0xFF10...0xFF5A).contains(typed.value)
      let scalar = isDigitOrLetter ? Unicode.Scalar(typed.value - 0xFEE0) ?? typed : typed
      if Self.opening.contains(scalar) {
        depth += 1
      } else if Self.closing.contains(scalar) {
        depth = max(0, depth - 1)
      } else {
        // One by one: appended as a text, each would copy what is there, and cells can be long.
        for lowered in scalar.properties.lowercaseMapping.unicodeScalars {
          whole.append(lowered)
          if depth == 0 { bare.append(lowered) }
        }
        if depth > 0 { bracket.append(scalar) }
      }
    }
    self.shown = String(shown)
    self.whole = String(whole)
    self.bare = String(bare)
    let (inside, outside) = (String(bracket), String(bare))
    let units = MoneyUnit.all(in: inside)
    let differ = units.contains { $0 != units.first }
    let odd = SheetUnit.odd(inside) ?? SheetUnit.odd(outside) ?? (differ ? inside : nil)
    oddMoneyUnit = odd
    moneyUnit = odd == nil ? units.first ?? MoneyUnit(endOf: outside) : nil
    oddAreaUnit = SheetUnit.oddAreas.first { inside.hasSuffix($0) }
    (year, yearless) = Self.split(self.bare)
  }

  /// `2022年计划投资` is 2022 and `年计划投资`, then `计划投资` by the wordings that begin with 年 too.
  private static func split(_ text: String) -> (Int64?, String) {
    let digits = text.prefix { $0.isASCII && $0.isNumber }
    guard digits.count == 4, let year = Int64(digits), (1990...2199).contains(year) else {
      return (nil, "")
    }
    let rest = text.dropFirst(4)
    let withoutMark = rest.hasPrefix("年度") ? rest : rest.hasPrefix("年") ? rest.dropFirst() : rest
    return (year, String(withoutMark))
  }
}

/// The unit that a title gives to the amounts of a sheet.
struct SheetUnit {
  /// The unit; nil where none is said, or none that is read.
  var money: MoneyUnit?
  /// A unit that is said and not read.
  var odd: String?
  /// The unit of areas, as it is said; only 亩 is read.
  var area: String?

  /// The unit of money that a text ends in or says two of, where it is none that is read.
  static func odd(_ text: String) -> String? {
    if text.contains("元/"), text.hasSuffix("元") { return text }
    let odd = [
      "百万美元", "千万美元", "万美元", "亿美元", "美元", "万欧元", "亿欧元", "欧元", "日元", "港元", "港币", "英镑",
      "千万元", "百万元", "十万元", "千元",
    ]
    return odd.first { text.hasSuffix($0) }
  }
}

extension MoneyUnit {
  /// The unit of `万元`, `亿元`, `元`, `单位：万元`; nil for anything else.
  package init?(named text: String) {
    var name = text
    for prefix in ["单位：", "单位:", "单位"] where name.hasPrefix(prefix) {
      name = String(name.dropFirst(prefix.count))
      break
    }
    switch name {
    case "亿元", "亿": self = .hundredMillionYuan
    case "万元", "万": self = .tenThousandYuan
    case "元": self = .yuan
    default: return nil
    }
  }

  /// The units that a text in brackets names, beside other words too: `亿元，含征地`, `人民币亿元`.
  fileprivate static func all(in text: String) -> [MoneyUnit] {
    text.split(whereSeparator: { "，,、；;／/：:".contains($0) }).compactMap { part in
      MoneyUnit(named: String(part).replacing("人民币", with: ""))
    }
  }

  fileprivate init?(endOf text: String) {
    if text.hasSuffix("亿元") {
      self = .hundredMillionYuan
    } else if text.hasSuffix("万元") {
      self = .tenThousandYuan
    } else {
      return nil
    }
  }
}
