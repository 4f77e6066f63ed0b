// Settling many conflicts at once: whose value is taken is chosen, every settlement is shown first, and
// only what was shown is settled, by the dots that the preview was drawn from.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// Conflicts of one preview; the rest comes in the next.
  static let bulkMax = 300

  /// `/settle-many`, of `?side=` and `?kind=`.
  func bulk(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let side = visit.query["side"].flatMap { ConflictSide(rawValue: $0) } ?? .newest
      let words = ConflictWords(visit.language)
      let settling = try Settling(store, author: settings.author, today: today)
      let (decisions, left) = try decisions(side, kind: visit.query["kind"], settling)
      let lines = decisions.map { decision -> Model in
        let conflict = decision.conflict
        return [
          "id": conflict.id.text, "path": "/conflicts/\(conflict.id.text)",
          "name": words.name(conflict.recordName, conflict.record),
          "label": words.label(conflict.collection, conflict.field),
          "to": words.value(decision.value, conflict.collection, conflict.field),
          "seen": ConflictWords.dots(conflict),
          "values": conflict.siblings.prefix(4).map { sibling -> Model in
            ["text": words.value(sibling.value, conflict.collection, conflict.field)]
          },
        ]
      }
      return visit.page(
        "bulk", title: visit.text("page.bulk"), place: "conflicts",
        [
          "side": side.rawValue, "lines": lines, "isEmpty": lines.isEmpty,
          "kind": visit.query["kind"] ?? "",
          "sides": ConflictSide.allCases.map { other -> Model in
            [
              "value": other.rawValue, "label": visit.text("page.side-\(other.rawValue)"),
              "isChosen": other == side,
            ]
          },
          "count": visit.text("page.bulk-count", "\(lines.count)", "\(left)"),
          "act": visit.text("page.bulk-act", "\(lines.count)"),
        ])
    }
  }

  /// `POST /settle-many`.
  func settleBulk(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      guard let side = sent["side"].flatMap({ ConflictSide(rawValue: $0) }) else {
        throw Stop(.badRequest, "page.choose")
      }
      let reason = sent.text("reason")
      let settling = try Settling(store, author: settings.author, today: today)
      let shown = sent.below("c.")
      let (found, _) = try decisions(side, kind: sent.text("kind"), settling)
      let allowed = found.filter { decision in
        shown[decision.conflict.id.text].map {
          FormReading.isSame($0, ConflictWords.dots(decision.conflict))
        } ?? false
      }
      let groups = Settling.byRecord(allowed)
      var settled = 0
      for (group, outcome) in zip(groups, settling.commitAll(groups, reason: reason)) {
        if let fatal = outcome.fatal { throw fatal }
        if case .settled = outcome { settled += group.count }
      }
      if let session = visit.session {
        let left = shown.fields.count - settled
        sessions.leave(
          [
            Remark(
              tone: left == 0 ? .done : .warning,
              message: Message("page.bulk-done", ["\(settled)", "\(left)"]))
          ], for: session)
      }
      return .redirect("/conflicts")
    }
  }

  /// What taking a side would settle, and how many conflicts it leaves alone.
  private func decisions(
    _ side: ConflictSide, kind: String?, _ settling: Settling
  ) throws -> ([Decision], left: Int) {
    var filter = ConflictFilter()
    filter.kind = kind.flatMap { ConflictKind(rawValue: $0) }
    var decisions: [Decision] = []
    var left = 0
    let own = store.identity.replica
    // Those that the person at hand may see, and no others.
    var conflicts: [Conflict] = []
    try eachConflict(filter) { conflict in
      conflicts.append(conflict)
      return true
    }
    for conflict in conflicts {
      guard decisions.count < Self.bulkMax,
        let choice = conflict.choice(of: side, own: own, roles: settling.roles),
        let decision = try? Decision(conflict, choice, reason: nil),
        settling.refusal(of: decision) == nil
      else {
        left += 1
        continue
      }
      decisions.append(decision)
    }
    return (decisions, left)
  }
}
