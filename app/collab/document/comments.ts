import * as Y from "yjs";

/** What somebody said about a field of an item, or in answer to another comment. */
export interface Comment {
  readonly id: string;
  /** Name of the item: `tariff/residential`. */
  readonly item: string;
  /** Pointer of the field; empty: the item as a whole. */
  readonly path: string;
  readonly text: string;
  readonly by: string;
  readonly byName: string;
  readonly atMs: number;
  /** The comment that it answers. */
  readonly answers?: string;
  readonly resolvedByName?: string;
}

/** A comment with its answers, oldest first. */
export interface Thread extends Comment {
  readonly answered: readonly Comment[];
}

export const COMMENT_LENGTH_MAX = 4_000;

const commentsIn = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("comments");

/** The threads of one item, or of all, oldest first. */
export function readThreads(doc: Y.Doc, item?: string): Thread[] {
  const all = [...commentsIn(doc)]
    .flatMap(([id, shared]) => {
      const comment = commentOf(id, shared);
      return comment && (item === undefined || comment.item === item) ? [comment] : [];
    })
    .sort((a, b) => a.atMs - b.atMs || (a.id < b.id ? -1 : 1));
  return all
    .filter(({ answers }) => answers === undefined)
    .map((comment) => ({ ...comment, answered: all.filter(({ answers }) => answers === comment.id) }));
}

export function addComment(doc: Y.Doc, { id, ...comment }: Comment): void {
  commentsIn(doc).set(id, new Y.Map<unknown>(Object.entries(comment)));
}

/** Settles a thread, or opens it again (undefined). */
export function resolveComment(doc: Y.Doc, id: string, byName: string | undefined): void {
  const comment = commentsIn(doc).get(id);
  if (!(comment instanceof Y.Map)) return;
  if (byName === undefined) comment.delete("resolvedByName");
  else comment.set("resolvedByName", byName);
}

/** Takes a comment and what answers it away. */
export function removeComment(doc: Y.Doc, id: string): void {
  const comments = commentsIn(doc);
  for (const thread of readThreads(doc))
    if (thread.id === id) for (const answer of thread.answered) comments.delete(answer.id);
  comments.delete(id);
}

function commentOf(id: string, shared: unknown): Comment | undefined {
  if (!(shared instanceof Y.Map)) return undefined;
  const fields = Object.fromEntries(shared.entries()) as Record<string, unknown>;
  return isComment(fields) ? { id, ...fields } : undefined;
}

const TEXTS = ["item", "path", "text", "by", "byName"] as const;
const MAY_BE = ["answers", "resolvedByName"];

function isComment(fields: Record<string, unknown>): fields is Record<string, unknown> & Omit<Comment, "id"> {
  return (
    TEXTS.every((name) => isText(fields[name])) &&
    typeof fields.atMs === "number" &&
    Object.keys(fields).every(
      (name) =>
        name === "atMs" ||
        TEXTS.some((text) => text === name) ||
        (MAY_BE.includes(name) && isText(fields[name])),
    )
  );
}

const isText = (value: unknown): boolean => typeof value === "string" && value.length <= COMMENT_LENGTH_MAX;

/** Who wrote which comment, in answer to which: what `commentFault` must know of the time before a change. */
export type CommentAuthors = ReadonlyMap<string, Pick<Comment, "by" | "answers">>;

export function commentAuthors(doc: Y.Doc): CommentAuthors {
  return new Map(
    [...commentsIn(doc)].flatMap(([id, shared]) => {
      const comment = commentOf(id, shared);
      return comment ? [[id, comment] as const] : [];
    }),
  );
}

/**
 * Whether a transaction did to the comments what the person may not: speak in another's name, change what somebody said,
 * or put there what is no comment. Anybody may resolve a thread; who began it may take it away with its answers.
 */
export function commentFault(transaction: Y.Transaction, personId: string, before: CommentAuthors): boolean {
  const comments = commentsIn(transaction.doc);
  for (const [type, keys] of transaction.changed) {
    if ((type as unknown) === comments) {
      if ([...keys].some((id) => id === null || !mayEnter(comments, id, personId, before))) return true;
    } else if (type.parent === comments) {
      if ([...keys].some((key) => key !== "resolvedByName")) return true;
      if (!type._item?.deleted && commentOf("", type) === undefined) return true;
    }
  }
  return false;
}

function mayEnter(comments: Y.Map<unknown>, id: string, personId: string, before: CommentAuthors): boolean {
  const was = before.get(id);
  if (comments.has(id)) {
    const comment = commentOf(id, comments.get(id));
    return comment?.by === personId && (was === undefined || was.by === personId);
  }
  if (was === undefined || was.by === personId) return true;
  const thread = was.answers;
  return thread !== undefined && !comments.has(thread) && before.get(thread)?.by === personId;
}
