// Things to be done so often: judged when a period has ended, for the last one, with the misses before
// it counted. A period without a working day is waived.

internal import Causality

extension Judge {
  func judge(_ rule: Rule, _ cadence: Cadence) throws(CalendarFault) {
    if cadence.subjects == nil, !cadence.isPerCounty, sieve.county != nil { return }
    guard let now = Period(cadence.every, containing: asOf),
      let last = now.end <= asOf ? now : now.advanced(by: -1)
    else { return }
    var ended = last
    if cadence.isEven, ended.start.month % 2 == 1, let before = ended.advanced(by: -1) {
      ended = before
    }
    if rule.isInForce(on: ended.end), try isAsked(ended) {
      try judge(rule, cadence, ended, ahead: nil)
    }
    guard now.end > asOf, !cadence.isEven || now.start.month % 2 == 0 else { return }
    let left = Int(now.end.days - asOf.days)
    guard let level = cadence.ahead.filter({ left <= $0.amount }).map(\.level).max(),
      rule.isInForce(on: asOf), try isAsked(now)
    else { return }
    try judge(rule, cadence, now, ahead: level)
  }

  private func isAsked(_ period: Period) throws(CalendarFault) -> Bool {
    try calendar.hasWorkday(from: period.start, through: period.end)
  }

  private func judge(
    _ rule: Rule, _ cadence: Cadence, _ period: Period, ahead: Level?
  ) throws(CalendarFault) {
    let (owners, days) = events(cadence, period)
    let subjects = self.subjects(cadence, period)
    var short = self.short(cadence, subjects, owners, days, period)
    if short.isEmpty { return }
    var misses: [Int64: Int] = [:]
    for subject in short.keys { misses[subject] = 1 }
    if ahead == nil, let repeated = cadence.repeated {
      var before = period
      for count in 2...repeated.times {
        guard let earlier = before.advanced(by: -1) else { break }
        before = earlier
        guard rule.isInForce(on: before.end), try isAsked(before) else { break }
        let again = self.short(cadence, subjects, owners, days, before)
        for subject in again.keys where misses[subject] == count - 1 { misses[subject] = count }
      }
    }
    let order = short.keys.sorted()
    let label = period.label
    for subject in order {
      let count = short.removeValue(forKey: subject) ?? 0
      var level = ahead ?? cadence.level
      let missed = misses[subject] ?? 1
      if let repeated = cadence.repeated, missed >= repeated.times {
        level = max(level, repeated.level)
      }
      var warning = self.warning(
        level,
        .cadence(
          label, count: Int32(count), atLeast: Int32(cadence.atLeast), end: period.end,
          missed: Int32(missed), isAhead: ahead != nil))
      if let scope = cadence.subjects {
        about(scope.collection, Int32(subject), &warning)
      } else if cadence.isPerCounty {
        warning.county = book.texts.text(subject)
      }
      warning.due = period.end
      warning.nominalDue = period.end
      warning.numerator = ExactDecimal(Int64(count))
      warning.denominator = ExactDecimal(Int64(cadence.atLeast))
      emit(warning)
    }
  }

  /// Whose each event is (a subject's row, a county, or the office's) and its day. An event with
  /// further subjects is theirs as well.
  private func events(_ cadence: Cadence, _ period: Period) -> (owners: [Int64], days: [Int64]) {
    let place = cadence.events.collection
    let events = rows(cadence.events, period)
    var days = sieve.gather(events, cadence.on)
    guard let reference = cadence.reference else {
      let owners = events.map { cadence.isPerCounty ? sieve.counties(place, $0) : 0 }
      return (owners, days)
    }
    let sheet = book.sheets[place]
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

  /// The subjects with fewer events in a period than asked, and how many they have.
  private func short(
    _ cadence: Cadence, _ subjects: [Int64], _ owners: [Int64], _ days: [Int64],
    _ period: Period
  ) -> [Int64: Int] {
    var counts: [Int64: Int] = [:]
    for subject in subjects { counts[subject] = 0 }
    let (start, end) = (Int64(period.start.days), Int64(period.end.days))
    for (index, day) in days.enumerated() where day >= start && day <= end {
      if let count = counts[owners[index]] { counts[owners[index]] = count + 1 }
    }
    return counts.filter { $0.value < cadence.atLeast }
  }
}
