// The dispatch meeting that follows an observation: the records do not link the two, so the first
// one held on the day of the observation or after it is taken.

internal import Projects

extension Book {
  /// Notes for each observation the day of the dispatch meeting that followed (`followed_on`), as
  /// ``sheetsWithRequiredUnits`` notes who had to attend. O(meetings × log meetings).
  func noteFollowers(in sheets: inout [Sheet]) {
    guard let place = vocabulary.place(of: "meeting") else { return }
    let collection = vocabulary.collections[place]
    guard let kind = collection.places["kind"], let held = collection.places["held_on"],
      let followed = collection.places["followed_on"],
      case .choice(let kinds) = collection.fields[kind].form,
      let dispatch = kinds.number(of: "dispatch"), let observation = kinds.number(of: "observation")
    else { return }
    let sheet = sheets[place]
    func days(_ wanted: UInt32) -> [(row: Int, day: Int64)] {
      (0..<sheet.rowCount).compactMap { row -> (row: Int, day: Int64)? in
        let day = sheet.fact(row, held)
        guard sheet.isPresent[row], day != absent, sheet.fact(row, kind) == Int64(wanted) else {
          return nil
        }
        return (row, day)
      }
      .sorted { $0.day < $1.day }
    }
    let meetings = days(dispatch)
    var next = 0
    for visit in days(observation) {
      while next < meetings.count, meetings[next].day < visit.day { next += 1 }
      if next < meetings.count { sheets[place].set(visit.row, followed, meetings[next].day) }
    }
  }
}
