// 1. Pages of the list hold each project once, in order, whichever way it is sorted; the empty come
//    last.
// 2. The list narrows by county, stage and text, by pinyin initials, and by conflicts.
// 3. What another process or a sync wrote is on the next page, and what was archived is gone.
// 4. A list asked for again while nothing was written is the same list, whatever its order.

import Causality
import Foundation
import LedgerStore
import Projects
import TestSupport
import Testing
import Wire

struct GridTests {
  @Test func pagesInOrder() async throws {
    let desk = try await Desk()
    for number in 0..<120 {
      let money = number % 10 == 0 ? "" : "\((number * 37) % 120)"
      try desk.add(
        "project", ["name": "项目\(number)号", "total_investment": money, "region_code": "411702"])
    }
    var seen: [String] = []
    for page in 1...3 {
      let body = try await desk.browser.get("/projects?sort=total_investment&dir=desc&page=\(page)")
        .body
      seen += body.matches(of: /<th scope="row"><a href="\/r\/[^"]*">([^<]*)</).map {
        String($0.output.1)
      }
    }
    #expect(seen.count == 120 && Set(seen).count == 120)
    #expect(seen.suffix(12).allSatisfy { $0.hasSuffix("0号") })
    let numbers = seen.prefix(108).compactMap { name in
      Int(name.dropFirst(2).dropLast()).map { ($0 * 37) % 120 }
    }
    #expect(numbers == numbers.sorted(by: >))
    #expect(try await desk.browser.get("/projects?page=999").text.contains("第 3 页，共 3 页"))
  }

  @Test func narrows() async throws {
    let desk = try await Desk()
    try desk.add("project", ["name": "驿城区产业园", "region_code": "411702", "stage": "building"])
    try desk.add("project", ["name": "西平县水厂", "region_code": "411721", "stage": "reserve"])
    func count(_ query: String) async throws -> String {
      try await desk.browser.get("/projects?\(query)").text
    }
    #expect(try await count("region_code=411721").contains("西平县水厂"))
    #expect(try await !count("region_code=411721").contains("驿城区产业园"))
    #expect(try await count("stage=building").contains("找到 1 个"))
    #expect(try await count("q=xpxsc").contains("西平县水厂"))
    #expect(try await count("q=%E6%B0%B4%E5%8E%82").contains("找到 1 个"))
    #expect(try await count("q=nothing").contains("没有符合条件的项目"))
    #expect(try await count("conflicts=1").contains("找到 0 个"))
    #expect(try await count("cols=leader,owner").contains("业主单位"))
  }

  @Test func followsTheStore() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "旧名"])
    #expect(try await desk.browser.get("/projects").text.contains("旧名"))
    try desk.add("project", ["name": "新名"], id: id)
    let page = try await desk.browser.get("/projects")
    #expect(page.text.contains("新名") && !page.text.contains("旧名"))
    let other = try desk.add("project", ["name": "汇总点建的"], to: desk.city.hub)
    #expect(try await !desk.browser.get("/projects").text.contains("汇总点建的"))
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    #expect(try await desk.browser.get("/projects").text.contains("汇总点建的"))
    let collection = try #require(Schema.standard.collection("project"))
    _ = try desk.store.edit(desk.ledger, [.archive(collection.id, other)])
    #expect(try await !desk.browser.get("/projects").text.contains("汇总点建的"))
  }

  @Test func sameListAgain() async throws {
    let desk = try await Desk()
    for number in 0..<30 {
      try desk.add("project", ["name": "项目\(number)", "total_investment": "\(number % 7)"])
    }
    for query in ["", "?sort=total_investment", "?sort=name&dir=desc", "?q=xm"] {
      let first = try await desk.browser.get("/projects\(query)")
      #expect(try await desk.browser.get("/projects\(query)").body == first.body, "\(query)")
      #expect(first.body.contains("data-record="))
    }
  }
}
