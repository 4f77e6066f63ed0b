// Guarantees: offices and hub exchange as agents and hubs do: a sync session a ledger decides,
// hellos, frames and receipts are bytes, and whatever arrives is told to the reference beforehand,
// so that what must be applied, what must wait and what must be refused is known and not asked.

internal import Causality
internal import LedgerStore
internal import SyncSession
internal import Wire

extension Simulation {
  private static let timeoutMilliseconds: UInt64 = 60_000

  // MARK: - The agent's side

  /// Somebody, or the period, starts a sync. An agent tells its session first what has changed
  /// here.
  func sync(_ office: SimulatedOffice, _ ledger: String) throws {
    if office.index == 0 { return }
    if ledger != Store.memberLedger, try isStale(office, ledger) { try bootstrap(office, ledger) }
    let own = try office.vector(ledger)
    if own != (try office.session(ledger)).session.own {
      try handle(.localEdit(own), office, ledger)
    }
    try handle(.timer, office, ledger)
  }

  /// Time passes, and what was to happen meanwhile happens.
  func pass(_ milliseconds: UInt64) throws {
    let limit = time.now + milliseconds
    while let (moment, event) = agenda.next(until: limit) {
      time.set(moment)
      switch event {
      case .message(let message): try deliver(message)
      case .timeout(let index, let ledger, let request):
        guard offices[index].sessions[ledger]?.request == request else { continue }
        offices[index].sessions[ledger]?.request = nil
        try handle(.connectionFailed, offices[index], ledger)
      case .wake(let index, let ledger, let sleep):
        guard offices[index].sessions[ledger]?.sleep == sleep else { continue }
        try sync(offices[index], ledger)
      }
    }
    time.set(limit)
  }

  func handle(_ event: SyncEvent, _ office: SimulatedOffice, _ ledger: String) throws {
    var kept = try office.session(ledger)
    var actions = kept.session.handle(event, now: time.now, random: random.next())
    office.sessions[ledger] = kept
    while !actions.isEmpty {
      switch actions.removeFirst() {
      case .exchange(let from, _): try sendHello(office, ledger, from, membersAreFresh: false)
      case .push(let from): try sendPush(office, ledger, from)
      case .cancelRequest: office.sessions[ledger]?.request = nil
      case .sleep(let until):
        requests += 1
        office.sessions[ledger]?.sleep = requests
        agenda.schedule(
          .wake(office: office.index, ledger: ledger, sleep: requests), at: until)
      case .report(.hubRestored): summary.hubRestoresNoticed += 1
      case .report: break
      case .apply(let runs):
        let report = try apply(runs, to: office, ledger)
        kept = try office.session(ledger)
        actions += kept.session.handle(
          .applied(report.vector, hasGap: report.gap != nil), now: time.now, random: random.next())
        office.sessions[ledger] = kept
      }
    }
    if ledger == Store.memberLedger { try goOnWithMembers(office) }
  }

  private func isResting(_ office: SimulatedOffice, _ ledger: String) -> Bool {
    switch office.sessions[ledger]?.session.state {
    case nil, .idle, .backingOff: true
    default: false
    }
  }

  /// Exchanges that waited for the member list go on when its own exchange is over.
  private func goOnWithMembers(_ office: SimulatedOffice) throws {
    guard isResting(office, Store.memberLedger) else { return }
    let failed = office.sessions[Store.memberLedger]?.session.state == .backingOff
    let waiting = office.waitingForMembers
    office.waitingForMembers = []
    for (ledger, request) in waiting where office.sessions[ledger]?.request == request {
      if failed {
        office.sessions[ledger]?.request = nil
        try handle(.connectionFailed, office, ledger)
      } else {
        try sendHello(office, ledger, try office.vector(ledger), membersAreFresh: true)
      }
    }
  }

  private func sendHello(
    _ office: SimulatedOffice, _ ledger: String, _ from: VersionVector, membersAreFresh: Bool
  ) throws {
    var vector = from
    if fault == .vectorTooHigh, office.index == 1, let entry = vector.entries.first {
      vector[entry.replica] = entry.seq + 1
    }
    var heads: [ChainHead] = []
    let own = Dot(replica: try office.replica, seq: from[try office.replica])
    let hash = try office.store.read { snapshot throws(StoreError) in
      try snapshot.change(ledger, own)?.hash
    }
    if let hash { heads = [ChainHead(dot: own, hash: hash)] }
    let hello = Hello(
      ledger: ledger, vector: vector, heads: heads,
      memberDigest: membersAreFresh ? .zero : try office.store.memberDigest(),
      maxBytes: UInt64(200 + random.below(random.chance(50) ? 1_000 : 100_000)))
    var bytes: [UInt8] = []
    try FrameWriter.append(.hello, try hello.encode(), to: &bytes)
    send(.hello, office, ledger, bytes)
  }

  private func sendPush(
    _ office: SimulatedOffice, _ ledger: String, _ from: VersionVector
  ) throws {
    let maxBytes = 200 + random.below(random.chance(50) ? 1_000 : 100_000)
    let bytes: [UInt8]
    do {
      bytes = try frames(office.store, ledger, from, maxBytes: maxBytes)
    } catch let error as StoreError where error.code == .belowBase {
      // The base has risen beyond what the hub had said before: the next exchange asks it again.
      return try handle(.connectionFailed, office, ledger)
    }
    send(.push, office, ledger, bytes)
  }

  private func send(
    _ kind: Message.Kind, _ office: SimulatedOffice, _ ledger: String, _ bytes: [UInt8]
  ) {
    requests += 1
    office.sessions[ledger]?.request = requests
    office.sessions[ledger]?.receipt = nil
    network.send(
      Message(kind: kind, office: office.index, ledger: ledger, request: requests, bytes: bytes),
      at: time.now, agenda: &agenda, &random)
    agenda.schedule(
      .timeout(office: office.index, ledger: ledger, request: requests),
      at: time.now + Self.timeoutMilliseconds)
  }

  /// What a sender with a bound on one request sends: whole chunks, then the end.
  private func frames(
    _ store: Store, _ ledger: String, _ vector: VersionVector, maxBytes: Int
  ) throws -> [UInt8] {
    var from = vector
    var bytes: [UInt8] = []
    var more = true
    while more, bytes.count < maxBytes {
      let chunk = try store.nextChangeSet(
        ledger, from: &from, maxBytes: min(300, maxBytes - bytes.count))
      bytes += chunk.frames
      more = chunk.more
    }
    try FrameWriter.appendEnd(more: more, to: &bytes)
    return bytes
  }

  // MARK: - What arrives

  private func deliver(_ message: Message) throws {
    trace("\(message.kind) \(message.office) \(message.bytes.count)")
    if message.kind == .hello || message.kind == .push, try isRevoked(offices[message.office]) {
      if message.isCut { return }
      return answer(message, message.kind == .hello ? .answer : .pushAnswer, [], isRefusal: true)
    }
    switch message.kind {
    case .hello: if !message.isCut { try answerHello(message) }
    case .push: try answerPush(message)
    case .answer, .pushAnswer:
      let office = offices[message.office]
      guard office.sessions[message.ledger]?.request == message.request else { return }
      if message.isRefusal {
        office.sessions[message.ledger]?.request = nil
        try handle(.refused(.final), office, message.ledger)
      } else if message.isBelowBase {
        try startFromSnapshot(office, message.ledger)
      } else if message.membersChanged {
        office.waitingForMembers.append((message.ledger, message.request))
        if isResting(office, Store.memberLedger) {
          try sync(office, Store.memberLedger)
        }
      } else if message.kind == .answer {
        try takeAnswer(message, office)
      } else {
        try takePushAnswer(message, office)
      }
    }
  }

  private func takeAnswer(_ message: Message, _ office: SimulatedOffice) throws {
    let ledger = message.ledger
    var reader = ChangeSetReader()
    var runs: [Run] = []
    var isBroken = message.isCut
    let batch = 1 + random.below(4)
    func giveBatch() throws {
      if runs.isEmpty { return }
      try handle(.runs(runs), office, ledger)
      runs = []
    }
    for start in stride(from: 0, to: message.bytes.count, by: 700) {
      reader.feed(Array(message.bytes[start..<min(start + 700, message.bytes.count)]))
      do {
        while let run = try reader.nextRun() {
          if let receipt = reader.receipt { try accept(receipt, office, ledger) }
          runs.append(run)
          if runs.count >= batch { try giveBatch() }
        }
        if let receipt = reader.receipt { try accept(receipt, office, ledger) }
      } catch is WireError {
        isBroken = true
      }
    }
    try giveBatch()
    guard office.sessions[ledger]?.request == message.request else { return }
    office.sessions[ledger]?.request = nil
    if isBroken || !reader.isFinished {
      try handle(.connectionFailed, office, ledger)
    } else {
      try handle(.answerEnded(more: reader.more), office, ledger)
      try noteReceipt(office, ledger)
    }
  }

  private func takePushAnswer(_ message: Message, _ office: SimulatedOffice) throws {
    let ledger = message.ledger
    var reader = ChangeSetReader()
    reader.feed(message.bytes)
    _ = try? reader.nextRun()
    office.sessions[ledger]?.request = nil
    guard let receipt = reader.receipt, reader.isFinished else {
      return try handle(.connectionFailed, office, ledger)
    }
    office.sessions[ledger]?.receipt = receipt.vector
    try handle(.pushAnswered(receipt.vector), office, ledger)
    try noteReceipt(office, ledger)
  }

  private func accept(_ receipt: Receipt, _ office: SimulatedOffice, _ ledger: String) throws {
    guard office.sessions[ledger]?.receipt == nil else { return }
    office.sessions[ledger]?.receipt = receipt.vector
    guard let hub = try office.store.hub else { throw failure("9 verified", "no hub is pinned") }
    try require(
      receipt.verify(with: try VerifyingKey(bytes: hub.publicKey)), "9 verified",
      "a receipt that its hub did not sign")
    try handle(.hubVector(receipt.vector), office, ledger)
  }

  /// An agent keeps the last receipt once its session rests, if it says something new.
  private func noteReceipt(_ office: SimulatedOffice, _ ledger: String) throws {
    guard let session = office.sessions[ledger], isResting(office, ledger),
      let vector = session.receipt, vector != session.noted
    else { return }
    try office.store.setPeerValue(
      SimulatedOffice.receiptKey(ledger), try receipt(ledger, vector).encode())
    office.sessions[ledger]?.noted = vector
  }

  // MARK: - The hub's side

  private func receipt(_ ledger: String, _ vector: VersionVector) throws -> Receipt {
    let store = try hub.store
    func receipt(_ signature: Signature64) -> Receipt {
      Receipt(
        ledger: ledger, hub: store.identity.replica, epoch: 1, vector: vector,
        issuedMilliseconds: hub.clock.now, signature: signature)
    }
    let bytes = store.sign(try receipt(.zero).signedMessage())
    return receipt(Signature64(bytes: bytes.span.bytes) ?? .zero)
  }

  private func answerHello(_ message: Message) throws {
    var frames = FrameReader()
    frames.feed(message.bytes)
    guard let frame = try frames.next() else { throw failure("hello", "no frame") }
    let hello = try Hello.decode(frame.body)
    let store = try hub.store
    for head in hello.heads {
      let here = try store.read { snapshot throws(StoreError) in
        try snapshot.change(hello.ledger, head.dot)?.hash
      }
      try require(
        here == nil || here == head.hash, "9 verified before applied",
        "\(offices[message.office].name) has another \(head.dot) than the hub")
    }
    if !hello.vector.covers(hub.bases[hello.ledger] ?? VersionVector()) {
      return answer(message, .answer, [], isBelowBase: true)
    }
    try acknowledge(hello, by: offices[message.office])
    var writer = ChangeSetWriter()
    try writer.append(receipt: try receipt(hello.ledger, try store.vector(hello.ledger)))
    var bytes = writer.take()
    var membersChanged = false
    if hello.ledger != Store.memberLedger, hello.memberDigest != .zero,
      hello.memberDigest != (try store.memberDigest())
    {
      membersChanged = true
      try FrameWriter.appendEnd(more: true, to: &bytes)
    } else {
      bytes += try self.frames(
        store, hello.ledger, hello.vector, maxBytes: Int(clamping: hello.maxBytes))
    }
    answer(message, .answer, bytes, membersChanged: membersChanged)
  }

  private func answerPush(_ message: Message) throws {
    let runs = Frames.wholeRuns(in: message.bytes)
    let batch = 1 + random.below(4)
    for start in stride(from: 0, to: runs.count, by: batch) {
      let part = Array(runs[start..<min(start + batch, runs.count)])
      _ = try apply(part, to: hub, message.ledger)
    }
    if message.isCut { return }
    var writer = ChangeSetWriter()
    try writer.append(
      receipt: try receipt(message.ledger, try hub.vector(message.ledger)))
    try writer.finish(more: false)
    answer(message, .pushAnswer, writer.take())
  }

  private func answer(
    _ message: Message, _ kind: Message.Kind, _ bytes: [UInt8], membersChanged: Bool = false,
    isBelowBase: Bool = false, isRefusal: Bool = false
  ) {
    var answer = Message(
      kind: kind, office: message.office, ledger: message.ledger, request: message.request,
      bytes: bytes)
    answer.membersChanged = membersChanged
    answer.isBelowBase = isBelowBase
    answer.isRefusal = isRefusal
    network.send(answer, at: time.now, agenda: &agenda, &random)
  }

  // MARK: - Sticks

  /// Frames for whoever finds the stick: everything, what another office lacked some time ago, or
  /// what begins somewhere.
  func export(from office: SimulatedOffice, _ ledger: String) throws {
    let holders = offices.filter { $0.ledgers.contains(ledger) }
    var vector = VersionVector()
    if random.chance(40), let other = random.pick(holders) {
      vector = other.vectors[ledger] ?? vector
    } else if random.chance(60) {
      // Somebody thinks that the others have more than they have.
      for entry in office.vectors[ledger]?.entries ?? [] {
        vector[entry.replica] = UInt64(random.below(Int(entry.seq) + 1))
      }
    }
    let ledger = random.chance(10) ? Store.memberLedger : ledger
    if ledger == Store.memberLedger { vector = VersionVector() }
    if sticks.count > 5 { sticks.remove(at: random.below(sticks.count)) }
    sticks.append(
      (
        ledger,
        try office.store.frames(
          ledger, after: reachable(vector, from: office, ledger))
      ))
  }

  func take(into office: SimulatedOffice) throws {
    guard let (ledger, whole) = random.pick(sticks), office.allLedgers.contains(ledger) else {
      return
    }
    var bytes = whole
    if random.chance(20) { bytes = Array(bytes.prefix(random.below(bytes.count))) }
    if random.chance(10), !bytes.isEmpty { bytes[random.below(bytes.count)] ^= 0x10 }
    summary.sticks += 1
    trace("stick \(bytes.count)")
    var runs = Frames.wholeRuns(in: bytes)
    // Of what was on the stick some is gone, or comes in another order.
    if random.chance(25), !runs.isEmpty { runs.remove(at: random.below(runs.count)) }
    if random.chance(25) { runs.shuffle(using: &random) }
    try apply(runs, to: office, ledger)
  }
}
