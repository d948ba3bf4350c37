import { expect, it } from "vitest";
import * as Y from "yjs";
import {
  addComment,
  type Comment,
  commentAuthors,
  commentFault,
  readThreads,
  removeComment,
  resolveComment,
} from "./comments.ts";
import { newDraftDoc } from "./draft.ts";

const comment = (id: string, by: string, more: Partial<Comment> = {}): Comment => ({
  id,
  item: "tariff/a",
  path: "/label/en",
  text: `${id} says`,
  by,
  byName: by,
  atMs: Number(id.slice(1)),
  ...more,
});

/** A document with a thread of ann, answered by bob. */
function thread(): Y.Doc {
  const doc = newDraftDoc();
  addComment(doc, comment("c1", "ann"));
  addComment(doc, comment("c2", "bob", { answers: "c1" }));
  return doc;
}

/** Whether the guard would refuse what `does` does, were it done by this person. */
function refused(personId: string, does: (doc: Y.Doc) => void): boolean {
  const theirs = thread();
  const ours = newDraftDoc();
  Y.applyUpdate(ours, Y.encodeStateAsUpdate(theirs));
  theirs.transact(() => does(theirs));
  const before = commentAuthors(ours);
  let fault = false;
  ours.once("afterTransaction", (transaction) => {
    fault = commentFault(transaction, personId, before);
  });
  Y.applyUpdate(ours, Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(ours)));
  return fault;
}

it("answers stand below what they answer, oldest first; other items have their own", () => {
  const doc = thread();
  addComment(doc, comment("c3", "ann", { item: "tariff/b" }));
  expect(
    readThreads(doc, "tariff/a").map(({ id, answered }) => [id, answered.map((answer) => answer.id)]),
  ).toEqual([["c1", ["c2"]]]);
  expect(readThreads(doc)).toHaveLength(2);
});

it("a thread is settled, opened again, and taken away with its answers", () => {
  const doc = thread();
  resolveComment(doc, "c1", "bob");
  expect(readThreads(doc)[0]?.resolvedByName).toBe("bob");
  resolveComment(doc, "c1", undefined);
  expect(readThreads(doc)[0]?.resolvedByName).toBeUndefined();
  removeComment(doc, "c1");
  expect(readThreads(doc)).toEqual([]);
});

it.each<[string, string, (doc: Y.Doc) => void, boolean]>([
  ["says something", "cem", (doc) => addComment(doc, comment("c9", "cem")), false],
  ["says something as another", "cem", (doc) => addComment(doc, comment("c9", "ann")), true],
  ["settles another's thread", "cem", (doc) => resolveComment(doc, "c1", "cem"), false],
  ["takes the own thread away, with answers", "ann", (doc) => removeComment(doc, "c1"), false],
  ["takes another's thread away", "cem", (doc) => removeComment(doc, "c1"), true],
  ["takes another's answer away", "ann", (doc) => removeComment(doc, "c2"), true],
  ["puts own words in the place of another's", "cem", (doc) => addComment(doc, comment("c1", "cem")), true],
  [
    "changes what another said",
    "cem",
    (doc) => (doc.getMap("comments").get("c1") as Y.Map<unknown>).set("text", "changed"),
    true,
  ],
  ["puts there what is no comment", "cem", (doc) => doc.getMap("comments").set("c9", "text"), true],
  [
    "hides a record in a comment",
    "cem",
    (doc) => (doc.getMap("comments").get("c1") as Y.Map<unknown>).set("resolvedByName", new Y.Map()),
    true,
  ],
])("somebody %s", (_, person, does, expected) => {
  expect(refused(person, does)).toBe(expected);
});
