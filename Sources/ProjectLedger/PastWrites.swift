// What a change of the past wrote, and writing it again: an ordinary change, whatever became of the
// first; the past stays.

package import Causality
package import LedgerStore
internal import Projects
internal import Wire

/// Finds what changes of one store wrote.
package struct PastWrites {
  private let store: Store

  /// The past of `store`; nothing is read yet.
  package init(_ store: Store) { self.store = store }

  /// What a change wrote to the registers of a ledger: as the log says, or where it no longer does,
  /// as settlements kept it.
  ///
  /// - Parameter existence: whether the archive register is asked for.
  package func writes(
    of dot: Dot, _ ledger: String, existence: Bool
  ) throws(StoreError) -> [FieldWrite] {
    let change = try store.read { snapshot throws(StoreError) in
      try snapshot.change(ledger, dot)
    }
    guard let change else {
      return try store.read { snapshot throws(StoreError) in try snapshot.settlements() }
        .filter { $0.ledger == ledger }
        .flatMap { settlement in
          settlement.siblings.filter { $0.dot == dot }.map {
            FieldWrite(
              collection: settlement.collection, record: settlement.record,
              field: settlement.field, value: $0.value)
          }
        }
    }
    let operations = change.operationValues
    if existence {
      // Every change says of each record that it touches whether it is archived.
      return Set(operations.map(\.record)).sorted().compactMap { record in
        let own = operations.filter { $0.record == record }
        return own.first.map {
          FieldWrite(
            collection: $0.collection, record: record, field: Existence.field,
            value: .boolean(own.contains { $0.kind == .archive }))
        }
      }
    }
    return operations.compactMap { operation in
      switch operation.kind {
      case .write:
        FieldWrite(
          collection: operation.collection, record: operation.record, field: operation.field,
          value: operation.value)
      case .archive, .restore:
        FieldWrite(
          collection: operation.collection, record: operation.record, field: Existence.field,
          value: .boolean(operation.kind == .archive))
      case .add, .remove: nil
      }
    }
  }
}

extension FieldWrite {
  /// Writes the value again, judged as any.
  ///
  /// - Parameter seen: the siblings that must stand; nil for whatever stands.
  /// - Throws: ``SettlingFault`` where this office's role may not archive, ``DraftRefused`` where
  ///   the rules refuse it, or a `StoreError`.
  package func writeAgain(
    over existing: Record, _ store: Store, author: String, today: CivilDate?, reason: String?,
    seen: [Dot]?
  ) throws -> Recorded {
    guard let definition = Schema.standard.collection(collection) else {
      throw StoreError(.noSuchRecord, record.description)
    }
    var operation = Operation(
      collection: collection, record: record, field: field, value: value)
    var warnings: [ValidationProblem] = []
    if field == Existence.field {
      operation =
        value == .boolean(true) ? .archive(collection, record) : .restore(collection, record)
      if let role = OfficeRole(member: store.identity.role.rawValue),
        !Permissions.mayCreate(definition, role)
      {
        throw SettlingFault.mayNotSettle(collection, field)
      }
      if value != .boolean(true) {
        try Judge(store, ledger: existing.ledger, author: author, today: today)
          .check(restoring: existing)
      }
    } else if let wanted = definition.field(field) {
      let draft = RecordDraft(
        definition, record, existing: existing, [Assignment(wanted, .write(value))])
      let judge = Judge(
        store, ledger: existing.ledger, author: author, today: today, isSettling: true)
      warnings = try judge.problems(draft, reason: reason)
      guard !warnings.contains(where: \.isRefusal) else { throw DraftRefused(problems: warnings) }
    }
    let expected = seen.map { dots in
      [Expectation(collection: collection, record: record, field: field, dots: dots)]
    }
    let receipt = try store.commit(
      existing.ledger, [Draft(author: author, reason: reason, operations: [operation])],
      expecting: expected ?? [])
    return Recorded(dot: receipt.dots[0], warnings: warnings)
  }
}
