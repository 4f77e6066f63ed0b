// Verifies, with processes of the program
// 1. A ledger removed with unsent edits in a bundle, added again and written before the sync: the
//    command says that the identity is another, the sync takes it, the bundle is taken at the hub,
//    and nothing typed is lost; the same written after the sync.

import Foundation
import Testing

@Suite(.serialized) struct ReturnTests {
  @Test(arguments: [true, false]) func leavingAndReturning(writesBeforeTheSync: Bool) throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.join("east", at: url)
    let sent = try city.must("east", "add", "project", "name=已发").object["id"] as? String
    let id = try #require(sent)
    try city.must("east", "sync")
    try city.must("east", "set", id, "owner=未发")
    let refused = try city.run("east", "ledger", "remove", "411702")
    #expect(refused.code == "unsent-edits")
    let bundle = city.path("unsent.tzb")
    try city.must("east", "ledger", "remove", "411702", "--export", bundle)
    try city.must("east", "ledger", "add", "411702")
    if !writesBeforeTheSync { try city.must("east", "sync") }
    let written = try city.must("east", "add", "project", "name=再写").object
    #expect((written["dot"] as? String)?.hasSuffix("#1") == true)
    #expect(written["identity_renewed"] is String)
    let synced = try city.must("east", "sync").object
    #expect(synced["sent"] as? Int == 1)
    #expect((synced["refused"] as? [Any])?.isEmpty == true)
    try city.must("hub", "bundle", "apply", bundle)
    try city.must("east", "sync")
    try city.must("east", "set", id, "leader=第三次写")
    try city.must("east", "sync")
    let shown = try city.must("hub", "show", id).object["fields"] as? [String: Any]
    #expect(shown?["owner"] as? String == "未发")
    #expect(shown?["leader"] as? String == "第三次写")
    #expect(try city.must("hub", "list", "project").objects.count == 2)
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east")
  }
}
