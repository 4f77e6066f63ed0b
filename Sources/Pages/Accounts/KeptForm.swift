// A form that was sent in vain, because its session was over, another has begun, or the store could
// not take it: what was typed is shown, becomes a draft of the account at hand at once, and is sent
// again when a person presses the button. What another account typed is shown to be signed in for,
// and neither written nor drafted.

internal import Catalogue
internal import HTTPTypes
internal import LedgerStore
internal import Logging
internal import ProjectLedger
internal import Projects

extension Pages {
  /// The field of a form that says who types in it; empty for whoever opened the start link.
  static let typistField = "typist"

  /// Offers a form again that the store itself did not take, once what is in the way is gone; nil
  /// where nothing was typed in it, and for what a handler refuses by a page of its own.
  func offerAgain(_ sent: Form, _ visit: Visit, after error: any Error) async -> Answer? {
    let status = visit.told(of: error).status
    // The answer to a cell is put into the cell.
    guard error is StoreError || status.code >= 500, !(error is Stop),
      !(error is CancellationError), visit.path != "/cell"
    else { return nil }
    var form = SignInForm()
    form.keep(sent, path: visit.path)
    guard form.keptPath != nil, !shown(form, visit).isEmpty else { return nil }
    if status.code >= 500 { logger.error("\(visit.path): \(error)") }
    let wait = Remark(tone: .warning, message: Message("page.kept-failed"))
    return await offer(
      form, visit, remarks: visit.remarks(about: error) + [wait], status: status)
  }

  /// Offers a form to be sent again by the present session.
  func offer(
    _ form: SignInForm, _ visit: Visit, remarks: [Remark], status: HTTPResponse.Status = .ok
  ) async -> Answer {
    let sent = Form(form.kept)
    let typist = sent[Self.typistField] ?? ""
    guard typist.isEmpty || typist == visit.permit?.author ?? "" else {
      let other = Remark(
        tone: .refusal, message: Message("page.kept-of-other", [typist]))
      return keptPage(visit, form, [other], isOthers: true, status: status)
    }
    let keeping = try? await Permit.run(visit.permit) {
      try await onThread { [self] in keepRefused(sent, visit) }
    }
    return keptPage(
      visit, form, remarks + (keeping ?? []),
      isDrafted: keeping?.isEmpty == true && sent.has(Self.draftOf), status: status)
  }

  private func keptPage(
    _ visit: Visit, _ form: SignInForm, _ remarks: [Remark], isOthers: Bool = false,
    isDrafted: Bool = false, status: HTTPResponse.Status
  ) -> Answer {
    let fields = form.kept.map { ["name": $0.name, "value": $0.value] as Model }
    var model: Model = [
      "shown": shown(form, visit),
      "drop": visit.text(isDrafted ? "page.kept-later" : "page.kept-drop"),
    ]
    if isOthers {
      model["others"] = ["path": form.keptPath ?? "/", "fields": form.carried] as Model
    } else {
      model["own"] =
        ["action": form.keptPath ?? "/", "fields": fields, "verb": verb(form, visit)] as Model
    }
    return visit.page(
      "kept", title: visit.text("page.kept-title"), model, remarks: remarks, status: status)
  }

  /// What the button said by which the form was sent.
  private func verb(_ form: SignInForm, _ visit: Visit) -> String {
    let verbs = [
      "save": "page.save-draft", "submit": "page.submit", "return": "page.return",
      "approve": "page.approve",
    ]
    let act = form.kept.first { $0.name == "act" }?.value ?? ""
    return visit.text(verbs[act] ?? "page.kept-send")
  }

  /// Fields that begin empty or are typed anew, and their labels.
  private static let plainFields = [
    "value": "page.other-value", "reason": "page.reason", "person": "page.issue-person",
    "due": "page.due",
  ]

  /// What was typed in a form: the fields that differ from what they began with, in a month's form
  /// each under its project.
  private func shown(_ form: SignInForm, _ visit: Visit) -> [Model] {
    let began = Dictionary(form.kept.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
    return form.kept.compactMap { name, value -> Model? in
      if let label = Self.plainFields[name] {
        return value.isEmpty ? nil : ["label": visit.text(label), "value": value]
      }
      // `f.CODE`, or in a month's form `m.ID.f.CODE`.
      let parts = name.split(separator: ".").map(String.init)
      guard let code = parts.last, [2, 4].contains(parts.count),
        parts[parts.count - 2] + "." == RecordForm.typedPrefix
      else { return nil }
      let head = parts.dropLast(2).map { $0 + "." }.joined()
      if began[head + RecordForm.beganPrefix + code] ?? "" == value { return nil }
      let field = schema.collections.lazy.compactMap { $0.field(code) }.first
      let label = field?.label(visit.language) ?? code
      return [
        "label": head.isEmpty
          ? label
          : visit.text("page.kept-of-project", visit.named(began[head + "name"] ?? ""), label),
        "value": value.isEmpty ? visit.text("page.emptied") : value,
      ]
    }
  }
}
