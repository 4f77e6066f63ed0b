// 1. Observers write nothing; every field can be written by somebody, and decided by somebody.
// 2. The table of who may change what holds, role by role.
// 3. Reserved cases can be chosen only by the roles that decide them.

import Causality
import Projects
import Testing

@Suite struct PermissionTests {
  @Test func everyFieldHasAWriterAndObserversHaveNone() {
    for collection in Schema.standard.collections {
      #expect(!Permissions.mayCreate(collection, .observer))
      for field in collection.fields {
        #expect(!Permissions.mayWrite(field, .observer))
        let writers = OfficeRole.allCases.filter { field.access.of($0) == .write }
        #expect(!writers.isEmpty, "\(collection.code).\(field.code)")
      }
    }
  }

  @Test(
    arguments: [
      ("project", "owner", "www"), ("project", "stage", "www"), ("project", "level", "ppw"),
      ("project", "category", "ppw"), ("project", "is_key", "ppw"),
      ("project", "annual_plan", "ppw"), ("project", "dispatch_flags", "ppw"),
      ("milestone", "planned_on", "www"), ("progress_report", "month_investment", "www"),
      ("approval", "accepted_on", "pwp"), ("approval", "decided_on", "pwp"),
      ("approval", "sla_workdays", "pwp"), ("approval", "requested_on", "www"),
      ("issue", "status", "www"), ("issue", "rectify_notice_no", "-ww"),
      ("issue", "rectification_verified_on", "-ww"), ("issue", "rectified_on", "www"),
      ("batch", "no", "ppw"), ("batch_member", "batch", "ppw"), ("batch_member", "origin", "ppw"),
      ("evidence", "kind", "www"), ("unit", "name", "www"), ("ledger_op", "verb", "www"),
      ("period_close", "snapshot", "--w"), ("correction", "reason", "www"),
      ("correction", "decided_by", "--w"), ("board", "cleared_on", "--w"),
      ("notice", "issued_on", "-ww"), ("notice", "rectified_on", "www"),
      ("notice", "verified_on", "-ww"), ("responsibility_letter", "signed_on", "www"),
      ("responsibility_letter", "issued_on", "ppw"), ("letter_target", "amount", "ppw"),
      ("responsibility_item", "updates", "www"), ("review", "score", "--w"),
      ("accountability", "kind", "--w"), ("reward", "amount", "--w"), ("target", "value", "--w"),
      ("calendar_day", "kind", "--w"), ("rule_set", "text", "--w"), ("place", "verbs", "--w"),
      ("cadence", "frequency", "--w"), ("meeting", "held_on", "www"),
      ("approval_item", "sla_workdays", "ppw"), ("reserve_entry", "status", "www"),
    ])
  func table(_ collection: String, _ code: String, _ expected: String) throws {
    let field = try #require(Schema.standard.collection(collection)?.field(code))
    let found = [OfficeRole.county, .department, .city].map { role in
      switch field.access.of(role) {
      case .none: "-"
      case .propose: "p"
      case .write: "w"
      }
    }
    #expect(found.joined() == expected, "\(collection).\(code)")
  }

  @Test(
    arguments: [
      ("issue", "status", "核验", OfficeRole.county, false),
      ("issue", "status", "不予销号", .county, false), ("issue", "status", "申请销号", .county, true),
      ("issue", "status", "销号", .county, true), ("issue", "status", "核验", .department, true),
      ("issue", "status", "不予销号", .city, true),
      ("progress_report", "report_state", "锁定", .county, false),
      ("progress_report", "report_state", "退回", .department, false),
      ("progress_report", "report_state", "审定", .county, true),
      ("progress_report", "report_state", "锁定", .city, true),
      ("ledger_op", "verb", "算账", .county, false), ("ledger_op", "verb", "算账", .department, false),
      ("ledger_op", "verb", "算账", .city, true), ("ledger_op", "verb", "交账", .county, true),
      ("correction", "status", "采纳", .county, false), ("correction", "status", "提出", .county, true),
    ])
  func reservedCases(
    _ collection: String, _ code: String, _ label: String, _ role: OfficeRole, _ may: Bool
  ) throws {
    let field = try #require(Schema.standard.collection(collection)?.field(code))
    let value = try field.parse(label)
    #expect(Permissions.mayWrite(field, value, role) == may)
    #expect(Permissions.mayWrite(field, .empty, role))
  }

  @Test func membersOfTheListHaveRoles() {
    #expect(OfficeRole(member: "hub") == .city)
    #expect(OfficeRole(member: "county") == .county)
    #expect(OfficeRole(member: "nobody") == nil)
  }
}
