// A TCP relay in front of a hub: it counts bytes and requests, cuts a connection after so many
// bytes, or flips a bit. What it does to a connection is decided when the connection is made.

import NIOCore
import NIOPosix
import Synchronization

/// What a relay does to one connection.
enum RelayFault: Sendable {
  case none
  /// Cuts both ways once so many bytes have gone to the client.
  case cutAnswer(afterBytes: Int)
  /// Cuts both ways once so many bytes have gone to the hub.
  case cutRequest(afterBytes: Int)
  /// Changes one bit of the byte at this place of what goes to the client.
  case flipAnswer(atByte: Int)
}

/// Relays connections to another port of this machine.
final class Relay: Sendable {
  struct Counts: Sendable {
    var connections = 0
    var requests = 0
    var toHub = 0
    var toClient = 0
    var all: Int { toHub + toClient }
  }

  private typealias Connection = NIOAsyncChannel<ByteBuffer, ByteBuffer>

  private struct State {
    var counts = Counts()
    var faults: [RelayFault]
    var target: Int
  }

  let port: Int
  private let state: Mutex<State>
  private let accepting: Mutex<Task<Void, Never>?> = Mutex(nil)

  /// Faults are taken one a connection, in order; when none is left, connections are left alone.
  init(to target: Int, faults: [RelayFault] = []) async throws {
    let listener = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
      .bind(host: "127.0.0.1", port: 0) { channel in
        channel.eventLoop.makeCompletedFuture {
          try Connection(wrappingChannelSynchronously: channel)
        }
      }
    port = listener.channel.localAddress?.port ?? 0
    state = Mutex(State(faults: faults, target: target))
    let task = Task { [weak self] in
      _ = try? await listener.executeThenClose { connections in
        await withTaskGroup(of: Void.self) { group in
          do {
            for try await connection in connections {
              guard let self else { return }
              group.addTask { await self.relay(connection) }
            }
          } catch {}
          group.cancelAll()
        }
      }
    }
    accepting.withLock { $0 = task }
  }

  var url: String { "http://127.0.0.1:\(port)" }
  var counts: Counts { state.withLock { $0.counts } }

  func reset() { state.withLock { $0.counts = Counts() } }
  func inject(_ faults: [RelayFault]) { state.withLock { $0.faults += faults } }
  /// Drops the faults not yet met.
  func heal() { state.withLock { $0.faults = [] } }
  func lead(to target: Int) { state.withLock { $0.target = target } }
  func stop() { accepting.withLock { $0?.cancel() } }

  private func relay(_ client: Connection) async {
    let (fault, target) = state.withLock {
      $0.counts.connections += 1
      return ($0.faults.isEmpty ? RelayFault.none : $0.faults.removeFirst(), $0.target)
    }
    let hub = try? await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: target) { channel in
        channel.eventLoop.makeCompletedFuture {
          try Connection(wrappingChannelSynchronously: channel)
        }
      }
    try? await client.executeThenClose { fromClient, toClient in
      try await hub?.executeThenClose { fromHub, toHub in
        await withTaskGroup(of: Void.self) { group in
          group.addTask { try? await self.pump(fromClient, toHub, fault, isRequest: true) }
          group.addTask { try? await self.pump(fromHub, toClient, fault, isRequest: false) }
          // When one way ends, the other has nothing left to wait for.
          await group.next()
          group.cancelAll()
        }
      }
    }
  }

  private func pump(
    _ from: NIOAsyncChannelInboundStream<ByteBuffer>,
    _ to: NIOAsyncChannelOutboundWriter<ByteBuffer>, _ fault: RelayFault, isRequest: Bool
  ) async throws {
    var passed = 0
    for try await buffer in from {
      var buffer = buffer
      var isCut = false
      switch fault {
      case .cutRequest(let limit) where isRequest, .cutAnswer(let limit) where !isRequest:
        isCut = passed + buffer.readableBytes >= limit
        if isCut { buffer = buffer.readSlice(length: max(0, limit - passed)) ?? ByteBuffer() }
      case .flipAnswer(let place) where !isRequest:
        let at = buffer.readerIndex + place - passed
        if let byte = buffer.getInteger(at: at, as: UInt8.self), at >= buffer.readerIndex {
          buffer.setInteger(byte ^ 0x10, at: at)
        }
      default: break
      }
      passed += buffer.readableBytes
      let text = buffer.readableBytesView.prefix(5)
      let starts = text.elementsEqual("POST ".utf8) || text.elementsEqual("GET /".utf8)
      let count = buffer.readableBytes
      state.withLock {
        if isRequest {
          $0.counts.toHub += count
          if starts { $0.counts.requests += 1 }
        } else {
          $0.counts.toClient += count
        }
      }
      if buffer.readableBytes > 0 { try await to.write(buffer) }
      if isCut { return }
    }
  }
}
