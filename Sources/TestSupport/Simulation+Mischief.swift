// Guarantees: what people, thieves and power cuts do to a ledger beyond editing it: changes that
// nobody signed, a second history under one identity, a machine that stops in mid-transaction; each
// with what must come of it.

internal import Causality
internal import Foundation
internal import LedgerStore
internal import Wire

extension Simulation {
  // MARK: - Forgeries

  /// Somebody changes a word in a change on its way and mends every checksum; only the signature
  /// cannot be mended.
  func forge(against office: SimulatedOffice, _ ledger: String) throws {
    let source = offices[random.below(offices.count)]
    guard source.allLedgers.contains(ledger) else { return }
    let known = office.vectors[ledger] ?? VersionVector()
    let runs = try source.store.runs(
      ledger, after: reachable(random.chance(50) ? known : VersionVector(), from: source, ledger))
    guard let run = random.pick(runs) else { return }
    let forged = try Frames.run(run.changes.dropLast() + [altered(run)], signature: run.signature)
    summary.forgeries += 1
    trace("forged \(office.index)")
    try apply([forged], to: office, ledger, areForged: true)
  }

  /// The last change of a run with another author.
  private func altered(_ run: Run) throws -> DecodedChange {
    guard let last = run.changes.last else { throw failure("forgery", "an empty run") }
    var header = last.header
    header.author = "forger"
    return try ChangeCoding.decode(
      try ChangeCoding.encode(header: header, operations: last.operationValues))
  }

  /// What was refused is kept with its reason until a person deals with it.
  func expectKept(
    _ refusals: [Refusal], _ office: SimulatedOffice, _ ledger: String
  ) throws {
    let kept = try office.store.read { snapshot throws(StoreError) in
      try snapshot.refusals(ledger)
    }
    for refusal in refusals {
      try require(
        kept.contains { $0.dot == refusal.dot }, "10 refusals are recorded",
        "\(office.name) keeps nothing of \(refusal)")
    }
  }

  /// A member signs another change under a number that it has used: refused, kept, and the member
  /// writes no more there; nothing else moves.
  func assertSecondHistoryIsRefused() throws {
    let ledger = ledgers[0]
    guard
      let author = random.pick(
        offices.dropFirst().filter { !$0.isOut && $0.committed[ledger] ?? 0 > 0 }),
      offices.count > 2
    else { return }
    let witness = offices.first {
      $0.index != author.index && !$0.isOut && $0.ledgers.contains(ledger)
    }
    guard let witness else { return }
    let replica = try author.replica
    let kept = try hub.store.runs(ledger, after: reachable(VersionVector(), from: hub, ledger))
    guard let run = kept.last(where: { $0.replica == replica }) else { return }
    let change = try altered(run)
    let second = try Frames.run(
      run.changes.dropLast() + [change],
      signature: try signingKey(of: author).sign(change: change.hash))
    let before = try witness.store.dump(ledger)
    let report = try witness.store.apply(ledger, [second])
    try require(
      report.applied == 0 && report.refused.map(\.dot) == [change.header.dot]
        && report.refused.allSatisfy { $0.code == .equivocation },
      "9 verified before applied", "\(witness.name) takes two histories of \(replica): \(report)")
    try expectKept(report.refused, witness, ledger)
    let (frozen, proofs) = try witness.store.read { snapshot throws(StoreError) in
      (try snapshot.frozen(), try snapshot.proofs())
    }
    // A hub lists a name no longer that has a successor; nothing more is taken under it.
    let isListed =
      try frozen.contains(replica)
      || witness === hub
        && hub.store.members().contains { $0.replica == replica && $0.succeededBy != nil }
    let histories = Set(proofs.filter { $0.dot == change.header.dot }.map(\.hash))
    try require(
      try histories == [change.hash, run.changes.last?.hash ?? .zero] && isListed
        && witness.store.dump(ledger) == before,
      "9 verified before applied", "\(witness.name): \(replica) goes on after two histories")
    try require(
      try witness.store.check(deep: true).isOK, "8 derived tables are derived", witness.name)
  }

  // MARK: - Power cuts

  /// The machine stops after the pages of a transaction and before the page that makes them count:
  /// nothing of it is there afterwards, and everything before it is.
  func crash(_ office: SimulatedOffice, _ ledger: String) throws {
    guard try mayWrite(office, ledger) else { return }
    let file = office.path + "/data.mdb"
    let metaBytes = 2 * (try office.store.statistics().pageSizeBytes)
    let before = try Self.bytes(of: file, count: metaBytes)
    try writeOnce(office, ledger)
    office.close()
    try Self.overwrite(file, with: before)
    summary.crashes += 1
    trace("crash \(office.index)")
    for ledger in office.allLedgers { try expectVector(office, ledger, "5 atomicity") }
    try require(
      try office.store.check(deep: true).isOK, "5 atomicity", "\(office.name) after a power cut")
  }

  /// One write transaction of any kind, of which nobody is told.
  private func writeOnce(_ office: SimulatedOffice, _ ledger: String) throws {
    let store = try office.store
    switch random.below(3) {
    case 0: try store.rebuildDerived()
    case 1:
      guard let source = random.pick(offices), source.allLedgers.contains(ledger) else { return }
      let known = reachable(office.vectors[ledger] ?? VersionVector(), from: source, ledger)
      _ = try store.apply(ledger, try source.store.runs(ledger, after: known))
    default:
      let drafts = try (0...random.below(3)).map { _ in
        Draft(author: office.name, operations: try operations(office, few: false))
      }
      _ = try store.commit(ledger, drafts)
    }
  }

  static func bytes(of file: String, count: Int) throws -> Data {
    let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file))
    defer { try? handle.close() }
    return try handle.read(upToCount: count) ?? Data()
  }

  static func overwrite(_ file: String, with bytes: Data) throws {
    let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
    defer { try? handle.close() }
    try handle.write(contentsOf: bytes)
  }
}
