// A hub's members and invitations: who takes part, a token that works once and expires, revoking
// with a reason and taking that back. The same acts as
// `taizhang hub invite|members|revoke|reinstate`.

internal import Catalogue
internal import Causality
internal import HTTPTypes
internal import LedgerStore
internal import ProjectLedger
internal import Projects

extension Pages {
  /// How long an invitation can be good for, days.
  private static let expiryDays = [1, 7, 30]
  private static let grantsShown = 50

  /// `/members`.
  func membersPage(_ visit: Visit, _ form: Form) async throws -> Answer {
    try await onThread { [self] in try membersPage(visit) }
  }

  /// `POST /members/invite`: to a `ledger`, as `role`, for `days`.
  func invite(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      try requireHub()
      let ledger = sent.text("ledger") ?? ""
      guard let role = Role(rawValue: sent["role"] ?? ""),
        let days = sent["days"].flatMap({ Int($0) }), Self.expiryDays.contains(days)
      else { throw Stop(.badRequest, "page.choose") }
      switch Store.invitationFault(to: ledger, as: role) {
      case .roleIsHub:
        return try membersPage(
          visit, asked: ledger, refusal: Message("failure.invite-role", [role.rawValue]))
      case .cityNeedsAuthority:
        return try membersPage(
          visit, asked: ledger, refusal: Message("failure.invite-city", [role.rawValue]))
      case nil: break
      }
      let held = try store.read { snapshot throws(StoreError) in try snapshot.allLedgers() }
      if !held.contains(ledger), sent["new"] != "1" {
        return try membersPage(
          visit, asked: ledger, refusal: Message("page.invite-unknown", [ledger]))
      }
      do {
        try store.addLedger(ledger)
        let invitation = try store.invite(
          ledger, as: role, expiresSeconds: days * 86_400,
          wallMilliseconds: settings.wallMilliseconds)
        return try membersPage(visit, invitation, asked: ledger)
      } catch let error as StoreError where error.code == .badLedgerID {
        return try membersPage(
          visit, asked: ledger, refusal: Message("store.bad-ledger-id", error.arguments))
      }
    }
  }

  /// `POST /members/{replica}/revoke`, with a `reason`.
  func revoke(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      let member = try member(visit)
      guard member.replica != store.identity.replica else {
        return try membersPage(visit, refusal: Message("failure.own-revocation"))
      }
      guard !member.isRevoked else {
        return try membersPage(
          visit,
          refusal: Message("page.revoked-before", [member.office, sent.text("reason") ?? "—"]))
      }
      guard let reason = sent.text("reason") else {
        return try membersPage(visit, refusal: Message("page.stop-reason"))
      }
      try store.revoke(member.replica, reason: signed(reason, visit))
      return done("page.revoked", member, visit)
    }
  }

  /// `POST /members/{replica}/reinstate`.
  func reinstate(_ visit: Visit, _ sent: Form) async throws -> Answer {
    try await onThread { [self] in
      let member = try member(visit)
      guard !member.revocations.isEmpty else {
        return try membersPage(
          visit, refusal: Message("page.reinstated-before", [member.office]))
      }
      try store.reinstate(
        member.replica, reason: sent.text("reason").map { signed($0, visit) })
      return done("page.reinstated", member, visit)
    }
  }

  // MARK: The parts

  /// Changes of the member list are the office's own; the account behind one stands in its reason.
  private func signed(_ reason: String, _ visit: Visit) -> String {
    visit.permit.map { "\(reason) · \($0.author)" } ?? reason
  }

  private func requireHub() throws(Stop) {
    guard store.identity.role == .hub else { throw Stop(.notFound, "page.stop-hub") }
  }

  private func member(_ visit: Visit) throws -> Member {
    try requireHub()
    let wanted = visit.parameters["replica"] ?? ""
    guard let member = try store.members().first(where: { $0.replica.description == wanted }) else {
      throw Stop(.notFound, "failure.no-such-member", wanted)
    }
    return member
  }

  private func done(_ key: String, _ member: Member, _ visit: Visit) -> Answer {
    if let session = visit.session {
      sessions.leave([Remark(tone: .done, message: Message(key, [member.office]))], for: session)
    }
    return .redirect("/members")
  }

  private func membersPage(
    _ visit: Visit, _ invitation: Invitation? = nil, asked: String? = nil,
    refusal: Message? = nil
  ) throws -> Answer {
    try requireHub()
    let members = try store.members()
    let now = settings.wallMilliseconds()
    let held = try store.read { snapshot throws(StoreError) in try snapshot.allLedgers() }
    let roles: [Role] = [.county, .department, .city, .observer]
    var model: Model = [
      "members": members.map { line($0, visit) }, "count": "\(members.count)", "ledgers": held,
      "ledger": asked ?? held.first { Store.invitationFault(to: $0, as: .county) == nil } ?? "",
      "roles": roles.map { role -> Model in
        ["code": role.rawValue, "label": visit.text("role.\(role.rawValue)")]
      },
      "days": Self.expiryDays.map { days -> Model in
        [
          "days": "\(days)", "label": visit.text("page.invite-days", "\(days)"),
          "isChosen": days == 7,
        ]
      },
    ]
    let offices = Dictionary(members.map { ($0.replica, $0.office) }, uniquingKeysWith: { $1 })
    let grants = try store.grants()
    model["grants"] = grants.prefix(Self.grantsShown).map { grant -> Model in
      let state: String
      if let user = grant.usedBy {
        state = visit.text("page.invite-used", offices[user] ?? user.description)
      } else {
        state = visit.text(
          grant.expiresMilliseconds <= now ? "page.invite-over" : "page.invite-open")
      }
      return [
        "ledger": grant.ledger, "role": visit.text("role.\(grant.role.rawValue)"),
        "expires": LocalTime.minute(grant.expiresMilliseconds), "state": state,
      ]
    }
    model["hasGrants"] = !grants.isEmpty
    if let invitation {
      model["made"] =
        [
          "command": "taizhang join \(invitation.url) --token \(invitation.token)",
          "head": visit.text(
            "invite.done", invitation.ledger, visit.text("role.\(invitation.role.rawValue)"),
            LocalTime.minute(invitation.expiresMilliseconds)),
        ] as Model
    }
    return visit.page(
      "members", title: visit.text("page.menu-members"), place: "members", model,
      remarks: refusal.map { [Remark(tone: .refusal, message: $0)] } ?? [],
      status: refusal == nil ? .ok : .unprocessableContent)
  }

  private func line(_ member: Member, _ visit: Visit) -> Model {
    let isSelf = member.replica == store.identity.replica
    return [
      "replica": member.replica.description, "office": member.office,
      "role": visit.text("role.\(member.role.rawValue)"),
      "ledgers": member.ledgers.joined(separator: " "),
      "enrolled": LocalTime.minute(member.enrolledMilliseconds),
      "standing": member.standing.map { visit.text($0) }.joined(separator: "; "),
      "mayRevoke": !isSelf && !member.isRevoked,
      "mayReinstate": !isSelf && !member.revocations.isEmpty,
    ]
  }
}
