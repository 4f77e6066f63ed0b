// The enumerations of projects, milestones and batches: a line a case. Numbers and codes are for
// ever; labels may improve; new cases go to the end with the next number.

extension Enumeration {
  static let stage = Enumeration(
    "stage",
    [
      (1, "planning", "谋划", "Planning"), (2, "applied", "申报入库", "Applied for the reserve"),
      (3, "reserve", "储备", "In reserve"), (4, "to_sign", "拟签约", "To be signed"),
      (5, "signed", "签约", "Signed"), (6, "performed", "履约", "Contract performed"),
      (7, "landed", "落地", "Landed"), (8, "started", "开工", "Started"),
      (9, "building", "在建", "Under construction"), (10, "completed", "竣工", "Completed"),
      (11, "producing", "投产", "In production"), (12, "full_output", "达产", "At full output"),
      (13, "effective", "达效", "Fully effective"), (14, "slowed", "缓建", "Slowed"),
      (15, "stopped", "停建", "Stopped"), (16, "resumed", "复工", "Resumed"),
      (17, "to_remove", "拟调出", "To be removed"), (18, "removed", "退库", "Removed"),
    ],
    others: [
      ("申报", 2), ("入库", 3), ("已签约", 5), ("已开工", 8), ("实质性开工", 8), ("已竣工", 10),
      ("已投产", 11), ("已达效", 13),
    ])

  static let level = Enumeration(
    "level",
    [
      (1, "national", "国家", "National"), (2, "provincial", "省", "Provincial"),
      (3, "municipal", "市", "Municipal"), (4, "county", "县", "County"),
    ],
    others: [
      ("国家级", 1), ("省级", 2), ("市级", 3), ("县级", 4), ("省重点", 2), ("市重点", 3), ("县重点", 4),
    ])

  static let category = Enumeration(
    "category",
    [
      (1, "industry", "工业类", "Industry"),
      (2, "commerce_logistics", "商贸物流", "Commerce and logistics"),
      (3, "science", "科技创新类", "Science and innovation"),
      (4, "culture_tourism", "文化、旅游类", "Culture and tourism"),
      (5, "policy_livelihood", "重大政策性、民生类", "Major policy and livelihood"),
      (6, "urban_construction", "中心城区城市建设、园林绿化类", "Urban construction and greening"),
      (7, "town_quality", "百城提质", "Town quality"),
      (8, "four_renewals", "四改一拆", "Renewal and demolition"), (9, "ppp", "PPP", "PPP"),
    ],
    others: [
      ("工业", 1), ("商贸物流类", 2), ("科技创新", 3), ("文化旅游", 4), ("文化旅游类", 4),
      ("重大政策性民生类", 5), ("城市建设", 6),
    ])

  static let domain = Enumeration(
    "domain",
    [
      (1, "advanced_manufacturing", "先进制造业", "Advanced manufacturing"),
      (2, "new_infrastructure", "新型基础设施", "New infrastructure"),
      (3, "new_urbanisation", "新型城镇化", "New urbanisation"),
      (4, "major_transport", "重大交通", "Major transport"),
      (5, "livelihood", "民生社会", "Livelihood and society"),
    ])

  static let fundKind = Enumeration(
    "fund_kind",
    [
      (1, "policy_tool", "金融工具", "Policy financial tool"),
      (2, "long_term_loan", "中长期贷款", "Medium and long-term loan"),
      (3, "interest_subsidy", "贴息", "Interest subsidy"),
      (4, "three_batches", "三个一批", "Three batches"),
      (5, "annual_key", "年度省市重点", "Annual provincial or municipal key project"),
      (6, "central_budget", "中央预算内", "Central budget"),
      (7, "special_bond", "专项债", "Special bond"),
      (8, "treasury_bond", "增发国债", "Additional treasury bond"),
      (9, "investment_promotion", "招商引资", "Investment promotion"),
    ])

  static let dispatchFlag = Enumeration(
    "dispatch_flag",
    [
      (1, "provincial_key", "省重点", "Provincial key"),
      (2, "central_budget", "中央预算内", "Central budget"),
      (3, "special_bond", "专项债", "Special bond"),
      (4, "investment_promotion", "招商引资", "Investment promotion"),
      (5, "watched", "重点关注", "Watched"),
    ])

  static let constructionKind = Enumeration(
    "construction_kind",
    [
      (1, "new", "新建", "New"), (2, "expansion", "扩建", "Expansion"),
      (3, "alteration", "改建", "Alteration"), (4, "upgrade", "技改", "Technical upgrade"),
    ], others: [("技术改造", 4)])

  static let buildClass = Enumeration(
    "build_class",
    [
      (1, "industrial", "工业", "Industrial"), (2, "storage", "仓储", "Storage"),
      (3, "civil", "民用建筑", "Civil building"),
      (4, "decoration", "既有建筑装饰装修", "Decoration of existing buildings"),
      (5, "old_community", "老旧小区改造", "Old community renewal"),
      (6, "urban_renewal", "城市更新", "Urban renewal"),
    ])

  static let approvalRoute = Enumeration(
    "approval_route",
    [
      (1, "approval", "审批", "Approval"), (2, "verification", "核准", "Verification"),
      (3, "filing", "备案", "Filing"),
    ])

  static let banFlag = Enumeration(
    "two_high_flag",
    [
      (1, "overcapacity", "产能过剩", "Overcapacity"),
      (2, "high_energy", "高耗能", "High energy use"),
      (3, "high_water", "高耗水", "High water use"),
      (4, "high_emission", "高排放", "High emission"), (5, "chemical", "化工", "Chemical"),
    ])

  static let maturity = Enumeration(
    "maturity",
    [
      (1, "idea", "谋划", "Idea"), (2, "pre_feasibility", "预可研", "Pre-feasibility"),
      (3, "feasibility", "可研", "Feasibility"),
      (4, "preliminary_design", "初设", "Preliminary design"),
      (5, "ready", "可开工", "Ready to start"),
    ], others: [("初步设计", 4), ("可行性研究", 3)])

  static let yearNature = Enumeration(
    "year_nature",
    [
      (1, "new_start", "新开工", "New start"), (2, "continued", "续建", "Continued"),
      (3, "to_complete", "计划竣工", "To be completed"),
      (4, "preparatory", "前期", "Preparatory"),
    ], others: [("前期项目", 4), ("竣工", 3)])

  static let stallKind = Enumeration(
    "stalled_kind", [(1, "slowed", "缓建", "Slowed"), (2, "stopped", "停建", "Stopped")])

  static let leaderRank = Enumeration(
    "leader_rank",
    [
      (1, "municipal", "市级", "Municipal"), (2, "division", "处级", "Division"),
      (3, "section", "科级", "Section"), (4, "other", "其他", "Other"),
    ], others: [("县级", 2), ("县处级", 2)])

  static let taskForce = Enumeration(
    "task_force",
    [
      (1, "finance", "财政专班", "Finance"),
      (2, "housing_delivery", "“保交楼”专班", "Housing delivery"),
      (3, "state_platform", "国有平台专班", "State platforms"),
      (4, "culture_tourism", "文化旅游专班", "Culture and tourism"),
      (5, "education_health", "教体卫生专班", "Education, sport and health"),
      (6, "urban_transport", "城建交通专班", "Urban construction and transport"),
      (7, "rural_water", "农林水利专班", "Farming, forestry and water"),
      (8, "industry_it", "工业信创专班", "Industry and information technology"),
    ], others: [("保交楼专班", 2)])

  static let siteCheck = Enumeration(
    "site_check",
    [
      (1, "fencing", "工地周边围挡", "Site fenced"),
      (2, "covering", "物料堆放覆盖", "Materials covered"),
      (3, "washing", "出入车辆冲洗", "Vehicles washed"),
      (4, "paving", "施工现场地面硬化", "Ground paved"),
      (5, "wetting", "拆迁工地湿法作业", "Wet demolition"),
      (6, "sealed_transport", "渣土车辆密闭运输", "Spoil carried sealed"),
    ])

  static let utility = Enumeration(
    "utility",
    [
      (1, "water", "水", "Water"), (2, "power", "电", "Power"), (3, "gas", "气", "Gas"),
      (4, "heat", "暖", "Heating"), (5, "road", "路", "Road"),
    ])

  static let preference = Enumeration(
    "preferential_status",
    [
      (1, "applied", "申请", "Applied"), (2, "granted", "享受", "Granted"),
      (3, "cancelled", "取消", "Cancelled"),
    ])

  static let phase = Enumeration(
    "phase",
    [
      (1, "before_landing", "落地前", "Before landing"),
      (2, "preparatory", "前期", "Preparatory"), (3, "construction", "建设", "Construction"),
      (4, "completion", "竣工", "Completion"), (5, "production", "投产", "Production"),
      (6, "project_approval", "立项审批", "Project approval"),
      (7, "land_clearance", "征地拆迁", "Land clearance"),
      (8, "factor_support", "要素保障", "Factor support"),
      (9, "licensing", "证照办理", "Licensing"),
    ])

  static let batchKind = Enumeration(
    "batch_kind",
    [
      (1, "signing", "签约", "Signing"), (2, "starting", "开工", "Starting"),
      (3, "producing", "投产", "Producing"),
    ], others: [("签约一批", 1), ("开工一批", 2), ("投产一批", 3)])

  static let memberOrigin = Enumeration(
    "member_origin",
    [
      (1, "new", "新增", "New"), (2, "converted", "转化", "Converted"),
      (3, "carried", "结转", "Carried over"),
    ])

  static let memberResult = Enumeration(
    "member_result",
    [
      (1, "met", "完成", "Met"), (2, "missed", "未完成", "Missed"),
      (3, "withdrawn", "退出", "Withdrawn"),
    ])
}
