// POST /v1/ledgers/{ledger}/changes: a stream of changes in; what the hub holds now, signed, out.
// Applied in transactions of a few megabytes while the next batch is being decoded. Idempotent:
// what is here already changes no byte. What was whole before a defect stays applied, and the
// answer says where the defect is.

internal import Causality
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import Wire

/// What became of a push.
struct PushOutcome: Sendable {
  private(set) var applied = 0
  private(set) var refused: [Refusal] = []
  private(set) var gap: Gap?

  mutating func add(_ report: ApplyReport) {
    applied += report.applied
    refused += report.refused
    gap = gap ?? report.gap
  }
}

extension HubServer {
  func takeChanges(_ request: Request, _ context: NodeContext) async throws -> Response {
    let ledger = try ledger(of: context)
    let replica = try caller(of: context)
    // Whoever signs may bring back what the hub itself once signed: a restored hub may not know its
    // members.
    if ledger != Store.memberLedger { try await authorise(replica, ledger) }
    guard Media.type(of: request.headers[.contentType]) == Media.frames else {
      throw HubError(
        .unsupportedCoding, request.headers[.contentType] ?? "-", Media.frames)
    }
    let limits = configuration.limits
    try checkLength(request, limit: limits.changesBodyBytes)
    let slot = try context.slot ?? streams.enter(context.caller)
    defer { withExtendedLifetime(slot) {} }
    let intake = ChangeIntake(
      request.body, coding: try BodyCoding(contentEncoding: request.headers[.contentEncoding]),
      limits: BodyLimits(
        wireBytes: limits.changesBodyBytes, decodedBytes: limits.changesDecodedBytes),
      batch: BatchSize(bytes: limits.batchBytes))
    let isOfMember = context.caller?.member != nil
    let (outcome, failure) = try await apply(intake, to: ledger, keepsForged: isOfMember)
    counters.received(changes: outcome.applied, refused: outcome.refused.count)
    let vector = try await threads.read { [store] in try store.vector(ledger) }
    let members = describe(outcome, vector)
    if let failure {
      var problem = Problem(reporting: failure)
      problem.members.merge(members) { own, _ in own }
      throw problem
    }
    if let equivocation = outcome.refused.first(where: { $0.code == .equivocation }) {
      throw Problem(
        HubError(.equivocation, equivocation.dot.replica.description), members: members)
    }
    if !outcome.refused.isEmpty || outcome.gap != nil {
      throw Problem(HubError(.changesRefused, "\(outcome.refused.count)"), members: members)
    }
    var answer = ChangeSetWriter()
    try answer.append(receipt: try receipt(ledger, vector))
    try answer.finish(more: false)
    counters.sent(changes: 0, bytes: answer.bytes.count)
    return Response(
      status: .ok, headers: [.contentType: Media.frames],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.bytes)))
  }

  /// Applies one batch while the next is being decoded. A defect of the stream comes back beside
  /// what was applied before it; an error of the store is thrown.
  private func apply<Body: AsyncSequence>(
    _ intake: ChangeIntake<Body>, to ledger: String, keepsForged: Bool
  ) async throws -> (PushOutcome, (any Error)?) where Body.Element == ByteBuffer {
    var intake = intake
    var outcome = PushOutcome()
    var failure: (any Error)?
    var applying: Task<ApplyReport, any Error>?
    do {
      while let part = try await intake.next() {
        guard case .batch(let runs) = part else { continue }
        if let report = try await applying?.value { outcome.add(report) }
        applying = Task { [threads, store] in
          try await threads.write {
            try store.apply(ledger, runs, keepsForged: keepsForged)
          }
        }
      }
    } catch let error as StoreError {
      throw error
    } catch {
      failure = error
    }
    if let report = try await applying?.value { outcome.add(report) }
    counters.received(bytes: intake.wireBytes)
    return (outcome, failure)
  }

  private func describe(_ outcome: PushOutcome, _ vector: VersionVector) -> [String: JSONValue] {
    var members: [String: JSONValue] = [
      "vector": JSONValue(vector),
      "applied": .integer(Int64(outcome.applied)),
      "refused": .array(outcome.refused.prefix(1_000).map { JSONValue($0) }),
    ]
    if let gap = outcome.gap { members["needs"] = .string(gap.description) }
    return members
  }
}

extension JSONValue {
  init(_ refusal: Refusal) {
    self = .object([
      "dot": .string(refusal.dot.description), "code": .string(refusal.code.rawValue),
      "detail": .string(refusal.detail),
    ])
  }

  /// The refusal that ``init(_:)-(Refusal)`` writes; nil when it is none.
  var refusal: Refusal? {
    guard let dot = self["dot"]?.string.flatMap({ Dot($0) }),
      let code = self["code"]?.string.flatMap(RefusalCode.init(rawValue:))
    else { return nil }
    return Refusal(dot: dot, code: code, detail: self["detail"]?.string ?? "")
  }
}
