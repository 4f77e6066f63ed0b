// Puts a draft before the validator with all that it may ask about the record's surroundings. What
// a rule does not need is not read: plain edits cost no look-up beyond the record itself.

package import Causality
package import LedgerStore
package import Projects

/// Judges drafts for one store's office.
package struct Judge {
  private let store: Store
  private let ledger: String
  /// The office's own, and that of the account at work where it has another: both must agree.
  private let roles: [OfficeRole]
  let author: String
  private let today: CivilDate?
  private let around: LedgerSurroundings
  /// Whether many records are loaded at once.
  package let isBulk: Bool
  /// Whether drafts settle what offices wrote, or take a past value back.
  private let isSettling: Bool

  /// - Parameter today: the business date of the changes; nil skips the guards that look ahead or
  ///   back.
  package init(
    _ store: Store, ledger: String, author: String, today: CivilDate?, isBulk: Bool = false,
    isSettling: Bool = false
  ) {
    self.store = store
    self.ledger = ledger
    self.author = author
    self.isBulk = isBulk
    self.isSettling = isSettling
    around = LedgerSurroundings(store, ledger: ledger, keepsAnswers: isBulk)
    roles = Permit.roles(of: store)
    self.today = today
  }

  /// What is wrong with a draft: refusals and warnings. Where many records are loaded at once, one
  /// that is not refused stands from then on among those that the following are judged by.
  package func problems(_ draft: RecordDraft, reason: String?) throws(StoreError)
    -> [ValidationProblem]
  {
    var problems: [ValidationProblem] = []
    for role in roles {
      for problem in try self.problems(draft, reason: reason, as: role)
      where !problems.contains(problem) {
        problems.append(problem)
      }
    }
    if isBulk, !problems.contains(where: \.isRefusal) { around.take(draft) }
    return problems
  }

  /// How many drafts of a load are kept because the store may not have them yet.
  package var takenCount: Int { around.takenCount }

  /// Lets go of the drafts of a load: the store has them by now.
  package func forgetTaken() { around.forgetTaken() }

  /// Refuses the return of an archived record where the rules do.
  ///
  /// - Throws: ``DraftRefused``, or a `StoreError`.
  package func check(restoring record: Record) throws {
    guard record.isArchived, let collection = Schema.standard.collection(record.collection) else {
      return
    }
    var context = ValidationContext(
      role: roles.first ?? .observer, isNew: false, today: today)
    context.record = record.id
    context.existing = { record[$0] ?? .empty }
    context.surroundings = around.surroundings
    let problems = Validator.problems(restoring: collection, in: context)
    if let failure = around.failure { throw failure }
    guard problems.isEmpty else { throw DraftRefused(problems: problems) }
  }

  private func problems(
    _ draft: RecordDraft, reason: String?, as role: OfficeRole
  ) throws(StoreError) -> [ValidationProblem] {
    var context = ValidationContext(
      role: role, isNew: draft.existing == nil, reason: reason, today: today)
    context.isBulk = isBulk
    context.isSettling = isSettling
    context.author = author
    context.ledger = ledger
    context.record = draft.id
    if let existing = draft.existing {
      context.existing = { existing[$0] ?? .empty }
      context.existingElements = { existing.elements($0) }
      let deciders = try deciders(of: draft, existing, role)
      context.decidedBy = { deciders[$0] }
    }
    context.surroundings = around.surroundings
    var standing = try surround(draft, &context)
    // Whoever edits a record says that it is alive: what another has archived is not decided by the
    // way.
    if draft.existing?.existence.isConflict == true {
      standing.append(ValidationProblem(.archivingUnsettled, [draft.id.description]))
    }
    let problems = Validator.check(
      draft.collection, draft.proposed, sets: draft.sets, in: context)
    if let failure = around.failure { throw failure }
    return standing + problems + RuleSetEntry.problems(draft)
  }

  /// The roles of the offices that wrote the values a proposing role would now replace.
  private func deciders(
    of draft: RecordDraft, _ existing: Record, _ role: OfficeRole
  ) throws(StoreError) -> [FieldID: OfficeRole] {
    var replicas: [FieldID: ReplicaID] = [:]
    for id in draft.proposed.keys {
      guard let field = draft.collection.field(id), field.access.of(role) == .propose,
        let state = existing.state(id), state.siblings.indices.contains(state.shown)
      else { continue }
      replicas[id] = state.siblings[state.shown].dot.replica
    }
    guard !replicas.isEmpty else { return [:] }
    return try store.read { snapshot in
      var roles: [FieldID: OfficeRole] = [:]
      for (id, replica) in replicas {
        let name =
          replica == store.identity.replica
          ? store.identity.role.rawValue : snapshot.member(replica)?.role.rawValue
        roles[id] = name.flatMap { OfficeRole(member: $0) }
      }
      return roles
    }
  }

  /// The project above a child record, and for steps of a stage or status what their guards ask.
  ///
  /// - Returns: what is wrong with the record above.
  private func surround(
    _ draft: RecordDraft, _ context: inout ValidationContext
  ) throws(StoreError) -> [ValidationProblem] {
    let collection = draft.collection
    let isProject = collection.code == "project"
    var problems: [ValidationProblem] = []
    // An issue or assignment may be of no project.
    let above = isProject ? collection.field("parent_id") : collection.parentField
    if let above, let parent = value(above.id, draft),
      let record = try store.read({ snapshot throws(StoreError) in
        try snapshot.record(ledger, parent)
      })
    {
      context.project = { record[$0] ?? .empty }
      if record.isArchived, draft.existing == nil || draft.proposed[above.id] != nil {
        problems.append(
          ValidationProblem(
            .parentArchived, field: above.code, [name(of: record), parent.description]))
      }
    }
    let step = isProject ? collection.field("stage") : collection.field("status")
    guard let step, draft.proposed[step.id] != nil, isProject || above != nil,
      !isProject || draft.existing != nil || !isBulk
    else { return problems }
    let facts = try facts(about: draft.id)
    context.evidence = { facts.evidence }
    context.milestones = { facts.milestones }
    context.missingItems = { facts.missingItems }
    return problems
  }

  /// What a record is called; its id where it has no name.
  private func name(of record: Record) -> String {
    let name = LedgerSurroundings.related(record)?.name ?? ""
    return name.isEmpty ? record.id.description : name
  }

  private func value(_ field: FieldID, _ draft: RecordDraft) -> RecordID? {
    let value = draft.proposed[field] ?? draft.existing?[field] ?? .empty
    guard case .reference(let id) = value else { return nil }
    return id
  }

  private struct Facts {
    var evidence: [EvidenceFact] = []
    var milestones = 0
    var missingItems: [MissingItem] = []
  }

  private func facts(about subject: RecordID) throws(StoreError) -> Facts {
    let schema = Schema.standard
    let evidence = schema.collection("evidence")
    let milestone = schema.collection("milestone")
    let approval = schema.collection("approval")
    let missing = approval?.field("missing_items")
    return try store.read { snapshot throws(StoreError) in
      var facts = Facts()
      for child in try snapshot.children(of: subject, ledger: ledger) {
        switch child.collection {
        case evidence?.id: facts.evidence.append(EvidenceFact { child[$0] ?? .empty })
        case milestone?.id: facts.milestones += 1
        case approval?.id:
          guard let missing else { continue }
          for case .text(let text) in child.elements(missing.id) {
            if let item = MissingItem(text) { facts.missingItems.append(item) }
          }
        default: continue
        }
      }
      guard let evidence else { return facts }
      for link in ["issue", "assignment"] {
        guard let field = evidence.field(link) else { continue }
        let query = Query(
          ledger: ledger, collection: evidence.id,
          filters: [Filter(field: field.id, op: .equal, value: .reference(subject))])
        try snapshot.query(query) { record in
          facts.evidence.append(EvidenceFact { record[$0] ?? .empty })
          return true
        }
      }
      return facts
    }
  }
}
