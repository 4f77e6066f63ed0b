// Guarantees: a connection costs the node little and a bounded time: so many connections at once
// and so many from one address, the next is told so (503); the head of a request within seconds of
// its first byte; what stands behind HTTP has its own bounds. An idle connection is left alone
// until its time is over; when the server stops, no connection keeps it longer than is allowed.

internal import HummingbirdCore
internal import Logging
internal import NIOCore
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
  /// From the word to stop to the end of every connection, seconds, whatever is under way on it.
  public var stopSeconds = 10

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
      .flatMapThrowing { value in
        try channel.pipeline.syncOperations.handler(type: ConnectionGuard.self).hold(value, channel)
        return value
      }
  }

  func handle(value: Value, logger: Logger) async {
    let channel = value.channel
    channel.eventLoop.execute {
      (try? channel.pipeline.syncOperations.handler(type: ConnectionGuard.self))?.release()
    }
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
  /// By what the server takes the connection, until it has: one that stops drops what it has
  /// accepted and not taken, and a connection whose writer goes before it is closed ends the
  /// process.
  private var untaken: (any Sendable)?
  private var patience: Scheduled<Void>?

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

  func handlerRemoved(context: ChannelHandlerContext) {
    leave()
    // The handlers behind this one close the writer in this same tick; then it may go.
    let kept = untaken
    release()
    context.eventLoop.execute { withExtendedLifetime(kept) {} }
  }

  /// Keeps what the server is to take the connection by; one that nobody takes is closed.
  func hold(_ value: any Sendable, _ channel: any Channel) {
    untaken = value
    patience = channel.eventLoop.scheduleTask(in: .seconds(Int64(limits.stopSeconds))) {
      channel.close(promise: nil)
    }
  }

  /// The server has taken the connection.
  func release() {
    patience?.cancel()
    patience = nil
    untaken = nil
  }

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

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    if event is ChannelShouldQuiesceEvent {
      let channel = context.channel
      context.eventLoop.scheduleTask(in: .seconds(Int64(limits.stopSeconds))) {
        channel.close(promise: nil)
      }
      if untaken != nil { context.eventLoop.execute { channel.close(promise: nil) } }
      let behind = try? context.pipeline.syncOperations.context(handlerType: RequestPace.self)
      if let behind { (behind.handler as? RequestPace)?.stop(behind) }
    }
    context.fireUserInboundEventTriggered(event)
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
  func headEnded() {
    deadline?.cancel()
    isInHead = false
  }

  /// Told by the handler behind HTTP: whatever comes next is a head.
  func requestEnded() { deadline = nil }
}
