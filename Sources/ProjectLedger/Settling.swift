// Settling conflicts: the one place that turns a person's choice into a change.
//
// Guarantees: the change has seen every sibling of the conflict (its deps are all that this store
// holds), so it supersedes exactly them; it is refused, and nothing is written, when other siblings
// are live than those named. All choices about one record go into one change: a record that is
// being archived must not be brought back by the settlement of one of its fields. A role settles
// what it may decide; where it only proposes, it cannot overrule the sibling of a role that
// decides.

package import Causality
package import LedgerStore
internal import Projects
internal import Wire

/// Why a choice is not made into a change.
package enum SettlingFault: Error, Sendable {
  /// A choice that writes its reason came without one.
  case reasonNeeded
  /// This office's role does not decide the field.
  case mayNotSettle(CollectionID, FieldID)
}

/// What is to be written for a conflict.
package struct Decision: Sendable {
  /// The conflict that is settled.
  package let conflict: Conflict
  /// What settles it; the change has seen every sibling.
  package let writes: [FieldWrite]
  /// The siblings the decision is about.
  package var dots: [Dot]

  /// A value for the conflict's own field.
  package init(_ conflict: Conflict, _ value: Value, dots: [Dot]? = nil) {
    self.conflict = conflict
    writes = [conflict.write(value)]
    self.dots = dots ?? conflict.siblings.map(\.dot)
  }

  /// - Throws: `reasonNeeded` for a choice that writes the reason where there is none.
  package init(
    _ conflict: Conflict, _ choice: ConflictChoice, reason: String?, dots: [Dot]? = nil
  ) throws(SettlingFault) {
    self.conflict = conflict
    if choice.wantsReason {
      guard let reason, !reason.isEmpty else { throw .reasonNeeded }
      writes = choice.writes.map {
        FieldWrite(
          collection: $0.collection, record: $0.record, field: $0.field,
          value: $0.value == .empty ? .text(reason) : $0.value)
      }
    } else {
      writes = choice.writes
    }
    self.dots = dots ?? conflict.siblings.map(\.dot)
  }

  /// What the conflict's own field then holds.
  package var value: Value {
    writes.first { $0.record == conflict.record && $0.field == conflict.field }?.value
      ?? conflict.shownSibling?.value ?? .empty
  }

  /// Whether what is written stands there already, as one of the siblings.
  var isOfSibling: Bool {
    conflict.violation == nil && conflict.siblings.contains { $0.value == value }
  }
}

/// What became of the decisions about one record.
package enum SettlementOutcome {
  case settled(Dot)
  /// A `StoreError`, a `SettlingFault` or a `DraftRefused`; nothing of these decisions was written.
  case refused(any Error)

  /// The error after which trying on makes no sense: the store itself failed.
  package var fatal: StoreError? {
    guard case .refused(let error as StoreError) = self, error.code != .siblingsChanged else {
      return nil
    }
    return error
  }
}

/// Settles conflicts of one store.
package struct Settling {
  private let store: Store
  private let author: String
  private let today: CivilDate?
  /// The roles of all members, this store's own among them.
  package let roles: [ReplicaID: Role]
  /// Records whose changes go into one transaction: one wait for the disk instead of so many.
  private static let recordsPerCommit = 128

  /// - Parameter today: the business date of the changes.
  package init(_ store: Store, author: String, today: CivilDate?) throws(StoreError) {
    self.store = store
    self.author = author
    self.today = today
    var roles: [ReplicaID: Role] = [:]
    for member in try store.members() { roles[member.replica] = member.role }
    roles[store.identity.replica] = store.identity.role
    self.roles = roles
  }

  /// The parts of `decisions` that must go out as one change: those about one record.
  package static func byRecord(_ decisions: [Decision]) -> [[Decision]] {
    var places: [[Decision]] = []
    var index: [RecordPlace: Int] = [:]
    for decision in decisions {
      let place = RecordPlace(ledger: decision.conflict.ledger, id: decision.conflict.record)
      if let known = index[place] {
        places[known].append(decision)
      } else {
        index[place] = places.count
        places.append([decision])
      }
    }
    return places
  }

  private struct RecordPlace: Hashable {
    let ledger: String
    let id: RecordID
  }

  /// Writes one change for decisions about one record.
  ///
  /// - Throws: `StoreError` with `siblingsChanged` when others are live; `SettlingFault` when this
  ///   office's role may not write the value; `DraftRefused` when the rules refuse it.
  package func commit(_ decisions: [Decision], reason: String?) throws -> Recorded {
    let warnings = try check(decisions, reason: reason)
    return Recorded(dot: try commit([decisions][...], reason: reason)[0], warnings: warnings)
  }

  /// Writes one change a record; `groups` are those of `byRecord`. What is refused leaves the
  /// others standing; after a failure of the store nothing further is tried.
  package func commitAll(
    _ groups: [[Decision]], reason: String?, progress: (Int) -> Void = { _ in }
  ) -> [SettlementOutcome] {
    var outcomes: [SettlementOutcome] = []
    var rest = groups[...]
    while let first = rest.first {
      let ledger = first.first?.conflict.ledger
      let chunk = rest.prefix(Self.recordsPerCommit).prefix { $0.first?.conflict.ledger == ledger }
      rest = rest[chunk.endIndex...]
      if let fatal = outcomes.last?.fatal {
        outcomes += chunk.map { _ in .refused(fatal) }
        continue
      }
      outcomes += commitChunk(chunk, reason: reason)
      progress(outcomes.count)
    }
    return outcomes
  }

  /// All of a chunk in one transaction; where one of them is refused, each in its own.
  private func commitChunk(
    _ chunk: ArraySlice<[Decision]>, reason: String?
  ) -> [SettlementOutcome] {
    do {
      for decisions in chunk { _ = try check(decisions, reason: reason) }
      return try commit(chunk, reason: reason).map { .settled($0) }
    } catch {
      var outcomes: [SettlementOutcome] = []
      for decisions in chunk {
        if let fatal = outcomes.last?.fatal {
          outcomes.append(.refused(fatal))
          continue
        }
        do {
          _ = try check(decisions, reason: reason)
          outcomes.append(.settled(try commit([decisions][...], reason: reason)[0]))
        } catch {
          outcomes.append(.refused(error))
        }
      }
      return outcomes
    }
  }

  private func commit(_ groups: ArraySlice<[Decision]>, reason: String?) throws -> [Dot] {
    guard let ledger = groups.first?.first?.conflict.ledger else { return [] }
    let drafts = groups.map { decisions in
      Draft(author: author, reason: reason, operations: Self.operations(decisions))
    }
    let expectations = groups.joined().map { decision in
      Expectation(
        collection: decision.conflict.collection, record: decision.conflict.record,
        field: decision.conflict.field, dots: decision.dots)
    }
    return try store.commit(ledger, drafts, expecting: expectations).dots
  }

  /// One operation a field; of two decisions about one field the later counts.
  private static func operations(_ decisions: [Decision]) -> [Operation] {
    var operations: [Operation] = []
    for write in decisions.flatMap(\.writes) {
      operations.removeAll { $0.record == write.record && $0.field == write.field }
      let isArchive = write.field == Existence.field
      let kind: Operation.Kind =
        isArchive ? (write.value == .boolean(true) ? .archive : .restore) : .write
      operations.append(
        Operation(
          collection: write.collection, record: write.record, field: write.field, kind: kind,
          value: isArchive ? .empty : write.value))
    }
    return operations
  }

  // MARK: Who may decide what

  /// Why this office's role may not make a decision; nil where it may.
  package func refusal(of decision: Decision) -> SettlingFault? {
    let conflict = decision.conflict
    var isAllowed = true
    for role in Permit.roles(of: store) {
      // Only the city touches a period that it has locked.
      isAllowed = isAllowed && (conflict.kind != .lateEdit || role == .city)
      for write in decision.writes {
        isAllowed = isAllowed && mayWrite(write, decision, role)
      }
    }
    return isAllowed ? nil : .mayNotSettle(conflict.collection, conflict.field)
  }

  private func mayWrite(_ write: FieldWrite, _ decision: Decision, _ role: OfficeRole) -> Bool {
    guard let collection = Schema.standard.collection(write.collection) else { return true }
    if write.field == Existence.field { return Permissions.mayCreate(collection, role) }
    guard let field = collection.field(write.field) else { return true }
    return Permissions.mayWrite(field, write.value, role)
      && !(decision.isOfSibling && overrules(decision, field, role))
  }

  /// Refuses decisions that this office may not make; returns warnings.
  private func check(_ decisions: [Decision], reason: String?) throws -> [ValidationProblem] {
    for decision in decisions {
      if let refusal = refusal(of: decision) { throw refusal }
    }
    try refuseArchivingUnsettled(decisions)
    return try judge(decisions, reason: reason)
  }

  /// Whether a record is archived is settled before what stands in its fields, or together with it:
  /// whoever writes a field says that the record is alive.
  private func refuseArchivingUnsettled(_ decisions: [Decision]) throws {
    let writes = decisions.flatMap(\.writes)
    var judged = Set(writes.lazy.filter { $0.field == Existence.field }.map(\.record))
    guard let ledger = decisions.first?.conflict.ledger else { return }
    for write in writes where judged.insert(write.record).inserted {
      let record = try store.read { snapshot throws(StoreError) in
        try snapshot.record(ledger, write.collection, write.record)
      }
      guard let record, record.existence.isConflict else { continue }
      throw DraftRefused(
        problems: [ValidationProblem(.archivingUnsettled, [record.id.description])])
    }
  }

  /// A role that proposes may take the value of one that decides, never put its own in the place.
  private func overrules(
    _ decision: Decision, _ field: FieldDefinition, _ role: OfficeRole
  ) -> Bool {
    guard field.access.of(role) == .propose else { return false }
    let decided = decision.conflict.siblings.filter { sibling in
      guard let writer = roles[sibling.dot.replica].flatMap({ OfficeRole(member: $0.rawValue) })
      else { return false }
      return field.access.of(writer) == .write
    }
    return !decided.isEmpty && !decided.contains { $0.value == decision.value }
  }

  /// What no sibling has is judged as `set` would judge it, record by record; what comes back, as
  /// `restore` would.
  private func judge(
    _ decisions: [Decision], reason: String?
  ) throws -> [ValidationProblem] {
    for decision in decisions {
      for write in decision.writes
      where write.field == Existence.field && write.value == .boolean(false) {
        try refuse(restoring: write, in: decision.conflict.ledger)
      }
    }
    let writes = decisions.filter { !$0.isOfSibling }.flatMap(\.writes)
      .filter { $0.field != Existence.field }
    guard let ledger = decisions.first?.conflict.ledger else { return [] }
    var problems: [ValidationProblem] = []
    for (id, writes) in Dictionary(grouping: writes, by: \.record).sorted(by: { $0.key < $1.key }) {
      guard
        let collection = writes.first.flatMap({ Schema.standard.collection($0.collection) })
      else { continue }
      let record = try store.read { snapshot throws(StoreError) in
        try snapshot.record(ledger, collection.id, id)
      }
      guard let record else { throw StoreError(.noSuchRecord, id.description) }
      let assignments = writes.compactMap { write in
        collection.field(write.field).map { Assignment($0, .write(write.value)) }
      }
      let draft = RecordDraft(collection, id, existing: record, assignments)
      let judge = Judge(
        store, ledger: ledger, author: author, today: today, isSettling: true)
      problems += try judge.problems(draft, reason: reason)
        .filter { $0.code != .archivingUnsettled }
    }
    guard !problems.contains(where: \.isRefusal) else { throw DraftRefused(problems: problems) }
    return problems
  }

  private func refuse(restoring write: FieldWrite, in ledger: String) throws {
    let record = try store.read { snapshot throws(StoreError) in
      try snapshot.record(ledger, write.collection, write.record)
    }
    guard let record else { return }
    try Judge(store, ledger: ledger, author: author, today: today).check(restoring: record)
  }
}
