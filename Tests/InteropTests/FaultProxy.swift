// What these tests put between an agent and its hub: a TCP proxy that cuts, delays, throttles,
// loses answers, changes a word, or speaks CONNECT. What it does to a connection is decided when
// the connection is made. Nothing here is verified.

import Foundation
import Glibc
import Synchronization

/// What a proxy does to one connection.
struct Fault: Sendable {
  /// Cuts both ways once so many bytes have gone to the client.
  var cutAnswerAfter: Int?
  /// Cuts both ways once so many bytes have gone to the hub.
  var cutRequestAfter: Int?
  /// Cuts both ways at the end of this frame of an uncompressed answer (from 0), or in its middle.
  var cutFrame: (index: Int, isInside: Bool)?
  /// Lets a push reach the hub, waits for the hub's answer, and cuts instead of passing it on.
  var losesPushAnswers = false
  /// Asks the hub not to compress: frames can be seen then.
  var isPlain = false
  /// Bytes a second, each way; nil for as fast as it goes.
  var bytesPerSecond: Int?
  /// Before anything is passed on, each time something comes.
  var delayMilliseconds = 0
  /// Answers `CONNECT` and leads to the hub whatever host was named.
  var connects = false
  /// A text in what goes to the client, and one of the same length to stand in its place.
  var replaces: (text: String, by: String)?
}

/// A proxy on a port of its own in front of one port of this machine.
final class FaultProxy: Sendable {
  struct Counts: Sendable {
    var connections = 0
    var cuts = 0
    var toHub = 0
    var toClient = 0
    /// The heads of `CONNECT` requests.
    var asked: [String] = []
  }

  private struct State {
    var counts = Counts()
    var queue: [Fault] = []
    var standing = Fault()
    var next: (@Sendable (Int) -> Fault)?
    var target: Int
  }

  let port: Int
  private let listener: Int32
  private let state: Mutex<State>

  init(to target: Int) throws {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var on: Int32 = 1
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    var address = Self.loopback(0)
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    let bound = withUnsafeMutablePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
        guard bind(listener, address, length) == 0, listen(listener, 64) == 0 else { return -1 }
        return getsockname(listener, address, &length)
      }
    }
    guard bound == 0 else { throw City.Failed(description: "no port for the proxy") }
    port = Int(UInt16(bigEndian: address.sin_port))
    state = Mutex(State(target: target))
    Thread.detachNewThread { [weak self] in
      while true {
        let client = accept(listener, nil, nil)
        guard client >= 0, let self else { return }
        Thread.detachNewThread { self.relay(client) }
      }
    }
  }

  deinit { stop() }

  var url: String { "http://127.0.0.1:\(port)" }
  var counts: Counts { state.withLock { $0.counts } }

  func reset() { state.withLock { $0.counts = Counts() } }
  /// Faults of the next connections, one each; then what stands.
  func inject(_ faults: Fault...) { state.withLock { $0.queue += faults } }
  /// What is done to every connection for which nothing was injected.
  func stand(_ fault: Fault) { state.withLock { $0.standing = fault } }
  /// Makes the fault of each connection from its number.
  func each(_ next: (@Sendable (Int) -> Fault)?) { state.withLock { $0.next = next } }
  func lead(to target: Int) { state.withLock { $0.target = target } }
  func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private static func loopback(_ port: Int) -> sockaddr_in {
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr = in_addr(s_addr: UInt32(0x7f00_0001).bigEndian)
    return address
  }

  // MARK: - One connection

  private func relay(_ client: Int32) {
    let (fault, target) = state.withLock { state -> (Fault, Int) in
      state.counts.connections += 1
      if !state.queue.isEmpty { return (state.queue.removeFirst(), state.target) }
      return (state.next?(state.counts.connections) ?? state.standing, state.target)
    }
    defer { close(client) }
    if fault.connects, !answerConnect(client) { return }
    let hub = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(hub) }
    var address = Self.loopback(target)
    let isConnected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(hub, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    guard isConnected else { return }
    let pushes = Flag()
    let done = DispatchSemaphore(value: 0)
    Thread.detachNewThread {
      self.pump(client, hub, fault, pushes, isRequest: true)
      done.signal()
    }
    pump(hub, client, fault, pushes, isRequest: false)
    // When one way ends, the other has nothing left to wait for.
    shutdown(client, Int32(SHUT_RDWR))
    shutdown(hub, Int32(SHUT_RDWR))
    done.wait()
  }

  /// Set once a push has gone to the hub.
  private final class Flag: Sendable {
    let isSet = Mutex(false)
  }

  private func pump(
    _ from: Int32, _ to: Int32, _ fault: Fault, _ pushes: Flag, isRequest: Bool
  ) {
    var buffer = [UInt8](repeating: 0, count: 16 << 10)
    var passed = 0
    var cutter = fault.cutFrame.map { FrameCutter(index: $0.index, isInside: $0.isInside) }
    let limit = isRequest ? fault.cutRequestAfter : fault.cutAnswerAfter
    while true {
      let count = recv(from, &buffer, buffer.count, 0)
      guard count > 0 else { break }
      var bytes = Array(buffer[..<count])
      if fault.delayMilliseconds > 0 { usleep(UInt32(fault.delayMilliseconds) * 1_000) }
      if isRequest {
        if fault.isPlain { Self.refuseCompression(&bytes) }
        if Self.startsPush(bytes) { pushes.isSet.withLock { $0 = true } }
      } else if fault.losesPushAnswers, pushes.isSet.withLock({ $0 }) {
        note(cut: true, isRequest, 0)
        break
      }
      if !isRequest, let swap = fault.replaces { Self.replace(swap.text, by: swap.by, in: &bytes) }
      var isCut = false
      if let limit, passed + bytes.count >= limit {
        bytes.removeLast(passed + bytes.count - limit)
        isCut = true
      }
      if !isRequest, let end = cutter?.take(bytes) {
        bytes.removeLast(bytes.count - end)
        isCut = true
      }
      passed += bytes.count
      note(cut: isCut, isRequest, bytes.count)
      guard Self.write(bytes, to: to) else { break }
      if let rate = fault.bytesPerSecond { usleep(UInt32(bytes.count * 1_000_000 / rate)) }
      if isCut { break }
    }
    shutdown(to, Int32(SHUT_RDWR))
    shutdown(from, Int32(SHUT_RDWR))
  }

  /// Texts of one length; what stands in two pieces of the stream stays.
  private static func replace(_ text: String, by other: String, in bytes: inout [UInt8]) {
    let (old, new) = (Array(text.utf8), Array(other.utf8))
    guard old.count == new.count, !old.isEmpty, bytes.count >= old.count else { return }
    for start in 0...bytes.count - old.count
    where bytes[start] == old[0] && bytes[start..<start + old.count].elementsEqual(old) {
      bytes.replaceSubrange(start..<start + old.count, with: new)
    }
  }

  private func note(cut: Bool, _ isRequest: Bool, _ count: Int) {
    state.withLock {
      if cut { $0.counts.cuts += 1 }
      if isRequest { $0.counts.toHub += count } else { $0.counts.toClient += count }
    }
  }

  private func answerConnect(_ client: Int32) -> Bool {
    var head: [UInt8] = []
    var byte: UInt8 = 0
    while !head.suffix(4).elementsEqual("\r\n\r\n".utf8), head.count < 4_096 {
      guard recv(client, &byte, 1, 0) == 1 else { return false }
      head.append(byte)
    }
    let text = String(decoding: head, as: UTF8.self)
    guard text.hasPrefix("CONNECT ") else { return false }
    state.withLock { $0.counts.asked.append(text) }
    return Self.write(Array("HTTP/1.1 200 Connection established\r\n\r\n".utf8), to: client)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes {
        send(descriptor, $0.baseAddress! + sent, bytes.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }

  private static func startsPush(_ bytes: [UInt8]) -> Bool {
    let line = bytes.prefix { $0 != 13 }
    return line.starts(with: "POST ".utf8)
      && String(decoding: line, as: UTF8.self).contains("/changes ")
  }

  /// `Accept-Encoding: zstd` becomes a coding that nobody has, of the same length.
  private static func refuseCompression(_ bytes: inout [UInt8]) {
    guard bytes.starts(with: "POST ".utf8) else { return }
    let wanted = Array("accept-encoding: zstd".utf8)
    var at = 0
    while at + wanted.count <= bytes.count {
      if bytes[at] | 0x20 == wanted[0],
        bytes[at..<at + wanted.count].map({ $0 | 0x20 }) == wanted.map({ $0 | 0x20 })
      {
        bytes.replaceSubrange(at + 17..<at + 21, with: "none".utf8)
        return
      }
      at += 1
    }
  }
}

/// Finds the end, or the middle, of a frame in the raw bytes of HTTP answers, as they pass.
private struct FrameCutter {
  private enum Part { case head, chunkSize, chunk, chunkEnd, body }

  private let index: Int
  private let isInside: Bool
  private var part = Part.head
  private var line: [UInt8] = []
  /// Bytes left of the chunk or the body; nil for a length not known.
  private var left = 0
  private var isChunked = false
  /// Of the frame under way: its length field, and the bytes that are still to come.
  private var lengthBytes: [UInt8] = []
  private var frameLeft = 0
  private var frameSize = 0
  private var frames = 0

  init(index: Int, isInside: Bool) {
    self.index = index
    self.isInside = isInside
  }

  /// How many of the bytes may pass when the frame's place is among them; nil when it is not.
  mutating func take(_ bytes: [UInt8]) -> Int? {
    for (offset, byte) in bytes.enumerated() where step(byte) { return offset + 1 }
    return nil
  }

  private mutating func step(_ byte: UInt8) -> Bool {
    switch part {
    case .head:
      line.append(byte)
      guard line.suffix(4).elementsEqual("\r\n\r\n".utf8) else { return false }
      let head = String(decoding: line, as: UTF8.self).lowercased()
      line = []
      isChunked = head.contains("transfer-encoding: chunked")
      let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
      left = length.flatMap { Int($0.dropFirst(15).filter(\.isNumber)) } ?? 0
      part = isChunked ? .chunkSize : left > 0 ? .body : .head
      return false
    case .chunkSize:
      line.append(byte)
      guard line.suffix(2).elementsEqual("\r\n".utf8) else { return false }
      left = Int(String(decoding: line.dropLast(2), as: UTF8.self), radix: 16) ?? 0
      line = []
      part = left > 0 ? .chunk : .chunkEnd
      return false
    case .chunkEnd:
      line.append(byte)
      guard line.suffix(2).elementsEqual("\r\n".utf8) else { return false }
      line = []
      part = left < 0 ? .chunkSize : .head
      return false
    case .chunk, .body:
      left -= 1
      let isPlace = frame(byte)
      if left == 0 {
        if part == .chunk { left = -1 }
        part = part == .chunk ? .chunkEnd : .head
      }
      return isPlace
    }
  }

  /// One byte of the stream of frames; whether it is the place looked for.
  private mutating func frame(_ byte: UInt8) -> Bool {
    if frameLeft == 0 {
      lengthBytes.append(byte)
      guard byte < 0x80 else { return false }
      var length = 0
      for (place, part) in lengthBytes.enumerated() { length |= Int(part & 0x7f) << (7 * place) }
      lengthBytes = []
      frameSize = length + 4
      frameLeft = frameSize
      return false
    }
    frameLeft -= 1
    if isInside, frames == index, frameLeft == frameSize / 2 { return true }
    guard frameLeft == 0 else { return false }
    frames += 1
    return !isInside && frames == index + 1
  }
}
