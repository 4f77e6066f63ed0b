// Approval limits: working days from the day after acceptance, less those on which the clock stood
// still; and the working days that all of a project's approvals take together, each day counted
// once however many items were being handled.

internal import Causality
internal import Projects

extension Judge {
  struct ApprovalFields {
    let accepted: Int
    let decided: Int
    let pauses: Int
    let limit: Int
    let project: Int
  }

  /// Where a collection keeps an approval's dates; nil for a collection that is none of approvals.
  func fields(_ place: Int) -> ApprovalFields? {
    let places = book.vocabulary.collections[place].places
    guard let accepted = places["accepted_on"], let decided = places["decided_on"],
      let pauses = places["pauses"], let limit = places["sla_workdays"],
      let project = places["project"]
    else { return nil }
    return ApprovalFields(
      accepted: accepted, decided: decided, pauses: pauses, limit: limit, project: project)
  }

  func path(_ place: Int, _ field: Int) -> Path {
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
      if limit.items.count > 1 {
        let taken = Set(rows)
        left.removeAll(where: taken.contains)
      }
      let accepted = sieve.gather(rows, path(place, fields.accepted))
      let decided = sieve.gather(rows, path(place, fields.decided))
      for (index, row) in rows.enumerated() where accepted[index] != absent {
        guard rule.isInForce(on: date(accepted[index])) else { continue }
        do {
          let own = sieve.views[place].fact(Int(row), fields.limit)
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
    (sieve.views[place].elements[fields.pauses][row] ?? [])
      .compactMap { ApprovalPause(book.texts.text($0)) }
  }

  private func finding(
    _ rule: Rule, _ accepted: CivilDate, _ decided: Int64, _ limit: Int,
    _ pauses: [ApprovalPause]
  ) throws(CalendarFault) -> Warning? {
    let due = try due(accepted, limit, pauses)
    let end = decided == absent ? asOf : date(decided)
    var warning: Warning
    if let due, end > due {
      let late = Int32(try calendar.workdays(from: due, to: end))
      let days = end.days - due.days
      warning = self.warning(
        rule.breachLevel,
        decided == absent
          ? .overdue(due, days: days, workdays: late)
          : .late(due, done: end, days: days, workdays: late))
      climb(&warning, from: due, workdays: Int(late), isOpen: decided == absent)
    } else {
      guard decided == absent, let due, listsOpen else { return nil }
      let left = Int32(try calendar.workdays(from: asOf, to: due))
      warning = self.warning(nil, .ahead(due, days: due.days - asOf.days, workdays: left))
      warning.next = due
    }
    warning.due = due
    warning.nominalDue = due
    warning.numerator = ExactDecimal(Int64(try handled([(accepted, end, pauses)])))
    warning.denominator = ExactDecimal(Int64(limit))
    return warning
  }

  /// The last day of a limit; nil while the clock stands still.
  private func due(
    _ accepted: CivilDate, _ limit: Int, _ pauses: [ApprovalPause]
  ) throws(CalendarFault) -> CivilDate? {
    var due = try calendar.adding(limit, to: accepted)
    if pauses.isEmpty { return due }
    for _ in 0..<64 {
      if pauses.contains(where: { $0.to == nil && $0.from <= due }) { return nil }
      let handled = try handled([(accepted, due, pauses)])
      if handled >= limit { return due }
      due = try calendar.adding(limit - handled, to: due)
    }
    return due
  }

  /// The working days on which any of several items was being handled, each once.
  func handled(
    _ items: [(accepted: CivilDate, decided: CivilDate, pauses: [ApprovalPause])]
  ) throws(CalendarFault) -> Int {
    guard items.contains(where: { !$0.pauses.isEmpty }) else {
      return try unpaused(items.map { ($0.accepted, $0.decided) })
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

  /// The working days in the union of stretches.
  private func unpaused(
    _ stretches: [(from: CivilDate, to: CivilDate)]
  ) throws(CalendarFault) -> Int {
    var sum = 0
    var reached: CivilDate?
    for stretch in stretches.sorted(by: { $0.from < $1.from }) where stretch.to > stretch.from {
      let from = max(stretch.from, reached ?? stretch.from)
      if stretch.to > from { sum += try calendar.workdays(from: from, to: stretch.to) }
      reached = max(reached ?? stretch.to, stretch.to)
    }
    return sum
  }

  func judge(_ rule: Rule, _ total: ApprovalTotal) throws(CalendarFault) {
    let place = total.scope.collection
    guard let fields = fields(place) else { return }
    let rows = rows(total.scope)
    let accepted = sieve.gather(rows, path(place, fields.accepted))
    let decided = sieve.gather(rows, path(place, fields.decided))
    let projects = sieve.gather(rows, path(place, fields.project))
    let started = book.vocabulary.collections[book.projectPlace].places["substantive_start_on"]
    let order = rows.indices.filter { accepted[$0] != absent && projects[$0] != absent }
      .sorted { (projects[$0], $0) < (projects[$1], $1) }
    var start = 0
    while start < order.count {
      let project = projects[order[start]]
      var end = start
      while end < order.count, projects[order[end]] == project { end += 1 }
      // What is asked for once the project has started is none of what came before the start.
      let begun = started.map { sieve.views[book.projectPlace].fact(Int(project), $0) } ?? absent
      let last = begun == absent ? asOf : min(asOf, date(begun))
      let items = order[start..<end].filter { accepted[$0] <= Int64(last.days) }
      start = end
      guard let first = items.map({ accepted[$0] }).min() else { continue }
      guard rule.isInForce(on: date(first)) else { continue }
      let isOpen = begun == absent && items.contains { decided[$0] == absent }
      do {
        let used = try handled(
          items.map { index in
            (
              date(accepted[index]),
              decided[index] == absent ? last : min(last, date(decided[index])),
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
          level, .total(used: Int32(used), allowed: Int32(total.workdays)))
        warning.numerator = ExactDecimal(Int64(used))
        warning.denominator = ExactDecimal(Int64(total.workdays))
        about(book.projectPlace, Int32(project), &warning)
        warning.others = ids(place, items.map { rows[$0] })
        warning.recordCount = items.count
        emit(warning)
      } catch {
        note(rule, error)
      }
    }
  }
}
