// Guarantees: the checker that users run is the one that every store test ends with. It reads only,
// names table, key and next step for what it finds, and never stops at the first finding.

internal import Causality
internal import LMDB
internal import Wire

/// Something that is not as it must be.
public struct Problem: Sendable, Hashable {
  /// What is wrong.
  public let kind: Kind
  /// The table's name in the environment.
  public let table: String
  /// The key, in hexadecimal.
  public let key: String
  /// What was found.
  public let detail: String
  /// The name of ``kind`` in JSON and in the catalogue.
  public var code: String { kind.rawValue }
}

/// What a check walked and found.
public struct CheckReport: Sendable {
  /// Every finding, in the order of the walk; none stops it.
  public internal(set) var problems: [Problem] = []
  /// Entries walked, by what they are, in a fixed order.
  public internal(set) var counts: [(name: String, count: Int)] = []
  /// Whether nothing was found.
  public var isOK: Bool { problems.isEmpty }
  /// Only so many problems are listed; a store with more is broken as a whole.
  static let problemsMax = 1_000

  mutating func add(
    _ kind: Problem.Kind, _ table: String, _ key: some Sequence<UInt8>, _ detail: String
  ) {
    guard hasRoom else { return }
    problems.append(Problem(kind: kind, table: table, key: Hexadecimal.text(key), detail: detail))
  }

  /// A refusal on the way as a finding at its place, unless that was told. Throws on what tells of
  /// no damage.
  mutating func add(_ error: StoreError) throws(StoreError) {
    guard error.code == .corrupt, error.arguments.count == 3,
      let kind = Problem.Kind(unreadable: error.arguments[0])
    else { throw error }
    let (table, key) = (error.arguments[0], error.arguments[1])
    guard hasRoom, !tells(table, key) else { return }
    problems.append(Problem(kind: kind, table: table, key: key, detail: error.arguments[2]))
  }

  /// Whether another finding would be listed.
  var hasRoom: Bool { problems.count < Self.problemsMax }

  /// Whether something was found at that place.
  ///
  /// - Parameter key: in hexadecimal.
  func tells(_ table: String, _ key: String) -> Bool {
    problems.contains { $0.table == table && $0.key == key }
  }

  mutating func count(_ name: String, _ number: Int) { counts.append((name, number)) }
}

extension Store {
  /// Walks every ledger: heads against the log, arrival against the log, chains and hashes; bases
  /// and local notes against their checksums; where own chains once ended against what is here of
  /// them.
  ///
  /// - Parameters:
  ///   - deep: besides, rebuilds every derived table aside and compares it byte for byte, and
  ///     hashes every attachment.
  ///   - progress: called with the number of changes walked, now and then.
  /// - Complexity: O(log), and O(records) more when deep. Holds one read transaction.
  public func check(
    deep: Bool, progress: ((Int) -> Void)? = nil
  ) throws(StoreError) -> CheckReport {
    var report = CheckReport()
    let transaction = try mapped { () throws(LMDBError) in try environment.beginRead() }
    var changes = 0
    try checkNotes(transaction, &report)
    try checkLeft(transaction, &report)
    for ledger in try ledgerNames(transaction) {
      guard try checkBase(ledger, transaction, &report) else { continue }
      changes += try checkChains(ledger, transaction, &report) {
        progress?(changes + $0)
      }
      try checkArrival(ledger, transaction, &report)
    }
    report.count("changes", changes)
    var records = 0
    try scan(tables.record, prefix: [], transaction) { (key, value) throws(StoreError) in
      records += 1
      do throws(CorruptRecord) { _ = try RecordReader(value) } catch {
        report.add(.recordBytes, "record", key, "byte \(error.offset)")
      }
      return true
    }
    report.count("records", records)
    if try derivationNoted(transaction) != derivation {
      report.count("derivation-due", 1)
    } else if deep, report.isOK {
      try checkDerived(of: try ledgerNames(transaction), transaction, &report)
    }
    if deep { try checkAttachments(&report, nil) }
    return report
  }

  /// A check, and where it finds nothing every signature besides: 50...110 µs for each, of which
  /// there is one a run.
  public func check(
    deep: Bool, signatures: Bool, progress: ((Int) -> Void)? = nil
  ) throws(StoreError) -> CheckReport {
    var report = try check(deep: deep, progress: progress)
    guard signatures, report.isOK else { return report }
    let verified = try verify(judging: false, progress: progress)
    report.problems += verified.problems
    report.counts += verified.counts.filter { $0.name == "signatures" }
    return report
  }

  /// Every change of the log: bytes, place, chain; heads at the end of each chain.
  private func checkChains(
    _ ledger: String, _ transaction: borrowing ReadTransaction, _ report: inout CheckReport,
    _ progress: (Int) -> Void
  ) throws(StoreError) -> Int {
    var heads = try checkedHeads(ledger, transaction, &report)
    let base = try base(of: ledger, transaction)
    var walk = ChainWalk(floor: base.floorHeads)
    var count = 0
    let prefix = Keys.ledger(ledger)
    try scan(tables.log, prefix: prefix, transaction) { (key, value) throws(StoreError) in
      count += 1
      if count % 4_096 == 0 { progress(count) }
      do {
        let entry = try LogEntry(value)
        let change = try LoggedChange(entry, value)
        let dot = change.header.dot
        if entry.isStub, !base.vector.covers(dot) {
          report.add(.stubAboveBase, "log", key, dot.description)
        }
        if Keys.log(ledger, dot) != Array(key) || change.header.ledger != ledger {
          report.add(.misplacedChange, "log", key, dot.description)
        }
        if let previous = walk.next(change) {
          checkEnd(previous, &heads, ledger, &report)
        }
        if !walk.isChained {
          report.add(.brokenChain, "log", key, dot.description)
        }
        if try arrivedDot(ledger, entry.arrival, transaction) != dot {
          report.add(.arrivalMismatch, "log", key, "arrival \(entry.arrival)")
        }
        walk.isSigned = entry.signature != nil
        if let range = entry.deps {
          var offset = range.lowerBound
          if try VectorBytes.decode(value, &offset) != walk.deps {
            report.add(.wrongDeps, "log", key, dot.description)
          }
        }
      } catch {
        report.add(.changeBytes, "log", key, String(describing: error))
      }
      return true
    }
    if let last = walk.end { checkEnd(last, &heads, ledger, &report) }
    for (replica, head) in heads.sorted(by: { $0.key < $1.key }) {
      guard let head, base.floorHeads[replica] != head else { continue }
      report.add(
        .headWithoutLog, "heads", Keys.head(ledger, replica), "\(replica)#\(head.seq)")
    }
    return count
  }

  /// The heads of a ledger; nil for one whose bytes cannot be read, which is reported.
  func checkedHeads(
    _ ledger: String, _ transaction: borrowing ReadTransaction, _ report: inout CheckReport
  ) throws(StoreError) -> [ReplicaID: Head?] {
    var heads: [ReplicaID: Head?] = [:]
    let prefix = Keys.ledger(ledger)
    try scan(tables.heads, prefix: prefix, transaction) { (key, value) throws(StoreError) in
      guard key.count == prefix.count + ReplicaID.byteCount,
        let replica = RecordReader.replica(key, prefix.count)
      else {
        report.add(.wrongHead, "heads", key, "key")
        return true
      }
      do throws(CorruptRecord) {
        heads[replica] = .some(try Head(value))
      } catch {
        heads[replica] = .some(nil)
        report.add(.wrongHead, "heads", key, "byte \(error.offset)")
      }
      return true
    }
    return heads
  }

  private func checkEnd(
    _ end: ChainWalk.End, _ heads: inout [ReplicaID: Head?],
    _ ledger: String, _ report: inout CheckReport
  ) {
    let dot = end.change.header.dot
    let key = Keys.head(ledger, dot.replica)
    if !end.isSigned { report.add(.unsignedEnd, "log", Keys.log(ledger, dot), dot.description) }
    guard let found = heads.removeValue(forKey: dot.replica) else {
      report.add(.missingHead, "heads", key, dot.description)
      return
    }
    guard let head = found else { return }
    if head.seq != dot.seq || head.hash != end.change.hash || head.clock != end.change.header.clock
    {
      report.add(.wrongHead, "heads", key, "\(dot.replica)#\(head.seq), log ends at \(dot.seq)")
    } else if head.deps != end.deps || !end.pinned.covers(head.pinned) {
      report.add(.wrongDeps, "heads", key, dot.description)
    }
  }

  /// Every place in the order of arrival: its change is in the log, in its replica's turn and after
  /// all that it had seen.
  func checkArrival(
    _ ledger: String, _ transaction: borrowing ReadTransaction, _ report: inout CheckReport
  ) throws(StoreError) {
    let base = try base(of: ledger, transaction)
    var seen = VersionVector(
      base.floorHeads.map { VersionVector.Entry(replica: $0, seq: $1.seq) })
    let prefix = Keys.ledger(ledger)
    try scan(tables.arrival, prefix: prefix, transaction) { (key, value) throws(StoreError) in
      guard key.count == prefix.count + 8 else {
        report.add(.arrivalBytes, "arrival", key, "key")
        return true
      }
      guard value.count == 18, let replica = RecordReader.replica(value, 0) else {
        report.add(.arrivalBytes, "arrival", key, "value")
        return true
      }
      let seq = value.loadUnaligned(fromByteOffset: 10, as: UInt64.self).bigEndian
      if seen[replica] + 1 != seq {
        report.add(.arrivalOrder, "arrival", key, "\(replica)#\(seq)")
      }
      seen[replica] = seq
      let dot = Dot(replica: replica, seq: seq)
      guard let header = try header(of: dot, ledger, transaction) else {
        report.add(.arrivalMismatch, "arrival", key, dot.description)
        return true
      }
      for entry in header.depsDelta where seen[entry.replica] < entry.seq {
        report.add(
          .depsAfterChange, "arrival", key, "\(dot) needs \(entry.replica)#\(entry.seq)")
      }
      return true
    }
  }
}

extension Store {
  /// The header of a change; nil when the log has no readable one.
  private func header(
    of dot: Dot, _ ledger: String, _ transaction: borrowing ReadTransaction
  ) throws(StoreError) -> ChangeHeader? {
    do throws(StoreError) {
      return try withLogEntry(ledger, dot, transaction) { entry, bytes in
        try ChangeCoding.decodeHeader(UnsafeRawBufferPointer(rebasing: bytes[entry.payload]).bytes)
      }
    } catch {
      guard error.code == .corrupt else { throw error }
      return nil
    }
  }
}

/// What the log holds of a change: all of it, or a stub's header and hash.
struct LoggedChange {
  let header: ChangeHeader
  let hash: Digest

  init(_ entry: LogEntry, _ bytes: UnsafeRawBufferPointer) throws {
    if let hash = entry.stubHash {
      self.hash = hash
      let payload = UnsafeRawBufferPointer(rebasing: bytes[entry.payload]).bytes
      header = try ChangeCoding.decodeHeader(payload)
      guard try ChangeCoding.headerByteCount(payload) == entry.payload.count else {
        throw CorruptRecord(offset: entry.payload.lowerBound)
      }
    } else {
      let change = try ChangeCoding.decode(Array(bytes[entry.payload]))
      header = change.header
      hash = change.hash
    }
  }
}

/// Walks the changes of a ledger in key order: replica by replica, seq by seq.
private struct ChainWalk {
  /// The end of a chain, with what its author had seen and named by then.
  struct End {
    let change: LoggedChange
    let isSigned: Bool
    let deps: VersionVector
    let pinned: VersionVector
  }

  /// The ends of the chains that came as a snapshot.
  let floor: [ReplicaID: Head]
  private var last: LoggedChange?
  private(set) var isChained = true
  private(set) var deps = VersionVector()
  private var pinned = VersionVector()
  var isSigned = false

  init(floor: [ReplicaID: Head]) { self.floor = floor }

  var end: End? {
    last.map { End(change: $0, isSigned: isSigned, deps: deps, pinned: pinned) }
  }

  /// Takes the next change; returns the end of the chain before, when a new replica begins.
  mutating func next(_ change: LoggedChange) -> End? {
    let header = change.header
    var ended: End?
    if let last, last.header.dot.replica == header.dot.replica {
      isChained =
        header.previous == last.hash && header.dot.seq == last.header.dot.seq + 1
    } else {
      ended = end
      let before = floor[header.dot.replica]
      isChained =
        header.dot.seq == (before?.seq ?? 0) + 1 && header.previous == before?.hash ?? .zero
      deps = before?.deps ?? VersionVector()
      pinned = before?.pinned ?? VersionVector()
    }
    deps.advance(by: header.depsDelta)
    pinned.advance(by: header.memberPins)
    last = change
    return ended
  }
}
