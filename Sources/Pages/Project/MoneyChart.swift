// A year's investment by month: what was completed as columns, the plan and what was reached so far
// as two lines over them, all in 万元.

internal import Catalogue
internal import Causality
internal import ProjectLedger
internal import Projects

/// A chart of twelve months; lengths are in the units of its `viewBox`.
struct MoneyChart {
  static let width = 720
  static let height = 230
  private static let left = 76
  private static let top = 16
  private static let bottom = 200

  private let year: Int
  private let months: [ExactDecimal?]
  private let plan: [ExactDecimal?]

  /// - Parameters:
  ///   - months: completed in each month, January first.
  ///   - plan: planned to the end of each month.
  /// - Returns: nil where there is neither.
  init?(year: Int, months: [ExactDecimal?], plan: [ExactDecimal?]) {
    guard months.contains(where: { $0 != nil }) || plan.contains(where: { $0 != nil }) else {
      return nil
    }
    self.year = year
    self.months = months
    self.plan = plan
  }

  /// Reached to the end of each month up to the last with a figure.
  private var reached: [ExactDecimal] {
    guard let last = months.lastIndex(where: { $0 != nil }) else { return [] }
    var sum = ExactDecimal(0)
    return months[...last].map { month in
      sum = month.flatMap { sum.adding($0) } ?? sum
      return sum
    }
  }

  func model(_ visit: Visit) -> Model {
    let reached = reached
    let all = reached + plan.compactMap(\.self) + months.compactMap(\.self)
    let most = max(1, all.compactMap(\.tenThousandths).max() ?? 1)
    func y(_ value: ExactDecimal) -> Int {
      let part = max(0, value.tenThousandths ?? 0)
      let room = Int64(Self.bottom - Self.top)
      return Self.bottom - Int(Double(part) / Double(most) * Double(room))
    }
    func x(_ month: Int) -> Int { Self.left + month * (Self.width - Self.left - 12) / 12 + 24 }
    func points(_ values: [(Int, ExactDecimal)]) -> String {
      values.map { "\(x($0.0)),\(y($0.1))" }.joined(separator: " ")
    }
    func words(_ value: ExactDecimal) -> String { Amounts.money(value, visit.language) }
    let planned = plan.enumerated().compactMap { place, value in value.map { (place, $0) } }
    return [
      "year": "\(year)", "width": "\(Self.width)", "height": "\(Self.height)",
      "left": "\(Self.left)", "bottom": "\(Self.bottom)", "right": "\(Self.width - 6)",
      "most": Self.short(most), "half": Self.short(most / 2), "top": "\(Self.top)",
      "middle": "\((Self.top + Self.bottom) / 2)", "axis": "\(Self.left - 8)",
      "plan": points(planned), "reached": points(Array(reached.enumerated().map { ($0, $1) })),
      "dots": reached.enumerated().map { place, value -> Model in
        [
          "x": "\(x(place))", "y": "\(y(value))",
          "text": visit.text("page.money-reached", "\(place + 1)", words(value)),
        ]
      },
      "columns": (0..<12).map { place -> Model in
        var column: Model = ["x": "\(x(place))", "label": "\(place + 1)", "labelY": "216"]
        if let value = months[place] {
          column["bar"] =
            [
              "x": "\(x(place) - 11)", "y": "\(y(value))",
              "height": "\(max(1, Self.bottom - y(value)))",
              "text": visit.text("page.money-month", "\(place + 1)", words(value)),
            ] as Model
        }
        return column
      },
      "rows": (0..<12).compactMap { place -> Model? in
        guard months[place] != nil || plan[place] != nil else { return nil }
        return [
          "month": "\(place + 1)", "value": months[place]?.grouped ?? "",
          "plan": plan[place]?.grouped ?? "",
          "reached": place < reached.count ? reached[place].grouped : "",
        ]
      },
    ]
  }

  /// A number of the axis: whole 万元.
  private static func short(_ tenThousandths: Int64) -> String {
    Amounts.grouped("\(tenThousandths / 10_000)")
  }
}
