// Approval limits: working days from the day after acceptance, less those on which the clock stood
// still; and the working days that all of a project's approvals take together, each day counted once
// however many items were being handled.

internal import Causality
internal import Projects

extension Judge {
  private struct ApprovalFields {
    let accepted: Int
    let decided: Int
    let pauses: Int
    let limit: Int
    let project: Int
  }

  /// Where a collection keeps an approval's dates; nil for a collection that is none of approvals.
  private func fields(_ place: Int) -> ApprovalFields? {
    let places = book.vocabulary.collections[place].places
    guard let accepted = places["accepted_on"], let decided = places["decided_on"],
      let pauses = places["pauses"], let limit = places["sla_workdays"],
      let project = places["project"]
    else { return nil }
    return ApprovalFields(
      accepted: accepted, decided: decided, pauses: pauses, limit: limit, project: project)
  }

  private func path(_ place: Int, _ field: Int) -> Path {
    Path(
      hops: [], collection: place, field: field, derived: nil,
      isAct: book.vocabulary.collections[place].fields[field].isAct, places: 0)
  }

  func judge(_ rule: Rule, _ limit: ApprovalLimit) throws(CalendarFault) {
    let place = limit.scope.collection
    guard let fields = fields(place) else { return }
    var left = rows(limit.scope)
    for item in limit.items {
      let rows = sieve.filter(left, place, item.conditions, Frame(asOf: asOf, period: nil))
      let taken = Set(rows)
      left.removeAll(where: taken.contains)
      let accepted = sieve.gather(rows, path(place, fields.accepted))
      let decided = sieve.gather(rows, path(place, fields.decided))
      for (index, row) in rows.enumerated() where accepted[index] != absent {
        guard rule.isInForce(on: date(accepted[index])) else { continue }
        do {
          let own = book.sheets[place].fact(Int(row), fields.limit)
          let days = own == absent ? item.workdays : min(item.workdays, Int(clamping: own))
          let judged = try finding(
            rule, date(accepted[index]), decided[index], days, pauses(place, row, fields))
          if decided[index] != absent || judged?.level != nil {
            tally(place, row, isKept: judged?.level == nil)
          }
          guard var warning = judged,
            decided[index] == absent
              || Int64(asOf.days) - decided[index] <= Int64(ruleSet.lateListedDays)
          else { continue }
          about(place, row, &warning)
          emit(warning)
        } catch {
          note(rule, error)
        }
      }
    }
  }

  /// The stretches on which an item's clock stood still.
  private func pauses(_ place: Int, _ row: Int32, _ fields: ApprovalFields) -> [ApprovalPause] {
    (book.sheets[place].elements[fields.pauses][row] ?? [])
      .compactMap { ApprovalPause(book.texts.text($0)) }
  }

  private func finding(
    _ rule: Rule, _ accepted: CivilDate, _ decided: Int64, _ limit: Int,
    _ pauses: [ApprovalPause]
  ) throws(CalendarFault) -> Warning? {
    let due = try due(accepted, limit, pauses)
    let end = decided == absent ? asOf : date(decided)
    let used = try handled([(accepted, end, pauses)])
    var warning: Warning
    if let due, end > due {
      let late = "\(try calendar.workdays(from: due, to: end))"
      if decided == absent {
        warning = self.warning(
          rule, rule.breachLevel, "warning.deadline.overdue",
          [due.description, "\(asOf.days - due.days)", late])
      } else {
        warning = self.warning(
          rule, rule.breachLevel, "warning.deadline.late",
          [due.description, end.description, "\(end.days - due.days)", late])
      }
    } else {
      guard decided == absent, let due else { return nil }
      let days = Int(due.days - asOf.days)
      warning = self.warning(
        rule, nil, "warning.deadline.ahead",
        [due.description, "\(days)", "\(try calendar.workdays(from: asOf, to: due))"])
      warning.next = due
    }
    warning.due = due
    warning.nominalDue = due
    warning.numerator = ExactDecimal(Int64(used))
    warning.denominator = ExactDecimal(Int64(limit))
    return warning
  }

  /// The last day of a limit; nil while the clock stands still.
  private func due(
    _ accepted: CivilDate, _ limit: Int, _ pauses: [ApprovalPause]
  ) throws(CalendarFault) -> CivilDate? {
    var due = try calendar.adding(limit, to: accepted)
    if pauses.isEmpty { return due }
    if pauses.contains(where: { $0.to == nil && $0.from <= due }) { return nil }
    for _ in 0..<64 {
      let handled = try handled([(accepted, due, pauses)])
      if handled >= limit { return due }
      due = try calendar.adding(limit - handled, to: due)
    }
    return due
  }

  /// The working days on which any of several items was being handled.
  func handled(
    _ items: [(accepted: CivilDate, decided: CivilDate, pauses: [ApprovalPause])]
  ) throws(CalendarFault) -> Int {
    if items.count == 1, items[0].pauses.isEmpty {
      return items[0].decided > items[0].accepted
        ? try calendar.workdays(from: items[0].accepted, to: items[0].decided) : 0
    }
    var days: Set<CivilDate> = []
    for item in items {
      for day in try calendar.days(from: item.accepted, to: item.decided)
      where !item.pauses.contains(where: { $0.from <= day && $0.to.map { day <= $0 } != false }) {
        days.insert(day)
      }
    }
    return days.count
  }

  func judge(_ rule: Rule, _ total: ApprovalTotal) throws(CalendarFault) {
    let place = total.scope.collection
    guard let fields = fields(place) else { return }
    let rows = rows(total.scope)
    let accepted = sieve.gather(rows, path(place, fields.accepted))
    let decided = sieve.gather(rows, path(place, fields.decided))
    let projects = sieve.gather(rows, path(place, fields.project))
    var byProject: [Int64: [Int]] = [:]
    for index in rows.indices where accepted[index] != absent && projects[index] != absent {
      byProject[projects[index], default: []].append(index)
    }
    for (project, items) in byProject {
      let first = items.map { accepted[$0] }.min() ?? 0
      guard rule.isInForce(on: date(first)) else { continue }
      let isOpen = items.contains { decided[$0] == absent }
      do {
        let used = try handled(
          items.map { index in
            (
              date(accepted[index]), decided[index] == absent ? asOf : date(decided[index]),
              pauses(place, rows[index], fields)
            )
          })
        var level: Level? = used > total.workdays ? rule.breachLevel : nil
        tally(book.projectPlace, Int32(project), isKept: level == nil)
        if level == nil, isOpen {
          level = total.ahead.filter { used >= total.workdays - $0.amount }.map(\.level).max()
        }
        guard let level else { continue }
        var warning = self.warning(
          rule, level, used > total.workdays ? "warning.total.over" : "warning.total.near",
          ["\(used)", "\(total.workdays)"])
        warning.numerator = ExactDecimal(Int64(used))
        warning.denominator = ExactDecimal(Int64(total.workdays))
        about(book.projectPlace, Int32(project), &warning)
        warning.records = ids(place, items.map { rows[$0] })
        warning.recordCount = items.count
        emit(warning)
      } catch {
        note(rule, error)
      }
    }
  }
}
