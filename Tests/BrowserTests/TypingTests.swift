// Verifies in Chromium, against the program serving real stores
// 1. The window's copy of a form outlives the saving of another form, is not offered to another
//    month, and goes with its own saving; at signing out none is left.
// 2. What is typed in the moment before a page is left is in the window and in the node's draft.
// 3. A copy in the window that is newer than a wrong draft of the node is offered over it.
// 4. A cell of the list is saved by going elsewhere, one is open at a time, and a page with an open
//    cell that was typed in is not left without a word.
// 5. The bar with the buttons of a long month stands before its rows.

import Foundation
import Testing

extension Browsing {
  private func cell(_ served: Served) -> String {
    "input[name='m.\(served.project).f.month_investment']"
  }

  private func value(_ window: Window, _ selector: String) async throws -> String? {
    try await window.evaluate(
      "return document.querySelector(arguments[0])?.value ?? null", [selector]) as? String
  }

  /// Everything that the window keeps, in one text.
  private func kept(_ window: Window) async throws -> String {
    try await window.evaluate(
      "return Object.entries(sessionStorage).map((e) => e.join(' ')).join(' ')") as? String ?? ""
  }

  @Test func copiesByForm() async throws {
    let served = try Served()
    let driver = try Driver()
    let window = try await driver.open()
    try await served.signIn(window, as: "科员")
    try await window.go(served.url + "/month?period=2021-09")
    try await window.type(cell(served), "33.5")
    try await window.waitForStored("33.5")
    try await window.go(served.url + "/r/\(served.project)/edit?group=identity")
    try await window.type("#f-name", "驿城冷链物流园一期")
    try await window.click(".send .primary")
    try await window.await("已保存", in: ".remark.done")
    let after = try await kept(window)
    #expect(after.contains("33.5") && !after.contains("驿城冷链物流园一期"), "\(after)")
    try await window.go(served.url + "/month?period=2021-08")
    #expect(try await !window.has(".remark.warning button"))
    #expect(try await value(window, cell(served)) == "")
    try await window.go(served.url + "/month?period=2021-09")
    if try await window.has(".remark.warning button") {
      try await window.click(".remark.warning button")
    }
    #expect(try await value(window, cell(served)) == "33.5")
    try await window.click("button[name=act][value=save]")
    try await window.await("已保存 1 个项目", in: ".remark.done")
    #expect(try await !kept(window).contains("33.5"))

    try await window.type(cell(served), "34.5")
    try await window.waitForStored("34.5")
    try await window.go(served.url + "/")
    #expect(try await kept(window).contains("34.5"))
    try await window.click("header .out")
    _ = try await window.element(".signin")
    #expect(try await !kept(window).contains("typing:"))
    try await served.expectNothingLeft(window)
    try await window.close()
  }

  @Test func leftAtOnce() async throws {
    let served = try Served()
    let driver = try Driver()
    let window = try await driver.open()
    try await served.signIn(window, as: "科员")
    try await window.go(served.url + "/month?period=2021-09")
    _ = try await window.evaluate(
      """
      const field = document.querySelector(arguments[0]);
      field.value = '44.5';
      field.dispatchEvent(new Event('input', {bubbles: true}));
      location.href = '/projects';
      return 1;
      """, [cell(served)])
    try await window.await("确山新材料基地")
    #expect(try await kept(window).contains("44.5"))
    let second = try await driver.open()
    try await served.signIn(second, as: "科员")
    var found: String?
    for _ in 0..<100 where found != "44.5" {
      try await second.go(served.url + "/month?period=2021-09")
      found = try await value(second, cell(served))
    }
    #expect(found == "44.5")
    try await served.expectNothingLeft(window)
    try await window.close()
    try await second.close()
  }

  @Test func newerThanTheDraft() async throws {
    let served = try Served()
    let driver = try Driver()
    let window = try await driver.open()
    try await served.signIn(window, as: "科员")
    try await window.go(served.url + "/month?period=2021-09")
    try await window.type(cell(served), "八十吧")
    try await window.await("草稿已存", in: ".draft-state")
    try await window.waitForStored("八十吧")
    // As after typing on while the node did not answer.
    _ = try await window.evaluate(
      """
      for (const key of Object.keys(sessionStorage)) {
        sessionStorage[key] = sessionStorage[key].replace('八十吧', '81.5');
      }
      return 1;
      """)
    try await window.go(served.url + "/month?period=2021-09")
    #expect(try await value(window, cell(served)) == "八十吧")
    #expect(try await !window.has(".remark.refusal"))
    try await window.click(".remark.warning button")
    #expect(try await value(window, cell(served)) == "81.5")
    try await served.expectNothingLeft(window)
    try await window.close()
  }

  @Test func cellsAreSaved() async throws {
    let served = try Served()
    let driver = try Driver()
    let window = try await driver.open()
    try await served.signIn(window, as: "科员")
    try await window.go(served.url + "/projects")
    let own = "tr[data-record='\(served.project)'] td[data-code=total_investment]"
    let other =
      "tr[data-record]:not([data-record='\(served.project)']) td[data-code=total_investment]"
    func open(_ selector: String) async throws {
      _ = try await window.evaluate(
        """
        document.querySelector(arguments[0])
          .dispatchEvent(new MouseEvent('dblclick', {bubbles: true}));
        return 1;
        """, [selector])
      _ = try await window.element(selector + " form input[type=text]")
    }
    // The field keeps the keyboard: clearing it, as a driver does, would be going elsewhere.
    func fill(_ selector: String, _ text: String) async throws {
      _ = try await window.evaluate(
        "document.querySelector(arguments[0]).select(); return 1;", [selector])
      let id = try await window.element(selector)
      try await window.command("POST", "/element/\(id)/value", ["text": text])
    }
    func isLeavingAsked() async throws -> Bool {
      try await window.evaluate(
        """
        const leaving = new Event('beforeunload', {cancelable: true});
        window.dispatchEvent(leaving);
        return leaving.defaultPrevented;
        """) as? Bool ?? false
    }
    try await open(own)
    #expect(try await !isLeavingAsked())
    try await fill(own + " input[type=text]", "65000")
    #expect(try await isLeavingAsked())
    // Another cell is opened: the first is saved, and one is open.
    try await open(other)
    #expect(
      try await window.number("return document.querySelectorAll('form.cell-form').length") == 1)
    try await window.await("65,000", in: own)
    #expect(try served.fields(served.project)["total_investment"] as? String == "65000")
    // Clicking elsewhere saves.
    try await fill(other + " input[type=text]", "7200")
    try await window.click("h1")
    try await window.await("7,200", in: other)
    #expect(try await !window.has("form.cell-form"))
    // What is wrong stays open with the typing in it.
    try await open(own)
    try await fill(own + " input[type=text]", "很多")
    try await window.click("h1")
    _ = try await window.element(own + " .problem")
    #expect(try await value(window, own + " input[type=text]") == "很多")
    #expect(try served.fields(served.project)["total_investment"] as? String == "65000")
    #expect(try await window.complaints().filter { !$0.contains("422") } == [])
    try await served.expectNothingLeft(window)
    try await window.close()
  }

  @Test func barBeforeRows() async throws {
    let served = try Served()
    let driver = try Driver()
    let window = try await driver.open()
    try await served.signIn(window, as: "科员")
    try await window.go(served.url + "/month?period=2021-09")
    let isBefore =
      try await window.evaluate(
        """
        const rows = document.querySelector('.sheet-table tbody');
        for (let count = 0; count < 60; count++) rows.append(rows.rows[0].cloneNode(true));
        const bar = document.querySelector('.send').getBoundingClientRect();
        const top = document.elementFromPoint(bar.left + 20, bar.top + bar.height / 2);
        return top !== null && top.closest('.send') !== null;
        """) as? Bool
    #expect(isBefore == true)
    try await window.close()
  }
}
