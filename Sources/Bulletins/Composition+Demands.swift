// The last section: what is not started, behind, overdue or unsettled, counted from the annexes,
// and what the office asks for.

internal import Causality
internal import Workbooks

extension Composition {
  /// The counts of what is wanting, as sentences; one for each annex that is there.
  func wanting() -> [[Run]] {
    let tables = Dictionary(
      annexes.tables.map { ($0.code, $0) }, uniquingKeysWith: { $1 })
    var result: [[Run]] = []
    func number(_ id: String, _ count: Int, _ selection: Selection) -> [Run] {
      sentences.count(id, count, selection)
    }
    if let table = tables["not-started"] {
      result.append(
        Words.runs(
          "bulletin.wanting.not-started",
          [
            number("not-started", table.rows.count, Selection("not-started")),
            [.text(annexes.reference("not-started"))],
          ]))
    }
    if tables["behind"] != nil {
      let lights = [Light.red, .yellow].map { light in
        number(
          "light.\(light.rawValue)", facts.projects.count { $0.light == light },
          Selection(
            "behind", equals: ["light": Words.text("bulletin.light.\(light.rawValue)")]))
      }
      result.append(
        Words.runs(
          "bulletin.wanting.behind", lights + [[.text(annexes.reference("behind"))]]))
    }
    if tables["approvals"] != nil {
      let end = annexes.periodEnd
      let late = facts.approvals.count { approval in
        approval.decidedOn == nil && approval.dueOn.map { $0 < end } == true
      }
      result.append(
        Words.runs(
          "bulletin.wanting.approvals",
          [
            number("approvals.late", late, Selection("approvals", filled: ["late"])),
            [.text(annexes.reference("approvals"))],
          ]))
    }
    if tables["issues"] != nil { result.append(wantingIssues()) }
    if tables["reporting"] != nil {
      let states = [ReportState.late, .missing].map { state in
        number(
          "reporting.\(state.rawValue)", facts.reporters.count { $0.state == state },
          Selection(
            "reporting", equals: ["state": Words.text("bulletin.report.\(state.rawValue)")]))
      }
      result.append(
        Words.runs(
          "bulletin.wanting.reporting",
          [number("reporting", facts.reporters.count, Selection("reporting"))] + states
            + [[.text(annexes.reference("reporting"))]]))
    }
    return result
  }

  private func wantingIssues() -> [Run] {
    let end = annexes.periodEnd
    let late = facts.issues.count { $0.lateDays(at: end) != nil }
    let states = [IssueState.settled, .refused].map { state in
      sentences.count(
        "issues.\(state.rawValue)", facts.issues.count { $0.state == state },
        Selection("issues", equals: ["state": Words.text("bulletin.issue.\(state.rawValue)")]))
    }
    return Words.runs(
      "bulletin.wanting.issues",
      [sentences.count("issues", facts.issues.count, Selection("issues"))] + states
        + [
          sentences.count("issues.late", late, Selection("issues", filled: ["late"])),
          [.text(annexes.reference("issues"))],
        ])
  }
}
