// hub: fifty counties with one hub over loopback HTTP, each writing one change a second and syncing
// it at once. Times are those of the hub's own log, request by request, and of whole syncs as the
// counties saw them; memory is the hub process's peak.

import Causality
import Foundation
import LedgerStore
import Logging
import Projects
import SyncHTTP
import Synchronization
import Wire

extension Bench {
  private static let counties = 50
  private static let seconds = 60

  func hubBench() throws {
    Report.title(
      "hub: \(Self.counties) counties, one change a second each, \(Self.seconds) s, signed, durable"
    )
    let ledgers = (1...Self.counties).map { "4117\($0 + 10)" }
    _ = try create("many", role: .hub, ledgers: ledgers)
    let log = path("many.log")
    let hub = try Child(
      "/bin/sh",
      [
        "-c",
        "TAIZHANG_LOG=info exec '\(taizhang)' serve --hub --listen 127.0.0.1:0 --store "
          + "'\(path("many"))' --json --log-format json 2>>'\(log)'",
      ])
    defer { kill(hub.pid, SIGKILL) }
    let said = try JSONSerialization.jsonObject(with: Data(hub.firstLine().utf8))
    guard let url = (said as? [String: Any])?["listening"] as? String else {
      throw BenchError("the hub did not start")
    }
    let figures = Figures()
    try wait { [self] in
      let stores = try await join(ledgers, at: url)
      try Data().write(to: URL(fileURLWithPath: log))
      await withTaskGroup(of: Void.self) { group in
        for (number, store) in stores.enumerated() {
          group.addTask {
            await work(store, ledgers[number], number, figures)
          }
        }
      }
    }
    let peak = hub.peakMemoryBytes
    _ = try hub.terminate()
    let syncs = figures.seconds
    let failed = figures.failures
    guard failed.isEmpty else { throw BenchError("\(failed.count) syncs failed: \(failed[0])") }
    let requests = try Self.requests(of: log)
    report("a request, at the hub", requests)
    report("a whole sync, at the county", syncs)
    Report.line(
      "the hub's peak memory", Report.mebibytes(peak),
      Report.ratio("MiB", Double(peak) / 1_048_576, atMost: 400))
  }

  private func report(_ name: String, _ seconds: [Double]) {
    guard let last = seconds.last else { return }
    func at(_ share: Double) -> Double { seconds[Int(Double(seconds.count - 1) * share)] }
    Report.line(
      name, "\(seconds.count)",
      String(format: "median %.4f s  99%% %.4f s  max %.4f s", at(0.5), at(0.99), last),
      Report.ratio("max", last, atMost: 1))
  }

  /// Seconds of each request in the hub's log, ascending.
  private static func requests(of log: String) throws -> [Double] {
    try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").compactMap { line in
      let event = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
      guard event?["message"] as? String == "request", let text = event?["ms"] as? String else {
        return nil
      }
      return Double(text).map { $0 / 1_000 }
    }.sorted()
  }

  private func join(_ ledgers: [String], at url: String) async throws -> [Store] {
    let hub = try open("many")
    var stores: [Store] = []
    for ledger in ledgers {
      let store = try create("county-\(ledger)", ledgers: [])
      let token = try Hub.invite(hub, ledger: ledger, role: .county, url: url).token
      _ = try await Agent.join(store, url: url, token: token, logger: Self.silent)
      stores.append(store)
    }
    return stores
  }

  private func work(
    _ store: Store, _ ledger: String, _ number: Int, _ figures: Figures
  ) async {
    let agent = Agent(store: store, logger: Self.silent)
    let start = ContinuousClock.now + .milliseconds(number * 20)
    for second in 0..<Self.seconds {
      try? await Task.sleep(until: start + .seconds(second))
      do {
        _ = try store.commit(ledger, [try Self.draft(second..<second + 1)])
        let began = ContinuousClock.now
        _ = try await agent.sync(ledger: ledger)
        let took = (ContinuousClock.now - began) / .seconds(1)
        figures.took(took)
      } catch {
        figures.failed("\(error)")
      }
    }
  }

  private static let silent = Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }

  /// Runs asynchronous work to its end on a thread that is not one of its own.
  private func wait(_ body: @escaping @Sendable () async throws -> Void) throws {
    let done = DispatchSemaphore(value: 0)
    let figures = Figures()
    Task {
      do { try await body() } catch { figures.failed("\(error)") }
      done.signal()
    }
    done.wait()
    if let text = figures.failures.first { throw BenchError(text) }
  }

  private final class Figures: Sendable {
    private let state = Mutex<(seconds: [Double], failures: [String])>(([], []))
    var seconds: [Double] { state.withLock { $0.seconds.sorted() } }
    var failures: [String] { state.withLock { $0.failures } }
    func took(_ seconds: Double) { state.withLock { $0.seconds.append(seconds) } }
    func failed(_ text: String) { state.withLock { $0.failures.append(text) } }
  }
}
