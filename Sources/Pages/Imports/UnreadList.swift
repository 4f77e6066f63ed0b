// The values of a sheet that are none of their fields', each once, for a person to say what it
// means: a case to choose, or a day to type. What is said holds for all cells of this file that
// have the value.

internal import Catalogue
internal import Causality
internal import ProjectLedger
internal import Projects

/// The values of a preview that were not known.
struct UnreadList {
  private static let shown = 60

  private let preview: ImportPreview
  private let ledger: String
  private let visit: Visit

  /// - Parameter ledger: whose city's counties may be chosen.
  init(_ preview: ImportPreview, ledger: String, _ visit: Visit) {
    self.preview = preview
    self.ledger = ledger
    self.visit = visit
  }

  /// Nil where every value is known; what nobody has said of comes first.
  var model: Model? {
    let values =
      preview.unread.filter { $0.meant == nil } + preview.unread.filter { $0.meant != nil }
    guard !values.isEmpty else { return nil }
    var model: Model = ["lines": values.prefix(Self.shown).map(line)]
    if values.count > Self.shown {
      model["more"] = visit.text("page.import-unread-more", "\(values.count - Self.shown)")
    }
    return model
  }

  private func line(_ value: UnreadValue) -> Model {
    let told = value.meant != nil ? "said" : value.isRefused ? "rejects" : "leaves"
    var line: Model = [
      "name": HeldImport.readAsPrefix + "\(value.field.code).\(value.written)",
      "value": value.meant ?? "",
      "label": visit.text(
        "page.import-unread-means", value.field.label(visit.language), value.written),
      "told": visit.text("page.import-unread-\(told)", "\(value.count)", value.place),
    ]
    if let cases = cases(value) { line["cases"] = ["options": cases] as Model }
    return line
  }

  /// What may be chosen, the nearest first; nil where it is typed.
  private func cases(_ value: UnreadValue) -> [Model]? {
    var options = [(value: "", label: visit.text("page.import-undecided"))]
    let field = value.field
    if let enumeration = field.enumeration {
      let nearest = value.nearest
      options += (nearest + enumeration.cases.filter { !nearest.contains($0) }).map {
        (value: $0.code, label: visit.language == .zh ? $0.zh : $0.en)
      }
    } else if case .code(.region) = field.type {
      options += Region.counties(around: ledger)
        .filter { visit.permit?.covers($0.code) ?? true }
        .map { (value: $0.code, label: $0.name) }
    } else if case .boolean = field.type {
      options += [true, false].map {
        (value: "\($0)", label: field.display(.boolean($0), visit.language))
      }
    } else {
      return nil
    }
    options.append((value: ImportChoices.leavesOut, label: visit.text("page.import-unread-leave")))
    return options.map { option in
      ["value": option.value, "label": option.label, "isChosen": option.value == value.meant ?? ""]
    }
  }
}
