// Departments inspect with the city's authorisation, where the place asks for it (plan of
// Pingdingshan, part 4(5)). Who inspects is said by the record's unit, whoever writes it down: by
// its type among the units of the ledger, else by its name; the writer's role speaks only where
// neither says. A visit to work on site is no inspection.

internal import Causality

extension Validator {
  static func checkVisit(_ record: ProposedRecord, _ problems: inout [ValidationProblem]) {
    guard let kind = record.choice("kind"),
      ["inspection", "discipline", "verification"].contains(kind), !record.has("auth_doc_no"),
      record.touchesAny("kind", "unit", "auth_doc_no"), !record.context.hasReason
    else { return }
    let setting = record.setting(on: record.date("on"))
    guard setting.duties.contains(.authorisedInspection) else { return }
    let isWriter = record.context.role == .department
    // Without a place the duty is nobody's text: it holds for departments at their own desk.
    guard setting.place == nil ? isWriter : inspectsAsDepartment(record) ?? isWriter else { return }
    problems.append(
      ValidationProblem(
        .unauthorisedInspection, field: "auth_doc_no",
        [record.date("on")?.description ?? "", record.named("kind", kind), record.named]))
  }

  /// Whether the unit of a visit is a municipal department; nil where it is not said.
  private static func inspectsAsDepartment(_ record: ProposedRecord) -> Bool? {
    guard let unit = record.text("unit") else { return nil }
    let known = record.context.surroundings?.records(Schema.unit, ("name", .text(unit)))
    if let type = known?.compactMap({ $0.choice("type") }).first {
      return type == "municipal_department"
    }
    let city = ["平顶山市", "市"].first { unit.hasPrefix($0) }
    guard let city else { return nil }
    let body = unit.dropFirst(city.count)
    // The city's committee and government themselves, and those that inspect on their behalf.
    if ["委", "政府", "委办公室", "政府办公室"].contains(String(body)) { return false }
    if ["督查", "督导", "专班"].contains(where: { body.contains($0) }) { return false }
    // The discipline commission answers to its own law.
    return body.hasPrefix("纪") || body.hasPrefix("监委") ? nil : true
  }
}
