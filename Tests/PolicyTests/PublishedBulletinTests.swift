// Published bulletins of many places, every row of the table. What is verified:
// 1. Each percentage that stands beside its numerator and denominator is recomputed exactly;
//    whether it was rounded, truncated or exact comes out for each, and nothing is ever corrected.
// 2. Those that contradict their own numbers, and those that were truncated, are listed by row.
// 3. Rows that cannot be recomputed are counted, so that none is lost in silence.

import Causality
import Foundation
import Policy
import Testing

@Suite struct PublishedBulletinTests {
  /// A percentage with what it is said to be made of.
  private struct Rate {
    let row: Int
    let label: String
    let numerator: ExactDecimal
    let denominator: ExactDecimal
    let printed: String
  }

  private static let table: [[String: String]] = {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Fixtures/policy/progress-bulletins.csv")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    let rows = text.split(whereSeparator: \.isNewline).map(cells)
    guard let head = rows.first else { return [] }
    return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(head, $0)) }
  }()

  private static func cells(_ line: Substring) -> [String] {
    var cells = [""]
    var isQuoted = false
    for character in line {
      switch character {
      case "\"": isQuoted.toggle()
      case "," where !isQuoted: cells.append("")
      default: cells[cells.count - 1].append(character)
      }
    }
    return cells
  }

  /// 万元 of `48.2亿元` or `26542.9万元`; nil for what is no exact amount.
  private func money(_ text: String) -> ExactDecimal? {
    let text = text.replacing(" ", with: "")
    if text.hasSuffix("亿元") {
      return ExactDecimal(text.dropLast(2))?.multiplied(by: ExactDecimal(10_000))
    }
    return text.hasSuffix("万元") ? ExactDecimal(text.dropLast(2)) : nil
  }

  private func rates(_ row: [String: String], _ number: Int) -> [Rate] {
    func cell(_ name: String) -> String { row[name] ?? "" }
    func rate(_ top: ExactDecimal?, _ bottom: ExactDecimal?, _ printed: String) -> Rate? {
      guard let top, let bottom, printed.hasSuffix("%") else { return nil }
      return Rate(
        row: number, label: cell("label"), numerator: top, denominator: bottom,
        printed: String(printed.dropLast()))
    }
    let percent = cell("pct_of_annual_raw")
    let done = ExactDecimal(cell("started_or_done_count"))
    let listed = ExactDecimal(cell("project_count"))
    let isMoney = !cell("annual_plan_raw").isEmpty
    return [
      isMoney ? rate(money(cell("completed_raw")), money(cell("annual_plan_raw")), percent) : nil,
      rate(done, ExactDecimal(cell("planned_new_count")) ?? listed, cell("start_rate_raw")),
      isMoney || !cell("start_rate_raw").isEmpty ? nil : rate(done, listed, percent),
    ].compactMap { $0 }
  }

  @Test func everyRowIsRecomputed() throws {
    #expect(Self.table.count == 86)
    var counts: [String: Int] = [:]
    var listed: [String] = []
    for (place, row) in Self.table.enumerated() {
      for rate in rates(row, place + 2) {
        let fraction = try #require(Fraction(rate.numerator, rate.denominator))
        let printed = try #require(ExactDecimal(rate.printed), "\(rate)")
        let places = rate.printed.split(separator: ".").dropFirst().first?.count ?? 0
        let half = try number(fraction.percent(.halfUp, places: places) ?? "")
        let cut = try number(fraction.percent(.truncate, places: places) ?? "")
        let isExact = Fraction(printed, ExactDecimal(100))?.compared(to: fraction) == .equal
        let finding =
          isExact
          ? "exact" : printed == half ? "rounded" : printed == cut ? "truncated" : "differs"
        counts[finding, default: 0] += 1
        if finding == "differs" || finding == "truncated" {
          listed.append("\(rate.row) \(rate.printed) \(half) \(finding)")
        }
      }
    }
    #expect(counts == ["rounded": 34, "truncated": 4, "exact": 2, "differs": 4])
    #expect(
      listed == [
        "3 72.5 72.6 truncated", "7 71.1 67.2 differs", "17 85.2 85.3 truncated",
        "51 69.38 90.32 differs", "65 69.3 69.4 truncated", "76 80.8 92.4 differs",
        "77 47 48 truncated", "80 24.25 24.21 differs",
      ])
  }

  @Test func rowsWithoutBothNumbers() {
    let bare = Self.table.enumerated().filter { rates($0.element, $0.offset + 2).isEmpty }
    let said = bare.filter { !($0.element["pct_of_annual_raw"] ?? "").isEmpty }
    #expect(Self.table.count - bare.count == 39)
    // A percentage alone, an approximate amount, or one cut off: printed as it is, judged by
    // nobody.
    #expect(said.contains { $0.offset + 2 == 86 }, "the last row's percentage is cut off")
  }
}
