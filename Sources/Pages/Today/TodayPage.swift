// What needs a person today: what is due, what collided, what is unsent, and how the clock stands.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// More conflicts than these are counted, not listed.
  static let conflictsToday = 8
  /// A clock farther from the hub's than this is told of.
  static let clockOffsetMillisecondsMax: Int64 = 120_000

  /// `/`. What is due is worked out from all records: a page that a person opens does not wait long
  /// for it, but asks for it again at once; `?wait=1` waits.
  func todayPage(_ visit: Visit, _ form: Form) async throws -> Answer {
    var isReady = visit.query["live"] == "1" || visit.query["wait"] == "1"
    if !isReady { isReady = try await prepareToday() }
    return try await onThread { [self, isReady] in
      var visit = visit
      let words = ConflictWords(visit.language)
      var model: Model = [
        "date": today.map(\.description) ?? "",
        "lines": try lines(visit), "hasLine": settings.line != nil,
      ]
      let count = try conflictCount()
      var conflicts: [Model] = []
      try eachConflict { conflict in
        conflicts.append([
          "path": "/conflicts/\(conflict.id.text)",
          "name": words.name(conflict.recordName, conflict.record),
          "label": words.label(conflict.collection, conflict.field),
          "kind": visit.text("conflict.kind.\(conflict.kind.rawValue)"),
        ])
        return conflicts.count < Self.conflictsToday
      }
      model["conflicts"] = conflicts
      model["conflictCount"] = "\(count)"
      model["hasConflicts"] = count > 0
      model["moreConflicts"] = count > conflicts.count
      if let line = settings.line, let hub = try line.hubName() { model["hub"] = hub }
      if isReady {
        if let duties = try duties(visit) { model["duties"] = duties }
        let rows = try table.now().rows
        model["rows"] = "\(rows.count)"
        if let today {
          let asked = try askedRows("", .month(of: today))
          model["asked"] = "\(asked.count)"
        }
      } else {
        // Whoever listens from nothing on is told at once that all may be other than shown.
        visit.commit = 0
        model["isPreparing"] = true
      }
      return visit.page("today", title: visit.text("page.menu-today"), place: "today", model)
    }
  }

  /// Whether what the page shows is there within what a person waits.
  private func prepareToday() async throws -> Bool {
    try await preparations.isDone("today", within: settings.patience) { [self] in
      try await onThread { [self] in
        if let today { _ = try rules.findings(asOf: today, ruleSet: nil)?.pressing }
        _ = try table.now()
        _ = try reporting.spans()
      }
    }
  }

  private func lines(_ visit: Visit) throws -> [Model] {
    guard let line = settings.line else { return [] }
    return try line.standings().map { standing in
      var model: Model = [
        "ledger": standing.ledger, "unsent": "\(standing.unsent)", "isUnsent": standing.unsent > 0,
        "last": standing.lastSyncMilliseconds.map { LocalTime.minute($0) }
          ?? visit.text("status.never"),
      ]
      if let failure = standing.failure { model["failure"] = visit.text(failure) }
      if let offset = standing.clockOffsetMilliseconds,
        offset.magnitude > Self.clockOffsetMillisecondsMax.magnitude
      {
        model["clock"] = visit.text("replication.clock", "\(offset.magnitude / 1_000)")
      }
      return model
    }
  }

  /// `POST /sync`.
  func syncNow(_ visit: Visit, _ sent: Form) async throws -> Answer {
    guard let line = settings.line, let session = visit.session else {
      throw Stop(.conflict, "page.stop-line")
    }
    do {
      // What is exchanged is the node's own, whoever asks for it.
      let told = try await Permit.run(nil) { try await line.exchange() }
      var remarks = [
        Remark(
          tone: .done, message: Message("page.synced", ["\(told.sent)", "\(told.received)"]))
      ]
      if told.newConflicts > 0 {
        remarks.append(
          Remark(
            tone: .warning, message: Message("page.synced-conflicts", ["\(told.newConflicts)"])))
      }
      sessions.leave(remarks, for: session)
    } catch {
      guard let message = line.message(of: error) else { throw error }
      sessions.leave([Remark(tone: .refusal, message: message)], for: session)
    }
    return .redirect("/")
  }
}
