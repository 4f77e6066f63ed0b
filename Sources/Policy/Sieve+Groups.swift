// Measures broken down by what people ask for. A group is a number: of a county's code in the pool
// of texts, of an enumeration's case, or of a row.

internal import Causality
internal import Projects

/// A measure by group, and how many records are behind each.
struct Grouped {
  var values: [Int64: Int64] = [:]
  var counts: [Int64: Int] = [:]
}

extension Sieve {
  /// What a measure comes to by group; nil for a figure that nobody typed.
  func grouped(_ measure: Measure, _ breakdown: Breakdown, _ frame: Frame) -> Grouped? {
    if case .figure(let name) = measure.what {
      return figures(name, breakdown, frame)
    }
    let rows = passing(measure, frame)
    let facts = self.facts(measure, rows)
    if breakdown == .total { return total(measure, rows, facts) }
    guard let keys = keys(rows, measure.scope.collection, breakdown) else { return Grouped() }
    let rests = self.rests(measure, rows)
    var sums = GroupSums()
    var rest: [Int64: Int64] = [:]
    var seen: [Int64: Set<Int64>] = [:]
    for (index, key) in keys {
      switch measure.what {
      case .sum:
        guard facts[index] != absent else { continue }
        sums.add(key, facts[index])
        if let rests { rest[max(key, 0), default: 0] &+= rests[index] }
      case .distinct:
        guard facts[index] != absent,
          seen[key, default: []].insert(facts[index]).inserted
        else { continue }
        sums.add(key, 1)
      case .count, .figure: sums.add(key, 1)
      }
    }
    var grouped = sums.grouped
    for (key, rest) in rest { grouped.values[key, default: 0] &+= Sieve.whole(rest) }
    return grouped
  }

  /// The rows that a measure counts or sums.
  func passing(_ measure: Measure, _ frame: Frame) -> [Int32] {
    let place = measure.scope.collection
    return filter(rows(place), place, measure.scope.conditions, frame)
  }

  private func facts(_ measure: Measure, _ rows: [Int32]) -> [Int64] {
    switch measure.what {
    case .sum(let path): return summands(rows, measure.scope.collection, path)
    case .distinct(let hops):
      return gather(
        rows,
        Path(
          hops: hops, collection: measure.scope.collection, field: nil, derived: nil,
          isAct: false, places: 0))
    case .count, .figure: return []
    }
  }

  private func rests(_ measure: Measure, _ rows: [Int32]) -> [Int64]? {
    if case .sum(let path) = measure.what { rests(rows, path) } else { nil }
  }

  private func total(_ measure: Measure, _ rows: [Int32], _ facts: [Int64]) -> Grouped {
    var grouped = Grouped(values: [0: Int64(rows.count)], counts: [0: rows.count])
    if case .sum = measure.what {
      let rests = rests(measure, rows)
      var (sum, rest) = (Int64(0), Int64(0))
      for index in rows.indices where facts[index] != absent {
        sum &+= facts[index]
        if let rests { rest &+= rests[index] }
      }
      grouped.values[0] = sum &+ Sieve.whole(rest)
    } else if case .distinct = measure.what {
      let count = Set(facts.lazy.filter { $0 != absent }).count
      grouped = Grouped(values: [0: Int64(count)], counts: [0: count])
    }
    return grouped
  }

  private func figures(_ name: String, _ breakdown: Breakdown, _ frame: Frame) -> Grouped? {
    var grouped = Grouped()
    if breakdown == .county {
      for county in Set(counties(book.projectPlace)) where county > 0 {
        grouped.values[county] = book.figure(
          name, county: book.texts.text(county), period: frame.period, asOf: asOf)
      }
    } else if breakdown == .total {
      grouped.values[0] = book.figure(name, county: nil, period: frame.period, asOf: asOf)
    }
    return grouped.values.isEmpty ? nil : grouped
  }

  /// The groups of rows, each with the row's place in the list; nil where the records cannot be
  /// broken down so.
  func keys(
    _ rows: [Int32], _ place: Int, _ breakdown: Breakdown
  ) -> [(index: Int, key: Int64)]? {
    switch breakdown {
    case .total: return rows.indices.map { ($0, 0) }
    case .county:
      let all = counties(place)
      return rows.indices.map { ($0, all[Int(rows[$0])]) }
    case .department: return single(rows, place, "supervising_unit")
    case .category: return single(rows, place, "category")
    case .level: return single(rows, place, "level")
    case .fundKind:
      guard let path = projectPath(place, "fund_kinds") else { return nil }
      var keys: [(Int, Int64)] = []
      for (index, mask) in gather(rows, path).enumerated() {
        if mask == absent {
          keys.append((index, 0))
          continue
        }
        for bit in 0..<Int64(63) where mask & 1 << bit != 0 { keys.append((index, bit)) }
      }
      return keys
    case .batch: return batches(rows, place)
    }
  }

  private func single(
    _ rows: [Int32], _ place: Int, _ field: String
  ) -> [(index: Int, key: Int64)]? {
    guard let path = projectPath(place, field) else { return nil }
    return gather(rows, path).enumerated().map {
      ($0.offset, $0.element == absent ? 0 : $0.element)
    }
  }

  /// The way from a collection to a field of its project.
  private func projectPath(_ place: Int, _ field: String) -> Path? {
    let vocabulary = book.vocabulary
    guard let target = vocabulary.collections[book.projectPlace].places[field] else { return nil }
    var hops: [Int] = []
    if place != book.projectPlace {
      guard let reference = vocabulary.collections[place].places["project"] else { return nil }
      hops = [place * 1_000 + reference]
    }
    return Path(
      hops: hops, collection: book.projectPlace, field: target, derived: nil, isAct: false,
      places: 0)
  }

  /// Every batch that a row's project is in.
  private func batches(_ rows: [Int32], _ place: Int) -> [(index: Int, key: Int64)]? {
    let vocabulary = book.vocabulary
    guard let member = vocabulary.place(of: "batch_member"),
      let batch = vocabulary.collections[member].places["batch"],
      let project = vocabulary.collections[member].places["project"]
    else { return nil }
    if place == member {
      return rows.indices.map { ($0, book.sheets[member].fact(Int(rows[$0]), batch)) }
    }
    var projects = rows.map { Int64($0) }
    if place != book.projectPlace {
      guard let reference = vocabulary.collections[place].places["project"] else { return nil }
      projects = rows.map { book.sheets[place].fact(Int($0), reference) }
    }
    var batches: [Int64: Set<Int64>] = [:]
    for row in self.rows(member) {
      let (one, other) = (
        book.sheets[member].fact(Int(row), project), book.sheets[member].fact(Int(row), batch)
      )
      if one != absent, other != absent { batches[one, default: []].insert(other) }
    }
    return projects.enumerated().flatMap { index, project in
      (batches[project] ?? []).map { (index, $0) }
    }
  }

  /// The code of a group: a county's, a case's, a unit's name, a batch's id; empty for none.
  func code(_ key: Int64, _ breakdown: Breakdown) -> String {
    switch breakdown {
    case .total: ""
    case .county, .department: book.texts.text(key)
    case .category, .level, .fundKind: enumerationCase(key, breakdown)?.code ?? ""
    case .batch:
      book.vocabulary.place(of: "batch").map {
        key >= 0 && Int(key) < book.sheets[$0].rowCount
          ? book.sheets[$0].table.ids[Int(key)].description : ""
      } ?? ""
    }
  }

  /// The name of a group in Chinese.
  func label(_ key: Int64, _ breakdown: Breakdown) -> String {
    switch breakdown {
    case .total: return ""
    case .county:
      let code = book.texts.text(key)
      return Region.find(code)?.name ?? code
    case .department: return book.texts.text(key)
    case .category, .level, .fundKind: return enumerationCase(key, breakdown)?.zh ?? ""
    case .batch:
      guard let place = book.vocabulary.place(of: "batch"),
        let name = book.vocabulary.collections[place].name, key >= 0,
        Int(key) < book.sheets[place].rowCount
      else { return "" }
      let number = book.sheets[place].fact(Int(key), name)
      return number == absent ? "" : book.texts.text(number)
    }
  }

  private func enumerationCase(_ key: Int64, _ breakdown: Breakdown) -> EnumerationCase? {
    let field =
      breakdown == .category ? "category" : breakdown == .level ? "level" : "fund_kinds"
    let project = book.vocabulary.collections[book.projectPlace]
    guard let place = project.places[field],
      case .choice(let enumeration) = project.fields[place].form
    else { return nil }
    return enumeration.find(UInt32(clamping: key))
  }
}

/// Sums by group without hashing each row: groups are small numbers, found by their place.
private struct GroupSums {
  private var slots: [Int32] = []
  private var keys: [Int64] = []
  private var values: [Int64] = []
  private var counts: [Int] = []

  mutating func add(_ key: Int64, _ value: Int64) {
    let place = Int(max(key, 0))
    if place >= slots.count {
      slots.append(contentsOf: repeatElement(-1, count: place + 1 - slots.count))
    }
    if slots[place] < 0 {
      slots[place] = Int32(keys.count)
      keys.append(max(key, 0))
      values.append(0)
      counts.append(0)
    }
    let slot = Int(slots[place])
    values[slot] &+= value
    counts[slot] += 1
  }

  var grouped: Grouped {
    Grouped(
      values: Dictionary(uniqueKeysWithValues: zip(keys, values)),
      counts: Dictionary(uniqueKeysWithValues: zip(keys, counts)))
  }
}
