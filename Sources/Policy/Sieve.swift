// One evaluation's view of a book: the rows in question, conditions tested on them a column at a
// time, and what several rules ask for alike, worked out once.

internal import Causality

final class Sieve {
  let book: Book
  let asOf: CivilDate
  let calendar: WorkCalendar
  /// The county looked at, as the number of its code; nil for all.
  let county: Int64?
  let views: [SheetView]
  private var rowsByCollection: [Int: [Int32]] = [:]
  private var livingByCollection: [Int: [Bool]] = [:]
  var countiesByCollection: [Int: [Int64]] = [:]
  private var derived: [Derived: [Int64]] = [:]
  /// What such figures leave beyond whole 元, in ``restUnit`` of one.
  var derivedRests: [Derived: [Int64]] = [:]
  /// Which projects have living parts; nil where none has.
  private(set) lazy var parted: [Bool]? = findParted()
  /// The fields of cumulative plans up to the last full month, the latest first.
  private(set) lazy var monthlyPlans: [Int] = findMonthlyPlans(0..<monthsElapsed).reversed()
  /// The fields of cumulative plans after it.
  private(set) lazy var laterPlans: [Int] = findMonthlyPlans(monthsElapsed..<12)
  /// By the text looked for: 1, 0 or −1 for not known yet, by the number of the text searched.
  private var textsContaining: [String: [Int8]] = [:]

  init(_ book: Book, asOf: CivilDate, calendar: WorkCalendar, county: String? = nil) {
    self.book = book
    self.asOf = asOf
    self.calendar = calendar
    var sheets = book.sheetsWithRequiredUnits
    book.noteFollowers(in: &sheets)
    views = sheets.map { SheetView($0, book.vocabulary) }
    self.county = county.map { $0.isEmpty ? 0 : book.texts.find($0) ?? -1 }
  }

  /// Which rows are there: not archived themselves, nor what they belong to. O(rows), once.
  func living(_ place: Int) -> [Bool] {
    if let known = livingByCollection[place] { return known }
    let view = views[place]
    var living = view.isPresent
    // Collections that belong to each other would ask in a circle; the first answer ends it.
    livingByCollection[place] = living
    for owner in view.owners where !view.columns[owner.field].isEmpty {
      let above = self.living(owner.place)
      let references = view.columns[owner.field]
      for row in living.indices where living[row] && references[row] != absent {
        if above[Int(references[row])] { continue }
        living[row] = owner.others.contains { others in
          view.elements[others][Int32(row)]?.contains { above[Int($0)] } ?? false
        }
      }
    }
    livingByCollection[place] = living
    return living
  }

  /// The living rows of a collection, of the county looked at.
  func rows(_ place: Int) -> [Int32] {
    if let rows = rowsByCollection[place] { return rows }
    let isPresent = living(place)
    var rows: [Int32] = []
    if let county {
      let counties = counties(place)
      for row in counties.indices where counties[row] == county && isPresent[row] {
        rows.append(Int32(row))
      }
    } else {
      rows.reserveCapacity(isPresent.count)
      for row in isPresent.indices where isPresent[row] { rows.append(Int32(row)) }
    }
    rowsByCollection[place] = rows
    return rows
  }

  /// The rows that pass every condition.
  func filter(_ rows: [Int32], _ place: Int, _ conditions: [Condition], _ frame: Frame) -> [Int32] {
    var rows = rows
    for condition in conditions {
      if rows.isEmpty { return rows }
      rows = filter(rows, place, condition, frame)
    }
    return rows
  }

  private func filter(
    _ rows: [Int32], _ place: Int, _ condition: Condition, _ frame: Frame
  ) -> [Int32] {
    switch condition {
    case .field(let path, let test): return filter(rows, path, test, frame)
    case .children(let children):
      let counts = self.counts(children, frame)
      return rows.filter { row in
        let count = Int(row) < counts.count ? Int(counts[Int(row)]) : 0
        return children.atLeast == 0 ? count == 0 : count >= children.atLeast
      }
    case .either(let lists):
      // Each list keeps the order of the rows; one mark for each that passes any.
      var marks = [Bool](repeating: false, count: Int(rows.max() ?? -1) + 1)
      for list in lists {
        for row in filter(rows, place, list, frame) { marks[Int(row)] = true }
      }
      return rows.filter { marks[Int($0)] }
    }
  }

  /// How many children pass, by the row they refer to.
  private func counts(_ children: Children, _ frame: Frame) -> [UInt32] {
    let passing = filter(rows(children.collection), children.collection, children.conditions, frame)
    let view = views[children.collection]
    var counts: [UInt32] = []
    func count(_ above: Int64) {
      if above == absent { return }
      if Int(above) >= counts.count {
        counts.append(contentsOf: repeatElement(0, count: Int(above) + 1 - counts.count))
      }
      counts[Int(above)] += 1
    }
    for row in passing {
      let above = view.fact(Int(row), children.reference)
      count(above)
      guard let also = children.also else { continue }
      for other in view.elements[also][row] ?? [] where other != above { count(other) }
    }
    return counts
  }

  private func filter(_ rows: [Int32], _ path: Path, _ test: Test, _ frame: Frame) -> [Int32] {
    let facts = gather(rows, path)
    switch test {
    case .isSet(let isSet): return keep(rows, facts) { ($0 != absent) == isSet }
    case .isAhead(let isAhead):
      var known = path
      known.isAct = false
      let today = Int64(asOf.days)
      return keep(rows, gather(rows, known)) { ($0 != absent && $0 > today) == isAhead }
    case .bits(let mask, let wanted):
      return keep(rows, facts) { ($0 != absent && $0 & mask != 0) == wanted }
    case .within(let moment):
      guard let period = frame.period(moment) else { return [] }
      let (start, end) = (Int64(period.start.days), Int64(period.end.days))
      if case .period = form(path) {
        return keep(rows, facts) { $0 >= start * 16 && $0 < (end + 1) * 16 }
      }
      return keep(rows, facts) { $0 >= start && $0 <= end }
    case .contains(let text, let wanted):
      let containing = keep(rows, facts, containing: text)
      if wanted { return containing }
      let without = Set(containing)
      return rows.filter { !without.contains($0) }
    case .oneOf(let operands, let wanted):
      let numbers = Set(operands.compactMap { constant($0, path, frame) })
      return keep(rows, facts) { ($0 != absent && numbers.contains($0)) == wanted }
    case .compare(let comparator, .field(let other)):
      let others = gather(rows, other)
      var kept: [Int32] = []
      for (place, row) in rows.enumerated()
      where facts[place] != absent && others[place] != absent
        && comparator.accepts(facts[place], others[place])
      {
        kept.append(row)
      }
      return kept
    case .compare(let comparator, let operand):
      guard let number = constant(operand, path, frame) else {
        return comparator == .notEqual ? rows : []
      }
      if comparator == .notEqual { return keep(rows, facts) { $0 != number } }
      return keep(rows, facts) { $0 != absent && comparator.accepts($0, number) }
    }
  }

  @inline(__always)
  private func keep(_ rows: [Int32], _ facts: [Int64], _ passes: (Int64) -> Bool) -> [Int32] {
    var kept: [Int32] = []
    for place in rows.indices where passes(facts[place]) { kept.append(rows[place]) }
    return kept
  }

  /// The number a constant stands for; nil for a text that no fact has.
  private func constant(_ operand: Operand, _ path: Path, _ frame: Frame) -> Int64? {
    switch operand {
    case .number(let number): return number
    case .text(let text): return book.texts.find(text)
    case .moment(let moment, let edge):
      if case .period = form(path) { return frame.period(moment)?.encoded }
      return frame.date(moment, edge).map { Int64($0.days) }
    case .field: return nil
    }
  }

  private func form(_ path: Path) -> Vocabulary.Form {
    path.field.map { book.vocabulary.collections[path.collection].fields[$0].form } ?? .number
  }

  /// The rows whose text contains another; each text of the pool is searched once, when it is met.
  private func keep(_ rows: [Int32], _ facts: [Int64], containing text: String) -> [Int32] {
    var known = textsContaining[text] ?? [Int8](repeating: -1, count: book.texts.texts.count)
    let needle = Array(text.utf8)
    var kept: [Int32] = []
    for index in rows.indices where facts[index] != absent {
      let number = Int(facts[index])
      if known[number] < 0 {
        known[number] = Sieve.contains(book.texts.texts[number], needle) ? 1 : 0
      }
      if known[number] == 1 { kept.append(rows[index]) }
    }
    textsContaining[text] = known
    return kept
  }

  /// Whether a text has these bytes in a row; UTF-8 makes that the same as whole characters.
  private static func contains(_ text: String, _ needle: [UInt8]) -> Bool {
    let bytes = Array(text.utf8)
    guard let first = needle.first else { return true }
    guard bytes.count >= needle.count else { return false }
    for start in 0...(bytes.count - needle.count)
    where bytes[start] == first && bytes[start...].starts(with: needle) { return true }
    return false
  }

  /// The facts of rows at the end of a path; dates that have not happened yet are absent.
  func gather(_ rows: [Int32], _ path: Path) -> [Int64] {
    if path.isRolled {
      var counted = path
      counted.isRolled = false
      return gather(rows, counted).map(rolled)
    }
    let column: [Int64]
    if let kind = path.derived {
      column = derivedFigures(kind)
    } else if let field = path.field {
      column = views[path.collection].columns[field]
    } else {
      return reach(rows, path)
    }
    let cap = path.isAct ? Int64(asOf.days) : Int64.max
    if column.isEmpty { return [Int64](repeating: absent, count: rows.count) }
    if path.hops.isEmpty {
      return rows.map { row in
        let fact = Int(row) < column.count ? column[Int(row)] : absent
        return fact > cap ? absent : fact
      }
    }
    return reach(rows, path).map { row in
      guard row != absent, row < column.count else { return absent }
      let fact = column[Int(row)]
      return fact > cap ? absent : fact
    }
  }

  /// The working day that a last day is judged by; beyond the calendar the day as counted.
  private func rolled(_ fact: Int64) -> Int64 {
    guard fact != absent, let day = CivilDate(days: Int32(clamping: fact)),
      let judged = try? calendar.rolled(day)
    else { return fact }
    return Int64(judged.days)
  }

  /// The rows reached over a path's references; an archived one is not reached.
  func reach(_ rows: [Int32], _ path: Path) -> [Int64] {
    var reached = rows.map(Int64.init)
    for (place, hop) in hopColumns(path) {
      let column = views[place].columns[hop]
      var living: [Bool]?
      if case .reference(let target) = views[place].collection.fields[hop].form {
        living = book.vocabulary.place(of: target).map { self.living($0) }
      }
      for index in reached.indices where reached[index] != absent {
        let next = column.isEmpty ? absent : column[Int(reached[index])]
        reached[index] = next != absent && living?[Int(next)] == false ? absent : next
      }
    }
    return reached
  }

  /// The collections and reference fields along a path's hops.
  private func hopColumns(_ path: Path) -> [(Int, Int)] {
    var found: [(Int, Int)] = []
    for hop in path.hops { found.append((hop / 1_000, hop % 1_000)) }
    return found
  }

  func derivedFigures(_ kind: Derived) -> [Int64] {
    if let column = derived[kind] { return column }
    let column = compute(kind)
    derived[kind] = column
    return column
  }
}
