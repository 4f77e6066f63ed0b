// Conditions from their written form. A condition is a field, reached over references by points,
// and what is asked of it:
//
//   signed_on is set · removed_on is empty · signed_on is ahead · issued_on is not ahead ·
//   total_investment >= 5亿 · is_industry = true stage one of reserve, to_sign · region_code none of
//   411700 · fund_kinds has special_bond due_on.rolled <= T · closed_on <= due_on.rolled name ~
//   施工许可 · item_code !~ sla- · signed_on in period-1 · batch.quarter = period · planned_start_on <=
//   T+30, in days · T+24 months

internal import Causality
internal import Projects

struct ConditionReader {
  let vocabulary: Vocabulary

  /// Why a condition is not read.
  enum Failure: Error {
    case unknownField(String, near: String)
    case unreadable(String)
  }

  /// Reads a condition on the records of a collection.
  func read(_ text: String, in collection: Int) throws(Failure) -> Condition {
    guard let gap = text.firstIndex(of: " ") else { throw .unreadable(text) }
    let path = try path(String(text[..<gap]), in: collection)
    let rest = text[gap...].drop { $0 == " " }
    return .field(path, try test(String(rest), path, in: collection))
  }

  private static let rolled = ".rolled"

  private static let comparators: [Comparator] = [
    .atLeast, .atMost, .notEqual, .above, .below, .equal,
  ]

  private func test(
    _ text: String, _ path: Path, in collection: Int
  ) throws(Failure) -> Test {
    switch text {
    case "is set": return .isSet(true)
    case "is empty": return .isSet(false)
    case "is ahead", "is not ahead":
      guard isDate(path) else { throw .unreadable(text) }
      return .isAhead(text == "is ahead")
    default: break
    }
    let fits = forms(path)
    if !fits.isSet, text.hasPrefix("has ") { throw .unreadable(text) }
    if fits.isSet, !text.hasPrefix("has ") { throw .unreadable(text) }
    if text.hasPrefix("~ ") || text.hasPrefix("!~ "), !fits.isText { throw .unreadable(text) }
    if text.hasPrefix("in "), !fits.isTime { throw .unreadable(text) }
    if let rest = text.after("in ") {
      guard let (moment, edge) = Self.moment(rest), edge == nil else { throw .unreadable(text) }
      return .within(moment)
    }
    if let rest = text.after("~ "), !rest.isEmpty { return .contains(rest, true) }
    if let rest = text.after("!~ "), !rest.isEmpty { return .contains(rest, false) }
    if let rest = text.after("one of ") { return .oneOf(try list(rest, path), true) }
    if let rest = text.after("none of ") { return .oneOf(try list(rest, path), false) }
    for (word, wanted) in [("has not ", false), ("has ", true)] {
      guard let rest = text.after(word) else { continue }
      var mask: Int64 = 0
      for operand in try list(rest, path) {
        guard case .number(let number) = operand, (0..<63).contains(number) else {
          throw .unreadable(text)
        }
        mask |= 1 << number
      }
      return .bits(mask, wanted)
    }
    for comparator in Self.comparators {
      guard let rest = text.after(comparator.rawValue) else { continue }
      let right = String(rest.drop { $0 == " " })
      if let other = try? self.path(right, in: collection), other != path {
        return .compare(comparator, .field(other))
      }
      return .compare(comparator, try operand(right, path))
    }
    throw .unreadable(text)
  }

  /// Whether a field holds a day or a period.
  func isTime(_ path: Path) -> Bool { forms(path).isTime && !forms(path).isSet }

  private func isDate(_ path: Path) -> Bool {
    guard isTime(path), let field = path.field else { return false }
    if case .date = vocabulary.collections[path.collection].fields[field].form { return true }
    return false
  }

  /// What may be asked of a field: of sets only what they have, of text what it contains, of days
  /// and periods what they lie in.
  private func forms(_ path: Path) -> (isSet: Bool, isText: Bool, isTime: Bool) {
    guard let place = path.field else { return (false, false, false) }
    let field = vocabulary.collections[path.collection].fields[place]
    switch field.form {
    case .text: return (field.isSet, !field.isSet, false)
    case .date, .period: return (field.isSet, false, true)
    default: return (field.isSet, false, false)
    }
  }

  private func list(_ text: String, _ path: Path) throws(Failure) -> [Operand] {
    var operands: [Operand] = []
    for part in text.split(whereSeparator: { $0 == "," || $0 == "|" }) {
      operands.append(try operand(String(part.drop { $0 == " " }), path))
    }
    if operands.isEmpty || operands.count > 200 { throw .unreadable(text) }
    return operands
  }

  private func operand(_ text: String, _ path: Path) throws(Failure) -> Operand {
    if text.isEmpty { throw .unreadable(text) }
    guard let field = path.field else {
      guard let number = Self.amount(text)?.scaled(places: path.places) else {
        throw .unreadable(text)
      }
      return .number(number)
    }
    let facts = vocabulary.collections[path.collection].fields[field]
    switch facts.form {
    case .date, .period:
      if let (moment, edge) = Self.moment(text) { return .moment(moment, edge ?? .end) }
      if case .period = facts.form, let period = Period(text) { return .number(period.encoded) }
      guard let date = CivilDate(iso: text) else { throw .unreadable(text) }
      return .number(Int64(date.days))
    case .choice(let enumeration):
      guard let number = enumeration.number(of: text) else {
        throw .unreadable(
          "\(text): \(enumeration.codes.filter { !$0.isEmpty }.joined(separator: " "))")
      }
      return .number(Int64(number))
    case .text: return .text(text)
    case .number:
      if text == "true" { return .number(1) }
      if text == "false" { return .number(0) }
      guard let number = Int64(text) else { throw .unreadable(text) }
      return .number(number)
    case .scaled(let places):
      guard let number = Self.amount(text)?.scaled(places: places) else { throw .unreadable(text) }
      return .number(number)
    case .presence, .reference: throw .unreadable(text)
    }
  }

  /// An exact number; money may say `亿` or `万` (万元 without).
  static func amount(_ text: String) -> ExactDecimal? {
    for (word, factor) in [("亿元", 10_000), ("亿", 10_000), ("万元", 1), ("万", 1)] as [(String, Int64)]
    where text.hasSuffix(word) {
      return ExactDecimal(text.dropLast(word.count))?.multiplied(by: ExactDecimal(factor))
    }
    return ExactDecimal(text)
  }

  /// `T`, `T+24 months`, `period-1`, `end`, `start`, `end+1`, `year`, `quarter-1`, `year-1`.
  static func moment(_ text: String) -> (Moment, Operand.Edge?)? {
    let name = text.prefix { $0.isLetter }
    let rest = text.dropFirst(name.count)
    var moment: Moment
    var edge: Operand.Edge?
    switch name {
    case "T": moment = Moment(base: .asOf)
    case "period": moment = Moment(base: .period)
    case "start": (moment, edge) = (Moment(base: .period), .start)
    case "end": (moment, edge) = (Moment(base: .period), .end)
    case "month", "quarter", "year", "week":
      guard let kind = Period.Kind(rawValue: String(name)) else { return nil }
      moment = Moment(base: .containing(kind))
    default: return nil
    }
    if rest.isEmpty { return (moment, edge) }
    guard rest.hasPrefix("+") || rest.hasPrefix("-") else { return nil }
    let words = rest.dropFirst().split(separator: " ")
    guard let first = words.first, let number = Int(first), (0...1_200).contains(number) else {
      return nil
    }
    let signed = rest.hasPrefix("-") ? -number : number
    if words.count == 1 {
      moment.shift = signed
    } else if words.count == 2, words[1] == "months" {
      moment.months = signed
    } else {
      return nil
    }
    return (moment, edge)
  }

  /// A field by its code, over references by points; of a day that is a last day, `due_on.rolled`
  /// is the day it is judged by.
  func path(_ text: String, in collection: Int) throws(Failure) -> Path {
    if text.hasSuffix(Self.rolled) {
      var path = try path(String(text.dropLast(Self.rolled.count)), in: collection)
      guard isDate(path) else { throw .unreadable(text) }
      path.isRolled = true
      return path
    }
    var place = collection
    var hops: [Int] = []
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if parts.count > 4 { throw .unreadable(text) }
    for (index, part) in parts.enumerated() {
      let here = vocabulary.collections[place]
      guard let field = here.places[part] else {
        if index == parts.count - 1, here.code == "project", let derived = Derived(rawValue: part) {
          return Path(
            hops: hops, collection: place, field: nil, derived: derived, isAct: false,
            places: derived == .reportsLastMonth || derived == .reportsLastWeek ? 0 : 4)
        }
        throw .unknownField(part, near: near(part, here))
      }
      if index == parts.count - 1 {
        var places = 0
        if case .scaled(let count) = here.fields[field].form { places = count }
        return Path(
          hops: hops, collection: place, field: field, derived: nil,
          isAct: here.fields[field].isAct, places: places)
      }
      guard case .reference(let target) = here.fields[field].form,
        let next = vocabulary.place(of: target)
      else { throw .unknownField(text, near: "") }
      hops.append(place * 1_000 + field)
      place = next
    }
    throw .unreadable(text)
  }

  /// Codes that share their beginning with what was written, or the first few.
  private func near(_ text: String, _ collection: Vocabulary.Collection) -> String {
    let codes = collection.fields.map(\.code)
    let near = codes.filter { $0.hasPrefix(text.prefix(3)) }
    return (near.isEmpty ? codes : near).prefix(6).joined(separator: " ")
  }
}

extension String {
  /// What follows a beginning; nil where it begins otherwise.
  fileprivate func after(_ beginning: String) -> String? {
    hasPrefix(beginning) ? String(dropFirst(beginning.count)) : nil
  }
}
