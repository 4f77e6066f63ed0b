// `archive`: a record leaves lists and totals; its history stays, and `restore` brings it back.

internal import ArgumentParser
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Synchronization
internal import Wire

/// `taizhang archive ID --reason TEXT`.
struct ArchiveCommand: LedgerCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive", abstract: "归档 · take a record out of lists and totals; history stays")

  @Argument(help: "记录 · the record's id, or any unique beginning of it")
  var id: String

  @Option(help: "原因 · why")
  var reason: String

  @OptionGroup(title: "通用 · everywhere") var globals: GlobalOptions

  func perform(_ context: CommandContext) async throws {
    guard !reason.isEmpty else { throw CommandFailure(.emptyReason) }
    let store = try context.openStore()
    let place = try context.locate(id, in: store)
    let record = try context.load(place, from: store)
    guard !record.isArchived || record.existence.isConflict else {
      throw CommandFailure(.alreadyArchived, "\(place.id)")
    }
    try context.setArchived(true, place, reason: reason, in: store)
  }
}

extension CommandContext {
  /// The record at a place.
  func load(_ place: LocatedRecord, from store: Store) throws -> Record {
    let record = try store.read { snapshot throws(StoreError) in
      try snapshot.record(place.ledger, place.id)
    }
    guard let record else { throw CommandFailure(.noSuchRecord, "\(place.id)") }
    return record
  }

  /// Archives a record, or brings it back where the rules let it, and prints the id and the dot.
  func setArchived(
    _ isArchived: Bool, _ place: LocatedRecord, reason: String?, in store: Store
  ) throws {
    if let collection = schema.collection(place.collection), let role = role(of: store),
      !Permissions.mayCreate(collection, role)
    {
      throw CommandFailure(.mayNotArchive, text("role.\(store.identity.role.rawValue)"))
    }
    if !isArchived {
      do {
        try Judge(store, ledger: place.ledger, author: author)
          .check(restoring: try load(place, from: store))
      } catch let refused as DraftRefused {
        throw CommandFailure(refused, in: language)
      }
    }
    if isArchived, let problem = Archiving.problem(try load(place, from: store), in: store) {
      throw CommandFailure(problem)
    }
    let operation = Operation(
      collection: place.collection, record: place.id, field: Existence.field,
      kind: isArchived ? .archive : .restore, value: .empty)
    let receipt = try store.commit(
      place.ledger, [Draft(author: author, reason: reason, operations: [operation])])
    show(place.id, receipt.dots[0], sentence: isArchived ? "archive.done" : "restore.done")
  }

  /// The role of this store's office where permissions are concerned.
  func role(of store: Store) -> OfficeRole? { OfficeRole(member: store.identity.role.rawValue) }

  /// The result of a command that wrote one change: `{"id","dot"}`, or the id for people.
  func show(_ id: RecordID, _ dot: Dot, sentence: String) {
    written.withLock { $0 = id }
    result(
      json: { writer in
        writer.member("id", id.description)
        writer.member("dot", dot.description)
      },
      human: {
        output.line(isQuiet ? id.description : text(sentence, id.description, dot.description))
      })
  }
}

extension FailureKind {
  static let emptyReason = FailureKind("empty-reason", .usage)
  static let alreadyArchived = FailureKind("already-archived", .wanting)
  static let mayNotArchive = FailureKind("may-not-archive", .notPermitted)
}
