// Guarantees: the log of a server is one line an event, as text for people or as one JSON object
// for programs; what stands in it is what the events carry: routes, codes, replicas, never what was
// typed.

internal import ArgumentParser
internal import Glibc
internal import Logging

/// How a log is written.
enum LogFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// Writes each event as one JSON object on standard error.
struct JSONLogHandler: LogHandler {
  var metadata: Logger.Metadata = [:]
  var logLevel = Logger.Level.info
  private let label: String

  init(label: String) { self.label = label }

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    var writer = JSONWriter()
    writer.reset()
    writer.object { writer in
      writer.member("at", InstantText.format(Int64(clamping: Surroundings.wallMilliseconds())))
      writer.member("level", event.level.rawValue)
      writer.member("log", label)
      writer.member("message", event.message.description)
      let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
      for (key, value) in all.sorted(by: { $0.key < $1.key }) where key != "hb.request.id" {
        writer.member(key, "\(value)")
      }
    }
    let bytes = writer.bytes + [0x0a]
    // One write a line: lines of several threads do not mix.
    _ = bytes.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
