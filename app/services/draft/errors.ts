import { defineErrors } from "#engines/kernel/errors.ts";

/** What can stand in the way of editing a draft together. */
export const draftErrors = defineErrors({
  DRAFT_READ_ONLY: {
    status: 403,
    "zh-CN": "您可以查看草稿，但没有修改的权限；您的改动没有保存。",
    en: "You may look at the draft but not change it; your change was not kept.",
  },
  DRAFT_UPDATE_MALFORMED: {
    status: 400,
    "zh-CN": "收到的改动无法读取，没有保存。请重新加载页面。",
    en: "The change could not be read and was not kept. Load the page again.",
  },
  DRAFT_UPDATE_TOO_LARGE: {
    status: 413,
    "zh-CN": "一次改动最多 {limit} 字节；请分几次修改。",
    en: "One change may have at most {limit} bytes; make it in several steps.",
  },
  DRAFT_TOO_LARGE: {
    status: 413,
    "zh-CN": "草稿最多 {limit} 字节，改动没有保存。请先发布，或删去不用的项目。",
    en: "A draft may have at most {limit} bytes; the change was not kept. Publish first, or remove items that are not used.",
  },
  DRAFT_SHAPE: {
    status: 422,
    "zh-CN": "{item} 的 {path} 处不是配置可以包含的内容，改动没有保存。请重新加载页面。",
    en: "{path} of {item} is nothing that an item can hold; the change was not kept. Load the page again.",
  },
  DRAFT_COMMENT_FORGED: {
    status: 403,
    "zh-CN": "评论只能以自己的名义发表和修改；改动没有保存。",
    en: "A comment is made and changed in one's own name only; the change was not kept.",
  },
  DRAFT_AUTHOR_FORGED: {
    status: 403,
    "zh-CN": "改动冒用了他人的编辑标识，没有保存。请重新加载页面。",
    en: "The change bears the mark of somebody else's editor and was not kept. Load the page again.",
  },
  DRAFT_CROWDED: {
    status: 429,
    "zh-CN": "同时编辑的窗口已达 {limit} 个；请关闭不用的窗口后再试。",
    en: "{limit} windows edit at once already; close some that are not used and try again.",
  },
  DRAFT_TOO_FAST: {
    status: 429,
    "zh-CN": "短时间内改动过多，连接已断开，稍后自动重连。",
    en: "Too many changes in a short time; the connection was closed and comes back by itself.",
  },
  DRAFT_SESSION_ENDED: {
    status: 401,
    "zh-CN": "登录已失效。改动保留在本机，请重新登录后继续。",
    en: "Your session has ended. Changes are kept in this browser; sign in again to go on.",
  },
  DRAFT_CONFLICTS: {
    status: 409,
    "zh-CN": "草稿和期间发布的版本都改了：{items}。请在设计器里选择保留哪一方，再送审。",
    en: "The draft and a release published meanwhile both changed {items}. Choose in the designer whose stands, then send it for review again.",
  },
  DRAFT_CLOSED: {
    status: 409,
    "zh-CN": "这份草稿已被放弃，已有一份新的草稿。",
    en: "This draft was discarded; there is a new one.",
  },
  DRAFT_HELD_ELSEWHERE: {
    status: 409,
    "zh-CN": "草稿由另一进程负责，正在转接。",
    en: "Another process holds the draft; you are being passed on.",
  },
  DRAFT_UNAVAILABLE: {
    status: 503,
    "zh-CN": "协同编辑暂时不可用，正在重试；改动保留在本机。",
    en: "Editing together is not available just now and is tried again; changes are kept in this browser.",
  },
});
