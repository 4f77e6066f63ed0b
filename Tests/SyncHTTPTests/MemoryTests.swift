// Verifies
// 1. A reader that stops reading in the middle of a long answer does not make the hub's memory grow:
//    40 MB of frames for it, and at most 24 MB more of anonymous memory here.
// 2. When it reads on, it gets the whole answer.

import Causality
import Foundation
import LedgerStore
import NIOCore
import NIOPosix
import SyncHTTP
import TestSupport
import Testing
import Wire

@Suite(.serialized) struct MemoryTests {
  /// Anonymous resident memory of this process, bytes; pages of the map do not count.
  static func anonymousBytes() throws -> Int {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("RssAnon:") })
    let kilobytes = try #require(line.split(separator: " ").dropFirst().first.flatMap { Int($0) })
    return kilobytes * 1_024
  }

  @Test(.timeLimit(.minutes(2))) func slowReaders() async throws {
    let live = try await LiveHub()
    let east = try await live.office("east")
    for _ in 0..<40 { try live.hub.addBulk(10, bytes: 100_000) }
    let before = try Self.anonymousBytes()
    let connection = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
      .channelOption(.recvAllocator, value: FixedSizeRecvByteBufferAllocator(capacity: 65_536))
      .connect(host: "127.0.0.1", port: live.address.port) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let hello = Hello(
      ledger: "411702", vector: VersionVector(), memberDigest: .zero, maxBytes: 1 << 30)
    var body: [UInt8] = []
    try FrameWriter.append(.hello, try hello.encode(), to: &body)
    let head = """
      POST /v1/ledgers/411702/exchange HTTP/1.1\r
      Host: hub\r
      Content-Type: application/vnd.taizhang.frames\r
      Taizhang-Replica: \(east.identity.replica)\r
      Connection: close\r
      Content-Length: \(body.count)\r
      \r

      """
    let request = ByteBuffer(bytes: Array(head.utf8) + body)
    try await connection.executeThenClose { inbound, outbound in
      try await outbound.write(request)
      var total = 0
      var highest = 0
      for try await buffer in inbound {
        total += buffer.readableBytes
        if total < 4 << 20 {
          // Ten reads a second: the hub must wait.
          try await Task.sleep(for: .milliseconds(20))
          highest = max(highest, try Self.anonymousBytes())
        }
      }
      #expect(total > 40_000_000)
      #expect(highest - before < 24 << 20, "grew by \((highest - before) >> 20) MiB")
    }
    try await live.finish(east)
  }
}
