// Signing in and out. A password is compared off the event loops, after the pace of tries has been
// asked; whether it was the name or the password that was wrong is not told. A form that was sent
// in vain becomes a draft of the account that typed it, and of no other (KeptForm.swift).

package import Catalogue
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension AccountFault {
  /// The sentence; its hint has the same key with `.hint`.
  package var message: Message { Message("account.fault-\(code.rawValue)", arguments) }
}

extension Pages {
  /// `/sign-in`, going `?back=` afterwards.
  func signInForm(_ visit: Visit) async throws -> Answer {
    guard accounts.isInUse else { throw Stop(.notFound, "page.stop-no-accounts") }
    var form = SignInForm()
    if let back = visit.query["back"] { form.goBack(to: back) }
    let isOut = visit.query["out"] == "1"
    let remark = isOut ? Remark(tone: .done, message: Message("page.signed-out")) : nil
    return signInPage(visit, form, remark: remark, isOut: isOut)
  }

  /// `POST /sign-in`.
  func signIn(_ visit: Visit, _ sent: Form) async throws -> Answer {
    let form = SignInForm(sent)
    if sent["password"] == nil, form.keptPath != nil {
      // Signing in as another account, to go on with what was typed.
      let message = Message("page.sign-in-kept")
      return signInPage(visit, form, remark: Remark(tone: .warning, message: message))
    }
    func again(
      _ key: String, _ arguments: String..., tone: Remark.Tone = .refusal,
      status: HTTPResponse.Status = .forbidden
    ) -> Answer {
      signInPage(
        visit, form, remark: Remark(tone: tone, message: Message(key, arguments)), status: status)
    }
    guard let guest = visit.guestID, let token = sent["guest-token"],
      Secret.equal(token, Secret.keyed(guestSecret, guest))
    else { return again("page.sign-in-again", tone: .warning) }
    if let wait = pace.begin(account: form.account, address: visit.address) {
      var answer = again("page.sign-in-wait", "\(wait)", status: .tooManyRequests)
      answer.retryAfterSeconds = wait
      return answer
    }
    let password = sent["password"] ?? ""
    let found = try await onThread { [accounts] () -> (account: Account?, isRight: Bool) in
      guard let account = accounts.live(form.account) else {
        PasswordHash.pretend(password)
        return (nil, false)
      }
      return (account, account.password.isOf(password))
    }
    guard let account = found.account, found.isRight else {
      note(.wrongPassword, found.account?.name ?? "", visit)
      return again("page.sign-in-wrong")
    }
    pace.succeeded(account: form.account, address: visit.address)
    note(.signedIn, account.name, visit)
    if let session = visit.session { sessions.close(session) }
    return await entered(account, form, visit)
  }

  /// A new session of an account, and the page to go on with.
  private func entered(
    _ account: Account, _ form: SignInForm, _ visit: Visit
  ) async -> Answer {
    var visit = visit
    visit.session = sessions.open(for: account)
    visit.permit = account.permit
    var answer = Answer.redirect(form.back)
    if form.keptPath != nil {
      answer = await offer(
        form, visit, remarks: [Remark(tone: .warning, message: Message("page.kept-signed-in"))])
    }
    answer.cookies.append(cookieField(cookieName, visit.session?.id ?? ""))
    return answer
  }

  /// `POST /sign-out`.
  func signOut(_ visit: Visit, _ sent: Form) async throws -> Answer {
    if let session = visit.session { sessions.close(session) }
    note(.signedOut, visit.permit?.author ?? "", visit)
    var answer = Answer.redirect(accounts.isInUse ? "/sign-in?out=1" : "/")
    answer.cookies = [cookieField(cookieName, "", keptSeconds: 0)]
    return answer
  }

  /// Notes who did what about signing in.
  func note(_ kind: SignInNote.Kind, _ account: String, _ visit: Visit) {
    signIns.add(SignInNote(kind, account, visit.address, at: settings.wallMilliseconds()))
  }

  // MARK: Pages

  func signInPage(
    _ visit: Visit, _ form: SignInForm, remark: Remark? = nil,
    status: HTTPResponse.Status = .ok, isOut: Bool = false
  ) -> Answer {
    var visit = visit
    visit.session = nil
    let known = visit.guestID.flatMap { $0.utf8.count == 64 ? $0 : nil }
    let guest = known ?? Secret.random()
    var answer = visit.page(
      "signin", title: visit.text("page.sign-in"),
      [
        "guestToken": Secret.keyed(guestSecret, guest), "back": form.back,
        "name": form.account, "keptPath": form.keptPath ?? "", "isKept": form.keptPath != nil,
        "kept": form.carried, "keptCount": "\(form.kept.count)", "isOut": isOut,
      ], remarks: remark.map { [$0] } ?? [], status: status)
    if known == nil { answer.cookies.append(cookieField(guestCookieName, guest)) }
    return answer
  }
}
