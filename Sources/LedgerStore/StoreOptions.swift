// Guarantees: time, randomness, durability and sizes reach a store as values, so that a test or a
// simulation owns all of them.

internal import Glibc
public import LMDB

/// How a store is opened. The defaults are those of a county's office PC.
public struct StoreOptions: Sendable {
  /// Address space for the LMDB map, bytes. Costs nothing until written; default 1 TiB.
  public var mapSizeBytes: Int
  /// `.durable`: a returned commit survives power loss as far as the disk keeps its word.
  public var sync: SyncMode
  /// Milliseconds since 1970 UTC; feeds the hybrid logical clock and record ids, decides nothing.
  public var wallMilliseconds: @Sendable () -> UInt64
  /// 64 random bits; record ids only. Keys come from the system's generator always.
  public var random: @Sendable () -> UInt64
  /// How long a writer waits for another process before it gives up with `busy`.
  public var busyTimeoutMilliseconds: Int
  /// Opens without the right to write.
  public var isReadOnly: Bool
  /// The seed of the identity's key, 32 bytes; nil draws one from the system. Simulations only:
  /// equal seeds are equal identities.
  package var identitySeed: [UInt8]?
  /// The machine that the store is on; nil asks the system (`/etc/machine-id`, or in containers
  /// `TAIZHANG_MACHINE_ID`).
  public var machineID: String?
  /// Takes any machine and file for its own, as the copy of a whole disk would. Tests only.
  package var livesAnywhere = false

  /// Options; see each member for its unit.
  public init(
    mapSizeBytes: Int = 1 << 40, sync: SyncMode = .durable,
    wallMilliseconds: @escaping @Sendable () -> UInt64 = systemMilliseconds,
    random: @escaping @Sendable () -> UInt64 = { UInt64.random(in: .min ... .max) },
    busyTimeoutMilliseconds: Int = 5_000, isReadOnly: Bool = false
  ) {
    self.mapSizeBytes = mapSizeBytes
    self.sync = sync
    self.wallMilliseconds = wallMilliseconds
    self.random = random
    self.busyTimeoutMilliseconds = busyTimeoutMilliseconds
    self.isReadOnly = isReadOnly
  }

  /// What a county's office PC opens its store with.
  public static var `default`: StoreOptions { StoreOptions() }

  /// The system's wall clock, seconds since 1970 UTC, as files bear it.
  public static func systemSeconds() -> Int { Int(systemMilliseconds() / 1_000) }

  /// The system's wall clock, milliseconds since 1970 UTC.
  public static let systemMilliseconds: @Sendable () -> UInt64 = {
    var now = timespec()
    clock_gettime(CLOCK_REALTIME, &now)
    return UInt64(max(0, now.tv_sec)) * 1_000 + UInt64(now.tv_nsec) / 1_000_000
  }
}
