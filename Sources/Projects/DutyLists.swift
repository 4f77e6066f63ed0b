// What is lacking of the duties that are kept as lists: items of the responsibility list without an
// update in a period, and industry chains without their heads, plan, team, charts or four lists.

internal import Causality

/// The responsibility list.
public enum ResponsibilityList {
  /// The items without an update dated in the period, in the order of their numbers; items without
  /// a number come last. O(items × updates).
  public static func silent(
    _ items: [RelatedRecord], in period: ReportingPeriod
  ) -> [RelatedRecord] {
    let silent = items.filter { item in
      !item.elements("updates").contains { update in
        guard case .text(let note) = update, let day = CivilDate(iso: note.prefix(10)) else {
          return false
        }
        return period.contains(day)
      }
    }
    func place(_ item: RelatedRecord) -> (Int64, RecordID) {
      if case .integer(let number) = item.value("no") { return (number, item.id) }
      return (.max, item.id)
    }
    return silent.sorted { place($0) < place($1) }
  }
}

/// What an industry chain still lacks, measures article 5: heads, plan, team, charts and lists.
public struct ChainGaps: Sendable, Hashable {
  /// Fields of the chain that are empty, by code: `city_head`, `plan`, `team`.
  public let fields: [String]
  /// Charts not drawn, by code, in the order of the schema.
  public let charts: [String]
  /// Lists without an item, by code, in the order of the schema.
  public let lists: [String]

  /// Whether nothing is lacking.
  public var isEmpty: Bool { fields.isEmpty && charts.isEmpty && lists.isEmpty }

  /// The gaps of a chain, by the items of its lists. O(items).
  public init(of chain: RelatedRecord, items: [RelatedRecord]) {
    fields = ["city_head", "plan", "team"].filter { !chain.has($0) }
    let drawn = chain.elements("charts")
    charts = Enumeration.chainChart.cases.filter { !drawn.contains(.code($0.number)) }.map(\.code)
    let kept = Set(
      items.filter { $0.value("chain") == .reference(chain.id) }.compactMap { $0.choice("list") })
    lists = Enumeration.chainList.cases.map(\.code).filter { !kept.contains($0) }
  }
}
