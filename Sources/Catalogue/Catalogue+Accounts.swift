// Sentences about accounts of a shared node: signing in, what an account may not do, the commands.

extension Catalogue {
  /// Signing in and one's own account, on pages.
  static let pageAccounts: [CatalogueEntry] = [
    CatalogueEntry("page.sign-in", zh: "登录", en: "Sign in"),
    CatalogueEntry("page.sign-out", zh: "退出", en: "Sign out"),
    CatalogueEntry("page.signed-out", zh: "已退出登录。", en: "Signed out."),
    CatalogueEntry("page.account", zh: "我的账号", en: "My account"),
    CatalogueEntry("page.account-name", zh: "账号", en: "Account"),
    CatalogueEntry("page.account-role", zh: "角色", en: "Role"),
    CatalogueEntry("page.account-may", zh: "权限", en: "What it may do"),
    CatalogueEntry("page.account-all", zh: "本节点的全部台账", en: "all ledgers of this node"),
    CatalogueEntry(
      "page.account-start", zh: "这次是用启动链接打开的，没有登录账号：以本节点的名义填写。",
      en:
        "This session was opened with the start link, without an account: it writes as the node itself."
    ),
    CatalogueEntry("page.password", zh: "密码", en: "Password"),
    CatalogueEntry("page.password-change", zh: "修改密码", en: "Change the password"),
    CatalogueEntry("page.password-current", zh: "现在的密码", en: "Present password"),
    CatalogueEntry("page.password-new", zh: "新密码", en: "New password"),
    CatalogueEntry("page.password-again", zh: "再输一次新密码", en: "New password again"),
    CatalogueEntry(
      "page.password-least", zh: "至少 {0} 个字，不要含账号名。",
      en: "At least {0} characters, without the account's name."),
    CatalogueEntry(
      "page.password-changed", zh: "密码已修改，其他地方的登录都已退出。",
      en: "The password was changed; sessions elsewhere are over."),
    CatalogueEntry(
      "page.sign-in-hint", zh: "忘了密码：请本节点的管理员运行 taizhang account password 账号。",
      en:
        "Password forgotten: whoever runs this node can set another: taizhang account password NAME."
    ),
    CatalogueEntry(
      "page.sign-in-wrong", zh: "账号或密码不对。", en: "The account or the password is not right."),
    CatalogueEntry(
      "page.sign-in-wait", zh: "试错次数太多，请 {0} 秒后再试。",
      en: "Too many wrong tries: wait {0 second} and try again."),
    CatalogueEntry(
      "page.sign-in-again", zh: "登录页放得太久，请再登录一次。",
      en: "The sign-in page has grown old: sign in once more."),
    CatalogueEntry(
      "page.sign-in-kept", zh: "登录已过期，还没有保存。填写的内容都在：登录后接着保存。",
      en:
        "The session is over and nothing was saved yet. What was typed is kept: sign in, then save."
    ),
    CatalogueEntry("page.kept-title", zh: "接着保存", en: "Go on with what was typed"),
    CatalogueEntry(
      "page.kept-signed-in", zh: "已登录。下面是登录过期前填写的内容，还没有保存。",
      en: "Signed in. Below is what was typed before the session ended; it is not saved yet."),
    CatalogueEntry(
      "page.kept-hint", zh: "保存时照常核对：别人在这期间改过的，会并排给你选。",
      en:
        "Saving checks as ever: where others wrote meanwhile, both values are shown to choose from."
    ),
    CatalogueEntry(
      "page.kept-failed", zh: "没有保存。填写的都在下面：先处理上面说的问题，再按下面的按钮保存。",
      en:
        "Not saved. All that was typed is below: see to what is said above, then press the button below."
    ),
    CatalogueEntry("page.kept-send", zh: "保存", en: "Save"),
    CatalogueEntry("page.kept-later", zh: "以后再说（已存为草稿）", en: "Later (kept as a draft)"),
    CatalogueEntry("page.kept-of-project", zh: "{0} · {1}", en: "{0} · {1}"),
    CatalogueEntry(
      "page.kept-of-other",
      zh: "没有保存：下面是账号“{0}”填写的，不能用别的账号保存。请用“{0}”登录后接着保存。",
      en:
        "Not saved: the account “{0}” typed this, and no other account can save it. Sign in as “{0}” to go on."
    ),
    CatalogueEntry("page.kept-other-account", zh: "换账号登录", en: "Sign in as another account"),
    CatalogueEntry("page.kept-drop", zh: "不保存了", en: "Do not save"),
    CatalogueEntry("page.sign-ins", zh: "登录记录", en: "Sign-ins"),
    CatalogueEntry("page.sign-ins-own", zh: "最近登录", en: "Latest sign-ins"),
    CatalogueEntry("page.sign-ins-none", zh: "还没有登录记录。", en: "No sign-ins yet."),
    CatalogueEntry("page.sign-in-what", zh: "事项", en: "What"),
    CatalogueEntry("page.sign-in-where", zh: "来自", en: "From"),
    CatalogueEntry(
      "page.accounts-none",
      zh: "本节点没有账号，只能在本机用启动链接打开。加账号：taizhang account add 账号 --role 角色。",
      en:
        "This node has no accounts and opens on this machine alone. To add one: taizhang account add NAME --role ROLE."
    ),
    CatalogueEntry("sign-in.signed-in", zh: "登录", en: "signed in"),
    CatalogueEntry("sign-in.start-link", zh: "用启动链接打开", en: "opened with the start link"),
    CatalogueEntry("sign-in.wrong-password", zh: "密码不对", en: "wrong password"),
    CatalogueEntry("sign-in.signed-out", zh: "退出", en: "signed out"),
    CatalogueEntry("sign-in.password-changed", zh: "改了密码", en: "changed the password"),
    CatalogueEntry(
      "page.stop-no-accounts", zh: "本节点没有可登录的账号。", en: "This node has no accounts to sign in to."),
    CatalogueEntry(
      "page.stop-no-accounts.hint", zh: "在本机用启动链接打开；或运行 taizhang account add 账号 --role 角色。",
      en: "Open the start link on this machine, or run taizhang account add NAME --role ROLE."),
    CatalogueEntry("page.stop-no-account", zh: "这次没有用账号登录。", en: "This session has no account."),
    CatalogueEntry(
      "page.stop-county", zh: "这一页是全市的；你的账号只看{0}。",
      en: "This page is of the whole city; your account is for {0}."),
    CatalogueEntry(
      "page.stop-county.hint", zh: "请用市级账号查看。", en: "An account of the city can open it."),
    CatalogueEntry(
      "page.stop-keeper", zh: "这一页只给管理本节点的人。", en: "This page is for those who look after the node."
    ),
    CatalogueEntry(
      "page.stop-keeper.hint", zh: "请用市级账号打开。", en: "Open it with an account of the city."),
    CatalogueEntry("page.stop-reader", zh: "你的账号只能看，不能写。", en: "Your account reads only."),
    CatalogueEntry(
      "page.stop-reader.hint", zh: "请有权的账号来填写。", en: "Ask someone whose account may write."),
  ]

  /// Members and invitations, on a hub's page.
  static let pageMembers: [CatalogueEntry] = [
    CatalogueEntry("page.menu-members", zh: "成员", en: "Members"),
    CatalogueEntry("page.office", zh: "单位", en: "Office"),
    CatalogueEntry("page.enrolled", zh: "登记时间", en: "Enrolled"),
    CatalogueEntry("page.standing", zh: "状态", en: "Standing"),
    CatalogueEntry("page.act", zh: "操作", en: "Act"),
    CatalogueEntry("page.revoke", zh: "撤销", en: "Revoke"),
    CatalogueEntry("page.reinstate", zh: "恢复", en: "Reinstate"),
    CatalogueEntry(
      "page.revoked", zh: "已撤销：{0}。此后的改动一概不算。",
      en: "Revoked: {0}. Nothing it writes from now on counts."),
    CatalogueEntry(
      "page.revoked-before", zh: "此前已经撤销：{0}，没有再写一次；这次填的原因没有记入：{1}",
      en: "{0} was revoked before; nothing was written. The reason given now was not recorded: {1}"),
    CatalogueEntry(
      "page.reinstated-before", zh: "{0} 没有被撤销，或此前已经恢复；没有再写一次。",
      en: "{0} is not revoked, or was reinstated before; nothing was written."),
    CatalogueEntry("page.reinstated", zh: "已恢复：{0}。", en: "Reinstated: {0}."),
    CatalogueEntry("page.invite", zh: "发邀请", en: "Invite"),
    CatalogueEntry("page.invitations", zh: "邀请", en: "Invitations"),
    CatalogueEntry("page.invite-for", zh: "有效期", en: "Good for"),
    CatalogueEntry("page.invite-days", zh: "{0} 天", en: "{0 day}"),
    CatalogueEntry("page.invite-until", zh: "有效至", en: "Until"),
    CatalogueEntry("page.invite-new", zh: "新建这个台账", en: "Make this ledger"),
    CatalogueEntry("page.invite-open", zh: "未用", en: "open"),
    CatalogueEntry("page.invite-over", zh: "已过期", en: "expired"),
    CatalogueEntry("page.invite-used", zh: "已用：{0}", en: "used: {0}"),
    CatalogueEntry(
      "page.invite-once", zh: "这一行只显示这一次，请现在交给对方。",
      en: "This line is shown only now: hand it over."),
    CatalogueEntry(
      "page.invite-unknown", zh: "汇总点没有台账“{0}”；确要新建，请勾选“新建这个台账”。",
      en: "The hub holds no ledger \"{0}\"; to make it, tick \"Make this ledger\"."),
    CatalogueEntry(
      "page.stop-hub", zh: "成员在汇总点管理，这里不是汇总点。", en: "Members are kept at the hub, and this is none."
    ),
  ]

  /// The `account` commands, and what cannot be done.
  static let accounts: [CatalogueEntry] = [
    CatalogueEntry("account.added", zh: "已加账号 {0}（{1}）。", en: "Added the account {0} ({1})."),
    CatalogueEntry("account.role-set", zh: "账号 {0} 现在是{1}。", en: "The account {0} is {1} now."),
    CatalogueEntry(
      "account.disabled", zh: "账号 {0} 已停用，立即退出。",
      en: "The account {0} is disabled and signed out at once."),
    CatalogueEntry("account.enabled", zh: "账号 {0} 已启用。", en: "The account {0} is enabled."),
    CatalogueEntry(
      "account.password-set", zh: "账号 {0} 的密码已改，立即退出。",
      en: "The account {0} has another password and is signed out at once."),
    CatalogueEntry("account.none", zh: "没有账号。", en: "No accounts."),
    CatalogueEntry(
      "account.columns", zh: "账号|角色|县区|状态|改动时间", en: "account|role|county|standing|changed"),
    CatalogueEntry("account.is-disabled", zh: "停用", en: "disabled"),
    CatalogueEntry("account.is-enabled", zh: "启用", en: "enabled"),
    CatalogueEntry("account.sign-in-columns", zh: "时间|账号|事项|来自", en: "when|account|what|from"),
    CatalogueEntry(
      "account.ask-password", zh: "{0} 的新密码（不显示）：", en: "New password of {0} (not shown): "),
    CatalogueEntry("account.ask-again", zh: "再输一次：", en: "Once more: "),
    CatalogueEntry(
      "account.fault-exists", zh: "已有账号“{0}”。", en: "There is an account \"{0}\" already."),
    CatalogueEntry(
      "account.fault-exists.hint", zh: "换个名字；改角色用 account role，改密码用 account password。",
      en: "Choose another name; account role and account password change what there is."),
    CatalogueEntry("account.fault-missing", zh: "没有账号“{0}”。", en: "No account \"{0}\"."),
    CatalogueEntry(
      "account.fault-missing.hint", zh: "taizhang account list 列出账号。",
      en: "taizhang account list shows them."),
    CatalogueEntry(
      "account.fault-bad-name", zh: "“{0}”不能作账号名。", en: "\"{0}\" cannot be an account's name."),
    CatalogueEntry(
      "account.fault-bad-name.hint", zh: "1 到 64 字节，不含空格。", en: "1 to 64 bytes without spaces."),
    CatalogueEntry(
      "account.fault-full", zh: "账号已满 {0} 个。", en: "There are {0} accounts, as many as can be."),
    CatalogueEntry(
      "account.fault-full.hint", zh: "每个办公室一个节点；一个节点的账号不需要这么多。",
      en: "Give each office a node of its own."),
    CatalogueEntry("account.fault-bad-county", zh: "不认识的县区“{0}”。", en: "Unknown county \"{0}\"."),
    CatalogueEntry(
      "account.fault-bad-county.hint", zh: "写名称或代码，如 驿城区、411702、411702-gx。",
      en: "Write a name or a code, such as 411702 or 411702-gx."),
    CatalogueEntry(
      "account.fault-bad-role", zh: "本节点的账号不能是 {0}。", en: "An account of this node cannot be {0}."),
    CatalogueEntry(
      "account.fault-bad-role.hint", zh: "可以是：{1}。账号只能比节点权限小。",
      en: "It can be: {1}. An account only narrows what the node may."),
    CatalogueEntry(
      "account.fault-county-needed", zh: "这个节点有多个县区，县区账号要写明是哪个。",
      en: "This node holds many counties: which one is the account for?"),
    CatalogueEntry(
      "account.fault-county-needed.hint", zh: "加上 --county 驿城区。", en: "Add --county 411702."),
    CatalogueEntry(
      "account.fault-short-password", zh: "密码太短，至少 {0} 个字。",
      en: "The password is too short: at least {0} characters."),
    CatalogueEntry(
      "account.fault-short-password.hint", zh: "几个不相干的词连起来，好记也难猜。",
      en: "A few unrelated words are easy to keep and hard to guess."),
    CatalogueEntry(
      "account.fault-long-password", zh: "密码太长，最多 {0} 字节。",
      en: "The password is too long: at most {0} bytes."),
    CatalogueEntry("account.fault-long-password.hint", zh: "写短一些。", en: "Write a shorter one."),
    CatalogueEntry(
      "account.fault-plain-password", zh: "密码太好猜：含有账号名，或只有几种字符。",
      en: "The password is too easy: it holds the account's name, or few different characters."),
    CatalogueEntry(
      "account.fault-plain-password.hint", zh: "几个不相干的词连起来，好记也难猜。",
      en: "A few unrelated words are easy to keep and hard to guess."),
    CatalogueEntry(
      "account.fault-passwords-differ", zh: "两次输入的新密码不一样。", en: "The two new passwords differ."),
    CatalogueEntry("account.fault-passwords-differ.hint", zh: "再输一次。", en: "Type them again."),
    CatalogueEntry(
      "account.fault-wrong-password", zh: "现在的密码不对。", en: "The present password is not right."),
    CatalogueEntry(
      "account.fault-wrong-password.hint", zh: "再输一次；忘了请管理员重设。",
      en: "Type it again, or have it set anew."),
    CatalogueEntry(
      "account.fault-exposed", zh: "账号文件 {0} 别人也能读，没有使用。",
      en: "The file of accounts {0} can be read by others and is not used."),
    CatalogueEntry("account.fault-exposed.hint", zh: "chmod 600 {0}", en: "chmod 600 {0}"),
    CatalogueEntry(
      "account.fault-damaged", zh: "账号文件 {0} 坏了，谁也不能登录。",
      en: "The file of accounts {0} is damaged: nobody can sign in."),
    CatalogueEntry(
      "account.fault-damaged.hint", zh: "移走这个文件，再用 taizhang account add 重建。",
      en: "Move it away and add the accounts again with taizhang account add."),
    CatalogueEntry(
      "account.fault-io", zh: "账号文件 {0} 写不了：{1}。",
      en: "The file of accounts {0} cannot be written: {1}."),
    CatalogueEntry(
      "account.fault-io.hint", zh: "看看磁盘和权限。", en: "Look at the disk and at permissions."),
    CatalogueEntry("failure.no-password", zh: "没有读到密码。", en: "No password was read."),
    CatalogueEntry(
      "failure.no-password.hint", zh: "在终端输入，或把密码作为一行送进标准输入；不写在命令行上。",
      en:
        "Type it at a terminal, or send it as a line on standard input; never on the command line."),
    CatalogueEntry(
      "failure.bare-insecure", zh: "在 {0} 上不加密地开放页面不安全。",
      en: "Pages beyond this machine ({0}) need TLS."),
    CatalogueEntry(
      "failure.bare-insecure.hint", zh: "加上 --tls-cert 和 --tls-key；确有别的加密才用 --insecure-http。",
      en: "Add --tls-cert and --tls-key, or --insecure-http where the line is secure otherwise."),
    CatalogueEntry(
      "serve.no-accounts", zh: "没有账号，页面只给本机用。加账号：taizhang account add。",
      en:
        "There are no accounts: the pages are for this machine alone. To add one: taizhang account add."
    ),
    CatalogueEntry("serve.sign-in", zh: "账号登录：{0}/sign-in", en: "Accounts sign in at {0}/sign-in"),
  ]
}
