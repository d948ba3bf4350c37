import { defineErrors, errorsOf } from "#engines/kernel/errors.ts";

export const backupErrors = defineErrors({
  BACKUP_FOLDER_TAKEN: {
    status: 409,
    "zh-CN": "文件夹 {folder} 不是空的；请指定一个新的文件夹",
    en: "the folder {folder} is not empty; name a new one",
  },
  BACKUP_UNREADABLE: {
    status: 422,
    "zh-CN": "{folder} 不是可用的备份：{reason}",
    en: "{folder} is no usable backup: {reason}",
  },
  BACKUP_DAMAGED: {
    status: 422,
    "zh-CN": "备份文件 {file} 已损坏：应为 {wanted}，实为 {found}。未恢复任何内容。",
    en: "the file {file} of the backup is damaged: its checksum should be {wanted} and is {found}. Nothing was restored.",
  },
  BACKUP_OTHER_VERSION: {
    status: 409,
    "zh-CN": "备份的数据库版本是 {backup}，现有的是 {database}；请用同一版本的程序恢复",
    en: "the backup is of database version {backup}, this one is {database}; restore with the same version of the product",
  },
  BACKUP_TENANT_UNKNOWN: {
    status: 422,
    "zh-CN": "备份中没有企业“{slug}”；有 {known}",
    en: "the backup holds no utility “{slug}”; it holds {known}",
  },
  BACKUP_TENANT_PRESENT: {
    status: 409,
    "zh-CN": "企业“{slug}”已有数据；加上 --replace 将以备份替换它",
    en: "the utility “{slug}” has data already; with --replace the backup takes its place",
  },
  BACKUP_PARENT_MISSING: {
    status: 409,
    "zh-CN": "企业“{slug}”的上级不在数据库中；请先恢复上级",
    en: "the upper tier of “{slug}” is not in the database; restore it first",
  },
});

export const backupError = errorsOf(backupErrors);
