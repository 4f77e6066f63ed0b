// GET /metrics: counters and gauges in the text format of Prometheus, version 0.0.4. Names of
// offices, authors and values are not among them.

internal import FoundationEssentials
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import Wire

/// The text format, line by line.
struct MetricsText: Sendable {
  private(set) var lines: [String] = []

  struct Histogram: Sendable {
    let labels: String
    let bounds: [Double]
    /// Cumulative, one a bound.
    let counts: [UInt64]
    let sum: Double
    let all: UInt64
  }

  mutating func metric(
    _ name: String, _ type: String, _ help: String, _ samples: [(labels: String, value: String)]
  ) {
    begin(name, type, help)
    for sample in samples { lines.append("taizhang_\(name)\(sample.labels) \(sample.value)") }
  }

  mutating func counter(_ name: String, _ help: String, _ value: UInt64) {
    metric(name, "counter", help, [("", "\(value)")])
  }

  mutating func gauge(_ name: String, _ help: String, _ value: Int) {
    metric(name, "gauge", help, [("", "\(value)")])
  }

  mutating func histogram(_ name: String, _ help: String, _ histograms: [Histogram]) {
    begin(name, "histogram", help)
    for histogram in histograms {
      let buckets =
        zip(histogram.bounds, histogram.counts).map { ("\($0)", $1) } + [("+Inf", histogram.all)]
      for (bound, count) in buckets {
        lines.append("taizhang_\(name)_bucket{\(histogram.labels),le=\"\(bound)\"} \(count)")
      }
      lines.append("taizhang_\(name)_sum{\(histogram.labels)} \(histogram.sum)")
      lines.append("taizhang_\(name)_count{\(histogram.labels)} \(histogram.all)")
    }
  }

  private mutating func begin(_ name: String, _ type: String, _ help: String) {
    lines.append("# HELP taizhang_\(name) \(help)")
    lines.append("# TYPE taizhang_\(name) \(type)")
  }

  var text: String { lines.joined(separator: "\n") + "\n" }
}

extension HubServer {
  private struct Standing: Sendable {
    var conflicts: [(ledger: String, open: Int)] = []
    var active = 0
    var revoked = 0
    var refused = 0
    var storeBytes = 0
    var readers = 0
  }

  /// GET /metrics
  func metrics(_ request: Request, _ context: NodeContext) async throws -> Response {
    let standing = try await threads.read { [store] () -> Standing in
      var standing = Standing()
      for member in try store.members() {
        if !member.isRevoked { standing.active += 1 } else { standing.revoked += 1 }
      }
      let ledgers = try store.ledgers()
      try store.read { snapshot throws(StoreError) in
        for ledger in ledgers {
          standing.conflicts.append((ledger, try snapshot.conflictCount(ledger)))
          standing.refused += try snapshot.refusals(ledger).count
        }
      }
      let statistics = try store.statistics()
      standing.storeBytes = statistics.pages * statistics.pageSizeBytes
      standing.readers = statistics.readers
      return standing
    }
    var text = MetricsText()
    counters.write(to: &text, nowMilliseconds: configuration.wallMilliseconds())
    text.metric(
      "conflicts_open", "gauge", "Conflicts that wait for a person.",
      standing.conflicts.map { ("{ledger=\"\($0.ledger)\"}", "\($0.open)") })
    text.metric(
      "members", "gauge", "Members by state.",
      [
        ("{state=\"active\"}", "\(standing.active)"),
        ("{state=\"revoked\"}", "\(standing.revoked)"),
      ])
    text.gauge("changes_refused_kept", "Refused changes that wait for a person.", standing.refused)
    text.gauge("store_bytes", "Bytes that the store takes on disk.", standing.storeBytes)
    text.gauge("store_readers", "Read transactions of the store.", standing.readers)
    text.gauge("store_free_bytes", "Bytes free on its disk.", Readiness.freeBytes(store.path) ?? 0)
    text.gauge("connections", "Connections open.", connections.count)
    text.gauge("resident_bytes", "Memory, mapped pages included.", Self.residentBytes)
    return Response(
      status: .ok, headers: [.contentType: Media.metrics],
      body: ResponseBody(byteBuffer: ByteBuffer(string: text.text)))
  }

  private static var residentBytes: Int {
    let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
    let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    return pages * 4_096
  }
}
