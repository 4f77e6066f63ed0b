// The agent: joins a hub once, syncs when told, or keeps on syncing. It holds no state of its own:
// what is remembered between syncs stands in the store's notes.

public import Catalogue
internal import Causality
public import LedgerStore
public import Logging
internal import SyncSession
internal import Wire

/// How an agent behaves.
public struct AgentOptions: Sendable {
  /// The language of the hub's words in errors that this program does not know.
  public var language: Language
  /// How long a connection may take to come about.
  public var connectTimeoutSeconds: Int
  /// The longest silence of a hub in the middle of an answer.
  public var idleTimeoutSeconds: Int
  /// Bytes of frames asked for, or sent, in one request.
  public var maxBytes: Int
  /// Above 0, a running agent keeps a request at the hub for so long, so that news comes at once.
  public var waitSeconds: Int
  /// The proxy to the hub.
  public var proxy: ProxyRules
  /// Bytes on the wire, about, that one sync of one ledger may move; 0 for no bound. A sync begins
  /// no push that would go beyond it, says what is left, and the next one goes on; an answer of the
  /// hub may go beyond it by one run, since it carries at least one.
  public var syncBytesMax: Int
  /// A store that holds nothing of a ledger takes the hub's snapshot when it lacks so many changes;
  /// 0 for never.
  public var snapshotChangesMin: Int
  /// Lets plain HTTP leave this machine. Without it such an address is refused.
  public var allowsPlainHTTPBeyondLoopback: Bool
  /// How often a single sync tries again when the connection breaks, or the hub is busy for a
  /// moment. Smaller pushes after one that broke do not count; 0 for none of them either.
  public var retries: Int
  /// Asks the hub to note at once what is held here, and says it once more at the end of a single
  /// sync that moved something: what that brought can then be compacted. One request more, under
  /// 1 kB; a quiet sync stays one request.
  public var acknowledges: Bool
  /// This machine's clock, milliseconds since 1970 UTC.
  public var wallMilliseconds: @Sendable () -> UInt64
  /// Called as a sync goes on, from any thread.
  public var progress: (@Sendable (SyncProgress) -> Void)?

  /// The defaults are those of one sync by hand.
  public init(
    language: Language = .zh, connectTimeoutSeconds: Int = 10, idleTimeoutSeconds: Int = 60,
    maxBytes: Int = 64 << 20, waitSeconds: Int = 0, proxy: ProxyRules = .none,
    syncBytesMax: Int = 0, snapshotChangesMin: Int = 20_000,
    allowsPlainHTTPBeyondLoopback: Bool = false, retries: Int = 3, acknowledges: Bool = false,
    wallMilliseconds: @escaping @Sendable () -> UInt64 = StoreOptions.systemMilliseconds,
    progress: (@Sendable (SyncProgress) -> Void)? = nil
  ) {
    self.language = language
    self.connectTimeoutSeconds = connectTimeoutSeconds
    self.idleTimeoutSeconds = idleTimeoutSeconds
    self.maxBytes = maxBytes
    self.waitSeconds = waitSeconds
    self.proxy = proxy
    self.syncBytesMax = syncBytesMax
    self.snapshotChangesMin = snapshotChangesMin
    self.allowsPlainHTTPBeyondLoopback = allowsPlainHTTPBeyondLoopback
    self.retries = retries
    self.acknowledges = acknowledges
    self.wallMilliseconds = wallMilliseconds
    self.progress = progress
  }
}

/// What joining brought.
public struct JoinReport: Sendable {
  /// The hub, as the store remembers it from here on.
  public let hub: KnownHub
  /// The first sync, one report a ledger; of the member ledger, when not all of it was taken.
  public let syncs: [SyncReport]
}

/// Syncs a store with the hub that it joined.
public struct Agent: Sendable {
  let store: Store
  let options: AgentOptions
  let logger: Logger
  let threads = StoreThreads()
  let watch: CommitWatch

  /// An agent of a store; nothing is asked of the hub before the first call.
  public init(store: Store, options: AgentOptions = AgentOptions(), logger: Logger) {
    self.store = store
    self.options = options
    self.logger = logger
    watch = CommitWatch(store)
  }

  /// The hub that `store` has joined, on a hub the one above it; nil before.
  public static func knownHub(_ store: Store) throws(StoreError) -> KnownHub? {
    try PeerNotes(store: store).hub()
  }

  /// How a ledger stands with the hub, from the last receipt. Throws `noSuchLedger`.
  public static func state(_ store: Store, ledger: String) throws(StoreError) -> SyncState {
    try PeerNotes(store: store).state(ledger)
  }

  /// The address that is remembered for `url`: scheme, host and port. Throws `badURL`.
  public static func normalised(_ url: String) throws(HubError) -> String {
    try HubURL(url, allowsPlainHTTPBeyondLoopback: true).base
  }

  // MARK: - Joining

  /// Enrols at a hub, pins its key, trusts those that it had before, adds the ledgers it invites
  /// to, and syncs them, members first.
  ///
  /// The same store may present its token again. A store that has joined may join again, with a new
  /// token, to take part in more ledgers or because the hub has another key.
  /// - Throws: `HubError`, `StoreError`. An error of the first sync leaves the store joined;
  ///   `ledgerNotGranted`, where own changes would count no longer, leaves it as it was.
  public static func join(
    _ store: Store, url: String, token: String, options: AgentOptions = AgentOptions(),
    logger: Logger
  ) async throws -> JoinReport {
    let agent = Agent(store: store, options: options, logger: logger)
    let url = try agent.hubURL(url)
    guard let (secret, namedHub) = Grant.parts(of: token) else { throw HubError(.tokenMalformed) }
    let body = try Enrolment.encode(secret: secret, office: store.identity.office, store: store)
    let rule = try await HubClient.meet(url, options, store, namedHub: namedHub)
    let answer = try await agent.withClient(url, rule: rule) { client in
      do { return try await client.enrol(body) } catch { throw client.classified(error) }
    }
    let membership = try Membership(answer, url: url.base, namedHub: namedHub)
    let isHub = store.identity.role == .hub
    guard membership.replica != store.identity.replica else { throw HubError(.badURL, url.base) }
    // A hub's own list judges its store; what a member typed must count by the list to come.
    let hidden =
      isHub ? [] : try store.ledgersHidden(as: membership.role, in: membership.ledgers)
    if !hidden.isEmpty {
      throw HubError(
        .ledgerNotGranted, hidden.joined(separator: " "), membership.role.rawValue,
        membership.ledgers.joined(separator: " "))
    }
    try await agent.threads.write {
      if isHub {
        try PeerNotes(store: store).pinParent(membership.publicKey, office: membership.name)
      } else {
        try store.trustHub(
          replica: membership.replica, publicKey: membership.publicKey, office: membership.name,
          former: membership.formerHubs)
      }
      for ledger in membership.ledgers { try store.addLedger(ledger) }
      try PeerNotes(store: store).remember(
        hubAt: url.base, role: membership.role, ledgers: membership.ledgers)
      try PeerNotes(store: store).remember(rule)
    }
    guard let hub = try knownHub(store) else { throw HubError(.notJoined) }
    return JoinReport(hub: hub, syncs: try await agent.sync(membersFirst: !isHub))
  }

  // MARK: - Syncing once

  /// One sync of one ledger, or of all that this store shares with its hub; a report for each.
  ///
  /// - Throws: `HubError`, `StoreError`, `CancellationError`. What was exchanged before the error
  ///   stays exchanged.
  public func sync(ledger: String? = nil) async throws -> [SyncReport] {
    try await sync(ledger: ledger, membersFirst: false)
  }

  private func sync(ledger: String? = nil, membersFirst: Bool) async throws -> [SyncReport] {
    guard let hub = try Self.knownHub(store) else { throw HubError(.notJoined) }
    let ledgers = try ledger.map { [$0] } ?? sharedLedgers(hub)
    return try await withClient(try hubURL(hub.url)) { client in
      var reports: [SyncReport] = []
      if membersFirst, ledgers != [Store.memberLedger] {
        let members = try await syncOnce(Store.memberLedger, client)
        if !members.refused.isEmpty || members.gap != nil { reports.append(members) }
      }
      for ledger in ledgers { reports.append(try await syncOnce(ledger, client)) }
      return reports
    }
  }

  private func syncOnce(_ ledger: String, _ client: HubClient) async throws -> SyncReport {
    let pace = SyncSession.Pace(
      retry: RetryDelay(baseMilliseconds: 300, maxMilliseconds: 5_000))
    let sync = try LedgerSync(
      ledger, store: store, client: client, threads: threads, watch: watch, options: options,
      pace: pace, logger: logger)
    try await sync.run(.timer)
    // Failures are counted from the last progress: a line that breaks every minute still brings a
    // long sync to its end.
    while sync.session.state == .backingOff, sync.session.failures <= options.retries,
      isWorthRetrying(sync)
    {
      try await sync.run(try await sync.waitForNews())
    }
    let failure = sync.failure
    try await sync.acknowledge()
    var report = try await sync.finish()
    if let failure = failure ?? sync.failure { throw failure }
    let before = client.traffic.totals
    let offer = try await offerBlobs(ledger, client, maxBytes: blobBudget(after: report))
    let traffic = client.traffic.totals - before
    report.attachmentsSent = offer.sent
    report.attachmentsLeft = offer.left
    report.attachmentsFailure = offer.failure
    report.bytesSent += traffic.sent
    report.bytesReceived += traffic.received
    report.requests += traffic.requests
    return report
  }

  /// A line that broke, or a hub that is busy for a moment.
  private func isWorthRetrying(_ sync: LedgerSync) -> Bool {
    switch (sync.failure as? HubError)?.kind {
    case .broken: true
    case .busy: (sync.secondsToWake ?? .infinity) <= Self.busySecondsMax
    default: false
    }
  }

  /// The longest that a single sync waits for a busy hub, seconds.
  private static let busySecondsMax = 10.0

  // MARK: - Parts

  func hubURL(_ text: String) throws(HubError) -> HubURL {
    try HubURL(text, allowsPlainHTTPBeyondLoopback: options.allowsPlainHTTPBeyondLoopback)
  }

  /// The ledgers to sync when none is named; the member ledger when there is no other.
  func sharedLedgers(_ hub: KnownHub) throws -> [String] {
    let held = try store.ledgers()
    // Two hubs share what one invited the other to; each keeps its own member ledger.
    if store.identity.role == .hub {
      return held.filter { hub.ledgers.contains($0) && $0 != Store.memberLedger }
    }
    let shared = held.filter { hub.role.isAuthority || hub.ledgers.contains($0) }
    return shared.isEmpty ? [Store.memberLedger] : shared
  }

  /// - Parameter rule: how its certificate is judged; nil for what was noted at `join`.
  func withClient<R>(
    _ url: HubURL, rule: CertificateRule? = nil, _ body: (HubClient) async throws -> R
  ) async throws -> R {
    let rule = try rule ?? PeerNotes(store: store).certificateRule()
    let client = try HubClient(url, options: options, store: store, rule: rule)
    do {
      let result = try await body(client)
      await client.shutdown()
      return result
    } catch {
      await client.shutdown()
      throw error
    }
  }
}

/// What a hub answers to an enrolment.
struct Membership: Sendable {
  let name: String
  let replica: ReplicaID
  let publicKey: [UInt8]
  let role: Role
  let ledgers: [String]
  /// Those that the hub says were before it, under its signature.
  let formerHubs: [FormerHubs]

  /// - Parameter namedHub: the replica that the token names; another hub's answer is refused,
  ///   unless it proves to be its successor.
  init(_ json: JSONValue, url: String, namedHub: ReplicaID?) throws(HubError) {
    guard let publicKey = json["public_key"]?.string.flatMap({ [UInt8](hexadecimal: $0) }),
      let key = try? VerifyingKey(bytes: publicKey), let name = json["name"]?.string,
      let role = json["role"]?.string.flatMap(Role.init(rawValue:)),
      let ledgers = json["ledgers"]?.array?.compactMap(\.string),
      ledgers.allSatisfy({ LedgerName.isValid($0) })
    else { throw HubError(.notAHub, url, "JSON") }
    let replica = ReplicaID(publicKey: key)
    // A token lives on when the hub takes a new key.
    if let namedHub, namedHub != replica, !json.leads(from: namedHub, to: publicKey) {
      throw HubError(.hubKeyChanged, namedHub.description, replica.description)
    }
    self.name = name
    self.replica = replica
    self.publicKey = publicKey
    self.role = role
    self.ledgers = ledgers
    let more = json["former_hubs_more"]
    guard more == nil || more?.array != nil else { throw HubError(.notAHub, url, "former_hubs") }
    var former: [FormerHubs] = []
    for statement in [json] + (more?.array ?? []) where statement["former_hubs"] != nil {
      former.append(try Self.formerHubs(statement, by: publicKey, url: url))
    }
    formerHubs = former
  }

  /// Refuses what the hub of that key did not sign.
  private static func formerHubs(
    _ json: JSONValue, by publicKey: [UInt8], url: String
  ) throws(HubError) -> FormerHubs {
    guard let entries = json["former_hubs"]?.array, entries.count <= FormerHubs.keysMax,
      let text = json["former_hubs_signature"]?.string,
      let bytes = [UInt8](hexadecimal: text), let signature = Signature64(bytes: bytes.span.bytes)
    else { throw HubError(.notAHub, url, "former_hubs") }
    let keys = entries.compactMap { $0.string.flatMap { [UInt8](hexadecimal: $0) } }
    guard keys.count == entries.count,
      let former = FormerHubs(publicKeys: keys, signature: signature),
      former.verify(by: publicKey)
    else { throw HubError(.notAHub, url, "former_hubs") }
    return former
  }
}
