// The enumerations of places, ledger operations, periods, rules and supervision: a line a case.
// Numbers and codes are for ever; labels may improve; new cases go to the end.

extension Enumeration {
  static let placeCode = Enumeration(
    "place_code",
    [
      (1, "zhumadian", "驻马店", "Zhumadian"), (2, "pingdingshan", "平顶山", "Pingdingshan"),
      (3, "dancheng", "郸城", "Dancheng"), (4, "luohe", "漯河", "Luohe"),
    ], others: [("驻马店市", 1), ("平顶山市", 2), ("郸城县", 3), ("漯河市", 4)])

  static let ledgerVerb = Enumeration(
    "ledger_verb",
    [
      (1, "open", "建账", "Open"), (2, "claim", "领账", "Claim"), (3, "sort", "理账", "Sort"),
      (4, "reconcile", "对账", "Reconcile"), (5, "hand_in", "交账", "Hand in"),
      (6, "settle", "算账", "Settle"), (7, "make_up", "补账", "Make up"),
    ], others: [("建", 1), ("领", 2), ("理", 3), ("对", 4), ("交", 5), ("算", 6), ("补", 7)])

  /// What a place has taken on by its own documents, beyond the ledger verbs.
  static let duty = Enumeration(
    "duty",
    [
      (1, "task_force", "项目须定专班", "Projects name a task force"),
      (2, "authorised_inspection", "部门督查须授权", "Departments inspect with authorisation"),
      (3, "standard_land", "工业用地为标准地", "Industrial land is standard land"),
      (4, "claim_first", "先领账后报进度", "Progress only for claimed rows"),
      (5, "leader_approval", "报送须分包领导同意", "Reports need the leader's approval"),
      (6, "backward_schedule", "投产批次须节点计划", "Producing batches need milestones"),
      (7, "approval_list", "清单之外无审批", "No approval outside the list"),
      (8, "first_handler", "用地首办负责", "Land cases name a first handler"),
    ])

  static let correctionStatus = Enumeration(
    "correction_status",
    [
      (1, "proposed", "提出", "Proposed"), (2, "accepted", "采纳", "Accepted"),
      (3, "rejected", "不采纳", "Rejected"),
    ])

  static let dayKind = Enumeration(
    "day_kind",
    [
      (1, "holiday", "放假", "Holiday"), (2, "workday", "调休上班", "Made-up working day"),
    ], others: [("休", 1), ("班", 2), ("上班", 2), ("工作日", 2), ("节假日", 1)])

  static let ruleStatus = Enumeration(
    "rule_status",
    [
      (1, "in_force", "正式", "In force"), (2, "draft", "征求意见稿", "Draft for comment"),
      (3, "repealed", "废止", "Repealed"),
    ])

  static let frequency = Enumeration(
    "frequency",
    [
      (1, "weekly", "每周", "Weekly"), (2, "half_monthly", "半月", "Twice a month"),
      (3, "monthly", "每月", "Monthly"), (4, "bimonthly", "每两月", "Every two months"),
      (5, "quarterly", "每季", "Quarterly"), (6, "half_yearly", "半年", "Half-yearly"),
      (7, "yearly", "每年", "Yearly"),
    ])

  static let cadenceActivity = Enumeration(
    "cadence_activity",
    [
      (1, "site_visit", "现场办公", "Work on site"), (2, "meeting", "会议", "Meeting"),
      (3, "supervision", "督查", "Supervision"), (4, "bulletin", "通报", "Bulletin"),
      (5, "comment", "点评", "Comment"), (6, "summary", "总结", "Summary"),
      (7, "notice", "通知", "Notice"), (8, "report", "报送", "Report"),
    ])
}
