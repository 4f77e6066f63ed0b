// Who had to attend a meeting: the units that it names and the fixed members among those noted;
// where it names none, everyone noted. A unit that came without having to counts nowhere, one that
// had to and was not noted counts among those required, and of several records of a unit the last
// one speaks for it.

internal import Causality

extension Book {
  /// The sheets, with whether each record of attendance speaks for a unit that had to attend
  /// (`is_required`), and of how many units each meeting required it (`units_required`) and of how
  /// many of them nothing is noted (`units_unnoted`). Worked out here, not as records come: they
  /// come in any order. O(meetings + attendance).
  var sheetsWithRequiredUnits: [Sheet] {
    guard let meetings = vocabulary.place(of: "meeting"),
      let notes = vocabulary.place(of: "attendance"),
      let named = vocabulary.collections[meetings].places["required"],
      let count = vocabulary.collections[meetings].places["units_required"],
      let missing = vocabulary.collections[meetings].places["units_unnoted"],
      let fixed = vocabulary.collections[notes].places["is_fixed"],
      let isRequired = vocabulary.collections[notes].places["is_required"]
    else { return sheets }
    var sheets = self.sheets
    let (meeting, attendance) = (sheets[meetings], sheets[notes])
    let noted = self.noted(attendance, notes)
    for row in 0..<meeting.rowCount where meeting.isPresent[row] {
      let records = noted[Int64(row)] ?? [:]
      var units = Set(meeting.elements[named][Int32(row)] ?? [])
      for (unit, record) in records where attendance.fact(record, fixed) == 1 { units.insert(unit) }
      if units.isEmpty { units = Set(records.keys) }
      sheets[meetings].set(row, count, Int64(units.count))
      sheets[meetings].set(row, missing, Int64(units.count(where: { records[$0] == nil })))
      for unit in units {
        if let record = records[unit] { sheets[notes].set(record, isRequired, 1) }
      }
    }
    return sheets
  }

  /// By the meeting's row and the unit, the row of the record with the last id.
  private func noted(_ attendance: Sheet, _ place: Int) -> [Int64: [Int64: Int]] {
    let places = vocabulary.collections[place].places
    guard let meeting = places["meeting"], let unit = places["unit"] else { return [:] }
    var noted: [Int64: [Int64: Int]] = [:]
    for row in 0..<attendance.rowCount where attendance.isPresent[row] {
      let (whose, who) = (attendance.fact(row, meeting), attendance.fact(row, unit))
      guard whose != absent, who != absent else { continue }
      if let known = noted[whose]?[who], attendance.table.ids[row] < attendance.table.ids[known] {
        continue
      }
      noted[whose, default: [:]][who] = row
    }
    return noted
  }
}
