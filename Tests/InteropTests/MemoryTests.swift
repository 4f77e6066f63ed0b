// Verifies, on processes of the program, so that nothing else counts
// 1. A reader that all but stops in the middle of a long answer does not make the hub's memory
//    grow: 40 MB of frames for it, at most 12 MB more of the hub's own memory.
// 2. A hub and an agent stay below 160 MB, mapped pages included, while 40,000 projects go either
//    way.

import Foundation
import Glibc
import LedgerStore
import Projects
import SyncHTTP
import Testing

@Suite(.serialized) struct MemoryTests {
  /// A figure of `/proc/PID/status`, bytes; nil when the process is gone.
  static func status(_ process: Process, _ name: String) -> Int? {
    let path = "/proc/\(process.processIdentifier)/status"
    guard let text = try? String(contentsOfFile: path, encoding: .utf8),
      let line = text.split(separator: "\n").first(where: { $0.hasPrefix(name + ":") }),
      let kilobytes = line.split(separator: " ").dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return kilobytes * 1_024
  }

  /// Waits for the end of a process and gives the most memory it had, as far as was seen.
  static func peak(of process: Process) -> Int {
    var peak = 0
    while process.isRunning {
      peak = max(peak, status(process, "VmHWM") ?? 0)
      usleep(5_000)
    }
    return peak
  }

  @Test func manyProjects() throws {
    let city = try City()
    try city.makeHub()
    try city.must("hub", "put", "--batch", "10", input: City.projects(40_000))
    let (hub, url) = try city.serveHub()
    let token = try city.token()
    let pulling = try city.launch("east", "join", url, "--name", "east", "--token", token)
    let pulled = Self.peak(of: pulling)
    #expect(pulling.terminationStatus == 0)
    try city.must("east", "put", "--batch", "10", input: City.projects(40_000))
    let pushing = try city.launch("east", "sync")
    let pushed = Self.peak(of: pushing)
    #expect(pushing.terminationStatus == 0)
    let served = try #require(Self.status(hub, "VmHWM"))
    for peak in [pulled, pushed, served] {
      #expect(peak < 160 << 20, "\(peak >> 20) MiB of \([pulled, pushed, served])")
    }
    #expect(city.stop(hub) == 0)
    try city.expectConverged("hub", "east")
  }

  @Test func aSlowReader() throws {
    let city = try City()
    try city.makeHub()
    try city.must("hub", "put", "--batch", "50", input: City.noise(5_000, words: 625))
    let (hub, url) = try city.serveHub()
    try city.make("east")
    try city.must("east", "join", url, "--token", try city.token())
    let port = try #require(url.split(separator: ":").last.flatMap { UInt16($0) })
    let before = try #require(Self.status(hub, "RssAnon"))
    let reader = try SlowReader(port: port)
    try reader.ask(for: "411702", as: city.path("east"))
    var highest = 0
    for _ in 0..<150 {
      _ = reader.read(32_768)
      usleep(20_000)
      highest = max(highest, Self.status(hub, "RssAnon") ?? 0)
    }
    #expect(highest - before < 12 << 20, "grew by \((highest - before) >> 20) MiB")
    var total = reader.total
    while reader.read(1 << 20) > 0 { total = reader.total }
    #expect(total > 40_000_000)
    #expect(city.stop(hub) == 0)
  }
}

/// A client that reads when it likes.
final class SlowReader {
  private let descriptor: Int32
  private(set) var total = 0

  init(port: UInt16) throws {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var size: Int32 = 65_536
    setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(result == 0)
  }

  deinit { close(descriptor) }

  /// Asks for everything, uncompressed, as JSON asks but answered in frames.
  func ask(for ledger: String, as store: String) throws {
    let body = "{}"
    let request =
      "POST /v1/ledgers/\(ledger)/exchange HTTP/1.1\r\nHost: hub\r\nConnection: close\r\n"
      + "Content-Type: application/json\r\n" + (try Self.signature(of: store, ledger, body))
      + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    let bytes = Array(request.utf8)
    try #require(write(descriptor, bytes, bytes.count) == bytes.count)
  }

  private static func signature(
    of store: String, _ ledger: String, _ body: String
  ) throws -> String {
    let opened = try Store.open(
      at: store, schema: Schema.standard.traits, options: StoreOptions(isReadOnly: true))
    return try RequestSigner(opened).fields(
      method: "POST", url: "http://hub/v1/ledgers/\(ledger)/exchange", body: Array(body.utf8),
      createdSeconds: Int64(Date().timeIntervalSince1970)
    ).map { "\($0.name): \($0.value)\r\n" }.joined()
  }

  /// Reads up to `count` bytes; 0 at the end.
  func read(_ count: Int) -> Int {
    var buffer = [UInt8](repeating: 0, count: count)
    let taken = max(0, Glibc.read(descriptor, &buffer, count))
    total += taken
    return taken
  }
}
