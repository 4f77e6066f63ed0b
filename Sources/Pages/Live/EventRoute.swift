// `/events`: server-sent events for pages that stand open. A stream costs a look at one number four
// times a second; it ends with the connection, with the server, and after as long as a session may
// be idle. There are never more than a bound: whoever comes above it asks again later.
//
// Guarantees: whoever is bound to a county is told of that county's records, and hears nothing of a
// commit that names records of other counties alone.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import ProjectLedger
internal import ServiceLifecycle

extension Routes {
  /// The stream of news, of what the account at hand may see.
  func stream(_ path: RouterPath, for reach: Reach = .whole) {
    addresses.add(path, .get)
    router.on(path, method: .get) { [pages, door] request, context -> Response in
      do {
        var visit = door.visit(request, context)
        try door.admit(&visit, request)
        try pages.requireOwnOrigin(request)
        guard visit.session != nil else { throw Stop(.forbidden, "page.stop-session") }
        let permit = try pages.admit(visit, reach, writes: false)
        guard let seat = pages.bell.sit() else {
          throw Stop(.serviceUnavailable, "page.stop-streams", "\(Bell.listenersMax)")
        }
        let asked =
          request.headers[Pages.lastEvent] ?? request.uri.queryParameters.get("since") ?? ""
        return pages.events(since: UInt64(asked) ?? 0, seat, for: permit)
      } catch let stop as Stop {
        var answer = Answer(status: stop.status, mediaType: "text/plain; charset=utf-8")
        answer.body = Array(
          Catalogue.text(stop.message, in: pages.language(of: request)).utf8)
        return answer.response()
      }
    }
  }
}

extension Pages {
  static let lastEvent = HTTPField.Name("Last-Event-ID").unsafelyUnwrapped
  private static let lookMilliseconds = 250
  /// Every so many looks a line that says nothing: a connection that is gone is noticed by it.
  private static let looksInBeat = 8

  func events(since: UInt64, _ seat: Bell.Seat, for permit: Permit?) -> Response {
    let body = ResponseBody { [self] writer in
      defer { withExtendedLifetime(seat) {} }
      try await writer.write(ByteBuffer(string: "retry: 3000\n\n"))
      var known = since
      var looks = 0
      let looksMax = Int(Sessions.idleMillisecondsMax) / Self.lookMilliseconds
      while !Task.isCancelled, !Task.isShuttingDownGracefully, looks < looksMax {
        if bell.rings(after: known) {
          let last = known
          if let news = try await onThread({ try self.bell.news(since: last) }) {
            known = news.commit
            if let seen = try await onThread({ try self.narrowed(news, to: permit) }) {
              try await writer.write(ByteBuffer(string: Self.event(seen)))
            }
          }
        } else if looks % Self.looksInBeat == 0 {
          try await writer.write(ByteBuffer(string: ":\n\n"))
        }
        looks += 1
        try await Task.sleep(for: .milliseconds(Self.lookMilliseconds))
      }
      try await writer.finish(nil)
    }
    var headers = HTTPFields()
    for (name, value) in Self.guardFields { headers[name] = value }
    headers[.contentType] = "text/event-stream; charset=utf-8"
    headers[.cacheControl] = "no-store"
    return Response(status: .ok, headers: headers, body: body)
  }

  /// What of some news an account may see; nil where all of it is of other counties. At most four
  /// records are read for each that is told of.
  private func narrowed(_ news: News, to permit: Permit?) throws -> News? {
    guard let permit, permit.county != nil else { return news }
    var seen: Set<TouchedRecord>?
    if let records = news.records {
      let own = try store.read { snapshot throws(StoreError) in
        var found: Set<TouchedRecord> = []
        for touched in records where try permit.covers(touched.id, in: touched.ledger, snapshot) {
          found.insert(touched)
        }
        return found
      }
      guard !own.isEmpty else { return nil }
      seen = own
    }
    return News(
      commit: news.commit, records: seen,
      counts: headCounts(news.counts, at: news.commit, for: permit))
  }

  /// One event as its lines. Ids of records are of digits and small letters: nothing is escaped.
  private static func event(_ news: News) -> String {
    var members = [
      "\"conflicts\":\(news.counts.conflicts)", "\"unsent\":\(news.counts.unsent)",
    ]
    if let records = news.records {
      let ids = records.map(\.id).sorted().map { "\"\($0)\"" }
      members.append("\"records\":[\(ids.joined(separator: ","))]")
    }
    return "id: \(news.commit)\nevent: news\ndata: {\(members.joined(separator: ","))}\n\n"
  }
}
