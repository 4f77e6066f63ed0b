// Deadlines: from the day after an act, in working days, days, months or to a period's end.
// Something is late when the day judged is after the last day, or when it was done after it.

internal import Causality

extension Judge {
  func judge(_ rule: Rule, _ deadline: Deadline) throws(CalendarFault) {
    let place = deadline.scope.collection
    let rows = rows(deadline.scope)
    let starts = starts(deadline, rows)
    let acts = acts(deadline, rows, starts)
    let done = latest(deadline.done, rows)
    let dues = deadline.dueField.map { sieve.gather(rows, $0) }
    let complete =
      deadline.complete.isEmpty
      ? nil : Set(sieve.filter(rows, place, deadline.complete, Frame(asOf: asOf, period: nil)))
    var terms: [Int64: [Due]] = [:]
    var hardDues: [Int64: [Due]] = [:]
    for (index, row) in rows.enumerated() {
      guard starts[index] != absent, rule.isInForce(on: date(acts[index])) else { continue }
      do {
        var stages: [Due]
        if let dues {
          guard dues[index] != absent else { continue }
          let day = date(dues[index])
          stages = [Due(nominal: day, rolled: deadline.isRolled ? try calendar.rolled(day) : day)]
        } else {
          stages = try self.dues(deadline, starts[index], &terms)
        }
        var behind: Due?
        // As the act, what follows is judged by the version in force on its day.
        if let then = deadline.then, let hard = ruleSet.rule(then, on: date(acts[index])),
          case .deadline(let other) = hard.body
        {
          behind = try self.dues(other, starts[index], &hardDues).last
        }
        if stages.isEmpty { stages = [Due(nominal: .latest, rolled: .latest)] }
        var act = done[index]
        let isIncomplete = act != absent && complete?.contains(row) == false
        if isIncomplete { act = absent }
        let finding = try finding(deadline, stages, act, behind: behind, isIncomplete)
        guard var finding else { continue }
        about(place, row, &finding)
        emit(finding)
      } catch {
        note(rule, error)
      }
    }
  }

  /// Counts what the first last day of a deadline has come for, or what was done before, and of it
  /// what was done in time. What the calendar does not reach is not counted.
  func tally(_ rule: Rule, _ deadline: Deadline) {
    let rows = rows(deadline.scope)
    let starts = starts(deadline, rows)
    let acts = acts(deadline, rows, starts)
    let done = latest(deadline.done, rows)
    var terms: [Int64: [Due]] = [:]
    for (index, row) in rows.enumerated() {
      guard starts[index] != absent, rule.isInForce(on: date(acts[index])),
        let due = try? dues(deadline, starts[index], &terms).first
      else { continue }
      let isDone = done[index] != absent
      if !isDone, asOf <= due.rolled { continue }
      tally(
        deadline.scope.collection, row, isKept: isDone && date(done[index]) <= due.rolled)
    }
  }

  /// The days by which a rule's version judges rows: where their terms begin; of a period its last
  /// day, until which it lasts.
  func acts(_ deadline: Deadline, _ rows: [Int32], _ starts: [Int64]) -> [Int64] {
    guard case .field(let path) = deadline.start, let field = path.field,
      case .period = book.vocabulary.collections[path.collection].fields[field].form
    else { return starts }
    return sieve.gather(rows, path).map { fact in
      fact == absent ? absent : Period(encoded: fact).map { Int64($0.end.days) } ?? fact >> 4
    }
  }

  /// When the terms of rows begin.
  func starts(_ deadline: Deadline, _ rows: [Int32]) -> [Int64] {
    switch deadline.start {
    case .field(let path):
      let facts = sieve.gather(rows, path)
      guard let field = path.field,
        case .period = book.vocabulary.collections[path.collection].fields[field].form
      else { return facts }
      return facts.map { $0 == absent ? absent : $0 >> 4 }
    case .date(let date): return [Int64](repeating: Int64(date.days), count: rows.count)
    case .rule(let id):
      let versions = ruleSet.rules(id)
      var ends = [Int64](repeating: absent, count: rows.count)
      for before in versions {
        guard case .deadline(let other) = before.body,
          let done = paths(other.done, of: other.scope, from: deadline.scope)
        else { continue }
        let found = latest(done, rows)
        // Of several versions the one that was in force when the step before began.
        let begun = versions.count > 1 ? begun(other, from: deadline.scope, rows) : nil
        for index in rows.indices where found[index] != absent {
          if let begun, begun[index] == absent || !before.isInForce(on: date(begun[index])) {
            continue
          }
          ends[index] = found[index]
        }
      }
      guard let named = deadline.named else { return ends }
      return zip(sieve.gather(rows, named), ends).map { $0 == absent ? $1 : $0 }
    }
  }

  /// When a step before began, seen from the records of the step after it; nil where no field says.
  private func begun(
    _ other: Deadline, from scope: Scope, _ rows: [Int32]
  ) -> [Int64]? {
    if other.scope.collection == scope.collection { return starts(other, rows) }
    guard case .field(let path) = other.start,
      let above = paths([path], of: other.scope, from: scope)?.first
    else { return nil }
    return sieve.gather(rows, above)
  }

  /// Fields of one collection, seen from its own records or those below them; nil from others.
  private func paths(_ fields: [Path], of scope: Scope, from below: Scope) -> [Path]? {
    if scope.collection == below.collection { return fields }
    guard let parent = book.vocabulary.collections[below.collection].parent else { return nil }
    return fields.map { path in
      var path = path
      path.hops.insert(below.collection * 1_000 + parent, at: 0)
      return path
    }
  }

  /// The latest of several dates, absent while one is missing.
  private func latest(_ paths: [Path], _ rows: [Int32]) -> [Int64] {
    var result = [Int64](repeating: .min + 1, count: rows.count)
    for path in paths {
      let facts = sieve.gather(rows, path)
      for index in result.indices {
        let isMissing = facts[index] == absent || result[index] == absent
        result[index] = isMissing ? absent : max(result[index], facts[index])
      }
    }
    return result
  }

  private func dues(
    _ deadline: Deadline, _ start: Int64, _ known: inout [Int64: [Due]]
  ) throws(CalendarFault) -> [Due] {
    if let dues = known[start] { return dues }
    var dues: [Due] = []
    for stage in deadline.stages {
      dues.append(
        try stage.term.due(from: date(start), in: calendar, isRolled: deadline.isRolled))
    }
    known[start] = dues
    return dues
  }

  private func finding(
    _ deadline: Deadline, _ stages: [Due], _ act: Int64, behind: Due?, _ isIncomplete: Bool
  ) throws(CalendarFault) -> Warning? {
    let first = stages[0]
    func level(_ stage: Int) -> Level {
      deadline.stages.indices.contains(stage) ? deadline.stages[stage].level : deadline.lateLevel
    }
    if act != absent {
      let act = date(act)
      guard let stage = stages.lastIndex(where: { act > $0.rolled }) else { return nil }
      if let behind, act > behind.rolled { return nil }
      if !deadline.isPlan, Int(asOf.days - act.days) > ruleSet.lateListedDays { return nil }
      var warning = try late(level(stage), stages[stage], act, deadline.isPlan)
      warning.due = stages[stage].rolled
      warning.nominalDue = stages[stage].nominal
      return warning
    }
    if deadline.isPlan { return nil }
    let passed = stages.indices.last { stage in
      let isInclusive =
        deadline.stages.indices.contains(stage) && deadline.stages[stage].isInclusive
      return asOf > stages[stage].rolled || isInclusive && asOf == stages[stage].rolled
    }
    guard let stage = passed else {
      return try upcoming(deadline, first)
    }
    if let behind, asOf > behind.rolled { return nil }
    let due = stages[stage]
    let days = Int(asOf.days - due.rolled.days)
    let workdays = try calendar.workdays(from: due.rolled, to: asOf)
    var warning: Warning
    if let behind {
      let left = try calendar.workdays(from: asOf, to: behind.rolled)
      warning = self.warning(
        level(stage), .overdueNext(days: Int32(days), next: behind.rolled, left: Int32(left)))
      warning.next = behind.rolled
    } else {
      let (over, workdays) = (Int32(days), Int32(workdays))
      warning = self.warning(
        level(stage),
        isIncomplete
          ? .incomplete(due.rolled, days: over, workdays: workdays)
          : .overdue(due.rolled, days: over, workdays: workdays))
    }
    if stage + 1 < stages.count { warning.next = stages[stage + 1].rolled }
    warning.due = due.rolled
    warning.nominalDue = due.nominal
    climb(&warning, from: due.rolled, workdays: workdays, isOpen: true)
    return warning
  }

  private func late(
    _ level: Level, _ due: Due, _ act: CivilDate, _ isPlan: Bool
  ) throws(CalendarFault) -> Warning {
    let days = act.days - due.rolled.days
    if isPlan { return warning(level, .plan(act, due: due.rolled, days: days)) }
    let workdays = try calendar.workdays(from: due.rolled, to: act)
    var warning = warning(
      level, .late(due.rolled, done: act, days: days, workdays: Int32(workdays)))
    climb(&warning, from: due.rolled, workdays: workdays, isOpen: false)
    return warning
  }

  /// What is not due yet: warned of when a reminder's day has come, else listed as coming.
  private func upcoming(
    _ deadline: Deadline, _ due: Due
  ) throws(CalendarFault) -> Warning? {
    if deadline.ahead.isEmpty, !listsOpen { return nil }
    let days = Int(due.rolled.days - asOf.days)
    // A term that needs no calendar may end beyond it; then only its days are counted.
    let workdays =
      due.rolled <= calendar.last ? try calendar.workdays(from: asOf, to: due.rolled) : nil
    var level: Level?
    var next: CivilDate?
    for ahead in deadline.ahead {
      if ahead.isWorkdays, workdays == nil { continue }
      if (ahead.isWorkdays ? workdays ?? .max : days) <= ahead.amount {
        level = max(level ?? .info, ahead.level)
      } else {
        let day =
          ahead.isWorkdays
          ? try calendar.adding(-ahead.amount, to: due.rolled)
          : due.rolled.adding(days: -ahead.amount) ?? due.rolled
        next = min(next ?? day, day)
      }
    }
    if level == nil, !listsOpen { return nil }
    var warning = self.warning(
      level, .ahead(due.rolled, days: Int32(days), workdays: workdays.map { Int32($0) }))
    warning.due = due.rolled
    warning.nominalDue = due.nominal
    warning.next = next ?? due.rolled
    return warning
  }
}
