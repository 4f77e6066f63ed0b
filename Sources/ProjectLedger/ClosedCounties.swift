// Which counties' month is closed in a ledger, and which ledgers' month is still open: one answer
// for the month's page, the bulletin and whatever else says whether figures may change.

internal import Causality
package import LedgerStore
package import Policy
package import Projects

/// The counties whose month is closed in one ledger.
package struct ClosedCounties: Sendable {
  /// Codes; the empty one is that of the whole ledger.
  private var codes: Set<String> = []

  fileprivate init() {}

  fileprivate mutating func insert(_ code: String) {
    codes.insert(code.hasSuffix("00") ? "" : code)
  }

  /// Whether the month is closed for the whole ledger.
  package var isWhole: Bool { codes.contains("") }

  /// Whether the month of a project's county is closed; the empty code is of a project without one.
  package func covers(_ county: String) -> Bool { isWhole || codes.contains(county) }
}

extension Snapshot {
  /// The counties whose month is closed in a ledger. O(closings of the month).
  package borrowing func closedCounties(
    of period: ReportingPeriod, in ledger: String
  ) throws(StoreError) -> ClosedCounties {
    var closed = ClosedCounties()
    let closes = try Schema.standard.known("period_close")
    guard let field = closes.field("period") else { return closed }
    let query = Query(
      ledger: ledger, collection: closes.id,
      filters: [Filter(field: field.id, op: .equal, value: .text(period.text))])
    try self.query(query) { close in
      closed.insert(ShownFields(close, .standard, asOf: .latest).text("region_code"))
      return true
    }
    return closed
  }
}

extension BulletinOrder {
  /// The ledgers whose month is not closed for every project of theirs, by name: the figures of
  /// these may still change. A ledger without a project has none, unless no ledger has any.
  ///
  /// - Parameter ledger: the one that is asked about; nil for all.
  /// - Complexity: O(ledgers and closings); O(projects) where counties were closed one by one.
  package static func openLedgers(
    _ month: Period, _ store: Store, ledger: String?
  ) throws(StoreError) -> [String] {
    let projects = try Schema.standard.known("project")
    return try store.read { snapshot throws(StoreError) in
      let period = ReportingPeriod.month(of: month.start)
      let names: [String]
      if let ledger { names = [ledger] } else { names = try snapshot.ledgers() }
      var open: [String] = []
      var bare: [String] = []
      for name in names {
        let closed = try snapshot.closedCounties(of: period, in: name)
        var (hasProject, isOpen) = (false, false)
        try snapshot.query(Query(ledger: name, collection: projects.id)) { project in
          hasProject = true
          let county = ShownFields(project, .standard, asOf: .latest).text("region_code")
          isOpen = !closed.covers(county)
          return !isOpen && !closed.isWhole
        }
        if isOpen { open.append(name) }
        if !hasProject, !closed.isWhole { bare.append(name) }
      }
      return bare.count == names.count ? bare : open
    }
  }
}
