// Durations as people write them: a whole number and a unit.

/// `90s`, `15m`, `12h`, `7d`, `2w`.
enum DurationText {
  private static let units: [Character: Int] = [
    "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800,
  ]

  /// The seconds of a duration; nil unless it is a whole number of 1 or more with a unit, and at
  /// most 10 years long.
  static func seconds(_ text: String) -> Int? {
    guard let last = text.last, let unit = units[last], let number = Int(text.dropLast()),
      number > 0, number <= 315_360_000 / unit
    else { return nil }
    return number * unit
  }

  /// The seconds of a duration that an option asks for.
  ///
  /// - Throws: `duration-too-long` beyond 10 years, `bad-duration` for what is none.
  static func required(_ text: String) throws -> Int {
    if let seconds = seconds(text) { return seconds }
    let digits = text.dropLast().drop { $0 == "0" }
    let isLong =
      text.last.map { units[$0] != nil } == true && !digits.isEmpty
      && digits.utf8.allSatisfy { (0x30...0x39).contains($0) }
    throw CommandFailure(isLong ? .durationTooLong : .badDuration, text)
  }
}
