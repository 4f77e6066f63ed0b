// Things to be done so often: judged when a period has ended, or the day in it has passed by which
// it is to be done, with the periods missed in a row counted. A period without a working day is
// waived.

internal import Causality

extension Judge {
  func judge(_ rule: Rule, _ cadence: Cadence) throws(CalendarFault) {
    if cadence.subjects == nil, !cadence.isPerCounty, sieve.county != nil { return }
    guard let now = Period(cadence.every, containing: asOf), let before = now.advanced(by: -1)
    else { return }
    let isOver = cadence.day == nil ? now.end <= asOf : cadence.due(in: now) < asOf
    var ended = isOver ? now : before
    if !cadence.asks(ended), let earlier = ended.advanced(by: -1) { ended = earlier }
    if rule.isInForce(on: cadence.due(in: ended)), try isAsked(ended) {
      judge(rule, cadence, ended, ahead: nil)
    }
    guard !isOver, cadence.asks(now) else { return }
    let left = Int(cadence.due(in: now).days - asOf.days)
    guard let level = cadence.ahead.filter({ left <= $0.amount }).map(\.level).max(),
      rule.isInForce(on: asOf), try isAsked(now)
    else { return }
    judge(rule, cadence, now, ahead: level)
  }

  private func isAsked(_ period: Period) throws(CalendarFault) -> Bool {
    try calendar.hasWorkday(from: period.start, through: period.end)
  }

  private func judge(_ rule: Rule, _ cadence: Cadence, _ period: Period, ahead: Level?) {
    let (owners, days) = events(cadence, period)
    let subjects = self.subjects(cadence, period)
    let counts = counts(subjects, owners, days, period)
    let short = subjects.filter { counts[Int($0)] < cadence.atLeast }
    if short.isEmpty { return }
    let misses = ahead == nil ? self.misses(rule, cadence, short, owners, days, period) : [:]
    let (label, due) = (period.label, cadence.due(in: period))
    for subject in short {
      let count = counts[Int(subject)]
      let missed = misses[subject] ?? 1
      var level = ahead ?? cadence.level
      if let repeated = cadence.repeated, missed >= repeated.times {
        level = max(level, repeated.level)
      }
      var warning = self.warning(
        level,
        .cadence(
          label, count: Int32(count), atLeast: Int32(cadence.atLeast), end: due,
          missed: Int32(missed), isAhead: ahead != nil))
      if let scope = cadence.subjects {
        about(scope.collection, Int32(subject), &warning)
      } else if cadence.isPerCounty {
        warning.county = book.texts.text(subject)
      }
      warning.due = due
      warning.nominalDue = due
      warning.numerator = ExactDecimal(Int64(count))
      warning.denominator = ExactDecimal(Int64(cadence.atLeast))
      emit(warning)
    }
  }

  /// How many periods are looked back at: ten years of weeks.
  private static var missesMax: Int { 520 }

  /// How many periods in a row, the one judged included, each subject has fallen short: back to the
  /// rule's first day or the first dated act of the subject's record, at most ``missesMax``.
  /// Periods in which nothing is asked are passed over. O(events + subjects).
  private func misses(
    _ rule: Rule, _ cadence: Cadence, _ short: [Int64], _ owners: [Int64], _ days: [Int64],
    _ period: Period
  ) -> [Int64: Int] {
    var earlier: [Period] = []
    var before = period
    while earlier.count < Self.missesMax - 1, let previous = before.advanced(by: -1),
      rule.isInForce(on: cadence.due(in: previous))
    {
      before = previous
      if !cadence.asks(previous) { continue }
      guard let isAsked = try? self.isAsked(previous) else { break }
      if isAsked { earlier.append(previous) }
    }
    if earlier.isEmpty { return [:] }
    var placesByDay: [Int64: Int] = [:]
    for (place, period) in earlier.enumerated() {
      for day in Int64(period.start.days)...Int64(period.end.days) { placesByDay[day] = place }
    }
    var byPlace = [[Int64]](repeating: [], count: earlier.count)
    for (index, day) in days.enumerated() where owners[index] != absent {
      if let place = placesByDay[day] { byPlace[place].append(owners[index]) }
    }
    // The latest period in which each owner did enough.
    var kept: [Int64: Int] = [:]
    for (place, owners) in byPlace.enumerated() {
      var times: [Int64: Int] = [:]
      for owner in owners { times[owner, default: 0] += 1 }
      for (owner, count) in times where count >= cadence.atLeast && kept[owner] == nil {
        kept[owner] = place
      }
    }
    var misses: [Int64: Int] = [:]
    for subject in short {
      var count = kept[subject] ?? earlier.count
      if let scope = cadence.subjects, let first = firstAct(scope.collection, Int(subject)) {
        while count > 0, Int64(earlier[count - 1].end.days) < first { count -= 1 }
      }
      misses[subject] = count + 1
    }
    return misses
  }

  /// The first day on which anything dated happened to a record; nil without any.
  private func firstAct(_ place: Int, _ row: Int) -> Int64? {
    let view = sieve.views[place]
    var first: Int64?
    for (field, definition) in view.collection.fields.enumerated() where definition.isAct {
      let day = view.fact(row, field)
      if day != absent { first = min(first ?? day, day) }
    }
    return first
  }

  /// Whose each event is (a subject's row, a county, or the office's) and its day. An event with
  /// further subjects is theirs as well.
  private func events(_ cadence: Cadence, _ period: Period) -> (owners: [Int64], days: [Int64]) {
    let place = cadence.events.collection
    // A visit to another county's project may name one of this county as well.
    let sieve = cadence.also == nil ? sieve : wholeSieve
    let events = sieve.filter(
      sieve.rows(place), place, cadence.events.conditions, Frame(asOf: asOf, period: period))
    var days = sieve.gather(events, cadence.on)
    guard let reference = cadence.reference else {
      let owners = events.map { cadence.isPerCounty ? sieve.counties(place, $0) : 0 }
      return (owners, days)
    }
    let sheet = sieve.views[place]
    var owners = events.map { sheet.fact(Int($0), reference) }
    if let also = cadence.also {
      for (index, row) in events.enumerated() {
        for other in sheet.elements[also][row] ?? [] where other != owners[index] {
          owners.append(other)
          days.append(days[index])
        }
      }
    }
    return (owners, days)
  }

  private func subjects(_ cadence: Cadence, _ period: Period) -> [Int64] {
    if let scope = cadence.subjects { return rows(scope, period).map(Int64.init) }
    return cadence.isPerCounty ? counties().filter { isOf(.county, $0) } : [0]
  }

  /// How many events of a period each subject has, by the subject's number.
  private func counts(
    _ subjects: [Int64], _ owners: [Int64], _ days: [Int64], _ period: Period
  ) -> [Int32] {
    var counts = [Int32](repeating: 0, count: Int(subjects.max() ?? 0) + 1)
    let (start, end) = (Int64(period.start.days), Int64(period.end.days))
    for (index, day) in days.enumerated() where day >= start && day <= end {
      let owner = owners[index]
      if owner >= 0, owner < counts.count { counts[Int(owner)] += 1 }
    }
    return counts
  }
}

extension Cadence {
  /// Whether something is asked for in a period: of months that may be the even ones only.
  func asks(_ period: Period) -> Bool { !isEven || period.start.month % 2 == 0 }

  /// The last day for it in a period: a day of the month, or the period's end.
  func due(in period: Period) -> CivilDate {
    guard let day else { return period.end }
    return min(period.start.adding(days: day - 1) ?? period.end, period.end)
  }
}
