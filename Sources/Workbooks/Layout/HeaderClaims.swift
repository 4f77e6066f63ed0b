// Which of several columns of one sheet a field is read from, where their headers all may mean it:
// the one with the field's own label before one that only may be called so, and of plans of several
// years that of the newest. The others are columns that nobody reads, and are told of as such.

internal import Causality
internal import Projects

struct HeaderClaims {
  private let labels: [String: FieldDefinition]
  /// The fields whose own label stands over a column.
  private var labelled: Set<FieldID> = []
  private var newestPlan: Int64?

  /// - Parameters:
  ///   - worded: what the wording of each column means, and the name by which it is known.
  ///   - labels: the fields by their labels.
  init(
    _ worded: [(SheetColumn.Target, Header?)], _ labels: [String: FieldDefinition]
  ) {
    self.labels = labels
    for (target, known) in worded {
      guard case .field(let field) = target, let known else { continue }
      if isLabel(known, field) { labelled.insert(field.id) }
      if field.code == "annual_plan", let year = known.year {
        newestPlan = newestPlan.map { max($0, year) } ?? year
      }
    }
  }

  /// Whether a column with this header may give the field.
  func hold(_ field: FieldDefinition, _ known: Header?) -> Bool {
    guard let known else { return true }
    if field.code == "annual_plan", let newestPlan, let year = known.year {
      return year == newestPlan
    }
    return !labelled.contains(field.id) || isLabel(known, field)
  }

  private func isLabel(_ header: Header, _ field: FieldDefinition) -> Bool {
    [header.whole, header.bare].contains { $0 == field.code || labels[$0]?.id == field.id }
  }
}
