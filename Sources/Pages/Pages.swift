// The local web page of a node: its routes, and what every page has at hand. Whoever runs the
// server owns the listener; the pages add their routes to its router.
//
// Guarantees: no request reads or writes the ledger before its host, its session and, where it
// writes, its origin and its form's token are proven; nothing blocks an event loop.

internal import Catalogue
internal import Causality
internal import HTTPTypes
public import Hummingbird
public import LedgerStore
public import Logging
internal import NIOPosix
internal import ProjectLedger
internal import Projects
internal import Synchronization

/// The pages of one store.
public final class Pages: Sendable {
  let store: Store
  let settings: PagesSettings
  let sessions: Sessions
  let startLink: StartLink
  let templates: Templates
  let schema = Schema.standard
  let table: ProjectTables
  let rules: RuleDesk
  let city: CityDesk
  let bell: Bell
  let drafts: DraftShelf
  let published: PublishedShelf
  let logger: Logger
  /// Held while a month is written: two forms sent at once make no second report of a project.
  let monthGate = Mutex(())

  /// Prepares the pages of `store`.
  ///
  /// - Throws: when a template built into the program cannot be read.
  public init(store: Store, settings: PagesSettings, logger: Logger) throws {
    self.store = store
    self.settings = settings
    self.logger = logger
    sessions = Sessions(now: settings.wallMilliseconds)
    startLink = StartLink()
    templates = try Templates()
    table = ProjectTables(store)
    rules = RuleDesk(store)
    city = CityDesk(store)
    let line = settings.line
    bell = Bell(store) {
      let standings = try? line?.standings()
      return standings?.reduce(0) { $0 + $1.unsent } ?? 0
    }
    published = PublishedShelf(directory: store.path + "/bulletins")
    drafts = DraftShelf(
      directory: store.path + "/drafts", now: settings.wallMilliseconds)
  }

  /// The path and query that open a session, once.
  public var startPath: String { "/start?token=\(startLink.token)" }

  /// Adds the pages to a router.
  ///
  /// - Parameter isLocal: whether a request came from this machine; others are refused.
  public func addRoutes<Context: RequestContext>(
    to router: Router<Context>, isLocal: @escaping @Sendable (Context) -> Bool
  ) {
    let routes = Routes(pages: self, router: router, isLocal: isLocal)
    routes.open("/start", start)
    routes.open("/assets/{name}", asset)
    routes.get("/projects", grid)
    routes.get("/r/{id}", record)
    routes.get("/r/{id}/edit", edit)
    routes.post("/r/{id}", save)
    routes.get("/r/{id}/history", history)
    routes.post("/r/{id}/archive", archive)
    routes.post("/r/{id}/restore", restore)
    routes.get("/new/{collection}", new)
    routes.post("/new/{collection}", create)
    routes.get("/conflicts", conflicts)
    routes.get("/settle-many", bulk)
    routes.post("/settle-many", settleBulk)
    routes.get("/settlements", settledList)
    routes.post("/conflicts/{id}/take-back", takeBack)
    routes.get("/conflicts/{id}", conflict)
    routes.post("/conflicts/{id}", settle)
    routes.get("/month", month)
    routes.post("/month", saveMonth)
    routes.get("/files/{sha256}") { visit, _ in try await self.file(visit) }
    routes.get("/month/late", monthLate)
    routes.get("/month/close", monthClosing)
    routes.post("/month/close", closeMonth)
    routes.get("/r/{id}/correct", correction)
    routes.post("/r/{id}/correct", correct)
    routes.post("/drafts", keepDraft)
    routes.post("/drafts/discard", discardDraft)
    routes.stream("/events")
    routes.get("/duties", allDuties)
    routes.get("/city", cityPage)
    routes.get("/city/records", behind)
    routes.get("/city/funnel", funnelList)
    routes.get("/city/wall", wall)
    routes.get("/city/bulletin", bulletin)
    routes.post("/city/bulletin", publishBulletin)
    routes.get("/city/bulletin/{file}") { visit, _ in try await self.bulletinFile(visit) }
    routes.get("/city/issues", issues)
    routes.post("/city/issues/{id}", actOnIssue)
    routes.get("/cell", cell)
    routes.post("/cell", saveCell)
    routes.get("/", todayPage)
    routes.post("/sync", syncNow)
  }

  /// Runs work that reads or writes the store off the event loops.
  func onThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    try await NIOThreadPool.singleton.runIfActive { [bell] in
      try? bell.look()
      return try body()
    }
  }

  /// The business date of now.
  var today: CivilDate? { settings.today }
}
