// The two halves of `put` and what flows between them: lines become drafts here, `CommitLane`
// commits them. A batch is one change; several batches go into one transaction.

internal import Catalogue
internal import Causality
internal import Glibc
internal import LedgerStore
internal import ProjectLedger
internal import Projects
internal import Wire

/// Takes lines in.
final class Intake {
  /// What has been counted so far.
  struct Tally {
    var created = 0
    var updated = 0
    var unchanged = 0
    var rejected = 0

    /// All lines that held a record.
    var records: Int { created + updated + unchanged + rejected }

    static func + (left: Tally, right: Tally) -> Tally {
      Tally(
        created: left.created + right.created, updated: left.updated + right.updated,
        unchanged: left.unchanged + right.unchanged, rejected: left.rejected + right.rejected)
    }
  }

  /// A transaction holds at most so many records, and is closed at so many bytes of input.
  private static let transactionRecordsMax = 4_000
  private static let transactionBytesMax = 4 << 20
  /// A change is closed early at so many bytes of input, so that it stays far under the limit.
  private static let changeBytesMax = 512 << 10
  /// How many rejected lines a dry run spells out.
  private static let rejectionsShown = 20
  /// Ids remembered as not yet committed; at so many the commit thread is waited for.
  private static let inFlightMax = 100_000

  /// What is committed and, in a dry run, what would have been.
  private(set) var tally = Tally()

  private let store: Store
  private let ledger: String
  private let reason: String?
  private let recordsPerChange: Int
  private let isDryRun: Bool
  private let context: CommandContext
  private let author: String
  private let judge: Judge
  private let lane: CommitLane
  private var reader: PutLineReader
  private var progress: Progress
  private var transaction = PendingTransaction()
  private var batch = PendingBatch()
  /// Records written since the commit thread was last waited for.
  private var inFlight: Set<RecordID> = []

  init(
    _ store: Store, ledger: String, reason: String?, recordsPerChange: Int, isDryRun: Bool,
    _ context: CommandContext
  ) {
    self.store = store
    self.ledger = ledger
    self.reason = reason
    self.recordsPerChange = recordsPerChange
    self.isDryRun = isDryRun
    self.context = context
    author = context.author
    judge = Judge(store, ledger: ledger, author: author, isBulk: true)
    lane = CommitLane(store, ledger: ledger, context)
    reader = PutLineReader(context.schema)
    progress = Progress(context, total: nil)
  }

  /// Takes all lines. Throws the first refusal with its place, or what the store says.
  func run(_ source: LineSource) throws {
    var failure: (any Error)?
    do {
      try takeLines(source)
      try closeBatch(source.lineNumber)
      try closeTransaction()
    } catch {
      failure = error
      // Whole batches before the line that failed are good: they still go in.
      if !isDryRun { try? closeTransaction() }
    }
    lane.finish()
    progress.end()
    if !isDryRun { tally = lane.committed + Tally(rejected: tally.rejected) }
    if let lost = lane.failure { throw lost }
    if let failure { throw worded(failure, source) }
    if Interruption.isRequested {
      throw CommandFailure(.interrupted, "\(lane.lastLine)", "\(lane.lastLine + 1)")
    }
    if isDryRun, tally.rejected > 0 { throw CommandFailure(.rejectedLines, "\(tally.rejected)") }
  }

  private func takeLines(_ source: LineSource) throws {
    while !Interruption.isRequested {
      guard let line = try source.next(beforeWaiting: { try self.settle(source) }) else { return }
      guard line.contains(where: { $0 != 0x20 && $0 != 0x09 && $0 != 0x0D }) else { continue }
      do {
        try take(line, number: source.lineNumber)
      } catch let error where isDryRun && !(error is StoreError) {
        reject(error, line: source.lineNumber)
      }
      if source.lineNumber & 255 == 0 { progress.show(source.lineNumber) }
    }
  }

  private func take(_ line: UnsafeBufferPointer<UInt8>, number: Int) throws {
    if !isDryRun, judge.takenCount >= Self.inFlightMax { try drain(before: number) }
    let parsed = try reader.read(line)
    var existing: Record?
    if let id = parsed.id { existing = try held(id, parsed.collection, before: number) }
    let draft = RecordDraft(
      parsed.collection, parsed.id ?? store.newRecordID(), existing: existing, parsed.assignments)
    if existing != nil, draft.isEmpty {
      batch.tally.unchanged += 1
    } else {
      if existing?.isArchived == true { throw CommandFailure(.recordArchived, "\(draft.id)") }
      for problem in try judge.problems(draft, reason: reason) where problem.isRefusal {
        throw problem
      }
      if existing == nil { batch.tally.created += 1 } else { batch.tally.updated += 1 }
      if parsed.id != nil { inFlight.insert(draft.id) }
      batch.operations.append(contentsOf: draft.operations)
      batch.writes += 1
    }
    batch.bytes += line.count
    guard batch.writes >= recordsPerChange || batch.bytes >= Self.changeBytesMax else { return }
    try closeBatch(number)
    if transaction.records >= Self.transactionRecordsMax
      || transaction.bytes >= Self.transactionBytesMax
    {
      try closeTransaction()
    }
  }

  /// The record that a line names, after all that stands before the line has been committed.
  private func held(
    _ id: RecordID, _ collection: CollectionDefinition, before line: Int
  ) throws -> Record? {
    if inFlight.contains(id) || inFlight.count >= Self.inFlightMax { try drain(before: line) }
    let record = try store.read { snapshot throws(StoreError) -> Record? in
      if let record = try snapshot.record(ledger, collection.id, id) { return record }
      return try snapshot.record(ledger, id)
    }
    guard let record else { return nil }
    guard record.collection == collection.id else {
      throw CommandFailure(
        .otherCollection, "\(id)", context.schema.collection(record.collection)?.code ?? "")
    }
    return record
  }

  /// Waits until all that stands before a line is in the store. A dry run, which puts nothing
  /// there, goes on judging by what it has taken.
  private func drain(before line: Int) throws {
    try closeBatch(line - 1)
    try closeTransaction()
    lane.drain()
    inFlight.removeAll(keepingCapacity: true)
    if !isDryRun { judge.forgetTaken() }
  }

  private func closeBatch(_ line: Int) throws {
    guard batch.bytes > 0 else { return }
    transaction.take(batch, lastLine: line, author: author, reason: reason)
    batch = PendingBatch(operationsUsual: batch.operations.count)
  }

  private func closeTransaction() throws {
    let full = transaction
    transaction = PendingTransaction()
    guard full.lastLine > 0 else { return }
    if isDryRun {
      tally = tally + full.tally
    } else if !lane.put(full) {
      throw CommandExit(.wanting)
    }
  }

  /// Commits what is at hand before waiting for slow input, so that it is durable meanwhile.
  private func settle(_ source: LineSource) throws {
    guard batch.bytes > 0 || transaction.lastLine > 0 else { return }
    try closeBatch(source.lineNumber)
    try closeTransaction()
  }

  private func reject(_ error: any Error, line: Int) {
    tally.rejected += 1
    guard tally.rejected <= Self.rejectionsShown else { return }
    context.warning(lineFailure(error, line: line))
  }

  /// The failure of the line just read, with what is in and where to go on.
  private func worded(_ error: any Error, _ source: LineSource) -> any Error {
    if error is StoreError || error is CommandExit { return error }
    if case .unreadable? = error as? LineSource.Failure { return unread(error, source) }
    tally.rejected += 1
    let failure = lineFailure(error, line: source.lineNumber)
    guard !isDryRun else { return failure }
    let done = lane.lastLine
    let goOn = context.text("line.go-on", "\(done)", "\(source.lineNumber)", "\(done + 1)")
    let hint = failure.hint.map { context.joined(context.text($0), goOn) } ?? goOn
    return CommandFailure(
      code: failure.code, status: ExitStatus(rawValue: failure.exitStatus) ?? .badInput,
      message: failure.message, hint: Message("line.hint", [hint]), at: failure.place)
  }

  /// Standard input broke off: no line is wrong, and those read before are in.
  private func unread(_ error: any Error, _ source: LineSource) -> CommandFailure {
    let failure = lineFailure(error, line: source.lineNumber)
    let done = lane.lastLine
    guard done > 0, let hint = failure.hint else { return failure }
    let goOn = context.text("failure.interrupted.hint", "\(done)", "\(done + 1)")
    return CommandFailure(
      code: failure.code, status: FailureKind.noSuchFile.status, message: failure.message,
      hint: Message("line.hint", [context.joined(context.text(hint), goOn)]))
  }

  private func lineFailure(_ error: any Error, line: Int) -> CommandFailure {
    switch error {
    case let flaw as JSONFlaw:
      let sentence = context.text("line.\(flaw.kind.rawValue)", flaw.key)
      return CommandFailure(
        .badLine, sentence, context.text("line.shape"), at: Place(line: line, column: flaw.column))
    case let problem as PutLineProblem:
      return problem.failure.placed(
        line: line, column: problem.column)
    case let problem as ValidationProblem:
      return CommandFailure(problem, at: Place(line: line))
    case let failure as CommandFailure: return failure.placed(line: line, column: nil)
    case LineSource.Failure.tooLong:
      return CommandFailure(
        .badLine, context.text("line.too-long"), context.text("line.shape"), at: Place(line: line))
    case LineSource.Failure.unreadable(let code):
      return CommandFailure(.noSuchFile, "-", Surroundings.describe(errno: code))
    default: return CommandFailure(.unexpected, String(describing: error), at: Place(line: line))
    }
  }
}

/// The records of one change, not yet closed.
private struct PendingBatch {
  var operations: [Operation] = []
  var tally = Intake.Tally()
  var writes = 0
  var bytes = 0

  init(operationsUsual: Int = 0) { operations.reserveCapacity(operationsUsual) }
}

/// The changes of one transaction.
struct PendingTransaction: Sendable {
  private(set) var drafts: [Draft] = []
  private(set) var tally = Intake.Tally()
  private(set) var bytes = 0
  /// The last line whose record is in here, from 1; 0 while empty.
  private(set) var lastLine = 0

  var records: Int { tally.records }

  fileprivate mutating func take(
    _ batch: PendingBatch, lastLine: Int, author: String, reason: String?
  ) {
    if !batch.operations.isEmpty {
      drafts.append(Draft(author: author, reason: reason, operations: batch.operations))
    }
    tally = tally + batch.tally
    bytes += batch.bytes
    self.lastLine = lastLine
  }
}

extension FailureKind {
  static let otherCollection = FailureKind("other-collection", .badInput)
}
