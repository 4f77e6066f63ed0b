// Waiting until a hub holds requests that ask for news: what a test does next finds them on the
// line, however slow the machine. Nothing here is verified.

import AsyncHTTPClient
import NIOCore

extension LiveHub {
  /// Whether the hub comes to hold exactly so many exchanges, within fifteen seconds.
  func holds(_ exchanges: Int) async throws -> Bool {
    for _ in 0..<300 {
      let response = try await HTTPClient.shared.get(url: url + "/metrics").get()
      let text = response.body.map { String(buffer: $0) } ?? ""
      if text.contains("taizhang_exchanges_held \(exchanges)\n") { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }
}
