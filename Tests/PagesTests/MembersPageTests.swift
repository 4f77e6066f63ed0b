// 1. The page lists members and invitations; an invitation shows its token once, grants what was
//    asked, and the list of invitations does not tell the token. A ledger stands in the form
//    already.
// 2. Inviting as a hub, to the city's ledger as a county, or to a ledger by a slip of the pen is
//    refused.
// 3. Revoking needs a reason, which stands in the history of the member list with the account
//    behind it; reinstating takes it back. A hub cannot revoke itself. A second revoking or
//    reinstating says that it was done before, writes nothing, and shows the reason that was not
//    recorded.
// 4. A node that is no hub has no such page.

import Foundation
import LedgerStore
import Pages
import Projects
import TestSupport
import Testing

struct MembersPageTests {
  private func opened() async throws -> (node: SharedNode, browser: Browser) {
    let node = try SharedNode()
    try node.account("市办", .city)
    return (node, try await node.signedIn("市办"))
  }

  private func post(
    _ browser: Browser, _ path: String, _ fields: [(String, String)]
  ) async throws -> Page {
    let token = try await browser.formToken()
    return try await browser.post(path, [("form-token", token)] + fields.map { ($0.0, $0.1) })
  }

  @Test func invites() async throws {
    let (node, browser) = try await opened()
    let page = try await browser.get("/members")
    #expect(page.status == 200 && page.text.contains("西平县"))
    let made = try await post(
      browser, "/members/invite", [("ledger", "411702"), ("role", "county"), ("days", "7")])
    let token = try #require(
      made.text.firstMatch(of: /--token ([0-9a-z]{26}-[0-9a-z]{16})/)?.output.1)
    let grants = try node.store.grants()
    #expect(grants.count == 1 && grants[0].role == .county && grants[0].ledger == "411702")
    #expect(grants[0].expiresMilliseconds == node.city.clock.now + 7 * 86_400_000)
    let parts = try #require(Grant.parts(of: String(token)))
    #expect(parts.hub == node.store.identity.replica)
    #expect(try node.store.peerValue(Grant.key(of: parts.secret)) != nil)
    // It is told as what was done, in a text that is copied, and not as an error.
    #expect(made.body.contains("id=\"invitation\"") && !made.body.contains("class=\"notice"))
    #expect(made.body.contains("data-copy=\"invitation\""))
    let later = try await browser.get("/members")
    #expect(later.body.contains(/name="ledger" value="4117\d\d"/))
    #expect(!later.body.contains(token) && later.text.contains("未用"))
    node.city.clock.advance(by: 8 * 86_400_000)
    let over = try await browser.signIn("市办", SharedNode.password, back: "/members")
    #expect(try await browser.follow(over).text.contains("已过期"))
  }

  @Test func slips() async throws {
    let (node, browser) = try await opened()
    for (ledger, role, extra) in [
      ("411702", "hub", ""), ("city", "county", ""), ("411799", "county", ""),
      ("坏 名", "county", "1"),
    ] {
      let page = try await post(
        browser, "/members/invite",
        [("ledger", ledger), ("role", role), ("days", "7"), ("new", extra)])
      #expect(page.status == 422, "\(ledger) \(role): \(page.status)")
      #expect(page.body.contains("remark refusal"))
    }
    #expect(
      try await post(
        browser, "/members/invite", [("ledger", "411702"), ("role", "county"), ("days", "9999")]
      ).status == 400)
    #expect(try node.store.grants().isEmpty)
    let new = try await post(
      browser, "/members/invite",
      [("ledger", "411722"), ("role", "county"), ("days", "1"), ("new", "1")])
    #expect(new.status == 200)
    #expect(try node.store.ledgers().contains("411722"))
  }

  @Test func revokes() async throws {
    let (node, browser) = try await opened()
    let member = try #require(try node.store.members().first { $0.office == "西平县" })
    let path = "/members/\(member.replica)"
    #expect(try await post(browser, path + "/revoke", [("reason", " ")]).status == 422)
    #expect(try node.store.members().allSatisfy { !$0.isRevoked })
    #expect(try await post(browser, path + "/revoke", [("reason", "电脑失窃")]).status == 303)
    #expect(try node.store.members().first { $0.replica == member.replica }?.isRevoked == true)
    #expect(try await browser.get("/members").text.contains("已撤销"))
    let once = try node.store.lastCommit()
    let again = try await post(browser, path + "/revoke", [("reason", "重复点击")])
    #expect(again.status == 422 && again.text.contains("此前已经撤销：西平县"))
    #expect(again.text.contains("没有记入：重复点击"))
    #expect(try node.store.lastCommit() == once)
    let changes = try node.store.read { snapshot throws(StoreError) -> [String] in
      var reasons: [String] = []
      for record in try snapshot.resolve(prefix: "", ledger: Store.memberLedger) {
        reasons += try snapshot.history(Store.memberLedger, record.id).compactMap(\.reason)
      }
      return reasons
    }
    #expect(changes.contains("电脑失窃 · 市办"), "\(changes)")
    #expect(try await post(browser, path + "/reinstate", []).status == 303)
    #expect(try node.store.members().allSatisfy { !$0.isRevoked })
    let back = try node.store.lastCommit()
    let twice = try await post(browser, path + "/reinstate", [])
    #expect(twice.status == 422 && twice.text.contains("没有再写一次"))
    #expect(try node.store.lastCommit() == back)
    let own = node.store.identity.replica
    #expect(try await post(browser, "/members/\(own)/revoke", [("reason", "误点")]).status == 422)
    #expect(try await post(browser, "/members/nobody/revoke", [("reason", "误点")]).status == 404)
  }

  @Test func onlyAtAHub() async throws {
    let desk = try await Desk()
    #expect(try await desk.browser.get("/members").status == 404)
    #expect(!(try await desk.browser.get("/").body.contains("href=\"/members\"")))
  }
}
