// Plans and statements held against their sums: the approvals of a project as they are planned, and
// totals beside their parts. Nothing that was stated is ever corrected. Also how lateness climbs.

internal import Causality

extension Judge {
  /// Lets a breach climb the rule set's ladder: the step reached after so many working days late,
  /// and while it is open the day on which the next one follows.
  func climb(_ warning: inout Warning, from due: CivilDate, workdays: Int, isOpen: Bool) {
    if ruleSet.ladder.rungs.isEmpty { return }
    let rule = head.rule
    let base = rule.actions[warning.level ?? .info] ?? .remind
    let step = ruleSet.ladder.step(base, after: workdays, top: rule.ladderTop)
    warning.step = step
    guard isOpen,
      let later = ruleSet.ladder.next(after: step, workdays: workdays, top: rule.ladderTop),
      let day = try? calendar.adding(later, to: due)
    else { return }
    warning.next = min(warning.next ?? day, day)
  }

  /// Approvals that are still to be handed in: each step as long as its longest item, items of one
  /// parallel group side by side, items without a group one after another. An item without a limit
  /// counts as 0. A plan is judged while some item of the project is not accepted yet.
  func judge(_ rule: Rule, _ plan: PlanTotal) {
    guard rule.isInForce(on: asOf) else { return }
    let place = plan.scope.collection
    guard let fields = fields(place),
      let group = book.vocabulary.collections[place].places["parallel_group"]
    else { return }
    let rows = rows(plan.scope)
    let accepted = sieve.gather(rows, path(place, fields.accepted))
    let projects = sieve.gather(rows, path(place, fields.project))
    let groups = sieve.gather(rows, path(place, group))
    let limits = limits(rows, place, fields)
    var byProject: [Int64: [Int]] = [:]
    for index in rows.indices where projects[index] != absent {
      byProject[projects[index], default: []].append(index)
    }
    for project in byProject.keys.sorted() {
      let items = byProject[project] ?? []
      guard items.contains(where: { accepted[$0] == absent }) else { continue }
      var steps: [Int64: Int] = [:]
      var total = 0
      for index in items {
        if groups[index] == absent {
          total += limits[index]
        } else {
          steps[groups[index]] = max(steps[groups[index]] ?? 0, limits[index])
        }
      }
      total += steps.values.reduce(0, +)
      guard total > plan.workdays else { continue }
      var warning = self.warning(
        plan.level, .planned(Int32(clamping: total), allowed: Int32(clamping: plan.workdays)))
      warning.numerator = ExactDecimal(Int64(total))
      warning.denominator = ExactDecimal(Int64(plan.workdays))
      about(book.projectPlace, Int32(project), &warning)
      warning.others = ids(place, items.map { rows[$0] })
      warning.recordCount = items.count
      emit(warning)
    }
  }

  /// The working days of each item: its own, else those of the rule set's limits in force.
  private func limits(_ rows: [Int32], _ place: Int, _ fields: ApprovalFields) -> [Int] {
    var limits = sieve.gather(rows, path(place, fields.limit)).map {
      $0 == absent ? -1 : Int(clamping: $0)
    }
    var indices: [Int32: Int] = [:]
    for (index, row) in rows.enumerated() { indices[row] = index }
    for rule in ruleSet.rules where rule.isInForce(on: asOf) {
      guard case .approvalLimit(let limit) = rule.body, limit.scope.collection == place else {
        continue
      }
      for item in limit.items {
        let conditions = limit.scope.conditions + item.conditions
        let found = sieve.filter(rows, place, conditions, Frame(asOf: asOf, period: nil))
        for row in found {
          if let index = indices[row], limits[index] < 0 { limits[index] = item.workdays }
        }
      }
    }
    return limits.map { max(0, $0) }
  }

  /// Totals whose parts do not add up to them.
  func judge(_ rule: Rule, _ total: StatedSum) {
    guard rule.isInForce(on: asOf) else { return }
    let place = total.scope.collection
    let rows = rows(total.scope)
    let values = sieve.gather(rows, total.value)
    var parts: [Int64: (sum: Int64, rows: [Int32])] = [:]
    for (index, row) in rows.enumerated() where values[index] != absent {
      let above = sieve.views[place].fact(Int(row), total.reference)
      if above == absent || above == Int64(row) { continue }
      let (sum, overflow) = (parts[above]?.sum ?? 0).addingReportingOverflow(values[index])
      if overflow { continue }
      parts[above] = (sum, (parts[above]?.rows ?? []) + [row])
    }
    for (index, row) in rows.enumerated() where values[index] != absent {
      guard let found = parts[Int64(row)], found.sum != values[index],
        let sum = ExactDecimal(mantissa: found.sum, scale: total.value.places),
        let stated = ExactDecimal(mantissa: values[index], scale: total.value.places),
        let difference = sum.subtracting(stated)
      else { continue }
      var warning = self.warning(
        total.level, .stated(stated, sum: sum, difference: difference))
      about(place, row, &warning)
      warning.isCount = false
      warning.numerator = stated
      warning.denominator = sum
      warning.others = ids(place, found.rows)
      warning.recordCount = found.rows.count
      emit(warning)
    }
  }
}
