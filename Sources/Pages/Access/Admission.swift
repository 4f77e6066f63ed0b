// Who is let in to what: the one check that every route passes, and what becomes of a form whose
// session is over. Records that a request names, wherever it names them, must be those of the
// account.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// Refuses other machines where nobody could sign in.
  func requireReachable(_ visit: Visit) throws(Stop) {
    guard visit.isLocal || accounts.isInUse else { throw Stop(.forbidden, "page.stop-remote") }
  }

  /// The session of a request; nil for none, one that is over, or one whose account may no longer
  /// sign in or has another password since.
  func session(of request: Request, _ visit: Visit) throws(Stop) -> Session? {
    guard let id = Self.cookie(cookieName, of: request), let session = sessions.find(id) else {
      return nil
    }
    guard let holder = session.holder else {
      guard visit.isLocal else { throw Stop(.forbidden, "page.stop-remote") }
      return session
    }
    guard let account = accounts.live(holder.account), account.stamp == holder.stamp else {
      sessions.close(session)
      return nil
    }
    return session
  }

  /// Whether a route serves the session at hand, and what the session may do: nil is the node's own
  /// role, of whoever opened the start link.
  ///
  /// - Parameter writes: whether the request is a form.
  func admit(_ visit: Visit, _ reach: Reach, writes: Bool) throws(Stop) -> Permit? {
    guard let holder = visit.session?.holder else { return nil }
    guard let permit = accounts.live(holder.account)?.permit else {
      throw Stop(.forbidden, "page.stop-session")
    }
    switch reach {
    case .everyone, .own: return permit
    case .records: break
    case .whole:
      if let county = permit.county {
        throw Stop(.forbidden, "page.stop-county", Region.find(county)?.name ?? county)
      }
    case .keeper:
      guard permit.role == .city, permit.county == nil else {
        throw Stop(.forbidden, "page.stop-keeper")
      }
    }
    if writes, permit.role == .observer { throw Stop(.forbidden, "page.stop-reader") }
    return permit
  }

  /// Refuses records and conflicts of other counties, named by their ids in a request's address or
  /// form. For an account of a county alone; what is not there is refused alike.
  func requireCovered(_ texts: [String], _ visit: Visit) async throws {
    guard let permit = visit.permit, permit.county != nil else { return }
    var ids: Set<String> = []
    for text in texts {
      for part in text.split(whereSeparator: { ",; \n\t".contains($0) }) {
        if [Self.recordIDLength, Self.conflictIDLength].contains(part.utf8.count) {
          ids.insert(String(part))
        }
      }
    }
    guard !ids.isEmpty else { return }
    let asked = ids
    let strange = try await onThread { [store] in
      try store.read { snapshot throws(StoreError) -> String? in
        for id in asked {
          for (ledger, record) in try Self.records(named: id, snapshot) {
            if try !permit.covers(record, in: ledger, snapshot) { return id }
          }
        }
        return nil
      }
    }
    if let strange { throw Stop(.notFound, "page.stop-record", strange) }
  }

  private static let recordIDLength = 26
  private static let conflictIDLength = 16

  /// The records that an id means: its own, or that of a conflict, open or settled.
  private static func records(
    named id: String, _ snapshot: borrowing Snapshot
  ) throws(StoreError) -> [(String, RecordID)] {
    if id.utf8.count == recordIDLength {
      guard RecordID(id) != nil else { return [] }
      return try snapshot.resolve(prefix: id).map { ($0.ledger, $0.id) }
    }
    guard ReplicaID(id) != nil else { return [] }
    return try snapshot.conflicts(withIDPrefix: id).map { ($0.ledger, $0.record) }
      + snapshot.settlements(withIDPrefix: id).map { ($0.ledger, $0.record) }
  }

  // MARK: Sessions that are over

  /// What is answered where a session is needed and there is none: signing in first, where there
  /// are accounts. A form that was sent goes along and is offered again afterwards.
  func withoutSession(_ visit: Visit, _ request: Request) async throws -> Answer {
    guard accounts.isInUse else {
      throw Stop(
        .forbidden, request.method == .post ? "page.stop-session-typed" : "page.stop-session")
    }
    guard request.method == .post else {
      let query = request.uri.query.map { "?\($0)" } ?? ""
      return .redirect("/sign-in?back=\(Form.encode(request.uri.path + query))")
    }
    try requireOwnOrigin(request)
    if Self.boundary(of: request.headers[.contentType] ?? "") != nil {
      // A file does not wait with strangers: the page that sends it is come back to.
      var form = SignInForm()
      let path = request.uri.path
      form.goBack(to: path.hasSuffix("/files") ? String(path.dropLast(6)) : path)
      return signInPage(
        visit, form, remark: Remark(tone: .warning, message: Message("page.sign-in-file")),
        status: .forbidden)
    }
    var form = SignInForm()
    form.keep(
      try await Form(reading: request, bytesMax: Form.strangersBytesMax), path: request.uri.path)
    return signInPage(
      visit, form, remark: Remark(tone: .warning, message: Message("page.sign-in-kept")),
      status: .forbidden)
  }

  /// A form of another session of this browser: it is not carried out, and not lost either.
  func stale(_ form: Form, _ visit: Visit, _ request: Request) async throws -> Answer {
    // Only what a browser says to be this node's own page is shown again.
    guard request.headers[.origin] != nil else { throw Stop(.forbidden, "page.stop-form") }
    var kept = SignInForm()
    kept.keep(form, path: request.uri.path)
    return await offer(
      kept, visit, remarks: [Remark(tone: .warning, message: Message("page.stop-form"))],
      status: .forbidden)
  }
}
