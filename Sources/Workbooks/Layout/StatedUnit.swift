// Units that a sheet states in words, above its header or between its rows: `单位：万元`, `（亿元）`. What
// is said below the header holds from its row on, and never against the unit that a header itself
// names: then the amounts are refused at their cells, not guessed.

package import Projects

extension SheetUnit {
  static let oddAreas = ["公顷", "平方米", "平方公里", "平米", "㎡", "km²", "m²"]

  /// The unit that a text names: `单位：万元`, also behind other words.
  init?(in text: String) {
    guard text.unicodeScalars.contains(where: { $0 == "位" || $0 == "额" }) else { return nil }
    var rest = FoldedText.folded(text)[...]
    while let range = rest.firstRange(of: "单位") ?? rest.firstRange(of: "金额:") {
      rest = rest[range.upperBound...]
      let word = rest.drop { ":([".contains($0) }.prefix { !")]】;。".contains($0) }
      if let unit = Self.among(word) {
        self = unit
        return
      }
    }
    return nil
  }

  /// The unit that a text is, and nothing else: `亿元`, `（万元）`.
  init?(bare text: String) {
    guard text.utf8.count <= 24, text.unicodeScalars.contains("元") else { return nil }
    let word = FoldedText.folded(text).filter { !"()[]【】".contains($0) }
    guard word.hasSuffix("元"), let unit = Self.among(word[...]) else { return nil }
    self = unit
  }

  /// The units that a row above a header states. Alone in its row, or right of the word for it, a
  /// bare `亿元` is one too.
  static func all(above row: SheetRow) -> [SheetUnit] {
    let held = row.cells.filter { !$0.isBlank }
    var units: [SheetUnit] = []
    for (index, cell) in held.enumerated() {
      guard case .text(let text) = cell else { continue }
      if let unit = SheetUnit(in: text) {
        units.append(unit)
      } else if held.count == 1 || index > 0 && isWordForUnit(held[index - 1].plain),
        let unit = SheetUnit(bare: text)
      {
        units.append(unit)
      }
    }
    return units
  }

  private static func isWordForUnit(_ text: String) -> Bool {
    let word = FoldedText.folded(text)
    return ["单位", "金额", "金额单位", "计量单位", "投资单位", "货币单位"].contains(
      word.hasSuffix(":") ? String(word.dropLast()) : word)
  }

  /// Of several units (`个、亿元`) those of money and area; two of money are none that can be read.
  /// Words that only begin like one, such as the name of an office, are no unit.
  private static func among(_ word: Substring) -> SheetUnit? {
    var money: [SheetUnit] = []
    var area: String?
    for part in word.split(whereSeparator: { "、/,，".contains($0) }) {
      let name = String(part.prefix { !$0.isASCII }).replacing("人民币", with: "")
      if let odd = Self.odd(name), odd == name {
        money.append(SheetUnit(odd: odd))
      } else if let unit = MoneyUnit(named: name) {
        money.append(SheetUnit(money: unit))
      } else if let found = (["亩"] + oddAreas).first(where: { $0 == name || $0 == part }) {
        area = area ?? found
      }
    }
    var unit = money.count > 1 ? SheetUnit(odd: String(word)) : money.first ?? SheetUnit()
    unit.area = area
    return money.isEmpty && area == nil ? nil : unit
  }

  /// Takes over what another statement says, and keeps what it says nothing of.
  mutating func take(_ other: SheetUnit) {
    if other.money != nil || other.odd != nil { (money, odd) = (other.money, other.odd) }
    area = other.area ?? area
  }

  /// As people write it.
  var shown: String {
    [money.map(\.shown), odd, area].compactMap { $0 }.joined(separator: "、")
  }
}

extension MoneyUnit {
  fileprivate var shown: String {
    switch self {
    case .yuan: "元"
    case .tenThousandYuan: "万元"
    case .hundredMillionYuan: "亿元"
    }
  }
}

/// A unit that one row under the header states.
struct StatedUnit {
  let unit: SheetUnit
  /// The column it holds for; nil for all.
  let column: Int?

  /// What the cells of a row state. Several units hold each for the column they stand in; one alone
  /// holds for the sheet, unless it is a bare `亿元` under an amount.
  static func all(in row: SheetRow, of header: HeaderMap) -> [StatedUnit] {
    var found: [(unit: SheetUnit, column: Int?, isBare: Bool)] = []
    for (column, cell) in row.cells.enumerated() {
      guard case .text(let text) = cell else { continue }
      let isOfAmounts =
        header.columns.indices.contains(column) && header.columns[column].holdsAmounts
      let own = isOfAmounts ? column : nil
      if let unit = SheetUnit(in: text) {
        found.append((unit, own, false))
      } else if let unit = SheetUnit(bare: text) {
        found.append((unit, own, true))
      }
    }
    return found.map { one in
      StatedUnit(unit: one.unit, column: found.count > 1 || one.isBare ? one.column : nil)
    }
  }

  /// Whether a row states units and holds nothing else.
  static func areAll(of row: SheetRow) -> Bool {
    let held = row.cells.filter { !$0.isBlank }
    return !held.isEmpty
      && held.allSatisfy { cell in
        guard case .text(let text) = cell else { return false }
        return SheetUnit(bare: text) != nil || beginsAsUnit(text) && SheetUnit(in: text) != nil
      }
  }

  private static func beginsAsUnit(_ text: String) -> Bool {
    let folded = FoldedText.folded(text).drop { "([【".contains($0) }
    return ["单位", "金额", "计量单位", "投资单位", "货币单位", "面积单位"].contains(where: folded.hasPrefix)
  }
}

/// The units in which the amounts of each column stand at one row of a sheet.
package struct ColumnUnits: Sendable {
  private var amounts: [MoneyUnit]
  /// Units that are stated and cannot be heeded, by column.
  private var unread: [Int: String] = [:]

  init(_ header: HeaderMap) { amounts = header.columns.map(\.moneyUnit) }

  /// The unit of bare numbers of money in a column.
  package func money(_ column: Int) -> MoneyUnit {
    amounts.indices.contains(column) ? amounts[column] : .tenThousandYuan
  }

  /// The stated unit for which a cell cannot be read; nil where it can, or says its own unit.
  package func refusal(of cell: SheetCell, in column: Int) -> String? {
    guard let unit = unread[column], !cell.isBlank, !FoldedText.isPlaceholder(cell.plain) else {
      return nil
    }
    if case .text(let text) = cell, text.contains(where: { "元亿万亩".contains($0) }) { return nil }
    return unit
  }

  /// The amount of a cell in 元; nil where it is none, or its unit is none that is read.
  func yuan(_ cell: SheetCell, _ column: Int) -> Int64? {
    refusal(of: cell, in: column) == nil ? MoneyCell.yuan(cell, unit: money(column)) : nil
  }

  /// Takes what a row states for the columns from there on.
  ///
  /// - Returns: the units now in force that were not before, and those that cannot be heeded.
  mutating func heed(
    _ stated: [StatedUnit], of header: HeaderMap
  ) -> (taken: String?, refused: String?) {
    guard !stated.isEmpty else { return (nil, nil) }
    var taken: String?
    var refused: String?
    for (column, known) in header.columns.enumerated() where known.holdsAmounts {
      for said in stated where said.column == nil || said.column == column {
        let word: String?
        if case .area? = known.field?.type {
          word = said.unit.area
          if let area = word {
            unread[column] = area == "亩" || area == header.sheetUnit.area ? nil : area
          }
        } else {
          word = said.unit.odd ?? said.unit.money?.shown
          taken = heedMoney(said.unit, in: column, known, of: header) ? word : taken
        }
        if word != nil, let unit = unread[column] { refused = unit }
      }
    }
    return (taken, refused)
  }

  /// Whether other units hold in a column of money now.
  private mutating func heedMoney(
    _ said: SheetUnit, in column: Int, _ known: SheetColumn, of header: HeaderMap
  ) -> Bool {
    guard let unit = said.money else {
      if let odd = said.odd, odd != header.sheetUnit.odd { unread[column] = odd }
      return false
    }
    if known.hasOwnUnit {
      // What the title said above a header with a unit of its own says nothing new below it.
      let isKnown = unit == known.moneyUnit || unit == header.sheetUnit.money
      unread[column] = isKnown ? nil : unit.shown
      return false
    }
    let isOther = amounts[column] != unit || unread[column] != nil
    amounts[column] = unit
    unread[column] = nil
    return isOther
  }
}
