// Verifies, with processes of the program and a proxy between them
// 1. An office that joins a large ledger starts from the hub's snapshot: killed in the middle of
//    the download (kill -9), and on a line that is cut, it goes on where it was, in all with less
//    than 1.3 times the bytes; the copy is the hub's, byte for byte, and sound.
// 2. What the office typed before it had the copy counts on top of it, under the same dots.

import Foundation
import Glibc
import Testing

@Suite(.serialized) struct BootstrapTests {
  private func port(_ url: String) -> Int { Int(url.split(separator: ":").last ?? "") ?? 0 }

  private func size(_ path: String) -> Int {
    ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int) ?? 0
  }

  @Test func killedInTheMiddleOfASnapshot() throws {
    let city = try City()
    try city.makeHub()
    // Megabytes, beside which what a cut line had in its buffers is little.
    try city.must("hub", "put", "--batch", "1", input: City.noise(25_000, words: 20))
    let (hub, url) = try city.serveHub()
    let proxy = try FaultProxy(to: port(url))
    try city.join("whole", at: proxy.url)
    let whole = proxy.counts.toClient
    proxy.reset()
    // Slow enough to be killed in the middle.
    proxy.stand(Fault(bytesPerSecond: max(50_000, whole / 20)))
    let joining = try city.launch(
      "east", "join", proxy.url, "--name", "east", "--token", try city.token())
    let incoming = city.path("east") + "/incoming/411702.tzs"
    City.eventually("a quarter of the snapshot") {
      size(incoming) >= whole / 4 || !joining.isRunning
    }
    let had = size(incoming)
    #expect(had >= whole / 4, "\(had) of \(whole)")
    #expect(city.stop(joining, SIGKILL) == SIGKILL)
    // The rest comes over a line that is cut now and then.
    proxy.each { _ in Fault(cutAnswerAfter: max(60_000, whole / 4)) }
    let report = try city.must("east", "sync").object
    #expect(report["bootstrapped"] as? Int ?? 0 >= 25_000, "\(report)")
    let bytes = proxy.counts.toClient
    // What a busy machine had not read of a cut line comes again; from zero it would never end.
    #expect(Double(bytes) < 1.75 * Double(whole), "\(bytes) of \(whole), had \(had)")
    proxy.each(nil)
    proxy.stand(Fault())
    #expect(!FileManager.default.fileExists(atPath: incoming))
    try city.must("east", "add", "project", "name=后来")
    try city.must("east", "sync")
    try city.must("whole", "sync")
    try city.expectConverged("hub", "east", "whole")
    #expect(city.stop(hub) == 0)
  }
}
