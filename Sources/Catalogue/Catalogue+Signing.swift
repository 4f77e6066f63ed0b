// Sentences about signed requests: what a hub finds wrong with one, and what helps.

extension Catalogue {
  /// Signatures, clocks, digests.
  static let signing: [CatalogueEntry] = [
    CatalogueEntry(
      "sync.unsigned", zh: "请求没有签名；只有成员能读写。",
      en: "The request is not signed; only members read and write here."),
    CatalogueEntry(
      "sync.unsigned.hint", zh: "用 taizhang 同步；其他程序按 RFC 9421 以成员密钥签名。",
      en: "Sync with taizhang; other programs sign with a member's key as RFC 9421 says."),
    CatalogueEntry(
      "sync.bad-signature", zh: "请求的签名不对（{0}）。", en: "The request's signature is not right ({0})."),
    CatalogueEntry(
      "sync.bad-signature.hint", zh: "若中间有代理改写了地址，请汇总点用 --public-url 写明对外地址。",
      en: "Where a proxy rewrites the address, the hub names its own with --public-url."),
    CatalogueEntry(
      "sync.unknown-key", zh: "汇总点不认识签名用的身份 {0}。",
      en: "The hub does not know the identity {0} that signed this."),
    CatalogueEntry(
      "sync.unknown-key.hint", zh: "向汇总点要令牌加入：taizhang join 地址 --token 令牌",
      en: "Ask the hub for a token and join: taizhang join URL --token TOKEN"),
    CatalogueEntry(
      "sync.stale", zh: "请求签于 {0} 秒之前，时钟不准或途中被截留。",
      en: "The request was signed {0} s ago: a clock is wrong, or it was held up on the way."),
    CatalogueEntry(
      "sync.stale.hint", zh: "校准本机时钟后再同步。", en: "Set this machine's clock and sync again."),
    CatalogueEntry(
      "sync.stale-start", zh: "请求签于 {0} 秒之前，汇总点 {1} 才启动，无法判断它是否已经用过。",
      en: "The request was signed {0} s ago, before the hub started at {1}: whether it was used"
        + " already cannot be told."),
    CatalogueEntry("sync.stale-start.hint", zh: "重新签名，再发一次。", en: "Sign it again and send it."),
    CatalogueEntry(
      "sync.replayed", zh: "同一个请求来了两次（{0}）；第二次不算。",
      en: "The same request came twice (from {0}); the second does not count."),
    CatalogueEntry(
      "sync.replayed.hint", zh: "再同步一次；若反复出现，途中有设备在重发请求。",
      en: "Sync again; if it recurs, something on the way repeats requests."),
    CatalogueEntry(
      "sync.wrong-digest", zh: "请求的内容与它的摘要不符。", en: "The content is not what its digest says."),
    CatalogueEntry(
      "sync.wrong-digest.hint", zh: "再同步一次；若反复出现，检查网络设备。",
      en: "Sync again; if it recurs, suspect the network."),
  ]
}
