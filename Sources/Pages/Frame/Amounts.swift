// Amounts as pages show them, for eyes only: thousands parted, 亿元 where there is one, millions in
// English, sizes of files in KB and MB. Inputs, files and comparisons keep the plain number.

internal import Catalogue
internal import Causality

extension ExactDecimal {
  /// The number with its thousands parted by commas.
  var grouped: String {
    let parts = description.split(separator: ".", maxSplits: 1)
    guard let whole = parts.first else { return description }
    return Amounts.grouped(whole) + (parts.count > 1 ? ".\(parts[1])" : "")
  }
}

/// Amounts for people.
enum Amounts {
  /// Whole digits, with or without a sign, parted by thousands.
  static func grouped(_ whole: some StringProtocol) -> String {
    var text = ""
    let digits = whole.drop { $0 == "-" }
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return (whole.first == "-" ? "-" : "") + text
  }

  /// An amount of 万元 where no head names the unit: from 1 亿 on in 亿元 with two decimals, a half
  /// upwards.
  static func money(_ wan: ExactDecimal, _ language: Language) -> String {
    guard let yuan = wan.tenThousandths else {
      let unit = Catalogue.text(Message("page.wan"), in: language)
      return wan.grouped + (language == .zh ? unit : " × " + unit)
    }
    if language != .zh { return english(yuan) }
    guard yuan.magnitude >= 100_000_000 else { return wan.grouped + "万元" }
    return rounded(yuan, per: 1_000_000) + "亿元"
  }

  /// An amount of 万元 in full, as English says it.
  static func english(_ yuan: Int64) -> String {
    guard yuan.magnitude >= 1_000_000, let exact = ExactDecimal(mantissa: yuan, scale: 6) else {
      return grouped("\(yuan)") + " yuan"
    }
    return exact.grouped + " million yuan"
  }

  /// Hundredths of a unit as a number of units.
  private static func rounded(_ yuan: Int64, per hundredth: Int64) -> String {
    let half = yuan < 0 ? -hundredth / 2 : hundredth / 2
    let (sum, overflow) = yuan.addingReportingOverflow(half)
    let hundredths = (overflow ? yuan : sum) / hundredth
    return ExactDecimal(mantissa: hundredths, scale: 2)?.grouped ?? "\(hundredths)"
  }

  /// A half upwards, whatever the number.
  private static func tenthsOfMB(_ bytes: Int64) -> Int64 {
    let (whole, rest) = bytes.quotientAndRemainder(dividingBy: 1_048_576)
    return whole * 10 + (rest * 10 + 524_288) / 1_048_576
  }

  /// The size of a file: bytes, KB or MB.
  static func size(_ bytes: Int64) -> String {
    switch bytes {
    case ..<1_024: "\(bytes) B"
    case ..<1_048_576: "\((bytes + 512) / 1_024) KB"
    default: "\(tenthsOfMB(bytes) / 10).\(tenthsOfMB(bytes) % 10) MB"
    }
  }
}
