// What a record comes to together with those around it, computed and never typed: the roll of a
// meeting, the class of an entry in the reserve library.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// The lines of a record's page that nobody types; none for most records.
  func computed(_ view: RecordView, _ visit: Visit) -> [Model] {
    switch view.collection.code {
    case "meeting": return roll(view, visit)
    case "reserve_entry":
      guard let project = view.parent else { return [] }
      return [reserveClass(of: view.record, project, visit)].compactMap(\.self)
    case "project":
      let entries = view.children.filter { $0.collection == schema.collection("reserve_entry")?.id }
      return entries.compactMap { reserveClass(of: $0, view.record, visit) }
    default: return []
    }
  }

  /// Who came, against the units that had to; nothing before anybody was asked.
  private func roll(_ view: RecordView, _ visit: Visit) -> [Model] {
    guard let meeting = LedgerSurroundings.related(view.record) else { return [] }
    let kept = view.children.filter { $0.collection == schema.collection("attendance")?.id }
    // Before a meeting nobody is absent from it.
    let held = ShownFields(view.record, schema, asOf: .latest).date("held_on")
    if kept.isEmpty, held.flatMap({ held in today.map { held <= $0 } }) != true { return [] }
    let roll = AttendanceRoll(
      meeting: meeting, attendance: kept.compactMap(LedgerSurroundings.related))
    guard roll.required > 0 else { return [] }
    let lists: [(String, [String])] = [
      ("page.roll-substitutes", roll.substitutes), ("page.roll-leave", roll.onLeave),
      ("page.roll-criticised", roll.criticised),
    ]
    let came: Model = [
      "label": visit.text("page.roll-in-person"), "text": "\(roll.inPerson)/\(roll.required)",
    ]
    return [came]
      + lists.filter { !$0.1.isEmpty }.map { key, units in
        [
          "label": visit.text(key),
          "text": visit.language.listed(units),
        ]
      }
  }

  private func reserveClass(of entry: Record, _ project: Record, _ visit: Visit) -> Model? {
    var stage: Stage?
    if let field = schema.collection("project")?.field("stage"),
      case .code(let number)? = project[field.id]
    {
      stage = Stage(rawValue: number)
    }
    let status = ShownFields(entry, schema, asOf: .latest).choice("status")
    guard let found = ReserveClass(stage: stage, status: status) else { return nil }
    return [
      "label": visit.text("page.reserve-class", name(of: entry, visit.language)),
      "text": visit.text("page.reserve-\(found.rawValue)"),
    ]
  }
}
