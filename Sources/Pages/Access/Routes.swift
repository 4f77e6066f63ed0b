// How a route becomes a page: the gate first, then the handler, and whatever it throws as a page in
// the reader's language. Forms are read whole within a bound and carry the session's token.
//
// A page that is read answers HEAD as GET without its body; other methods of a known address are
// refused with those it has.
//
// Guarantees: no route runs without the check of ``Pages/admit(_:_:writes:)``, and each says whom
// it serves. One that says nothing is for those who may see the whole node, so that a new page
// shows an account of a county nothing by oversight. What an account may write is checked again at
// the commit.

internal import Catalogue
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import Logging
internal import NIOCore
internal import ProjectLedger

/// Whom a route serves.
enum Reach: Sendable, Hashable {
  /// Anyone who reaches the node, without a session.
  case everyone
  /// Whoever has a session, about the own account.
  case own
  /// Whoever has a session; an account of a county sees that county's records alone.
  case records
  /// Those who are bound to no county.
  case whole
  /// Those who look after the node: the city's accounts, and whoever opened the start link.
  case keeper
}

/// Adds pages to a router.
struct Routes<Context: RequestContext> {
  let pages: Pages
  let router: Router<Context>
  let isLocal: @Sendable (Context) -> Bool
  let address: @Sendable (Context) -> String
  /// What has been added so far.
  let addresses = KnownAddresses()

  typealias Handler = @Sendable (Visit, Form) async throws -> Answer

  /// A page that is read.
  func get(_ path: RouterPath, for reach: Reach = .whole, _ handler: @escaping Handler) {
    read(path, reach) { visit, _ in try await handler(visit, Form()) }
  }

  /// A form that is sent.
  func post(_ path: RouterPath, for reach: Reach = .whole, _ handler: @escaping Handler) {
    add(path, .post, reach) { [pages] visit, request in
      try pages.requireOwnOrigin(request)
      let form = try await Form(reading: request)
      guard let session = visit.session, let token = form["form-token"],
        Secret.equal(token, session.formToken)
      else { return try await pages.stale(form, visit, request) }
      try await pages.requireCovered(form.fields.map(\.value), visit)
      do {
        return try await handler(visit, form)
      } catch {
        guard let kept = await pages.offerAgain(form, visit, after: error) else { throw error }
        return kept
      }
    }
  }

  /// A form with a file, which lies on the shelf while the handler runs; what the handler does not
  /// keep is gone afterwards.
  ///
  /// - Parameter refused: answers a form whose file was not taken; nil where nothing is typed
  ///   beside it.
  func upload(
    _ path: RouterPath, for reach: Reach = .whole,
    refused: (@Sendable (Visit, RefusedUpload) async throws -> Answer)? = nil,
    _ handler: @escaping @Sendable (Visit, Upload) async throws -> Answer
  ) {
    add(path, .post, reach) { [pages] visit, request in
      try pages.requireOwnOrigin(request)
      guard let session = visit.session else { throw Stop(.forbidden, "page.stop-session") }
      let upload: Upload
      do {
        upload = try await pages.receive(request, for: session)
      } catch let error as RefusedUpload {
        guard let refused else { throw error.reason }
        try await pages.requireCovered(error.form.fields.map(\.value), visit)
        return try await refused(visit, error)
      }
      do {
        try await pages.requireCovered(upload.form.fields.map(\.value), visit)
        let answer = try await handler(visit, upload)
        await pages.shelf.discardUnlessKept(upload.file)
        return answer
      } catch {
        await pages.shelf.discardUnlessKept(upload.file)
        throw error
      }
    }
  }

  /// What is answered without a session.
  func open(_ path: RouterPath, _ handler: @escaping @Sendable (Visit) async throws -> Answer) {
    read(path, .everyone) { visit, _ in try await handler(visit) }
  }

  /// The same where reading uses something up: nothing but GET may.
  func openOnce(
    _ path: RouterPath, _ handler: @escaping @Sendable (Visit) async throws -> Answer
  ) {
    add(path, .get, .everyone) { visit, _ in try await handler(visit) }
  }

  /// A form that is sent without a session, and has another proof that it is this node's own.
  func openPost(_ path: RouterPath, _ handler: @escaping Handler) {
    add(path, .post, .everyone) { [pages] visit, request in
      try pages.requireOwnOrigin(request)
      return try await handler(
        visit, try await Form(reading: request, bytesMax: Form.strangersBytesMax))
    }
  }

  /// What requests come through.
  var door: Door<Context> { Door(pages: pages, isLocal: isLocal, address: address) }

  private func read(
    _ path: RouterPath, _ reach: Reach,
    _ handler: @escaping @Sendable (Visit, Request) async throws -> Answer
  ) {
    for method in [HTTPRequest.Method.get, .head] { add(path, method, reach, handler) }
  }

  private func add(
    _ path: RouterPath, _ method: HTTPRequest.Method, _ reach: Reach,
    _ handler: @escaping @Sendable (Visit, Request) async throws -> Answer
  ) {
    addresses.add(path, method)
    router.on(path, method: method) { [pages, door] request, context in
      var visit = door.visit(request, context)
      visit.isShown = method != .head
      var answer: Answer
      do {
        try door.admit(&visit, request)
        visit.guestID = Pages.cookie(pages.guestCookieName, of: request)
        if reach != .everyone, visit.session == nil {
          answer = try await pages.withoutSession(visit, request)
        } else {
          visit.permit = try pages.admit(visit, reach, writes: method == .post)
          let admitted = visit
          try await pages.requireCovered(
            Array(admitted.parameters.values) + admitted.query.fields.map(\.value), admitted)
          answer = try await Permit.run(admitted.permit) { try await handler(admitted, request) }
        }
      } catch let error as CancellationError {
        throw error
      } catch {
        answer = visit.page(about: error)
        if answer.status.code >= 500 { context.logger.error("\(request.uri.path): \(error)") }
      }
      if let asked = visit.query["lang"], Language(rawValue: asked) != nil {
        answer.cookies.append(
          pages.cookieField(Pages.languageCookie, asked, keptSeconds: 31_536_000))
      }
      let response = answer.response()
      return method == .head ? response.createHeadResponse() : response
    }
  }
}

/// How a request becomes a visit.
struct Door<Context: RequestContext>: Sendable {
  let pages: Pages
  let isLocal: @Sendable (Context) -> Bool
  let address: @Sendable (Context) -> String

  /// A request before anything is known of who sent it.
  func visit(_ request: Request, _ context: Context) -> Visit {
    var visit = Visit(
      pages: pages, session: nil, language: pages.language(of: request), path: request.uri.path,
      query: Form(query: request.uri.query ?? ""),
      parameters: Dictionary(
        context.parameters.map { (String($0.0), String($0.1)) }, uniquingKeysWith: { $1 }))
    visit.isLocal = isLocal(context)
    visit.address = address(context)
    return visit
  }

  /// Lets in what may reach this node and asks for it by a name of its own; finds its session, and
  /// what the account may do, so that a refusal has the menu that the account has elsewhere.
  func admit(_ visit: inout Visit, _ request: Request) throws(Stop) {
    try pages.requireReachable(visit)
    try pages.requireOwnHost(request)
    visit.session = try pages.session(of: request, visit)
    visit.permit = try? pages.admit(visit, .own, writes: false)
  }
}

/// What a handler answers.
struct Answer: Sendable {
  var status: HTTPResponse.Status = .ok
  var mediaType = "text/html; charset=utf-8"
  var body: [UInt8] = []
  var location: String?
  /// The file name under which the browser saves the body; nil shows it.
  var fileName: String?
  /// Fields that name the body for caches; nil for what must not be kept.
  var cacheControl = "no-store"
  var cookies: [String] = []
  /// When to come again; nil says nothing of it.
  var retryAfterSeconds: UInt64?
  /// The methods that the address has, where another one was refused.
  var allowed: [HTTPRequest.Method] = []

  static func html(_ text: String, status: HTTPResponse.Status = .ok) -> Answer {
    Answer(status: status, body: Array(text.utf8))
  }

  /// See another page, with GET.
  static func redirect(_ location: String) -> Answer {
    Answer(status: .seeOther, location: location)
  }

  func response() -> Response {
    var headers = HTTPFields()
    for (name, value) in Pages.guardFields { headers[name] = value }
    headers[.contentType] = mediaType
    headers[.cacheControl] = cacheControl
    if let location { headers[.location] = location }
    if let retryAfterSeconds { headers[.retryAfter] = "\(retryAfterSeconds)" }
    if !allowed.isEmpty { headers[.allow] = allowed.map(\.rawValue).joined(separator: ", ") }
    if let fileName {
      headers[.contentDisposition] = "attachment; filename*=UTF-8''\(Form.encode(fileName))"
    }
    for cookie in cookies {
      headers.append(HTTPField(name: .setCookie, value: cookie))
    }
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: body)))
  }
}
