// Settling many conflicts at once: whose value is taken is chosen, every settlement is shown first,
// and only what was shown is settled, by the dots that the preview was drawn from.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// Conflicts of one preview; the rest comes in the next.
  static let bulkMax = 300
  private static let settledTold = 5

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
      var settled: Set<String> = []
      for (group, outcome) in zip(groups, settling.commitAll(groups, reason: reason)) {
        if let fatal = outcome.fatal { throw fatal }
        if case .settled = outcome { settled.formUnion(group.map(\.conflict.id.text)) }
      }
      let left = shown.fields.map(\.name).filter { !settled.contains($0) }
      let before = try settledBefore(left)
      if let session = visit.session {
        sessions.leave(
          told(settled: settled.count, left: left.count, before: before, visit), for: session)
      }
      return .redirect("/conflicts")
    }
  }

  /// Those of some conflicts that are over because another settled them: the last settlement of
  /// each.
  private func settledBefore(_ ids: [String]) throws -> [Settlement] {
    guard !ids.isEmpty else { return [] }
    let wanted = Set(ids)
    let found = Dictionary(
      grouping: try seenSettlements().filter { wanted.contains($0.conflict.text) },
      by: \.conflict.text)
    return try store.read { snapshot throws(StoreError) -> [Settlement] in
      var last: [Settlement] = []
      for id in ids {
        guard let newest = found[id]?.max(by: { ($0.clock, $0.dot) < ($1.clock, $1.dot) }) else {
          continue
        }
        let open = try snapshot.conflicts(withIDPrefix: id)
        if !open.contains(where: { $0.id.text == id }) { last.append(newest) }
      }
      return last
    }
  }

  /// What was settled, what another had settled before, and what stays open.
  private func told(
    settled: Int, left: Int, before: [Settlement], _ visit: Visit
  ) -> [Remark] {
    let open = left - before.count
    var remarks: [Remark] = []
    if open > 0 {
      remarks.append(
        Remark(tone: .warning, message: Message("page.bulk-done", ["\(settled)", "\(open)"])))
    } else if settled > 0 || before.isEmpty {
      remarks.append(Remark(tone: .done, message: Message("page.bulk-done-all", ["\(settled)"])))
    }
    guard !before.isEmpty else { return remarks }
    let words = ConflictWords(visit.language)
    let named = before.prefix(Self.settledTold).map { settlement -> String in
      let name = words.name(settlement.recordName, settlement.record)
      let label = words.label(settlement.collection, settlement.field)
      let who = settlement.office.isEmpty ? settlement.author : settlement.office
      return Self.told(name, label, who, Self.when(settlement.clock))
    }
    let more = before.count > Self.settledTold ? " …" : ""
    remarks.append(
      Remark(
        tone: .warning,
        message: Message(
          "page.bulk-before",
          [
            "\(before.count)",
            named.joined(separator: visit.language == .zh ? "；" : "; ") + more,
          ]),
        link: Remark.Link(path: "/settlements", name: visit.text("page.settled-list"))))
    return remarks
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
