// Counts and sums by group: one pass over the rows that pass.

internal import Causality

extension Sieve {
  /// What a measure comes to, by group; nil for a typed figure that nobody typed.
  func measure(_ measure: Measure, _ group: Goal.Group, _ frame: Frame) -> Measured? {
    if case .figure(let name) = measure.what {
      let code = county.map { book.texts.text($0) }
      guard let number = book.figure(name, county: code, period: frame.period?.label) else {
        return nil
      }
      return Measured(values: [0: number], rows: [], groups: [])
    }
    let place = measure.scope.collection
    let rows = filter(self.rows(place), place, measure.scope.conditions, frame)
    let groups = self.groups(rows, place, group)
    var values: [Int64: Int64] = [:]
    switch measure.what {
    case .count:
      for group in groups { values[group, default: 0] += 1 }
    case .sum(let path):
      let facts = gather(rows, path)
      for index in rows.indices where facts[index] != absent {
        values[groups[index], default: 0] &+= facts[index]
      }
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
