// What each kind of rule is written with.

internal import Causality

extension RuleSetReader {
  func body(
    _ kind: Rule.Kind, _ entry: inout Entry, _ head: Head
  ) throws(RuleFault) -> Rule.Body {
    switch kind {
    case .deadline: return .deadline(try deadline(&entry, head))
    case .chain:
      let steps = try entry.texts("steps")
      if steps.isEmpty { throw entry.fault(.missingKey, "steps") }
      return .chain(steps)
    case .approvalLimit:
      let scope = try scope(&entry)
      var items: [ApprovalLimit.Item] = []
      for var item in try entry.entries("items") {
        let tested = try conditions("where", &item, in: scope.collection)
        guard let workdays = try item.integer("workdays", 0...1_000) else {
          throw item.fault(.missingKey, "workdays")
        }
        try item.finish()
        items.append(ApprovalLimit.Item(conditions: tested, workdays: workdays))
      }
      if items.isEmpty { throw entry.fault(.missingKey, "items") }
      return .approvalLimit(ApprovalLimit(scope: scope, items: items))
    case .approvalTotal:
      let scope = try scope(&entry)
      guard let workdays = try entry.integer("workdays", 0...1_000) else {
        throw entry.fault(.missingKey, "workdays")
      }
      return .approvalTotal(
        ApprovalTotal(scope: scope, workdays: workdays, ahead: try ahead(&entry)))
    case .approvalPlan:
      let scope = try scope(&entry)
      guard let workdays = try entry.integer("workdays", 0...1_000) else {
        throw entry.fault(.missingKey, "workdays")
      }
      let level = try level("level", &entry) ?? head.level
      return .approvalPlan(PlanTotal(scope: scope, workdays: workdays, level: level))
    case .statedTotal: return .statedTotal(try statedSum(&entry))
    case .ratio, .quota, .target: return .goal(try goal(kind, &entry, head))
    case .cadence: return .cadence(try cadence(&entry, head))
    case .coverage:
      let scope = try scope(&entry)
      let require = try conditions("require", &entry, in: scope.collection)
      if require.isEmpty { throw entry.fault(.missingKey, "require") }
      let on = try entry.text("on")
      return .coverage(
        Coverage(
          scope: scope, require: require, asked: require.map(vocabulary.asked),
          level: try level("level", &entry) ?? head.level,
          on: try on.map { text throws(RuleFault) in
            try path(text, "on", entry, in: scope.collection)
          },
          due: try entry.text("due_field").map { text throws(RuleFault) in
            try day(text, "due_field", entry, in: scope.collection)
          }))
    case .progress: return .progress(try progress(&entry, head))
    case .duty:
      let scope = try scope(&entry)
      var lines: [Duty.Line] = []
      for var line in try entry.entries("lines") {
        let tested = try conditions("where", &line, in: scope.collection)
        guard let unit = try phrase("unit", &line) else { throw line.fault(.missingKey, "unit") }
        try line.finish()
        lines.append(Duty.Line(conditions: tested, unit: unit))
      }
      return .duty(Duty(scope: scope, lines: lines))
    case .scoring: return .scoring(try scoreSheet(&entry))
    }
  }

  private func statedSum(_ entry: inout Entry) throws(RuleFault) -> StatedSum {
    let scope = try scope(&entry)
    let value = try path(try entry.required("value"), "value", entry, in: scope.collection)
    let parts = try entry.required("parts")
    guard let reference = reference(from: scope.collection, to: scope.collection, parts) else {
      throw entry.fault(.unknownField, "parts", parts)
    }
    return StatedSum(
      scope: scope, value: value, reference: reference,
      level: try level("level", &entry) ?? .info)
  }

  private func deadline(_ entry: inout Entry, _ head: Head) throws(RuleFault) -> Deadline {
    let scope = try scope(&entry)
    let place = scope.collection
    let start: Deadline.Start
    var named: Path?
    if let rule = try entry.text("after") {
      start = .rule(rule)
      named = try entry.text("from").map { text throws(RuleFault) in
        try day(text, "from", entry, in: place)
      }
    } else if let day = try date("date", &entry) {
      start = .date(day)
    } else {
      start = .field(try day(try entry.required("from"), "from", entry, in: place))
    }
    let late = try level("level", &entry) ?? head.level
    var stages: [Deadline.Stage] = []
    let dueField = try entry.text("due_field").map { text throws(RuleFault) in
      try day(text, "due_field", entry, in: place)
    }
    if let term = try term("due", &entry) { stages.append(.init(term: term, level: late)) }
    for var stage in try entry.entries("stages") {
      guard let term = try term("due", &stage) else { throw stage.fault(.missingKey, "due") }
      let level = try level("level", &stage) ?? late
      let isInclusive = try stage.flag("inclusive") ?? false
      stages.append(.init(term: term, level: level, isInclusive: isInclusive))
      try stage.finish()
    }
    if stages.isEmpty, dueField == nil { throw entry.fault(.missingKey, "due") }
    for (stage, next) in zip(stages, stages.dropFirst())
    where stage.term.unit == next.term.unit && stage.term.amount >= next.term.amount {
      throw entry.fault(
        .badValue, "stages", "\(stage.term.amount) < … (\(next.term.amount))")
    }
    var done: [Path] = []
    for text in try entry.texts("done") { done.append(try day(text, "done", entry, in: place)) }
    if done.isEmpty { throw entry.fault(.missingKey, "done") }
    return Deadline(
      scope: scope, start: start, named: named, dueField: dueField, stages: stages, done: done,
      complete: try conditions("complete", &entry, in: place), ahead: try ahead(&entry),
      isPlan: try entry.flag("plan") ?? false, isRolled: try entry.flag("roll") ?? true,
      then: try entry.text("then"), lateLevel: late)
  }

  private func goal(
    _ kind: Rule.Kind, _ entry: inout Entry, _ head: Head
  ) throws(RuleFault) -> Goal {
    guard let numerator = try measure(kind == .ratio ? "numerator" : "measure", &entry) else {
      throw entry.fault(.missingKey, kind == .ratio ? "numerator" : "measure")
    }
    var denominator: Measure?
    if kind == .ratio {
      denominator = try measure("denominator", &entry)
      if denominator == nil { throw entry.fault(.missingKey, "denominator") }
    }
    let main = try level("level", &entry) ?? head.level
    var bands = [try band("target", try entry.required("target"), main, entry)]
    for var line in try entry.entries("bands") {
      let text = try line.required("target")
      let level = try level("level", &line) ?? main
      bands.append(try band("target", text, level, line))
      try line.finish()
    }
    let schedule: Goal.Schedule
    if let day = try date("by", &entry) {
      schedule = .by(day)
    } else if let period = try self.kind("period", &entry) {
      schedule = .period(period, lag: try entry.integer("lag", 0...8) ?? 0)
    } else {
      schedule = .always(try self.kind("during", &entry))
    }
    return Goal(
      numerator: numerator, denominator: denominator, bands: bands, schedule: schedule,
      group: try group("per", &entry, in: numerator.scope.collection),
      ahead: try ahead(&entry), linearFrom: try date("linear_from", &entry))
  }

  private func cadence(_ entry: inout Entry, _ head: Head) throws(RuleFault) -> Cadence {
    let subjects = entry.has("of") ? try scope(&entry) : nil
    guard var lines = try entry.entry("events") else { throw entry.fault(.missingKey, "events") }
    let events = try scope(&lines)
    let on = try path(try lines.required("on"), "on", lines, in: events.collection)
    let via = try lines.text("via")
    let also = try lines.text("also")
    try lines.finish()
    var references: (one: Int?, more: Int?)
    if let subjects {
      references.one = reference(from: events.collection, to: subjects.collection, via)
      references.more = also.flatMap {
        reference(from: events.collection, to: subjects.collection, $0)
      }
      if references.one == nil || also != nil && references.more == nil {
        throw entry.fault(.unknownField, "events", also ?? via ?? "via")
      }
    }
    guard let every = try kind("every", &entry) else { throw entry.fault(.missingKey, "every") }
    let day = try entry.integer("day", 1...31)
    if day != nil, every != .month, every != .year {
      throw entry.fault(.badValue, "day", "every: month year")
    }
    var repeated: (Int, Level)?
    if var line = try entry.entry("repeated") {
      guard let times = try line.integer("times", 2...24) else {
        throw line.fault(.missingKey, "times")
      }
      repeated = (times, try level("level", &line) ?? .red)
      try line.finish()
    }
    let per = try entry.text("per") ?? "city"
    guard ["city", "county"].contains(per) else {
      throw entry.fault(.badValue, "per", "city county")
    }
    return Cadence(
      subjects: subjects, events: events, on: on, reference: references.one, also: references.more,
      every: every,
      isEven: try entry.flag("even") ?? false, day: day,
      atLeast: try entry.integer("at_least", 1...1_000) ?? 1, isPerCounty: per == "county",
      level: try level("level", &entry) ?? head.level, repeated: repeated,
      ahead: try ahead(&entry))
  }

  private func progress(_ entry: inout Entry, _ head: Head) throws(RuleFault) -> Progress {
    let scope = try scope(&entry)
    guard vocabulary.collections[scope.collection].code == "project" else {
      throw entry.fault(.unknownCollection, "of", "project")
    }
    var bands: [Progress.Band] = []
    for var line in try entry.entries("behind") {
      let words = try line.required("points").split(separator: " ").map(String.init)
      guard words.count == 2, let comparator = Comparator(rawValue: words[0]),
        let points = Int(words[1]), (0...100).contains(points)
      else { throw line.fault(.badValue, "points", ">= 10") }
      bands.append(
        Progress.Band(
          comparator: comparator, points: points, level: try level("level", &line) ?? head.level))
      try line.finish()
    }
    if bands.isEmpty { throw entry.fault(.missingKey, "behind") }
    let first = try entry.integer("first_month", 1...12) ?? 1
    let last = try entry.integer("last_month", 1...12) ?? 12
    if last < first { throw entry.fault(.badValue, "last_month", "\(first)…12") }
    return Progress(
      scope: scope, bands: bands, firstMonth: first, lastMonth: last,
      usesMonthlyPlan: try entry.flag("monthly_plan") ?? true,
      isFromStart: try entry.flag("own_start") ?? false)
  }
}
