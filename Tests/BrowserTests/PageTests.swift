// Verifies in Chromium, against the program serving real stores
// 1. Every page in both languages: it is in its language, nothing complains on the console, nothing
//    is wider than a 1024-pixel screen, and no rule of WCAG 2.1 A and AA that axe-core knows is
//    broken. A picture of each is kept under `.build/screenshots`.
// 2. Every page is read with scripts off, and a plain form still writes.
// 3. No request of any page goes anywhere but to the node.

import Foundation
import Testing

extension Browsing {
  /// Every page, by the name of its picture. New pages are added here and are checked like the
  /// others.
  private func pages(_ served: Served) -> [(name: String, path: String, shows: String)] {
    [
      ("today", "/", "驿城冷链物流园"), ("projects", "/projects", "确山新材料基地"),
      ("projects-found", "/projects?q=llwl&sort=total_investment", "驿城冷链物流园"),
      ("project", "/r/\(served.project)", "驿城冷链物流园"),
      ("project-edit", "/r/\(served.project)/edit", "驿城冷链物流园"),
      ("project-history", "/r/\(served.project)/history", "市里核定"),
      ("new-project", "/new/project", ""), ("new-issue", "/new/issue?parent=\(served.project)", ""),
      ("conflicts", "/conflicts", "驿城物流集团"),
      ("conflict", "/conflicts/\(served.conflict)", "驿城冷链有限公司"),
      ("month", "/month?period=2021-09", "确山新材料基地"), ("duties", "/duties?rules=zhumadian-2021", ""),
      ("city", "/city?rules=zhumadian-2021&as-of=2021-10-31", "驿城区"),
      ("wall", "/city/wall?rules=zhumadian-2021&as-of=2021-10-31", "驿城区"),
      ("bulletin", "/city/bulletin?month=2021-09", ""), ("issues", "/city/issues", ""),
      ("month-late", "/month/late?period=2021-09", ""),
      ("month-close", "/month/close?period=2021-09", ""), ("settle-many", "/settle-many", ""),
      ("settlements", "/settlements", ""), ("members", "/members", "驿城区项目办"),
      ("sign-ins", "/sign-ins", "127.0.0.1"), ("account", "/account", "科员"),
      ("imports", "/imports", "八月.csv"),
      ("nothing", "/r/nothing", ""), ("nothing-known", "/nothing", "/nothing"),
      ("score", "/city/score?county=411702&rules=zhumadian-2021&as-of=2021-10-31", "驿城区"),
    ]
  }

  /// A node with an import that stands.
  private func node() throws -> Served {
    let served = try Served()
    let file = try served.file("八月.csv", Data("项目名称,县区\n八月水厂,驿城区\n".utf8))
    try served.run("hub", ["import", file])
    return served
  }

  @Test func everyPage() async throws {
    let served = try node()
    let driver = try Driver()
    let window = try await driver.open()
    let accessibility = Accessibility()
    func check(_ name: String, _ language: String, _ shows: String) async throws {
      let page = "\(name) \(language)"
      let told = try await window.evaluate("return document.documentElement.lang") as? String
      #expect(told == (language == "zh" ? "zh-CN" : "en"), "\(page)")
      let text = try await window.text("body")
      #expect(shows.isEmpty || text.contains(shows), "\(page): \(text.prefix(300))")
      let width = try await window.evaluate(
        "return document.documentElement.scrollWidth - window.innerWidth")
      #expect((width as? NSNumber)?.intValue ?? 1 <= 0, "\(page) is too wide by \(width)")
      let complaints = try await window.complaints()
      // What is not there is answered with 404, which the console tells of: the page is looked at.
      #expect(name.hasPrefix("nothing") || complaints.isEmpty, "\(page): \(complaints)")
      if let accessibility {
        let broken = try await accessibility.violations(window)
        #expect(broken.isEmpty, "\(page): \(broken.joined(separator: "\n"))")
      }
      try await window.keepPicture("\(name)-\(language)")
    }
    for language in ["zh", "en"] {
      try await window.go(served.url + "/sign-in?lang=\(language)")
      try await check("sign-in", language, "")
      try await served.signIn(window, as: "科员")
      for page in pages(served) {
        try await window.go(served.url + page.path)
        try await check(page.name, language, page.shows)
      }
      // A preview is of a session: made here, looked at, and given up.
      let rows = "项目名称,总投资,没有的列\n驿城冷链物流园,很多,1\n驿城冷链物流园区,,1\n驿城冷链物流园,,1\n水厂,5,1\n"
      try await window.go(served.url + "/imports")
      try await window.choose("input[type=file]", try served.file("九月.csv", Data(rows.utf8)))
      try await window.click(".upload .primary")
      try await window.await("九月.csv")
      _ = try await window.evaluate("document.querySelector('.mapping')?.setAttribute('open', '')")
      try await check("import-preview", language, "驿城冷链物流园区")
      try await window.click("button[value=drop]")
      // A sheet whose header is not known.
      let odd = "某县一览,,\n叫什么,多少钱,谁建\n乡路,5,某局\n"
      try await window.choose("input[type=file]", try served.file("怪.csv", Data(odd.utf8)))
      try await window.click(".upload .primary")
      try await window.await("怪.csv")
      try await check("import-header", language, "乡路")
      try await window.click("button[value=drop]")
      try await window.click("tbody a[href$='/undo']")
      try await window.await("八月.csv")
      try await check("import-undo", language, "八月水厂")
      try await window.click("header .out")
      _ = try await window.element(".signin")
    }
    try await served.expectNothingLeft(window)
    try await window.close()
  }

  @Test func withoutScripts() async throws {
    let served = try node()
    let driver = try Driver()
    let window = try await driver.open(scripts: false)
    try await served.signIn(window, as: "科员")
    for page in pages(served) {
      try await window.go(served.url + page.path)
      let text = try await window.text("body")
      #expect(!text.isEmpty, "\(page.name)")
      #expect(
        page.shows.isEmpty || text.contains(page.shows), "\(page.name): \(text.prefix(300))")
    }
    // That scripts are off is seen by what they alone do.
    try await window.go(served.url + "/projects")
    #expect(try await window.has("script[src='/assets/pages.js']"))
    try await window.readRequests()
    #expect(!window.requests.contains { $0.hasSuffix("/assets/pages.js") })
    try await window.go(served.url + "/new/project")
    try await window.type("#f-name", "没有脚本也能建的水厂")
    try await window.click(".send .primary")
    try await window.await("没有脚本也能建的水厂", in: "h1")
    try await served.expectNothingLeft(window)
    try await window.close()
  }
}
