// Guarantees of every route of a hub: its caller is established and within its share before it
// runs; whatever it throws becomes problem details in the caller's language; it is counted, timed,
// and logged without personal data; what is refused is kept for people to see. So is what no route
// sees.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore

extension HubServer {
  /// Adds one route.
  ///
  /// - Parameters:
  ///   - name: as counters and logs call it.
  ///   - bodyBytesMax: of a signed request's body on the wire, which is held in memory.
  func on(
    _ router: Router<NodeContext>, _ method: HTTPRequest.Method, _ path: RouterPath, _ name: String,
    _ access: RouteAccess, bodyBytesMax: Int = 64 << 10,
    _ handler: @escaping @Sendable (Request, NodeContext) async throws -> Response
  ) {
    router.on(path, method: method) { [self] request, context in
      try await answer(request, context, name, access, bodyBytesMax: bodyBytesMax, handler)
    }
  }

  /// Answers one request as every route does.
  private func answer(
    _ request: Request, _ context: NodeContext, _ name: String, _ access: RouteAccess,
    bodyBytesMax: Int, _ handler: (Request, NodeContext) async throws -> Response
  ) async throws -> Response {
    let began = ContinuousClock.now
    var caller: Caller?
    do {
      if access == .open {
        try rates.admit(address: context.address, enrols: name == "enrol")
      }
      let (request, context) = try await admit(
        request, context, access, bodyBytesMax: bodyBytesMax)
      caller = context.caller
      if let caller, caller.member != nil { try rates.admit(caller.replica) }
      let response = try await handler(request, context)
      settle(request, context, name, response, caller: caller, began: began)
      return response
    } catch let error as CancellationError {
      throw error
    } catch {
      let problem = Problem(reporting: error)
      readiness.note(error)
      let response = try refuse(problem, of: error, request, context, caller, route: name)
      settle(
        request, context, name, response, caller: caller, began: began, code: problem.code)
      return response
    }
  }

  /// Answers what is asked below the hub's own paths and no route has.
  struct UnknownAddresses: RouterMiddleware {
    typealias Context = NodeContext

    let hub: HubServer

    func handle(
      _ request: Request, context: NodeContext,
      next: (Request, NodeContext) async throws -> Response
    ) async throws -> Response {
      let first = request.uri.path.split(separator: "/").first
      guard first == "v1" || first == "v2" else { return try await next(request, context) }
      return try await hub.answer(request, context, "other", .open, bodyBytesMax: 0) {
        request, _ in
        throw HubError(.noSuchAddress, String(request.uri.path.prefix(200)))
      }
    }
  }

  /// Counts, charges and logs what was answered.
  private func settle(
    _ request: Request, _ context: NodeContext, _ name: String, _ response: Response,
    caller: Caller?, began: ContinuousClock.Instant, code: String = ""
  ) {
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    let isHeld = request.headers[.prefer] != nil
    counters.request(
      isHeld ? name + "-held" : name, status: response.status.code, seconds: seconds)
    let length = request.headers[.contentLength].flatMap { Int($0) } ?? 0
    if let caller, caller.member != nil {
      rates.charge(caller.replica, bytes: length + (response.body.contentLength ?? 0))
      if response.status == .ok, name == "exchange" || name == "changes" {
        counters.synced(caller.replica, at: configuration.wallMilliseconds())
      }
    }
    let level: Logger.Level = response.status.code >= 500 ? .error : .info
    context.logger.log(
      level: level, "request",
      metadata: [
        "route": "\(name)", "status": "\(response.status.code)", "code": "\(code)",
        "replica": "\(caller?.replica.description ?? "")",
        "ms": "\(Int((seconds * 1_000).rounded()))",
      ])
  }

  /// Counts, logs and keeps what was refused before it came to a route.
  func settle(_ refusal: EarlyRefusal) {
    let name = "connection"
    counters.refused(name, status: refusal.status)
    logger.info(
      "request",
      metadata: ["route": "\(name)", "status": "\(refusal.status)", "code": "\(refusal.code)"])
    refusals.add(
      RefusedRequest(
        atMilliseconds: configuration.wallMilliseconds(), route: name, status: refusal.status,
        code: refusal.code, replica: "", address: refusal.address,
        arguments: [refusal.argument]))
  }

  private func refuse(
    _ problem: Problem, of error: any Error, _ request: Request, _ context: NodeContext,
    _ caller: Caller?, route: String
  ) throws -> Response {
    var problem = problem
    if problem.status == 401 {
      // Guessing is bounded, whoever it is that cannot prove a member.
      do throws(Problem) {
        try rates.admit(address: context.address, enrols: false)
      } catch {
        problem = error
      }
    }
    if problem.status >= 500 { context.logger.error("\(route): \(error)") }
    keep(problem, request, context, caller, route)
    if problem.status == 401 {
      let now = configuration.wallMilliseconds()
      problem.members["server_time"] = .string(InstantText.format(milliseconds: now))
      problem.members["server_time_ms"] = .unsigned(now)
    }
    var response = try problem.response(
      in: Language(
        accepted: request.headers[.acceptLanguage], otherwise: configuration.language))
    if problem.status == 401 { response.headers[.wwwAuthenticate] = "Signature" }
    if request.method == .head { response = response.createHeadResponse() }
    // What is left of a long body is not waited for: the answer goes out, then the line is cut.
    let length = request.headers[.contentLength].flatMap { Int($0) }
    if request.method == .post || request.method == .put, (length ?? .max) > 1 << 20 {
      response.headers[.connection] = "close"
      let channel = context.channel
      channel.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
    }
    return response
  }

  /// Keeps what a person may want to know of: not what was merely not found, stale or busy.
  private func keep(
    _ problem: Problem, _ request: Request, _ context: NodeContext, _ caller: Caller?,
    _ route: String
  ) {
    let isNews = (400..<500).contains(problem.status) && ![404, 426].contains(problem.status)
    guard isNews, problem.code != HubError.Kind.stale.rawValue else { return }
    let claimed = request.headers[.signatureInput]
      .flatMap { try? SignatureInput(field: $0) }?.keyID
    refusals.add(
      RefusedRequest(
        atMilliseconds: configuration.wallMilliseconds(), route: route, status: problem.status,
        code: problem.code, replica: caller?.replica.description ?? claimed ?? "",
        address: context.address, arguments: problem.message.arguments))
  }
}
