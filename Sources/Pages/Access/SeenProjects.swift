// What of the lists the person at hand may see: an account of a county sees the projects and the
// conflicts of that county. Pages ask here and nowhere else.

internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Synchronization

/// The table of projects, narrowed to the county of the account at hand.
final class SeenProjects: Sendable {
  private let tables: ProjectTables
  /// Of the newest table, by county: there are no more than there are counties with accounts.
  private let narrowed = Mutex<[String: (of: ProjectTable, table: ProjectTable)]>([:])

  init(_ tables: ProjectTables) { self.tables = tables }

  /// The projects as they are now.
  ///
  /// - Complexity: O(1) while nothing was committed; then O(projects) once for each county.
  func now() throws -> ProjectTable {
    let all = try tables.now()
    guard let permit = Permit.current, let county = permit.county else { return all }
    return narrowed.withLock { narrowed in
      if let known = narrowed[county], known.of === all { return known.table }
      let table = all.narrowed { permit.covers($0) }
      narrowed = narrowed.filter { $0.value.of === all }
      narrowed[county] = (all, table)
      return table
    }
  }
}

extension Pages {
  /// How many open conflicts the person at hand may see. Those of all kinds of the whole node are
  /// counted without being read; others cost O(conflicts).
  func conflictCount(_ filter: ConflictFilter = ConflictFilter()) throws(StoreError) -> Int {
    if Permit.current?.county == nil, filter.kind == nil {
      return try store.read { snapshot throws(StoreError) in
        var count = 0
        for ledger in try snapshot.ledgers() { count += try snapshot.conflictCount(ledger) }
        return count
      }
    }
    var count = 0
    try eachConflict(filter) { _ in
      count += 1
      return true
    }
    return count
  }

  /// The counts in the head of a page, of those of the whole node what an account may see.
  ///
  /// - Parameter commit: of which the counts are.
  /// - Complexity: O(1) while nothing was committed; then O(conflicts) once for each county.
  func headCounts(_ counts: HeadCounts, at commit: UInt64, for permit: Permit?) -> HeadCounts {
    guard let permit, let county = permit.county, counts.conflicts > 0 else { return counts }
    var own = counts
    if let known = countyConflicts.withLock({ $0[county] }), known.commit == commit {
      own.conflicts = known.count
    } else {
      own.conflicts = (try? Permit.run(permit) { try conflictCount() }) ?? 0
      let count = own.conflicts
      countyConflicts.withLock { $0[county] = (commit, count) }
    }
    return own
  }

  /// The settlements that the person at hand may see.
  func seenSettlements() throws(StoreError) -> [Settlement] {
    try store.read { snapshot throws(StoreError) in
      let all = try snapshot.settlements()
      guard let permit = Permit.current, permit.county != nil else { return all }
      var seen: [Settlement] = []
      for settlement in all
      where try permit.covers(settlement.record, in: settlement.ledger, snapshot) {
        seen.append(settlement)
      }
      return seen
    }
  }

  /// Calls `body` with each open conflict that the person at hand may see, until it returns false.
  func eachConflict(
    _ filter: ConflictFilter = ConflictFilter(), _ body: (Conflict) -> Bool
  ) throws(StoreError) {
    guard let permit = Permit.current, permit.county != nil else {
      return try store.read { snapshot throws(StoreError) in
        try snapshot.conflicts(filter) { body($0) }
      }
    }
    try store.read { snapshot throws(StoreError) in
      var found: [Conflict] = []
      try snapshot.conflicts(filter) { conflict in
        found.append(conflict)
        return true
      }
      for conflict in found
      where try permit.covers(conflict.record, in: conflict.ledger, snapshot) {
        guard body(conflict) else { return }
      }
    }
  }
}
