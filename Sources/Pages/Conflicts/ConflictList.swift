// All open conflicts, and settling many at once after a preview.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  static let conflictsPerPage = 100

  /// `/conflicts`, of one kind with `?kind=`.
  func conflicts(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let words = ConflictWords(visit.language)
      var filter = ConflictFilter()
      filter.kind = visit.query["kind"].flatMap { ConflictKind(rawValue: $0) }
      let page = max(1, min(visit.query.text("page").flatMap { Int($0) } ?? 1, 1_000_000))
      let skipped = (page - 1) * Self.conflictsPerPage
      var shown: [Conflict] = []
      let count = try conflictCount(filter)
      var seen = 0
      try eachConflict(filter) { conflict in
        seen += 1
        if seen > skipped { shown.append(conflict) }
        return seen < skipped + Self.conflictsPerPage
      }
      let lines = zip(shown, try words.titles(of: shown, in: store)).map { line($0, $1, words) }
      var model: Model = [
        "lines": lines, "isEmpty": count == 0,
        "count": visit.text("page.conflict-count", "\(count)"),
        "kinds": ConflictKind.allCases.map { kind -> Model in
          [
            "path": "/conflicts?kind=\(kind.rawValue)", "isHere": kind == filter.kind,
            "label": visit.text("conflict.kind.\(kind.rawValue)"),
          ]
        },
        "isAll": filter.kind == nil,
      ]
      if count > skipped + Self.conflictsPerPage {
        let kind = filter.kind.map { "&kind=\($0.rawValue)" } ?? ""
        model["next"] = "/conflicts?page=\(page + 1)\(kind)"
      }
      return visit.page(
        "conflicts", title: visit.text("page.menu-conflicts"), place: "conflicts", model)
    }
  }

  private func line(_ conflict: Conflict, _ title: String, _ words: ConflictWords) -> Model {
    let newest = conflict.newestSibling
    var model: Model = [
      "path": "/conflicts/\(conflict.id.text)",
      "name": title,
      "kind": words.text("conflict.kind.\(conflict.kind.rawValue)"),
      "label": words.label(conflict.collection, conflict.field),
      "when": newest.map { LocalTime.minute($0.clock.milliseconds) } ?? "",
      "who": newest.map { $0.office.isEmpty ? $0.author : $0.office } ?? "",
    ]
    if conflict.violation != nil {
      model["rule"] = words.rule(conflict)
    } else {
      model["values"] = conflict.siblings.prefix(4).map { sibling -> Model in
        ["text": words.value(sibling.value, conflict.collection, conflict.field)]
      }
    }
    return model
  }
}
