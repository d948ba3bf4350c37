import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

export const attachmentErrors = defineErrors({
  ATTACHMENT_TOO_LARGE: {
    status: 413,
    "zh-CN": "文件超过 {limit} MB，请压缩后再添加。",
    en: "The file is larger than {limit} MB; make it smaller and add it again.",
  },
  ATTACHMENT_EMPTY: {
    status: 422,
    "zh-CN": "文件是空的，请重新选择。",
    en: "The file is empty; choose another.",
  },
  ATTACHMENT_KIND: {
    status: 415,
    "zh-CN": "不支持这种文件。可以添加图片（JPEG、PNG、WebP）、PDF、Word、Excel、ZIP、CSV 和纯文本。",
    en: "Files of this kind are not taken. Add pictures (JPEG, PNG, WebP), PDF, Word, Excel, ZIP, CSV or plain text.",
  },
  ATTACHMENT_TAKEN: {
    status: 409,
    "zh-CN": "这个编号已用于另一个文件，请重新添加。",
    en: "This number belongs to another file; add it anew.",
  },
  ATTACHMENT_MISSING: {
    status: 422,
    "zh-CN": "文件“{name}”还没有上传，请重新添加。",
    en: "The file “{name}” has not been uploaded; add it again.",
  },
  ATTACHMENT_LIMIT: {
    status: 429,
    "zh-CN": "已上传而未提交的文件过多（{limit} 个），请先提交表单。",
    en: "Too many files were uploaded and not used ({limit}); send the form first.",
  },
});

export const attachmentError = errorsOf(attachmentErrors);
