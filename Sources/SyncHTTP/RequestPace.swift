// Guarantees: a request's head is within 16 KiB (431), its body not slower than a slow line (408),
// and what is no HTTP is told so (400); a server that stops waits for no body that has stalled
// (503). No connection carries a second answer to one request.

internal import Catalogue
internal import HTTPTypes
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes

/// A request that was refused before any route saw it.
struct EarlyRefusal: Sendable {
  /// The HTTP status of the answer.
  let status: Int
  /// The code of the problem, as the answer has it.
  let code: String
  /// What fills the gap of the code's sentence.
  let argument: String
  /// The IP address that it came from; empty where there is none.
  let address: String
}

/// Stands behind HTTP on one connection: paces bodies and answers what is no request. Whatever it
/// answers is the last that the connection carries.
final class RequestPace: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limits: ConnectionLimits
  private let language: Language
  private let report: @Sendable (EarlyRefusal) -> Void
  private var bodyBegan: NIODeadline?
  private var bodyBytes = 0
  private var check: Scheduled<Void>?
  private var hasAnswered = false
  /// Heads that came and whose answer has not gone out whole.
  private var unanswered = 0
  /// The head of an answer is out, its end is not.
  private var isAnswering = false

  /// - Parameters:
  ///   - language: of what is told here, where no header was read.
  ///   - report: told of each refusal, on the connection's event loop, before it is answered.
  init(
    _ limits: ConnectionLimits, _ language: Language,
    report: @escaping @Sendable (EarlyRefusal) -> Void
  ) {
    self.limits = limits
    self.language = language
    self.report = report
  }

  func handlerRemoved(context: ChannelHandlerContext) { check?.cancel() }

  func channelInactive(context: ChannelHandlerContext) {
    check?.cancel()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let gate = try? context.pipeline.syncOperations.handler(type: ConnectionGuard.self)
    switch unwrapInboundIn(data) {
    case .head:
      unanswered += 1
      gate?.headEnded()
      bodyBegan = .now()
      bodyBytes = 0
      watchBody(context, in: limits.bodySeconds)
    case .body(let buffer): bodyBytes += buffer.readableBytes
    case .end:
      check?.cancel()
      bodyBegan = nil
      gate?.requestEnded()
    }
    context.fireChannelRead(data)
  }

  private func watchBody(_ context: ChannelHandlerContext, in seconds: Int) {
    let this = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    check = context.eventLoop.scheduleTask(in: .seconds(Int64(seconds))) {
      let (pace, context) = this.value
      pace.judgeBody(context)
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    // A route that answers after all comes too late.
    if hasAnswered {
      promise?.succeed()
      return
    }
    switch unwrapOutboundIn(data) {
    case .head: isAnswering = true
    case .body: break
    case .end:
      isAnswering = false
      unanswered -= 1
    }
    context.write(data, promise: promise)
  }

  /// Closes a body that comes slower than a slow line would bring it.
  private func judgeBody(_ context: ChannelHandlerContext) {
    guard let bodyBegan else { return }
    let seconds = Int((.now() - bodyBegan).nanoseconds / 1_000_000_000)
    let due = (seconds - limits.bodySeconds) * limits.bodyBytesPerSecond
    if bodyBytes < max(1, due) {
      refuse(408, HubError(.badRequest, "too slow"), hint: "sync.too-slow.hint", context)
    } else {
      watchBody(context, in: min(10, limits.bodySeconds))
    }
  }

  /// The server is told to stop: a body is taken as long as it goes on coming.
  func stop(_ context: ChannelHandlerContext) {
    let before = bodyBytes
    guard bodyBegan != nil else { return }
    let this = NIOLoopBound((self, context), eventLoop: context.eventLoop)
    context.eventLoop.scheduleTask(in: .seconds(1)) {
      let (pace, context) = this.value
      guard pace.bodyBegan != nil else { return }
      if pace.bodyBytes > before { return pace.stop(context) }
      pace.refuse(503, HubError(.busy, "stopping"), hint: "sync.busy.hint", context)
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case HTTPParserError.headerOverflow:
      refuse(
        431, HubError(.tooLarge, "\(limits.headBytes)"), hint: "sync.head-too-large.hint", context)
    case is HTTPParserError:
      refuse(400, HubError(.badRequest, "no HTTP request"), hint: "sync.bad-request.hint", context)
    default: context.fireErrorCaught(error)
    }
  }

  /// Answers in HTTP's own name, where no route can, and closes. Where the answer to the request
  /// under way has begun, or is out already, only closes.
  private func refuse(
    _ status: Int, _ error: HubError, hint: String, _ context: ChannelHandlerContext
  ) {
    guard !hasAnswered else { return }
    hasAnswered = true
    var problem = Problem(error)
    problem.status = status
    problem.hint = Message(hint)
    report(
      EarlyRefusal(
        status: status, code: problem.code, argument: error.arguments.first ?? "",
        address: context.remoteAddress?.ipAddress ?? ""))
    let isAnswered = unanswered == 0 && bodyBegan != nil
    guard !isAnswering, !isAnswered, let body = try? problem.text(in: language) else {
      return context.close(promise: nil)
    }
    var fields: HTTPFields = [
      .contentType: Media.problem, .connection: "close", .contentLength: "\(body.count)",
    ]
    if let seconds = problem.retryAfterSeconds { fields[.retryAfter] = String(seconds) }
    let head = HTTPResponse(status: .init(code: status), headerFields: fields)
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(ByteBuffer(bytes: body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    let channel = context.channel
    context.eventLoop.scheduleTask(in: .milliseconds(500)) { channel.close(promise: nil) }
  }
}
