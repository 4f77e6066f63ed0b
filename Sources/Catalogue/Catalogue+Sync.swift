// Sentences of the exchange with a hub: why it failed or was refused, and what to do next. The keys
// are `sync.<code>` and `sync.<code>.hint`, the codes those of problem details on the wire.

extension Catalogue {
  /// The exchange: reaching a hub, membership, tokens, limits, news of an agent.
  static let sync: [CatalogueEntry] = reaching + membership + requests + agentNews

  private static let reaching: [CatalogueEntry] = [
    CatalogueEntry(
      "sync.unreachable", zh: "连不上汇总点 {0}：{1}", en: "The hub at {0} cannot be reached: {1}"),
    CatalogueEntry(
      "sync.unreachable.hint", zh: "检查网络和地址；本机的修改都在，连上后会自动补发。",
      en: "Check the network and the address. Nothing typed is lost; it is sent once connected."),
    CatalogueEntry(
      "sync.broken", zh: "与汇总点 {0} 的连接中断：{1}", en: "The connection to the hub at {0} broke: {1}"),
    CatalogueEntry(
      "sync.broken.hint", zh: "再同步一次，从断处接着来。", en: "Sync again: it goes on from where it broke."),
    CatalogueEntry(
      "sync.not-a-hub", zh: "{0} 的回答不是汇总点的（{1}）。",
      en: "What answers at {0} is not a hub ({1})."),
    CatalogueEntry(
      "sync.not-a-hub.hint", zh: "网络可能要先登录（上网认证页），或地址有误；用浏览器打开该地址看看。",
      en: "The network may want a login first, or the address is wrong: open it in a browser."),
    CatalogueEntry(
      "sync.bad-url", zh: "不是可用的汇总点地址：{0}", en: "Not a usable hub address: {0}"),
    CatalogueEntry(
      "sync.bad-url.hint", zh: "写成 http://主机:端口 的样子。", en: "Write it like http://host:port."),
    CatalogueEntry(
      "sync.insecure", zh: "{0} 不是本机地址，不加密的 HTTP 会泄露和被篡改。",
      en: "{0} is not this machine, and plain HTTP can be read and altered on the way."),
    CatalogueEntry(
      "sync.insecure.hint", zh: "改用 https 地址；确有隔离的专网时，加上 --insecure-http 再试。",
      en: "Use an https address, or add --insecure-http on an isolated network."),
    CatalogueEntry(
      "sync.not-joined", zh: "本机还没有加入汇总点。", en: "This store has not joined a hub."),
    CatalogueEntry(
      "sync.not-joined.hint", zh: "向汇总点要令牌，然后：taizhang join 地址 --token 令牌",
      en: "Ask the hub for a token, then: taizhang join URL --token TOKEN"),
    CatalogueEntry(
      "sync.hub-key-changed",
      zh: "汇总点的密钥变了：记下的是 {0}，现在是 {1}，而对方拿不出由前者签字接替的凭证。",
      en:
        "The hub's key has changed: {0} is pinned, {1} answered, and nothing signed by the first says that it took over."
    ),
    CatalogueEntry(
      "sync.hub-key-changed.hint",
      zh: "先向汇总点核实；若汇总点确已更换或由备份恢复，凭新令牌重新加入：taizhang join 地址 --token 令牌",
      en: "Ask the hub's office. If it was replaced or restored: taizhang join URL --token TOKEN"),
    CatalogueEntry(
      "sync.cannot-listen", zh: "不能在 {0} 上服务：{1}", en: "Cannot serve at {0}: {1}"),
    CatalogueEntry(
      "sync.cannot-listen.hint", zh: "换一个端口，或先停掉占用它的程序。",
      en: "Choose another port, or stop the program that has it."),
    CatalogueEntry(
      "sync.not-a-hub-store", zh: "这个账本不是汇总点（角色是 {0}）。",
      en: "This store is not a hub's (its role is {0})."),
    CatalogueEntry(
      "sync.not-a-hub-store.hint", zh: "汇总点用 taizhang init --role hub 建立。",
      en: "A hub's store is made with: taizhang init --role hub"),
    CatalogueEntry(
      "sync.ledger-not-granted",
      zh: "没有加入：令牌只给（{1}：{2}），而本账本在台账 {0} 里写过东西，加入后就不再算数、看不到了。",
      en:
        "Not joined: the token grants {2} as {1}, and what this store wrote in ledger {0} would count and be seen no longer."
    ),
    CatalogueEntry(
      "sync.ledger-not-granted.hint",
      zh:
        "请汇总点为 {0} 另发可填报的令牌（taizhang hub invite --ledger {0}）后再 join；或换新目录加入（--store 目录），本账本不动。",
      en:
        "Ask the hub for an invitation that may write there too (taizhang hub invite --ledger {0}) and join with it; or join with a new store (--store DIR) and keep this one as it is."
    ),
  ]

  private static let membership: [CatalogueEntry] = [
    CatalogueEntry(
      "sync.not-member", zh: "{0} 不在成员名单里。", en: "{0} is not on the member list."),
    CatalogueEntry(
      "sync.not-member.hint", zh: "向汇总点要令牌加入：taizhang join 地址 --token 令牌",
      en: "Ask the hub for a token and join: taizhang join URL --token TOKEN"),
    CatalogueEntry(
      "sync.wrong-ledger", zh: "{0} 无权参与台账 {1}。", en: "{0} takes no part in ledger {1}."),
    CatalogueEntry(
      "sync.wrong-ledger.hint", zh: "请汇总点为这个台账另发令牌。",
      en: "Ask the hub for an invitation to that ledger."),
    CatalogueEntry(
      "sync.wrong-ledger-above", zh: "上级汇总点 {2} 撤销了 {0} 在台账 {1} 的资格。",
      en: "{2}, the hub above, has revoked {0} in ledger {1}."),
    CatalogueEntry(
      "sync.wrong-ledger-above.hint",
      zh: "只有 {2} 能恢复：请本级汇总点联系，由 {2} 运行 taizhang hub reinstate {0}。本机数据和未发的修改都在。",
      en:
        "{2} alone can take it back: have your hub's office ask for taizhang hub reinstate {0} there. What is here stays, unsent edits included."
    ),
    CatalogueEntry(
      "sync.revoked", zh: "{0} 的成员资格已被汇总点撤销。", en: "The hub has revoked {0}."),
    CatalogueEntry(
      "sync.revoked.hint", zh: "与汇总点联系；本机数据仍可查看和导出。",
      en: "Talk to the hub's office. What is here can still be read and exported."),
    CatalogueEntry(
      "sync.token-unknown", zh: "汇总点不认识这个令牌。", en: "The hub does not know this token."),
    CatalogueEntry(
      "sync.token-unknown.hint", zh: "核对有没有漏抄或抄错，或请汇总点重发。",
      en: "Check it for missing or wrong characters, or ask for a new one."),
    CatalogueEntry(
      "sync.token-malformed", zh: "这不是令牌，没有去问汇总点。", en: "This is no token; no hub was asked."),
    CatalogueEntry(
      "sync.token-malformed.hint", zh: "把 taizhang hub invite 给的令牌整个抄来，一个字也不少。",
      en: "Copy the whole token that taizhang hub invite printed."),
    CatalogueEntry(
      "sync.token-used", zh: "这个令牌已经用过。", en: "This token has been used."),
    CatalogueEntry(
      "sync.token-used.hint", zh: "一个令牌只能用一次，请汇总点重发。",
      en: "A token works once: ask the hub for a new one."),
    CatalogueEntry(
      "sync.token-expired", zh: "这个令牌已过期。", en: "This token has expired."),
    CatalogueEntry(
      "sync.token-expired.hint", zh: "请汇总点重发。", en: "Ask the hub for a new one."),
    CatalogueEntry(
      "sync.equivocation", zh: "副本 {0} 用同一编号写了不同的修改，已被冻结。",
      en: "Replica {0} wrote different changes under one number and is frozen."),
    CatalogueEntry(
      "sync.equivocation.hint",
      zh: "账本目录可能被复制到两台机器上。在该机运行：taizhang identity renew",
      en: "Its directory may live on two machines. There, run: taizhang identity renew"),
    CatalogueEntry(
      "sync.changes-refused", zh: "汇总点拒收 {0} 条修改。", en: "The hub refused {0} changes."),
    CatalogueEntry(
      "sync.changes-refused.hint", zh: "逐条原因见 refused；两边都留有记录。",
      en: "See refused for each reason; both sides keep a record."),
  ]

  private static let requests: [CatalogueEntry] = [
    CatalogueEntry("sync.refused", zh: "汇总点拒绝了请求：{0}", en: "The hub refused: {0}"),
    CatalogueEntry(
      "sync.refused.hint", zh: "按上面的说明处理后再同步。", en: "Deal with that and sync again."),
    CatalogueEntry(
      "sync.refused-file", zh: "汇总点不收文件 {1}（{0}）。", en: "The hub refused the file {1} ({0})."),
    CatalogueEntry(
      "sync.refused-file.hint",
      zh: "403 多半是本机的成员资格刚被撤销：运行 taizhang sync 看原因。文件在本机，以后再送。",
      en:
        "403 mostly means that this store was just revoked: taizhang sync tells why. The file is kept and offered again."
    ),
    CatalogueEntry(
      "sync.no-such-ledger", zh: "没有台账 {0}。", en: "There is no ledger {0}."),
    CatalogueEntry(
      "sync.no-such-ledger.hint", zh: "核对台账编号。", en: "Check the ledger's id."),
    CatalogueEntry(
      "sync.no-such-change", zh: "没有修改 {0}。", en: "There is no change {0}."),
    CatalogueEntry(
      "sync.no-such-change.hint", zh: "编号写成 副本/序号。", en: "Name it as replica/number."),
    CatalogueEntry("sync.no-such-address", zh: "这里没有 {0}。", en: "There is nothing at {0}."),
    CatalogueEntry(
      "sync.no-such-address.hint", zh: "可用的地址见 /v1/openapi.json；地址对而没有，就升级汇总点。",
      en: "See /v1/openapi.json for what there is; upgrade the hub where it is too old for it."),
    CatalogueEntry(
      "sync.bad-frames", zh: "数据在第 {1} 字节处损坏（{0}）。",
      en: "The data is damaged at byte {1} ({0})."),
    CatalogueEntry(
      "sync.bad-frames.hint", zh: "此前完好的部分已收下；再同步一次。若反复出现，检查网络设备。",
      en: "What was whole before it has been kept. Sync again; if it recurs, suspect the network."),
    CatalogueEntry(
      "sync.bad-request", zh: "请求的格式不对：{0}", en: "The request is malformed: {0}"),
    CatalogueEntry(
      "sync.bad-request.hint", zh: "对照 /v1/openapi.json。", en: "See /v1/openapi.json."),
    CatalogueEntry(
      "sync.unsupported-coding", zh: "不支持的内容编码：{0}",
      en: "This content coding is not supported: {0}"),
    CatalogueEntry(
      "sync.unsupported-coding.hint", zh: "用 zstd 编码，或不编码。", en: "Code it as zstd or not at all."),
    CatalogueEntry(
      "sync.unsupported-type", zh: "这里不收这种内容格式：{0}",
      en: "This content type is not taken here: {0}"),
    CatalogueEntry(
      "sync.unsupported-type.hint", zh: "Content-Type 写 {1}。", en: "Send it with Content-Type: {1}."
    ),
    CatalogueEntry(
      "sync.protocol-too-old", zh: "协议版本不合：对方 {0}，这里 {1}。",
      en: "The protocol versions do not meet: {0} there, {1} here."),
    CatalogueEntry(
      "sync.protocol-too-old.hint", zh: "升级版本较旧一方的 taizhang。",
      en: "Upgrade taizhang on the older side."),
    CatalogueEntry(
      "sync.method-not-allowed", zh: "这个地址不支持 {0}", en: "{0} is not for this address"),
    CatalogueEntry(
      "sync.method-not-allowed.hint", zh: "允许的方法见 Allow 头，说明在 /v1/openapi.json。",
      en: "The header Allow names the methods; /v1/openapi.json describes them."),
    CatalogueEntry(
      "sync.too-large", zh: "内容超过上限 {0} 字节。", en: "The content exceeds {0} bytes."),
    CatalogueEntry(
      "sync.too-large.hint", zh: "分几次发送。", en: "Send it in parts."),
    CatalogueEntry(
      "sync.head-too-large.hint", zh: "缩短地址，少带请求头。",
      en: "Ask with a shorter address and fewer header fields."),
    CatalogueEntry(
      "sync.too-slow.hint", zh: "换一条快些的线路，或分小段发送。",
      en: "Use a faster line, or send it in smaller parts."),
    CatalogueEntry(
      "sync.busy", zh: "汇总点忙，请稍后再试（{0}）。", en: "The hub is busy, try again later ({0})."),
    CatalogueEntry(
      "sync.busy.hint", zh: "定时同步会自动重试。", en: "The agent tries again by itself."),
    CatalogueEntry("sync.internal", zh: "汇总点内部出错：{0}", en: "The hub failed: {0}"),
    CatalogueEntry(
      "sync.internal.hint", zh: "看汇总点的日志，并在汇总点运行 taizhang check。",
      en: "See the hub's log, and run taizhang check there."),
  ]

  private static let agentNews: [CatalogueEntry] = [
    CatalogueEntry(
      "sync.gap", zh: "收到的修改缺少前提：{0}", en: "Changes arrived without what they build on: {0}")
  ]
}
