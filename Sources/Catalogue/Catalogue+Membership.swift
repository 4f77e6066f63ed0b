// Sentences about who may write: members, revocation, refused and void changes.

extension Catalogue {
  /// Membership, refusals and what is void.
  static let standing: [CatalogueEntry] = [
    CatalogueEntry("members.revoked", zh: "已撤销", en: "revoked"),
    CatalogueEntry("members.revoked-ledger", zh: "{0} 第 {1} 条后", en: "{0} after {1}"),
    CatalogueEntry("members.succeeded", zh: "由 {0} 接替", en: "succeeded by {0}"),
    CatalogueEntry(
      "members.unfollowed-below",
      zh: "下级汇总点 {0} 撤销了 {1}（{2}，{3}）；它不是经那里登记的，在这里照旧有效。要一并撤销：taizhang hub revoke {2} {4}",
      en:
        "{0}, a hub below, has revoked {1} ({2}, {3}), who was not enrolled through it and still counts here. To revoke it here too: taizhang hub revoke {2} {4}"
    ),
    CatalogueEntry(
      "members.unfollowed-above",
      zh: "{1}（{2}，{3}）在这里已撤销，在上级汇总点 {0} 却不是经这里登记的，照旧有效。请上级运行：taizhang hub revoke {2} {4}",
      en:
        "{1} ({2}, {3}) is revoked here, but was not enrolled through here at {0}, the hub above, and still counts there. There: taizhang hub revoke {2} {4}"
    ),
    CatalogueEntry("members.retired", zh: "已停用", en: "retired"),
    CatalogueEntry(
      "revoke.done", zh: "已撤销 {0}（{1}）。各台账最后有效的序号：{2}。",
      en: "Revoked {0} ({1}). The last change that counts, by ledger: {2}."),
    CatalogueEntry(
      "reinstate.done", zh: "已恢复 {0}（{1}）：作废的改动重新有效。",
      en: "Reinstated {0} ({1}): what was void counts again."),
    CatalogueEntry(
      "reinstate.above",
      zh: "上级汇总点 {0} 在台账 {1} 的撤销仍在，下次与它同步又会生效；只有 {0} 能恢复：taizhang hub reinstate {2}",
      en:
        "{0}, the hub above, has revoked it in {1}: that stands, and comes back at the next sync with {0}, unless taizhang hub reinstate {2} is run there."
    ),
    CatalogueEntry(
      "retire.done", zh: "已停用 {0}（{1}）：写过的照旧有效。",
      en: "Retired {0} ({1}): what it wrote counts."),
    CatalogueEntry(
      "failure.bad-revocation", zh: "看不懂“{0}”。", en: "“{0}” names no change of a ledger."),
    CatalogueEntry(
      "failure.bad-revocation.hint", zh: "写成 台账:序号，如 411702:118。",
      en: "Write LEDGER:SEQ, as in 411702:118."),
    CatalogueEntry(
      "store.role-fixed", zh: "成员 {0} 的角色是 {1}，不能更改。", en: "Member {0} has the role {1} for good."),
    CatalogueEntry(
      "store.role-fixed.hint", zh: "换角色就是换身份：在新的目录里用新的邀请加入。",
      en: "Another role is another identity: join from a new directory with a new invitation."),
    CatalogueEntry("refused.unknown-member", zh: "不是成员", en: "not a member"),
    CatalogueEntry("refused.bad-signature", zh: "签名不对", en: "bad signature"),
    CatalogueEntry("refused.equivocation", zh: "同一编号两种内容", en: "two changes under one dot"),
    CatalogueEntry("refused.not-permitted", zh: "无权", en: "not permitted"),
    CatalogueEntry("refused.foreign-ledger", zh: "别的台账", en: "another ledger"),
    CatalogueEntry("refused.frozen", zh: "身份已冻结", en: "identity frozen"),
    CatalogueEntry("refused.revoked", zh: "成员已撤销", en: "member revoked"),
    CatalogueEntry(
      "refused.member-list-ahead", zh: "依据的成员名单本机没有", en: "made under a member list not here"),
  ]
}
