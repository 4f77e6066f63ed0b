// The options of commands that reach a hub: whether plain HTTP may leave this machine, the proxy on
// the way, and how much a metered line bears.

internal import ArgumentParser
internal import SyncHTTP

/// What stands between this machine and its hub. `@OptionGroup var line: LineOptions`.
struct LineOptions: ParsableArguments {
  @Flag(
    name: [.customLong("insecure-http"), .customLong("allow-plain-http")],
    help: "允许本机之外不加密 · allow plain HTTP beyond this machine")
  var allowsPlainHTTP = false

  @Option(
    help: ArgumentHelp(
      "代理；写成空则不用 · the proxy, or empty for none (else http_proxy, https_proxy, no_proxy)",
      valueName: "url"))
  var proxy: String?

  @Option(
    help: ArgumentHelp(
      "每次每台账至多传多少字节，如 20M · bytes that one sync of a ledger may move, such as 20M",
      valueName: "size"))
  var maxBytes: String?

  /// Sets what was asked for. Throws `bad-size`.
  func apply(to options: inout AgentOptions) throws {
    options.allowsPlainHTTPBeyondLoopback = allowsPlainHTTP
    options.proxy.explicit = proxy
    guard let maxBytes else { return }
    guard let bytes = SizeText.bytes(maxBytes) else { throw CommandFailure(.badSize, maxBytes) }
    options.syncBytesMax = bytes
  }
}

/// `5000`, `20k`, `20M`, `1G`: bytes, in powers of 1,000; a `B` may follow.
enum SizeText {
  private static let units: [Character: Int] = ["k": 1_000, "m": 1_000_000, "g": 1_000_000_000]

  /// The bytes of a size; nil unless it is a whole number of 1 or more with a known unit.
  static func bytes(_ text: String) -> Int? {
    var rest = text.lowercased()[...]
    if rest.last == "b" { rest.removeLast() }
    var unit = 1
    if let last = rest.last, let found = units[last] {
      unit = found
      rest.removeLast()
    }
    guard let number = Int(rest), number > 0, number <= (1 << 50) / unit else { return nil }
    return number * unit
  }
}

extension FailureKind {
  static let badSize = FailureKind("bad-size", .usage)
}
