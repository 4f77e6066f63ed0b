// The rejects that are whole change sets with valid frames: what is wrong is the order, the chain
// or the bounds of a run.

import Causality
import Wire

extension RejectRecipe {
  /// A stream of frames, each with a valid checksum, and where its frames begin.
  struct Frames {
    private(set) var bytes: [UInt8] = []
    private(set) var starts: [Int] = []

    mutating func append(_ kind: FrameKind, _ body: [UInt8]) throws {
      starts.append(bytes.count)
      try FrameWriter.append(kind, body, to: &bytes)
    }

    /// Where the body of frame `index` begins.
    func body(_ index: Int) -> Int { starts[index] + (bytes[starts[index]] < 0x80 ? 2 : 3) }
  }

  static func runs() throws -> [RejectRecipe] {
    try chains() + orders()
  }

  private static func signature(_ payload: [UInt8], _ key: SigningKey) throws -> [UInt8] {
    let change = try ChangeCoding.decode(payload)
    var body: [UInt8] = []
    change.header.dot.replica.appendBytes(to: &body)
    Varint.append(change.header.dot.seq, to: &body)
    key.sign(change: change.hash).appendBytes(to: &body)
    return body
  }

  private static func linked(_ payload: [UInt8]) -> [UInt8] {
    payload.replacing(ChangeCoding.previousHashRange, with: [])
  }

  private static func chains() throws -> [RejectRecipe] {
    let chain = try GoldenRecipe.chain()
    var dropped = Frames()
    try dropped.append(.change, chain[0])
    try dropped.append(.linkedChange, linked(chain[2]))
    var forked = Frames()
    let fork = chain[1].replacing(1..<2, with: [chain[1][1] ^ 1])
    try forked.append(.change, chain[0])
    try forked.append(.change, fork)
    var mixed = Frames()
    try mixed.append(.change, chain[0])
    try mixed.append(.change, try GoldenRecipe.fullChange())
    var orphan = Frames()
    try orphan.append(.linkedChange, linked(chain[1]))
    var other = Frames()
    let foreign = chain[1].replacing(34..<40, with: [UInt8]("411703".utf8))
    try other.append(.change, chain[0])
    try other.append(.change, foreign)
    var defect = Frames()
    try defect.append(.change, chain[0])
    try defect.append(.linkedChange, linked(chain[1]).replacing(18..<19, with: [0]))
    return [
      RejectRecipe(
        .changeset, "dropped-middle-change", "1, then 3 linked to it", dropped.bytes,
        .brokenChain, at: dropped.body(1)),
      RejectRecipe(
        .changeset, "fork", "a second change with another previous hash", forked.bytes,
        .brokenChain, at: forked.body(1)),
      RejectRecipe(
        .changeset, "two-replicas-in-a-run", "no signature between replicas",
        mixed.bytes, .brokenChain, at: mixed.body(1)),
      RejectRecipe(
        .changeset, "linked-first", "a linked change at the start", orphan.bytes,
        .brokenChain, at: orphan.body(0)),
      RejectRecipe(
        .changeset, "other-ledger", "a change of 411703 after one of 411702",
        other.bytes, .otherLedger, at: other.body(1)),
      RejectRecipe(
        .changeset, "defect-in-linked-change", "seq 0 behind the splice", defect.bytes,
        .invalidSequence, at: defect.body(1) + 18),
    ]
  }

  private static func orders() throws -> [RejectRecipe] {
    let chain = try GoldenRecipe.chain()
    let key = try RunSource.key(1)
    let vector = VectorCoding.encode(try GoldenRecipe.vector())
    func stream(_ frames: [(FrameKind, [UInt8])]) throws -> Frames {
      var stream = Frames()
      for (kind, body) in frames { try stream.append(kind, body) }
      return stream
    }
    let unsigned = try stream([(.change, chain[0]), (.end, [0])])
    let late = try stream([(.change, chain[0]), (.vector, vector)])
    let twice = try stream([(.vector, vector), (.vector, vector)])
    let hello = try stream([(.hello, try GoldenRecipe.minimalHello().encode())])
    let wrongDot = try stream([(.change, chain[0]), (.signature, try signature(chain[1], key))])
    let alone = try stream([(.signature, try signature(chain[0], key))])
    let long = try stream([(.change, chain[0]), (.signature, try signature(chain[0], key) + [0])])
    let cut = try stream([(.change, chain[0].dropLast()), (.end, [0])])
    return [
      RejectRecipe(
        .changeset, "unsigned-run", "an end without the signature", unsigned.bytes,
        .unsignedRun, at: unsigned.body(1) - 1),
      RejectRecipe(
        .changeset, "vector-after-change", "the vector comes too late", late.bytes,
        .unexpectedFrame, at: late.body(1) - 1),
      RejectRecipe(
        .changeset, "vector-twice", "two vectors", twice.bytes, .unexpectedFrame,
        at: twice.body(1) - 1),
      RejectRecipe(
        .changeset, "hello-inside", "a hello in a change set", hello.bytes,
        .unexpectedFrame, at: hello.body(0) - 1),
      RejectRecipe(
        .changeset, "signature-of-another-dot", "seq 2 signed after seq 1",
        wrongDot.bytes, .unsignedRun, at: wrongDot.body(1)),
      RejectRecipe(
        .changeset, "signature-alone", "a signature of no run", alone.bytes,
        .unsignedRun, at: alone.body(0)),
      RejectRecipe(
        .changeset, "signature-65-bytes", "a byte behind the signature", long.bytes,
        .trailingBytes, at: long.body(1) + 75),
      RejectRecipe(
        .changeset, "change-cut", "a change cut before its frame was made", cut.bytes,
        .countTooLarge, at: cut.body(0) + 65),
    ]
  }
}
