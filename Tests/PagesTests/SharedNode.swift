// What the tests of accounts share: a hub that holds two counties, its pages, accounts of every
// kind, and in the other county a project with a conflict that a county's account must never see.
// Nothing here is verified.

import Catalogue
import Causality
import Foundation
import Hummingbird
import LedgerStore
import Logging
import Pages
import Projects
import TestSupport
import Testing
import Wire

/// A node that several people use.
final class SharedNode {
  static let password = "冷链 物流 园区 一号"
  /// Stands in every field of the other county's project.
  static let secret = "外县机密冶炼项目"

  let city: TestCity
  let store: Store
  let pages: Pages
  let book: AccountBook
  let own: RecordID
  let foreign: RecordID
  let foreignIssue: RecordID
  /// The conflict on the other county's project.
  let foreignConflict: String

  init() throws {
    city = try TestCity(ledgers: ["411702", "411721"], schema: Schema.standard.traits)
    store = city.hub
    let clock = city.clock
    var settings = PagesSettings(
      author: "管理岗", language: .zh, wallMilliseconds: { clock.now })
    settings.patience = .seconds(600)
    pages = try Pages(
      store: store, settings: settings, logger: Logger(label: "test"))
    book = AccountBook(store.path)
    own = try Self.write(
      to: store, "411702", "project", ["name": "本县水厂", "region_code": "411702", "stage": "签约"])
    foreign = try Self.write(
      to: store, "411721", "project",
      ["name": Self.secret, "region_code": "411721", "owner": Self.secret, "stage": "开工"])
    foreignIssue = try Self.write(
      to: store, "411721", "issue", ["project": foreign.description, "name": Self.secret])
    let office = try city.office("西平县", ledgers: ["411721"])
    _ = try office.pull("411721", from: store)
    try Self.write(to: office, "411721", "project", ["owner": Self.secret + "甲"], id: foreign)
    try Self.write(to: store, "411721", "project", ["owner": Self.secret + "乙"], id: foreign)
    _ = try store.pull("411721", from: office)
    let record = try #require(try store.record("411721", foreign))
    let conflicts = try store.read { snapshot throws(StoreError) in
      try snapshot.conflicts(of: record)
    }
    foreignConflict = try #require(conflicts.first).id.text
  }

  /// Adds an account with the usual password.
  func account(_ name: String, _ role: OfficeRole, county: String? = nil) throws {
    try book.add(
      name, role: role, county: county, password: Self.password, node: store.identity.role,
      at: city.clock.now)
  }

  /// A browser that signed in.
  func signedIn(_ name: String, isLocal: Bool = true) async throws -> Browser {
    let browser = Browser(pages, isLocal: isLocal)
    let answer = try await browser.signIn(name, Self.password)
    #expect(answer.status == 303, "\(name): \(answer.text.suffix(300))")
    return browser
  }

  @discardableResult
  static func write(
    to store: Store, _ ledger: String, _ code: String, _ fields: [String: String],
    id: RecordID? = nil
  ) throws -> RecordID {
    let collection = try #require(Schema.standard.collection(code))
    let id = id ?? store.newRecordID()
    let operations = try fields.sorted { $0.key < $1.key }.map { name, text in
      let field = try #require(collection.field(name))
      return Operation(
        collection: collection.id, record: id, field: field.id,
        kind: field.isSet ? .add : .write,
        value: field.isSet
          ? try #require(try field.parseElements(text).first)
          : try Self.value(text, field))
    }
    _ = try store.commit(ledger, [Draft(author: "外岗", operations: operations)])
    return id
  }

  private static func value(_ text: String, _ field: FieldDefinition) throws -> Value {
    if case .reference = field.type, let id = RecordID(text) { return .reference(id) }
    return try field.parse(text)
  }

  func shown(_ ledger: String, _ id: RecordID, _ code: String) throws -> Value? {
    let record = try #require(try store.record(ledger, id))
    let field = try #require(Schema.standard.collection(record.collection)?.field(code))
    return record[field.id]
  }
}

extension Browser {
  /// Signs in by the form of the page.
  func signIn(_ name: String, _ password: String, back: String = "/") async throws -> Page {
    let page = try await get("/sign-in?back=\(back)")
    return try await submit(page, ["account": name, "password": password])
  }

  /// The token that this browser's forms carry.
  func formToken() async throws -> String {
    let page = try await get("/account")
    let match = page.body.firstMatch(of: /name="form-token" value="([0-9a-f]{64})"/)
    return match.map { String($0.output.1) } ?? ""
  }
}
