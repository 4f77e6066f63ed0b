// What a command has at hand: the resolved global options, the output, the catalogue, the store.
// It decides how things are said and never what is done.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import Projects
internal import Synchronization

/// The surroundings of one run of a command.
final class CommandContext: Sendable {
  /// The store's directory; it need not exist.
  let storePath: String
  /// `--ledger`, where given.
  let ledgerOption: String?
  let isJSON: Bool
  let isQuiet: Bool
  let usesColour: Bool
  let language: Language
  let output: Output
  private let authorOption: String?
  /// The store that this run opened last.
  private let opened = Mutex<Store?>(nil)
  private let isRenewalAskedFor = Mutex(false)
  /// The record that this run wrote and told of.
  let written = Mutex<RecordID?>(nil)

  init(_ globals: GlobalOptions, order: ArgumentOrder, language: Language, output: Output) {
    storePath = globals.storePath ?? Surroundings.storePath
    ledgerOption = globals.ledger
    authorOption = globals.author
    isJSON = order.json
    isQuiet = order.quiet
    self.language = language
    self.output = output
    usesColour =
      !order.json && !order.noColor && Surroundings.variable("NO_COLOR") == nil
      && Surroundings.variable("TERM") != "dumb" && Surroundings.isTerminal(1)
  }

  /// Who makes the changes of this run: `--author`, `TAIZHANG_AUTHOR`, else the account's name.
  var author: String { authorOption ?? Surroundings.author }

  /// The schema of the project ledger.
  var schema: Schema { Schema.standard }

  // MARK: Sentences

  func text(_ message: Message) -> String {
    Catalogue.text(NamedWords.told(message, in: language), in: language)
  }

  func text(_ key: String, _ arguments: String...) -> String { text(Message(key, arguments)) }

  /// Two sentences in a row; the first is closed where it was left open.
  func joined(_ first: String, _ second: String) -> String {
    guard let end = first.last else { return second }
    let isClosed = ".!?:;…。！？：；".contains(end)
    switch language {
    case .zh: return first + (isClosed ? "" : "；") + second
    case .en: return first + (isClosed ? " " : "; ") + second
    }
  }

  /// A sentence on standard output for a person: nothing under `--json` and `--quiet`.
  func say(_ key: String, _ arguments: String...) {
    guard !isJSON, !isQuiet else { return }
    output.line(text(Message(key, arguments)))
  }

  /// A remark on standard error for a person: nothing under `--json` and `--quiet`.
  func note(_ key: String, _ arguments: String...) {
    guard !isJSON, !isQuiet else { return }
    output.errorLine(text(Message(key, arguments)))
  }

  /// A single result: one object under `--json`, else what `human` prints.
  func result(json: (inout JSONWriter) throws -> Void, human: () throws -> Void) rethrows {
    guard isJSON else { return try human() }
    try output.json { writer in
      try json(&writer)
      if let renewal { writer.member("identity_renewed", renewal.new.description) }
    }
  }

  /// What to tell when standard output cannot be written; nil when it can. A change that was
  /// committed stands, and is named: who took it for undone would enter it twice.
  func outputFailure() -> CommandFailure? {
    output.flush()
    guard output.failure != 0 else { return nil }
    let reason = Surroundings.describe(errno: output.failure)
    guard let dot = opened.withLock({ $0 })?.lastOwnDot else {
      return CommandFailure(.outputFailed, reason)
    }
    let record = written.withLock { $0 }?.description
    let names = [record, dot.description].compactMap { $0 }.joined(separator: " ")
    return CommandFailure(
      code: FailureKind.outputFailed.code, status: .input,
      message: Message("failure.output-failed-written", [reason, names]),
      hint: Message("failure.output-failed-written.hint"))
  }

  /// Text in a colour where colours are in use.
  func paint(_ text: String, _ colour: Colour) -> String {
    usesColour ? "\u{1B}[\(colour.rawValue)m\(text)\u{1B}[0m" : text
  }

  // MARK: The store

  /// The options of every store this run opens. `TAIZHANG_MAP_SIZE_BYTES` sets the map's size.
  func storeOptions(readOnly: Bool = false) throws -> StoreOptions {
    var options = StoreOptions.default
    options.wallMilliseconds = { Surroundings.wallMilliseconds() }
    options.isReadOnly = readOnly
    if let size = Surroundings.variable("TAIZHANG_MAP_SIZE_BYTES") {
      guard let bytes = Int(size), bytes >= 64 * 1024 else {
        throw CommandFailure(.badEnvironment, "TAIZHANG_MAP_SIZE_BYTES", size)
      }
      options.mapSizeBytes = bytes
    }
    return options
  }

  /// Opens the store of this run.
  ///
  /// - Parameter holdsLedger: whether `--ledger` must be held here, also where a command makes
  ///   nothing of it: who names a ledger means it.
  func openStore(readOnly: Bool = false, holdsLedger: Bool = true) throws -> Store {
    // Opening reads pages too: the tables' names and roots.
    watchTheMap()
    let store = try Store.open(
      at: storePath, schema: schema.traits, options: storeOptions(readOnly: readOnly))
    opened.withLock { $0 = store }
    if holdsLedger { _ = try readingLedger(of: store) }
    return store
  }

  /// The new identity that the store of this run made by itself, because it found itself copied.
  var renewal: RenewReport? {
    isRenewalAskedFor.withLock { $0 } ? nil : opened.withLock { $0 }?.renewal
  }

  /// From now on a new identity is what was asked for, and is told by who asked.
  func expectRenewal() { isRenewalAskedFor.withLock { $0 = true } }

  /// Says that the identity is another now, after the command has done its work.
  func noteRenewal() {
    guard let renewal else { return }
    let isHub = opened.withLock { $0 }?.identity.role == .hub
    note(
      isHub ? "identity.renewed-itself-hub" : "identity.renewed-itself",
      renewal.old.description, renewal.new.description)
  }

  /// Opens the store of this run to read from; a backup, which has no identity, will do.
  func openStoreOrBackup() throws -> Store {
    let isBackup =
      Surroundings.exists(storePath + "/data.mdb")
      && !Surroundings.exists(storePath + "/identity.key")
    guard isBackup else { return try openStore() }
    watchTheMap()
    let store = try Store.openBackup(
      at: storePath, schema: schema.traits, options: storeOptions(readOnly: true))
    _ = try readingLedger(of: store)
    return store
  }

  /// The ledger a new record goes to: `--ledger`, else the only one the store holds.
  func writingLedger(of store: Store) throws -> String {
    let ledgers = try store.ledgers()
    if let wanted = ledgerOption {
      // The city's own ledger is written to only where it is asked for by name.
      let held = try store.read { snapshot throws(StoreError) in try snapshot.allLedgers() }
      guard held.contains(wanted) else {
        throw CommandFailure(
          .noSuchLedger, wanted, ledgers.joined(separator: " "))
      }
      return wanted
    }
    guard ledgers.count == 1 else {
      throw CommandFailure(.ledgerNeeded, ledgers.joined(separator: " "))
    }
    return ledgers[0]
  }

  /// `--ledger` where given and held, else nil: reading commands look in all ledgers.
  func readingLedger(of store: Store) throws -> String? {
    ledgerOption == nil ? nil : try writingLedger(of: store)
  }

  /// The one record whose id begins with `prefix`, in `--ledger` or in all ledgers.
  func locate(_ prefix: String, in store: Store) throws -> LocatedRecord {
    let ledger = try readingLedger(of: store)
    let found = try store.read { snapshot throws(StoreError) in
      try snapshot.resolve(prefix: prefix, ledger: ledger)
    }
    guard let first = found.first else { throw CommandFailure(.noSuchRecord, prefix) }
    guard found.count == 1 else {
      let candidates = found.map { "\($0.id)" }.joined(separator: " ")
      throw CommandFailure(.ambiguousID, prefix, candidates)
    }
    return LocatedRecord(ledger: first.ledger, collection: first.collection, id: first.id)
  }
}

/// Where a record lives.
struct LocatedRecord: Sendable, Hashable {
  let ledger: String
  let collection: CollectionID
  let id: RecordID
}

/// The colours in use, by their SGR codes.
enum Colour: String, Sendable {
  case bold = "1"
  case dim = "2"
  case red = "31"
  case green = "32"
  case yellow = "33"
  case cyan = "36"
}

extension FailureKind {
  static let usage = FailureKind("usage", .usage)
  static let badLanguage = FailureKind("bad-language", .usage)
  static let badEnvironment = FailureKind("bad-environment", .configuration)
  static let ledgerNeeded = FailureKind("ledger-needed", .usage)
  static let noSuchLedger = FailureKind("no-such-ledger", .missing)
  static let notInBundle = FailureKind("not-in-bundle", .missing)
  static let noSuchRecord = FailureKind("no-such-record", .missing)
  static let ambiguousID = FailureKind("ambiguous-id", .badInput)
  static let outputFailed = FailureKind("output-failed", .input)
  static let unexpected = FailureKind("unexpected", .wanting)
}
