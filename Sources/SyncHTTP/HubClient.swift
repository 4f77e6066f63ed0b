// The agent's requests, one function each. Whatever answers that is not a hub (a login page, a
// redirect, another program) is told apart from a hub that refuses and from a line that broke.

internal import AsyncHTTPClient
internal import Catalogue
internal import Causality
internal import Glibc
internal import LedgerStore
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL
internal import Synchronization
internal import Wire

/// One connection's worth of requests to one hub.
final class HubClient: Sendable {
  let url: HubURL
  let traffic = Traffic()
  private let http: HTTPClient
  private let language: String
  private let proxy: ProxyServer?
  private let signing: SignedSending
  private let trust: CertificateTrust?
  let store: Store
  let options: AgentOptions
  /// Until the hub says otherwise.
  private let takesPacked = Atomic(true)

  /// Bytes of an answer that is not frames: problem details, JSON.
  private static let smallBytesMax = 1 << 20

  /// - Parameters:
  ///   - store: signs what needs a member's signature.
  ///   - rule: how the certificate of an https hub is judged.
  /// - Throws: `badProxy`.
  init(
    _ url: HubURL, options: AgentOptions, store: Store, rule: CertificateRule = .system
  ) throws(HubError) {
    self.url = url
    self.store = store
    self.options = options
    trust =
      url.isSecure
      ? CertificateTrust(rule, wallMilliseconds: options.wallMilliseconds) : nil
    proxy = try options.proxy.server(for: url)
    language = options.language.rawValue
    signing = SignedSending(RequestSigner(store), wallMilliseconds: options.wallMilliseconds)
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow,
      timeout: .init(
        connect: .seconds(Int64(options.connectTimeoutSeconds)),
        read: .seconds(Int64(options.idleTimeoutSeconds + options.waitSeconds)),
        write: .seconds(Int64(options.idleTimeoutSeconds))))
    configuration.proxy = proxy?.configuration
    configuration.httpVersion = .http1Only
    configuration.connectionPool.retryConnectionEstablishment = false
    if let trust { configuration.tlsConfiguration = trust.configuration }
    configuration.http1_1ConnectionDebugInitializer = { [traffic, trust] channel in
      channel.eventLoop.makeCompletedFuture {
        try trust?.judge(channel)
        try channel.pipeline.syncOperations.addHandler(TrafficHandler(traffic), position: .first)
      }
    }
    http = HTTPClient(
      eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton.next()),
      configuration: configuration)
  }

  func shutdown() async { try? await http.shutdown() }

  // MARK: - Requests

  /// POST /v1/enrol; what the hub says it is, and the membership.
  func enrol(_ body: [UInt8]) async throws -> JSONValue {
    var request = request("/v1/enrol", .POST)
    request.headers.add(name: "Content-Type", value: Media.json)
    request.body = .bytes(ByteBuffer(bytes: body))
    let response = try await send(request)
    try await expect(Media.json, response)
    guard let json = JSONValue(parsing: try await collect(response)) else {
      throw HubError(.notAHub, url.base, "JSON")
    }
    return json
  }

  /// POST exchange; the head of the answer has come and is good. A hub that does not understand the
  /// packed question is asked in full, then and from now on.
  func exchange(
    _ ledger: String, _ question: Question, waitSeconds: Int
  ) async throws -> HTTPClientResponse {
    if let packed = question.packed, takesPacked.load(ordering: .relaxed) {
      do {
        return try await exchange(ledger, hello: packed, waitSeconds: waitSeconds)
      } catch let error as HubError where error.kind == .protocolTooOld {
        takesPacked.store(false, ordering: .relaxed)
      }
    }
    return try await exchange(ledger, hello: question.whole, waitSeconds: waitSeconds)
  }

  private func exchange(
    _ ledger: String, hello: [UInt8], waitSeconds: Int
  ) async throws -> HTTPClientResponse {
    var request = request("/v1/ledgers/\(ledger)/exchange", .POST)
    request.headers.add(name: "Content-Type", value: Media.frames)
    request.headers.add(name: "Accept-Encoding", value: BodyCoding.zstd.rawValue)
    if waitSeconds > 0 { request.headers.add(name: "Prefer", value: "wait=\(waitSeconds)") }
    if options.acknowledges {
      request.headers.add(name: "Prefer", value: AcknowledgementPace.preference)
    }
    let response = try await sendSigned(request, body: hello)
    try await expect(Media.frames, response)
    return response
  }

  /// A hello in frames.
  struct Question: Sendable {
    let whole: [UInt8]
    /// The same in fewer bytes; nil where it would be none.
    let packed: [UInt8]?
  }

  /// What came of a push.
  struct PushAnswer: Sendable {
    var vector: VersionVector
    var receipt: Receipt?
    var refused: [Refusal] = []
    /// Whose changes must come first, where the hub lacks any of this ledger.
    var needs: ReplicaID?
  }

  /// POST changes: the body is whole in memory, because its digest goes before its first byte.
  ///
  /// - Parameter tellsKey: for a hub that may not know this store.
  func push(
    _ ledger: String, _ body: [UInt8], tellsKey: Bool = false
  ) async throws -> PushAnswer {
    var request = request("/v1/ledgers/\(ledger)/changes", .POST)
    request.headers.add(name: "Content-Type", value: Media.frames)
    request.headers.add(name: "Content-Encoding", value: BodyCoding.zstd.rawValue)
    let response = try await sendSigned(request, body: body, tellsKey: tellsKey)
    if [400, 409, 422].contains(response.status.code), isProblem(response) {
      let problem = JSONValue(parsing: try await collect(response)) ?? .null
      if response.status.code != 400, let vector = problem["vector"]?.vector {
        let refused = problem["refused"]?.array?.compactMap(\.refusal) ?? []
        let needs = problem["needs"]?.string.flatMap { Gap.replica(in: $0) }
        return PushAnswer(vector: vector, refused: refused, needs: needs)
      }
      throw refusal(problem, response)
    }
    try await expect(Media.frames, response)
    var intake = try intake(of: response)
    var receipt: Receipt?
    while let part = try await intake.next() {
      if case .receipt(let found) = part { receipt = found }
    }
    guard let receipt else { throw WireError(.incomplete, at: 0) }
    return PushAnswer(vector: receipt.vector, receipt: receipt)
  }

  /// Reads an answer of frames.
  ///
  /// - Parameter told: the vector of a packed question.
  func intake(
    of response: HTTPClientResponse, told: VersionVector? = nil
  ) throws -> ChangeIntake<HTTPClientResponse.Body> {
    ChangeIntake(
      response.body,
      coding: try BodyCoding(contentEncoding: response.headers.first(name: "Content-Encoding")),
      limits: BodyLimits(wireBytes: .max, decodedBytes: 1 << 40), told: told)
  }

  // MARK: - Sending and judging

  func request(_ path: String, _ method: HTTPMethod) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: url.base + path)
    request.method = method
    request.headers.add(name: "Accept-Language", value: language)
    return request
  }

  func send(_ request: HTTPClientRequest) async throws -> HTTPClientResponse {
    let first = await attempt(request)
    if case .failure(let error as HubError) = first, error.kind == .certificateChanged, let trust,
      try await followCertificate(trust)
    {
      return try await attempt(request).get()
    }
    return try first.get()
  }

  private func attempt(
    _ request: HTTPClientRequest
  ) async -> Result<HTTPClientResponse, any Error> {
    traffic.countRequest()
    do {
      return .success(try await http.execute(request, deadline: .distantFuture))
    } catch {
      return .failure(error)
    }
  }

  /// GET /v1/hub: what the hub says it is, and the digest of the certificate it said it under.
  func hubDescription() async throws -> (hub: JSONValue, certificate: Digest?) {
    let response = try await send(request("/v1/hub", .GET))
    try await expect(Media.json, response)
    guard let json = JSONValue(parsing: try await collect(response)) else {
      throw HubError(.notAHub, url.base, "JSON")
    }
    return (json, trust?.seen)
  }

  /// Sends a request under this store's signature; once more when the hub's clock is another.
  func sendSigned(
    _ request: HTTPClientRequest, body: [UInt8]? = nil, tellsKey: Bool = false
  ) async throws -> HTTPClientResponse {
    let first = try await send(try signing.signed(request, body: body, tellsKey: tellsKey))
    guard first.status == .unauthorized, isProblem(first) else { return first }
    let problem = JSONValue(parsing: try await collect(first)) ?? .null
    guard signing.learnsTime(from: problem) else { throw refusal(problem, first) }
    return try await send(try signing.signed(request, body: body, tellsKey: tellsKey))
  }

  func collect(_ response: HTTPClientResponse) async throws -> [UInt8] {
    let buffer = try await response.body.collect(upTo: Self.smallBytesMax)
    return Array(buffer.readableBytesView)
  }

  func isProblem(_ response: HTTPClientResponse) -> Bool {
    Media.type(of: response.headers.first(name: "Content-Type")) == Media.problem
  }

  /// Throws unless the answer is a success of the type expected.
  func expect(_ type: String, _ response: HTTPClientResponse) async throws {
    let found = Media.type(of: response.headers.first(name: "Content-Type"))
    let status = Int(response.status.code)
    if status == 200, found == type { return }
    if isProblem(response) {
      throw refusal(JSONValue(parsing: try await collect(response)) ?? .null, response)
    }
    if (300..<400).contains(status) {
      let location = response.headers.first(name: "Location") ?? ""
      throw HubError(.notAHub, url.base, "HTTP \(status) \(location.prefix(200))")
    }
    if status == 407, let proxy {
      throw HubError(.proxyFailed, proxy.description, "HTTP 407")
    }
    if found == "text/html" || [200, 404, 511].contains(status) {
      throw HubError(.notAHub, url.base, "HTTP \(status) \(found.prefix(100))")
    }
    if [429, 502, 503, 504].contains(status) {
      throw HubError(
        .busy, "HTTP \(status)", retryAfterSeconds: retryAfter(response))
    }
    throw HubError(.refused, "HTTP \(status)")
  }

  func refusal(
    _ problem: JSONValue, _ response: HTTPClientResponse
  ) -> any Error {
    if let other = OtherHistory(problem: problem) { return other }
    let status = Int(response.status.code)
    return HubError(problem: problem, status: status, retryAfterSeconds: retryAfter(response))
      ?? HubError(.refused, "HTTP \(status)")
  }

  private func retryAfter(_ response: HTTPClientResponse) -> Int? {
    response.headers.first(name: "Retry-After").flatMap { Int($0.trimmed) }.map { max(0, $0) }
  }

  /// Any error of a request, as one of ours.
  func classified(_ error: any Error) -> any Error {
    switch error {
    case is HubError, is StoreError, is CancellationError: return error
    case let other as OtherHistory:
      return HubError(.equivocation, other.dot.replica.description)
    case let error as WireError where error.code == .incomplete:
      return HubError(.broken, url.base, error.description)
    case let error as WireError: return HubError(error)
    case let error as NIOConnectionError: return unconnected(error)
    case is SocketAddressError:
      return HubError(.unreachable, url.base, Self.words(of: error))
    case let error as HTTPClientError where Self.meansProxy.contains(error):
      return HubError(.proxyFailed, proxy?.description ?? url.base, error.description)
    case HTTPParserError.invalidEOFState: return HubError(.broken, url.base, Self.words(of: error))
    case is NIOSSLError, is BoringSSLError, is NIOSSLExtraError:
      return HubError(.tlsFailed, url.base, Self.words(of: error))
    case is HTTPParserError: return HubError(.notAHub, url.base, "\(error)")
    case let error as HTTPClientError where error == .cancelled: return CancellationError()
    case let error as HTTPClientError where error == .connectTimeout:
      return HubError(.unreachable, url.base, error.description)
    case let error as IOError where Self.meansUnreachable.contains(error.errnoCode):
      return HubError(.unreachable, url.base, Self.words(of: error))
    default: return HubError(.broken, url.base, Self.words(of: error))
    }
  }

  private static let meansProxy: [HTTPClientError] = [
    .proxyAuthenticationRequired, .invalidProxyResponse, .httpProxyHandshakeTimeout,
  ]

  /// No connection was made: a name that nobody knows is told apart from a machine that does not
  /// answer, and a proxy from the hub behind it.
  private func unconnected(_ error: NIOConnectionError) -> HubError {
    let isNameless =
      error.connectionErrors.isEmpty && (error.dnsAError ?? error.dnsAAAAError) != nil
    if let proxy {
      return HubError(.proxyFailed, proxy.description, Self.words(of: error))
    }
    if isNameless { return HubError(.dnsFailed, error.host, Self.words(of: error)) }
    return HubError(.unreachable, url.base, Self.words(of: error))
  }

  /// System errors of a connection that was never made.
  private static let meansUnreachable: Set<CInt> = [
    ECONNREFUSED, EHOSTUNREACH, ENETUNREACH, EHOSTDOWN, ENETDOWN, ETIMEDOUT,
  ]

  private static func words(of error: any Error) -> String {
    if let connection = error as? NIOConnectionError {
      if let first = connection.connectionErrors.first { return words(of: first.error) }
      if let name = connection.dnsAError ?? connection.dnsAAAAError { return words(of: name) }
    }
    if let name = error as? SocketAddressError.UnknownHost { return name.errorDescription }
    if let system = error as? IOError { return String(cString: strerror(system.errnoCode)) }
    return "\(error)"
  }
}
