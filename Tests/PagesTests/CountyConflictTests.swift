// 1. An account of a county settles its own county's conflicts many at once: others are neither
//    shown nor counted nor settled, whatever its form names.
// 2. It sees its own county's settlements alone, and takes back values of its own records alone.
// 3. A reader of the county sees both pages and writes nothing.

import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Projects
import TestSupport
import Testing

struct CountyConflictTests {
  /// A conflict on the investment of the own county's project.
  private func collide(_ node: SharedNode, _ first: String, _ second: String) throws -> String {
    let office = try node.city.office("驿城区\(first)", ledgers: ["411702"])
    _ = try office.pull("411702", from: node.store)
    try SharedNode.write(
      to: office, "411702", "project", ["total_investment": first], id: node.own)
    try SharedNode.write(
      to: node.store, "411702", "project", ["total_investment": second], id: node.own)
    _ = try node.store.pull("411702", from: office)
    let record = try #require(try node.store.record("411702", node.own))
    return try #require(
      try node.store.read { snapshot throws(StoreError) in try snapshot.conflicts(of: record) }
        .first
    ).id.text
  }

  @Test func ownConflictsAlone() async throws {
    let node = try SharedNode()
    let conflict = try collide(node, "200", "300")
    try node.account("本县", .county, county: "411702")
    try node.account("本县只读", .observer, county: "411702")
    let browser = try await node.signedIn("本县")
    let page = try await browser.get("/settle-many?side=newest")
    #expect(page.status == 200 && page.text.contains("将裁定 1 个，另有 0 个"), "\(page.text)")
    #expect(!page.body.contains(SharedNode.secret) && !page.body.contains(node.foreignConflict))
    // The form names the other county's conflict too, by whatever dots.
    let reader = try await node.signedIn("本县只读")
    #expect(try await reader.get("/settle-many").status == 200)
    let readers = try await reader.post(
      "/settle-many", [("form-token", try await reader.formToken()), ("side", "newest")])
    #expect(readers.status == 403)
    #expect(page.body.contains("c.\(conflict)"))
    let sent = page.form.fields + [("c.\(node.foreignConflict)", "x")]
    let settled = try await browser.post("/settle-many", sent)
    #expect(settled.status == 303)
    #expect(try await browser.follow(settled).text.contains("已裁定 1 个"))
    let foreign = try #require(try node.store.record("411721", node.foreign))
    #expect(
      try node.store.read { snapshot throws(StoreError) in
        try snapshot.conflicts(of: foreign).count
      } == 1)
  }

  @Test func ownSettlementsAlone() async throws {
    let node = try SharedNode()
    let conflict = try collide(node, "200", "300")
    try node.account("市办", .city)
    try node.account("本县", .county, county: "411702")
    let city = try await node.signedIn("市办")
    for id in [conflict, node.foreignConflict] {
      let page = try await city.get("/conflicts/\(id)")
      #expect(try await city.submit(page, ["take": "1", "reason": "先定"]).status == 303)
    }
    #expect(try await city.get("/settlements").body.contains(SharedNode.secret))
    let browser = try await node.signedIn("本县")
    let list = try await browser.get("/settlements")
    #expect(list.status == 200 && list.text.contains("本县水厂"))
    #expect(!list.body.contains(SharedNode.secret))
    let page = try await browser.get("/conflicts/\(conflict)")
    let back = try await browser.submit(page, ["reason": "核对后取回"])
    #expect(back.status == 303, "\(back.text.suffix(300))")
    #expect(try await browser.follow(back).text.contains("核对后取回"))
    let before = try node.store.lastCommit()
    let token = try await browser.formToken()
    let foreign = try await city.get("/conflicts/\(node.foreignConflict)").form
    let fields = foreign.fields.map { ($0.name, $0.name == "form-token" ? token : $0.value) }
    let refused = try await browser.post("/conflicts/\(node.foreignConflict)/take-back", fields)
    #expect(refused.status == 404 && !refused.body.contains(SharedNode.secret))
    #expect(try node.store.lastCommit() == before)
  }
}
