// The road of a status: which may follow which. A record that is already there takes one step of
// its road at a time; anything else is refused with the steps that are open to it.

internal import Causality

/// Which status may follow which, by code.
struct StatusRoad: Sendable {
  let steps: [(from: String, to: [String])]

  /// The statuses that may follow a status; none for a code that is not on the road.
  func next(after status: String) -> [String] { steps.first { $0.from == status }?.to ?? [] }

  /// The step that a change makes; nil where it makes none. A step off the road is refused.
  ///
  /// - Parameter first: the status of a record that says none; nil where such a record takes any.
  func step(
    of record: ProposedRecord, as enumeration: Enumeration, first: String? = nil,
    _ problems: inout [ValidationProblem]
  ) -> (from: String, to: String)? {
    let field = record.collection.known("status")
    guard record.touches(field), !record.context.isNew, let status = record.choice("status") else {
      return nil
    }
    var before = first
    if case .code(let number) = record.context.existing(field.id) {
      before = enumeration.find(number)?.code ?? before
    }
    guard let before, before != status else { return nil }
    let allowed = next(after: before)
    if allowed.contains(status) { return (before, status) }
    let open = allowed.map { record.named("status", $0) }.joined(separator: " ")
    problems.append(
      ValidationProblem(
        .illegalStatus, field: "status",
        [record.named("status", before), record.named("status", status), open, record.named]))
    return nil
  }
}

extension ProposedRecord {
  /// Refuses a status that lacks what it must have, a problem for each field.
  func require(
    _ codes: [String], of status: String, _ problems: inout [ValidationProblem]
  ) {
    for code in codes where !has(code) {
      problems.append(
        ValidationProblem(
          .statusNeedsField, field: code,
          [named("status", status), collection.known(code).named, named]))
    }
  }
}
