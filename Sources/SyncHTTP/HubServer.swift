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
  /// Random at each creation or restore of the store.
  let epoch: UInt64
  private let logger: Logger

  /// Prepares to serve `store`, whose role must be `hub`.
  ///
  /// - Throws: `HubError` `notAHubStore` or `insecure`, or a `StoreError`.
  public init(
    store: Store, configuration: HubConfiguration = HubConfiguration(), logger: Logger
  ) throws {
    guard store.identity.role == .hub else {
      throw HubError(.notAHubStore, store.identity.role.rawValue)
    }
    guard configuration.address.isLoopback || configuration.allowsPlainHTTPBeyondLoopback else {
      throw HubError(.insecure, configuration.address.host)
    }
    self.store = store
    watch = CommitWatch(store)
    self.configuration = configuration
    self.logger = logger
    streams = StreamGate(limit: configuration.limits.streamsMax)
    verifier = RequestVerifier(
      publicURL: configuration.publicURL, isSecure: false, now: configuration.wallMilliseconds)
    epoch = try Self.epoch(of: store)
  }

  /// What the hub calls itself.
  var name: String { configuration.name ?? store.identity.office }

  /// Serves until SIGTERM, SIGINT or cancellation of the task. Answers in flight are delivered;
  /// held exchanges are answered at once.
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
    try await NodeServer.run(
      router: router, address: configuration.address, logger: logger,
      onReady: { [self] address in
        _ = try? await threads.read { [store] in
          try store.blobs.discardStalePartials(nowSeconds: StoreOptions.systemSeconds())
        }
        let url = configuration.publicURL ?? address.url
        try? await threads.write { [store] in
          // Invitations name this address; a note that is right already is not written again.
          let noted = try store.peerValue(Hub.servedAtKey)
          if noted != Array(url.utf8) { try store.setPeerValue(Hub.servedAtKey, Array(url.utf8)) }
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
    on(router, .get, "/metrics", "metrics", .operators) { [counters] _, _ in
      Response(
        status: .ok, headers: [.contentType: Media.metrics],
        body: ResponseBody(byteBuffer: ByteBuffer(string: counters.text())))
    }
  }

  /// Adds one route: counts it, establishes its caller, and turns what is thrown into problem
  /// details.
  ///
  /// - Parameter bodyBytesMax: of a signed request's body on the wire, which is held in memory.
  func on(
    _ router: Router<NodeContext>, _ method: HTTPRequest.Method, _ path: RouterPath, _ name: String,
    _ access: RouteAccess, bodyBytesMax: Int = 64 << 10,
    _ handler: @escaping @Sendable (Request, NodeContext) async throws -> Response
  ) {
    router.on(path, method: method) { [self] request, context in
      do {
        let (request, context) = try await admit(
          request, context, access, bodyBytesMax: bodyBytesMax)
        let response = try await handler(request, context)
        counters.request(name, status: response.status.code)
        return response
      } catch let error as CancellationError {
        throw error
      } catch {
        return try refuse(Problem(reporting: error), of: error, request, context, route: name)
      }
    }
  }

  private func refuse(
    _ problem: Problem, of error: any Error, _ request: Request, _ context: NodeContext,
    route: String
  ) throws -> Response {
    counters.request(route, status: problem.status)
    if problem.status >= 500 {
      context.logger.error("\(route): \(error)")
    } else {
      context.logger.info("\(route): \(problem.status) \(problem.code)")
    }
    var problem = problem
    if problem.status == 401 {
      let now = configuration.wallMilliseconds()
      problem.members["server_time"] = .string(InstantText.format(milliseconds: now))
      problem.members["server_time_ms"] = .unsigned(now)
    }
    var response = try problem.response(
      in: Language(
        accepted: request.headers[.acceptLanguage], otherwise: configuration.language))
    if problem.status == 401 { response.headers[.wwwAuthenticate] = "Signature" }
    // What is left of a long body is not waited for: the answer goes out, then the line is cut.
    let length = request.headers[.contentLength].flatMap { Int($0) }
    if [.post, .put].contains(request.method), (length ?? .max) > 1 << 20 {
      response.headers[.connection] = "close"
      let channel = context.channel
      channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
    }
    return response
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
