// 1. Every route of the pages, for every kind of account: who is served and who is refused stands
//    in the table below; a route that the table does not know fails the test for accounts of a
//    county, unless it refuses them.
// 2. No route, known or not, shows an account of a county anything of another county: not by list,
//    not by address, not by search, not by a count; a refusal has the menu that the account has
//    elsewhere.
// 3. No form, known or not, lets a reader write, or an account of a county write to another
//    county's records: nothing is committed. Without a session nothing is served at all.
// 4. What a form leaves to the commit is refused there: a record moved to another county, made in
//    one, hung under one; fields of another role; archiving.
// 5. An account's role only narrows the node's own: no field of the schema is one role's alone in a
//    way that a county's account at a hub could write and the hub could not.

import Causality
import Foundation
import HTTPTypes
import Hummingbird
import LedgerStore
import Pages
import ProjectLedger
import Projects
import TestSupport
import Testing
import Wire

/// Whom a route serves, as it should be.
private enum Served { case everyone, own, records, whole, keeper }

struct AccountRoleTests {
  private static let table: [String: Served] = [
    "GET /start": .everyone, "GET /assets/{name}": .everyone, "GET /favicon.ico": .everyone,
    "GET /sign-in": .everyone,
    "POST /sign-in": .everyone, "GET /account": .own, "POST /sign-out": .own,
    "POST /account/password": .own, "GET /sign-ins": .keeper, "GET /members": .keeper,
    "POST /members/invite": .keeper, "POST /members/{replica}/revoke": .keeper,
    "POST /members/{replica}/reinstate": .keeper, "GET /projects": .records,
    "GET /r/{id}": .records,
    "GET /r/{id}/edit": .records, "POST /r/{id}": .records, "GET /r/{id}/history": .records,
    "POST /r/{id}/archive": .records, "POST /r/{id}/restore": .records,
    "GET /new/{collection}": .records, "POST /new/{collection}": .records,
    "GET /conflicts": .records, "GET /conflicts/{id}": .records, "POST /conflicts/{id}": .records,
    "GET /month": .records, "POST /month": .records, "GET /duties": .records, "GET /": .records,
    "POST /sync": .records, "GET /city": .whole, "GET /city/records": .whole,
    "GET /r/{id}/correct": .records, "POST /r/{id}/correct": .records, "GET /cell": .records,
    "POST /cell": .records, "POST /drafts": .records, "POST /drafts/discard": .records,
    "GET /events": .records, "GET /files/{id}/{sha256}": .records,
    "POST /r/{id}/files": .records, "GET /imports": .records, "POST /imports": .records,
    "GET /imports/{id}": .records, "POST /imports/{id}": .records,
    "GET /imports/{id}/undo": .records, "POST /imports/{id}/undo": .records,
    "GET /exports/{name}": .records, "GET /settle-many": .records,
    "POST /settle-many": .records, "GET /settlements": .records,
    "POST /conflicts/{id}/take-back": .records, "GET /month/late": .whole,
    "GET /month/close": .whole, "POST /month/close": .whole, "GET /city/funnel": .whole,
    "GET /city/score": .whole,
    "GET /city/wall": .whole, "GET /city/bulletin": .whole, "POST /city/bulletin": .whole,
    "GET /city/bulletin/{file}": .whole, "GET /city/issues": .whole,
    "POST /city/issues/{id}": .whole,
  ]
  /// Answers without an end, which `LiveTests` listen to.
  private static let streams: Set<String> = ["/events"]

  /// Every route with its method: what is really there. HEAD is answered by the code of GET.
  private func routes(_ pages: Pages) -> [(method: String, path: String)] {
    let router = Router(context: BasicRequestContext.self)
    pages.addRoutes(to: router) { _ in true }
    return router.routes.filter { $0.method != .head }.map { ($0.method.rawValue, "\($0.path)") }
      .map { ($0.0, $0.1.hasPrefix("/") ? $0.1 : "/" + $0.1) }
  }

  /// A path with its gaps filled by what another county has.
  private func foreign(_ path: String, _ node: SharedNode) -> String {
    path.replacingOccurrences(of: "{collection}", with: "issue")
      .replacingOccurrences(of: "{name}", with: "pages.css")
      .replacingOccurrences(of: "{sha256}", with: String(repeating: "0", count: 64))
      .replacingOccurrences(of: "{file}", with: "2021-09.html")
      .replacingOccurrences(of: "{replica}", with: node.store.identity.replica.description)
      .replacingOccurrences(
        of: "{id}", with: path.contains("conflicts") ? node.foreignConflict : "\(node.foreign)")
  }

  private func everyAccount(_ node: SharedNode) throws -> [(
    name: String, role: OfficeRole, county: String?
  )] {
    let kinds: [(String, OfficeRole, String?)] = [
      ("市办", .city, nil), ("部门", .department, nil), ("只读", .observer, nil),
      ("本县", .county, "411702"), ("本县只读", .observer, "411702"), ("市办驻县", .city, "411702"),
    ]
    for (name, role, county) in kinds { try node.account(name, role, county: county) }
    return kinds.map { ($0.0, $0.1, $0.2) }
  }

  @Test func everyRouteForEveryAccount() async throws {
    let node = try SharedNode()
    let accounts = try everyAccount(node)
    let routes = routes(node.pages)
    #expect(routes.count >= Self.table.count)
    for known in Self.table.keys {
      #expect(routes.contains { "\($0.method) \($0.path)" == known }, "\(known) is gone")
    }
    let stranger = Browser(node.pages)
    for (method, path) in routes where Self.table["\(method) \(path)"] != .everyone {
      let address = foreign(path, node)
      let page =
        method == "GET" ? try await stranger.get(address) : try await stranger.post(address, [])
      #expect([303, 403].contains(page.status), "\(method) \(path): \(page.status)")
      #expect(!page.body.contains(SharedNode.secret), "\(method) \(path)")
    }
    for account in accounts {
      let browser = try await node.signedIn(account.name)
      for (method, path) in routes where method == "GET" {
        let served = Self.table["GET \(path)"]
        if served == .everyone || Self.streams.contains(path) { continue }
        let page = try await browser.get(foreign(path, node))
        let at = "\(account.name) \(path): \(page.status)"
        if account.county != nil {
          #expect(!page.body.contains(SharedNode.secret), "\(at)")
          #expect(!page.body.contains("\(node.foreign)") || page.status == 404, "\(at)")
        }
        let namesForeign = path.contains("{id}")
        let isKeeper = account.role == .city && account.county == nil
        switch served {
        case .own, .everyone: #expect(page.status == 200, "\(at)")
        case .records where account.county != nil && namesForeign:
          #expect(page.status == 404, "\(at)")
        case .records: #expect([200, 404].contains(page.status), "\(at)")
        case .keeper: #expect(page.status == (isKeeper ? 200 : 403), "\(at)")
        case .whole where account.county != nil: #expect(page.status == 403, "\(at)")
        case .whole: #expect([200, 404].contains(page.status), "\(at)")
        case nil where account.county != nil: #expect([403, 404].contains(page.status), "\(at)")
        case nil: break
        }
      }
    }
  }

  @Test func everyFormForThoseWhoMayNot() async throws {
    let node = try SharedNode()
    let accounts = try everyAccount(node).filter { $0.county != nil || $0.role == .observer }
    for account in accounts {
      let browser = try await node.signedIn(account.name)
      let token = try await browser.formToken()
      for (method, path) in routes(node.pages) where method == "POST" {
        if [.own, .everyone].contains(Self.table["POST \(path)"]) { continue }
        let before = try node.store.lastCommit()
        let fields = [
          ("form-token", token), ("was.name", SharedNode.secret), ("f.name", "改掉"),
          ("f.project", "\(node.foreign)"), ("was.project", ""), ("reason", "试试"), ("take", "1"),
          ("ledger", "411721"),
          ("role", "county"), ("days", "7"), ("period", "2021-09"), ("act", "submit"),
          ("ids", "\(node.foreign),\(node.foreignIssue)"),
          ("m.\(node.foreign).f.month_investment", "5"),
          ("m.\(node.foreign).was.month_investment", ""),
        ]
        let page = try await browser.post(foreign(path, node), fields)
        let at = "\(account.name) POST \(path): \(page.status)"
        #expect(try node.store.lastCommit() == before, "\(at)")
        #expect(!page.body.contains(SharedNode.secret), "\(at)")
        if account.role == .observer {
          #expect(page.status == 403, "\(at)")
        } else if path.contains("{id}") {
          #expect(page.status == 404 || page.status == 403, "\(at)")
        }
      }
    }
    #expect(try node.shown("411721", node.foreign, "name") == .text(SharedNode.secret))
  }

  @Test func listsAndSearches() async throws {
    let node = try SharedNode()
    try node.account("本县", .county, county: "411702")
    let browser = try await node.signedIn("本县")
    for path in [
      "/projects", "/projects?q=%E5%A4%96%E5%8E%BF", "/projects?region_code=411721",
      "/projects?conflicts=1", "/projects?q=wxjmyl", "/conflicts",
      "/conflicts?kind=concurrent-edit", "/",
      "/month", "/month?region_code=411721", "/duties?county=411721",
      "/new/issue?parent=\(node.own)",
    ] {
      let page = try await browser.get(path)
      #expect(page.status == 200 || page.status == 404, "\(path): \(page.status)")
      #expect(!page.body.contains(SharedNode.secret), "\(path)")
      #expect(!page.body.contains("西平"), "\(path)")
    }
    #expect(try await browser.get("/new/issue?parent=\(node.foreign)").status == 404)
    #expect(try await browser.get("/projects").text.contains("本县水厂"))
    #expect(try await browser.get("/r/\(node.own)").status == 200)
    let menu = try await browser.get("/projects")
    #expect(!menu.body.contains("href=\"/city\""))
    // The other county's conflict is not counted.
    #expect(menu.body.firstMatch(of: /data-count="conflicts"[^>]*>0</) != nil)
    for (path, status) in [("/city", 403), ("/members", 403), ("/nothing", 404)] {
      let refused = try await browser.get(path)
      #expect(refused.status == status && refused.body.contains("href=\"/projects\""), "\(path)")
      #expect(!refused.body.contains("href=\"/city\""), "\(path)")
      #expect(!refused.body.contains("href=\"/members\""), "\(path)")
    }
  }

  @Test func whatIsPosted() async throws {
    let node = try SharedNode()
    try node.account("本县", .county, county: "411702")
    let browser = try await node.signedIn("本县")
    // What may be written is written.
    let edit = try await browser.get("/r/\(node.own)/edit")
    #expect(try await browser.submit(edit, ["f.name": "本县新水厂"]).status == 303)
    let token = try await browser.formToken()
    func post(_ path: String, _ fields: [(String, String)]) async throws -> Page {
      try await browser.post(path, [("form-token", token)] + fields.map { ($0.0, $0.1) })
    }
    let before = try node.store.lastCommit()
    let moved = try await browser.submit(
      try await browser.get("/r/\(node.own)/edit"), ["f.region_code": "411721"])
    #expect(moved.status == 422, "\(moved.status)")
    #expect(moved.text.contains("账号“本县”属于驿城区，只能写驿城区的记录"))
    #expect(moved.form.fields.first { $0.name == "f.region_code" }?.value == "西平县")
    let made = try await post(
      "/new/project",
      [
        ("ledger", "411721"), ("was.name", ""), ("f.name", "外县新项目"), ("was.region_code", ""),
        ("f.region_code", "411721"),
      ])
    #expect(made.status == 422, "\(made.status) \(made.text)")
    #expect(made.form.fields.first { $0.name == "f.name" }?.value == "外县新项目")
    let unsaid = try await post(
      "/new/project", [("ledger", "411721"), ("was.name", ""), ("f.name", "没写县区的项目")])
    #expect(unsaid.status == 422, "\(unsaid.status)")
    let prefix = String("\(node.foreign)".prefix(20))
    let hung = try await post(
      "/new/issue",
      [("was.project", ""), ("f.project", prefix), ("was.name", ""), ("f.name", "挂上")])
    #expect(hung.status != 303, "\(hung.status)")
    #expect(try node.store.lastCommit() == before)
  }

  /// Below the pages the same holds for any commit made under the permit.
  @Test func theCommitItself() throws {
    let node = try SharedNode()
    let permit = Permit(author: "本县", role: .county, county: "411702")
    func commit(_ ledger: String, _ id: RecordID, _ code: String, _ value: Value) throws {
      let project = try #require(Schema.standard.collection("project"))
      let field = try #require(project.field(code))
      try Permit.run(permit) {
        _ = try node.store.commit(
          ledger,
          [
            Draft(
              author: "本县",
              operations: [
                Operation(
                  collection: project.id, record: id, field: field.id, kind: .write, value: value)
              ])
          ])
      }
    }
    func refused(_ body: () throws -> Void) -> StoreErrorCode? {
      do { try body() } catch let error as StoreError { return error.code } catch {}
      return nil
    }
    #expect(refused { try commit("411721", node.foreign, "name", .text("改")) } == .beyondAccount)
    #expect(
      refused { try commit("411702", node.own, "region_code", .text("411721")) } == .beyondAccount)
    #expect(
      refused { try commit("411702", node.own, "parent_id", .reference(node.own)) } == nil)
    let place = try #require(Schema.standard.collection("place"))
    let cityField = try #require(
      place.fields.first { !$0.isSet && !Permissions.mayWrite($0, .county) })
    #expect(
      refused {
        try Permit.run(permit) {
          _ = try node.store.commit(
            "411702",
            [
              Draft(
                author: "本县",
                operations: [
                  Operation(
                    collection: place.id, record: node.store.newRecordID(), field: cityField.id,
                    kind: .write, value: .text("x"))
                ])
            ])
        }
      } == .beyondAccount)
    // The members' list is the city's.
    #expect(
      refused {
        try Permit.run(permit) { try node.store.revoke(node.store.members()[0].replica) }
      } == .beyondAccount)
  }

  @Test func rolesOnlyNarrow() throws {
    for collection in Schema.standard.collections {
      for field in collection.fields {
        for role in [OfficeRole.county, .department] where Permissions.mayWrite(field, role) {
          #expect(Permissions.mayWrite(field, .city), "\(collection.code).\(field.code) \(role)")
        }
        #expect(!Permissions.mayWrite(field, .observer), "\(collection.code).\(field.code)")
      }
      #expect(!Permissions.mayCreate(collection, .observer))
    }
    for node in [Role.county, .department, .observer] {
      #expect(!Account.roles(at: node).contains(.city))
    }
    #expect(Account.roles(at: .observer) == [.observer])
  }
}
