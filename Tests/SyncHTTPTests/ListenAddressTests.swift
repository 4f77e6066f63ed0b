// Verifies
// 1. Addresses to listen at are read in every usual form, and nothing else is.
// 2. Loopback is loopback, and only that.

import SyncHTTP
import Testing

@Suite struct ListenAddressTests {
  @Test(arguments: [
    ("127.0.0.1:8420", "127.0.0.1", 8420), ("[::1]:0", "::1", 0), ("localhost:80", "localhost", 80),
    ("0.0.0.0:1", "0.0.0.0", 1), ("9000", "127.0.0.1", 9000),
    ("hub.example:65535", "hub.example", 65_535),
  ])
  func readsAddresses(text: String, host: String, port: Int) {
    #expect(ListenAddress(text) == ListenAddress(host: host, port: port))
  }

  @Test(arguments: [
    "", ":", ":80", "host", "host:", "host:65536", "host:-1", "::1:80", "a b:1", "x/y:1",
  ])
  func refusesOthers(text: String) { #expect(ListenAddress(text) == nil) }

  @Test(arguments: [
    ("127.0.0.1", true), ("127.8.9.10", true), ("localhost", true), ("LOCALHOST", true),
    ("::1", true),
    ("0.0.0.0", false), ("10.0.0.1", false), ("127.0.0.1.example", false), ("::", false),
  ])
  func knowsLoopback(host: String, isLoopback: Bool) {
    #expect(ListenAddress(host: host, port: 1).isLoopback == isLoopback)
  }
}
