// POST /v1/ledgers/{ledger}/exchange: the caller's vector in; the hub's receipt, what the caller
// lacks in causal order, and the end out. Nothing is written. A quiet exchange is a few hundred
// bytes; a long one streams with bounded memory.

internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import ServiceLifecycle
internal import Wire

extension HubServer {
  /// What the hub knows when it answers.
  private struct Standing: Sendable {
    let vector: VersionVector
    /// The caller's member list is another: it must exchange that first to verify signatures.
    let membersDiffer: Bool
  }

  func exchange(_ request: Request, _ context: NodeContext) async throws -> Response {
    let ledger = try ledger(of: context)
    try await authorise(try caller(of: context), ledger)
    let question = try await readQuestion(request, ledger)
    guard let hello = question.hello else { return try await answerOtherMembers(ledger) }
    try await refuseOtherHistory(hello, ledger)
    try await refuseBelowBase(hello, ledger)
    await acknowledge(hello, by: context.caller, isAsked: asksToBeNoted(request))
    var standing = try await standing(for: hello, ledger)
    if let wait = waitSeconds(request) {
      standing = try await hold(standing, hello, ledger, seconds: wait, context)
      // A member may have been revoked meanwhile.
      try await authorise(try caller(of: context), ledger)
    }
    let receipt = try receipt(ledger, standing.vector)
    if wantsJSON(request) { return try await answerJSON(hello, receipt, standing.membersDiffer) }
    // Told packed and held alike: the receipt need not say it again.
    let isTold = question.isPacked && hello.vector == standing.vector
    return try await answer(hello, receipt, standing, isTold: isTold, request, context)
  }

  // MARK: - The question

  /// What a caller asks; no hello where it is packed by another member list than the hub's.
  private struct Question {
    var hello: Hello?
    var isPacked = false
  }

  private func readQuestion(_ request: Request, _ ledger: String) async throws -> Question {
    let type = Media.type(of: request.headers[.contentType])
    guard type == Media.frames || type == Media.json else {
      throw HubError(.unsupportedCoding, type.isEmpty ? "-" : type, Media.frames)
    }
    let bytes = try await collect(request, limit: configuration.limits.exchangeBodyBytes)
    if type == Media.json { return Question(hello: try readHello(json: bytes, ledger)) }
    return try await readQuestion(frames: bytes, ledger)
  }

  private func readQuestion(frames bytes: [UInt8], _ ledger: String) async throws -> Question {
    var reader = FrameReader()
    reader.feed(bytes)
    guard let frame = try reader.next() else { throw WireError(.truncated, at: bytes.count) }
    guard frame.kind == .hello, reader.pendingBytes == 0 else {
      throw WireError(.unexpectedFrame, at: 0)
    }
    let version = frame.body.first.map { UInt64($0) } ?? 0
    if version == PackedHello.version {
      return try await unpack(try PackedHello.decode(frame.body), ledger)
    }
    let hello: Hello
    do throws(WireError) {
      hello = try Hello.decode(frame.body)
    } catch {
      guard error.code == .unsupportedVersion else { throw error }
      throw HubError(.protocolTooOld, "\(version)", "\(PackedHello.version)")
    }
    guard hello.ledger == ledger else { throw HubError(.badRequest, hello.ledger) }
    return Question(hello: hello)
  }

  /// Throws `protocolTooOld` where the roster is another although the member list is not: the
  /// caller then asks in full.
  private func unpack(_ packed: PackedHello, _ ledger: String) async throws -> Question {
    guard packed.ledger == ledger else { throw HubError(.badRequest, packed.ledger) }
    let (digest, roster) = try await threads.read { [store] in
      (try store.memberDigest(), try store.members().map(\.replica))
    }
    guard packed.members == digest.words.0 else { return Question(isPacked: true) }
    guard let hello = packed.unpacked(roster: roster, memberDigest: digest) else {
      throw HubError(.protocolTooOld, "\(PackedHello.version)", "\(Hello.currentVersion)")
    }
    return Question(hello: hello, isPacked: true)
  }

  /// Values in a question as JSON: twice the members that a list may have.
  private static let helloValuesMax = 2 * Vouching.membersMax

  private func readHello(json bytes: [UInt8], _ ledger: String) throws(HubError) -> Hello {
    let text = bytes.isEmpty ? Array("{}".utf8) : bytes
    guard let json = JSONValue(parsing: text, valuesMax: Self.helloValuesMax) else {
      throw HubError(.badRequest, "JSON")
    }
    guard json.object != nil else { throw HubError(.badRequest, "JSON object") }
    guard let vector = (json["vector"] ?? .object([:])).vector else {
      throw HubError(.badRequest, "vector")
    }
    guard let maxBytes = (json["max_bytes"] ?? .unsigned(.max)).unsigned else {
      throw HubError(.badRequest, "max_bytes")
    }
    guard json["ledger"].map({ $0.string == ledger }) ?? true else {
      throw HubError(.badRequest, "ledger")
    }
    return Hello(ledger: ledger, vector: vector, memberDigest: .zero, maxBytes: maxBytes)
  }

  private func waitSeconds(_ request: Request) -> Int? {
    for preference in (request.headers[.prefer] ?? "").split(separator: ",") {
      let parts = preference.split(separator: "=").map(\.trimmed)
      guard parts.count == 2, parts[0].lowercased() == "wait", let seconds = Int(parts[1]) else {
        continue
      }
      return min(max(0, seconds), configuration.limits.waitSecondsMax)
    }
    return nil
  }

  /// Whether the caller wants what it holds to be noted now.
  private func asksToBeNoted(_ request: Request) -> Bool {
    (request.headers[.prefer] ?? "").split(separator: ",")
      .contains { $0.trimmed.lowercased() == AcknowledgementPace.preference }
  }

  /// Equal numbers with different changes behind them: the caller, or a copy of it, wrote twice.
  private func refuseOtherHistory(_ hello: Hello, _ ledger: String) async throws {
    if hello.heads.isEmpty { return }
    let store = store
    let found = try await threads.read { () -> (Dot, Digest, Digest)? in
      try store.read { snapshot throws(StoreError) in
        for head in hello.heads {
          guard let here = try snapshot.change(ledger, head.dot)?.hash else { continue }
          if here != head.hash { return (head.dot, here, head.hash) }
        }
        return nil
      }
    }
    guard let (dot, here, there) = found else { return }
    throw Problem(
      HubError(.equivocation, dot.replica.description),
      members: [
        "dot": .string(dot.description), "here": .string(here.description),
        "there": .string(there.description),
      ])
  }

  /// What a caller lacks must still be here as changes; else it begins from a snapshot.
  private func refuseBelowBase(_ hello: Hello, _ ledger: String) async throws {
    let base = try await threads.read { [store] in try store.base(ledger) }
    guard hello.vector.covers(base) else { throw HubError(.belowBase, ledger) }
  }

  // MARK: - Where the hub stands

  private func standing(for hello: Hello, _ ledger: String) async throws -> Standing {
    let store = store
    let asksForMembers = ledger == Store.memberLedger || hello.memberDigest == .zero
    return try await threads.read {
      Standing(
        vector: try store.vector(ledger),
        membersDiffer: asksForMembers ? false : try store.memberDigest() != hello.memberDigest)
    }
  }

  /// Waits while there is nothing to say, nobody leaves, and the hub is not stopping.
  private func hold(
    _ standing: Standing, _ hello: Hello, _ ledger: String, seconds: Int, _ context: NodeContext
  ) async throws -> Standing {
    var standing = standing
    // The first turn comes at once: something may have been written since the question was read.
    var seen: UInt64 = 0
    let deadline = ContinuousClock.now + .seconds(seconds)
    counters.held(1)
    defer { counters.held(-1) }
    while standing.vector == hello.vector, !standing.membersDiffer, .now < deadline,
      context.channel.isActive, !Task.isShuttingDownGracefully
    {
      await watch.turn(after: seen)
      try Task.checkCancellation()
      seen = watch.now()
      standing = try await self.standing(for: hello, ledger)
    }
    return standing
  }

  /// The hub's signed word for what it holds.
  func receipt(_ ledger: String, _ vector: VersionVector) throws -> Receipt {
    // The checkpoint goes with the vector; where that has moved on, the next receipt has it.
    let headsDigest = try store.read { snapshot throws(StoreError) in
      try snapshot.vector(ledger) == vector ? try snapshot.headsDigest(ledger) : .zero
    }
    let issued = configuration.wallMilliseconds()
    func receipt(by hub: Identity, _ signature: Signature64) -> Receipt {
      Receipt(
        ledger: ledger, hub: hub.replica, epoch: epoch, vector: vector,
        headsDigest: headsDigest, issuedMilliseconds: issued, signature: signature)
    }
    let (hub, bytes) = try store.signed { try receipt(by: $0, .zero).signedMessage() }
    guard let signature = Signature64(bytes: bytes.span.bytes) else {
      throw HubError(.internal, "signature")
    }
    return receipt(by: hub, signature)
  }

  // MARK: - The answer

  private func answer(
    _ hello: Hello, _ receipt: Receipt, _ standing: Standing, isTold: Bool, _ request: Request,
    _ context: NodeContext
  ) async throws -> Response {
    if standing.membersDiffer { return try answerOtherMembers(receipt) }
    var preamble = ChangeSetWriter()
    try preamble.append(receipt: receipt, leavesVectorOut: isTold)
    if hello.vector.covers(standing.vector) {
      try preamble.finish(more: false)
      return answer(preamble.bytes)
    }
    var headers: HTTPFields = [.contentType: Media.frames]
    let slot = try streams.enter(context.caller)
    let coding = BodyCoding(accepted: request.headers[.acceptEncoding])
    if coding == .zstd { headers[.contentEncoding] = coding.rawValue }
    let maxBytes = min(Int(clamping: hello.maxBytes), configuration.limits.answerBytes)
    let flow = ChangeOutflow(
      store, receipt.ledger, from: hello.vector, maxBytes: maxBytes, preamble: preamble.take(),
      coding: coding, threads: threads)
    return Response(
      status: .ok, headers: headers, body: stream(flow, slot, context))
  }

  /// Says that the member list is to be exchanged first: no changes, and that there is more.
  private func answerOtherMembers(_ receipt: Receipt) throws -> Response {
    var set = ChangeSetWriter()
    try set.append(receipt: receipt)
    try set.finish(more: true)
    return answer(set.bytes, [.members: "changed"])
  }

  private func answerOtherMembers(_ ledger: String) async throws -> Response {
    let vector = try await threads.read { [store] in try store.vector(ledger) }
    return try answerOtherMembers(try receipt(ledger, vector))
  }

  private func answer(_ frames: [UInt8], _ others: HTTPFields = [:]) -> Response {
    var headers = others
    headers[.contentType] = Media.frames
    counters.sent(changes: 0, bytes: frames.count)
    return Response(
      status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: frames)))
  }

  /// Streams with back-pressure: the connection's event loop has to come by every few chunks, else
  /// a slow reader's bytes pile up in front of it.
  private func stream(
    _ flow: ChangeOutflow, _ slot: StreamGate.Slot, _ context: NodeContext
  ) -> ResponseBody {
    ResponseBody { [counters, rates] writer in
      defer { withExtendedLifetime(slot) {} }
      var flow = flow
      var written = 0
      while let (buffer, changes) = try await flow.next() {
        counters.sent(changes: changes, bytes: buffer.readableBytes)
        if let caller = context.caller {
          rates.charge(caller.replica, bytes: buffer.readableBytes)
        }
        try await writer.write(buffer)
        written += 1
        if written.isMultiple(of: 4) { try await context.channel.eventLoop.submit {}.get() }
      }
      try await writer.finish(nil)
    }
  }
}
