// The schema of the project ledger: every collection and field, as data. The store receives it as
// traits; commands, pages and spreadsheets find fields, labels and checks in it.

public import Causality

/// The collections and fields of the project ledger.
public final class Schema: Sendable {
  /// The number carried by changes; it grows with every addition of a field or collection.
  public let version: UInt32
  /// The collections, by number.
  public let collections: [CollectionDefinition]
  private let byName: TextTable

  init(
    version: UInt32, _ collections: [CollectionDefinition], others: [String: [String]] = [:]
  ) {
    self.version = version
    let collections = collections.sorted { $0.id < $1.id }
    var byName = TextTable(capacity: collections.count * 2)
    for (place, collection) in collections.enumerated() {
      byName.insert(collection.code, UInt32(place))
      byName.insert(collection.zh, UInt32(place))
    }
    for (place, collection) in collections.enumerated() {
      for other in others[collection.code] ?? [] { byName.insert(other, UInt32(place)) }
    }
    self.collections = collections
    self.byName = byName
  }

  /// The schema of this version of the program, built at first use in about a millisecond.
  public static let standard = Schema(
    version: 3, all,
    others: [
      "evidence": ["attachment", "附件"], "visit": ["site_visit", "inspection", "investor_visit"],
    ])

  /// The collections by number. A new one goes to the end with the next number.
  static let all: [CollectionDefinition] = [
    project, milestone, approval, progressReport, issue, assignment, visit, funding,
    financingNeed, batch, batchMember, unit, evidence,
    meeting, attendance, decision, notice, board, letter, letterTarget, responsibilityItem,
    accountability, reward, reserveEntry, landParcel, acceptanceUnit, taskForceUnit, chain,
    chainItem, zone, target, ledgerOp, periodClose, correction, review, calendarDay, ruleSet,
    place, issueProject, approvalItem, cadence, elementNeed, statedFigure,
  ]

  /// The collection with a code, another name accepted for it, or a Chinese label.
  public func collection(_ name: String) -> CollectionDefinition? {
    byName[name].map { collections[Int($0)] }
  }

  /// The collection with a number; nil for one of a newer schema.
  public func collection(_ id: CollectionID) -> CollectionDefinition? {
    let place = Int(id.rawValue) - 1
    guard collections.indices.contains(place), collections[place].id == id else {
      return collections.first { $0.id == id }
    }
    return collections[place]
  }

  /// The schema as the store sees it.
  public var traits: SchemaTraits {
    SchemaTraits(version: version, collections: collections.map(\.traits))
  }
}
