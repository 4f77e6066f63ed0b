// The parts that rules of several kinds share: scopes, conditions, paths, measures, targets,
// reminders.

internal import Causality

extension RuleSetReader {
  /// The collection of `of` and the conditions of `where`.
  func scope(_ entry: inout Entry) throws(RuleFault) -> Scope {
    let place = try collection(try entry.required("of"), "of", entry)
    return Scope(collection: place, conditions: try conditions("where", &entry, in: place))
  }

  func collection(
    _ code: String, _ key: String, _ entry: Entry
  ) throws(RuleFault) -> Int {
    guard let place = vocabulary.place(of: code), code != "progress_report" else {
      throw entry.fault(
        .unknownCollection, key,
        "\(code): \(vocabulary.collectionCodes.filter { $0 != "progress_report" }.joined(separator: " "))"
      )
    }
    return place
  }

  /// The conditions of a key; none without the key.
  func conditions(
    _ key: String, _ entry: inout Entry, in place: Int
  ) throws(RuleFault) -> [Condition] {
    var found: [Condition] = []
    for (text, nested) in try entry.mixed(key) {
      if let text {
        found.append(try condition(text, key, entry, in: place))
      } else if var nested {
        found.append(try condition(&nested, in: place))
      }
    }
    if found.count > 40 { throw entry.fault(.badValue, key, "<= 40") }
    return found
  }

  private func condition(
    _ text: String, _ key: String, _ entry: Entry, in place: Int
  ) throws(RuleFault) -> Condition {
    do throws(ConditionReader.Failure) {
      return try conditions.read(text, in: place)
    } catch {
      switch error {
      case .unknownField(let field, let near):
        throw entry.fault(.unknownField, key, "\(field): \(near)")
      case .unreadable(let part):
        throw entry.fault(.badCondition, key, part == text ? text : "\(text): \(part)")
      }
    }
  }

  /// `either: […, …]`, or `any: COLLECTION` and `none: COLLECTION` with `where` and `at_least`.
  private func condition(
    _ nested: inout Entry, in place: Int
  ) throws(RuleFault) -> Condition {
    if nested.has("either") {
      var lists: [[Condition]] = []
      for var list in try nested.lists("either") {
        lists.append(try conditions("where", &list, in: place))
      }
      try nested.finish()
      return .either(lists)
    }
    let key = nested.has("none") ? "none" : "any"
    let child = try collection(try nested.required(key), key, nested)
    let via = try nested.text("via")
    guard let reference = reference(from: child, to: place, via) else {
      throw nested.fault(
        .unknownField, "via",
        "\(vocabulary.collections[child].code) → \(vocabulary.collections[place].code)")
    }
    let also = try nested.text("also")
    let more = also.flatMap { self.reference(from: child, to: place, $0) }
    if let also, more == nil { throw nested.fault(.unknownField, "also", also) }
    let tested = try conditions("where", &nested, in: child)
    let atLeast = key == "none" ? 0 : try nested.integer("at_least", 1...10_000) ?? 1
    try nested.finish()
    return .children(
      Children(
        collection: child, reference: reference, also: more, conditions: tested,
        atLeast: atLeast))
  }

  /// The field of a collection that refers to another.
  func reference(from child: Int, to place: Int, _ name: String? = nil) -> Int? {
    vocabulary.collections[child].fields.firstIndex { field in
      guard case .reference(let target) = field.form else { return false }
      return vocabulary.place(of: target) == place && (name == nil || field.code == name)
    }
  }

  /// A field that holds a day or a period.
  func day(
    _ text: String, _ key: String, _ entry: Entry, in place: Int
  ) throws(RuleFault) -> Path {
    let path = try path(text, key, entry, in: place)
    guard conditions.isTime(path) else { throw entry.fault(.badValue, key, "date") }
    return path
  }

  func path(
    _ text: String, _ key: String, _ entry: Entry, in place: Int
  ) throws(RuleFault) -> Path {
    do throws(ConditionReader.Failure) {
      return try conditions.path(text, in: place)
    } catch {
      switch error {
      case .unknownField(let field, let near):
        throw entry.fault(.unknownField, key, "\(field): \(near)")
      case .unreadable(let part): throw entry.fault(.unknownField, key, part)
      }
    }
  }

  func term(_ key: String, _ entry: inout Entry) throws(RuleFault) -> Term? {
    guard let text = try entry.text(key) else { return nil }
    // A last day before its own beginning is a slip of the pen.
    guard let term = Term(text), term.amount >= 0 else {
      throw entry.fault(.badValue, key, "90 workdays, 3 days, 24 months, end of quarter + 1")
    }
    return term
  }

  /// `{count: project, where: …}`, `{sum: annual_plan, of: project}`, `{distinct: project, of: …}`,
  /// `{figure: NAME}`.
  func measure(_ key: String, _ entry: inout Entry) throws(RuleFault) -> Measure? {
    guard var lines = try entry.entry(key) else { return nil }
    if let name = try lines.text("figure") {
      try lines.finish()
      return Measure(
        scope: Scope(collection: 0, conditions: []), what: .figure(name), places: 4)
    }
    let isCount = lines.has("count")
    let code = isCount ? try lines.required("count") : try lines.required("of")
    let place = try collection(code, isCount ? "count" : "of", lines)
    let tested = try conditions("where", &lines, in: place)
    let scope = Scope(collection: place, conditions: tested)
    var measure = Measure(scope: scope, what: .count, places: 0)
    if !isCount, let name = try lines.text("sum") {
      let path = try path(name, "sum", lines, in: place)
      measure = Measure(scope: scope, what: .sum(path), places: path.places)
    } else if !isCount {
      let path = try path(try lines.required("distinct"), "distinct", lines, in: place)
      guard let field = path.field else { throw lines.fault(.badValue, "distinct", "reference") }
      measure = Measure(
        scope: scope, what: .distinct(path.hops + [path.collection * 1_000 + field]), places: 0)
    }
    try lines.finish()
    return measure
  }

  /// `>= 60%`, `> 100%`, `>= 5`, `>= 200亿`.
  func band(
    _ key: String, _ text: String, _ level: Level, _ entry: Entry
  ) throws(RuleFault) -> Goal.Band {
    let words = text.split(separator: " ").map(String.init)
    guard words.count == 2, let comparator = Comparator(rawValue: words[0]) else {
      throw entry.fault(.badValue, key, ">= 60%, > 100%, >= 5, >= 200亿")
    }
    let number: ExactDecimal?
    if words[1].hasSuffix("%") {
      number = ExactDecimal(words[1].dropLast()).flatMap {
        ExactDecimal(mantissa: $0.mantissa, scale: Int($0.scale) + 2)
      }
    } else {
      number = ConditionReader.amount(words[1])
    }
    guard let number else { throw entry.fault(.badValue, key, words[1]) }
    return Goal.Band(comparator: comparator, target: number, level: level)
  }

  /// `[{days: 15, level: yellow}, {workdays: 30, level: yellow}]`.
  func ahead(_ entry: inout Entry) throws(RuleFault) -> [Ahead] {
    var found: [Ahead] = []
    for var line in try entry.entries("ahead") {
      let workdays = try line.integer("workdays", 0...1_000)
      let days = try line.integer("days", 0...1_000)
      guard let amount = workdays ?? days, (workdays == nil) != (days == nil) else {
        throw line.fault(.missingKey, "days")
      }
      let level = try level("level", &line) ?? .yellow
      try line.finish()
      found.append(Ahead(amount: amount, isWorkdays: workdays != nil, level: level))
    }
    return found
  }

  func kind(_ key: String, _ entry: inout Entry) throws(RuleFault) -> Period.Kind? {
    guard let text = try entry.text(key) else { return nil }
    guard let kind = Period.Kind(rawValue: text) else {
      throw entry.fault(
        .badValue, key, Period.Kind.allCases.map(\.rawValue).joined(separator: " "))
    }
    return kind
  }

  /// `city`, `county`, `zone`, `area` (both), or a field.
  func group(
    _ key: String, _ entry: inout Entry, in place: Int
  ) throws(RuleFault) -> Goal.Group {
    switch try entry.text(key) {
    case nil, "city": return .city
    case "county": return .county
    case "zone": return .zone
    case "area": return .area
    case .some(let name):
      let path = try path(name, key, entry, in: place)
      guard let field = path.field,
        case .text = vocabulary.collections[path.collection].fields[field].form
      else { throw entry.fault(.badValue, key, "city county zone area, or a field of text") }
      return .field(path)
    }
  }
}
