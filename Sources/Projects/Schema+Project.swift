// The collection `project`, model section 1.1 and fields.md. Yearly figures are those of the ledger
// year `annual_plan_year`; what was completed is computed from progress reports, never stored.

internal import Causality

extension Schema {
  static let project = CollectionDefinition(
    1, "project", "项目", "Project", name: 1,
    derived: [
      DerivedField(
        code: "completed_ytd", zh: "年内累计", en: "Completed this year",
        typedInstead: "progress_report.month_investment"),
      DerivedField(
        code: "completed_cumulative", zh: "开工累计", en: "Completed since the start",
        typedInstead: "progress_report.month_investment"),
    ],
    fields: identity + classification + investment + progress + people + support)

  private static let stageOrder = Enumeration.stage.numbers([
    "planning", "applied", "reserve", "to_sign", "signed", "performed", "landed", "stopped",
    "slowed", "started", "resumed", "building", "completed", "producing", "full_output",
    "effective", "to_remove", "removed",
  ])

  private static let identity: [FieldDefinition] = [
    .text(1, "name", "项目名称", "Project name", FieldOptions(required: true)),
    .code(2, "project_code", "项目代码", "Project code", .project, codeOptions),
    .reference(3, "parent_id", "父项目", "Parent project", to: "project", .others("parent")),
    .code(4, "region_code", "所属县区", "County", .region, regionOptions),
    .text(5, "scale", "规模及内容", "Scale and content"),
    .text(6, "owner", "业主单位", "Owner", .needed(.signed)),
    .code(7, "uscc", "统一社会信用代码", "Unified social credit code", .credit),
    .text(8, "investor", "投资方", "Investor"),
    .text(9, "origin", "来源地", "Origin of the investor"),
    .code(10, "gbt4754", "国标行业", "Industry class", .industry),
    .text(11, "push_unit", "推进主体", "Pushing unit", .needed(.reserve)),
    .text(12, "supervising_unit", "主管部门", "Supervising department", .needed(.reserve)),
    .text(13, "chain_id", "所属产业链", "Industry chain"),
    .text(14, "zone_id", "所属开发区", "Development zone"),
    .text(15, "address", "建设地点", "Place of construction"),
    .text(16, "remark", "备注", "Remark"),
    .text(17, "external_id_three_batches", "三个一批监测平台编码", "Three-batches platform id"),
    .text(18, "external_id_four_libraries", "四库平台编码", "Four-libraries platform id"),
    .text(19, "external_id_national", "国家库编码", "National library id"),
    .text(20, "video_camera_id", "视频监测号", "Video camera"),
  ]
  private static let codeOptions = FieldOptions(needed: .landed, indexed: true)
  private static let regionOptions = FieldOptions(
    needed: .planning, indexed: true, others: ["region"])

  private static let classification: [FieldDefinition] = [
    .choice(30, "level", "级别", "Level", .level, cityDecidesFromReserve),
    .choice(31, "category", "项目类别", "Category", .category, cityDecidesFromReserve),
    .choice(32, "domain", "领域", "Domain", .domain),
    .choices(33, "fund_kinds", "资金类型", "Kinds of funds", .fundKind),
    .boolean(34, "is_key", "重点标志", "Key project", .cityDecides),
    .choices(35, "dispatch_flags", "周调度库标志", "Weekly dispatch flags", .dispatchFlag, cityFlags),
    .boolean(36, "is_industry", "是否产业", "Productive industry"),
    .boolean(37, "is_manufacturing", "是否工业", "Manufacturing"),
    .boolean(38, "is_adv_mfg", "是否先进制造业", "Advanced manufacturing"),
    .boolean(39, "is_tech_renewal", "是否技改", "Technical renewal"),
    .boolean(40, "is_leading", "是否主导产业", "Leading industry"),
    .choice(41, "construction_kind", "建设性质", "Kind of construction", .constructionKind),
    .choice(42, "build_class", "工程类型", "Class of building", .buildClass),
    .choice(43, "approval_route", "审批路径", "Approval route", .approvalRoute, .needed(.signed)),
    .choices(44, "two_high_flag", "两高一危标志", "High-consumption or hazard flags", .banFlag),
    .text(45, "two_high_clearance", "两高一危处置意见", "Clearance of the flags"),
    .choice(46, "maturity", "成熟度", "Maturity", .maturity),
    .choice(47, "year_nature", "年度性质", "Nature this year", .yearNature),
    .choice(48, "project_task_force", "项目专班", "Project task force", .taskForce),
    .boolean(49, "commitment_mode", "承诺制", "Commitment mode"),
    .boolean(50, "tolerance_mode", "容缺办理", "Tolerance mode"),
    .boolean(51, "standard_land", "标准地", "Standard land"),
    .boolean(52, "green_channel", "绿色通道", "Green channel"),
    .choices(53, "site_check", "六个百分百检查", "Site checks passed", .siteCheck),
    .boolean(54, "provincial_coordination", "省统筹", "Provincial coordination"),
    .boolean(55, "provincial_guarantee", "省重点保障", "Provincial guarantee"),
    .boolean(56, "provincial_library", "省库", "In the provincial library"),
    .text(57, "catalog_item", "省库目录项", "Catalogue item"),
    .text(58, "filing_no", "备案号", "Filing number"),
    .date(59, "filed_on", "备案日", "Filed on"),
  ]
  private static let cityDecidesFromReserve = FieldOptions.cityDecides.with { $0.needed = .reserve }
  private static let cityFlags = FieldOptions(access: .cityDecides)

  private static let investment: [FieldDefinition] = [
    .money(70, "total_investment", "总投资", "Total investment", neededMoney),
    .money(71, "phase1_investment", "一期投资", "Investment of phase 1"),
    .money(72, "contract_amount", "合同引资额", "Contracted amount"),
    .money(73, "prior_cumulative", "开工至上年底累计", "Completed before this year"),
    .integer(74, "annual_plan_year", "计划年度", "Year of the plan", planYear),
    .money(75, "annual_plan", "年度计划投资", "Planned this year", annualPlan),
    .text(76, "year_goal", "年度目标", "Goal of the year"),
    .money(77, "monthly_plan_01", "1月累计计划", "Plan to January"),
    .money(78, "monthly_plan_02", "1-2月累计计划", "Plan to February"),
    .money(79, "monthly_plan_03", "1-3月累计计划", "Plan to March"),
    .money(80, "monthly_plan_04", "1-4月累计计划", "Plan to April"),
    .money(81, "monthly_plan_05", "1-5月累计计划", "Plan to May"),
    .money(82, "monthly_plan_06", "1-6月累计计划", "Plan to June"),
    .money(83, "monthly_plan_07", "1-7月累计计划", "Plan to July"),
    .money(84, "monthly_plan_08", "1-8月累计计划", "Plan to August"),
    .money(85, "monthly_plan_09", "1-9月累计计划", "Plan to September"),
    .money(86, "monthly_plan_10", "1-10月累计计划", "Plan to October"),
    .money(87, "monthly_plan_11", "1-11月累计计划", "Plan to November"),
    .money(88, "monthly_plan_12", "1-12月累计计划", "Plan to December"),
    .text(89, "over_total_reason", "超总投资原因", "Reason for exceeding the total"),
    .decimal(90, "agreed_investment_intensity", "协议投资强度", "Agreed intensity", places: 4, perMu),
    .decimal(91, "agreed_tax_per_mu", "协议亩均税收", "Agreed tax per mu", places: 4, perMu),
    .decimal(92, "agreed_output_scale", "协议达产规模", "Agreed output scale", places: 4),
    .area(93, "land_area", "用地面积", "Land area"),
    .text(94, "construction_period", "建设起止年限", "Years of construction"),
  ]
  private static let neededMoney = FieldOptions(needed: .reserve, check: .notNegative)
  private static let planYear = FieldOptions(
    rule: .authority, access: .cityDecides, check: .year)
  private static let annualPlan = FieldOptions.cityDecides.with {
    $0.needed = .signed
    $0.check = .notNegative
  }
  private static let perMu = FieldOptions(unit: "万元/亩", check: .notNegative)

  private static let progress: [FieldDefinition] = [
    .choice(110, "stage", "阶段", "Stage", .stage, stageOptions),
    .date(111, "planned_start_on", "拟开工日", "Planned start", .needed(.reserve)),
    .date(112, "planned_production_on", "拟投产日", "Planned production", .needed(.signed)),
    .date(113, "planned_completion_on", "拟竣工日", "Planned completion", .needed(.landed)),
    .date(114, "entered_reserve_on", "入库日", "Entered the reserve", .needed(.reserve)),
    .date(115, "expected_sign_on", "拟签约日", "Expected signing", .needed(.toSign)),
    .date(116, "signed_on", "签约日", "Signed on"),
    .date(117, "performed_on", "履约日", "Performed on"),
    .date(118, "landed_on", "落地日", "Landed on"),
    .reference(119, "landed_evidence", "落地依据", "Evidence of landing", to: "evidence"),
    .date(120, "substantive_start_on", "实质性开工日", "Substantive start", .needed(.started)),
    .date(121, "completion_on", "竣工日", "Completed on", .needed(.completed)),
    .date(122, "production_on", "投产日", "Production from", .needed(.producing)),
    .date(123, "full_output_on", "达产日", "Full output from", .needed(.fullOutput)),
    .date(124, "standard_met_on", "达标日", "Standards met on"),
    .date(125, "effect_on", "达效日", "Effective from", .needed(.effective)),
    .choice(126, "stalled_kind", "停缓建类型", "Kind of stall", .stallKind),
    .date(127, "stalled_on", "停缓建日", "Stalled on"),
    .text(128, "stall_reason", "停缓建原因", "Reason of the stall"),
    .date(129, "planned_resume_on", "拟复工日", "Planned resuming"),
    .date(130, "resumed_on", "复工日", "Resumed on"),
    .date(131, "expert_opinion_on", "专家意见日", "Expert opinion on"),
    .text(132, "expert_opinion_result", "专家意见", "Expert opinion"),
    .text(133, "removal_reason", "退库原因", "Reason of removal"),
    .text(134, "removal_approver", "退库批准人", "Removal approved by"),
    .date(135, "removed_on", "退库日", "Removed on"),
    .date(136, "entered_stat_on", "纳统入库日", "Entered in statistics"),
    .date(137, "handed_over_on", "移交日", "Handed over"),
    .date(138, "ledger_opened_on", "建账日", "Ledger opened"),
    .date(139, "task_issued_on", "目标任务书下达日", "Task letter issued"),
    .date(140, "land_granted_on", "供地日", "Land granted"),
    .date(141, "landing_deadline", "落地时限", "To land by"),
  ]
  private static let stageOptions = FieldOptions(
    rule: .cautious(order: stageOrder), needed: .planning, indexed: true)

  private static let people: [FieldDefinition] = [
    .text(150, "leader", "分包领导", "Leader in charge", .needed(.landed)),
    .choice(151, "leader_rank", "分包领导级别", "Rank of the leader", .leaderRank),
    .text(152, "project_head", "项目负责人", "Head of the project", .needed(.landed)),
    .text(153, "ledger_keeper", "台账专人", "Keeper of the ledger"),
    .text(154, "duty_unit", "责任单位", "Responsible unit"),
    .text(155, "duty_person", "责任单位责任人", "Responsible person"),
    .text(156, "builder_person", "建设单位责任人", "Person of the builder"),
    .text(157, "coop_unit", "配合单位", "Cooperating units"),
    .text(158, "coop_person", "配合单位责任人", "Person of the cooperating unit"),
    .text(159, "discipline_officer", "派驻纪检监察员", "Seconded discipline officer"),
    .text(160, "daily_supervisor", "日常监管直接责任单位", "Unit of daily supervision"),
    .text(161, "daily_supervisor_person", "日常监管责任人", "Person of daily supervision"),
    .text(162, "landing_group_id", "落地推进小组", "Landing group"),
    .date(163, "group_formed_on", "小组成立日", "Group formed on"),
    .text(164, "reporter", "填报人", "Reporter"),
    .text(165, "auditor", "审核人", "Auditor"),
    .text(166, "phone", "联系电话", "Telephone"),
  ]

  private static let support: [FieldDefinition] = [
    .date(180, "whitelisted_on", "列入白名单日", "Whitelisted on"),
    .text(181, "lead_bank", "主办银行", "Lead bank"),
    .text(182, "bank_liaison", "银行联络员", "Bank liaison"),
    .date(183, "water_ready_on", "通水日", "Water ready"),
    .date(184, "power_ready_on", "通电日", "Power ready"),
    .date(185, "gas_ready_on", "通气日", "Gas ready"),
    .date(186, "heat_ready_on", "通暖日", "Heating ready"),
    .date(187, "road_ready_on", "通路日", "Road ready"),
    .choice(188, "preferential_status", "优惠资格", "Preferential treatment", .preference),
    .date(189, "agreement_due_on", "协议约定期限", "Due by the agreement"),
    .date(190, "cancelled_on", "优惠取消日", "Preference cancelled on"),
    .choices(191, "utilities_not_needed", "不需要的公用设施", "Utilities not needed", .utility),
  ]
}
