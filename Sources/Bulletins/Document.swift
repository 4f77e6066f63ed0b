// A document before it has a format: headings, paragraphs whose numbers are known as numbers,
// tables and charts. Word processor, page and checks read the same blocks.

public import Policy
public import Workbooks

/// A piece of a paragraph.
public enum Run: Sendable, Hashable {
  case text(String)
  /// A number that the annexes bear out; it stands out on pages.
  case figure(Figure)
}

/// A run of text.
public struct Paragraph: Sendable, Hashable {
  /// Text and figures, in reading order.
  public var runs: [Run]

  /// A paragraph of these runs.
  public init(_ runs: [Run]) { self.runs = runs }
  /// A paragraph of plain text.
  public init(_ text: String) { runs = [.text(text)] }
}

/// A picture drawn from numbers, shown on pages.
public enum Chart: Sendable, Hashable {
  /// One bar a place; a place without a rate has none.
  case bars(title: String, unit: String, [ChartPoint])
  /// A line over months; a month without a rate breaks it.
  case line(title: String, unit: String, [ChartPoint])
}

/// A point of a chart: the exact rate and what is printed at it.
public struct ChartPoint: Sendable, Hashable {
  /// What stands under the point.
  public let label: String
  /// The exact rate; the chart and its label are rounded from it alone.
  public let rate: Rate

  /// A point.
  public init(_ label: String, _ rate: Rate) {
    self.label = label
    self.rate = rate
  }
}

/// A block of a document.
public enum Block: Sendable, Hashable {
  /// 1 for 一、 and 2 for （一）.
  case heading(level: Int, String)
  case paragraph(Paragraph)
  /// A paragraph without the indent of two characters: who it is to.
  case address(String)
  /// A table in the text.
  case table(Table)
  case chart(Chart)
  /// Office and date at the end.
  case signature([String])
}

/// A document.
public struct Document: Sendable, Hashable {
  /// The large title; may hold line ends.
  public var title: String
  /// The line under it: number, office, date.
  public var subtitle: [String]
  /// In reading order.
  public var blocks: [Block]
  /// The office, for the file's properties.
  public var office: String
  /// The file's title in its properties.
  public var name: String
  /// The rule by which figures are printed.
  public var rounding: Fraction.Rounding

  /// The text of a run as it is printed.
  public func text(_ run: Run) -> String {
    switch run {
    case .text(let text): text
    case .figure(let figure): figure.text(rounding)
    }
  }

  /// The ids of all figures in the text.
  var figures: Set<String> {
    var ids: Set<String> = []
    for case .paragraph(let paragraph) in blocks {
      for case .figure(let figure) in paragraph.runs { ids.insert(figure.id) }
    }
    return ids
  }

  /// The text of a paragraph as it is printed.
  public func text(_ paragraph: Paragraph) -> String { paragraph.runs.map(text).joined() }
}
