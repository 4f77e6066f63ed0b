// Dates of a record in order: pairs, the first not after the second, as warnings where a change
// touches them and as constraints of the store after a merge.

internal import Causality

extension Validator {
  /// Pairs of dates, the first not after the second. The next step names both. New pairs go to the
  /// end of a list: a pair's place is part of a violation's id.
  static let dateOrderCodes: [UInt16: [(String, String)]] = [
    Schema.project.id.rawValue: [
      ("planned_start_on", "planned_completion_on"),
      ("planned_start_on", "planned_production_on"),
      ("planned_completion_on", "planned_production_on"), ("entered_reserve_on", "signed_on"),
      ("signed_on", "performed_on"), ("signed_on", "landed_on"),
      ("signed_on", "substantive_start_on"), ("landed_on", "substantive_start_on"),
      ("signed_on", "handed_over_on"), ("handed_over_on", "ledger_opened_on"),
      ("substantive_start_on", "completion_on"), ("completion_on", "production_on"),
      ("substantive_start_on", "production_on"), ("production_on", "full_output_on"),
      ("production_on", "effect_on"), ("full_output_on", "effect_on"),
      ("substantive_start_on", "stalled_on"), ("stalled_on", "resumed_on"),
      ("stalled_on", "planned_resume_on"),
    ],
    Schema.approval.id.rawValue: [
      ("requested_on", "accepted_on"), ("accepted_on", "decided_on"),
      ("technical_review_start_on", "technical_review_end_on"),
      ("intermediary_start_on", "intermediary_end_on"),
      ("government_start_on", "government_end_on"),
      ("public_service_start_on", "public_service_end_on"),
    ],
    Schema.issue.id.rawValue: [
      ("raised_on", "first_reply_on"), ("raised_on", "closed_on"), ("submitted_on", "closed_on"),
      ("rectify_notice_issued_on", "rectified_on"),
      ("rectified_on", "rectification_verified_on"),
    ],
    Schema.assignment.id.rawValue: [("assigned_on", "due_on"), ("assigned_on", "closed_on")],
    Schema.financingNeed.id.rawValue: [("surveyed_on", "closed_on")],
    Schema.unit.id.rawValue: [("valid_from", "valid_to")],
    Schema.notice.id.rawValue: [
      ("issued_on", "due_on"), ("issued_on", "rectified_on"), ("rectified_on", "verified_on"),
    ],
    Schema.board.id.rawValue: [("raised_on", "cleared_on")],
    Schema.letter.id.rawValue: [("issued_on", "signed_on")],
    Schema.landParcel.id.rawValue: [("listed_on", "cleared_on")],
    Schema.reserveEntry.id.rawValue: [("expert_opinion_on", "entered_on")],
    Schema.place.id.rawValue: [("effective_from", "effective_to")],
    Schema.ruleSet.id.rawValue: [("effective_from", "effective_to")],
    Schema.approvalItem.id.rawValue: [("effective_from", "effective_to")],
    Schema.correction.id.rawValue: [("requested_on", "decided_on")],
  ]

  /// The pairs as fields, by the number of the collection.
  private static let dateOrders: [[(first: FieldDefinition, second: FieldDefinition)]] = {
    let collections = Schema.standard.collections
    var orders = [[(first: FieldDefinition, second: FieldDefinition)]](
      repeating: [], count: Int(collections.last?.id.rawValue ?? 0) + 1)
    for collection in collections {
      orders[Int(collection.id.rawValue)] = (dateOrderCodes[collection.id.rawValue] ?? []).map {
        (collection.known($0.0), collection.known($0.1))
      }
    }
    return orders
  }()

  static func checkDates(
    _ record: ProposedRecord, onlyTouched: Bool, _ problems: inout [ValidationProblem]
  ) {
    let number = Int(record.collection.id.rawValue)
    guard number < dateOrders.count else { return }
    for (first, second) in dateOrders[number] {
      if onlyTouched, !record.touches(first), !record.touches(second) { continue }
      guard case .date(let earlier) = record.value(first),
        case .date(let later) = record.value(second), earlier > later
      else { continue }
      problems.append(
        ValidationProblem(
          .datesOutOfOrder, field: second.code,
          [first.named, earlier.description, second.named, later.description]))
    }
  }
}
