// Which proxy a request to a hub goes through: the one named by hand, else the one the environment
// names in the way of curl and its kin. `http_proxy` counts in lower case alone, as theirs does.

internal import AsyncHTTPClient

/// Where an agent finds its proxy.
public struct ProxyRules: Sendable, Hashable {
  /// `--proxy`: every connection goes through it; empty means none, whatever the environment says.
  public var explicit: String?
  /// The proxy variables of the environment, by name.
  public var environment: [String: String]

  /// The variables that are read.
  public static let variables = [
    "http_proxy", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY",
  ]

  /// - Parameters:
  ///   - explicit: the proxy named by hand; it stands before the environment.
  ///   - environment: the variables of the process; others than a proxy's are passed over.
  public init(explicit: String? = nil, environment: [String: String] = [:]) {
    self.explicit = explicit
    self.environment = environment
  }

  /// No proxy at all.
  public static let none = ProxyRules()

  /// The proxy that requests to `url` go through, as `host:port`; nil for a direct connection.
  /// Throws `badProxy`, `badURL`.
  public func proxy(for url: String) throws(HubError) -> String? {
    try server(for: HubURL(url, allowsPlainHTTPBeyondLoopback: true))?.description
  }

  /// The proxy for a hub; nil for a direct connection. Throws `badProxy`.
  func server(for url: HubURL) throws(HubError) -> ProxyServer? {
    if let explicit { return explicit.isEmpty ? nil : try ProxyServer(explicit) }
    if ListenAddress.isLoopback(url.host) || isExcepted(url) { return nil }
    let names =
      url.isSecure ? ["https_proxy", "HTTPS_PROXY"] : ["http_proxy"]
    for name in names + ["all_proxy", "ALL_PROXY"] {
      if let text = environment[name], !text.isEmpty { return try ProxyServer(text) }
    }
    return nil
  }

  /// `no_proxy`: hosts and domains apart by commas, `*` for all; a port may follow.
  private func isExcepted(_ url: HubURL) -> Bool {
    let list = environment["no_proxy"] ?? environment["NO_PROXY"] ?? ""
    let host = url.host.lowercased()
    for part in list.split(whereSeparator: { $0 == "," || $0 == " " }) {
      var name = part.lowercased()
      if name == "*" { return true }
      if let address = ListenAddress(name), Int(name) == nil {
        guard url.base.hasSuffix(":\(address.port)") else { continue }
        name = address.host
      }
      if name.hasPrefix("*.") { name.removeFirst() }
      let domain = name.hasPrefix(".") ? String(name.dropFirst()) : name
      if host == domain || host.hasSuffix("." + domain) { return true }
    }
    return false
  }
}

/// A proxy that speaks HTTP.
struct ProxyServer: Sendable, Hashable {
  let host: String
  let port: Int
  /// User and password, where the proxy wants them.
  let user: String?
  let password: String

  /// `http://[user:password@]host[:port]`; the port defaults to 3128. Throws `badProxy`.
  init(_ text: String) throws(HubError) {
    // A proxy's password is not for logs and screens.
    let shown = text.split(separator: "@").last.map(String.init) ?? ""
    var rest = text.trimmed[...]
    if let end = rest.firstRange(of: "://") {
      guard rest[..<end.lowerBound].lowercased() == "http" else { throw HubError(.badProxy, shown) }
      rest = rest[end.upperBound...]
    }
    while rest.hasSuffix("/") { rest.removeLast() }
    if let at = rest.lastIndex(of: "@") {
      let pair = rest[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        .map { Self.decoded($0) }
      user = pair[0]
      password = pair.count > 1 ? pair[1] : ""
      rest = rest[rest.index(after: at)...]
    } else {
      user = nil
      password = ""
    }
    let hasPort = ListenAddress(rest) != nil && Int(rest) == nil
    guard let address = ListenAddress(hasPort ? String(rest) : "\(rest):3128"), address.port > 0
    else { throw HubError(.badProxy, shown) }
    host = address.host
    port = address.port
  }

  /// A part of a URL without its `%` signs; as it is when they are no hexadecimal.
  private static func decoded(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      guard rest.count >= 2, let value = UInt8(digits, radix: 16) else { return String(text) }
      bytes.append(value)
      rest = rest.dropFirst(2)
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  var description: String { ListenAddress(host: host, port: port).description }

  /// As the client wants it.
  var configuration: HTTPClient.Configuration.Proxy {
    .server(
      host: host, port: port,
      authorization: user.map { .basic(username: $0, password: password) })
  }
}
