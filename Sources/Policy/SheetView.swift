// One collection's facts as an evaluation reads them: by reference, so that reading copies nothing.

internal import Causality

final class SheetView {
  let collection: Vocabulary.Collection
  let ids: [RecordID]
  let isPresent: [Bool]
  let columns: [[Int64]]
  let elements: [[Int32: [Int64]]]
  /// The field with the record's name, where it is text.
  let name: Int?
  /// The collection that records belong to, and the field that says to which one.
  let parent: (place: Int, field: Int)?
  /// What a record is nothing without: the fields that say whose it is. A record that names further
  /// ones of the same collection is theirs as well.
  let owners: [(place: Int, field: Int, others: [Int])]

  init(_ sheet: Sheet, _ vocabulary: Vocabulary) {
    collection = sheet.collection
    ids = sheet.table.ids
    isPresent = sheet.isPresent
    columns = sheet.columns
    elements = sheet.elements
    name = collection.name.flatMap { name in
      if case .text = sheet.collection.fields[name].form { return name }
      return nil
    }
    parent = collection.parent.flatMap { field in
      guard case .reference(let target) = sheet.collection.fields[field].form else { return nil }
      return vocabulary.place(of: target).map { ($0, field) }
    }
    var owners: [(place: Int, field: Int, others: [Int])] = []
    for owner in sheet.collection.owners {
      guard let place = vocabulary.place(of: owner.target),
        vocabulary.collections[place] !== sheet.collection
      else { continue }
      owners.append((place, owner.field, owner.others))
    }
    self.owners = owners
  }

  @inline(__always)
  func fact(_ row: Int, _ field: Int) -> Int64 {
    columns[field].isEmpty ? absent : columns[field][row]
  }
}
