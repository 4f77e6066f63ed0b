// Who came to a meeting: in person, by a substitute, with leave, or not at all. Leave counts when
// the convener gave it, and not after the meeting; everything else absent is on the list of
// criticism.

internal import Causality

/// The roll of one meeting.
public struct AttendanceRoll: Sendable, Hashable {
  /// Units that had to come.
  public let required: Int
  /// Units whose head came in person: the numerator of the rate over `required`.
  public let inPerson: Int
  /// Units that sent a substitute: each is a violation.
  public let substitutes: [String]
  /// Units absent with leave given in time.
  public let onLeave: [String]
  /// Units absent without leave, or not noted at all: the list of criticism.
  public let criticised: [String]

  /// The roll by the records of `attendance` of a meeting. Units required by the meeting that have
  /// no record are absent; units that came without being required do not count. Lists are in the
  /// order of the required units.
  ///
  /// - Complexity: O(units).
  public init(meeting: RelatedRecord, attendance: [RelatedRecord]) {
    var byUnit: [String: RelatedRecord] = [:]
    for record in attendance.sorted(by: { $0.id < $1.id }) {
      if let unit = record.text("unit") { byUnit[unit] = record }
    }
    var units = meeting.elements("required").compactMap { element -> String? in
      if case .text(let unit) = element { unit } else { nil }
    }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let noted = byUnit.values.filter { $0.value("is_fixed") == .boolean(true) }
      .compactMap { $0.text("unit") }
    units += noted.filter { !units.contains($0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    var inPerson = 0
    var substitutes: [String] = []
    var onLeave: [String] = []
    var criticised: [String] = []
    for unit in units {
      let record = byUnit[unit]
      switch record?.choice("status") {
      case "in_person": inPerson += 1
      case "substitute": substitutes.append(unit)
      case "leave", "absent":
        let isGranted = record.map { Self.isGranted($0, meeting) } ?? false
        if isGranted { onLeave.append(unit) } else { criticised.append(unit) }
      default: criticised.append(unit)
      }
    }
    required = units.count
    self.inPerson = inPerson
    self.substitutes = substitutes
    self.onLeave = onLeave
    self.criticised = criticised
  }

  /// As the rule `dc-absent-crit` has it: the convener approved, and not after the meeting.
  private static func isGranted(_ record: RelatedRecord, _ meeting: RelatedRecord) -> Bool {
    guard let approver = record.text("leave_approved_by"),
      meeting.text("convener").map({ $0 == approver }) ?? true
    else { return false }
    guard let approved = record.date("leave_approved_on"), let held = meeting.date("held_on")
    else { return true }
    return approved <= held
  }
}
