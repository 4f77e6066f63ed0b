// Verifies, with processes of the program
// 1. A hub whose identity is renewed twice by another process while it serves answers under the new
//    one at once: an office goes on without anybody's help, an invitation made before brings a new
//    office in under the new identity, and all hold the same.

import Foundation
import Testing

@Suite(.serialized) struct HubRenewalTests {
  @Test func renewedWhileItServes() throws {
    let city = try City()
    try city.makeHub()
    let (hub, url) = try city.serveHub()
    try city.join("east", at: url)
    try city.must("east", "add", "project", "name=桥")
    try city.must("east", "sync")
    let token = try city.token()
    let first = try #require(
      try city.must("hub", "identity", "show").object["replica"] as? String)
    for _ in 0..<2 { try city.must("hub", "identity", "renew") }
    let renewed = try #require(
      try city.must("hub", "identity", "show").object["replica"] as? String)
    #expect(renewed != first)
    let joined = try city.must("late", "join", url, "--name", "late", "--token", token).object
    #expect((joined["hub"] as? [String: Any])?["replica"] as? String == renewed)
    #expect((joined["refused"] as? [Any])?.isEmpty == true)
    try city.must("hub", "add", "project", "name=路")
    let synced = try city.must("east", "sync").object
    #expect(synced["received"] as? Int == 1)
    #expect((synced["refused"] as? [Any])?.isEmpty == true)
    try city.must("east", "add", "project", "name=坝")
    #expect(try city.must("east", "sync").object["sent"] as? Int == 1)
    try city.must("late", "sync")
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east", "late")
  }
}
