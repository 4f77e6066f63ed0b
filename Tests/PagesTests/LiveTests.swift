// 1. A page that stands open is told over `/events` of a commit by another store handle or a sync:
//    the records and the counts of open conflicts; a commit before the page was made is not told.
// 2. News of longer ago than is remembered, or of another numbering, says that anything may have
//    changed.
// 3. There are never more streams than a bound, and a place comes free when a stream ends.
// 4. Without a session, from another site or another machine there is no stream.
// 5. An account of a county is told of its own county's records and conflicts alone, and hears
//    nothing of a commit to another county.
// 6. The head of each page counts open conflicts; a part fetched again takes no remark away from
//    the page that a person opens.

import Causality
import Foundation
import HTTPTypes
import Hummingbird
import LedgerStore
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOEmbedded
import Pages
import Projects
import TestSupport
import Testing
import Wire

/// What a stream has sent so far.
private struct Heard: ResponseBodyWriter {
  let text = NIOLockedValueBox("")

  mutating func write(_ part: ByteBuffer) async throws {
    text.withLockedValue { $0 += String(buffer: part) }
  }

  consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
}

struct LiveTests {
  /// Listens until `part` was heard, or for ten seconds; then the connection is dropped.
  private func hear(_ response: Response, until part: String) async throws -> String {
    let heard = Heard()
    let text = heard.text
    let stream = Task { try await response.body.write(heard) }
    for _ in 0..<400 where !text.withLockedValue({ $0.contains(part) }) {
      try await Task.sleep(for: .milliseconds(25))
    }
    stream.cancel()
    _ = try? await stream.value
    return text.withLockedValue { $0 }
  }

  private func since(_ page: Page) -> String {
    page.body.firstMatch(of: /data-commit="([0-9]+)"/).map { String($0.output.1) } ?? ""
  }

  @Test func commitsAreHeard() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "产业园", "total_investment": "100"])
    let page = try await desk.browser.get("/projects")
    let commit = since(page)
    #expect(!commit.isEmpty)
    let response = try await desk.browser.open("/events?since=\(commit)")
    #expect(response.headers[.contentType] == "text/event-stream; charset=utf-8")
    let (store, ledger) = (desk.store, desk.ledger)
    let collection = try #require(Schema.standard.collection("project")).id
    let writing = Task {
      // While the stream is open: what was committed before is told by its first look.
      try await Task.sleep(for: .milliseconds(300))
      _ = try store.edit(ledger, [.archive(collection, id)])
    }
    let heard = try await hear(response, until: "event: news")
    try await writing.value
    #expect(heard.contains("event: news") && heard.contains("\"\(id)\""))
    #expect(heard.contains("\"conflicts\":0"))
    let later = since(try await desk.browser.get("/projects"))
    #expect(later != commit)
    let quiet = try await hear(
      try await desk.browser.open("/events?since=\(later)"), until: ":\n")
    #expect(!quiet.contains("event: news"))
  }

  @Test func longAgo() async throws {
    let desk = try await Desk()
    try desk.add("project", ["name": "产业园"])
    _ = try await desk.browser.get("/projects")
    for since in ["0", "99999999", "x"] {
      let heard = try await hear(
        try await desk.browser.open("/events?since=\(since)"), until: "event: news")
      #expect(heard.contains("event: news") && !heard.contains("records"), "\(since)")
    }
  }

  @Test func bounded() async throws {
    let desk = try await Desk()
    var open: [Response] = []
    for _ in 0..<256 { open.append(try await desk.browser.open("/events?since=0")) }
    #expect(try await desk.browser.open("/events?since=0").status == .serviceUnavailable)
    open.removeLast()
    #expect(try await desk.browser.open("/events?since=0").status == .ok)
  }

  @Test func closedToOthers() async throws {
    let desk = try await Desk(opened: false)
    #expect(try await desk.browser.open("/events?since=0").status == .forbidden)
    _ = try await desk.browser.get(desk.pages.startPath)
    let foreign = [("Origin", "http://attacker.example")]
    #expect(
      try await desk.browser.open("/events?since=0", headers: foreign).status == .forbidden)
    let other = Browser(desk.pages, isLocal: false)
    #expect(try await other.open("/events?since=0").status == .forbidden)
    #expect(try await desk.browser.open("/events?since=0").status == .ok)
  }

  @Test func ownCountyAlone() async throws {
    let node = try SharedNode()
    try node.account("本县", .county, county: "411702")
    let browser = try await node.signedIn("本县")
    let before = since(try await browser.get("/projects"))
    try SharedNode.write(
      to: node.store, "411721", "project", ["leader": "外县岗"], id: node.foreign)
    let quiet = try await hear(
      try await browser.open("/events?since=\(before)"), until: "\n:\n")
    #expect(quiet.contains("\n:\n") && !quiet.contains("event: news"), "\(quiet)")
    try SharedNode.write(to: node.store, "411702", "project", ["leader": "本县岗"], id: node.own)
    let heard = try await hear(
      try await browser.open("/events?since=\(before)"), until: "event: news")
    #expect(heard.contains("\"records\":[\"\(node.own)\"]"), "\(heard)")
    // The node has one conflict, of the other county.
    #expect(heard.contains("\"conflicts\":0"), "\(heard)")
  }

  @Test func headAndRemarks() async throws {
    let desk = try await Desk()
    let id = try desk.add("project", ["name": "产业园", "total_investment": "100"])
    _ = try desk.city.hub.pull(desk.ledger, from: desk.store)
    try desk.add("project", ["total_investment": "200"], id: id)
    try desk.add("project", ["total_investment": "300"], to: desk.city.hub, id: id)
    _ = try desk.store.pull(desk.ledger, from: desk.city.hub)
    let page = try await desk.browser.get("/projects")
    #expect(page.body.contains("data-count=\"conflicts\">1<"))
    let edit = try await desk.browser.get("/r/\(id)/edit?group=people")
    _ = try await desk.browser.submit(edit, ["f.leader": "市长岗"])
    #expect(try await !desk.browser.get("/r/\(id)?live=1").text.contains("已保存"))
    #expect(try await desk.browser.get("/r/\(id)").text.contains("已保存"))
    #expect(try await !desk.browser.get("/r/\(id)").text.contains("已保存"))
  }
}
