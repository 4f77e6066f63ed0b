// The enumerations of approvals, issues, reports, visits, money, units and evidence: a line a case.
// Numbers and codes are for ever; labels may improve; new cases go to the end with the next number.

extension Enumeration {
  static let eiaKind = Enumeration(
    "eia_kind",
    [(1, "report", "报告书", "Full report"), (2, "form", "报告表", "Report form")])

  static let approvalStatus = Enumeration(
    "approval_status",
    [
      (1, "not_accepted", "未受理", "Not accepted"), (2, "accepted", "受理", "Accepted"),
      (3, "paused", "暂停", "Paused"), (4, "reviewing", "审批中", "Under review"),
      (5, "decided", "办结", "Decided"),
    ], others: [("已受理", 2), ("已办结", 5)])

  static let approvalResult = Enumeration(
    "approval_result",
    [
      (1, "agreed", "同意", "Agreed"), (2, "conditional", "容缺同意", "Conditional"),
      (3, "refused", "不同意", "Refused"),
    ], others: [("通过", 1), ("不通过", 3)])

  static let handling = Enumeration(
    "handling",
    [
      (1, "ordinary", "一般", "Ordinary"), (2, "immediate", "即审即办", "Immediate"),
      (3, "tolerance", "容缺", "Tolerance of missing items"),
      (4, "commitment", "告知承诺", "Notice and commitment"),
    ], others: [("承诺制", 4), ("容缺受理", 3)])

  static let channel = Enumeration(
    "channel",
    [
      (1, "online", "网办", "Online"), (2, "window", "窗口", "Window"), (3, "agent", "代办", "Agent"),
    ])

  static let commitmentResult = Enumeration(
    "commitment_result",
    [(1, "fulfilled", "履行", "Fulfilled"), (2, "unfulfilled", "未履行", "Not fulfilled")])

  static let issueKind = Enumeration(
    "issue_kind",
    [
      (1, "plan_adjustment", "规划调整", "Plan adjustment"),
      (2, "land_clearance", "征地拆迁", "Land clearance"),
      (3, "policy_delivery", "政策兑现", "Policy delivery"),
      (4, "financing", "融资", "Financing"), (5, "land", "用地", "Land"),
      (6, "labour", "用工", "Labour"), (7, "energy", "能耗", "Energy"),
      (8, "eia", "环评", "Environmental assessment"),
      (9, "utilities", "水电气暖路", "Utilities and roads"),
      (10, "application", "申报", "Application"), (11, "funds", "资金", "Funds"),
      (12, "formalities", "手续", "Formalities"),
      (13, "site_environment", "施工环境", "Site environment"), (14, "other", "其他", "Other"),
    ])

  static let issueScope = Enumeration(
    "issue_scope", [(1, "common", "共性", "Common"), (2, "individual", "个性", "Individual")])

  static let elementKind = Enumeration(
    "element_kind",
    [
      (1, "planning", "规划", "Planning"), (2, "approval", "审批", "Approval"),
      (3, "eia", "环评", "Environmental assessment"), (4, "land", "土地", "Land"),
      (5, "energy", "能耗", "Energy"), (6, "financing", "融资", "Financing"),
      (7, "staffing", "用人", "Staffing"),
    ])

  static let issueDomain = Enumeration(
    "issue_domain",
    [
      (1, "industry", "产业发展", "Industry"),
      (2, "urban_rural", "城乡建设", "Urban and rural construction"),
      (3, "livelihood", "民生保障", "Livelihood"),
    ])

  static let issueStatus = Enumeration(
    "issue_status",
    [
      (1, "registered", "登记", "Registered"), (2, "assigned", "派发", "Assigned"),
      (3, "in_progress", "办理中", "In progress"),
      (4, "closing_requested", "申请销号", "Closing requested"),
      (5, "verifying", "核验", "Being verified"), (6, "closed", "销号", "Closed"),
      (7, "refused_closing", "不予销号", "Closing refused"),
      (8, "rectifying", "整改", "Being rectified"), (9, "escalated", "上报", "Escalated"),
    ], others: [("交办", 2), ("已销号", 6), ("rejected", 7), ("整改中", 8)])

  static let assigner = Enumeration(
    "assigner",
    [
      (1, "county", "县区", "County"), (2, "department", "市直部门", "Municipal department"),
      (3, "city_office", "市重点项目办", "City key-project office"),
      (4, "supervision_office", "督查室", "Supervision office"),
    ], others: [("县", 1), ("部门", 2), ("市", 3), ("市政府督查室", 4)])

  static let reportState = Enumeration(
    "report_state",
    [
      (1, "draft", "草稿", "Draft"), (2, "submitted", "上报", "Submitted"),
      (3, "returned", "退回", "Returned"), (4, "approved", "审定", "Approved"),
      (5, "locked", "锁定", "Locked"),
    ])

  static let visitKind = Enumeration(
    "visit_kind",
    [
      (1, "site_work", "现场办公", "Work on site"), (2, "research", "调研", "Research"),
      (3, "inspection", "督查", "Inspection"), (4, "discipline", "纪检", "Discipline"),
      (5, "verification", "核查", "Verification"), (6, "observation", "观摩", "Observation"),
      (7, "promotion_trip", "外出招商", "Promotion trip"),
    ])

  static let fundingKind = Enumeration(
    "funding_kind",
    [
      (1, "fiscal", "财政", "Fiscal"), (2, "special_bond", "专项债", "Special bond"),
      (3, "central_budget", "中央预算内", "Central budget"),
      (4, "policy_tool", "金融工具", "Policy financial tool"),
      (5, "preparatory", "前期经费", "Preparatory funds"),
      (6, "treasury_bond", "增发国债", "Additional treasury bond"),
      (7, "bank_loan", "银行贷款", "Bank loan"), (8, "enterprise", "企业自筹", "Enterprise"),
      (9, "other", "其他", "Other"),
    ])

  static let fundingPurpose = Enumeration(
    "funding_purpose",
    [
      (1, "planning_design", "规划设计", "Planning and design"),
      (2, "assessment", "评估论证", "Assessment"),
      (3, "formalities", "手续报批", "Formalities"),
      (4, "construction", "工程建设", "Construction"),
      (5, "equipment", "设备购置", "Equipment"),
      (6, "clearance", "征地拆迁", "Land clearance"), (7, "other", "其他", "Other"),
    ])

  static let financingStatus = Enumeration(
    "financing_status",
    [
      (1, "need", "需求", "Need"), (2, "matched", "对接", "Matched"),
      (3, "credited", "授信", "Credit granted"), (4, "disbursed", "投放", "Disbursed"),
      (5, "closed", "销号", "Closed"),
    ])

  static let unitType = Enumeration(
    "unit_type",
    [
      (1, "county", "县", "County"), (2, "district", "区", "District"),
      (3, "demonstration_zone", "示范区", "Demonstration zone"),
      (4, "economic_zone", "经开区", "Economic development zone"),
      (5, "high_tech_zone", "高新区", "High-tech zone"),
      (6, "municipal_department", "市直部门", "Municipal department"),
      (7, "county_department", "县直部门", "County department"),
      (8, "task_force", "专班", "Task force"), (9, "enterprise", "企业", "Enterprise"),
    ])

  static let evidenceKind = Enumeration(
    "evidence_kind",
    [
      (1, "signed_agreement", "签约协议", "Signed agreement"),
      (2, "filing", "立项备案", "Filing or approval of the project"),
      (3, "project_company", "项目公司", "Project company registered"),
      (4, "land", "用地手续", "Land formalities"), (5, "plant", "厂房", "Plant leased or bought"),
      (6, "construction_permit", "施工许可证", "Construction permit"),
      (7, "permit_equivalent", "等同施工许可的批准", "Approved equivalent of the permit"),
      (8, "site_photo", "现场照片", "Site photo"),
      (9, "ceremony_photo", "仪式照片", "Ceremony photo"),
      (10, "acceptance", "竣工验收", "Acceptance"),
      (11, "production_proof", "投产证明", "Proof of production"),
      (12, "standards_met", "达标材料", "Agreed standards met"),
      (13, "resume_proof", "复工证明", "Proof of resuming"),
      (14, "closing_proof", "销号佐证", "Proof for closing"),
      (15, "rectification", "整改材料", "Rectification"),
      (16, "expert_opinion", "专家意见", "Expert opinion"),
      (17, "commitment", "承诺书", "Commitment"), (18, "decision", "批复文件", "Decision document"),
      (19, "utilities_ready", "水电气暖路就绪", "Utilities ready"), (20, "other", "其他", "Other"),
      (21, "site_sign", "施工标示牌", "Site sign"),
      (22, "board_cleared", "摘牌材料", "Proof for clearing a board"),
      (23, "chart", "产业链图谱", "Chart of an industry chain"),
    ], others: [("施工许可", 6), ("协议", 1)])
}
