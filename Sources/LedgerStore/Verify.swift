// Guarantees: whoever has the store can find out that nothing in it was made up: every chain from
// its beginning to its head, every signature, every verdict, everything that others said they hold,
// every proof and succession, every row that people are shown. It reads only, and never stops at
// the first finding.

internal import Causality
internal import LMDB
internal import Wire

/// What a verification walked and found, in the form of a check's.
public typealias VerifyReport = CheckReport

extension Store {
  /// Walks every chain and signature of every ledger, of compacted changes by what is left of them;
  /// judges every change again; compares what authors held of others with what is here; checks
  /// order of arrival, bases, notes, proofs and successions; tells the alarms that nobody has dealt
  /// with; compares every derived row of the ledgers whose log is whole with what the log gives.
  ///
  /// - Parameter progress: called with the number of changes walked, now and then.
  /// - Complexity: O(log): one hash a change, one signature a run, every change applied once to a
  ///   scratch store on disk. Holds one read transaction.
  public func verify(progress: ((Int) -> Void)? = nil) throws(StoreError) -> VerifyReport {
    var report = VerifyReport()
    let transaction = try mapped { () throws(LMDBError) in try environment.beginRead() }
    let sound = try verifyLog(judging: true, transaction, &report, progress)
    var whole: [String] = []
    for ledger in try ledgerNames(transaction) {
      let before = report.problems.count
      do throws(StoreError) {
        try checkArrival(ledger, transaction, &report)
      } catch {
        try report.add(error)
      }
      let isInOrder = report.problems[before...].allSatisfy(\.kind.leavesLogWhole)
      if isInOrder, sound.contains(ledger) { whole.append(ledger) }
    }
    if try derivationNoted(transaction) != derivation {
      report.count("derivation-due", 1)
    } else if report.hasRoom {
      try checkDerived(of: whole, transaction, &report)
    }
    return report
  }

  /// The logs alone.
  ///
  /// - Parameter judging: besides the chains and signatures, verdicts, pins and what stands alone.
  package func verify(
    judging: Bool, progress: ((Int) -> Void)? = nil
  ) throws(StoreError) -> VerifyReport {
    var report = VerifyReport()
    let transaction = try mapped { () throws(LMDBError) in try environment.beginRead() }
    _ = try verifyLog(judging: judging, transaction, &report, progress)
    return report
  }

  /// - Returns: the ledgers whose log and base are whole, so that they can be made again.
  private func verifyLog(
    judging: Bool, _ transaction: borrowing ReadTransaction, _ report: inout VerifyReport,
    _ progress: ((Int) -> Void)?
  ) throws(StoreError) -> [String] {
    var whole: [String] = []
    let members = try readableMembers(transaction, &report)
    var (changes, signatures, void) = (0, 0, 0)
    for ledger in try ledgerNames(transaction) {
      let before = report.problems.count
      if judging, try !checkBase(ledger, transaction, &report) { continue }
      var walk = VerifyWalk(
        self, ledger, members, base: try base(of: ledger, transaction),
        heads: try checkedHeads(ledger, transaction, &report))
      let prefix = Keys.ledger(ledger)
      try scan(tables.log, prefix: prefix, transaction) { (key, value) throws(StoreError) in
        walk.step(key, value, &report)
        if judging { try walk.judge(key, value, transaction, &report) }
        if (changes + walk.changes) % 4_096 == 0 { progress?(changes + walk.changes) }
        return true
      }
      walk.finish(&report)
      changes += walk.changes
      signatures += walk.signatures
      void += walk.void
      if report.problems[before...].allSatisfy(\.kind.leavesLogWhole) { whole.append(ledger) }
    }
    report.count("changes", changes)
    report.count("signatures", signatures)
    if judging {
      report.count("void", void)
      try checkNotes(transaction, &report)
      do throws(StoreError) {
        try verifyProofs(transaction, members, &report)
      } catch {
        try report.add(error)
      }
      try verifySuccessions(transaction, &report)
      try tellAlarms(transaction, &report)
    }
    return whole
  }

  /// The members as their records are shown; where these cannot be read, as the log gives them.
  private func readableMembers(
    _ transaction: borrowing ReadTransaction, _ report: inout VerifyReport
  ) throws(StoreError) -> MemberList {
    do throws(StoreError) {
      return try memberList(transaction)
    } catch {
      try report.add(error)
    }
    do throws(StoreError) {
      return try rebuildMembers(transaction, into: try scratchEnvironment())
    } catch {
      try report.add(error)
    }
    return MemberList([], pinned: try pinnedMembers(transaction))
  }

  /// Each piece has the hash that names it, and each chain of pieces ends in a signature of its
  /// replica.
  private func verifyProofs(
    _ transaction: borrowing ReadTransaction, _ members: MemberList, _ report: inout VerifyReport
  ) throws(StoreError) {
    var pieces: [Dot: [ProofPiece]] = [:]
    var count = 0
    try scan(tables.proof, prefix: [], transaction) { key, value in
      count += 1
      guard let piece = ProofPiece(key, value),
        piece.isStub || Digest(hashing: piece.payload) == piece.hash,
        piece.isStub || (try? ChangeCoding.decode(piece.payload)) != nil,
        let header = try? ChangeCoding.decodeHeader(piece.payload.span.bytes),
        header.dot == piece.dot, header.ledger == piece.ledger
      else {
        report.add(.proofBytes, "proof", key, "")
        return true
      }
      pieces[piece.dot, default: []].append(piece)
      return true
    }
    report.count("proofs", count)
    for piece in pieces.values.joined() {
      guard let key = members.key(piece.dot.replica) else { continue }
      var end = piece
      while end.signature == nil {
        let next = Dot(replica: end.dot.replica, seq: end.dot.seq + 1)
        let follows = pieces[next, default: []].first { candidate in
          candidate.ledger == piece.ledger
            && (try? ChangeCoding.decodeHeader(candidate.payload.span.bytes))?.previous == end.hash
        }
        guard let follows else { break }
        end = follows
      }
      if let signature = end.signature, key.verify(signature, change: end.hash) { continue }
      // The own history goes on in the log; its signatures are walked there.
      let inLog = try hash(of: piece.dot, piece.ledger, transaction) == piece.hash
      if !inLog {
        report.add(
          .badProof, "proof", Keys.hashed(piece.ledger, piece.dot, piece.hash),
          piece.dot.description)
      }
    }
  }

  private func verifySuccessions(
    _ transaction: borrowing ReadTransaction, _ report: inout VerifyReport
  ) throws(StoreError) {
    var count = 0
    try scan(tables.peer, prefix: Array("succession/".utf8), transaction) { key, value in
      count += 1
      if (try? Succession.decode(Array(value)))?.verify() != true {
        report.add(.badSuccession, "peer", key, String(decoding: key, as: UTF8.self))
      }
      return true
    }
    report.count("successions", count)
  }

  private func tellAlarms(
    _ transaction: borrowing ReadTransaction, _ report: inout VerifyReport
  ) throws(StoreError) {
    try scan(tables.alarm, prefix: [], transaction) { key, value in
      guard let alarm = Alarm(key, value) else {
        report.add(.alarmBytes, "alarm", key, "")
        return true
      }
      if !Alarm.isDismissed(value) {
        report.add(
          Problem.Kind(alarm.code), "alarm", key,
          "\(alarm.ledger) \(alarm.dot) \(alarm.here)/\(alarm.there)")
      }
      return true
    }
  }
}

/// Walks the log of one ledger in key order: replica by replica, seq by seq.
private struct VerifyWalk {
  private let store: Store
  private let ledger: [UInt8]
  private let name: String
  private let members: MemberList
  private let base: Base
  private var heads: [ReplicaID: Head?]
  private var last: (dot: Dot, hash: Digest, isSigned: Bool)?
  /// What the author of the chain at hand had seen by its last change.
  private var seen: (replica: ReplicaID, deps: VersionVector)?
  private(set) var changes = 0
  private(set) var signatures = 0
  private(set) var void = 0

  init(
    _ store: Store, _ ledger: String, _ members: MemberList, base: Base,
    heads: [ReplicaID: Head?]
  ) {
    self.store = store
    name = ledger
    self.ledger = Array(ledger.utf8)
    self.members = members
    self.base = base
    self.heads = heads
  }

  /// One entry: its place, its hash, its predecessor, its signature.
  mutating func step(
    _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer, _ report: inout VerifyReport
  ) {
    changes += 1
    let at = ledger.count + 1
    guard key.count == at + 18, let replica = RecordReader.replica(key, at),
      let entry = try? LogEntry(value), let found = identity(entry, value)
    else { return report.add(.changeBytes, "log", key, "") }
    let seq = key.loadUnaligned(fromByteOffset: at + 10, as: UInt64.self).bigEndian
    let dot = Dot(replica: replica, seq: seq)
    if found.dot != dot { report.add(.misplacedChange, "log", key, found.dot.description) }
    let isFirst = last?.dot.replica != replica
    if isFirst { end(&report) }
    let floor = isFirst ? base.floorHeads[replica] : nil
    let previous = isFirst ? floor?.hash ?? .zero : last?.hash ?? .zero
    let expected = isFirst ? (floor?.seq ?? 0) + 1 : (last?.dot.seq ?? 0) + 1
    if seq != expected || found.previous != previous {
      report.add(.brokenChain, "log", key, dot.description)
    }
    if let range = entry.signature {
      signatures += 1
      let bytes = UnsafeRawBufferPointer(rebasing: value[range]).bytes
      if let signature = Signature64(bytes: bytes), let key = members.key(replica),
        key.verify(signature, change: found.hash)
      {
      } else {
        report.add(.badSignature, "log", key, dot.description)
      }
    }
    last = (dot, found.hash, entry.signature != nil)
  }

  /// Who the payload says it is, without looking further than that.
  private func identity(
    _ entry: LogEntry, _ value: UnsafeRawBufferPointer
  ) -> (dot: Dot, previous: Digest, hash: Digest)? {
    let payload = UnsafeRawBufferPointer(rebasing: value[entry.payload])
    guard payload.count > 34 + ledger.count + 11, Int(payload[33]) == ledger.count,
      payload[34..<34 + ledger.count].elementsEqual(ledger),
      let previous = Digest(bytes: UnsafeRawBufferPointer(rebasing: payload[1..<33]).bytes),
      let replica = RecordReader.replica(payload, 34 + ledger.count)
    else { return nil }
    var at = 34 + ledger.count + ReplicaID.byteCount
    guard let seq = try? RecordReader.varint(payload, &at) else { return nil }
    let hash = entry.stubHash ?? Digest(hashing: payload.bytes)
    return (Dot(replica: replica, seq: seq), previous, hash)
  }

  /// The verdict as it is noted against the verdict as it must be; what the author held of others;
  /// the change's place in the order of arrival, and what is noted of its deps.
  mutating func judge(
    _ key: UnsafeRawBufferPointer, _ value: UnsafeRawBufferPointer,
    _ transaction: borrowing ReadTransaction, _ report: inout VerifyReport
  ) throws(StoreError) {
    guard let last, let entry = try? LogEntry(value) else { return }
    if try store.arrivedDot(name, entry.arrival, transaction) != last.dot {
      report.add(.arrivalMismatch, "log", key, "arrival \(entry.arrival)")
    }
    if entry.isStub {
      let payload = UnsafeRawBufferPointer(rebasing: value[entry.payload])
      guard let header = try? ChangeCoding.decodeHeader(payload.bytes) else {
        return report.add(.changeBytes, "log", key, last.dot.description)
      }
      return follow(header, entry, key, value, &report)
    }
    guard let change = try? ChangeCoding.decode(Array(value[entry.payload])) else {
      return report.add(.changeBytes, "log", key, last.dot.description)
    }
    follow(change.header, entry, key, value, &report)
    let noted: Voiding?
    do throws(StoreError) {
      noted = try store.voiding(name, last.dot, transaction)
    } catch {
      return try report.add(error)
    }
    if noted != nil { void += 1 }
    if !base.vector.covers(last.dot), store.authority.judge(change, members) != noted {
      report.add(.wrongVoid, "void", key, last.dot.description)
    }
    let header = change.header
    for (index, dep) in header.depsDelta.enumerated() {
      try compare(
        Pin(dot: Dot(replica: dep.replica, seq: dep.seq), hash: header.pin(ofDep: index)), name,
        transaction, &report)
    }
    for pin in header.memberPins {
      try compare(pin, Store.memberLedger, transaction, &report)
    }
  }

  /// What the entry notes of all that its author had seen against what the chain gives.
  private mutating func follow(
    _ header: ChangeHeader, _ entry: LogEntry, _ key: UnsafeRawBufferPointer,
    _ value: UnsafeRawBufferPointer, _ report: inout VerifyReport
  ) {
    let replica = header.dot.replica
    var deps = base.floorHeads[replica]?.deps ?? VersionVector()
    if let seen, seen.replica == replica { deps = seen.deps }
    seen = nil
    deps.advance(by: header.depsDelta)
    if let range = entry.deps {
      var offset = range.lowerBound
      if (try? VectorBytes.decode(value, &offset)) != deps {
        report.add(.wrongDeps, "log", key, header.dot.description)
      }
    }
    seen = (replica, deps)
  }

  private func compare(
    _ pin: Pin, _ ledger: String, _ transaction: borrowing ReadTransaction,
    _ report: inout VerifyReport
  ) throws(StoreError) {
    guard pin.hash != .none else { return }
    do throws(StoreError) {
      guard let here = try store.hash(of: pin.dot, ledger, transaction), here.prefix != pin.hash
      else { return }
      report.add(
        .divergentHistory, "log", Keys.log(ledger, pin.dot), "\(ledger) \(pin.dot) \(pin.hash)")
    } catch {
      try report.add(error)
    }
  }

  /// The end of a chain: signed, and what the head says.
  private mutating func end(_ report: inout VerifyReport) {
    guard let last else { return }
    let key = Keys.head(name, last.dot.replica)
    if !last.isSigned {
      report.add(.unsignedEnd, "log", Keys.log(name, last.dot), last.dot.description)
    }
    guard let found = heads.removeValue(forKey: last.dot.replica) else {
      return report.add(.missingHead, "heads", key, last.dot.description)
    }
    guard let head = found else { return }
    if head.seq != last.dot.seq || head.hash != last.hash {
      report.add(
        .wrongHead, "heads", key, "\(last.dot.replica)#\(head.seq), log ends at \(last.dot.seq)")
    }
  }

  mutating func finish(_ report: inout VerifyReport) {
    end(&report)
    last = nil
    for (replica, head) in heads.sorted(by: { $0.key < $1.key }) {
      guard let head, base.floorHeads[replica] != head else { continue }
      report.add(.headWithoutLog, "heads", Keys.head(name, replica), "\(replica)#\(head.seq)")
    }
  }
}
