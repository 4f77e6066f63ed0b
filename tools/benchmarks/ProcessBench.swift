// Real processes over real HTTP on loopback: bulk, sync-cold, sync-delta, sync-quiet, conflicts,
// start-up, memory.

import Causality
import Foundation
import LedgerStore
import Projects
import Wire

extension Bench {
  func bulkBench() throws {
    Report.title("bulk: projects of 40 fields through `taizhang put`, durable")
    for size in Set([min(count, 10_000), count]).sorted() {
      _ = try create("bulk")
      let input = try lines(size, withIDs: false)
      let finished = try load("bulk", size, withIDs: false)
      let status = try open("bulk").read { (snapshot) throws(StoreError) in
        try snapshot.status(self.ledger)
      }
      let trace = try StoreTrace(
        directory: path("bulk"), ledger: ledger, arrivals: 1...UInt64(status.changes),
        changesPerTransaction: 40)
      let c = try trace.replay(twin: twin, directory: fresh("bulk-twin"), sync: "durable")
      Report.line(
        "\(size) projects", Report.seconds(finished.seconds),
        Report.rate(size, finished.seconds, "projects"), Report.mebibytes(input.jsonBytes) + " in",
        "peak " + Report.mebibytes(finished.peakMemoryBytes),
        "C puts: " + Report.seconds(c.seconds),
        String(format: "ratio %.2f", finished.seconds / c.seconds),
        Report.atLeast(Double(size) / finished.seconds, 30_000))
    }
  }

  private func member(_ name: String, _ json: String) throws -> String {
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    guard let value = object?[name] as? String else { throw BenchError("no \(name) in \(json)") }
    return value
  }

  private func sync() throws -> (figures: [String: Any], finished: Finished) {
    let finished = try Child.run(taizhang, ["sync", "--store", path("agent"), "--json"])
    let line = finished.output.split(separator: "\n").last.map(String.init) ?? ""
    let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
    return (object ?? [:], finished)
  }

  /// sync-cold, memory, sync-quiet, sync-delta: one hub and one agent, one after the other.
  func syncBench() throws {
    for size in Set([min(count, 10_000), count]).sorted() {
      _ = try create("hub", role: .hub)
      let hub = try Child(
        taizhang, ["serve", "--hub", "--listen", "127.0.0.1:0", "--store", path("hub"), "--json"])
      defer { kill(hub.pid, SIGKILL) }
      let url = try member("listening", hub.firstLine())
      try joinEmpty(url)
      _ = try load("hub", size, extra: ["--ledger", ledger])
      try coldSync(size, hub)
      if size == count {
        try quietSync()
        try deltaSync(size)
        try idleAgent()
      }
      _ = try hub.terminate()
    }
  }

  private func joinEmpty(_ url: String) throws {
    let invited = try Child.run(
      taizhang,
      [
        "hub", "invite", "--store", path("hub"), "--ledger", ledger, "--role", "county", "--json",
      ])
    _ = try Child.run(
      taizhang,
      [
        "join", url, "--token", try member("token", invited.output), "--store", fresh("agent"),
        "--name", "bench", "--json",
      ])
  }

  private func coldSync(_ size: Int, _ hub: Child) throws {
    Report.title("sync-cold: \(size) projects to an empty store over loopback HTTP, durable")
    let (figures, finished) = try sync()
    let bytes = figures["bytes_received"] as? Int ?? .max / 2
    let json = Self.peerJSONBytes(size)
    Report.line(
      "the whole process", Report.seconds(finished.seconds),
      Report.rate(size, finished.seconds, "projects"),
      Report.atLeast(Double(size) / finished.seconds, 25_000))
    Report.line(
      "on the wire", Report.mebibytes(bytes), "JSON " + Report.mebibytes(json),
      Report.ratio("share of JSON", Double(bytes) / Double(json), atMost: 0.3))
    let loopback = try Loopback.seconds(bytes: bytes)
    Report.line("the same bytes over loopback", Report.seconds(loopback))
    Report.line(
      "peak memory", "agent " + Report.mebibytes(finished.peakMemoryBytes),
      "hub " + Report.mebibytes(hub.peakMemoryBytes),
      Report.ratio("hub MiB", Double(hub.peakMemoryBytes) / 1_048_576, atMost: 200))
    try requireEqualDumps()
  }

  private func requireEqualDumps() throws {
    let dumps = try ["hub", "agent"].map { name in
      try Child.run(
        taizhang, ["dump", "--canonical", "--store", path(name), "--ledger", ledger]
      ).output
    }
    guard dumps[0] == dumps[1] else { throw BenchError("the dumps differ") }
    Report.line("equal dumps", "yes")
  }

  private func quietSync() throws {
    Report.title("sync-quiet: nothing to exchange")
    let (figures, finished) = try sync()
    let sent = figures["bytes_sent"] as? Int ?? .max / 2
    let received = figures["bytes_received"] as? Int ?? .max / 2
    Report.line(
      "as a process", Report.seconds(finished.seconds),
      "requests \(figures["requests"] ?? "?")", "sent \(sent) B", "received \(received) B",
      Report.ratio("bytes in all", Double(sent + received), atMost: 999))
  }

  private func deltaSync(_ size: Int) throws {
    let edits = 10_000
    Report.title("sync-delta: \(edits) single-field edits on \(size), each its own signed change")
    let store = try open("hub")
    let drafts = try Workload.edits(size, edits).map { try Self.draft($0) }
    for start in stride(from: 0, to: edits, by: 1_000) {
      _ = try store.commit(ledger, Array(drafts[start..<start + 1_000]))
    }
    let (figures, finished) = try sync()
    let seconds = figures["seconds"] as? Double ?? finished.seconds
    let received = figures["bytes_received"] as? Int ?? 0
    let count = figures["received"] as? Int ?? 0
    guard count == edits else { throw BenchError("received \(count) of \(edits)") }
    Report.line(
      "the exchange", Report.seconds(seconds), Report.rate(edits, seconds, "changes"),
      Report.atLeast(Double(edits) / seconds, 50_000))
    Report.line("as a process", Report.seconds(finished.seconds))
    Report.line(
      "on the wire", Report.mebibytes(received),
      Report.ratio("bytes a change", Double(received) / Double(edits), atMost: 100))
    try requireEqualDumps()
  }

  private func idleAgent() throws {
    Report.title("memory: an agent with nothing to do")
    let agent = try Child(
      taizhang, ["agent", "--every", "1h", "--store", path("agent"), "--quiet"])
    sleep(3)
    let memory = agent.memoryBytes
    _ = try agent.terminate()
    Report.line(
      "resident", Report.mebibytes(memory.all), "anonymous " + Report.mebibytes(memory.anonymous),
      Report.ratio("MiB", Double(memory.all) / 1_048_576, atMost: 40))
  }

  /// conflicts and start-up, on a loaded store with 1,000 open conflicts.
  func commandBench() throws {
    Report.title("start-up and conflicts: whole processes on \(count) projects")
    let store = try create("commands", role: .hub)
    _ = try load("commands", count, extra: ["--ledger", ledger])
    try plantConflicts(1_000, in: store)
    let runs = 9
    let status = try (0..<runs).map { _ in
      try Child.run(taizhang, ["status", "--store", path("commands"), "--json"]).seconds
    }
    Report.line(
      "status", Report.seconds(median(status)),
      Report.ratio("ms", median(status) * 1_000, atMost: 30))
    var lines = 0
    let list = try (0..<runs).map { _ in
      let finished = try Child.run(
        taizhang, ["conflicts", "list", "--store", path("commands"), "--json"])
      lines = finished.output.split(separator: "\n").count
      return finished.seconds
    }
    Report.line(
      "conflicts list, \(lines) open", Report.seconds(median(list)),
      Report.ratio("ms", median(list) * 1_000, atMost: 100))
  }

  /// Two offices write different remarks to the same records, neither having seen the other.
  private func plantConflicts(_ wanted: Int, in hub: Store) throws {
    for name in ["planter-a", "planter-b"] {
      let office = try create(name)
      try hub.enrol(
        Member(
          replica: office.identity.replica, publicKey: office.identity.publicKey, office: name,
          role: .county, ledgers: [ledger], enrolledMilliseconds: 0))
      let drafts = (0..<wanted).map { i in
        Draft(
          author: name,
          operations: [
            Wire.Operation(
              collection: Self.project, record: Self.id(i * (count / wanted)),
              field: Self.fields[1].id, value: .text("\(name) \(i)"))
          ])
      }
      _ = try office.commit(ledger, drafts)
      var vector = VersionVector()
      let chunk = try office.nextChangeSet(ledger, from: &vector, maxBytes: .max)
      var reader = ChangeSetReader()
      reader.feed(chunk.frames)
      var runs: [Run] = []
      while let run = try reader.nextRun() { runs.append(run) }
      _ = try hub.apply(ledger, runs)
    }
  }
}

/// How fast the loopback interface carries bytes with nothing done to them.
enum Loopback {
  static func seconds(bytes: Int) throws -> Double {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(listener) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        bind(listener, address, length) == 0 && listen(listener, 1) == 0
          && getsockname(listener, address, &length) == 0
      }
    }
    guard bound else { throw BenchError("loopback: \(errno)") }
    let target = address
    let sender = Thread {
      let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var target = target
      let connected = withUnsafePointer(to: &target) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(client, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
      guard connected else { return }
      let block = [UInt8](repeating: 7, count: 65_536)
      var left = bytes
      while left > 0 {
        let count = send(client, block, min(left, block.count), Int32(MSG_NOSIGNAL))
        if count <= 0 { break }
        left -= count
      }
      close(client)
    }
    let start = ContinuousClock.now
    sender.start()
    let peer = accept(listener, nil, nil)
    defer { close(peer) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var left = bytes
    while left > 0 {
      let count = recv(peer, &buffer, buffer.count, 0)
      guard count > 0 else { throw BenchError("loopback: cut") }
      left -= count
    }
    return start.duration(to: .now) / .seconds(1)
  }
}
