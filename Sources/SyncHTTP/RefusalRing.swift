// Guarantees: the latest thousand requests that a hub refused stand in a file beside its store, for
// its owner alone, until newer ones push them out; writing them is bounded whatever comes in. Kept
// are time, route, code, who and from where; never what was typed.

internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// One refused request.
public struct RefusedRequest: Sendable, Hashable {
  /// Milliseconds since 1970.
  public let atMilliseconds: UInt64
  /// The route's pattern, without what the caller filled in.
  public let route: String
  /// The HTTP status of the answer.
  public let status: Int
  /// The code of the problem, as the answer had it.
  public let code: String
  /// The replica that it came from, or claimed to; empty where it named none.
  public let replica: String
  /// The address that it came from.
  public let address: String
  /// The places of the sentence: a ledger, a size, a seq.
  public let arguments: [String]

  var json: JSONValue {
    .object([
      "at": .string(InstantText.format(milliseconds: atMilliseconds)),
      "at_ms": .unsigned(atMilliseconds), "route": .string(route),
      "status": .integer(Int64(status)), "code": .string(code), "replica": .string(replica),
      "address": .string(address), "arguments": .array(arguments.map { .string($0) }),
    ])
  }

  init(
    atMilliseconds: UInt64, route: String, status: Int, code: String, replica: String,
    address: String, arguments: [String]
  ) {
    self.atMilliseconds = atMilliseconds
    self.route = route
    self.status = status
    self.code = code
    self.replica = replica
    self.address = address
    self.arguments = arguments.prefix(4).map { String($0.prefix(200)) }
  }

  init?(_ json: JSONValue) {
    guard let at = json["at_ms"]?.unsigned, let route = json["route"]?.string,
      let status = json["status"]?.unsigned.flatMap({ Int(exactly: $0) }),
      let code = json["code"]?.string
    else { return nil }
    self.init(
      atMilliseconds: at, route: route, status: status, code: code,
      replica: json["replica"]?.string ?? "", address: json["address"]?.string ?? "",
      arguments: json["arguments"]?.array?.compactMap(\.string) ?? [])
  }
}

/// Keeps refused requests.
final class RefusalRing: Sendable {
  static let fileName = "refused-requests"
  static let entriesMax = 1_000
  /// The least time between two writes of the file, seconds.
  private static let pauseSeconds = 2

  private struct State {
    var entries: [RefusedRequest] = []
    var isDirty = false
    var writeIsDue = false
  }

  private let path: String
  private let state: Mutex<State>

  init(storePath: String) {
    path = storePath + "/" + Self.fileName
    state = Mutex(State(entries: Self.read(storePath: storePath)))
  }

  func add(_ entry: RefusedRequest) {
    let schedules = state.withLock { state in
      if state.entries.count >= Self.entriesMax {
        state.entries.removeFirst(state.entries.count - Self.entriesMax + 1)
      }
      state.entries.append(entry)
      state.isDirty = true
      defer { state.writeIsDue = true }
      return !state.writeIsDue
    }
    guard schedules else { return }
    // The first is written at once, those that follow within seconds of each other together.
    Task { [self] in
      write()
      try? await Task.sleep(for: .seconds(Self.pauseSeconds))
      state.withLock { $0.writeIsDue = false }
      write()
    }
  }

  /// Writes what is not written yet.
  func write() {
    let entries = state.withLock { state -> [RefusedRequest]? in
      guard state.isDirty else { return nil }
      state.isDirty = false
      return state.entries
    }
    guard let entries else { return }
    var bytes: [UInt8] = []
    for entry in entries { bytes += (try? entry.json.text()) ?? [] }
    let new = path + ".new"
    unlink(new)
    let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL, 0o600)
    guard descriptor >= 0 else { return }
    let whole = Glibc.write(descriptor, bytes, bytes.count) == bytes.count
    close(descriptor)
    if whole { rename(new, path) } else { unlink(new) }
  }

  /// The refused requests kept beside a store, oldest first.
  static func read(storePath: String) -> [RefusedRequest] {
    guard let data = try? Data(contentsOf: URL(filePath: storePath + "/" + fileName)) else {
      return []
    }
    let lines = [UInt8](data).split(separator: 0x0a).suffix(entriesMax)
    return lines.compactMap { JSONValue(parsing: Array($0)).flatMap { RefusedRequest($0) } }
  }
}

extension Hub {
  /// The requests that the hub of a store refused lately, oldest first; a thousand at most.
  public static func refusedRequests(storePath: String) -> [RefusedRequest] {
    RefusalRing.read(storePath: storePath)
  }
}
