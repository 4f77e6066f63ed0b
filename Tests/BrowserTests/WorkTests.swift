// Verifies in Chromium, against the program serving real stores
// 1. Two people with the same record open: the second to save is shown the other's value and
//    chooses; nothing is overwritten unseen, and the history names both accounts.
// 2. A conflict is settled by a click, with its reason, and the program knows of it.
// 3. A node that is started again while someone types ends the session and loses nothing: after
//    signing in the typing is saved.
// 4. A page left with typing in it has the typing again.

import Foundation
import Testing

extension Browsing {
  @Test func twoPeople() async throws {
    let served = try Served()
    let driver = try Driver()
    let first = try await driver.open()
    let second = try await driver.open()
    try await served.signIn(first, as: "科员")
    try await served.signIn(second, as: "同事")
    let edit = served.url + "/r/\(served.project)/edit?group=identity"
    try await first.go(edit)
    try await second.go(edit)
    try await first.type("#f-name", "驿城冷链物流园一期")
    try await first.click(".send .primary")
    try await first.await("驿城冷链物流园一期", in: "h1")
    try await second.type("#f-name", "驿城冷链物流园北区")
    try await second.click(".send .primary")
    try await second.await("驿城冷链物流园一期", in: ".collision")
    try await second.await("科员", in: ".collision")
    #expect(try served.fields(served.project)["name"] as? String == "驿城冷链物流园一期")
    try await second.click("input[name='pick.name'][value=mine]")
    try await second.click(".send .primary")
    try await second.await("驿城冷链物流园北区", in: "h1")
    #expect(try served.fields(served.project)["name"] as? String == "驿城冷链物流园北区")
    try await first.go(served.url + "/r/\(served.project)/history?field=name")
    let history = try await first.text("table")
    #expect(history.contains("科员") && history.contains("同事"))
    for window in [first, second] {
      #expect(try await window.complaints().filter { !$0.contains("422") } == [])
      try await served.expectNothingLeft(window)
      try await window.close()
    }
  }

  @Test func aConflictIsSettled() async throws {
    let served = try Served()
    let driver = try Driver()
    let window = try await driver.open()
    try await served.signIn(window, as: "科员")
    try await window.go(served.url + "/conflicts")
    try await window.click("tbody a[href='/conflicts/\(served.conflict)']")
    try await window.await("驿城物流集团")
    let places = try await window.evaluate(
      "return [...document.querySelectorAll('.way')].map((w) => w.textContent)")
    let place = (places as? [String] ?? []).firstIndex { $0.contains("驿城冷链有限公司") } ?? 0
    try await window.click(".way input[value='\(place + 1)']")
    try await window.type(".send input[name=reason]", "以营业执照为准")
    try await window.click(".send button[value='0']")
    try await window.await("驿城冷链有限公司")
    #expect(try served.fields(served.project)["owner"] as? String == "驿城冷链有限公司")
    #expect(try served.run("hub", ["conflicts", "list"]).isEmpty)
    try await window.go(served.url + "/conflicts/\(served.conflict)")
    try await window.await("以营业执照为准")
    try await served.expectNothingLeft(window)
    try await window.close()
  }

  @Test func typingSurvives() async throws {
    let served = try Served()
    let driver = try Driver()
    let window = try await driver.open()
    try await served.signIn(window, as: "科员")
    try await window.go(served.url + "/r/\(served.project)/edit?group=identity")
    try await window.type("#f-name", "节点重启前填的名字")
    try served.restart()
    try await window.click(".send .primary")
    _ = try await window.element(".signin")
    try await window.type("input[name=account]", "科员")
    try await window.type("input[name=password]", Served.password)
    try await window.click(".signin button")
    try await window.await("节点重启前填的名字")
    #expect(try served.fields(served.project)["name"] as? String == "驿城冷链物流园")
    try await window.click(".send .primary")
    try await window.await("节点重启前填的名字", in: "h1")
    #expect(try served.fields(served.project)["name"] as? String == "节点重启前填的名字")

    // Left and come back to: there as the node's draft, or put back from this window by one key
    // press.
    try await window.go(served.url + "/r/\(served.project)/edit?group=identity")
    try await window.type("#f-name", "离开页面前填的名字")
    _ = try await window.evaluate(
      "document.querySelector('#f-name').dispatchEvent(new Event('input', {bubbles: true}))")
    try await window.waitForStored("离开页面前填的名字")
    try await window.go(served.url + "/r/\(served.project)/edit?group=identity")
    if try await window.has(".remark.warning button") {
      try await window.click(".remark.warning button")
    }
    let typed = try await window.evaluate("return document.querySelector('#f-name').value")
    #expect(typed as? String == "离开页面前填的名字")
    try await served.expectNothingLeft(window)
    try await window.close()
  }
}

extension Window {
  /// Waits, within bounds, until the page has kept what was typed.
  func waitForStored(_ text: String) async throws {
    for _ in 0..<200 {
      let kept = try await evaluate("return Object.values(sessionStorage).join(' ')") as? String
      if kept?.contains(text) == true { return }
      try await Task.sleep(for: .milliseconds(50))
    }
    throw BrowserFailure(description: "the page kept nothing")
  }
}
