// Counts and sums by group: one pass over the rows that pass.

internal import Causality

extension Sieve {
  /// What a measure comes to, by group; nil for a typed figure that nobody typed.
  func measure(_ measure: Measure, _ group: Goal.Group, _ frame: Frame) -> Measured? {
    if case .figure(let name) = measure.what {
      let values = figures(name, group, frame)
      return values.isEmpty ? nil : Measured(values: values, rows: [], groups: [])
    }
    let place = measure.scope.collection
    let rows = filter(self.rows(place), place, measure.scope.conditions, frame)
    let groups = self.groups(rows, place, group)
    var values: [Int64: Int64] = [:]
    switch measure.what {
    case .count:
      for group in groups { values[group, default: 0] += 1 }
    case .sum(let path):
      let facts = summands(rows, place, path)
      let rests = rests(rows, path)
      var rest: [Int64: Int64] = [:]
      for index in rows.indices where facts[index] != absent {
        values[groups[index], default: 0] &+= facts[index]
        if let rests { rest[groups[index], default: 0] &+= rests[index] }
      }
      for (group, rest) in rest { values[group, default: 0] &+= Sieve.whole(rest) }
    case .distinct(let hops):
      let path = Path(
        hops: hops, collection: place, field: nil, derived: nil, isAct: false, places: 0)
      let reached = gather(rows, path)
      var seen: [Int64: Set<Int64>] = [:]
      for index in rows.indices where reached[index] != absent {
        if seen[groups[index], default: []].insert(reached[index]).inserted {
          values[groups[index], default: 0] += 1
        }
      }
    case .figure: break
    }
    return Measured(values: values, rows: rows, groups: groups)
  }

  /// A typed figure by group: of each county that has one, or one figure for all.
  private func figures(_ name: String, _ group: Goal.Group, _ frame: Frame) -> [Int64: Int64] {
    func figure(_ county: Int64?) -> Int64? {
      book.figure(
        name, county: county.map { book.texts.text($0) }, period: frame.period, asOf: frame.asOf)
    }
    switch group {
    case .city, .field:
      guard let number = figure(county) else { return [:] }
      return [0: number]
    case .county, .zone, .area:
      var values: [Int64: Int64] = [:]
      for county in Set(counties(book.projectPlace) + book.expectedCounties) where county > 0 {
        values[county] = figure(county)
      }
      return values
    }
  }

  /// What each row gives to a sum. A project that has living parts carries no money of its own: it
  /// gives nothing, and its parts give theirs.
  func summands(_ rows: [Int32], _ place: Int, _ path: Path) -> [Int64] {
    var facts = gather(rows, path)
    guard place == book.projectPlace, path.hops.isEmpty, let parted else { return facts }
    for (index, row) in rows.enumerated() where parted[Int(row)] { facts[index] = absent }
    return facts
  }

  /// What an even line leaves beyond whole 元, in ``restUnit`` of one; nil for figures that are
  /// whole.
  func rests(_ rows: [Int32], _ path: Path) -> [Int64]? {
    guard let kind = path.derived, kind == .plannedThisYear || kind == .plannedFromStart else {
      return nil
    }
    _ = derivedFigures(kind)
    guard let rests = derivedRests[kind] else { return nil }
    return path.hops.isEmpty
      ? rows.map { rests[Int($0)] }
      : reach(rows, path).map { $0 == absent ? 0 : rests[Int($0)] }
  }

  /// What shares are kept in: a twelfth, an eleventh … a half of 1 are whole numbers of it.
  static let restUnit: Int64 = 27_720

  /// A sum of rests in whole 元, rounded once, a half upwards.
  static func whole(_ rest: Int64) -> Int64 {
    let (quotient, left) = rest.quotientAndRemainder(dividingBy: restUnit)
    return quotient + (left * 2 >= restUnit ? 1 : 0)
  }

  /// The group of each row.
  func groups(_ rows: [Int32], _ place: Int, _ group: Goal.Group) -> [Int64] {
    switch group {
    case .city: return [Int64](repeating: 0, count: rows.count)
    case .field(let path): return gather(rows, path)
    case .county, .zone, .area:
      let all = counties(place)
      return rows.map { all[Int($0)] }
    }
  }

  /// The county of one row.
  func counties(_ place: Int, _ row: Int32) -> Int64 { counties(place)[Int(row)] }

  /// The number of the code of every row's county: its own or that of the record it belongs to; 0
  /// where there is none.
  func counties(_ place: Int) -> [Int64] {
    if let known = countiesByCollection[place] { return known }
    let view = views[place]
    var values = [Int64](repeating: 0, count: view.ids.count)
    if let region = view.collection.region, !view.columns[region].isEmpty {
      values = view.columns[region].map { $0 == absent ? 0 : $0 }
    }
    if let parent = view.parent, parent.place != place {
      let above = counties(parent.place)
      let references = view.columns[parent.field]
      for row in references.indices where values[row] == 0 && references[row] != absent {
        values[row] = above[Int(references[row])]
      }
    }
    countiesByCollection[place] = values
    return values
  }
}
