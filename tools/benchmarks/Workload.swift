// The workload that the peers were measured with: records of 40 Chinese fields, single-field edits
// with a Zipf distribution over records, and two offline replicas that meet on 5 % of their fields.
// Deterministic: the same numbers give the same bytes as the peers' generator.

import Foundation

enum Workload {
  /// The 40 fields, with the project field that each is loaded into.
  static let fields: [(short: String, project: String)] = [
    ("xmbh", "project_code"), ("xmmc", "name"),
    ("jsdw", "owner"), ("xmfr", "project_head"),
    ("lxdh", "phone"), ("xianqu", "push_unit"),
    ("xiangzhen", "zone_id"), ("xxdz", "address"),
    ("xmlx", "supervising_unit"), ("hylb", "chain_id"),
    ("jsxz", "origin"), ("jsnr", "remark"),
    ("jsgm", "scale"), ("ztz", "total_investment"),
    ("zbj", "prior_cumulative"), ("yhdk", "contract_amount"),
    ("czzj", "monthly_plan_01"), ("kgrq", "whitelisted_on"),
    ("jgrq", "water_ready_on"), ("xxjd", "year_goal"),
    ("wcbl", "agreed_output_scale"), ("bnjh", "monthly_plan_06"),
    ("bnwc", "monthly_plan_12"), ("ydmj", "land_area"),
    ("jzmj", "agreed_investment_intensity"), ("hpwh", "filing_no"),
    ("hprq", "power_ready_on"), ("ldpf", "expert_opinion_result"),
    ("jlpf", "two_high_clearance"), ("sgdw", "builder_person"),
    ("jldw", "coop_unit"), ("sjdw", "duty_unit"),
    ("wtms", "over_total_reason"), ("jjcs", "removal_reason"),
    ("zrr", "duty_person"), ("zrrdh", "bank_liaison"),
    ("gxr", "reporter"), ("gxrq", "gas_ready_on"),
    ("zt", "catalog_item"), ("bz", "lead_bank"),
  ]

  private static let counties = [
    "安平县", "永清县", "固安县", "文安县", "大城县", "霸州市",
    "三河市", "香河县", "广阳区", "安次区", "兴隆县", "滦平县",
  ]
  private static let towns = [
    "城关镇", "石桥乡", "柳河镇", "新集镇", "马头营镇", "东关街道",
    "白塔乡", "青云店镇", "南王庄乡", "双井镇",
  ]
  private static let kinds = [
    "基础设施", "工业技改", "社会民生", "生态环保", "农业水利",
    "交通能源", "文化旅游", "商贸物流",
  ]
  private static let industries = [
    "制造业", "水利管理业", "道路运输业", "教育", "卫生",
    "公共设施管理业", "电力热力供应业", "住宿餐饮业",
  ]
  private static let states = [
    "前期", "在建", "停工", "竣工", "验收", "续建",
  ]
  private static let words = [
    "新建", "改造", "道路", "管网", "标准厂房", "污水处理", "配套",
    "绿化", "硬化", "路灯", "排水", "供热", "综合楼", "宿舍", "食堂",
    "实验室", "设备购置", "信息化", "河道治理", "桥梁", "安全饮水",
    "高标准农田", "冷链仓储", "产业园", "孵化基地", "停车场",
    "充电桩", "门诊楼", "住院部", "幼儿园",
  ]
  private static let problems = [
    "征地拆迁进度滞后", "资金未及时到位", "手续办理周期较长",
    "雨季影响施工", "设计变更待批复", "电力迁改未完成", "暂无",
    "与周边村民协调中",
  ]
  private static let measures = [
    "县领导牵头每周调度", "已向市局申请专项资金",
    "倒排工期挂图作战", "联合审批一次办结", "增加施工班组",
    "约谈施工单位负责人",
  ]
  private static let surnames = Array("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗").map(String.init)
  private static let givenNames = Array(
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文海"
  ).map(String.init)

  private static func name(_ r: inout PythonRandom) -> String {
    let surname = r.choice(surnames)
    let count = r.between(1, 2)
    return surname + (0..<count).map { _ in r.choice(givenNames) }.joined()
  }

  private static func phone(_ r: inout PythonRandom) -> String {
    let second = r.choice(["3", "5", "7", "8", "9"])
    return "1" + second + (0..<9).map { _ in String(r.below(10)) }.joined()
  }

  private static func date(_ r: inout PythonRandom) -> String {
    let (year, month, day) = (r.between(18, 26), r.between(1, 12), r.between(1, 28))
    return "20\(two(year))-\(two(month))-\(two(day))"
  }

  private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private static func company(_ r: inout PythonRandom) -> String {
    let place = r.choice(counties).prefix(2)
    let given = (0..<2).map { _ in r.choice(givenNames) }.joined()
    return place + given
      + r.choice(["建设集团有限公司", "工程监理有限公司", "规划设计院", "投资发展有限公司", "建筑安装有限公司"])
  }

  private static func text(_ r: inout PythonRandom, _ a: Int, _ b: Int) -> String {
    let count = r.between(a, b)
    return (0..<count).map { _ in r.sample(words, 3).joined() }.joined(separator: "，")
  }

  static func value(_ field: String, _ r: inout PythonRandom) -> String {
    switch field {
    case "xmbh":
      let (year, place) = (r.between(2018, 2026), r.between(130_000, 139_999))
      let (kind, step, serial) = (r.between(1, 9), r.between(1, 5), r.between(0, 999_999))
      return "\(year)-\(place)-\(two(kind))-\(two(step))-\(padded(serial, 6))"
    case "xmmc":
      let (county, town) = (r.choice(counties), r.choice(towns))
      return county + town + r.sample(words, 2).joined() + "项目"
    case "jsdw", "sgdw", "jldw", "sjdw": return company(&r)
    case "xmfr", "zrr", "gxr": return name(&r)
    case "lxdh", "zrrdh": return phone(&r)
    case "xianqu": return r.choice(counties)
    case "xiangzhen": return r.choice(towns)
    case "xxdz":
      let (town, word) = (r.choice(towns), r.choice(words))
      return town + word + "路\(r.between(1, 400))号"
    case "xmlx": return r.choice(kinds)
    case "hylb": return r.choice(industries)
    case "jsxz": return r.choice(["新建", "改建", "扩建", "迁建"])
    case "jsnr": return text(&r, 6, 11)
    case "jsgm":
      let area = r.between(500, 90_000)
      return "总建筑面积\(area)平方米，" + text(&r, 2, 4)
    case "ztz", "zbj", "yhdk", "czzj", "bnjh", "bnwc":
      let whole = r.between(10, 99_999)
      return "\(whole).\(two(r.between(0, 99)))"
    case "kgrq", "jgrq", "hprq", "gxrq": return date(&r)
    case "xxjd":
      let progress = text(&r, 3, 6)
      return progress + "已完成\(r.between(1, 99))%"
    case "wcbl": return String(r.between(0, 100))
    case "ydmj", "jzmj":
      let whole = r.between(5, 5_000)
      return "\(whole).\(r.between(0, 9))"
    case "hpwh":
      let (place, year) = (r.choice(counties).prefix(1), r.between(2018, 2026))
      return place + "发改审〔\(year)〕\(r.between(1, 999))号"
    case "ldpf", "jlpf":
      let mark = r.choice(["优", "良", "中", "差"])
      return mark + "，" + r.choice(measures)
    case "wtms":
      let first = r.choice(problems)
      return first + "；" + r.choice(problems)
    case "jjcs":
      let first = r.choice(measures)
      return first + "；" + r.choice(measures)
    case "zt": return r.choice(states)
    default: return text(&r, 2, 5)
    }
  }

  /// Record `i`: the values in the order of `fields`.
  static func record(_ i: Int, seed: Int = 1) -> [String] {
    var r = PythonRandom("\(seed):\(i)")
    return fields.map { value($0.short, &r) }
  }

  /// A single-field edit: record number, field number, new value.
  struct Edit: Hashable {
    let record: Int
    let field: Int
    let value: String
  }

  static func edits(_ n: Int, _ e: Int, seed: Int = 11) -> [Edit] {
    let zipf = Zipf(n)
    var r = PythonRandom("e\(seed):\(n):\(e)")
    return (0..<e).map { _ in
      let field = r.below(fields.count)
      let record = zipf.draw(&r)
      return Edit(record: record, field: field, value: value(fields[field].short, &r))
    }
  }

  /// Two offline replicas with `e` edits each; `same` of each hundred meet on one field.
  static func concurrent(_ n: Int, _ e: Int, seed: Int = 13) -> (a: [Edit], b: [Edit]) {
    struct Cell: Hashable {
      let record: Int
      let field: Int
    }
    var r = PythonRandom("c\(seed):\(n):\(e)")
    let zipf = Zipf(n)
    let meeting = e / 20
    var flags = Array(repeating: true, count: meeting) + Array(repeating: false, count: e - meeting)
    r.shuffle(&flags)
    var result: (a: [Edit], b: [Edit]) = ([], [])
    var used: Set<Cell> = []
    for meets in flags {
      var (record, fa, fb) = (0, 0, 0)
      var tries = 0
      repeat {
        record = tries < 20 ? zipf.draw(&r) : r.below(n)
        fa = r.below(fields.count)
        fb = fa
        if !meets { while fb == fa { fb = r.below(fields.count) } }
        tries += 1
      } while used.contains(Cell(record: record, field: fa))
        || used.contains(Cell(record: record, field: fb))
      used.insert(Cell(record: record, field: fa))
      used.insert(Cell(record: record, field: fb))
      let old = self.record(record)
      var va = value(fields[fa].short, &r)
      var vb = value(fields[fb].short, &r)
      while va == old[fa] { va = value(fields[fa].short, &r) + "甲" }
      while vb == old[fb] || (fa == fb && vb == va) { vb = value(fields[fb].short, &r) + "乙" }
      result.a.append(Edit(record: record, field: fa, value: va))
      result.b.append(Edit(record: record, field: fb, value: vb))
    }
    return result
  }
}

/// Ranks drawn with probability 1 / rank^0.99, laid over the records in a fixed random order.
private struct Zipf {
  private var cumulative: [Double] = []
  private var order: [Int]

  init(_ n: Int, exponent: Double = 0.99, seed: UInt32 = 7) {
    var sum = 0.0
    for k in 0..<n {
      sum += 1 / pow(Double(k + 1), exponent)
      cumulative.append(sum)
    }
    order = Array(0..<n)
    var r = PythonRandom(seed)
    r.shuffle(&order)
  }

  func draw(_ r: inout PythonRandom) -> Int {
    let wanted = r.unit() * cumulative[cumulative.count - 1]
    var (low, high) = (0, cumulative.count)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < wanted { low = middle + 1 } else { high = middle }
    }
    return order[low]
  }
}
