// Where a node listens, and what address that is to others. Only loopback is plain HTTP by default.

/// A host and a port to listen at.
public struct ListenAddress: Hashable, Sendable, CustomStringConvertible {
  /// A host name or an IP address, without brackets.
  public let host: String
  /// 0 lets the system choose.
  public let port: Int
  /// Whether it is served over TLS.
  public let isSecure: Bool

  /// A host name or address without brackets, and a port; 0 lets the system choose one.
  public init(host: String, port: Int, isSecure: Bool = false) {
    self.host = host
    self.port = port
    self.isSecure = isSecure
  }

  /// `127.0.0.1:8420`, `[::1]:8420`, `localhost:0`, or a port alone (then on 127.0.0.1).
  public init?(_ text: some StringProtocol) {
    if let port = Int(text) {
      guard (0...65_535).contains(port) else { return nil }
      self.init(host: "127.0.0.1", port: port)
      return
    }
    guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
      (0...65_535).contains(port)
    else { return nil }
    var host = text[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      return nil
    }
    guard !host.isEmpty, !host.contains(where: { $0 == "/" || $0 == " " }) else { return nil }
    self.init(host: String(host), port: port)
  }

  /// Whether only this machine can connect.
  public var isLoopback: Bool { Self.isLoopback(host) }

  /// `host:port`, IPv6 addresses in brackets.
  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }

  /// The address as a URL.
  public var url: String { (isSecure ? "https://" : "http://") + description }

  /// The same listener as this machine reaches it: an address that takes connections on every
  /// interface is asked over loopback.
  package var onThisMachine: ListenAddress {
    switch host {
    case "0.0.0.0": ListenAddress(host: "127.0.0.1", port: port, isSecure: isSecure)
    case "::": ListenAddress(host: "::1", port: port, isSecure: isSecure)
    default: self
    }
  }

  static func isLoopback(_ host: String) -> Bool {
    let host = host.lowercased()
    if host == "localhost" || host == "::1" || host == "0:0:0:0:0:0:0:1" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
  }
}

/// The address of a hub, as an agent needs it.
struct HubURL: Hashable, Sendable {
  /// Scheme, host and port, without a path or a slash at the end.
  let base: String
  let host: String
  let isSecure: Bool

  /// Throws `badURL`, or `insecure` for plain HTTP to another machine without permission.
  init(_ text: String, allowsPlainHTTPBeyondLoopback: Bool) throws(HubError) {
    var rest = text.trimmed[...]
    if let scheme = rest.range(ofScheme: "https://") {
      isSecure = true
      rest = rest[scheme...]
    } else if let scheme = rest.range(ofScheme: "http://") {
      isSecure = false
      rest = rest[scheme...]
    } else {
      guard !rest.contains("/"), rest.contains(":") else { throw HubError(.badURL, text) }
      isSecure = false
    }
    while rest.hasSuffix("/") { rest.removeLast() }
    let isPlain = rest.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
    guard isPlain, !rest.contains(where: { "/?#@".contains($0) }) else {
      throw HubError(.badURL, text)
    }
    var authority = String(rest)
    if ListenAddress(authority) == nil || Int(authority) != nil {
      authority += ":\(isSecure ? 443 : 80)"
    }
    guard let address = ListenAddress(authority), address.port > 0 else {
      throw HubError(.badURL, text)
    }
    host = address.host
    base = (isSecure ? "https://" : "http://") + address.description
    if !isSecure, !address.isLoopback, !allowsPlainHTTPBeyondLoopback {
      throw HubError(.insecure, host)
    }
  }
}

extension Substring {
  /// Where the text goes on behind a scheme it begins with, in any case.
  fileprivate func range(ofScheme scheme: String) -> Index? {
    guard lowercased().hasPrefix(scheme) else { return nil }
    return index(startIndex, offsetBy: scheme.count)
  }
}
