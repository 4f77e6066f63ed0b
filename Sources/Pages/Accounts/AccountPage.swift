// One's own account: role, county, the last times it was used, another password, signing out. And
// for those who look after the node, who signed in at all.

internal import Catalogue
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  private static let ownNotesMax = 10
  static let notesMax = 500

  /// `/account`.
  func ownAccount(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in ownPage(visit) }
  }

  /// `POST /account/password`: `current`, `new` and `again`.
  func changePassword(_ visit: Visit, _ sent: Form) async throws -> Answer {
    guard let name = visit.permit?.author else { throw Stop(.notFound, "page.stop-no-account") }
    if let wait = pace.begin(account: name, address: visit.address) {
      var answer = ownPage(
        visit, remark: Message("page.sign-in-wait", ["\(wait)"]), status: .tooManyRequests)
      answer.retryAfterSeconds = wait
      return answer
    }
    return try await onThread { [self] in
      guard let account = accounts.live(name), account.password.isOf(sent["current"] ?? "") else {
        note(.wrongPassword, name, visit)
        return ownPage(
          visit, remark: AccountFault(.wrongPassword).message, status: .forbidden)
      }
      pace.succeeded(account: name, address: visit.address)
      let password = sent["new"] ?? ""
      do {
        guard password == sent["again"] else { throw AccountFault(.passwordsDiffer) }
        try accounts.setPassword(name, password, at: settings.wallMilliseconds())
      } catch let fault as AccountFault {
        return ownPage(visit, remark: fault.message, status: .unprocessableContent)
      }
      note(.passwordChanged, name, visit)
      // Every session of the old password is over, this one too.
      guard let account = accounts.live(name) else { return .redirect("/sign-in") }
      let session = sessions.open(for: account)
      sessions.leave(
        [Remark(tone: .done, message: Message("page.password-changed"))], for: session)
      var answer = Answer.redirect("/account")
      answer.cookies = [cookieField(cookieName, session.id)]
      return answer
    }
  }

  /// `/sign-ins`.
  func allSignIns(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in
      let notes = signIns.newest(Self.notesMax)
      return visit.page(
        "signins", title: visit.text("page.sign-ins"), place: "",
        [
          "lines": notes.map { line($0, visit) }, "isEmpty": notes.isEmpty,
          "count": "\(notes.count)", "hasAccounts": accounts.isInUse,
        ])
    }
  }

  private func ownPage(
    _ visit: Visit, remark: Message? = nil, status: HTTPResponse.Status = .ok
  ) -> Answer {
    var model: Model = ["isAccount": visit.permit != nil]
    if let permit = visit.permit {
      let notes = signIns.newest(Self.notesMax).filter { $0.account == permit.author }
      model["name"] = permit.author
      model["role"] = visit.text("role.\(permit.role.rawValue)")
      model["county"] =
        permit.county.map { code in Region.find(code).map { "\($0.name) \(code)" } ?? code }
        ?? visit.text("page.account-all")
      model["lines"] = notes.prefix(Self.ownNotesMax).map { line($0, visit) }
      model["least"] = visit.text("page.password-least", "\(PasswordHash.scalarsMin)")
    }
    return visit.page(
      "account", title: visit.text("page.account"), model,
      remarks: remark.map { [Remark(tone: .refusal, message: $0)] } ?? [], status: status)
  }

  private func line(_ note: SignInNote, _ visit: Visit) -> Model {
    [
      "when": LocalTime.minute(note.atMilliseconds), "account": note.account,
      "what": visit.text("sign-in.\(note.kind.rawValue)"), "address": note.address,
      "isBad": note.kind == .wrongPassword,
    ]
  }
}
