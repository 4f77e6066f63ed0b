// How often a password may be guessed: after a few wrong ones an account and an address each wait,
// longer every time. What is remembered is bounded, and forgotten after an hour without a try.

internal import Synchronization

/// The pauses between tries, by account and by address.
final class SignInPace: Sendable {
  private struct Tries {
    var failures = 0
    var triedAt: UInt64 = 0
    /// Milliseconds since 1970 until which further tries are refused.
    var pausedUntil: UInt64 = 0
  }

  /// Wrong passwords before an account waits, and the longest that it does.
  static let accountFree = 4
  static let accountPauseSecondsMax: UInt64 = 300
  /// The same of an address: several people may share one.
  static let addressFree = 12
  static let addressPauseSecondsMax: UInt64 = 900
  private static let rememberedMax = 4_096
  private static let forgottenMilliseconds: UInt64 = 3_600_000

  private let state = Mutex<[String: Tries]>([:])
  private let now: @Sendable () -> UInt64

  init(now: @escaping @Sendable () -> UInt64) { self.now = now }

  /// Counts a try as failed, before it is known: tries at one time do not pass each other by.
  ///
  /// - Returns: nil to go on, or the seconds to wait.
  func begin(account: String, address: String) -> UInt64? {
    let now = now()
    return state.withLock { state in
      let keys = Self.keys(account, address)
      let wait = keys.compactMap { state[$0.text]?.pausedUntil }.max() ?? 0
      if wait > now { return (wait - now + 999) / 1_000 }
      for key in keys {
        var tries = state[key.text] ?? Tries()
        if now > tries.triedAt + Self.forgottenMilliseconds { tries = Tries() }
        tries.failures += 1
        tries.triedAt = now
        if tries.failures >= key.free {
          let doubled = UInt64(1) << UInt64(min(20, tries.failures - key.free + 1))
          tries.pausedUntil = now + min(doubled, key.secondsMax) * 1_000
        }
        if state[key.text] == nil, state.count >= Self.rememberedMax { Self.forget(&state, now) }
        state[key.text] = tries
      }
      return nil
    }
  }

  /// The try was no failure: the account begins anew, the address has one fewer.
  func succeeded(account: String, address: String) {
    state.withLock { state in
      let keys = Self.keys(account, address)
      state[keys[0].text] = nil
      guard var tries = state[keys[1].text] else { return }
      tries.failures -= 1
      tries.pausedUntil = 0
      state[keys[1].text] = tries.failures > 0 ? tries : nil
    }
  }

  private static func keys(
    _ account: String, _ address: String
  ) -> [(text: String, free: Int, secondsMax: UInt64)] {
    let name = String(decoding: account.utf8.prefix(Account.nameBytesMax), as: UTF8.self)
    return [
      ("a " + name, accountFree, accountPauseSecondsMax),
      ("h " + address, addressFree, addressPauseSecondsMax),
    ]
  }

  /// Makes room: what was not tried for an hour, else the half that was tried longest ago.
  private static func forget(_ state: inout [String: Tries], _ now: UInt64) {
    state = state.filter { now <= $0.value.triedAt + forgottenMilliseconds }
    guard state.count >= rememberedMax else { return }
    let times = state.values.map(\.triedAt).sorted()
    let middle = times[times.count / 2]
    state = state.filter { $0.value.triedAt > middle }
  }
}
