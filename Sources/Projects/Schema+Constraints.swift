// What must hold of project ledgers after a merge, as the store's constraints: fields.md for codes
// and figures, the validator's pairs for dates, and no living record below an archived one. Each
// side of a merge was valid; the store lists what their sum is not, and refuses nothing.

internal import Causality

extension Schema {
  /// The city locks a period by locking its reports.
  static func lock(of collection: CollectionDefinition) -> LockTraits? {
    guard collection.id == progressReport.id else { return nil }
    return LockTraits(
      field: collection.known("report_state").id,
      code: Enumeration.reportState.numbers(["locked"])[0])
  }

  /// Numbers are part of violations' ids: 1–99 of their own, 100 on the pairs of dates by their
  /// place, 1000 on the references by their field.
  static func constraints(of collection: CollectionDefinition) -> [ConstraintTraits] {
    var constraints: [ConstraintTraits] = []
    if collection.id == project.id { constraints += projectConstraints(collection) }
    if collection.id == progressReport.id { constraints.append(reportedOnce(collection)) }
    let pairs = Validator.dateOrderCodes[collection.id.rawValue] ?? []
    for (place, pair) in pairs.enumerated() {
      constraints.append(
        ConstraintTraits(
          number: 100 + UInt16(place), code: "dates-out-of-order",
          rule: .ascending(collection.known(pair.0).id, collection.known(pair.1).id)))
    }
    for field in collection.fields where !field.isSet {
      guard case .reference(let target) = field.type, let number = collectionNumber(target) else {
        continue
      }
      constraints.append(
        ConstraintTraits(
          number: 1_000 + field.id.rawValue, code: "archived-reference",
          rule: .living(field.id, in: number)))
    }
    return constraints
  }

  /// One original report of a project and period. Two offices that report it apart both stay until
  /// a person archives one or makes it a correction of the other: which of them is right no rule
  /// can know. Meanwhile the first by id counts in every sum, and the violation on the other says
  /// so.
  private static func reportedOnce(_ report: CollectionDefinition) -> ConstraintTraits {
    ConstraintTraits(
      number: 1, code: "reported-twice",
      rule: .single(
        SingleTraits(
          parent: report.known("project").id, value: report.known("period").id,
          corrects: report.known("corrects").id, reason: report.known("correction_reason").id)))
  }

  private static func projectConstraints(
    _ project: CollectionDefinition
  ) -> [ConstraintTraits] {
    func field(_ code: String) -> FieldID { project.known(code).id }
    func child(_ code: String) -> FieldID { progressReport.known(code).id }
    return [
      ConstraintTraits(
        number: 1, code: "duplicate-code", rule: .unique(field("project_code"))),
      ConstraintTraits(
        number: 2, code: "over-total",
        rule: .sumWithin(
          SumTraits(
            whole: field("total_investment"), reason: field("over_total_reason"),
            carried: field("prior_cumulative"), year: field("annual_plan_year"),
            children: progressReport.id, parent: child("project"),
            part: child("month_investment"), period: child("period"),
            corrects: child("corrects"), once: child("period")))),
      ConstraintTraits(
        number: 3, code: "phase-over-total",
        rule: .ascending(field("phase1_investment"), field("total_investment"))),
    ]
  }

  /// The number of a collection by its code, without asking the schema that is being built.
  private static func collectionNumber(_ code: String) -> CollectionID? {
    all.first { $0.code == code }?.id
  }
}
