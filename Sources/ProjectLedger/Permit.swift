// What one person at a shared node may do. A permit only narrows: what the store's own role may not
// write, no permit can.
//
// Guarantees: while a permit is in force, every commit of the work at hand passes ``check`` before
// anything is written, whichever page or command asked for it; forms, the validator and settlements
// ask the same permit beforehand, so that what is refused is refused with words beside the field.

package import Causality
package import LedgerStore
package import Projects
internal import Wire

/// A person's part in a store that several use.
package struct Permit: Sendable, Hashable {
  /// The account's name: the author of its changes.
  package let author: String
  /// What the person may at most.
  package let role: OfficeRole
  /// The one county that is read and written; nil for all.
  package let county: String?

  /// A permit; it is in force only within ``run(_:_:)``.
  package init(author: String, role: OfficeRole, county: String?) {
    self.author = author
    self.role = role
    self.county = county
  }

  /// In force for whatever is called within `Permit.run`; nil for the store's own work.
  @TaskLocal package static var current: Permit?

  /// Does work under a permit, or with nil under the store's own role alone.
  package static func run<R>(_ permit: Permit?, _ body: () throws -> R) rethrows -> R {
    try CommitGuards.$current.withValue(permit) {
      try $current.withValue(permit) { try body() }
    }
  }

  /// The same for work that waits.
  package static func run<R: Sendable>(
    _ permit: Permit?, _ body: @Sendable () async throws -> R
  ) async rethrows -> R {
    try await CommitGuards.$current.withValue(permit) {
      try await $current.withValue(permit) { try await body() }
    }
  }

  // MARK: Roles

  /// All roles that the work at hand must satisfy: the store's own, and the permit's.
  package static func roles(of store: Store) -> [OfficeRole] {
    let own = OfficeRole(member: store.identity.role.rawValue) ?? .observer
    guard let role = current?.role, role != own else { return [own] }
    return [own, role]
  }

  /// The one role that forms are made for. Of two roles neither of which is the city's, nothing is
  /// left to write.
  package static func role(of store: Store) -> OfficeRole {
    let roles = roles(of: store)
    let others = roles.filter { $0 != .city }
    return others.count > 1 ? .observer : others.first ?? .city
  }

  // MARK: Counties

  /// Whether a county's code, or that of a zone in it (`411702-gx`), is the permit's.
  package func covers(_ code: String) -> Bool {
    guard let county else { return true }
    return code == county || code.utf8.starts(with: (county + "-").utf8)
  }

  /// Whether a project of a list is the permit's to see.
  package func covers(_ row: ProjectRow) -> Bool {
    guard county != nil else { return true }
    if let place = ProjectTables.place(of: "region_code"), case .text(let code) = row.values[place]
    {
      return covers(code)
    }
    return covers(row.ledger)
  }

  /// Whether a record is the permit's to see: those of its county, and the books that the city
  /// keeps for all. What is not there is nobody's.
  package func covers(
    _ id: RecordID, in ledger: String, _ snapshot: borrowing Snapshot
  ) throws(StoreError) -> Bool {
    guard county != nil, ledger != Store.memberLedger else { return true }
    return covers(try CountyOf().code(of: id, in: ledger, snapshot))
  }
}

extension Permit: CommitGuard {
  /// Refuses what the role may not write, and what touches or refers to a record outside the
  /// county.
  ///
  /// - Throws: `beyondAccount`, or a failure of the store.
  package func check(
    _ drafts: [Draft], to ledger: String, of store: Store
  ) throws(StoreError) {
    var counties = CountyOf()
    var touched: Set<RecordID> = []
    var referred: Set<RecordID> = []
    for draft in drafts {
      for operation in draft.operations {
        guard mayWrite(operation) else { throw refusal(operation) }
        touched.insert(operation.record)
        guard county != nil else { continue }
        if operation.kind == .write {
          var known = counties.proposed[operation.record] ?? (operation.collection, [:])
          known.values[operation.field] = operation.value
          counties.proposed[operation.record] = known
        }
        if case .reference(let id) = operation.value, operation.kind != .remove {
          referred.insert(id)
        }
      }
    }
    try checkCreation(drafts, to: ledger, of: store)
    guard let county else { return }
    guard ledger != Store.memberLedger else { throw StoreError(.beyondAccount, author, ledger) }
    try store.read { snapshot throws(StoreError) in
      for id in touched {
        // Where it stands, and where it would stand.
        if try snapshot.record(ledger, id) != nil,
          !covers(try CountyOf().code(of: id, in: ledger, snapshot))
        {
          throw StoreError(.beyondAccount, author, String(id.description.prefix(10)), county)
        }
        guard covers(try counties.code(of: id, in: ledger, snapshot)) else {
          throw StoreError(.beyondAccount, author, String(id.description.prefix(10)), county)
        }
      }
      for id in referred {
        guard let record = try snapshot.record(ledger, id), !Self.isOfAll(record) else { continue }
        guard covers(try counties.code(of: id, in: ledger, snapshot)) else {
          throw StoreError(.beyondAccount, author, String(id.description.prefix(10)), county)
        }
      }
    }
  }

  /// Whether a record is the closing of a month for all counties: whoever asks to correct a report
  /// of that month names it.
  private static func isOfAll(_ record: Record) -> Bool {
    guard let close = Schema.standard.collection("period_close"), record.collection == close.id
    else { return false }
    guard let field = close.field("region_code"), case .text(let code)? = record[field.id] else {
      return true
    }
    return Region.find(code)?.isCity ?? false
  }

  /// Whether the permit's role may do one operation, by the function that judges every change.
  private func mayWrite(_ operation: Operation) -> Bool {
    guard let collection = Schema.standard.collection(operation.collection) else {
      // The list of members and what else the store keeps for itself.
      return role == .city && county == nil
    }
    switch operation.kind {
    case .archive, .restore: return Permissions.mayCreate(collection, role)
    default:
      guard let field = collection.field(operation.field) else { return false }
      return Permissions.mayWrite(field, operation.value, role)
    }
  }

  private func refusal(_ operation: Operation) -> StoreError {
    let collection = Schema.standard.collection(operation.collection)
    let names = [collection?.code, collection?.field(operation.field)?.code].compactMap { $0 }
    return StoreError(.beyondAccount, author, names.joined(separator: "."))
  }

  /// Records that are not there yet are made by those who may make them.
  private func checkCreation(
    _ drafts: [Draft], to ledger: String, of store: Store
  ) throws(StoreError) {
    var places: [RecordID: CollectionDefinition] = [:]
    for operation in drafts.flatMap(\.operations) {
      guard let collection = Schema.standard.collection(operation.collection),
        !Permissions.mayCreate(collection, role)
      else { continue }
      places[operation.record] = collection
    }
    guard !places.isEmpty else { return }
    let missing = places
    try store.read { snapshot throws(StoreError) in
      for (id, collection) in missing where try snapshot.record(ledger, id) == nil {
        throw StoreError(.beyondAccount, author, collection.code)
      }
    }
  }
}

extension StoreError {
  /// The county that the account at hand may not write beyond; nil of any other refusal.
  package var county: String? {
    code == .beyondAccount && arguments.count > 2 ? arguments[2] : nil
  }
}
