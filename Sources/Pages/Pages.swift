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
  /// The projects that the person at hand may see.
  let table: SeenProjects
  let accounts: AccountBook
  let signIns: SignInNotes
  let pace: SignInPace
  /// Proves that a sign-in form is this node's own; gone with the process.
  let guestSecret = Secret.random()
  let rules: RuleDesk
  let city: CityDesk
  let reporting: ReportDesk
  let bell: Bell
  /// How many open conflicts each county with accounts has, and at which commit.
  let countyConflicts = Mutex<[String: (commit: UInt64, count: Int)]>([:])
  let preparations = Preparations()
  let drafts: DraftShelf
  let published: PublishedShelf
  let logger: Logger
  /// Held while a month is written: two forms sent at once make no second report of a project.
  let monthGate = Mutex(())
  /// Held while a new record, or a new version of a report, is made of a form: one that arrives
  /// twice at once finds what it made.
  let creationGate = Mutex(())
  let shelf: UploadShelf

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
    table = SeenProjects(ProjectTables(store))
    accounts = AccountBook(store.path)
    signIns = SignInNotes(store.path)
    pace = SignInPace(now: settings.wallMilliseconds)
    rules = RuleDesk(store)
    city = CityDesk(store)
    reporting = ReportDesk(store)
    let line = settings.line
    bell = Bell(store) {
      let standings = try? line?.standings()
      return standings?.reduce(0) { $0 + $1.unsent } ?? 0
    }
    published = PublishedShelf(directory: store.path + "/bulletins")
    drafts = DraftShelf(
      directory: store.path + "/drafts", now: settings.wallMilliseconds)
    shelf = UploadShelf(
      directory: store.path + "/uploads", notes: store.path + "/previews",
      now: settings.wallMilliseconds)
  }

  /// The path and query that open a session, once.
  public var startPath: String { "/start?token=\(startLink.token)" }

  /// Whether anyone can sign in with an account.
  public var hasAccounts: Bool { accounts.isInUse }

  /// Adds the pages to a router.
  ///
  /// - Parameters:
  ///   - isLocal: whether a request came from this machine; others need an account.
  ///   - address: where it came from, for the notes of who signed in and for the pace of tries.
  public func addRoutes<Context: RequestContext>(
    to router: Router<Context>, isLocal: @escaping @Sendable (Context) -> Bool,
    address: @escaping @Sendable (Context) -> String = { _ in "" }
  ) {
    let routes = Routes(pages: self, router: router, isLocal: isLocal, address: address)
    router.add(middleware: UnknownAddress(door: routes.door, addresses: routes.addresses))
    routes.open("/favicon.ico", icon)
    routes.open("/sign-in", signInForm)
    routes.openPost("/sign-in", signIn)
    routes.post("/sign-out", for: .own, signOut)
    routes.get("/account", for: .own, ownAccount)
    routes.post("/account/password", for: .own, changePassword)
    routes.get("/sign-ins", for: .keeper, allSignIns)
    routes.get("/members", for: .keeper, membersPage)
    routes.post("/members/invite", for: .keeper, invite)
    routes.post("/members/{replica}/revoke", for: .keeper, revoke)
    routes.post("/members/{replica}/reinstate", for: .keeper, reinstate)
    routes.openOnce("/start", start)
    routes.open("/assets/{name}", asset)
    routes.get("/projects", for: .records, grid)
    routes.get("/r/{id}", for: .records, record)
    routes.get("/r/{id}/edit", for: .records, edit)
    routes.post("/r/{id}", for: .records, save)
    routes.get("/r/{id}/history", for: .records, history)
    routes.post("/r/{id}/archive", for: .records, archive)
    routes.post("/r/{id}/restore", for: .records, restore)
    routes.get("/r/{id}/correct", for: .records, correction)
    routes.post("/r/{id}/correct", for: .records, correct)
    routes.get("/new/{collection}", for: .records, new)
    routes.post("/new/{collection}", for: .records, create)
    routes.get("/cell", for: .records, cell)
    routes.post("/cell", for: .records, saveCell)
    routes.get("/files/{id}/{sha256}", for: .records, file)
    routes.upload("/r/{id}/files", for: .records, refused: refusedFile, addFile)
    routes.get("/imports", for: .records, imports)
    routes.upload("/imports", for: .records, sendImport)
    routes.get("/imports/{id}", for: .records, importPreview)
    routes.post("/imports/{id}", for: .records, decideImport)
    routes.get("/imports/{id}/undo", for: .records, importUndo)
    routes.post("/imports/{id}/undo", for: .records, undoImport)
    routes.get("/exports/{name}", for: .records, export)
    routes.get("/conflicts", for: .records, conflicts)
    routes.get("/conflicts/{id}", for: .records, conflict)
    routes.post("/conflicts/{id}", for: .records, settle)
    routes.post("/conflicts/{id}/take-back", for: .records, takeBack)
    routes.get("/settle-many", for: .records, bulk)
    routes.post("/settle-many", for: .records, settleBulk)
    routes.get("/settlements", for: .records, settledList)
    routes.get("/month", for: .records, month)
    routes.post("/month", for: .records, saveMonth)
    routes.get("/month/late", monthLate)
    routes.get("/month/close", monthClosing)
    routes.post("/month/close", closeMonth)
    routes.post("/drafts", for: .records, keepDraft)
    routes.post("/drafts/discard", for: .records, discardDraft)
    routes.stream("/events", for: .records)
    routes.get("/duties", for: .records, allDuties)
    routes.get("/city", cityPage)
    routes.get("/city/records", behind)
    routes.get("/city/score", scorePage)
    routes.get("/city/funnel", funnelList)
    routes.get("/city/wall", wall)
    routes.get("/city/bulletin", bulletin)
    routes.post("/city/bulletin", publishBulletin)
    routes.get("/city/bulletin/{file}") { visit, _ in try await self.bulletinFile(visit) }
    routes.get("/city/issues", issues)
    routes.post("/city/issues/{id}", actOnIssue)
    routes.get("/", for: .records, todayPage)
    routes.post("/sync", for: .records, syncNow)
  }

  /// Runs work that reads or writes the store off the event loops, under the permit of the request.
  func onThread<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
    let permit = Permit.current
    return try await PageThreads.shared.run { [bell] in
      try Permit.run(permit) {
        try? bell.look()
        return try body()
      }
    }
  }

  /// The business date of now.
  var today: CivilDate? { settings.today }
}
