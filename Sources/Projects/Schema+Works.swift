// The collections of work on a project: milestones, approvals, reports, issues, assignments and
// visits; model sections 1.3 to 1.8 and 1.11. For records other than projects, `needed` means
// listed as missing while empty.

internal import Causality

extension Schema {
  static let milestone = CollectionDefinition(
    2, "milestone", "节点计划", "Milestone", name: 2, parent: 1,
    fields: [
      .parent(1, "project", "项目", "Project", required: true),
      .text(2, "name", "节点名称", "Name", FieldOptions(required: true)),
      .choice(3, "phase", "阶段", "Phase", .phase),
      .date(4, "planned_on", "计划日期", "Planned on", wanted),
      .date(5, "actual_on", "实际日期", "Actually on"),
      .text(6, "owner", "责任人", "Owner", wanted),
      .integer(7, "seq", "序号", "Order"),
      .integer(8, "baseline_version", "基线版本", "Baseline version"),
      .text(9, "remark", "备注", "Remark"),
    ])

  static let approval = CollectionDefinition(
    3, "approval", "审批事项", "Approval item", name: 2, parent: 1,
    fields: [
      .parent(1, "project", "项目", "Project", required: true),
      .text(2, "name", "事项名称", "Name", wanted),
      .text(3, "item_code", "事项编码", "Item code"),
      .text(4, "unit", "审批部门", "Approving department", wanted),
      .choice(5, "route", "审批路径", "Route", .approvalRoute),
      .choice(6, "eia_kind", "环评类别", "Kind of assessment", .eiaKind),
      .date(7, "requested_on", "申请日", "Requested on"),
      .date(8, "accepted_on", "受理日", "Accepted on", departments),
      .date(9, "decided_on", "办结日", "Decided on", departments),
      .choice(10, "status", "状态", "Status", .approvalStatus, approvalStatusOptions),
      .choice(11, "result", "结果", "Result", .approvalResult, approvalResultOptions),
      .integer(12, "sla_workdays", "时限", "Time limit", slaOptions),
      .codes(13, "pauses", "暂停时段", "Pauses", .pause, departments),
      .text(14, "parallel_group", "并联组", "Parallel group"),
      .choice(15, "channel", "办理渠道", "Channel", .channel),
      .integer(16, "visit_count", "跑腿次数", "Visits made"),
      .choice(17, "handling", "办理方式", "Handling", .handling),
      .codes(18, "missing_items", "容缺事项", "Missing items", .missing),
      .text(19, "commitment_doc", "承诺书", "Commitment"),
      .choice(20, "commitment_result", "承诺履行", "Commitment kept", .commitmentResult, departments),
      .date(21, "technical_review_start_on", "技术审查开始", "Technical review from"),
      .date(22, "technical_review_end_on", "技术审查结束", "Technical review to"),
      .date(23, "intermediary_start_on", "中介服务开始", "Intermediary service from"),
      .date(24, "intermediary_end_on", "中介服务结束", "Intermediary service to"),
      .date(25, "government_start_on", "政府审批开始", "Government approval from"),
      .date(26, "government_end_on", "政府审批结束", "Government approval to"),
      .date(27, "public_service_start_on", "公共服务开始", "Public service from"),
      .date(28, "public_service_end_on", "公共服务结束", "Public service to"),
      .date(29, "materials_list_given_on", "材料清单给出日", "List of materials given on"),
      .date(30, "contact_on", "联系业主日", "Owner contacted on"),
      .text(31, "document_no", "批复文号", "Number of the decision", departments),
      .text(32, "remark", "备注", "Remark"),
      .text(33, "agent_person", "代办员", "Agent"),
      .date(34, "verified_on", "事后核查日", "Verified afterwards on", departments),
    ])

  static let progressReport = CollectionDefinition(
    4, "progress_report", "进度报告", "Progress report", name: 2, parent: 1,
    derived: [
      DerivedField(
        code: "completed_ytd", zh: "年内累计", en: "Completed this year",
        typedInstead: "month_investment"),
      DerivedField(
        code: "completed_cumulative", zh: "开工累计", en: "Completed since the start",
        typedInstead: "month_investment"),
      DerivedField(code: "locked", zh: "已锁定", en: "Locked", typedInstead: "report_state"),
    ],
    fields: [
      .parent(1, "project", "项目", "Project", required: true),
      .code(2, "period", "报告期", "Period", .period, wanted),
      .money(3, "planned", "累计计划", "Planned to the period's end", lockable),
      .money(4, "month_investment", "本月完成投资", "Invested in the month", signedFigure),
      .money(5, "funds_in", "本月到位资金", "Funds arrived in the month", signedFigure),
      .text(6, "progress_planned", "形象进度计划", "Planned progress"),
      .text(7, "progress_done", "形象进度完成", "Progress made", .others("image_progress")),
      .text(8, "problems", "存在问题", "Problems"),
      .text(9, "correction_reason", "更正原因", "Reason of the correction"),
      .reference(10, "corrects", "更正对象", "Corrects the report", to: "progress_report"),
      .text(11, "submitted_by", "报送人", "Submitted by"),
      .date(12, "submitted_on", "报送日", "Submitted on"),
      .date(13, "leader_approved_on", "领导审签日", "Approved by the leader on"),
      .money(14, "stat_entered_amount", "纳统投资", "Entered in statistics", lockable),
      .choice(15, "report_state", "填报状态", "State of the report", .reportState, reportOptions),
      .text(16, "reporter", "填报人", "Reporter"),
      .text(17, "auditor", "审核人", "Auditor"),
      .text(18, "phone", "联系电话", "Telephone"),
      .text(19, "remark", "备注", "Remark"),
    ])

  static let issue = CollectionDefinition(
    5, "issue", "问题", "Issue", name: 2, parent: 1,
    fields: [
      .parent(1, "project", "项目", "Project"),
      .text(2, "name", "问题描述", "Issue", wanted.with { $0.others = ["content", "title"] }),
      .choice(3, "kind", "问题类别", "Kind", .issueKind, wanted),
      .choice(4, "scope", "共性个性", "Common or individual", .issueScope, wanted),
      .choice(5, "element_kind", "要素", "Element", .elementKind),
      .choice(6, "domain3", "领域", "Domain", .issueDomain),
      .text(7, "responsible_person", "责任人", "Responsible person", wanted),
      .text(8, "responsible_unit", "责任单位", "Responsible unit"),
      .date(9, "due_on", "办结时限", "Due on", wanted),
      .integer(10, "level", "层级", "Level", FieldOptions(check: .range(1...3))),
      .date(11, "raised_on", "提出日", "Raised on"),
      .text(12, "raised_by", "提出人", "Raised by"),
      .date(13, "first_reply_on", "首次回复日", "First reply on"),
      .choice(14, "assigner", "交办方", "Assigned by", .assigner),
      .choice(15, "status", "状态", "Status", .issueStatus, issueStatusOptions),
      .text(16, "agenda_meeting_id", "上会", "On the agenda of"),
      .text(17, "rectify_notice_no", "整改督办通知书文号", "Rectification notice", assigners),
      .date(18, "rectify_notice_issued_on", "通知书下发日", "Notice issued on", assigners),
      .date(19, "rectified_on", "整改完成日", "Rectified on"),
      .date(20, "rectification_verified_on", "整改核验日", "Rectification verified on", assigners),
      .date(21, "submitted_on", "申请销号日", "Closing requested on"),
      .text(22, "submitted_by", "申请人", "Closing requested by"),
      .text(23, "verified_by", "核验人", "Verified by"),
      .date(24, "closed_on", "销号日", "Closed on"),
      .text(25, "refusal_reason", "不予销号原因", "Reason of refusing", assigners),
      .text(26, "measures", "推进措施", "Measures"),
      .codes(27, "feedback", "反馈", "Feedback", .note),
      .text(28, "remark", "备注", "Remark"),
    ])

  static let assignment = CollectionDefinition(
    6, "assignment", "交办", "Assignment", name: 2, parent: 1,
    fields: [
      .parent(1, "project", "项目", "Project"),
      .text(2, "content", "交办事项", "Content", wanted.with { $0.others = ["name"] }),
      .text(3, "source_meeting", "来源会议", "Meeting"),
      .text(4, "decision", "议定事项", "Decision"),
      .text(5, "unit", "责任单位", "Unit", wanted),
      .text(6, "person", "责任人", "Person", wanted),
      .date(7, "due_on", "办结时限", "Due on", wanted),
      .date(8, "assigned_on", "交办日", "Assigned on"),
      .codes(9, "feedback", "反馈", "Feedback", .note),
      .choice(10, "assigner", "交办方", "Assigned by", .assigner),
      .choice(11, "status", "状态", "Status", .issueStatus, issueStatusOptions),
      .text(12, "submitted_by", "申请人", "Closing requested by"),
      .text(13, "verified_by", "核验人", "Verified by"),
      .date(14, "closed_on", "销号日", "Closed on"),
      .text(15, "remark", "备注", "Remark"),
      .reference(16, "meeting", "会议", "Meeting record", to: "meeting"),
      .reference(17, "decided_item", "议定事项记录", "Decision record", to: "decision"),
      .date(18, "submitted_on", "申请销号日", "Closing requested on"),
      .text(19, "evidence_note", "完成情况", "What was done"),
    ])

  static let visit = CollectionDefinition(
    7, "visit", "现场办公", "Visit", name: 4, parent: 1,
    fields: [
      .parent(1, "project", "项目", "Project"),
      .date(2, "on", "日期", "Date", wanted),
      .choice(3, "kind", "类型", "Kind", .visitKind),
      .text(4, "leader", "领导", "Leader", wanted),
      .text(5, "unit", "单位", "Unit"),
      .text(6, "findings", "发现问题", "Findings"),
      .reference(7, "photo", "照片", "Photo", to: "evidence"),
      .text(8, "auth_doc_no", "授权文号", "Authorisation"),
      .text(9, "leader_post", "领导职务", "Post of the leader"),
      .texts(10, "companies", "拜访企业", "Companies visited"),
      .text(11, "batch_no", "批次", "Batch"),
      .text(12, "remark", "备注", "Remark"),
      .references(13, "other_projects", "同行项目", "Other projects visited", to: "project"),
      .text(14, "inspected_unit", "被督查单位", "Unit inspected"),
    ])

  private static let wanted = FieldOptions.wanted
  private static let departments = FieldOptions(access: .departmentDecides)
  private static let assigners = FieldOptions(access: .assigners)

  private static let slaOptions = FieldOptions(
    access: .departmentDecides, unit: "工作日", check: .notNegative)

  private static let approvalStatusOptions = FieldOptions(
    rule: .cautious(
      order: Enumeration.approvalStatus.numbers([
        "not_accepted", "paused", "accepted", "reviewing", "decided",
      ])), access: .departmentDecides)

  private static let approvalResultOptions = FieldOptions(
    rule: .cautious(
      order: Enumeration.approvalResult.numbers(["refused", "conditional", "agreed"])),
    access: .departmentDecides)

  /// Figures of a period that the city may lock: of concurrent ones the city's shows.
  private static let lockable = FieldOptions(rule: .authority, check: .notNegative)
  private static let signedFigure = FieldOptions(rule: .authority)

  private static let reportOptions = FieldOptions(
    rule: .cautious(
      order: Enumeration.reportState.numbers([
        "draft", "returned", "submitted", "approved", "locked",
      ])),
    reserved: [3: .cityOnly, 5: .cityOnly])

  /// Refusing and verifying a closing are the assigner's; closing itself is judged by the issue
  /// lifecycle, since a county closes what it assigned itself.
  private static let issueStatusOptions = FieldOptions(
    rule: .cautious(
      order: Enumeration.issueStatus.numbers([
        "registered", "assigned", "in_progress", "escalated", "rectifying", "refused_closing",
        "closing_requested", "verifying", "closed",
      ])),
    reserved: [5: .assigners, 7: .assigners])
}
