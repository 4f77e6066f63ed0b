// One request as a handler sees it: who asks, in which language, what for; and how its page is
// made.

internal import Bulletins
internal import Catalogue
internal import HTTPTypes
internal import LedgerStore
internal import Policy
internal import ProjectLedger
internal import Projects
internal import Workbooks

/// One request, past the gate.
struct Visit: Sendable {
  let pages: Pages
  var session: Session?
  let language: Language
  /// Of the page that is answered; a refused form's answer stands for the page that held the form.
  var path: String
  let query: Form
  let parameters: [String: String]
  /// What the account at hand may do; nil for whoever opened the start link.
  var permit: Permit?
  /// Where the request came from; empty where that is not known.
  var address = ""
  /// Whether that is this machine.
  var isLocal = true
  /// What names a browser that has yet to sign in.
  var guestID: String?
  /// Whether the page reaches a person: what answers HEAD leaves the remarks to the next page.
  var isShown = true
  /// The commit that the page is of, where that is not the last one looked at.
  var commit: UInt64?

  func text(_ key: String, _ arguments: String...) -> String {
    Catalogue.text(Message(key, arguments), in: language)
  }

  func text(_ message: Message) -> String { PageSentence.text(message, in: language) }

  /// A name, or that there is none: what has no name is still opened by it.
  func named(_ name: String) -> String { name.isEmpty ? text("page.unnamed") : name }

  /// A page within the frame.
  ///
  /// - Parameters:
  ///   - place: which entry of the menu it belongs to.
  ///   - remarks: besides those left by the page before.
  func page(
    _ template: String, title: String, place: String = "", _ model: Model,
    remarks: [Remark] = [], status: HTTPResponse.Status = .ok
  ) -> Answer {
    var model = model
    model["t"] = Words(language: language)
    model["token"] = session?.formToken ?? ""
    model["typist"] = permit?.author ?? ""
    var told = remarks
    // A part that is fetched again leaves the remarks to the page that a person opens.
    if let session, isShown, query["live"] != "1" {
      told = pages.sessions.takeRemarks(for: session) + remarks
    }
    let (commit, known) = pages.bell.known
    let counts = pages.headCounts(known, at: commit, for: permit)
    let frame: Model = [
      "t": Words(language: language), "language": language == .zh ? "zh-CN" : "en",
      "title": title, "path": path, "office": pages.store.identity.office,
      "menu": session == nil ? [] : menu(place, counts), "token": session?.formToken ?? "",
      "account": permit.map { ["name": $0.author] as Model } ?? [:],
      "isAccount": permit != nil && session != nil,
      "otherLanguage": language == .zh ? "English" : "中文",
      "otherLanguageCode": language == .zh ? "en" : "zh", "otherLanguagePath": otherLanguage,
      "commit": session == nil ? "" : "\(self.commit ?? commit)",
      "unsent": "\(counts.unsent)", "isUnsent": session != nil && counts.unsent > 0,
      "hasLine": session != nil && pages.settings.line != nil,
      "remarks": told.map { remark -> Model in
        var model: Model = ["tone": remark.tone.rawValue, "text": text(remark.message)]
        if let link = remark.link {
          model["link"] = ["path": link.path, "name": link.name] as Model
        }
        return model
      },
    ]
    return .html(pages.templates.page(template, model, in: frame), status: status)
  }

  private func menu(_ place: String, _ counts: HeadCounts) -> [Model] {
    var places = Self.places
    // The city's page is of all counties.
    if permit?.county != nil { places.removeAll { $0.0 == "city" } }
    if pages.store.identity.role == .hub,
      (try? pages.admit(self, .keeper, writes: false)) != nil || permit == nil
    {
      places.append(("members", "/members"))
    }
    return places.map { name, path in
      var entry: Model = [
        "path": path, "label": text("page.menu-\(name)"), "isHere": name == place,
      ]
      if name == "conflicts" {
        let count = counts.conflicts
        entry["badge"] = ["count": "\(count)", "name": "conflicts", "isNone": count == 0] as Model
      }
      return entry
    }
  }

  static let places = [
    ("today", "/"), ("projects", "/projects"), ("month", "/month"), ("conflicts", "/conflicts"),
    ("city", "/city"),
  ]

  /// What stands behind the question mark of this page's address, but for some names; empty, or
  /// ending in `&`.
  func kept(without names: String...) -> String {
    query.fields.filter { $0.name != "live" && !names.contains($0.name) }
      .map { "\(Form.encode($0.name))=\(Form.encode($0.value))&" }.joined()
  }

  /// This page in the other language.
  private var otherLanguage: String {
    let other: Language = language == .zh ? .en : .zh
    let kept = kept(without: "lang", "token")
    return "\(path)?\(kept)lang=\(other.rawValue)"
  }

  /// Whatever was thrown, as a page with the next step.
  func page(about error: any Error) -> Answer {
    let (status, message, hint) = told(of: error)
    var model: Model = ["message": text(message)]
    if let hint { model["hint"] = text(hint) }
    return page("stop", title: text("page.stop"), model, status: status)
  }

  /// Whatever was thrown, at the head of a page that holds what was typed.
  func remarks(about error: any Error) -> [Remark] {
    let (_, message, hint) = told(of: error)
    return [Remark(tone: .refusal, message: message)]
      + (hint.map { [Remark(tone: .warning, message: $0)] } ?? [])
  }

  /// What is said of an error: its status, its sentence, and the next step where there is one.
  func told(
    of error: any Error
  ) -> (status: HTTPResponse.Status, message: Message, hint: Message?) {
    let status: HTTPResponse.Status
    let message: Message
    var hint: Message?
    switch error {
    case let stop as Stop:
      status = stop.status
      message = stop.message
    case let error as StoreError:
      status = error.pageStatus
      message = error.pageMessage
      hint = Message(error.topic + ".hint", error.arguments)
    case let fault as AccountFault:
      status = .badRequest
      message = fault.message
    case let problem as ValidationProblem:
      status = .badRequest
      message = problem.message
      hint = problem.hint
    case let refused as DraftRefused:
      status = .conflict
      message = refused.refusals.first?.message ?? Message("page.refused")
      hint = refused.refusals.first?.hint
    case let fault as BookFault:
      (status, message, hint) = (.unprocessableContent, fault.message, fault.hint)
    case let fault as CalendarFault:
      (status, message, hint) = (.conflict, fault.message, fault.hint)
    case let fault as CityBookFault:
      (status, message, hint) = (.conflict, fault.message, fault.hint)
    case let kept as KeptRuleSetFault:
      (status, message, hint) = (.conflict, kept.message, kept.hint)
    case let fault as FrozenBulletinFault:
      (status, message, hint) = (.conflict, fault.message, fault.hint)
    case let fault as FactFault:
      (status, message, hint) = (.conflict, fault.message, BulletinFault.facts(fault).hint)
    default:
      status = .internalServerError
      message = Message("page.stop-unexpected", ["\(error)"])
    }
    let next = hint ?? Message(message.key + ".hint", message.arguments)
    return (status, message, Catalogue.contains(next.key) ? next : nil)
  }
}

extension StoreError {
  /// The refusal as pages say it.
  var pageMessage: Message {
    guard let county else { return Message(topic, arguments) }
    return Message("page.beyond-county", [arguments[0], Region.find(county)?.name ?? county])
  }

  /// The status of a page that tells of the refusal.
  var pageStatus: HTTPResponse.Status {
    switch exitCode {
    case 1: .conflict
    case 64, 65: .badRequest
    case 66: .notFound
    case 75: .serviceUnavailable
    case 77: .forbidden
    default: .internalServerError
    }
  }
}
