// Verifies:
//  1. shown values read plainly are those of whole records: registers, sets, siblings, emptied
//     fields, archived records left out, in every ledger
//  2. a follower that re-reads what was touched knows what one that reads all anew knows, whatever
//     offices write and exchange
//  3. nothing written is nothing touched
//  4. a revocation that voids changes, a base and a dropped ledger ask for everything to be read
//     again

import Causality
import LedgerStore
import TestSupport
import Testing

@Suite struct FollowingTests {
  struct Line: Equatable {
    let fields: [FieldID: ShownContent]
    let hasConflict: Bool
  }
  typealias Shown = [RecordID: Line]

  let city: TestCity
  let stores: [Store]

  init() throws {
    let city = try TestCity()
    self.city = city
    stores = try ["a", "b"].map { try city.office("office \($0)") } + [city.hub]
    for store in stores where store !== city.hub {
      _ = try store.pull(Store.memberLedger, from: city.hub)
    }
  }

  private func plain(_ store: Store) throws -> Shown {
    try store.read { snapshot throws(StoreError) in
      var shown: Shown = [:]
      try snapshot.eachShown(nil, Guest.work, wanted: { _ in true }) { id, fields, hasConflict in
        shown[id] = Line(
          fields: Dictionary(uniqueKeysWithValues: fields.map { ($0.field, $0.content) }),
          hasConflict: hasConflict)
      }
      return shown
    }
  }

  private func whole(_ store: Store) throws -> Shown {
    try store.read { snapshot throws(StoreError) in
      var shown: Shown = [:]
      try snapshot.query(Query(collection: Guest.work)) { record in
        var fields: [FieldID: ShownContent] = [:]
        for state in record.fields {
          if state.isSet {
            let elements = record.elements(state.field)
            if !elements.isEmpty { fields[state.field] = .set(elements) }
          } else if let value = record[state.field] {
            fields[state.field] = .value(value)
          }
        }
        shown[record.id] = Line(fields: fields, hasConflict: record.hasConflict)
        return true
      }
      return shown
    }
  }

  private func draft(_ random: inout SeededGenerator) -> Draft {
    let work = workID(UInt64(random.below(8)))
    switch random.below(6) {
    case 0: return Draft(author: "editor", operations: [Guest.archive(work)])
    case 1: return Draft(author: "editor", operations: [Guest.restore(work)])
    case 2:
      let tag = "t\(random.below(4))"
      return Draft(
        author: "editor",
        operations: [random.chance(50) ? Guest.add(work, tag) : Guest.remove(work, tag)])
    case 3:
      return Draft(author: "editor", operations: [Guest.write(work, Guest.Field.name, .empty)])
    default:
      return Draft(
        author: "editor",
        operations: [
          Guest.write(work, Guest.Field.amount, .integer(Int64(random.below(100)))),
          Guest.write(work, Guest.Field.name, .text("n\(random.below(100))")),
        ])
    }
  }

  @Test(arguments: Seeds.first(6)) func followsWhatAnyoneWrites(_ seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let reader = stores[2]
    var known = try plain(reader)
    var point = try reader.read { snapshot throws(StoreError) in try snapshot.followPoint() }
    for round in 0..<60 {
      city.clock.advance(by: 1_000)
      let store = stores[random.below(3)]
      _ = try store.commit(ledger, [draft(&random)])
      if random.chance(30) { try store.pull(ledger, from: stores[random.below(3)]) }
      if random.chance(40) {
        (known, point) = try followed(known, point, reader)
        #expect(try known == whole(reader), "seed \(seed), round \(round)")
        #expect(try plain(reader) == known)
      }
    }
  }

  private func followed(
    _ known: Shown, _ point: FollowPoint, _ reader: Store
  ) throws -> (Shown, FollowPoint) {
    try reader.read { snapshot throws(StoreError) in
      var known = known
      let touched = try snapshot.touched(since: point)
      #expect(touched != nil)
      for record in touched ?? [] {
        let fields = try snapshot.shown(record.ledger, record.collection, record.id)
        let whole = try snapshot.record(record.ledger, record.collection, record.id)
        known[record.id] = fields.map {
          Line(
            fields: Dictionary(uniqueKeysWithValues: $0.map { ($0.field, $0.content) }),
            hasConflict: whole?.hasConflict ?? false)
        }
      }
      return (known, try snapshot.followPoint())
    }
  }

  @Test func nothingWrittenNothingTouched() throws {
    let touched = try city.hub.read { snapshot throws(StoreError) in
      try snapshot.touched(since: try snapshot.followPoint())
    }
    #expect(touched?.isEmpty == true)
  }

  @Test func whatAsksForEverythingAgain() throws {
    let a = stores[0]
    for number in 0..<3 { try a.edit(ledger, [Guest.add(workID(1), "\(number)")]) }
    _ = try city.hub.pull(ledger, from: a)
    var point = try point(city.hub)
    try city.hub.revoke(a.identity.replica, after: [ledger: 2])
    #expect(try touched(city.hub, point) == nil)
    let b = stores[1]
    try city.settle([b, city.hub])
    for name in [ledger, Store.memberLedger] {
      try city.hub.noteAcknowledged(b.identity.replica, ledger: name, try b.vector(name))
    }
    point = try self.point(city.hub)
    let compacted = try city.hub.compact(ledger, requireBackup: false)
    #expect(compacted.first?.changes ?? 0 > 0)
    #expect(try touched(city.hub, point) == nil)
    try b.addLedger("411703")
    point = try self.point(b)
    try b.dropLedger("411703", exportingTo: nil)
    #expect(try touched(b, point) == nil)
  }

  private func point(_ store: Store) throws -> FollowPoint {
    try store.read { snapshot throws(StoreError) in try snapshot.followPoint() }
  }

  private func touched(_ store: Store, _ point: FollowPoint) throws -> Set<TouchedRecord>? {
    try store.read { snapshot throws(StoreError) in try snapshot.touched(since: point) }
  }
}
