// Who may ask, and how: the checks that every request passes before a page sees it.
//
// A page of another site that a clerk has open must neither read nor write the ledger: names that
// resolve to this machine by a trick are refused (Host), forms posted from elsewhere too (Origin,
// Sec-Fetch-Site, the form's token), and the cookie travels with own requests only.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore

/// Why a request goes no further, as a page says it.
struct Stop: Error, Sendable {
  let status: HTTPResponse.Status
  let message: Message

  init(_ status: HTTPResponse.Status, _ key: String, _ arguments: String...) {
    self.status = status
    message = Message(key, arguments)
  }
}

extension Pages {
  /// The cookie of the session; nodes on other ports of this machine have others.
  var cookieName: String { "taizhang-\(store.identity.replica.description.prefix(8))" }
  /// Names a browser that has yet to sign in.
  var guestCookieName: String { cookieName + "-guest" }
  static let languageCookie = "taizhang-lang"

  /// Refuses a host name that is not this node's.
  func requireOwnHost(_ request: Request) throws(Stop) {
    guard let authority = request.head.authority else {
      throw Stop(.badRequest, "page.stop-host", "")
    }
    let host = Self.host(of: authority)
    let own = ["localhost", "127.0.0.1", "[::1]"] + settings.hostNames.map { $0.lowercased() }
    // A trick with names needs a name: a browser that asks for an address was given the address.
    guard own.contains(host) || (accounts.isInUse && Self.isAddress(host)) else {
      throw Stop(.misdirectedRequest, "page.stop-host", host)
    }
  }

  /// Whether a host is an IP address: four numbers, or IPv6 in brackets.
  static func isAddress(_ host: String) -> Bool {
    if host.hasPrefix("["), host.hasSuffix("]") {
      return host.dropFirst().dropLast().allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
    }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Refuses what another site's page sends.
  func requireOwnOrigin(_ request: Request) throws(Stop) {
    if let origin = request.headers[.origin] {
      let own = (settings.isSecure ? "https://" : "http://") + (request.head.authority ?? "")
      guard origin.lowercased() == own.lowercased() else {
        throw Stop(.forbidden, "page.stop-origin", origin)
      }
    }
    if let site = request.headers[Self.fetchSite], site != "same-origin", site != "none" {
      throw Stop(.forbidden, "page.stop-origin", site)
    }
  }

  private static let fetchSite = HTTPField.Name("Sec-Fetch-Site").unsafelyUnwrapped

  /// The host of `host:port`, in lower case; an IPv6 address keeps its brackets.
  static func host(of authority: String) -> String {
    let authority = authority.lowercased()
    if authority.hasPrefix("[") {
      return authority.firstIndex(of: "]").map { String(authority[...$0]) } ?? authority
    }
    return String(authority.split(separator: ":", omittingEmptySubsequences: false).first ?? "")
  }

  /// The language asked for: in the address, by the cookie, else the node's.
  func language(of request: Request) -> Language {
    if let asked = request.uri.queryParameters.get("lang"), let language = Language(rawValue: asked)
    {
      return language
    }
    return Self.cookie(Self.languageCookie, of: request).flatMap { Language(rawValue: $0) }
      ?? settings.language
  }

  static func cookie(_ name: String, of request: Request) -> String? {
    for field in request.headers[values: .cookie] {
      for part in field.split(separator: ";") {
        let pair = part.drop { $0 == " " }
        guard let equals = pair.firstIndex(of: "="), pair[..<equals] == name else { continue }
        return String(pair[pair.index(after: equals)...])
      }
    }
    return nil
  }

  /// A cookie that scripts do not see and that other sites' requests do not carry.
  func cookieField(_ name: String, _ value: String, keptSeconds: Int? = nil) -> String {
    var field = "\(name)=\(value); Path=/; HttpOnly; SameSite=Strict"
    if settings.isSecure { field += "; Secure" }
    if let keptSeconds { field += "; Max-Age=\(keptSeconds)" }
    return field
  }

  /// What every answer says: nothing but this node's own files, in no other site's frame, not kept.
  static let guardFields: [(HTTPField.Name, String)] = [
    (
      .contentSecurityPolicy,
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    (.xContentTypeOptions, "nosniff"),
    (HTTPField.Name("Referrer-Policy").unsafelyUnwrapped, "same-origin"),
    (HTTPField.Name("X-Frame-Options").unsafelyUnwrapped, "DENY"),
    (HTTPField.Name("Cross-Origin-Opener-Policy").unsafelyUnwrapped, "same-origin"),
    (HTTPField.Name("Cross-Origin-Resource-Policy").unsafelyUnwrapped, "same-origin"),
  ]
}
