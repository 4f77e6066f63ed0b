// Measures broken down by what people ask for. A group is a number: of a county's code in the pool of
// texts, of an enumeration's case, or of a row.

internal import Causality
internal import Projects

/// A measure by group, with the rows behind it; a row may be in several groups.
struct Grouped {
  var values: [Int64: Int64]
  var pairs: [(row: Int32, key: Int64)]
}

extension Sieve {
  /// What a measure comes to by group; nil for a figure that nobody typed.
  func grouped(_ measure: Measure, _ breakdown: Breakdown, _ frame: Frame) -> Grouped? {
    if case .figure(let name) = measure.what {
      return figures(name, breakdown, frame)
    }
    let place = measure.scope.collection
    let rows = filter(self.rows(place), place, measure.scope.conditions, frame)
    guard let keys = keys(rows, place, breakdown) else { return Grouped(values: [:], pairs: []) }
    var grouped = Grouped(values: [:], pairs: [])
    grouped.pairs.reserveCapacity(keys.count)
    var facts: [Int64] = []
    var seen: [Int64: Set<Int64>] = [:]
    switch measure.what {
    case .sum(let path): facts = gather(rows, path)
    case .distinct(let hops):
      facts = gather(
        rows,
        Path(hops: hops, collection: place, field: nil, derived: nil, isAct: false, places: 0))
    case .count, .figure: break
    }
    for (index, key) in keys {
      switch measure.what {
      case .sum:
        if facts[index] != absent { grouped.values[key, default: 0] &+= facts[index] }
      case .distinct:
        guard facts[index] != absent,
          seen[key, default: []].insert(facts[index]).inserted
        else { continue }
        grouped.values[key, default: 0] += 1
      case .count, .figure: grouped.values[key, default: 0] += 1
      }
      grouped.pairs.append((rows[index], key))
    }
    return grouped
  }

  private func figures(_ name: String, _ breakdown: Breakdown, _ frame: Frame) -> Grouped? {
    var grouped = Grouped(values: [:], pairs: [])
    if breakdown == .county {
      for county in Set(counties(book.projectPlace)) where county > 0 {
        let code = book.texts.text(county)
        if let number = book.figures[FigureName(name, county: code, period: frame.period?.label)]
          ?? book.figures[FigureName(name, county: code)]
        {
          grouped.values[county] = number
        }
      }
    } else if breakdown == .total {
      grouped.values[0] = book.figure(name, county: nil, period: frame.period?.label)
    }
    return grouped.values.isEmpty ? nil : grouped
  }

  /// The groups of rows, each with the row's place in the list; nil where the records cannot be broken
  /// down so.
  private func keys(
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
