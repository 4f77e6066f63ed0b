// 1. With accounts, every page leads to signing in and back again; a wrong name and a wrong
//    password say the same; the change of an account bears its name as author.
// 2. Other sites' sign-in forms, and forms without this node's own proof, are refused.
// 3. Wrong passwords make an account wait, longer every time, and an address too; the right
//    password after the pause begins anew.
// 4. A session is over at once when its account is disabled, gets another password, or signs out,
//    and after its idle time.
// 5. A form sent when the session was over comes back after signing in, is not lost to a wrong
//    password on the way, and is saved as typed; where others wrote meanwhile both values are
//    shown.
// 6. One's own password is changed with the present one; other sessions of the account are over.
// 7. The notes say who, when and from where, each line headed, and never hold a password or a
//    mistyped name.
// 8. Another machine gets in with an account alone: not by the start link, nor by a session of it.
// 9. After signing in only pages of this node can follow.
// 10. What was typed becomes a draft of the account that signs in again, before any button; it is
//     listed by project, under the verb that was pressed. Another account is shown it, and can
//     neither save it nor finds it in its drafts; the first account goes on with it from there.

import Causality
import Foundation
import HTTPTypes
import LedgerStore
import Pages
import Projects
import TestSupport
import Testing

struct AccountSignInTests {
  @Test func inAndBack() async throws {
    let node = try SharedNode()
    try node.account("甲科", .city)
    let browser = Browser(node.pages)
    let first = try await browser.get("/projects?q=%E6%B0%B4")
    #expect(first.status == 303)
    let form = try await browser.follow(first)
    #expect(form.status == 200 && !form.text.contains("本县水厂"))
    let wrong = try await browser.submit(form, ["account": "甲科", "password": "不对的密码一二三"])
    let strange = try await browser.submit(form, ["account": "无此人", "password": "不对的密码一二三"])
    for page in [wrong, strange] {
      #expect(page.status == 403 && page.text.contains("账号或密码不对"))
      #expect(!page.body.contains("不对的密码"))
    }
    let entered = try await browser.submit(
      wrong, ["account": "甲科", "password": SharedNode.password])
    #expect(entered.status == 303)
    let cookie = entered.headers[values: .setCookie].joined()
    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
    let page = try await browser.follow(entered)
    #expect(page.status == 200 && page.text.contains("本县水厂") && page.text.contains("甲科"))
    let edit = try await browser.get("/r/\(node.own)/edit?group=identity")
    #expect(try await browser.submit(edit, ["f.name": "本县第二水厂"]).status == 303)
    let history = try await browser.get("/r/\(node.own)/history")
    #expect(history.body.contains("<td>甲科<br>"))
  }

  @Test func foreignForms() async throws {
    let node = try SharedNode()
    try node.account("甲科", .city)
    let browser = Browser(node.pages)
    let form = try await browser.get("/sign-in")
    let (_, fields) = form.form
    let typed =
      fields.filter { !["account", "password"].contains($0.name) }
      + [("account", "甲科"), ("password", SharedNode.password)]
    func status(
      _ fields: [(name: String, value: String)], _ headers: [(String, String)]
    ) async throws -> Int {
      try await browser.post("/sign-in", fields, headers: headers).status
    }
    let own = ("Origin", "http://127.0.0.1:8420")
    #expect(try await status(typed, [("Origin", "http://attacker.example")]) == 403)
    #expect(try await status(typed, [own, ("Sec-Fetch-Site", "cross-site")]) == 403)
    #expect(try await status(typed.filter { $0.name != "guest-token" }, [own]) == 403)
    let forged = typed.map {
      $0.name == "guest-token" ? ($0.name, String(repeating: "0", count: 64)) : $0
    }
    #expect(try await status(forged, [own]) == 403)
    // Another browser's proof is not this one's.
    let other =
      try await Browser(node.pages).get("/sign-in").form.fields
      .first { $0.name == "guest-token" }?.value ?? ""
    #expect(
      try await status(typed.map { $0.name == "guest-token" ? ($0.name, other) : $0 }, [own]) == 403
    )
    #expect(try await browser.get("/projects").status == 303)
    #expect(try await status(typed, [own]) == 303)
    #expect(try await browser.get("/projects").status == 200)
  }

  @Test func pauses() async throws {
    let node = try SharedNode()
    try node.account("甲科", .city)
    let browser = Browser(node.pages)
    var waits: [Int] = []
    for _ in 0..<40 where waits.count < 4 {
      let page = try await browser.signIn("甲科", "猜测的密码 \(waits.count)")
      if page.status == 429 {
        let wait = try #require(page.headers[.retryAfter].flatMap { Int($0) })
        waits.append(wait)
        #expect(try await browser.signIn("甲科", SharedNode.password).status == 429)
        node.city.clock.advance(by: UInt64(wait) * 1_000)
      } else {
        #expect(page.status == 403)
      }
    }
    #expect(
      waits == waits.sorted() && Set(waits).count == waits.count && waits.count == 4, "\(waits)")
    // Another account from the same address is not held up by it yet.
    #expect(try await browser.signIn("甲科", SharedNode.password).status == 303)
    #expect(try await Browser(node.pages).signIn("甲科", "又错一次的密码").status == 403)
    // An address that tries many names waits too.
    let guesser = Browser(node.pages, address: "10.1.1.1")
    var statuses: [Int] = []
    for number in 0..<14 {
      statuses.append(try await guesser.signIn("号\(number)", "猜测的密码").status)
    }
    #expect(statuses.prefix(12).allSatisfy { $0 == 403 } && statuses.last == 429, "\(statuses)")
    #expect(try await Browser(node.pages, address: "10.1.1.2").signIn("号99", "x").status == 403)
  }

  @Test func sessionsEnd() async throws {
    let node = try SharedNode()
    try node.account("甲科", .city)
    try node.account("乙科", .observer)
    let disabled = try await node.signedIn("甲科")
    let other = try await node.signedIn("乙科")
    try node.book.setDisabled("甲科", true, at: node.city.clock.now)
    #expect(try await disabled.get("/projects").status == 303)
    #expect(try await disabled.signIn("甲科", SharedNode.password).status == 403)
    #expect(try await other.get("/projects").status == 200)
    try node.book.setPassword("乙科", "另一个 很长的 密码", at: node.city.clock.now)
    #expect(try await other.get("/projects").status == 303)
    #expect(try await other.signIn("乙科", "另一个 很长的 密码").status == 303)
    let token = try await other.formToken()
    #expect(try await other.post("/sign-out", [("form-token", token)]).status == 303)
    #expect(try await other.get("/projects").status == 303)
    #expect(try await other.signIn("乙科", "另一个 很长的 密码").status == 303)
    node.city.clock.advance(by: 12 * 3_600_000 + 1)
    #expect(try await other.get("/projects").status == 303)
  }

  @Test func typingSurvives() async throws {
    let node = try SharedNode()
    try node.account("甲科", .city)
    let browser = try await node.signedIn("甲科")
    let form = try await browser.get("/r/\(node.own)/edit?group=identity")
    node.city.clock.advance(by: 12 * 3_600_000 + 1)
    let typed = "本县\"大\"水厂 & <新> 一期"
    let over = try await browser.submit(form, ["f.name": typed])
    #expect(over.status == 403 && over.text.contains("登录已过期"))
    #expect(try node.shown("411702", node.own, "name") == .text("本县水厂"))
    let wrong = try await browser.submit(over, ["account": "甲科", "password": "手抖打错的密码"])
    #expect(wrong.status == 403)
    let kept = try await browser.submit(wrong, ["account": "甲科", "password": SharedNode.password])
    #expect(kept.status == 200 && kept.text.contains(typed))
    #expect(try node.shown("411702", node.own, "name") == .text("本县水厂"))
    #expect(try await browser.submit(kept, [:]).status == 303)
    #expect(try node.shown("411702", node.own, "name") == .text(typed))
    // The same while another wrote the field: nothing is overwritten unseen.
    let second = try await browser.get("/r/\(node.own)/edit?group=identity")
    node.city.clock.advance(by: 12 * 3_600_000 + 1)
    try SharedNode.write(to: node.store, "411702", "project", ["name": "别人改的名"], id: node.own)
    let again = try await browser.submit(second, ["f.name": "我改的名"])
    let back = try await browser.submit(again, ["account": "甲科", "password": SharedNode.password])
    let asked = try await browser.submit(back, [:])
    #expect(asked.status == 422 && asked.text.contains("别人改的名") && asked.body.contains("我改的名"))
    // A form of an older session of this browser is offered too, and not carried out.
    let stale = try await browser.get("/r/\(node.own)/edit?group=identity")
    #expect(try await browser.signIn("甲科", SharedNode.password).status == 303)
    let offered = try await browser.submit(
      stale, ["f.name": "旧页面填的名", "pick.name": "mine"])
    #expect(offered.status == 403 && offered.text.contains("旧页面填的名"))
    #expect(try node.shown("411702", node.own, "name") == .text("别人改的名"))
    #expect(try await browser.submit(offered, [:]).status == 303)
    #expect(try node.shown("411702", node.own, "name") == .text("旧页面填的名"))
    // What is offered goes to this node's own pages alone.
    let evil = try await browser.post(
      "/sign-in", [("kept-path", "//attacker.example/x"), ("kept.a", "b")])
    #expect(!evil.body.contains("attacker.example"))
  }

  @Test func keptIsADraft() async throws {
    let node = try SharedNode()
    try node.account("甲科", .city)
    let browser = try await node.signedIn("甲科")
    let month = "/month?period=2021-09"
    let form = try await browser.get(month)
    let cell = "m.\(node.own).f.month_investment"
    node.city.clock.advance(by: 12 * 3_600_000 + 1)
    let over = try await browser.submit(
      form, [cell: "77.5", "m.\(node.own).f.progress_done": "主体", "act": "submit"])
    #expect(over.status == 403)
    let kept = try await browser.submit(over, ["account": "甲科", "password": SharedNode.password])
    #expect(kept.status == 200 && kept.text.contains("本县水厂 · ") && kept.text.contains("77.5"))
    #expect(kept.body.contains("remark warning") && !kept.body.contains("remark done"))
    #expect(kept.body.contains("primary\">保存并上报</button>"))
    // Nobody pressed anything: the typing is there all the same.
    let back = try await browser.get(month)
    #expect(back.form.fields.first { $0.name == cell }?.value == "77.5")
    #expect(try await browser.submit(kept, [:]).status == 303)
    #expect(try await !browser.get(month).text.contains("已找回"))
    #expect(try await browser.get("/r/\(node.own)").text.contains("77.5"))
  }

  @Test func notAnothersTyping() async throws {
    let node = try SharedNode()
    try node.account("甲科", .city)
    try node.account("乙科", .city)
    let browser = try await node.signedIn("甲科")
    let month = "/month?period=2021-09"
    let form = try await browser.get(month)
    let cell = "m.\(node.own).f.month_investment"
    node.city.clock.advance(by: 12 * 3_600_000 + 1)
    let over = try await browser.submit(form, [cell: "77.5", "act": "save"])
    let before = try node.store.lastCommit()
    let other = try await browser.submit(
      over, ["account": "乙科", "password": SharedNode.password])
    #expect(other.text.contains("账号“甲科”填写的") && other.text.contains("77.5"))
    #expect(other.form.action == "/sign-in" && !other.body.contains("action=\"/month\""))
    let own = try await browser.get(month)
    #expect(own.form.fields.first { $0.name == cell }?.value == "")
    let signIn = try await browser.submit(other, [:])
    #expect(signIn.text.contains("登录已过期"))
    let kept = try await browser.submit(
      signIn, ["account": "甲科", "password": SharedNode.password])
    #expect(kept.form.action == "/month")
    #expect(try node.store.lastCommit() == before)
    #expect(try await browser.submit(kept, [:]).status == 303)
    #expect(try await browser.get("/r/\(node.own)").text.contains("77.5"))
  }

  @Test func ownPassword() async throws {
    let node = try SharedNode()
    try node.account("甲科", .observer)
    let browser = try await node.signedIn("甲科")
    let elsewhere = try await node.signedIn("甲科")
    let fresh = "五月 投产 达效 清单"
    func change(_ current: String, _ new: String, _ again: String) async throws -> Int {
      let token = try await browser.formToken()
      return try await browser.post(
        "/account/password",
        [("form-token", token), ("current", current), ("new", new), ("again", again)]
      ).status
    }
    #expect(try await change("不是这个密码呀呀", fresh, fresh) == 403)
    #expect(try await change(SharedNode.password, fresh, fresh + "x") == 422)
    #expect(try await change(SharedNode.password, "短", "短") == 422)
    #expect(try await elsewhere.get("/projects").status == 200)
    #expect(try await change(SharedNode.password, fresh, fresh) == 303)
    #expect(try await browser.get("/projects").status == 200)
    #expect(try await elsewhere.get("/projects").status == 303)
    #expect(try await elsewhere.signIn("甲科", SharedNode.password).status == 403)
    #expect(try await elsewhere.signIn("甲科", fresh).status == 303)
  }

  @Test func notes() async throws {
    let node = try SharedNode()
    try node.account("甲科", .city)
    let browser = Browser(node.pages, address: "10.2.3.4")
    _ = try await browser.signIn("甲科", "错误的密码甲乙丙")
    _ = try await browser.signIn("把密码打进账号框", "x")
    _ = try await browser.signIn("甲科", SharedNode.password)
    let page = try await browser.get("/sign-ins")
    #expect(page.status == 200 && page.text.contains("10.2.3.4"))
    // What was typed for a name is not noted: its line is headed by its time all the same.
    #expect(page.body.firstMatch(of: /<th[^>]*>\s*<\/th>/) == nil)
    let file = node.store.path + "/" + SignInNotes.fileName
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.split(separator: "\n").count == 3)
    for secret in ["错误的密码", "把密码打进账号框", "冷链"] {
      #expect(!text.contains(secret) && !page.body.contains(secret), "\(secret)")
    }
    let attributes = try FileManager.default.attributesOfItem(atPath: file)
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    let newest = SignInNotes(node.store.path).newest(10)
    #expect(newest.map(\.kind) == [.signedIn, .wrongPassword, .wrongPassword])
    #expect(newest.map(\.account) == ["甲科", "", "甲科"])
    #expect(newest.allSatisfy { $0.address == "10.2.3.4" })
  }

  @Test func otherMachines() async throws {
    let node = try SharedNode()
    let far = Browser(node.pages, isLocal: false, address: "10.9.9.9")
    #expect(try await far.get("/sign-in").status == 403)
    try node.account("甲科", .city)
    far.host = "10.0.0.5:8420"
    #expect(try await far.get(node.pages.startPath).status == 403)
    #expect(try await far.get("/projects").status == 303)
    #expect(try await far.signIn("甲科", SharedNode.password).status == 303)
    #expect(try await far.get("/projects").status == 200)
    far.host = "attacker.example"
    #expect(try await far.get("/projects").status == 421)
    let near = Browser(node.pages)
    #expect(try await near.get(node.pages.startPath).status == 303)
    #expect(try await near.get("/projects").status == 200)
    let stolen = Browser(node.pages, isLocal: false, cookiesOf: near)
    #expect(try await stolen.get("/projects").status == 403)
  }

  @Test(arguments: [
    "//attacker.example", "https://attacker.example", "/\\attacker.example", "javascript:alert(1)",
    "",
    "/a b",
  ])
  func onlyOwnPagesFollow(_ back: String) async throws {
    let node = try SharedNode()
    try node.account("甲科", .observer)
    let browser = Browser(node.pages)
    let form = try await browser.get("/sign-in")
    let entered = try await browser.submit(
      form, ["account": "甲科", "password": SharedNode.password, "back": back])
    #expect(entered.status == 303 && entered.headers[.location] == "/")
  }
}
