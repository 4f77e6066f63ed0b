// A hub over HTTP: which routes there are and what holds for all of them. Every answer that is not
// a success is problem details; every request is counted; nothing blocks an event loop.

internal import Catalogue
internal import Causality
internal import HTTPTypes
public import Hummingbird
public import LedgerStore
public import Logging
internal import NIOCore
internal import Wire

/// A store served to its members. See `openapi.json` for the routes.
public final class HubServer: Sendable {
  let store: Store
  let configuration: HubConfiguration
  let threads = StoreThreads()
  let counters = HubCounters()
  let watch: CommitWatch
  let streams: StreamGate
  let verifier: RequestVerifier
  let rates: RateLimits
  let refusals: RefusalRing
  let connections: ConnectionCount
  let readiness = Readiness()
  let snapshots = SnapshotMaking()
  let acknowledgements = AcknowledgementPace()
  /// The certificate and its key, where the hub serves TLS.
  let tls: LoadedTLS?
  /// When the hub began to vouch for the certificate, milliseconds since 1970.
  private let certificateMilliseconds: UInt64
  /// Random at each creation or restore of the store.
  let epoch: UInt64
  let logger: Logger

  /// Prepares to serve `store`, whose role must be `hub`.
  ///
  /// - Throws: `HubError` `notAHubStore`, `insecure`, `secretExposed`, `badCertificate` or
  ///   `certificateExpired`, or a `StoreError`.
  public init(
    store: Store, configuration: HubConfiguration = HubConfiguration(), logger: Logger
  ) throws {
    guard store.identity.role == .hub else {
      throw HubError(.notAHubStore, store.identity.role.rawValue)
    }
    let isOpen = configuration.tls == nil && !configuration.address.isLoopback
    guard !isOpen || configuration.allowsPlainHTTPBeyondLoopback else {
      throw HubError(.insecure, configuration.address.host)
    }
    try SecretFiles.requirePrivate(store: store)
    let now = configuration.wallMilliseconds()
    tls = try configuration.tls.map { files throws(HubError) in
      try LoadedTLS(files, nowMilliseconds: now)
    }
    certificateMilliseconds = now
    self.store = store
    watch = CommitWatch(store)
    self.configuration = configuration
    self.logger = logger
    streams = StreamGate(limit: configuration.limits.streamsMax)
    verifier = RequestVerifier(
      publicURL: configuration.publicURL, isSecure: configuration.tls != nil,
      now: configuration.wallMilliseconds)
    rates = RateLimits(configuration.limits)
    refusals = RefusalRing(storePath: store.path)
    connections = ConnectionCount(configuration.limits.connections)
    epoch = try Self.epoch(of: store)
  }

  /// The hub's word for the certificate, under the identity that it has now.
  var certificate: CertificateProof? {
    tls.flatMap { tls in
      CertificateProof(tls.digest, issuedMilliseconds: certificateMilliseconds) { store.sign($0) }
    }
  }

  /// What the hub calls itself.
  var name: String { configuration.name ?? store.identity.office }

  /// Serves until SIGTERM, SIGINT or cancellation of the task. Answers in flight are delivered, as
  /// far as ``ConnectionLimits/stopSeconds`` lets them; held exchanges are answered at once, and a
  /// body that has stalled is waited for no more.
  ///
  /// - Parameters:
  ///   - extraRoutes: adds routes of others to the same server, such as the local pages.
  ///   - onReady: called once with the address bound, its port the real one.
  /// - Throws: `HubError.cannotListen` or a `StoreError`.
  public func run(
    extraRoutes: (@Sendable (Router<NodeContext>) -> Void)? = nil,
    onReady: @escaping @Sendable (ListenAddress) async -> Void
  ) async throws {
    let router = Router(context: NodeContext.self)
    addRoutes(to: router)
    extraRoutes?(router)
    defer { refusals.write() }
    try await NodeServer.run(
      router: router, address: configuration.address, tls: tls?.configuration,
      limits: configuration.limits.connections, connections: connections,
      language: configuration.language, logger: logger,
      onRefusal: { [self] refusal in settle(refusal) },
      onReady: { [self] address in
        _ = try? await threads.read { [store] in
          try store.blobs.discardStalePartials(nowSeconds: StoreOptions.systemSeconds())
        }
        let url = configuration.publicURL ?? address.url
        try? await threads.write { [store] in
          // Invitations name this address; a note that is right already is not written again.
          let noted = try store.peerValue(Store.servedAtKey)
          if noted != Array(url.utf8) {
            try store.setPeerValue(Store.servedAtKey, Array(url.utf8))
          }
        }
        await onReady(address)
      })
  }

  /// Adds the hub's routes: `/v1/…`, `/healthz`, `/metrics`.
  public func addRoutes(to router: Router<NodeContext>) {
    let limits = configuration.limits
    on(router, .get, "/v1/hub", "hub", .open, describeHub)
    on(router, .post, "/v1/enrol", "enrol", .open, enrol)
    on(
      router, .post, "/v1/ledgers/{ledger}/exchange", "exchange", .member,
      bodyBytesMax: limits.exchangeBodyBytes, exchange)
    on(
      router, .post, "/v1/ledgers/{ledger}/changes", "changes", .signed,
      bodyBytesMax: limits.changesBodyBytes, takeChanges)
    on(
      router, .get, "/v1/ledgers/{ledger}/changes/{replica}/{seq}", "change", .member, showChange)
    on(
      router, .post, "/v1/members", "members", .member, bodyBytesMax: limits.exchangeBodyBytes,
      exchangeMembers)
    on(router, .get, "/v1/ledgers/{ledger}/snapshot", "snapshot", .member, sendSnapshot)
    on(router, .get, "/v1/blobs/{sha256}", "blob", .member, sendBlob)
    on(router, .head, "/v1/blobs/{sha256}", "blob", .member, describeBlob)
    on(
      router, .put, "/v1/blobs/{sha256}", "blob", .member, bodyBytesMax: limits.blobPartBytes,
      takeBlob)
    on(router, .get, "/v1/openapi.json", "openapi", .open) { _, _ in
      Response(
        status: .ok, headers: [.contentType: Media.openAPI],
        body: ResponseBody(byteBuffer: ByteBuffer(string: OpenAPI.text)))
    }
    on(router, .get, "/healthz", "healthz", .open, health)
    on(router, .get, "/metrics", "metrics", .operators, metrics)
    refuseOtherMethods(of: router)
    // Behind the hub's routes, before those of others.
    router.add(middleware: UnknownAddresses(hub: self))
  }

  /// RFC 9110, 9.3 and RFC 5789 but for CONNECT, and QUERY as in
  /// draft-ietf-httpbis-safe-method-w-body; others find nothing here (404).
  private static let knownMethods: [HTTPRequest.Method] =
    [.get, .head, .post, .put, .delete, .patch, .options, .trace]
    + ["QUERY"].compactMap { HTTPRequest.Method($0) }

  /// Of each path above, every method that it has not: 405 with those it has (RFC 9110, 15.5.6).
  private func refuseOtherMethods(of router: Router<NodeContext>) {
    let ledger = "/v1/ledgers/{ledger}"
    let paths: [(path: String, methods: [HTTPRequest.Method])] = [
      ("/v1/hub", [.get]), ("/v1/enrol", [.post]), ("/v1/members", [.post]),
      ("/v1/openapi.json", [.get]), ("/healthz", [.get]), ("/metrics", [.get]),
      (ledger + "/exchange", [.post]), (ledger + "/changes", [.post]),
      (ledger + "/changes/{replica}/{seq}", [.get]), (ledger + "/snapshot", [.get]),
      ("/v1/blobs/{sha256}", [.get, .head, .put]),
    ]
    for (path, methods) in paths {
      let allowed = methods.map(\.rawValue).joined(separator: ", ")
      for other in Self.knownMethods where !methods.contains(other) {
        on(router, other, RouterPath(path), "other", .open) { [configuration] request, _ in
          let problem = Problem(HubError(.methodNotAllowed, request.method.rawValue))
          var response = try problem.response(
            in: Language(
              accepted: request.headers[.acceptLanguage], otherwise: configuration.language))
          response.headers[.allow] = allowed
          return request.method == .head ? response.createHeadResponse() : response
        }
      }
    }
  }

  private static func epoch(of store: Store) throws(StoreError) -> UInt64 {
    let key = "serve/epoch/\(store.identity.replica)"
    if let bytes = try store.peerValue(key), bytes.count == 8 {
      return bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
    let epoch = UInt64.random(in: 1 ... .max)
    try store.setPeerValue(key, withUnsafeBytes(of: epoch.bigEndian) { Array($0) })
    return epoch
  }
}
