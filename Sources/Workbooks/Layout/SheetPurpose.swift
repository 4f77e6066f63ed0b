// What a sheet without records is there for: sums of other sheets, a pivot table, lists to choose
// from. Told so that a person knows what was passed over, and why.

internal import Projects

/// The use of a sheet that holds no rows of records.
enum SheetPurpose {
  case empty, summary, pivot, options, unknown

  private static let rowsLooked = 12
  private static let optionRowsMax = 300
  private static let optionSignsMax = 16
  private static let pivots = ["求和项:", "计数项:", "平均值项:", "最大值项:", "最小值项:", "Sumof"]
  private static let pivotHeads: Set<String> = ["行标签", "列标签", "RowLabels"]
  private static let counts: Set<String> = ["个数", "项目个数", "项目数", "项目数量"]
  private static let sums = ["汇总", "对比", "统计"]

  /// Judges a sheet in which no row names records. O(cells of the first rows), for lists of options
  /// O(cells), bounded.
  init(_ sheet: BookSheet) {
    guard sheet.rows.contains(where: { !$0.isBlank }) else {
      self = .empty
      return
    }
    if Self.isPivot(sheet) {
      self = .pivot
    } else if Self.speaksOfSums(sheet) || Self.hasCountColumn(sheet) {
      self = .summary
    } else if Self.isOptions(sheet) {
      self = .options
    } else {
      self = .unknown
    }
  }

  /// Whether a sheet whose rows have names sums other sheets up: it says so, and counts projects.
  static func sumsUp(_ sheet: BookSheet) -> Bool { speaksOfSums(sheet) && hasCountColumn(sheet) }

  /// Whether all sheets that hold anything have a column that counts projects.
  static func countProjects(_ sheets: [BookSheet]) -> Bool {
    let held = sheets.filter { sheet in sheet.rows.contains { !$0.isBlank } }
    return !held.isEmpty && held.allSatisfy(hasCountColumn)
  }

  private static func texts(_ sheet: BookSheet) -> [String] {
    sheet.rows.prefix(rowsLooked).flatMap { row in
      row.cells.compactMap { cell in
        if case .text(let text) = cell { return FoldedText.folded(text) }
        return nil
      }
    }
  }

  private static func isPivot(_ sheet: BookSheet) -> Bool {
    texts(sheet).contains { text in
      pivotHeads.contains(text) || pivots.contains { text.hasPrefix($0) }
    }
  }

  private static func speaksOfSums(_ sheet: BookSheet) -> Bool {
    let titles = sheet.rows.prefix(3).compactMap { row -> String? in
      let held = row.cells.filter { !$0.isBlank }
      guard held.count <= 2, case .text(let text)? = held.first else { return nil }
      return text
    }
    return ([sheet.name] + titles).contains { text in sums.contains { text.contains($0) } }
  }

  private static func hasCountColumn(_ sheet: BookSheet) -> Bool {
    sheet.rows.prefix(rowsLooked).contains { row in
      row.cells.contains { cell in
        if case .text(let text) = cell { return counts.contains(Header(text).bare) }
        return false
      }
    }
  }

  /// Short words and years only, in more than one cell.
  private static func isOptions(_ sheet: BookSheet) -> Bool {
    guard sheet.rows.count <= optionRowsMax else { return false }
    var held = 0
    for row in sheet.rows {
      for cell in row.cells where !cell.isBlank {
        held += 1
        switch cell {
        case .text(let text):
          guard text.unicodeScalars.count <= optionSignsMax else { return false }
        case .number(let value):
          guard (1990...2199).contains(value), value == value.rounded() else { return false }
        default: return false
        }
      }
    }
    return held > 1
  }
}
