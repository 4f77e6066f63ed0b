// The facts of one collection, a column a field, a number a fact. A column takes room only once
// some record has a fact for it.

internal import Causality

/// A fact that is not there.
let absent = Int64.min

struct Sheet: Sendable {
  let collection: Vocabulary.Collection
  private(set) var table = RecordTable()
  private(set) var isPresent: [Bool] = []
  private(set) var presentCount = 0
  /// Columns by the field's place; an empty column holds ``absent`` for every row.
  private(set) var columns: [[Int64]]
  /// The elements of sets of text, by the field's place and the row.
  private(set) var elements: [[Int32: [Int64]]]

  init(_ collection: Vocabulary.Collection) {
    self.collection = collection
    columns = [[Int64]](repeating: [], count: collection.fields.count)
    elements = [[Int32: [Int64]]](repeating: [:], count: collection.fields.count)
  }

  var rowCount: Int { isPresent.count }

  /// The row of a record, made if there is none, absent of facts.
  mutating func row(for id: RecordID) -> Int {
    let (row, isNew) = table.insert(id)
    if isNew {
      isPresent.append(false)
      for place in columns.indices where !columns[place].isEmpty { columns[place].append(absent) }
    }
    return row
  }

  /// Empties a row and says whether the record is there from now on.
  mutating func reset(_ row: Int, isPresent isThere: Bool) {
    for place in columns.indices where !columns[place].isEmpty {
      if columns[place][row] != absent, !elements[place].isEmpty {
        elements[place][Int32(row)] = nil
      }
      columns[place][row] = absent
    }
    if isPresent[row] != isThere { presentCount += isThere ? 1 : -1 }
    isPresent[row] = isThere
  }

  mutating func set(_ row: Int, _ field: Int, _ fact: Int64) {
    if columns[field].isEmpty {
      columns[field] = [Int64](repeating: absent, count: isPresent.count)
    }
    columns[field][row] = fact
  }

  mutating func set(_ row: Int, _ field: Int, elements list: [Int64]) {
    set(row, field, Int64(list.count))
    elements[field][Int32(row)] = list
  }

  @inline(__always)
  func fact(_ row: Int, _ field: Int) -> Int64 {
    columns[field].isEmpty ? absent : columns[field][row]
  }

  mutating func reserve(_ count: Int) {
    table.reserve(count)
    isPresent.reserveCapacity(count)
  }
}
