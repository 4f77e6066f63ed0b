// Guarantees: a directory of its own under $TMPDIR, gone with everything in it when the last
// reference goes.

internal import Foundation

/// A directory that removes itself.
public final class TemporaryDirectory: Sendable {
  public let path: String

  public init(_ purpose: String = "test") {
    let base = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
    path = "\(base)/taizhang-\(purpose)-\(UUID().uuidString.lowercased())"
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      fatalError("no temporary directory: \(error)")
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The path of something inside, not made.
  public func path(_ name: String) -> String { "\(path)/\(name)" }
}
