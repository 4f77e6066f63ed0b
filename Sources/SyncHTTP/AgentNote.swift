// What a running agent lets `status` know: what it is doing about a ledger, when it tries next, and
// why the last try failed. A file beside the store: telling costs no write to the ledger, and
// losing it loses nothing.

internal import FoundationEssentials
internal import Glibc
internal import LedgerStore

/// How an agent stands with one ledger.
public struct AgentNote: Sendable, Hashable {
  /// Milliseconds since 1970; nil while a request is held at the hub, or when a person must act.
  public var nextTryMilliseconds: UInt64?
  /// Failures in a row.
  public var failures: Int
  /// The code of the last failure; nil when the last try went well.
  public var failureCode: String?
  /// What fills the gaps of the failure's sentence.
  public var failureArguments: [String]

  /// A note; without arguments that of an agent with nothing due and nothing wrong.
  public init(
    nextTryMilliseconds: UInt64? = nil, failures: Int = 0, failureCode: String? = nil,
    failureArguments: [String] = []
  ) {
    self.nextTryMilliseconds = nextTryMilliseconds
    self.failures = failures
    self.failureCode = failureCode
    self.failureArguments = failureArguments
  }

  static func path(_ store: Store, _ ledger: String) -> String {
    "\(store.path)/agent-\(ledger).json"
  }

  /// The note of a ledger; nil when no agent has written one.
  static func read(_ store: Store, _ ledger: String) -> AgentNote? {
    guard let text = try? String(contentsOfFile: path(store, ledger), encoding: .utf8),
      let json = JSONValue(parsing: Array(text.utf8))
    else { return nil }
    return AgentNote(
      nextTryMilliseconds: json["next_try_ms"]?.unsigned,
      failures: Int(clamping: json["failures"]?.unsigned ?? 0),
      failureCode: json["failure"]?.string,
      failureArguments: json["arguments"]?.array?.compactMap(\.string) ?? [])
  }

  /// Writes the note whole or not at all. Nobody waits for it: a full disk loses the note alone.
  func write(_ store: Store, _ ledger: String) {
    var json: [String: JSONValue] = ["failures": .integer(Int64(failures))]
    if let nextTryMilliseconds { json["next_try_ms"] = .unsigned(nextTryMilliseconds) }
    if let failureCode {
      json["failure"] = .string(failureCode)
      json["arguments"] = .array(failureArguments.map { .string($0) })
    }
    guard let text = try? JSONValue.object(json).text() else { return }
    let path = Self.path(store, ledger)
    try? String(decoding: text, as: UTF8.self)
      .write(toFile: path + ".new", atomically: false, encoding: .utf8)
    rename(path + ".new", path)
  }

  static func remove(_ store: Store, _ ledger: String) { unlink(path(store, ledger)) }
}
