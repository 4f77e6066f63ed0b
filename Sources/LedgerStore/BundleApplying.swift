// Guarantees: bundles may come in any order, twice, or cut: what follows from what is here is
// applied, what is missing is named, and nothing that its author did not sign has effect. A damaged
// or strange bundle changes nothing but the record of its refusal.

internal import Causality
internal import LMDB
public import Wire

/// Where attachments of a bundle go.
public struct BlobIntake: Sendable {
  /// Whether the attachment is wanted: not here yet.
  public let wants: @Sendable (BlobHeader) throws(StoreError) -> Bool
  /// The next bytes of an attachment, from an offset.
  public let take: @Sendable (BlobHeader, Int, [UInt8]) throws(StoreError) -> Void

  /// Attachments are taken only where `wants` says so; what it throws ends the reading of the
  /// bundle.
  public init(
    wants: @escaping @Sendable (BlobHeader) throws(StoreError) -> Bool,
    take: @escaping @Sendable (BlobHeader, Int, [UInt8]) throws(StoreError) -> Void
  ) {
    self.wants = wants
    self.take = take
  }
}

/// What a bundle did, or would do.
public struct BundleApplyReport: Sendable {
  /// What the bundle says of itself.
  public let header: BundleHeader
  /// Whether all of it was there and unharmed.
  public let state: BundleState
  /// By ledger, in the order of the bundle.
  public internal(set) var ledgers: [(ledger: String, report: ApplyReport)] = []
  /// Attachments that were new.
  public internal(set) var blobs = 0
  /// Whether its member list was left out, being another hub's: each hub keeps its own.
  public internal(set) var leftMembers = false
  /// Changes that were logged, of all ledgers together.
  public var applied: Int { ledgers.reduce(0) { $0 + $1.report.applied } }
  /// Changes that were here already, of all ledgers together.
  public var duplicates: Int { ledgers.reduce(0) { $0 + $1.report.duplicates } }
  /// Changes that were not taken, and those that were and have no effect.
  public var refused: [Refusal] { ledgers.flatMap { $0.report.refused + $0.report.voided } }
  /// The first change missing, and of which ledger.
  public var gap: (ledger: String, gap: Gap)? {
    ledgers.lazy.compactMap { line in line.report.gap.map { (line.ledger, $0) } }.first
  }
}

extension Store {
  /// Applies a bundle.
  ///
  /// - Parameters:
  ///   - dryRun: only says what is new and what is known.
  ///   - blobs: takes attachments; nil leaves them.
  /// - Throws: `badBundle` for one that was damaged, `noSuchLedger` for one of a ledger that is not
  ///   here, `strangerBundle`, `sealedBundle`; an I/O error, after which applying again goes on.
  /// - Complexity: O(bundle), in transactions of about 4 MiB; memory likewise.
  public func applyBundle(
    from path: String, dryRun: Bool = false, blobs: BlobIntake? = nil,
    progress: ((Int, Int) -> Void)? = nil
  ) throws(StoreError) -> BundleApplyReport {
    let file = try BundleFile(path)
    if case .damaged(let why) = file.state { throw StoreError(.badBundle, path, why) }
    if let seal = file.header.seal, seal.recipient != identity.replica {
      throw StoreError(.sealedBundle, path, seal.recipient.description)
    }
    // Nothing of it has effect when a part of it is of a ledger that is not here.
    for section in file.header.sections where try !holdsLedger(section.ledger) {
      throw StoreError(.noSuchLedger, section.ledger, "")
    }
    let leavesMembers = try hasOtherMembers(file.header)
    var intake = BundleIntake(
      self, file, dryRun: dryRun, leavesMembers: leavesMembers, blobs: blobs)
    let state = try file.read(key: sealKey) { item in try intake.take(item) }
    try intake.flush()
    var report = BundleApplyReport(header: file.header, state: state)
    report.ledgers = intake.reports
    report.blobs = intake.blobs
    report.leftMembers = leavesMembers
    // A whole bundle is its writer's word for what it holds.
    if case .whole = state, !dryRun, let writer = file.header.writer, writer != identity.replica {
      for section in file.header.sections where try holdsLedger(section.ledger) {
        if leavesMembers, section.ledger == Self.memberLedger { continue }
        try noteAcknowledged(writer, ledger: section.ledger, section.to)
      }
    }
    return report
  }

  func holdsLedger(_ ledger: String) throws(StoreError) -> Bool {
    try read { (snapshot) throws(StoreError) in
      try snapshot.store.holds(ledger, snapshot.transaction)
    }
  }

  /// Whether a bundle carries the member ledger of another hub: nobody who may write the one here
  /// has written in it.
  private func hasOtherMembers(_ header: BundleHeader) throws(StoreError) -> Bool {
    let section = header.sections.first { $0.ledger == Self.memberLedger }
    guard let section, !section.to.isEmpty else { return false }
    return try read { (snapshot) throws(StoreError) in
      !section.to.entries.contains { entry in
        guard let member = snapshot.member(entry.replica) else { return false }
        return member.role.isAuthority && member.under == nil
      }
    }
  }

  /// Whether the member list, or what is pinned, knows a bundle's writer by its key, or by one that
  /// its successions lead from.
  func knowsWriter(
    _ header: BundleHeader, after successions: [Succession]
  ) throws(StoreError) -> Bool {
    let keys = Succession.line(to: header.publicKey, by: successions)
    return try read { (snapshot) throws(StoreError) in
      keys.contains { key in
        guard let verifying = try? VerifyingKey(bytes: key) else { return false }
        return snapshot.member(ReplicaID(publicKey: verifying))?.publicKey == key
      }
    }
  }

  /// Takes the writer of a bundle for whom it was: a hub its member, a member its hub. What does
  /// not follow from a key known here, or from one that was revoked, is left; the writer is a
  /// stranger.
  func take(_ successions: [Succession], of header: BundleHeader) throws(StoreError) {
    if try follow(successions, to: header.publicKey) { return }
    guard identity.role == .hub else { return }
    for succession in successions {
      do throws(StoreError) {
        let office = succession.newPublicKey == header.publicKey ? header.office : nil
        _ = try admit(succession, office: office)
      } catch {
        switch error.code {
        case .badIdentity, .noSuchRecord, .notPermitted: continue
        default: throw error
        }
      }
    }
  }

  /// Keeps the first change of a stranger's bundle as refused, where people see it.
  func keepStranger(_ run: Run, _ header: BundleHeader) throws(StoreError) {
    guard let change = run.changes.first else { return }
    let detail = header.writer?.description ?? ""
    try write { (transaction, _) throws(StoreError) in
      guard try self.holds(change.header.ledger, transaction) else { return }
      try self.keep(
        Refusal(dot: change.header.dot, code: .unknownMember, detail: detail), change,
        change.header.ledger, in: &transaction)
    }
  }
}

/// Takes a bundle's items one by one.
private struct BundleIntake {
  let store: Store
  let file: BundleFile
  let dryRun: Bool
  let leavesMembers: Bool
  let intake: BlobIntake?
  private(set) var reports: [(ledger: String, report: ApplyReport)] = []
  private(set) var blobs = 0
  private var ledger = ""
  private var runs: [Run] = []
  private var bytes = 0
  private var isKnown = false
  /// Whether the section under way is left out.
  private var isLeft = false
  private var blob: (header: BlobHeader, at: Int, digest: RunningDigest)?
  private var planned = VersionVector()
  /// Those not taken yet.
  private var successions: [Succession] = []

  private static let transactionBytes = 4 << 20

  init(
    _ store: Store, _ file: BundleFile, dryRun: Bool, leavesMembers: Bool, blobs: BlobIntake?
  ) {
    self.store = store
    self.file = file
    self.dryRun = dryRun
    self.leavesMembers = leavesMembers
    intake = blobs
  }

  mutating func take(_ item: BundleItem) throws {
    switch item {
    case .header, .closing: break
    case .succession(let succession): successions.append(succession)
    case .sealed: throw StoreError(.sealedBundle, file.path, "")
    case .section(let name):
      try flush()
      if !dryRun, !successions.isEmpty {
        try store.take(successions, of: file.header)
        successions = []
      }
      ledger = name
      isLeft = leavesMembers && name == Store.memberLedger
      if isLeft { return }
      planned = try store.vector(name)
      reports.append((name, ApplyReport()))
    case .run(let run):
      try requireKnown(run)
      if isLeft { return }
      runs.append(run)
      bytes += run.payloadBytes
      if bytes >= Self.transactionBytes { try flush() }
    case .blob(let header):
      try flush()
      blob = try intake?.wants(header) == true && !dryRun ? (header, 0, RunningDigest()) : nil
    case .blobPart(let part):
      guard var open = blob else { return }
      open.digest.update(part)
      let isLast = open.at + part.count == open.header.bytes
      if isLast, open.digest.digest != open.header.digest {
        throw WireError(.blobMismatch, at: 0)
      }
      try intake?.take(open.header, open.at, part)
      open.at += part.count
      blob = open
      if isLast { blobs += 1 }
    }
  }

  /// The member ledger's changes are the hub's, whoever carries them, and may name the carrier; not
  /// so those of another hub's.
  private mutating func requireKnown(_ run: Run) throws {
    if isKnown || (ledger == Store.memberLedger && !isLeft) { return }
    try flush()
    guard try store.knowsWriter(file.header, after: successions) else {
      if !dryRun { try store.keepStranger(run, file.header) }
      throw StoreError(
        .strangerBundle, file.path, file.header.writer?.description ?? "", file.header.office)
    }
    isKnown = true
  }

  mutating func flush() throws(StoreError) {
    guard !runs.isEmpty, let last = reports.indices.last else { return }
    if dryRun {
      var report = reports[last].report
      for run in runs { plan(run, &report) }
      reports[last].report = report
    } else {
      reports[last].report.add(try store.apply(ledger, runs))
    }
    runs.removeAll()
    bytes = 0
  }

  /// What applying would do, as far as vectors tell.
  private mutating func plan(_ run: Run, _ report: inout ApplyReport) {
    let known = planned[run.replica]
    if run.seqs.lowerBound > known + 1 {
      if report.gap == nil {
        report.gap = Gap(replica: run.replica, from: known + 1, to: run.seqs.lowerBound - 1)
      }
      return
    }
    let new = run.seqs.upperBound > known ? Int(run.seqs.upperBound - known) : 0
    report.applied += new
    report.duplicates += run.changes.count - new
    planned[run.replica] = Swift.max(known, run.seqs.upperBound)
    report.vector = planned
  }
}

extension ApplyReport {
  /// Takes in what a later transaction of the same change set did.
  mutating func add(_ next: ApplyReport) {
    applied += next.applied
    duplicates += next.duplicates
    refused += next.refused
    if gap == nil { gap = next.gap }
    let known = Set(newConflicts)
    newConflicts += next.newConflicts.filter { !known.contains($0) }
    voided += next.voided
    farAhead += next.farAhead
    alarms += next.alarms.filter { !alarms.contains($0) }
    vector = next.vector
  }
}
