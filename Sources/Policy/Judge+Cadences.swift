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
    let counts = counts(subjects, owners, days, period)
    let short = subjects.filter { counts[Int($0)] < cadence.atLeast }
    if short.isEmpty { return }
    var misses = [Int32](repeating: 1, count: counts.count)
    if ahead == nil, let repeated = cadence.repeated {
      var before = period
      for count in 2...Int32(repeated.times) {
        guard let earlier = before.advanced(by: -1) else { break }
        before = earlier
        guard rule.isInForce(on: before.end), try isAsked(before) else { break }
        let again = self.counts(subjects, owners, days, before)
        for subject in short
        where again[Int(subject)] < cadence.atLeast && misses[Int(subject)] == count - 1 {
          misses[Int(subject)] = count
        }
      }
    }
    let label = period.label
    for subject in short {
      let count = counts[Int(subject)]
      let missed = Int(misses[Int(subject)])
      var level = ahead ?? cadence.level
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
