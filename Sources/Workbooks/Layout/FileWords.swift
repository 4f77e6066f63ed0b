// What the name of a file says of its list: a year, a count, a batch, projects withdrawn. Copy
// numbers and doubled endings say nothing, and nothing here decides how bytes are read.

/// A file's name, read.
package struct FileWords: Sendable {
  /// The name without its endings.
  private let stem: String
  /// The last ending in lower case, without its dot; empty where there is none.
  package let ending: String

  private static let endings: Set<String> = [
    "xlsx", "xlsm", "xls", "csv", "txt", "docx", "doc", "wps", "pdf", "et", "htm", "html",
  ]

  /// Reads a name; a folder before it is not expected.
  package init(_ fileName: String) {
    var rest = Substring(fileName)
    var found = ""
    while let dot = rest.lastIndex(of: ".") {
      let own = rest[rest.index(after: dot)...].lowercased()
      guard Self.endings.contains(own) else { break }
      if found.isEmpty { found = own }
      rest = rest[..<dot]
    }
    stem = String(rest)
    ending = found
  }

  /// The count that the name declares, such as `(1580个)` or `（223项）`.
  package var count: Int? { SectionSign.declared(stem) }

  /// The years that the name holds.
  package var years: Set<Int64> { Self.years(in: stem) }

  /// Whether the list is of projects that leave the library.
  package var saysWithdrawals: Bool { Self.saysWithdrawals(stem) }

  /// Another ending than what the bytes are; nil where the name says the same, or nothing.
  package func otherEnding(than format: SheetBook.Format) -> String? {
    switch (ending, format) {
    case ("", _), ("xlsx", .xlsx), ("xlsm", .xlsx), ("xls", .xls), ("et", .xls), ("et", .xlsx),
      ("csv", .csv), ("txt", .csv):
      nil
    default: ending
    }
  }

  /// `第一批`, `第3批`; nil where a text names none.
  static func batch(in text: String) -> String? {
    let folded = FoldedText.folded(text)
    var rest = folded[...]
    while let first = rest.firstIndex(of: "第") {
      rest = rest[rest.index(after: first)...]
      let number = rest.prefix { "一二三四五六七八九十0123456789".contains($0) }
      if !number.isEmpty, rest.dropFirst(number.count).first == "批" { return "第\(number)批" }
    }
    return nil
  }

  /// Whether a text says that a list was adjusted: `调整后`, `（调整）`.
  static func saysAdjusted(_ text: String) -> Bool {
    let folded = FoldedText.folded(text)
    return folded.contains("调整后") || folded.contains("(调整)") || folded.contains("调整版")
  }

  private static let natures = ["新开工", "续建", "竣工投产", "预备", "储备", "前期"]

  /// The one kind of project that a text names; nil for none or several.
  static func nature(in text: String) -> String? {
    let found = natures.filter { text.contains($0) }
    return found.count == 1 ? found[0] : nil
  }

  private static let leavings = ["退出", "退库", "调出", "移出", "剔除", "终止", "取消", "出库"]
  /// What a list of projects that come, or of both kinds, says too.
  private static let comings = ["入库", "新增", "调入", "增补", "纳入"]
  /// Longer texts are notes, not names of lists.
  private static let titleSignsMax = 60
  /// So many signs may stand between a word of leaving and the projects that leave.
  private static let betweenMax = 24

  /// Whether one of some titles says so, each for itself.
  static func saysWithdrawals(_ titles: [String]) -> Bool {
    titles.contains { saysWithdrawals($0) }
  }

  /// `退出项目清单`, `拟退出省级重点项目库项目名单`, `剔除项目表`.
  static func saysWithdrawals(_ text: String) -> Bool {
    let folded = FoldedText.folded(text)
    guard folded.unicodeScalars.count <= titleSignsMax else { return false }
    let isOfBoth = comings.contains { folded.contains($0) }
    return leavings.contains { act in
      if !isOfBoth, names(folded, act) { return true }
      return act != "出库" && ["项目", "清单", "名单"].contains { folded.contains(act + $0) }
    }
  }

  /// Whether projects, or a list, are named not far behind a word.
  private static func names(_ text: String, _ act: String) -> Bool {
    var rest = text[...]
    while let range = rest.firstRange(of: act) {
      rest = rest[range.upperBound...]
      if rest.hasPrefix("机制") { continue }
      let near = String(rest.prefix(betweenMax))
      if near.contains("项目") || ["清单", "名单", "表"].contains(where: { near.hasPrefix($0) }) {
        return true
      }
    }
    return false
  }

  /// The years of a sheet's name: those before `年`, or the one that it begins with, `2021`,
  /// `2021(2)`.
  static func years(ofSheet name: String) -> Set<Int64> {
    var found = Self.years(in: name)
    let digits = FoldedText.folded(name).prefix { $0.isASCII && $0.isNumber }
    if digits.count == 4, let year = Int64(digits), (1990...2199).contains(year) {
      found.insert(year)
    }
    return found
  }

  /// The years before `年` in a text.
  static func years(in text: String) -> Set<Int64> {
    var years: Set<Int64> = []
    var rest = FoldedText.folded(text)[...]
    while let range = rest.firstRange(of: "年") {
      let digits = rest[..<range.lowerBound].suffix(4)
      if digits.count == 4, let year = Int64(digits), (1990...2199).contains(year) {
        years.insert(year)
      }
      rest = rest[range.upperBound...]
    }
    return years
  }
}
