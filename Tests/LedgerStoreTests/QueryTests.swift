// Verifies:
//  1. filters of every operator give what a scan in memory gives, with and without an index
//  2. sorting, ties, fields not filled in, limit and offset are exact; visiting can stop
//  3. archived records are left out unless asked for
//  4. long values that begin alike are told apart, also after a conflict between them is settled
//  5. children are found by their parent, moved ones by their new parent
//  6. search finds text in any field, whatever the case of ASCII letters
//  7. an id is resolved by any prefix: none, one, several, at most ten

import Causality
import LedgerStore
import TestSupport
import Testing
import Wire

@Suite struct QueryTests {
  let city: TestCity
  let store: Store

  init() throws {
    city = try TestCity()
    store = try city.office("county")
  }

  private func ids(_ query: Query) throws -> [RecordID] {
    var found: [RecordID] = []
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(query) { record in
        found.append(record.id)
        return true
      }
    }
    return found
  }

  /// 40 works: amounts 0...9, each fifth without one; notes as text of the same number.
  private func fill() throws -> [RecordID] {
    let all = (0..<40).map { workID($0) }
    for (index, id) in all.enumerated() {
      var operations = [Guest.write(id, Guest.Field.name, .text("work \(index)"))]
      if !index.isMultiple(of: 5) {
        operations.append(Guest.write(id, Guest.Field.amount, .integer(Int64(index % 10))))
        operations.append(Guest.write(id, Guest.Field.note, .integer(Int64(index % 10))))
      }
      if index.isMultiple(of: 2) { operations.append(Guest.add(id, "even")) }
      if index.isMultiple(of: 3) { operations.append(Guest.add(id, "third")) }
      try store.edit(ledger, operations)
    }
    return all
  }

  @Test func filtersAreExact() throws {
    let all = try fill()
    func expect(_ op: Filter.Operator, _ number: Int64, _ passes: (Int) -> Bool) throws {
      let wanted = all.indices.filter { passes($0) }.map { all[$0] }
      for field in [Guest.Field.amount, Guest.Field.note] {
        let filter = Filter(field: field, op: op, value: .integer(number))
        let query = Query(ledger: ledger, collection: Guest.work, filters: [filter])
        #expect(try ids(query) == wanted, "\(field) \(op) \(number)")
      }
    }
    func amount(_ index: Int) -> Int? { index.isMultiple(of: 5) ? nil : index % 10 }
    try expect(.equal, 4) { amount($0) == 4 }
    try expect(.notEqual, 4) { amount($0) != 4 }
    try expect(.less, 3) { amount($0).map { $0 < 3 } ?? false }
    try expect(.lessOrEqual, 3) { amount($0).map { $0 <= 3 } ?? false }
    try expect(.greater, 7) { amount($0).map { $0 > 7 } ?? false }
    try expect(.greaterOrEqual, 7) { amount($0).map { $0 >= 7 } ?? false }
    func filtered(_ filters: Filter...) throws -> [RecordID] {
      try ids(Query(ledger: ledger, collection: Guest.work, filters: filters))
    }
    let tags = Guest.Field.tags
    let even = Filter(field: tags, op: .equal, value: .text("even"))
    let third = Filter(field: tags, op: .contains, value: .text("hir"))
    #expect(try filtered(even, third) == all.indices.filter { $0 % 6 == 0 }.map { all[$0] })
    let noTag = Filter(field: Guest.Field.amount, op: .equal, value: .empty)
    #expect(try filtered(noTag, even).count == 4)
    let filled = Filter(field: Guest.Field.amount, op: .notEqual, value: .empty)
    #expect(try filtered(filled).count == 32)
    let name = Filter(field: Guest.Field.name, op: .contains, value: .text("K 3"))
    #expect(try filtered(name).count == 11)
    try expectSound(store)
  }

  @Test func orderAndPages() throws {
    let all = try fill()
    let byAmount: [RecordID] = all.indices.sorted { left, right in
      let (a, b) = (
        left.isMultiple(of: 5) ? 99 : left % 10, right.isMultiple(of: 5) ? 99 : right % 10
      )
      return (a, left) < (b, right)
    }.map { all[$0] }
    let query = Query(ledger: ledger, collection: Guest.work, sort: (Guest.Field.amount, true))
    #expect(try ids(query) == byAmount)
    var falling = query
    falling.sort = (Guest.Field.amount, false)
    let down = try ids(falling)
    #expect(down.suffix(8) == byAmount.suffix(8))
    #expect(try store.record(ledger, down[0])?[Guest.Field.amount] == .integer(9))
    for sorted in [false, true] {
      var paged: [RecordID] = []
      for page in 0..<6 {
        var part = query
        if !sorted { part.sort = nil }
        part.limit = 7
        part.offset = page * 7
        paged += try ids(part)
      }
      #expect(paged == (sorted ? byAmount : all))
    }
    var none = query
    none.limit = 0
    #expect(try ids(none).isEmpty)
    none.limit = 5
    none.offset = 100
    #expect(try ids(none).isEmpty)
    var visited = 0
    try store.read { snapshot throws(StoreError) in
      try snapshot.query(query) { _ in
        visited += 1
        return visited < 3
      }
    }
    #expect(visited == 3)
    try expectSound(store)
  }

  @Test func archivedOnesAreLeftOut() throws {
    let all = try fill()
    try store.edit(ledger, [Guest.archive(all[3])])
    var query = Query(ledger: ledger, collection: Guest.work)
    #expect(try ids(query).count == 39)
    query.includeArchived = true
    #expect(try ids(query).count == 40)
    query.filters = [Filter(field: Guest.Field.amount, op: .equal, value: .integer(3))]
    #expect(try ids(query).count == 4)
    query.includeArchived = false
    #expect(try ids(query).count == 3)
    try expectSound(store)
  }

  @Test func longValuesThatBeginAlike() throws {
    let stem = String(repeating: "长", count: 100)
    let (id, other) = (workID(1), workID(2))
    let peer = try city.office("peer")
    _ = try store.pull(Store.memberLedger, from: city.hub)
    try store.edit(ledger, [Guest.write(other, Guest.Field.name, .text(stem + "c"))])
    try store.edit(ledger, [Guest.write(id, Guest.Field.name, .text(stem + "a"))])
    try peer.edit(ledger, [Guest.write(id, Guest.Field.name, .text(stem + "b"))])
    func named(_ text: String) throws -> [RecordID] {
      let filter = Filter(field: Guest.Field.name, op: .equal, value: .text(text))
      return try ids(Query(ledger: ledger, collection: Guest.work, filters: [filter]))
    }
    #expect(try named(stem + "a") == [id])
    #expect(try named(stem).isEmpty)
    try store.pull(ledger, from: peer)
    #expect(try store.record(ledger, id)?.hasConflict == true)
    try store.edit(ledger, [Guest.write(id, Guest.Field.name, .text(stem + "a"))])
    #expect(try named(stem + "a") == [id])
    #expect(try named(stem + "b").isEmpty)
    #expect(try named(stem + "c") == [other])
    try expectSound(store, peer)
  }

  @Test func childrenOfAParent() throws {
    let (parent, other) = (workID(1), workID(2))
    try store.edit(ledger, [Guest.add(parent, "p"), Guest.add(other, "o")])
    for number in 10..<14 {
      try store.edit(ledger, Guest.visit(workID(UInt64(number)), to: parent, title: "\(number)"))
    }
    func children(_ id: RecordID) throws -> [RecordID] {
      try store.read { snapshot throws(StoreError) in
        try snapshot.children(of: id, ledger: ledger).map(\.id)
      }
    }
    #expect(try children(parent) == (10..<14).map { workID($0) })
    #expect(try children(other).isEmpty)
    try store.edit(ledger, Guest.visit(workID(11), to: other, title: "moved"))
    try store.edit(ledger, [.archive(Guest.visit, workID(12))])
    #expect(try children(parent) == [workID(10), workID(13)])
    #expect(try children(other) == [workID(11)])
    try expectSound(store)
  }

  @Test func searchFindsText() throws {
    let all = try fill()
    try store.edit(ledger, [Guest.write(all[5], Guest.Field.note, .text("Bridge 桥梁 over"))])
    func search(_ text: String, limit: Int = 100) throws -> [RecordID] {
      try store.read { snapshot throws(StoreError) in
        try snapshot.search(text, limit: limit).map(\.id)
      }
    }
    #expect(try search("bRIDGE") == [all[5]])
    #expect(try search("桥梁") == [all[5]])
    #expect(try search("梁桥").isEmpty)
    #expect(try search("work", limit: 7).count == 7)
    try store.edit(ledger, [Guest.archive(all[5])])
    #expect(try search("bridge").isEmpty)
    try expectSound(store)
  }

  @Test func idsAreResolvedByPrefix() throws {
    let all = try fill()
    func resolve(_ prefix: String) throws -> [RecordID] {
      try store.read { snapshot throws(StoreError) in
        try snapshot.resolve(prefix: prefix, ledger: ledger).map(\.id)
      }
    }
    #expect(try resolve(all[7].description) == [all[7]])
    #expect(try resolve(all[7].description.uppercased()) == [all[7]])
    #expect(try resolve("").count == 10)
    #expect(try resolve(String(all[0].description.prefix(4))).count == 10)
    #expect(try resolve("zzzzzzzz").isEmpty)
    #expect(try resolve("u!").isEmpty)
    #expect(try resolve(all[7].description + "0").isEmpty)
    try expectSound(store)
  }
}
