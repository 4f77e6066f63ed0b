// What these tests share: a county's store beside its hub, and records written as they would be
// typed. Nothing here is verified.

import Causality
import LedgerStore
import Projects
import TestSupport
import Testing
import Wire

final class Office {
  let city: TestCity
  let store: Store
  static let ledger = "411702"

  init() throws {
    city = try TestCity(schema: Schema.standard.traits)
    // 2021-10-11 12:00 in China.
    city.clock.set(1_633_924_800_000)
    store = try city.office("county")
  }

  /// Writes fields of a record, as one change.
  @discardableResult
  func write(
    _ code: String, _ fields: [String: String], id: RecordID? = nil, to store: Store? = nil,
    ledger: String = Office.ledger
  ) throws -> RecordID {
    let store = store ?? self.store
    let collection = try #require(Schema.standard.collection(code))
    let id = id ?? store.newRecordID()
    var operations: [Wire.Operation] = []
    for (name, text) in fields {
      let field = try #require(collection.field(name))
      operations.append(
        Operation(
          collection: collection.id, record: id, field: field.id, kind: .write,
          value: try field.parse(text)))
    }
    operations.sort { $0.field.rawValue < $1.field.rawValue }
    _ = try store.commit(ledger, [Draft(author: "desk", operations: operations)])
    return id
  }

  func archive(_ code: String, _ id: RecordID, _ isArchived: Bool) throws {
    let collection = try #require(Schema.standard.collection(code)).id
    let operation: Wire.Operation =
      isArchived ? .archive(collection, id) : .restore(collection, id)
    _ = try store.commit(Office.ledger, [Draft(author: "desk", operations: [operation])])
  }
}
