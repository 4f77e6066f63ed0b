// A form made from the schema: one input a field, with its unit, its cases, what is wrong with what
// was typed, and what others wrote meanwhile. Each input travels with the value that it began with
// and the dots that were seen, so that what was not touched is not written. A long text is typed in
// a form of its own: whatever is written in a record, each of its forms can be sent.

internal import Catalogue
internal import Causality
internal import LedgerStore
internal import ProjectLedger
internal import Projects

/// What another wrote on a field since the form was opened.
struct Collision: Sendable {
  let shown: String
  let origin: String
}

/// A form with what was typed so far.
struct RecordForm: Sendable {
  let collection: CollectionDefinition
  let fields: [FieldDefinition]
  /// What each field held when the form was opened; nil makes a new record.
  let record: Record?
  /// What was typed, by code; a field that is not named holds what the record holds.
  var typed: [String: [String]] = [:]
  /// What is wrong, by code; under the empty code what is of no field.
  var problems: [String: [ValidationProblem]] = [:]
  var collisions: [String: Collision] = [:]
  var reason = ""

  /// The names of inputs: what is typed, what it began with, what was seen, and whose to keep.
  static let typedPrefix = "f."
  static let beganPrefix = "was."
  static let seenPrefix = "seen."
  /// What a field was drawn with where that is typing and not what stands.
  static let hadPrefix = "had."
  /// Whether a field was typed in since its page was drawn, whatever it holds now.
  static let touchedPrefix = "touched."
  static let pickPrefix = "pick."
  /// Whether the form asks whose value to keep.
  static let askedPrefix = "asked."

  /// Bytes of a field beyond which a form of several fields leaves it to a form of its own.
  private static let longBytesMax = 8 << 10
  /// How much of such a field is shown, in characters.
  private static let beginningCount = 200

  /// The inputs for a template.
  func model(_ role: OfficeRole?, _ language: Language) -> [Model] {
    fields.map { input($0, role, language) }
  }

  private func input(
    _ field: FieldDefinition, _ role: OfficeRole?, _ language: Language
  ) -> Model {
    let began = ValueWords.typed(record, field)
    let values = typed[field.code]?.map { ValueWords.named($0, field) } ?? began
    let mayWrite = role.map { Permissions.mayWrite(field, $0) } ?? false
    var model: Model = [
      "code": field.code, "label": field.label(language), "mayWrite": mayWrite,
      "began": began.joined(separator: "\n"), "seen": ValueWords.seen(record, field.id),
      "isRequired": field.isRequired,
      "isProposal": role.map { field.access.of($0) == .propose } ?? false,
    ]
    model["unit"] = ValueWords.unit(field, language)
    if typed[field.code] != nil {
      model["had"] = ["value": values.joined(separator: "\n")] as Model
    }
    if !mayWrite { model["fixed"] = record.map { ValueWords.shown($0, field, language) } ?? "" }
    if mayWrite, let record, isApart(field, began) {
      model["mayWrite"] = false
      model["fixed"] = began.joined(separator: "\n").prefix(Self.beginningCount) + "…"
      model["apart"] = ["path": "/r/\(record.id)/edit?group=\(field.code)"] as Model
      return model
    }
    if field.id == collection.parentField?.id, let above = values.first, !above.isEmpty {
      // Which record it belongs to is not typed.
      model["above"] = above
    } else {
      control(field, values, role, language, &model)
    }
    if let problems = problems[field.code] {
      model["problems"] = problems.map { problem -> Model in
        [
          "text": PageSentence.text(problem.message, in: language),
          "hint": PageSentence.text(problem.hint, in: language), "isRefusal": problem.isRefusal,
        ]
      }
      model["isWrong"] = problems.contains(where: \.isRefusal)
    }
    if let collision = collisions[field.code] {
      model["collision"] = ["shown": collision.shown, "origin": collision.origin] as Model
    }
    return model
  }

  /// Whether what stands in a field is too long to go with other fields, and was not typed in here.
  private func isApart(_ field: FieldDefinition, _ began: [String]) -> Bool {
    fields.count > 1 && typed[field.code] == nil && collisions[field.code] == nil
      && began.reduce(0) { $0 + $1.utf8.count } > Self.longBytesMax
  }

  /// Which control the field gets, and what is in it.
  private func control(
    _ field: FieldDefinition, _ values: [String], _ role: OfficeRole?, _ language: Language,
    _ model: inout Model
  ) {
    let value = values.first ?? ""
    switch field.type {
    case .enumeration(let enumeration):
      let options = enumeration.cases.filter { choice in
        role.map { Permissions.mayWrite(field, .code(choice.number), $0) } ?? true
          || values.contains(choice.code)
      }
      let models = options.map { choice -> Model in
        [
          "value": choice.code, "label": language == .zh ? choice.zh : choice.en,
          "isChosen": values.contains(choice.code),
        ]
      }
      // What was typed and is no case stays in sight.
      let strays = values.filter { typed in
        !typed.isEmpty && !options.contains { $0.code == typed }
      }.map { ["value": $0, "label": $0, "isChosen": true] as Model }
      model[field.isSet ? "boxes" : "select"] = ["options": models + strays] as Model
    case .boolean:
      let cases = [("true", Value.boolean(true)), ("false", Value.boolean(false))]
      model["select"] =
        [
          "options": cases.map { code, value -> Model in
            [
              "value": code, "label": field.display(value, language),
              "isChosen": values.first == code,
            ]
          }
        ] as Model
    case .date: model["input"] = ["type": "date", "value": value, "isText": false] as Model
    default:
      if field.isSet {
        model["area"] = ["value": values.joined(separator: "\n"), "isSet": true] as Model
      } else if case .text = field.type, value.utf8.contains(0x0A) || Self.long.contains(field.code)
      {
        model["area"] = ["value": value, "isSet": false] as Model
      } else {
        var input: Model = [
          "type": "text", "value": value, "isNumber": ValueWords.isNumber(field),
        ]
        let offered = ValueWords.offered(field)
        if !offered.isEmpty { input["list"] = ["names": offered] as Model }
        model["input"] = input
      }
    }
  }

  /// Texts that take more than a line.
  private static let long: Set<String> = [
    "scale", "remark", "stall_reason", "year_goal", "problems", "content", "findings", "measures",
    "progress_planned", "progress_done", "removal_reason", "expert_opinion_result", "text",
  ]
}
