// What a hub has done since it started, as Prometheus reads it: requests by route and status, how
// long they took, changes, refusals, bytes of bodies, and when each member came last.

internal import Causality
internal import Synchronization

/// Counters of one hub.
final class HubCounters: Sendable {
  private struct Route: Hashable {
    let name: String
    let status: Int
  }

  /// Requests by how long they took.
  private struct Durations {
    var counts = [UInt64](repeating: 0, count: HubCounters.bounds.count)
    var seconds = 0.0
    var all: UInt64 = 0
  }

  private struct Counts {
    var requests: [Route: UInt64] = [:]
    var durations: [String: Durations] = [:]
    var synced: [ReplicaID: UInt64] = [:]
    var changesReceived: UInt64 = 0
    var changesSent: UInt64 = 0
    var changesRefused: UInt64 = 0
    var bytesReceived: UInt64 = 0
    var bytesSent: UInt64 = 0
    var held = 0
  }

  /// Upper bounds of the histogram's buckets, seconds.
  private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60]

  private let counts = Mutex(Counts())

  func request(_ route: String, status: Int, seconds: Double) {
    counts.withLock { counts in
      counts.requests[Route(name: route, status: status), default: 0] += 1
      var durations = counts.durations[route] ?? Durations()
      for (at, bound) in Self.bounds.enumerated() where seconds <= bound {
        durations.counts[at] += 1
      }
      durations.seconds += seconds
      durations.all += 1
      counts.durations[route] = durations
    }
  }

  /// A request that was refused before a route could take any time over it.
  func refused(_ route: String, status: Int) {
    counts.withLock { $0.requests[Route(name: route, status: status), default: 0] += 1 }
  }

  func synced(_ member: ReplicaID, at milliseconds: UInt64) {
    counts.withLock { $0.synced[member] = milliseconds }
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

  /// Writes all counters.
  func write(to text: inout MetricsText, nowMilliseconds: UInt64) {
    let counts = counts.withLock { $0 }
    let requests = counts.requests.sorted {
      ($0.key.name, $0.key.status) < ($1.key.name, $1.key.status)
    }
    text.metric(
      "requests_total", "counter", "Requests answered.",
      requests.map { ("{route=\"\($0.key.name)\",status=\"\($0.key.status)\"}", "\($0.value)") })
    text.histogram(
      "request_seconds", "How long requests took until the answer began.",
      counts.durations.sorted { $0.key < $1.key }.map { route, durations in
        MetricsText.Histogram(
          labels: "route=\"\(route)\"", bounds: Self.bounds, counts: durations.counts,
          sum: durations.seconds, all: durations.all)
      })
    text.counter("changes_received_total", "Changes applied from members.", counts.changesReceived)
    text.counter("changes_refused_total", "Changes refused.", counts.changesRefused)
    text.counter("changes_sent_total", "Changes sent.", counts.changesSent)
    text.counter("received_bytes_total", "Bytes of request bodies.", counts.bytesReceived)
    text.counter("sent_bytes_total", "Bytes of response bodies.", counts.bytesSent)
    text.gauge("exchanges_held", "Exchanges waiting for news.", counts.held)
    text.metric(
      "member_sync_age_seconds", "gauge", "Since a member's last exchange, this run of the hub.",
      counts.synced.sorted { $0.key < $1.key }.map { member, at in
        ("{replica=\"\(member)\"}", "\((nowMilliseconds - min(nowMilliseconds, at)) / 1_000)")
      })
  }
}
