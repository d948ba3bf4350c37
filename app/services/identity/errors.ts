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
  PASSWORD_WRONG: { status: 422, "zh-CN": "当前密码不正确。", en: "The current password is not right." },
  LAST_ADMIN: {
    status: 409,
    "zh-CN": "至少要保留一名管理员，请先指定另一名管理员。",
    en: "At least one administrator must stay. Make somebody else an administrator first.",
  },
  ROLE_UNKNOWN: { status: 422, "zh-CN": "没有角色“{role}”。", en: "There is no role {role}." },
  SCOPE_UNKNOWN: { status: 422, "zh-CN": "没有接口权限“{scope}”。", en: "There is no scope {scope}." },
});

export const identityError = errorsOf(identityErrors);
