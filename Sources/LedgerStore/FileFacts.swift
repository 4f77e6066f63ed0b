// Guarantees: what the system says of a file, without opening it.

internal import Glibc

/// Size and permissions of a file.
public struct FileFacts: Sendable, Hashable {
  /// The size of the file.
  public let byteCount: Int
  /// The permission bits, `0o777` and below.
  public let mode: UInt32

  /// nil, with the reason in `errno`, when the file cannot be looked at.
  public init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    byteCount = Int(status.st_size)
    mode = UInt32(status.st_mode) & 0o777
  }
}
