// 1. Without a session every page and every form is refused with words and a next step; assets are
//    not.
// 2. The start link opens one session, once, in a cookie that scripts do not see.
// 3. Host names that are not this node's are refused, whatever else is right.
// 4. A form from another site, without the session's token, or with another session's is refused,
//    and nothing is written.
// 5. Every answer carries the strict policy, and no page has inline scripts or styles.
// 6. A request from another machine is refused.
// 7. A form over the bound, of another type, or that is not UTF-8 is refused.
// 8. A session that is idle too long is over.
// 9. An address that no route knows is answered with a page of this house, to those alone who may
//    reach the node; the hub's own paths are left to the hub. The picture that browsers ask for is
//    there.
// 10. HEAD is answered as GET without the body, uses nothing up and takes no remark away; another
//    method of a known address is refused with those that it has.

import Foundation
import HTTPTypes
import Pages
import Projects
import TestSupport
import Testing

struct AccessTests {
  @Test func nothingWithoutSession() async throws {
    let desk = try await Desk(opened: false)
    let id = try desk.add("project", ["name": "秘密项目"])
    for path in [
      "/", "/projects", "/month", "/conflicts", "/r/\(id)", "/r/\(id)/edit", "/new/project",
    ] {
      let page = try await desk.browser.get(path)
      #expect(page.status == 403, "\(path)")
      #expect(page.text.contains("需要用启动链接打开"), "\(path)")
      #expect(!page.body.contains("秘密项目"), "\(path)")
    }
    let sent = try await desk.browser.post("/r/\(id)", [("f.name", "改"), ("was.name", "秘密项目")])
    #expect(sent.status == 403)
    // Whoever typed is told where the typing is, and how to go on.
    #expect(sent.text.contains("没有保存") && sent.text.contains("还在这个窗口里"))
    #expect(try desk.shown(id, "name") == "秘密项目")
    #expect(try await desk.browser.get("/assets/pages.css").status == 200)
    desk.browser.language = "en"
    #expect(try await desk.browser.get("/").text.contains("This page opens with the start link."))
  }

  @Test func startLinkOnce() async throws {
    let desk = try await Desk(opened: false)
    let opened = try await desk.browser.get(desk.pages.startPath)
    #expect(opened.status == 303)
    let cookie = opened.headers[values: .setCookie].joined()
    #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"))
    #expect(try await desk.browser.follow(opened).status == 200)
    let other = Browser(desk.pages)
    let again = try await other.get(desk.pages.startPath)
    #expect(again.status == 403 && again.headers[.setCookie] == nil)
    #expect(again.text.contains("启动链接已经用过"))
    #expect(try await other.get("/start?token=\(String(repeating: "0", count: 64))").status == 403)
    #expect(try await other.get("/projects").status == 403)
  }

  @Test func foreignHost() async throws {
    let desk = try await Desk()
    for host in ["attacker.example", "attacker.example:8420", "127.0.0.1.attacker.example:8420"] {
      desk.browser.host = host
      #expect(try await desk.browser.get("/projects").status == 421, "\(host)")
    }
    for host in ["localhost:8420", "LOCALHOST:1", "[::1]:8420", "127.0.0.1"] {
      desk.browser.host = host
      #expect(try await desk.browser.get("/projects").status == 200, "\(host)")
    }
  }

  @Test func forgedForms() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "原名"])
    let page = try await desk.browser.get("/r/\(id)/edit?group=identity")
    var fields = page.form.fields
    fields.removeAll { $0.name == "f.name" }
    fields.append(("f.name", "被改"))
    let good = fields.first { $0.name == "form-token" }?.value ?? ""
    #expect(good.count == 64)
    func sent(_ token: String?, _ headers: [(String, String)]) async throws -> Int {
      var fields = fields
      fields.removeAll { $0.name == "form-token" }
      if let token { fields.append(("form-token", token)) }
      return try await desk.browser.post("/r/\(id)", fields, headers: headers).status
    }
    let own = ("Origin", "http://127.0.0.1:8420")
    #expect(try await sent(good, [("Origin", "http://attacker.example")]) == 403)
    #expect(try await sent(good, [("Origin", "null")]) == 403)
    #expect(try await sent(good, [("Origin", "http://127.0.0.1:9999")]) == 403)
    #expect(try await sent(good, [("Sec-Fetch-Site", "cross-site")]) == 403)
    #expect(try await sent(good, [own, ("Sec-Fetch-Site", "same-site")]) == 403)
    #expect(try await sent(nil, [own]) == 403)
    #expect(try await sent(String(repeating: "a", count: 64), [own]) == 403)
    #expect(try desk.shown(id, "name") == "原名")
    #expect(try await sent(good, [own, ("Sec-Fetch-Site", "same-origin")]) == 303)
    #expect(try desk.shown(id, "name") == "被改")
  }

  @Test func strictAnswers() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "项目"])
    for path in ["/", "/projects", "/r/\(id)", "/r/\(id)/edit", "/month", "/conflicts", "/nowhere"]
    {
      let page = try await desk.browser.get(path)
      guard path != "/nowhere" else { continue }
      let policy = page.headers[.contentSecurityPolicy] ?? ""
      #expect(policy.contains("default-src 'self'") && !policy.contains("unsafe"), "\(path)")
      #expect(page.headers[.xContentTypeOptions] == "nosniff")
      #expect(page.headers[.cacheControl] == "no-store")
      #expect(page.body.firstMatch(of: /\son[a-z]+=/) == nil, "\(path)")
      #expect(page.body.firstMatch(of: /\sstyle=/) == nil, "\(path)")
      #expect(page.body.firstMatch(of: /<script(?![^>]*src=)/) == nil, "\(path)")
      #expect(page.body.firstMatch(of: /(src|href|action)="(https?:)?\/\//) == nil, "\(path)")
    }
  }

  @Test func otherMachine() async throws {
    let desk = try await Desk(opened: false)
    let browser = Browser(desk.pages, isLocal: false)
    #expect(try await browser.get(desk.pages.startPath).status == 403)
    #expect(try await desk.browser.get(desk.pages.startPath).status == 303)
  }

  @Test func badBodies() async throws {
    let desk = try await Desk()
    let long = String(repeating: "x", count: 10 * FieldDefinition.textBytesMax)
    #expect(try await desk.browser.post("/new/project", [("f.name", long)]).status == 413)
    let json = try await desk.browser.post("/new/project", [], headers: [("Content-Type", "x")])
    #expect(json.status == 403 || json.status == 415)
    let token =
      try await desk.browser.get("/new/project").form.fields
      .first { $0.name == "form-token" }?.value ?? ""
    for bytes in ["%FF%FE", "%C3%28", "%ED%A0%80", "%F4%90%80%80"] {
      let sent = try await desk.browser.post(
        raw: "/new/project", "form-token=\(token)&f.name=\(bytes)")
      #expect(sent.status == 400 && sent.text.contains("不是文字"), "\(bytes)")
    }
    #expect(try await desk.browser.get("/projects?q=%FF%FE&page=-3&sort=%00").status == 200)
  }

  @Test func idleSession() async throws {
    let desk = try await Desk()
    #expect(try await desk.browser.get("/projects").status == 200)
    desk.city.clock.advance(by: 12 * 3_600_000 + 1)
    #expect(try await desk.browser.get("/projects").status == 403)
  }

  @Test func unknownAddresses() async throws {
    let desk = try await Desk()
    for path in ["/nothing", "/city/nothing", "/r/a/b/c/d"] {
      let page = try await desk.browser.get(path)
      #expect(page.status == 404 && page.text.contains("没有这个页面：\(path)"), "\(path)")
      #expect(
        page.body.contains("href=\"/projects\"") && page.headers[.contentSecurityPolicy] != nil)
    }
    let stranger = try await Browser(desk.pages).get("/nothing")
    #expect(stranger.status == 404 && !stranger.body.contains("href=\"/projects\""))
    for browser in [Browser(desk.pages, isLocal: false), desk.browser] {
      let path = browser === desk.browser ? "/v1/nothing" : "/nothing"
      let other = try await browser.get(path)
      #expect(other.status == 404 && other.body.isEmpty, "\(path)")
    }
    let icon = try await desk.browser.get("/favicon.ico")
    #expect(icon.status == 200 && icon.headers[.contentType] == "image/svg+xml")
  }

  @Test func heads() async throws {
    let desk = try await Desk(opened: false)
    let link = try await desk.browser.ask("HEAD", desk.pages.startPath)
    #expect(link.status == 405 && link.headers[.allow] == "GET")
    #expect(try await desk.browser.get(desk.pages.startPath).status == 303)
    let id = try desk.add("project", ["name": "产业园"])
    for path in ["/", "/projects", "/r/\(id)", "/assets/pages.css", "/sign-in", "/nothing"] {
      let page = try await desk.browser.get(path)
      let head = try await desk.browser.ask("HEAD", path)
      #expect(head.status == page.status && head.bytes.isEmpty, "\(path): \(head.status)")
      #expect(head.headers[.contentType] == page.headers[.contentType], "\(path)")
      #expect(head.headers[.contentLength] ?? "0" != "0", "\(path)")
    }
    let edit = try await desk.browser.get("/r/\(id)/edit?group=people")
    #expect(try await desk.browser.submit(edit, ["f.leader": "市长岗"]).status == 303)
    #expect(try await desk.browser.ask("HEAD", "/r/\(id)").status == 200)
    #expect(try await desk.browser.get("/r/\(id)").text.contains("已保存"))
  }

  @Test func otherMethods() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "产业园"])
    let known = [
      ("/projects", "GET, HEAD"), ("/r/\(id)", "GET, HEAD, POST"), ("/r/\(id)/archive", "POST"),
      ("/events", "GET"),
    ]
    for (path, methods) in known {
      for method in ["PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "PROPFIND"] {
        let page = try await desk.browser.ask(method, path)
        #expect(page.status == 405 && page.headers[.allow] == methods, "\(method) \(path)")
        #expect(page.text.contains("这个地址不能直接打开（\(method) \(path)）"), "\(page.text)")
        #expect(page.body.contains("href=\"/projects\""), "\(method) \(path)")
      }
    }
    let form = try await desk.browser.get("/r/\(id)/archive")
    #expect(form.status == 405 && form.headers[.allow] == "POST")
    for path in ["/nothing", "/v1/hub"] {
      let page = try await desk.browser.ask("PUT", path)
      #expect(page.status == 404 && page.headers[.allow] == nil, "\(path)")
    }
    // Whoever may not reach the node learns nothing.
    let other = try await Browser(desk.pages, isLocal: false).ask("PUT", "/projects")
    #expect(other.status == 404 && other.body.isEmpty && other.headers[.allow] == nil)
  }
}
