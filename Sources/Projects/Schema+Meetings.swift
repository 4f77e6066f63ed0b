// The collections of supervision: meetings with attendance and decisions, rectification notices and
// boards, cadence, accountability and rewards; model sections 1.7, 1.8, 1.15 and 2.4.

internal import Causality

extension Schema {
  static let meeting = CollectionDefinition(
    14, "meeting", "会议", "Meeting", name: 1,
    fields: [
      .text(1, "name", "会议名称", "Name", .required),
      .choice(2, "kind", "会议类型", "Kind", .meetingKind, .wanted),
      .date(3, "scheduled_on", "拟开日", "Scheduled on"),
      .date(4, "held_on", "召开日", "Held on", .wanted),
      .text(5, "convener", "召集人", "Convener", .wanted),
      .text(6, "organiser", "组织单位", "Organised by"),
      .date(7, "notice_on", "通知日", "Notice given on"),
      .date(8, "materials_due_on", "材料报送期限", "Materials due on"),
      .texts(9, "required", "应到单位", "Units required"),
      .texts(10, "agenda", "议程", "Agenda"),
      .text(11, "bulletin_no", "通报文号", "Bulletin"),
      .integer(12, "opinion_count", "会商意见数", "Opinions given"),
      .text(13, "venue", "地点", "Venue"),
      .references(14, "observed_projects", "观摩项目", "Projects observed", to: "project"),
      .text(15, "route", "观摩路线", "Route"),
      .text(16, "logistics_unit", "会务单位", "Logistics by"),
      .date(17, "proposed_on", "建议开会日", "Proposed on"),
      .text(18, "remark", "备注", "Remark"),
    ])

  static let attendance = CollectionDefinition(
    15, "attendance", "参会", "Attendance", name: 2, parent: 1,
    fields: [
      .parent(1, "meeting", "会议", "Meeting", required: true),
      .text(2, "unit", "单位", "Unit", .required),
      .text(3, "person", "参会人", "Person"),
      .choice(4, "status", "到会情况", "Status", .attendanceStatus, .wanted),
      .text(5, "leave_approved_by", "准假人", "Leave approved by"),
      .date(6, "leave_approved_on", "准假日", "Leave approved on"),
      .boolean(7, "is_fixed", "固定人员", "Fixed member"),
      .text(8, "remark", "备注", "Remark"),
    ])

  static let decision = CollectionDefinition(
    16, "decision", "议定事项", "Decision", name: 2, parent: 1,
    fields: [
      .parent(1, "meeting", "会议", "Meeting", required: true),
      .text(2, "content", "议定内容", "Content", .required),
      .text(3, "unit", "责任单位", "Unit", .wanted),
      .text(4, "person", "责任人", "Person", .wanted),
      .date(5, "due_on", "办结时限", "Due on", .wanted),
      .reference(6, "project", "项目", "Project", to: "project"),
      .reference(7, "issue", "问题", "Issue", to: "issue"),
      .text(8, "remark", "备注", "Remark"),
    ])

  static let notice = CollectionDefinition(
    17, "notice", "整改督办通知书", "Rectification notice", name: 2, parent: 1, access: .assigners,
    fields: [
      .parent(1, "issue", "问题", "Issue", required: true, .assigners),
      .text(2, "no", "文号", "Number", .assigners.with { $0.required = true }),
      .text(3, "unit", "整改单位", "Unit", .assigners),
      .date(4, "issued_on", "下发日", "Issued on", .assigners.with { $0.needed = .planning }),
      .date(5, "due_on", "整改时限", "Due on", .assigners),
      .text(6, "content", "整改要求", "What to rectify", .assigners),
      .date(7, "rectified_on", "整改完成日", "Rectified on"),
      .text(8, "rectified_by", "整改人", "Rectified by"),
      .date(9, "verified_on", "核验日", "Verified on", .assigners),
      .text(10, "verified_by", "核验人", "Verified by", .assigners),
      .text(11, "remark", "备注", "Remark"),
    ])

  static let board = CollectionDefinition(
    18, "board", "挂牌", "Board warning", name: 3, parent: 1, access: .cityOnly,
    fields: [
      .parent(1, "project", "项目", "Project", required: true, .cityOnly),
      .choice(2, "kind", "挂牌类别", "Kind", .boardReason, .cityOnlyWanted),
      .text(3, "reason", "挂牌原因", "Reason", .cityOnly.with { $0.required = true }),
      .date(4, "raised_on", "挂牌日", "Raised on", .cityOnlyWanted),
      .text(5, "raised_by", "挂牌单位", "Raised by", .cityOnly),
      .text(6, "unit", "责任单位", "Unit warned", .cityOnly),
      .date(7, "cleared_on", "摘牌日", "Cleared on", .cityOnly),
      .text(8, "cleared_by", "摘牌人", "Cleared by", .cityOnly),
      .text(9, "remark", "备注", "Remark"),
    ])

  static let cadence = CollectionDefinition(
    41, "cadence", "督查频次", "Cadence of supervision", name: 1, access: .cityOnly,
    fields: [
      .text(1, "name", "事项", "Matter", .cityOnly.with { $0.required = true }),
      .choice(2, "activity", "活动", "Activity", .cadenceActivity, .cityOnlyWanted),
      .choice(3, "frequency", "频次", "Frequency", .frequency, .cityOnlyWanted),
      .integer(4, "times", "次数", "Times", .cityOnly.with { $0.check = .range(1...31) }),
      .text(5, "body", "主体", "Carried out by", .cityOnly),
      .choice(6, "place", "地方", "Place", .placeCode, .cityOnly),
      .date(7, "effective_from", "起用日", "Effective from", .cityOnly),
      .date(8, "effective_to", "停用日", "Effective to", .cityOnly),
      .text(9, "source", "依据", "Source", .cityOnly),
      .text(10, "remark", "备注", "Remark"),
    ])

  static let accountability = CollectionDefinition(
    22, "accountability", "问责", "Accountability", name: 2, parent: 1, access: .cityOnly,
    fields: [
      .parent(1, "project", "项目", "Project", .cityOnly),
      .text(2, "matter", "事由", "Matter", .cityOnly.with { $0.required = true }),
      .choice(3, "kind", "处理方式", "Kind", .accountabilityKind, .cityOnlyWanted),
      .text(4, "unit", "单位", "Unit", .cityOnlyWanted),
      .text(5, "person", "责任人", "Person", .cityOnly),
      .date(6, "on", "日期", "Date", .cityOnlyWanted),
      .text(7, "document_no", "文号", "Document number", .cityOnly),
      .decimal(8, "points", "扣分", "Points deducted", places: 2, cityNumber),
      .reference(9, "issue", "问题", "Issue", to: "issue", .cityOnly),
      .date(10, "ended_on", "解除日", "Ended on", .cityOnly),
      .text(11, "remark", "备注", "Remark"),
    ])

  static let reward = CollectionDefinition(
    23, "reward", "表彰", "Reward", name: 1, access: .cityOnly,
    fields: [
      .text(1, "name", "名称", "Name", .cityOnly.with { $0.required = true }),
      .text(2, "unit", "单位", "Unit", .cityOnly),
      .text(3, "person", "个人", "Person", .cityOnly),
      .date(4, "on", "日期", "Date", .cityOnly),
      .code(5, "period", "考评期", "Period", .period, .cityOnly),
      .money(6, "amount", "奖补金额", "Amount", cityNumber),
      .text(7, "basis", "依据", "Basis", .cityOnly),
      .text(8, "remark", "备注", "Remark"),
    ])

  private static let cityNumber = FieldOptions.cityOnly.with { $0.check = .notNegative }
}
