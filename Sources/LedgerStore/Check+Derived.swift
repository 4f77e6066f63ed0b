// Guarantees: a deep check compares every derived byte with what the log gives, without touching
// the store: the rebuilt tables live in a scratch store whose files have no name, so that nothing
// is left behind, however the process ends.

internal import Causality
internal import Glibc
internal import LMDB
internal import Wire

extension Store {
  /// Replays the log into a scratch environment and compares the derived tables entry by entry.
  /// What cannot be replayed is a finding at its place, and the next ledger follows.
  ///
  /// - Parameter ledgers: those held whose log is whole; of others nothing is said.
  func checkDerived(
    of ledgers: [String], _ transaction: borrowing ReadTransaction, _ report: inout CheckReport
  ) throws(StoreError) {
    let rebuilt = try rebuild(ledgers, transaction, &report)
    let other = try mapped { () throws(LMDBError) in try rebuilt.environment.beginRead() }
    // Of a ledger that is not held, whatever is left awaits a bootstrap or its removal.
    let compared = rebuilt.ledgers.map { Keys.ledger($0) }
    var basedNames: [String] = []
    for ledger in rebuilt.ledgers where try base(of: ledger, transaction).arrivals > 0 {
      basedNames.append(ledger)
    }
    let based = basedNames.map { Keys.ledger($0) }
    let kept = try keptSums(basedNames, transaction)
    var entries = 0
    for (mine, theirs) in zip(tables.derived, rebuilt.tables.derived) {
      // What was settled while the log still had the changes concerned tells more than a base does.
      let keptNumber = Self.keptNumber(mine.name)
      func isKept(_ key: [UInt8], _ value: RawSpan) -> Bool {
        guard let keptNumber, based.contains(where: { key.starts(with: $0) }) else { return false }
        if let sum = kept[[keptNumber] + key] { return sum == CRC32C.checksum(value) }
        // What was settled after the base may stand on changes that the log no longer tells of.
        return keptNumber != Base.settledRows || SettledRow.isWhole(Self.bytes(value), at: key)
      }
      func tell(_ kind: Problem.Kind, _ key: [UInt8], _ detail: String) {
        guard report.hasRoom, compared.contains(where: { key.starts(with: $0) }),
          !report.tells(mine.name, Hexadecimal.text(key))
        else { return }
        report.add(kind, mine.name, key, detail)
      }
      do throws(LMDBError) {
        var left = try transaction.cursor(mine.table)
        var right = try other.cursor(theirs.table)
        var hasLeft = try left.first()
        var hasRight = try right.first()
        while hasLeft || hasRight {
          entries += 1
          let order: Int
          if hasLeft, hasRight {
            order = Self.compare(left.key, right.key)
          } else {
            order = hasLeft ? -1 : 1
          }
          if order < 0 {
            let key = Self.bytes(left.key)
            if !isKept(key, left.value) { tell(.notDerivable, key, "not in the log") }
          } else if order > 0 {
            tell(.missingDerived, Self.bytes(right.key), "the log has it")
          } else if Self.compare(left.value, right.value) != 0 {
            let key = Self.bytes(left.key)
            if !isKept(key, left.value) { tell(.wrongDerived, key, "differs from the log") }
          }
          if order <= 0 { hasLeft = try left.next() }
          if order >= 0 { hasRight = try right.next() }
        }
      } catch {
        throw StoreError(error, at: place)
      }
    }
    report.count("derived", entries)
  }

  /// The number under which a base keeps rows of a table that it tells more of than the log does.
  private static func keptNumber(_ table: String) -> UInt8? {
    switch table {
    case "settled": Base.settledRows
    case "contested": Base.contestedRows
    default: nil
    }
  }

  /// Makes the derived tables of `ledgers` aside: of those returned all, of others what came before
  /// the finding that ended them.
  private func rebuild(
    _ ledgers: [String], _ source: borrowing ReadTransaction, _ report: inout CheckReport
  ) throws(StoreError) -> (environment: Environment, tables: Tables, ledgers: [String]) {
    let scratch = try scratchEnvironment()
    var rebuilt: [String] = []
    do throws(StoreError) {
      let members: MemberList
      if ledgers.contains(Self.memberLedger) {
        members = try rebuildMembers(source, into: scratch)
        rebuilt.append(Self.memberLedger)
      } else {
        members = try memberList(source)
      }
      for ledger in ledgers where ledger != Self.memberLedger {
        do throws(StoreError) {
          try replay(ledger, members, upTo: .max, source, into: scratch)
          rebuilt.append(ledger)
        } catch {
          try report.add(error)
        }
      }
    } catch {
      try report.add(error)
    }
    return (scratch.0, scratch.1, rebuilt)
  }

  /// The member list that the log gives, whose tables are made in `scratch`: replayed until the
  /// list that comes of it is the one it was judged by.
  func rebuildMembers(
    _ source: borrowing ReadTransaction, into scratch: (environment: Environment, tables: Tables)
  ) throws(StoreError) -> MemberList {
    let pinned = try pinnedMembers(source)
    var members = MemberList([], pinned: pinned)
    for _ in 0..<Self.memberRoundsMax {
      try mapped { () throws(LMDBError) in
        var target = try scratch.environment.beginWrite()
        for (_, table) in scratch.tables.derived { try target.clear(table) }
        try target.commit()
      }
      try replay(Self.memberLedger, members, upTo: .max, source, into: scratch)
      let filled = try mapped { () throws(LMDBError) in try scratch.environment.beginRead() }
      let next = MemberList(try listedMembers(filled, in: scratch.tables), pinned: pinned)
      let isSettled = next.judgedOtherwise(by: members).isEmpty
      members = next
      if isSettled { break }
    }
    return members
  }

  /// An empty environment with all tables, durable in no way: files under the system's temporary
  /// ones, whose names are gone once they are open.
  func scratchEnvironment() throws(StoreError) -> (Environment, Tables) {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array("\(base)/taizhang-check-XXXXXX".utf8CString)
    guard let made = mkdtemp(&template) else {
      throw StoreError(.cannotCreate, base, String(cString: strerror(errno)))
    }
    let path = String(cString: made)
    let scratch: Environment
    do {
      defer {
        for name in ["data.mdb", "lock.mdb"] { unlink(path + "/" + name) }
        rmdir(path)
      }
      scratch = try mapped { () throws(LMDBError) in
        try Environment.open(
          path: path, mapSizeBytes: options.mapSizeBytes, maxTables: Tables.count + 4, sync: .none)
      }
    }
    let tables = try mapped { () throws(LMDBError) in
      try Tables { name throws(LMDBError) in try scratch.table(named: name, create: true) }
    }
    return (scratch, tables)
  }

  /// Makes the derived tables of a ledger in `scratch`: the base, then the log up to the change
  /// that arrived as number `limit`, judged by `members`. Memory stays below one transaction of
  /// about 16 MiB.
  func replay(
    _ ledger: String, _ members: MemberList, upTo limit: UInt64,
    _ source: borrowing ReadTransaction, into scratch: (environment: Environment, tables: Tables)
  ) throws(StoreError) {
    var applier = Applier(
      self, ledger: ledger, members: members, tables: scratch.tables)
    var rows = SnapshotRowReader()
    var at: [UInt8]?
    while let (key, part) = try nextBasePart(ledger, after: at, source) {
      at = key
      var target = try mapped { () throws(LMDBError) in try scratch.environment.beginWrite() }
      try install(part, &rows, by: &applier, in: &target)
      try applier.finish(in: &target)
      do throws(LMDBError) { try target.commit() } catch { throw StoreError(error, at: place) }
    }
    var replay = Replay(self, applier, members, after: try base(of: ledger, source))
    var next = try nextArrival(ledger, after: replay.last, source)
    while let first = next, first <= limit {
      var target = try mapped { () throws(LMDBError) in try scratch.environment.beginWrite() }
      var bytes = 0
      while let arrival = next, arrival <= limit, bytes < Self.scratchTransactionBytes {
        let change = try arrivedChange(ledger, arrival, source)
        try replay.apply(change, arrival: arrival, in: &target)
        bytes += change.payload.count
        next = try nextArrival(ledger, after: arrival, source)
      }
      try replay.finish(in: &target)
      do throws(LMDBError) { try target.commit() } catch { throw StoreError(error, at: place) }
    }
  }

  private static let scratchTransactionBytes = 16 << 20

  private static func bytes(_ span: RawSpan) -> [UInt8] { span.withUnsafeBytes { Array($0) } }

  private static func compare(_ left: RawSpan, _ right: RawSpan) -> Int {
    left.withUnsafeBytes { left in
      right.withUnsafeBytes { right in
        let common = min(left.count, right.count)
        let order = common == 0 ? 0 : memcmp(left.baseAddress!, right.baseAddress!, common)
        return order != 0 ? Int(order) : left.count - right.count
      }
    }
  }
}
