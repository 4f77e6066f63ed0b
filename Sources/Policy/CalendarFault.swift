// Why a question about working days, or the data behind the answers, is refused.

public import Catalogue
public import Causality

/// A refusal of the calendar.
public enum CalendarFault: Error, Sendable, Hashable {
  /// A day outside of the years known.
  case beyondCoverage(date: CivilDate, first: CivilDate, last: CivilDate)
  /// A line that is not `date,kind,name`.
  case badLine(number: Int, text: String)
  /// A date with two lines.
  case repeated(line: Int, date: CivilDate)
  /// A year without a line between years that have some.
  case missingYear(Int)
  /// A year with some days that lacks one which every year has.
  case incompleteYear(Int, missing: CivilDate)
  /// No line at all.
  case empty
  /// More lines than are read.
  case tooLong(lines: Int)

  /// What is wrong.
  public var message: Message {
    switch self {
    case .beyondCoverage(let date, let first, let last):
      Message("calendar.beyond-coverage", [date.description, "\(first.year)", "\(last.year)"])
    case .badLine(let number, let text): Message("calendar.bad-line", ["\(number)", text])
    case .repeated(let line, let date):
      Message("calendar.repeated", ["\(line)", date.description])
    case .missingYear(let year): Message("calendar.missing-year", ["\(year)"])
    case .incompleteYear(let year, let missing):
      Message("calendar.incomplete-year", ["\(year)", missing.description])
    case .empty: Message("calendar.empty")
    case .tooLong(let lines): Message("calendar.too-long", ["\(lines)"])
    }
  }

  /// The next step.
  public var hint: Message {
    switch self {
    case .beyondCoverage(let date, _, _):
      Message("calendar.beyond-coverage.hint", ["\(date.year)"])
    case .incompleteYear(let year, _), .missingYear(let year):
      Message("calendar.beyond-coverage.hint", ["\(year)"])
    default: Message("calendar.data.hint")
    }
  }
}
