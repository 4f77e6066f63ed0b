// The enumerations of meetings, boards, letters, the reserve, land, task forces and chains: a line
// a case. Numbers and codes are for ever; labels may improve; new cases go to the end.

extension Enumeration {
  static let meetingKind = Enumeration(
    "meeting_kind",
    [
      (1, "weekly", "周例会", "Weekly meeting"),
      (2, "deputy_mayor", "分管副市长协调", "Deputy mayor's coordination"),
      (3, "dispatch", "调度例会", "Dispatch meeting"),
      (4, "observation", "观摩点评", "Observation and comment"),
      (5, "signing", "集中签约", "Joint signing"), (6, "starting", "集中开工", "Joint start"),
      (7, "finance", "财政会商", "Finance consultation"),
      (8, "bank_matching", "政银企对接", "Banks and enterprises"),
      (9, "task_force", "专班协调会", "Task force coordination"),
      (10, "four_offices", "四大办会商", "Four offices' consultation"),
      (11, "joint_review", "联审联批", "Joint review"),
      (12, "joint", "联席会议", "Joint conference"),
      (13, "monthly_review", "月讲评", "Monthly review"),
      (14, "quarterly_summary", "季总结", "Quarterly summary"), (15, "other", "其他", "Other"),
    ])

  static let attendanceStatus = Enumeration(
    "attendance_status",
    [
      (1, "in_person", "本人", "In person"), (2, "leave", "请假", "On leave"),
      (3, "substitute", "替会", "Substitute"), (4, "absent", "缺席", "Absent"),
    ])

  static let boardReason = Enumeration(
    "board_reason",
    [
      (1, "slow", "进展缓慢", "Slow"), (2, "late", "工期滞后", "Late"),
      (3, "not_started", "应开未开", "Due to start, not started"),
      (4, "issue", "问题未决", "Issue unresolved"), (5, "other", "其他", "Other"),
    ])

  static let letterKind = Enumeration(
    "letter_kind",
    [
      (1, "annual", "年度目标责任书", "Annual letter"),
      (2, "three_batches", "三个一批目标责任书", "Three-batches letter"),
      (3, "task", "目标任务书", "Task letter of a project"),
    ])

  static let letterIndicator = Enumeration(
    "letter_indicator",
    [
      (1, "annual_investment", "年度投资", "Investment of the year"),
      (2, "progress", "形象进度", "Progress"), (3, "environment", "施工环境", "Site environment"),
      (4, "start", "开工", "Start"), (5, "completion", "竣工", "Completion"),
      (6, "production", "投产", "Production"), (7, "other", "其他", "Other"),
    ])

  static let softness = Enumeration(
    "softness", [(1, "hard", "必须", "Binding"), (2, "soft", "力争", "To strive for")],
    others: [("确保", 1), ("应", 1), ("争取", 2), ("原则上", 2)])

  static let comparator = Enumeration(
    "comparator",
    [
      (1, "at_least", "不少于", "At least"), (2, "more_than", "超过", "More than"),
      (3, "equal", "达到", "Equal"), (4, "at_most", "不超过", "At most"),
      (5, "between", "区间", "Between"),
    ], others: [("以上", 1), ("不低于", 1), ("突破", 2), (">=", 1), (">", 2), ("=", 3), ("<=", 4)])

  static let accountabilityKind = Enumeration(
    "accountability_kind",
    [
      (1, "supervision", "督办", "Put under supervision"),
      (2, "transfer", "移交督查室", "Handed to the supervision office"),
      (3, "criticism", "通报批评", "Criticised in a bulletin"),
      (4, "deduction", "扣分", "Points deducted"), (5, "talk", "约谈", "Called to account"),
      (6, "discipline", "问责", "Disciplined"),
      (7, "preference_cancelled", "取消优惠", "Preference cancelled"),
    ], others: [("通报", 3), ("提醒约谈", 5), ("严肃问责", 6)])

  static let reserveStatus = Enumeration(
    "reserve_status",
    [
      (1, "applied", "申报", "Applied"), (2, "assessed", "评估", "Assessed"),
      (3, "in_library", "在库", "In the library"), (4, "to_remove", "拟调出", "To be removed"),
      (5, "removed", "退库", "Removed"),
    ])

  static let landUse = Enumeration(
    "land_use",
    [
      (1, "industrial", "工业", "Industrial"), (2, "storage", "仓储", "Storage"),
      (3, "commercial", "商服", "Commercial"), (4, "residential", "住宅", "Residential"),
      (5, "public", "公共管理与公共服务", "Public service"), (6, "transport", "交通运输", "Transport"),
      (7, "other", "其他", "Other"),
    ], others: [("工业用地", 1)])

  static let landKind = Enumeration(
    "land_kind",
    [
      (1, "new", "新供", "Newly supplied"),
      (2, "approved_unsupplied", "批而未供", "Approved, not supplied"),
      (3, "idle", "闲置", "Idle"), (4, "inefficient", "低效", "Inefficient"),
    ])

  static let taskForceClass = Enumeration(
    "task_force_class",
    [
      (1, "general", "综合", "General"), (2, "support", "保障", "Support"),
      (3, "project", "项目", "Project"),
    ])

  static let taskForceMode = Enumeration(
    "task_force_mode",
    [
      (1, "together", "集中办公", "In one office"), (2, "joint", "联合办公", "Joint work"),
    ])

  static let chainChart = Enumeration(
    "chain_chart",
    [
      (1, "chain", "产业链图", "Chain"), (2, "technology", "技术路线图", "Technical route"),
      (3, "application", "应用领域图", "Fields of use"),
      (4, "regions", "区域分布图", "Regional distribution"),
    ])

  static let chainList = Enumeration(
    "chain_list",
    [
      (1, "matters", "重点事项", "Key matters"), (2, "parks", "重点园区", "Key parks"),
      (3, "enterprises", "重点企业", "Key enterprises"), (4, "projects", "重点项目", "Key projects"),
    ])

  static let elementNeedKind = Enumeration(
    "element_need_kind",
    [
      (1, "funds", "资金", "Funds"), (2, "land", "用地", "Land"), (3, "energy", "用能", "Energy"),
      (4, "environment", "环境容量", "Environmental capacity"), (5, "labour", "用工", "Labour"),
      (6, "utilities", "水电气暖", "Utilities"), (7, "other", "其他", "Other"),
    ])
}
