// 1. In a ledger of the whole city an account of a county corrects a locked report of its own
//    county: the new version stands, and the correction of the closing is asked for. An account of
//    another county finds no such report.
// 2. A new project's form names the county that alone can be meant: that of the account, or that of
//    a node with one county's book; a ledger of the city leaves it open.
// 3. The month's page offers an account of a county nothing that is refused to it: neither who is
//    late nor the lock.
// 4. Another county typed there is refused in the form, in a sentence that names the county, and
//    all typing stays.

import Catalogue
import Causality
import Foundation
import LedgerStore
import Logging
import Pages
import Projects
import TestSupport
import Testing

struct CountyCorrectionTests {
  /// A hub with one ledger for all counties, and a project of a county with a report handed in.
  private final class CityNode {
    static let ledger = "411700"

    let city: TestCity
    let store: Store
    let pages: Pages
    let project: RecordID
    let report: RecordID

    init() throws {
      city = try TestCity(ledgers: [Self.ledger], schema: Schema.standard.traits)
      city.clock.set(1_633_924_800_000)
      store = city.hub
      let clock = city.clock
      var settings = PagesSettings(
        author: "管理岗", language: .zh, wallMilliseconds: { clock.now })
      settings.patience = .seconds(600)
      pages = try Pages(store: store, settings: settings, logger: Logger(label: "test"))
      project = try SharedNode.write(
        to: store, Self.ledger, "project",
        ["name": "产业园", "region_code": "411702", "stage": "building"])
      report = try SharedNode.write(
        to: store, Self.ledger, "progress_report",
        [
          "project": project.description, "period": "2021-09", "month_investment": "50",
          "progress_done": "封顶", "report_state": "submitted",
        ])
      let accounts: [(String, OfficeRole, String?)] = [
        ("市办", .city, nil), ("本县", .county, "411702"), ("外县", .county, "411721"),
      ]
      for (name, role, county) in accounts {
        try AccountBook(store.path).add(
          name, role: role, county: county, password: SharedNode.password,
          node: store.identity.role, at: clock.now)
      }
    }

    func signedIn(_ name: String) async throws -> Browser {
      let browser = Browser(pages)
      #expect(try await browser.signIn(name, SharedNode.password).status == 303)
      return browser
    }
  }

  @Test func lockedReport() async throws {
    let node = try CityNode()
    let office = try await node.signedIn("市办")
    let closed = try await office.submit(
      try await office.get("/month/close?period=2021-09"), [:])
    #expect(closed.status == 303)
    let county = try await node.signedIn("本县")
    let form = try await county.get("/r/\(node.report)/correct")
    #expect(form.status == 200)
    let done = try await county.submit(form, ["f.month_investment": "80", "reason": "发票迟到"])
    #expect(done.status == 303, "\(done.text.suffix(400))")
    let page = try await county.follow(done)
    #expect(page.status == 200 && page.text.contains("就 1 个字段申请更正"))
    #expect(try await county.get("/month?period=2021-09").text.contains("80"))
    let other = try await node.signedIn("外县")
    #expect(try await other.get("/r/\(node.report)/correct").status == 404)
  }

  private func county(_ page: Page) -> String? {
    page.form.fields.first { $0.name == "f.region_code" }?.value
  }

  @Test func ownCountyIsNamed() async throws {
    let node = try CityNode()
    let browser = try await node.signedIn("本县")
    let form = try await browser.get("/new/project")
    #expect(county(form) == "驿城区")
    let before = try node.store.lastCommit()
    let refused = try await browser.submit(form, ["f.name": "新桥", "f.region_code": "411721"])
    #expect(refused.status == 422)
    #expect(refused.text.contains("账号“本县”属于驿城区，只能写驿城区的记录"))
    #expect(!refused.text.contains("≠"))
    #expect(county(refused) == "西平县")
    #expect(refused.form.fields.first { $0.name == "f.name" }?.value == "新桥")
    #expect(try node.store.lastCommit() == before)
    #expect(try await browser.submit(refused, ["f.region_code": "411702"]).status == 303)
    let office = try await node.signedIn("市办")
    #expect(county(try await office.get("/new/project")) == "")
    let desk = try await Desk()
    #expect(county(try await desk.browser.get("/new/project")) == "驿城区")
  }

  @Test func offersWhatIsServed() async throws {
    let node = try CityNode()
    let county = try await node.signedIn("本县").get("/month?period=2021-09")
    #expect(county.status == 200)
    #expect(!county.body.contains("/month/late") && !county.body.contains("/month/close"))
    let office = try await node.signedIn("市办").get("/month?period=2021-09")
    #expect(office.body.contains("/month/late") && office.body.contains("/month/close"))
  }
}
