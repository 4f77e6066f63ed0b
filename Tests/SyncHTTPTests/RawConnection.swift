// A TCP connection without a client's manners: it sends what it is told, when it is told, and reads
// until the other side is done. Nothing here is verified.

import Foundation
import NIOCore
import NIOPosix

/// One connection to a port of this machine.
struct RawConnection: Sendable {
  private let channel: NIOAsyncChannel<ByteBuffer, ByteBuffer>

  init(port: Int) async throws {
    channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .connect(host: "127.0.0.1", port: port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel(wrappingChannelSynchronously: channel)
        }
      }
  }

  /// Sends pieces with pauses before each but the first, then reads to the end, or for `seconds`.
  ///
  /// - Returns: what came, and whether the other side closed the connection.
  func exchange(
    _ pieces: [String], pauseMilliseconds: Int = 0, seconds: Int = 10
  ) async throws -> (text: String, isClosed: Bool) {
    try await channel.executeThenClose { inbound, outbound in
      let sending = Task {
        for (number, piece) in pieces.enumerated() {
          if number > 0 { try await Task.sleep(for: .milliseconds(pauseMilliseconds)) }
          try await outbound.write(ByteBuffer(string: piece))
        }
      }
      defer { sending.cancel() }
      let reading = Task { () -> (String, Bool) in
        var text = ""
        do {
          for try await buffer in inbound { text += String(buffer: buffer) }
        } catch is CancellationError {
          return (text, false)
        } catch {}
        return (text, !Task.isCancelled)
      }
      let limit = Task {
        try await Task.sleep(for: .seconds(seconds))
        reading.cancel()
      }
      defer { limit.cancel() }
      return await reading.value
    }
  }
}
