// A record's history field by field. What a base holds no longer one by one is said, never passed
// over.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// `/r/{id}/history`, of one field with `?field=`.
  func history(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let record = try find(visit)
      let collection = try collection(of: record)
      let field = visit.query["field"].flatMap { collection.field($0) }
      let (lines, base) = try store.read { snapshot throws(StoreError) in
        (
          try snapshot.history(record.ledger, record.id, field: field?.id),
          try snapshot.baseMilliseconds(record.ledger, record.id)
        )
      }
      let shown = lines.reversed().map { line -> Model in
        let definition = collection.field(line.field)
        let isExistence = line.field == Existence.field
        func words(_ value: Value?) -> String {
          guard let value, value != .empty else { return visit.text("conflict.empty") }
          if isExistence {
            return visit.text(value == .boolean(true) ? "conflict.archived" : "conflict.alive")
          }
          return ValueWords.shown(value, definition, visit.language)
        }
        var model: Model = [
          "when": LocalTime.minute(line.clock.milliseconds), "author": line.author,
          "office": line.office, "isVoid": line.void != nil, "reason": line.reason ?? "",
          "label": isExistence
            ? visit.text("conflict.existence")
            : definition?.label(visit.language) ?? "#\(line.field.rawValue)",
          "from": words(line.from),
          "to": line.sign + words(line.to),
        ]
        if let definition { model["field"] = definition.code }
        return model
      }
      let name = name(of: record, visit.language)
      return visit.page(
        "history", title: visit.text("page.history-of", name), place: "projects",
        [
          "id": record.id.description, "name": name, "lines": Array(shown),
          "isNarrowed": field != nil, "field": field?.label(visit.language) ?? "",
          "count": visit.text("page.history-count", "\(lines.count)"),
          "compacted": base.map { visit.text("history.compacted", LocalTime.minute($0)) } ?? "",
          "isCompacted": base != nil,
        ])
    }
  }
}
