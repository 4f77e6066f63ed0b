// The routes that people read: what the hub is, one change, and the same answer as frames give but
// as JSON.

internal import Causality
internal import FoundationEssentials
internal import HTTPTypes
internal import Hummingbird
internal import LedgerStore
internal import NIOCore
internal import Wire

extension HubServer {
  func respond(_ json: JSONValue, status: HTTPResponse.Status = .ok) throws -> Response {
    Response(
      status: status, headers: [.contentType: Media.json],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: try json.text())))
  }

  /// GET /v1/hub
  func describeHub(_ request: Request, _ context: NodeContext) async throws -> Response {
    try respond(.object(describe()))
  }

  func describe() -> [String: JSONValue] {
    let now = configuration.wallMilliseconds()
    // Read first: whoever renewed the identity meanwhile is noticed by it.
    let successions = (try? store.successions()) ?? []
    let identity = store.identity
    var json: [String: JSONValue] = [
      "name": .string(name),
      "replica": .string(identity.replica.description),
      "public_key": .string(identity.publicKey.hexadecimal),
      "protocol": .object([
        "min": .unsigned(Hello.currentVersion), "max": .unsigned(PackedHello.version),
      ]),
      "time": .string(InstantText.format(milliseconds: now)),
      "time_ms": .unsigned(now),
      "epoch": .string(String(epoch, radix: 16)),
      "successions": .array(successions.map { .string($0.encode().hexadecimal) }),
    ]
    if let certificate { json["certificate"] = certificate.json }
    return json
  }

  /// GET /v1/ledgers/{ledger}/changes/{replica}/{seq}
  func showChange(_ request: Request, _ context: NodeContext) async throws -> Response {
    let ledger = try ledger(of: context)
    try await authorise(try caller(of: context), ledger)
    let replicaText = context.parameters.get("replica") ?? ""
    let seqText = context.parameters.get("seq") ?? ""
    guard let replica = ReplicaID(replicaText), let seq = UInt64(seqText), seq > 0 else {
      throw HubError(.noSuchChange, "\(replicaText)/\(seqText)")
    }
    let dot = Dot(replica: replica, seq: seq)
    let json = try await threads.read { [store] () -> JSONValue? in
      try store.read { snapshot throws(StoreError) in
        guard let change = try snapshot.change(ledger, dot) else { return nil }
        var json = store.schema.describe(change)
        json["office"] = .string(snapshot.office(of: replica))
        json["deps"] = JSONValue(try snapshot.deps(of: dot, ledger: ledger) ?? VersionVector())
        return .object(json)
      }
    }
    guard let json else { throw HubError(.noSuchChange, "\(replicaText)/\(seqText)") }
    return try respond(json)
  }

  /// The answer to an exchange for people: the same content, at most `jsonAnswerBytes` of frames.
  func answerJSON(
    _ hello: Hello, _ receipt: Receipt, _ membersDiffer: Bool
  ) async throws -> Response {
    let maxBytes = min(Int(clamping: hello.maxBytes), configuration.limits.jsonAnswerBytes)
    let (changes, more) = try await threads.read { [store] () -> ([JSONValue], Bool) in
      var from = hello.vector
      let chunk = try store.nextChangeSet(receipt.ledger, from: &from, maxBytes: max(1, maxBytes))
      var reader = ChangeSetReader()
      reader.feed(chunk.frames)
      var changes: [JSONValue] = []
      var operationsLeft = SchemaTraits.describedOperationsMax
      while let run = try reader.nextRun() {
        for change in run.changes {
          changes.append(
            .object(store.schema.describe(change, operationsMax: operationsLeft)))
          operationsLeft -= min(change.operations.count, operationsLeft)
        }
      }
      return (changes, chunk.more)
    }
    counters.sent(changes: changes.count, bytes: 0)
    return try respond(
      .object([
        "ledger": .string(receipt.ledger), "vector": JSONValue(receipt.vector),
        "receipt": .object([
          "hub": .string(receipt.hub.description),
          "epoch": .string(String(receipt.epoch, radix: 16)),
          "issued": .string(InstantText.format(milliseconds: receipt.issuedMilliseconds)),
          "signature": .string(receipt.signature.description),
        ]),
        "members_changed": .bool(membersDiffer), "changes": .array(changes), "more": .bool(more),
      ]))
  }
}

extension SchemaTraits {
  /// Operations that one answer tells: as JSON each takes a hundred times its bytes in memory, and
  /// a change may have a million.
  static let describedOperationsMax = 10_000

  /// A change with the schema's codes for collections, fields and enumeration values. Of more than
  /// so many operations it has the first, and how many it leaves off.
  func describe(
    _ change: DecodedChange, operationsMax: Int = SchemaTraits.describedOperationsMax
  ) -> [String: JSONValue] {
    let header = change.header
    var json: [String: JSONValue] = [
      "dot": .string(header.dot.description), "ledger": .string(header.ledger),
      "replica": .string(header.dot.replica.description), "seq": .unsigned(header.dot.seq),
      "hash": .string(change.hash.description), "previous": .string(header.previous.description),
      "clock": .string(InstantText.format(milliseconds: header.clock.milliseconds)),
      "counter": .integer(Int64(header.clock.counter)), "author": .string(header.author),
      "schema_version": .integer(Int64(header.schemaVersion)),
      "member_version": .unsigned(header.memberVersion),
      "deps_changed": JSONValue(VersionVector(header.depsDelta)),
    ]
    if let reason = header.reason { json["reason"] = .string(reason) }
    let told = change.operations.prefix(operationsMax)
    json["ops"] = .array(
      told.map { operation -> JSONValue in
        let value = change.value(of: operation)
        return .object(
          describe(
            Wire.Operation(
              collection: operation.collection, record: operation.record, field: operation.field,
              kind: operation.kind, value: value)))
      })
    let leftOff = change.operations.count - told.count
    if leftOff > 0 { json["ops_left_off"] = .integer(Int64(leftOff)) }
    return json
  }

  private func describe(_ operation: Wire.Operation) -> [String: JSONValue] {
    let collection = collection(operation.collection)
    let field = collection?.field(operation.field)
    var json: [String: JSONValue] = [
      "op": .string("\(operation.kind)"), "record": .string(operation.record.description),
      "collection": .string(collection?.code ?? "#\(operation.collection.rawValue)"),
    ]
    switch operation.kind {
    case .archive, .restore: break
    case .write, .add, .remove:
      json["field"] = .string(field?.code ?? "#\(operation.field.rawValue)")
      json["value"] = JSONValue(operation.value, codes: field?.codes ?? [])
    }
    return json
  }
}

extension JSONValue {
  /// A value of a field, in the shapes of `cli.md`.
  init(_ value: Value, codes: [String]) {
    switch value {
    case .empty: self = .null
    case .text(let text): self = .string(text)
    case .integer(let number): self = .integer(number)
    case .decimal(let decimal): self = .string(decimal.description)
    case .date(let date): self = .string(date.description)
    case .instant(let at): self = .string(InstantText.format(milliseconds: UInt64(max(0, at))))
    case .boolean(let flag): self = .bool(flag)
    case .code(let code):
      let known = Int(exactly: code).flatMap { codes.indices.contains($0) ? codes[$0] : nil }
      self = .string(known ?? "#\(code)")
    case .bytes(let bytes): self = .string(Data(bytes).base64EncodedString())
    case .reference(let record): self = .string(record.description)
    }
  }
}
