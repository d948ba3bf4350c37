import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

export const identityErrors = defineErrors({
  SIGN_IN_FAILED: {
    status: 422,
    "zh-CN": "账号或密码不正确。还可以尝试 {left} 次，之后将暂时锁定。",
    en: "The login or the password is not right. {left} more tries, then signing in is locked for a while.",
  },
  SIGN_IN_LOCKED: {
    status: 429,
    "zh-CN": "尝试次数过多，请在 {minutes} 分钟后再试。忘记密码请联系管理员或拨打客服电话。",
    en: "Too many tries. Try again in {minutes} minutes. If you forgot the password, ask your administrator or call customer service.",
  },
  NOT_A_MEMBER: {
    status: 403,
    "zh-CN": "密码正确，但您的账号不属于这家企业。请使用所属企业的网址登录。",
    en: "The password is right, but your account does not belong to this utility. Use the address of your own.",
  },
  LOGIN_TAKEN: { status: 409, "zh-CN": "账号“{login}”已被使用。", en: "The login {login} is taken." },
  PASSWORD_WEAK: {
    status: 422,
    "zh-CN": "密码至少需要 {length} 个字符。",
    en: "A password needs at least {length} characters.",
  },
  PASSWORD_LONG: {
    status: 422,
    "zh-CN": "密码最多 {length} 个字符。",
    en: "A password has at most {length} characters.",
  },
  PASSWORD_COMMON: {
    status: 422,
    "zh-CN": "这个密码很多人都在用，容易被猜中。请换一个，例如几个不相关的词连在一起。",
    en: "Many people use this password, so it is guessed first. Choose another, for example a few unrelated words.",
  },
  PASSWORD_PERSONAL: {
    status: 422,
    "zh-CN": "密码不能由您的账号、姓名或企业名称组成。",
    en: "A password must not be made of your login, your name or the utility's.",
  },
  PASSWORD_WRONG: { status: 422, "zh-CN": "当前密码不正确。", en: "The current password is not right." },
  RECENT_SIGN_IN_NEEDED: {
    status: 403,
    "zh-CN": "您没有密码。请退出后重新登录，并在 10 分钟内完成此操作。",
    en: "You have no password. Sign out, sign in again, and do this within 10 minutes.",
  },
  SECOND_FACTOR_WRONG: {
    status: 422,
    "zh-CN": "动态码不正确或已使用过。还可以尝试 {left} 次。",
    en: "The code is not right, or was used already. {left} more tries.",
  },
  SECOND_FACTOR_ON: {
    status: 409,
    "zh-CN": "两步验证已经开启。请先关闭，再重新设置。",
    en: "Two-step verification is on already. Turn it off before you set it up anew.",
  },
  SECOND_FACTOR_OFF: {
    status: 409,
    "zh-CN": "两步验证还没有开启。",
    en: "Two-step verification is not on.",
  },
  SECOND_FACTOR_REQUIRED: {
    status: 409,
    "zh-CN": "贵单位要求您的岗位使用两步验证，不能关闭。",
    en: "Your utility asks for two-step verification in your role; it cannot be turned off.",
  },
  SECOND_FACTOR_SHARED: {
    status: 409,
    "zh-CN": "此人还在其他企业任职，不能由一家企业的管理员重置。请联系平台运维人员。",
    en: "This person works at another utility too, so one administrator cannot reset it. Ask the operator of the platform.",
  },
  SECOND_FACTOR_FIRST: {
    status: 409,
    "zh-CN": "请先为您自己的账号开启两步验证并用它登录，再要求其他人使用，以免把自己锁在外面。",
    en: "Set up two-step verification for yourself and sign in with it before you ask it of others, or you lock yourself out.",
  },
  SIGN_IN_STEP_GONE: {
    status: 409,
    "zh-CN": "这一步已过期，请重新登录。",
    en: "This step has run out. Sign in again.",
  },
  TOO_OFTEN: {
    status: 429,
    "zh-CN": "尝试次数过多，请在 {minutes} 分钟后再试。",
    en: "Too many tries. Try again in {minutes} minutes.",
  },
  CODE_WRONG: {
    status: 422,
    "zh-CN": "验证码不正确。还可以尝试 {left} 次。",
    en: "The code is not right. {left} more tries.",
  },
  CODE_GONE: {
    status: 409,
    "zh-CN": "验证码已失效，请重新获取。",
    en: "The code has run out. Ask for a new one.",
  },
  CODE_NO_ACCOUNT: {
    status: 403,
    "zh-CN": "这个手机号没有绑定户号。请先用户号绑定，或拨打客服电话。",
    en: "No account belongs to this telephone. Claim yours by its number first, or call customer service.",
  },
  CODES_OFF: {
    status: 403,
    "zh-CN": "该企业没有开放验证码登录，请使用密码。",
    en: "This utility does not let customers sign in by code. Use your password.",
  },
  LINK_GONE: {
    status: 404,
    "zh-CN": "链接已失效或已使用过，请重新申请。",
    en: "The link has run out or was used already. Ask for a new one.",
  },
  MEMBER_ALREADY: { status: 409, "zh-CN": "{email} 已是本单位成员。", en: "{email} is a member already." },
  INVITED_ALREADY: {
    status: 409,
    "zh-CN": "{email} 已被邀请，可在邀请列表中重新发送。",
    en: "{email} is invited already. Send the invitation again from the list.",
  },
  PHONE_INVALID: {
    status: 422,
    "zh-CN": "请输入手机号码，例如 13800138000。",
    en: "Enter a telephone number, for example +1 541 555 0100.",
  },
  LAST_OWNER: {
    status: 409,
    "zh-CN": "至少要保留一名户主，请先把另一人设为户主。",
    en: "At least one owner must stay. Make somebody else an owner first.",
  },
  SHARED_TOO_WIDELY: {
    status: 409,
    "zh-CN": "一个户号最多由 {max} 人共用。请先移除不再需要的人或邀请。",
    en: "At most {max} people may share an account. Remove somebody or an invitation first.",
  },
  LAST_ADMIN: {
    status: 409,
    "zh-CN": "至少要保留一名管理员，请先指定另一名管理员。",
    en: "At least one administrator must stay. Make somebody else an administrator first.",
  },
  SIGN_ON_OFF: {
    status: 404,
    "zh-CN": "该企业没有开通统一登录，请使用账号和密码。",
    en: "This utility has no sign-on of its own. Use login and password.",
  },
  SIGN_ON_GONE: {
    status: 409,
    "zh-CN": "这次统一登录已失效或已使用过，请重新开始。",
    en: "This sign-on has run out or was used already. Begin again.",
  },
  SIGN_ON_DENIED: {
    status: 403,
    "zh-CN": "统一登录没有完成：您取消了登录，或统一登录平台没有同意。请重新开始，或使用账号和密码。",
    en: "The sign-on was not completed: you cancelled it, or the provider did not agree. Begin again, or use login and password.",
  },
  SIGN_ON_REFUSED: {
    status: 422,
    "zh-CN":
      "统一登录平台的回复没有通过校验，无法登录。请重新开始；若一再出现，请联系管理员核对统一登录的设置。",
    en: "What the sign-on provider answered did not stand up to the checks. Begin again; if it goes on, ask your administrator to check the sign-on settings.",
  },
  SIGN_ON_PROVIDER_DOWN: {
    status: 424,
    "zh-CN": "统一登录平台没有正常应答。请稍后再试，或使用账号和密码登录；管理员请核对颁发者地址。",
    en: "The sign-on provider does not answer as it should. Try again later, or use login and password; administrators, check the address of the issuer.",
  },
  SIGN_ON_NO_EMAIL: {
    status: 403,
    "zh-CN": "统一登录平台没有提供经过验证的邮箱，无法确认您是哪位成员。请联系管理员。",
    en: "The sign-on provider gave no verified e-mail, so it is not known which member you are. Ask your administrator.",
  },
  SIGN_ON_NO_MEMBER: {
    status: 403,
    "zh-CN": "{email} 不是本单位的成员。请管理员先邀请您，再使用统一登录。",
    en: "{email} is not a member here. Ask an administrator to invite you first.",
  },
  SIGN_ON_OTHER_PERSON: {
    status: 403,
    "zh-CN": "这位成员已与统一登录平台上的另一个账号绑定。请联系管理员。",
    en: "This member is linked to another account of the sign-on provider. Ask your administrator.",
  },
  SIGN_ON_FACTOR_MISSING: {
    status: 403,
    "zh-CN":
      "贵单位要求您使用两步验证，而统一登录没有证明您用过。请用密码登录一次并设置两步验证，或请管理员在统一登录平台上开启。",
    en: "Your utility asks you for two-step verification, and the sign-on did not prove one. Sign in by password once and set it up, or have it turned on at the provider.",
  },
  SIGN_ON_NOT_ENOUGH: {
    status: 403,
    "zh-CN": "您还在其他企业任职，一家企业的统一登录不足以更改您的个人账号。请用密码登录。",
    en: "You work at another utility too, so the sign-on of one is not enough to change your own account. Sign in by password.",
  },
  SIGN_ON_ISSUER_INVALID: {
    status: 422,
    "zh-CN": "请填写以 https:// 开头的颁发者地址，不带参数。",
    en: "Enter the address of the issuer, beginning with https:// and without parameters.",
  },
  SIGN_ON_SECRET_NEEDED: {
    status: 422,
    "zh-CN": "请填写这个颁发者和客户端编号的客户端密钥。",
    en: "Enter the client secret for this issuer and client id.",
  },
  ROLE_UNKNOWN: { status: 422, "zh-CN": "没有角色“{role}”。", en: "There is no role {role}." },
  SCOPE_UNKNOWN: { status: 422, "zh-CN": "没有接口权限“{scope}”。", en: "There is no scope {scope}." },
});

export const identityError = errorsOf(identityErrors);
