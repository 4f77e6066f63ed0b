// What a hub has done since it started, as Prometheus reads it: requests by route and status,
// changes, refusals, bytes of bodies.

internal import Synchronization

/// Counters of one hub.
final class HubCounters: Sendable {
  private struct Route: Hashable {
    let name: String
    let status: Int
  }

  private struct Counts {
    var requests: [Route: UInt64] = [:]
    var changesReceived: UInt64 = 0
    var changesSent: UInt64 = 0
    var changesRefused: UInt64 = 0
    var bytesReceived: UInt64 = 0
    var bytesSent: UInt64 = 0
    var held = 0
  }

  private let counts = Mutex(Counts())

  func request(_ route: String, status: Int) {
    counts.withLock { $0.requests[Route(name: route, status: status), default: 0] += 1 }
  }

  func received(changes: Int, refused: Int) {
    counts.withLock {
      $0.changesReceived += UInt64(changes)
      $0.changesRefused += UInt64(refused)
    }
  }

  func received(bytes: Int) { counts.withLock { $0.bytesReceived += UInt64(bytes) } }

  func sent(changes: Int, bytes: Int) {
    counts.withLock {
      $0.changesSent += UInt64(changes)
      $0.bytesSent += UInt64(bytes)
    }
  }

  func held(_ difference: Int) { counts.withLock { $0.held += difference } }

  /// The text format of Prometheus, version 0.0.4.
  func text() -> String {
    let counts = counts.withLock { $0 }
    var lines: [String] = []
    func metric(_ name: String, _ type: String, _ help: String, _ samples: [(String, String)]) {
      lines.append("# HELP taizhang_\(name) \(help)")
      lines.append("# TYPE taizhang_\(name) \(type)")
      for (labels, value) in samples { lines.append("taizhang_\(name)\(labels) \(value)") }
    }
    let requests = counts.requests.sorted {
      ($0.key.name, $0.key.status) < ($1.key.name, $1.key.status)
    }
    metric(
      "requests_total", "counter", "Requests answered.",
      requests.map { ("{route=\"\($0.key.name)\",status=\"\($0.key.status)\"}", "\($0.value)") })
    metric(
      "changes_received_total", "counter", "Changes applied from members.",
      [("", "\(counts.changesReceived)")])
    metric(
      "changes_refused_total", "counter", "Changes refused.", [("", "\(counts.changesRefused)")])
    metric("changes_sent_total", "counter", "Changes sent.", [("", "\(counts.changesSent)")])
    metric(
      "received_bytes_total", "counter", "Bytes of request bodies.",
      [("", "\(counts.bytesReceived)")])
    metric(
      "sent_bytes_total", "counter", "Bytes of response bodies.", [("", "\(counts.bytesSent)")])
    metric("exchanges_held", "gauge", "Exchanges waiting for news.", [("", "\(counts.held)")])
    return lines.joined(separator: "\n") + "\n"
  }
}
