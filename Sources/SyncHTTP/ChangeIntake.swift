// Turns the bytes of a body into receipt, batches of whole runs, and the end. What was whole before
// a defect or a broken connection is given out before the error is thrown, so that a reader applies
// the valid prefix. Memory: one batch, one run and one frame, whatever the length of the stream.

internal import Causality
internal import NIOCore
internal import Wire

/// Reads one change set from a body.
struct ChangeIntake<Body: AsyncSequence> where Body.Element == ByteBuffer {
  enum Part: Sendable {
    case receipt(Receipt)
    case batch([Run])
    case end(more: Bool)
  }

  private var iterator: Body.AsyncIterator
  private var decoder: BodyDecoder
  private var reader: ChangeSetReader
  private let batch: BatchSize
  private var runs: [Run] = []
  private var runsBytes = 0
  private var batchStarted: ContinuousClock.Instant?
  private var failure: (any Error)?
  private var gaveReceipt = false
  private var isOver = false

  /// - Parameter told: the vector of a packed question, which the receipt may leave out.
  init(
    _ body: Body, coding: BodyCoding, limits: BodyLimits, batch: BatchSize = BatchSize(),
    told: VersionVector? = nil
  ) {
    reader = ChangeSetReader(told: told)
    iterator = body.makeAsyncIterator()
    decoder = BodyDecoder(coding, limits: limits)
    self.batch = batch
  }

  /// Bytes taken from the wire so far.
  var wireBytes: Int { decoder.wireBytes }

  /// The next part, or nil after the end.
  mutating func next() async throws -> Part? {
    if runs.isEmpty, let failure { throw failure }
    if isOver { return nil }
    do {
      while true {
        if let part = try takeReady() { return part }
        if decoder.hasMore {
          reader.feed(try decoder.next())
        } else if let buffer = try await iterator.next() {
          try decoder.take(buffer)
        } else {
          try decoder.requireEnded()
          try reader.requireFinished()
          if !runs.isEmpty { return takeBatch() }
          isOver = true
          return .end(more: reader.more)
        }
      }
    } catch {
      failure = error
      guard !runs.isEmpty else { throw error }
      return takeBatch()
    }
  }

  private mutating func takeReady() throws(WireError) -> Part? {
    while let run = try reader.nextRun() {
      if runs.isEmpty { batchStarted = .now }
      runs.append(run)
      runsBytes += run.payloadBytes
      if runsBytes >= batch.bytes, gaveReceipt || reader.receipt == nil { return takeBatch() }
    }
    if !gaveReceipt, let receipt = reader.receipt {
      gaveReceipt = true
      return .receipt(receipt)
    }
    if let batchStarted, .now - batchStarted >= batch.longest { return takeBatch() }
    return nil
  }

  private mutating func takeBatch() -> Part {
    defer {
      runs = []
      runsBytes = 0
      batchStarted = nil
    }
    return .batch(runs)
  }
}

/// What one transaction takes: a bound in bytes and a bound in time.
struct BatchSize: Sendable {
  /// Payload bytes from which on a batch is closed.
  var bytes = 4 << 20
  /// How long a batch may wait for more from a slow sender.
  var longest: Duration = .milliseconds(250)
}
