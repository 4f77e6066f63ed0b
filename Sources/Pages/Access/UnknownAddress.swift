// What is answered where no route is: an address that none knows, and a known one by a method that
// it has not.
//
// Guarantees: whoever may not reach the node learns nothing of which addresses there are.

internal import HTTPTypes
internal import Hummingbird
internal import Synchronization

/// Gives an address that no route knows, or none by the method that was used, a page of this house,
/// for a browser that may reach the node. The hub's protocol, below `/v1`, keeps its own answer.
struct UnknownAddress<Context: RequestContext>: RouterMiddleware {
  let door: Door<Context>
  let addresses: KnownAddresses

  func handle(
    _ request: Request, context: Context,
    next: (Request, Context) async throws -> Response
  ) async throws -> Response {
    do {
      return try await next(request, context)
    } catch let error as HTTPError where error.status == .notFound {
      let path = request.uri.path
      let methods = addresses.methods(of: path)
      guard !methods.isEmpty || [.get, .head].contains(request.method), !path.hasPrefix("/v1/")
      else { throw error }
      var visit = door.visit(request, context)
      visit.isShown = request.method != .head
      guard (try? door.admit(&visit, request)) != nil else { throw error }
      var answer = visit.page(
        about: methods.isEmpty
          ? Stop(.notFound, "page.stop-missing", path)
          : Stop(.methodNotAllowed, "page.stop-method", path, request.method.rawValue))
      answer.allowed = methods
      let response = answer.response()
      return visit.isShown ? response : response.createHeadResponse()
    }
  }
}

/// The addresses that have routes, each with its methods.
final class KnownAddresses: Sendable {
  private let routes = Mutex<[(path: RouterPath, method: HTTPRequest.Method)]>([])

  /// Adds the route of an address.
  func add(_ path: RouterPath, _ method: HTTPRequest.Method) {
    routes.withLock { $0.append((path, method)) }
  }

  /// The methods of the address that a request asks for; none where no route knows it. O(routes).
  func methods(of path: String) -> [HTTPRequest.Method] {
    let parts = path.split(separator: "/")
    return routes.withLock { routes in
      routes.filter { route in
        route.path.components.count == parts.count
          && zip(route.path.components, parts).allSatisfy { $0 ~= $1 }
      }.map(\.method)
    }
  }
}
