// What a row may be instead: records and earlier rows of the same code, or of a name that is the
// same or nearly so. All of it is offered; nothing of it is taken by its looks.

internal import Causality
internal import LedgerStore
internal import Projects
internal import Workbooks

extension ImportPlanner {
  func sameCodeOffers(_ existing: Record?, id: String?, name: String) -> [ImportOffer] {
    guard let existing, id == nil, !name.isEmpty else { return [] }
    let held = self.name(existing)
    guard !held.isEmpty, held != name, NearNames.bare(held) != NearNames.bare(name) else {
      return []
    }
    return [ImportOffer(kind: .sameCode, name: held, id: existing.id)]
  }

  /// The records that share a row's name, each with its county; none where the name is one
  /// record's.
  func sameNameOffers(_ name: String, _ row: ItemRow) -> [ImportOffer] {
    matches.named(names(row, name)).prefix(Self.sameNamesMax).map { record in
      ImportOffer(
        kind: .sameName, name: self.name(record), id: record.id, county: countyName(record))
    }
  }

  /// Where a record is, as people call it.
  private func countyName(_ record: Record) -> String {
    let code = matches.county(of: record) ?? record.ledger
    return Region.find(code)?.name ?? code
  }

  private static let offersMax = 3
  private static let sameNamesMax = 20

  /// For each row of no record yet the records and earlier rows whose names are nearly its own.
  func offerNearNames(_ rows: inout [ImportRow]) {
    var near = NearNames()
    var places: [Int] = []
    for (index, row) in rows.enumerated() where !row.name.isEmpty && row.mayBeAnother {
      near.add(row.name)
      places.append(index)
    }
    guard !places.isEmpty else { return }
    for (place, index) in places.enumerated() {
      for other in near.near(rows[index].name).prefix(while: { $0 < place }).prefix(Self.offersMax)
      {
        let row = rows[places[other]]
        rows[index].offers.append(
          ImportOffer(kind: .nearRow, name: row.name, row: row.place))
      }
    }
    var offers: [Int: [(String, RecordID)]] = [:]
    matches.eachName { name, id in
      for place in near.near(name) { offers[places[place], default: []].append((name, id)) }
    }
    for (index, found) in offers {
      // Those of the very name, in other counties, come first, each with its county.
      let own = rows[index].name
      let (same, other) = (found.filter { $0.0 == own }, found.filter { $0.0 != own })
      let sorted = same.sorted { $0.1 < $1.1 } + other.sorted { $0.1 < $1.1 }
      for (name, id) in sorted.prefix(Self.offersMax) {
        let county = name == own ? matches[id].map { countyName($0) } : nil
        rows[index].offers.append(
          ImportOffer(kind: .nearName, name: name, id: id, county: county))
      }
    }
  }
}
