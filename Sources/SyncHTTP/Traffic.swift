// Counts what really goes over the wire: a handler at the very front of the connection's pipeline
// sees every byte, heads and chunk framing included.

internal import NIOCore
internal import Synchronization

/// Bytes and requests of one client.
final class Traffic: Sendable {
  struct Totals: Sendable, Hashable {
    var sent = 0
    var received = 0
    var requests = 0

    static func - (left: Totals, right: Totals) -> Totals {
      Totals(
        sent: left.sent - right.sent, received: left.received - right.received,
        requests: left.requests - right.requests)
    }
  }

  private let counts = Mutex(Totals())

  var totals: Totals { counts.withLock { $0 } }

  func countRequest() { counts.withLock { $0.requests += 1 } }
  fileprivate func count(sent: Int) { counts.withLock { $0.sent += sent } }
  fileprivate func count(received: Int) { counts.withLock { $0.received += received } }
}

/// Counts the bytes of one connection into a client's totals.
final class TrafficHandler: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias OutboundIn = IOData
  typealias OutboundOut = IOData

  private let traffic: Traffic

  init(_ traffic: Traffic) { self.traffic = traffic }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    traffic.count(received: unwrapInboundIn(data).readableBytes)
    context.fireChannelRead(data)
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let data = unwrapOutboundIn(data)
    traffic.count(sent: data.readableBytes)
    context.write(wrapOutboundOut(data), promise: promise)
  }
}
