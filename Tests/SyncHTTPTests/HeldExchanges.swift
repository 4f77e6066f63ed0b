// Waiting until a hub holds requests that ask for news, or has answered so: what a test does next finds
// it there, however slow the machine. Nothing here is verified.

import AsyncHTTPClient
import NIOCore

extension LiveHub {
  /// Whether the hub comes to hold exactly so many exchanges, within fifteen seconds.
  func holds(_ exchanges: Int) async throws -> Bool {
    try await tells { $0.contains("taizhang_exchanges_held \(exchanges)\n") }
  }

  /// Whether the hub comes to have given an answer of a status so many times, within fifteen seconds.
  func answers(_ status: Int, times: Int) async throws -> Bool {
    try await tells { text in
      let counts = text.split(separator: "\n").filter {
        $0.hasPrefix("taizhang_requests_total{") && $0.contains("status=\"\(status)\"")
      }
      return counts.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } }
        .reduce(0, +) >= times
    }
  }

  private func tells(_ isReached: (String) -> Bool) async throws -> Bool {
    for _ in 0..<300 {
      let response = try await HTTPClient.shared.get(url: url + "/metrics").get()
      if isReached(response.body.map { String(buffer: $0) } ?? "") { return true }
      try await Task.sleep(for: .milliseconds(50))
    }
    return false
  }
}
