// Guarantees: a connection costs the node little and a bounded time: so many connections at once and
// so many from one address, the next is told so (503); the head of a request within seconds of its
// first byte and within 16 KiB (431); a body not slower than a slow line; what is no HTTP is told so
// (400). An idle connection is left alone until its time is over.

internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import Logging
internal import NIOCore
internal import NIOHTTP1
internal import NIOHTTPTypes
internal import Synchronization

/// Bounds on connections.
public struct ConnectionLimits: Sendable, Hashable {
  /// Connections at once.
  public var connectionsMax = 16_384
  /// Connections at once from one address beyond this machine.
  public var connectionsOfOneMax = 512
  /// Bytes of a request's head.
  public var headBytes = 16 << 10
  /// From the first byte of a head to its end, seconds.
  public var headSeconds = 20
  /// Grace for a body, seconds; beyond it the body must have come at `bodyBytesPerSecond` at least.
  public var bodySeconds = 30
  /// The slowest that a body may come once its grace is over.
  public var bodyBytesPerSecond = 1_024
  /// A connection on which nothing goes on is closed after so many seconds.
  public var idleSeconds = 120

  /// The bounds of a node on an office's network.
  public init() {}
}

/// Counts the connections of one node.
final class ConnectionCount: Sendable {
  private struct State {
    var all = 0
    var byAddress: [String: Int] = [:]
  }

  private let limits: ConnectionLimits
  private let state = Mutex(State())

  init(_ limits: ConnectionLimits) { self.limits = limits }

  var count: Int { state.withLock { $0.all } }

  /// Whether one more is taken.
  func enter(_ address: String) -> Bool {
    state.withLock { state in
      guard state.all < limits.connectionsMax else { return false }
      if !ListenAddress.isLoopback(address) {
        guard state.byAddress[address, default: 0] < limits.connectionsOfOneMax else {
          return false
        }
      }
      state.all += 1
      state.byAddress[address, default: 0] += 1
      return true
    }
  }

  func leave(_ address: String) {
    state.withLock { state in
      state.all -= 1
      let left = state.byAddress[address, default: 1] - 1
      state.byAddress[address] = left > 0 ? left : nil
    }
  }
}

/// A server's connections, each behind a guard: after TLS, before HTTP.
struct GuardedChannel<Base: ServerChildChannel>: ServerChildChannel {
  typealias Value = Base.Value

  let base: Base
  let count: ConnectionCount
  let limits: ConnectionLimits

  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    channel.eventLoop.makeCompletedFuture {
      try channel.pipeline.syncOperations.addHandler(ConnectionGuard(count, limits))
    }.flatMap { base.setup(channel: channel, logger: logger) }
  }

  func handle(value: Value, logger: Logger) async {
    await base.handle(value: value, logger: logger)
  }
}

extension ServerChildChannel {
  func guarded(_ count: ConnectionCount, _ limits: ConnectionLimits) -> any ServerChildChannel {
    GuardedChannel(base: self, count: count, limits: limits)
  }
}

/// Stands in front of HTTP on one connection. All of it runs on the connection's event loop.
final class ConnectionGuard: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let count: ConnectionCount
  private let limits: ConnectionLimits
  private var address = ""
  private var isIn = false
  private var isRefused = false
  private var deadline: Scheduled<Void>?
  /// A head has begun and not ended.
  private var isInHead = false

  init(_ count: ConnectionCount, _ limits: ConnectionLimits) {
    self.count = count
    self.limits = limits
  }

  func handlerAdded(context: ChannelHandlerContext) {
    address = context.remoteAddress?.ipAddress ?? ""
    isIn = count.enter(address)
    if context.channel.isActive { begin(context) }
  }

  func channelActive(context: ChannelHandlerContext) {
    begin(context)
    context.fireChannelActive()
  }

  private func begin(_ context: ChannelHandlerContext) {
    if !isIn { refuse(context) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    leave()
    context.fireChannelInactive()
  }

  func handlerRemoved(context: ChannelHandlerContext) { leave() }

  private func leave() {
    deadline?.cancel()
    if isIn { count.leave(address) }
    isIn = false
  }

  /// Says at once that there is no room; whoever asks over TLS reads it after the handshake.
  private func refuse(_ context: ChannelHandlerContext) {
    guard !isRefused else { return }
    isRefused = true
    let body =
      #"{"code":"busy","detail":"too many connections","status":503,"#
      + #""hint":"try again later","title":"busy","type":"urn:taizhang:problem:busy"}"# + "\n"
    let answer =
      "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
      + "Retry-After: 5\r\nConnection: close\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body
    context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer)), promise: nil)
    context.close(mode: .output, promise: nil)
    let channel = context.channel
    context.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if isRefused { return }
    if !isInHead, deadline == nil { expectHead(context) }
    context.fireChannelRead(data)
  }

  private func expectHead(_ context: ChannelHandlerContext) {
    isInHead = true
    let channel = context.channel
    deadline = context.eventLoop.scheduleTask(in: .seconds(Int64(limits.headSeconds))) {
      channel.close(promise: nil)
    }
  }

  /// Told by the handler behind HTTP: the head is whole, the body may come.
  fileprivate func headEnded() {
    deadline?.cancel()
    isInHead = false
  }

  /// Told by the handler behind HTTP: whatever comes next is a head.
  fileprivate func requestEnded() { deadline = nil }
}

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

/// Stands behind HTTP on one connection: paces bodies and answers what is no request.
final class RequestPace: ChannelDuplexHandler, RemovableChannelHandler {
  typealias InboundIn = HTTPRequestPart
  typealias InboundOut = HTTPRequestPart
  typealias OutboundIn = HTTPResponsePart
  typealias OutboundOut = HTTPResponsePart

  private let limits: ConnectionLimits
  private let report: @Sendable (EarlyRefusal) -> Void
  private var bodyBegan: NIODeadline?
  private var bodyBytes = 0
  private var check: Scheduled<Void>?
  private var hasAnswered = false

  /// - Parameter report: told of each refusal, on the connection's event loop, before it is answered.
  init(_ limits: ConnectionLimits, report: @escaping @Sendable (EarlyRefusal) -> Void) {
    self.limits = limits
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

  /// Closes a body that comes slower than a slow line would bring it.
  private func judgeBody(_ context: ChannelHandlerContext) {
    guard let bodyBegan else { return }
    let seconds = Int((.now() - bodyBegan).nanoseconds / 1_000_000_000)
    let due = (seconds - limits.bodySeconds) * limits.bodyBytesPerSecond
    if bodyBytes < max(1, due) {
      answer(408, "too slow", "too slow", context)
    } else {
      watchBody(context, in: min(10, limits.bodySeconds))
    }
  }

  func errorCaught(context: ChannelHandlerContext, error: any Error) {
    switch error {
    case HTTPParserError.headerOverflow:
      answer(431, "head over \(limits.headBytes) bytes", "\(limits.headBytes)", context)
    case is HTTPParserError: answer(400, "no HTTP request", "no HTTP request", context)
    default: context.fireErrorCaught(error)
    }
  }

  /// Answers in HTTP's own name, where no route can, and closes.
  private func answer(
    _ status: Int, _ detail: String, _ argument: String, _ context: ChannelHandlerContext
  ) {
    guard !hasAnswered else { return }
    hasAnswered = true
    let code = status == 431 ? "too-large" : "bad-request"
    report(
      EarlyRefusal(
        status: status, code: code, argument: argument,
        address: context.remoteAddress?.ipAddress ?? ""))
    let body =
      #"{"code":"\#(code)","detail":"\#(detail)","hint":"","status":\#(status),"title":"\#(code)","#
      + #""type":"urn:taizhang:problem:\#(code)"}"# + "\n"
    let head = HTTPResponse(
      status: .init(code: status),
      headerFields: [
        .contentType: Media.problem, .connection: "close", .contentLength: "\(body.utf8.count)",
      ])
    context.write(wrapOutboundOut(.head(head)), promise: nil)
    context.write(wrapOutboundOut(.body(ByteBuffer(string: body))), promise: nil)
    context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
    let channel = context.channel
    context.eventLoop.scheduleTask(in: .milliseconds(500)) { channel.close(promise: nil) }
  }
}
