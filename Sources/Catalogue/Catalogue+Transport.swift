// Sentences about TLS, certificates, secrets on disk, and what a hub keeps of refused requests.

extension Catalogue {
  /// TLS, certificates, secrets, refused requests.
  static let transport: [CatalogueEntry] = certificates + certificateCommands + refusedRequests

  private static let certificates: [CatalogueEntry] = [
    CatalogueEntry(
      "sync.tls-failed", zh: "与 {0} 的加密连接建立不起来：{1}",
      en: "No secure connection to {0} could be made: {1}"),
    CatalogueEntry(
      "sync.tls-failed.hint", zh: "核对地址是 https 还是 http，以及端口；途中的设备可能在拦截。",
      en: "Check whether the address is https or http, and the port; something may intercept."),
    CatalogueEntry(
      "sync.certificate-changed", zh: "汇总点的证书变了：记下的是 {0}，现在是 {1}，汇总点的密钥没有为它作证。",
      en: "The hub's certificate has changed: {0} is pinned, {1} was shown, unvouched for."),
    CatalogueEntry(
      "sync.certificate-changed.hint", zh: "可能有人冒充汇总点；先打电话核实。汇总点换了密钥时凭新令牌重新加入。",
      en: "Someone may stand in for the hub: ask its office. If its key changed, join again."),
    CatalogueEntry(
      "sync.certificate-expired", zh: "证书 {0} 已于 {1} 过期。",
      en: "The certificate {0} expired at {1}."),
    CatalogueEntry(
      "sync.certificate-expired.hint",
      zh: "汇总点换新证书：taizhang hub certificate --replace；本机时钟也请核对。",
      en: "Renew it on the hub: taizhang hub certificate --replace. Check this clock too."),
    CatalogueEntry(
      "sync.certificate-untrusted", zh: "{0} 的证书没有人作证：汇总点的密钥和系统的证书机构都没有。",
      en: "Nobody vouches for the certificate at {0}: neither the hub's key nor an authority."),
    CatalogueEntry(
      "sync.certificate-untrusted.hint", zh: "核对地址；途中的设备可能在拦截加密连接。",
      en: "Check the address; something on the way may intercept secure connections."),
    CatalogueEntry(
      "sync.bad-certificate", zh: "证书或密钥文件 {0} 用不了：{1}",
      en: "The certificate or key file {0} cannot be used: {1}"),
    CatalogueEntry(
      "sync.bad-certificate.hint", zh: "要 PEM 格式，密钥与证书配对；自签：taizhang hub certificate --host 域名",
      en: "Both are PEM and belong together; to make one: taizhang hub certificate --host NAME"),
    CatalogueEntry(
      "sync.secret-exposed", zh: "{0} 本机的其他人也能读。", en: "Others on this machine can read {0}."),
    CatalogueEntry(
      "sync.below-base", zh: "{0} 离开太久：缺的改动汇总点已压缩，只在快照里。",
      en: "{0}: away too long; what is missing stands only in a snapshot of the hub's."),
    CatalogueEntry(
      "sync.below-base.hint", zh: "再同步一次：先取快照，本机未发的改动保留并重发。",
      en: "Sync again: it starts from a snapshot, and what is unsent here is kept and sent."),
    CatalogueEntry(
      "sync.hub-behind",
      zh: "{0}：汇总点恢复自一份太旧的备份，缺的改动在本机已经压缩，不再逐条保存，补发不了。本机什么也没丢，未发的也都在。",
      en:
        "{0}: the hub was restored from too old a backup: it lacks changes that were compacted here, and are no longer kept one by one to be sent. Nothing is lost here, unsent edits included."
    ),
    CatalogueEntry(
      "sync.hub-behind.hint",
      zh:
        "不要删本机，也不要重新加入。汇总点改用压缩那天或以后的备份：taizhang restore 备份 --store 新目录 --key identity.key；没有就请没压缩过的单位运行 taizhang sync，由它补齐。然后本机再运行 taizhang sync。",
      en:
        "Keep this store; do not join anew. Restore the hub from a backup made when it compacted, or later (taizhang restore BACKUP --store NEW --key identity.key), or have an office that has not compacted run taizhang sync: it sends all. Then run taizhang sync here again."
    ),
    CatalogueEntry("sync.secret-exposed.hint", zh: "运行 chmod {1} {0}", en: "Run chmod {1} {0}"),
  ]

  private static let certificateCommands: [CatalogueEntry] = [
    CatalogueEntry(
      "certificate.done", zh: "证书 {0}，密钥 {1}，{2} 天有效。这样启用：",
      en: "Certificate {0}, key {1}, good for {2 day}. To use them:"),
    CatalogueEntry(
      "failure.bad-days", zh: "有效天数 {0} 不在 1 到 3650 之间。", en: "{0} days are not 1 to 3650."),
    CatalogueEntry(
      "failure.certificate-needs-host", zh: "证书要写明汇总点的域名或地址。",
      en: "A certificate names the hub by host or address."),
    CatalogueEntry(
      "failure.certificate-needs-host.hint", zh: "例如 --host hub.example.gov.cn 10.0.0.5",
      en: "Such as --host hub.example.gov.cn 10.0.0.5"),
    CatalogueEntry("failure.certificate-exists", zh: "{0} 已经有了。", en: "{0} exists."),
    CatalogueEntry(
      "failure.certificate-exists.hint", zh: "要换就加 --replace。", en: "Add --replace to replace it."),
    CatalogueEntry(
      "failure.certificate-unwritten", zh: "写不了 {0}：{1}", en: "{0} cannot be written: {1}"),
    CatalogueEntry(
      "failure.certificate-unwritten.hint", zh: "用 --out 指定能写的目录。",
      en: "Name a directory that can be written with --out."),
    CatalogueEntry(
      "failure.tls-needs-both", zh: "--tls-cert 和 --tls-key 要一起给。",
      en: "--tls-cert and --tls-key go together."),
    CatalogueEntry(
      "failure.tls-needs-both.hint", zh: "自签：taizhang hub certificate --host 域名",
      en: "To make both: taizhang hub certificate --host NAME"),
  ]

  private static let refusedRequests: [CatalogueEntry] = [
    CatalogueEntry("hub-refused.none", zh: "没有被拒的请求。", en: "No request was refused."),
    CatalogueEntry(
      "hub-refused.columns", zh: "时间|来源|副本|接口|状态|原因", en: "time|from|replica|route|status|why"),
  ]
}
