import { text } from "node:stream/consumers";
import { createElement } from "react";
import { renderToPipeableStream, renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { dropNul } from "./drop-nul.ts";

/** Three bytes a character, so that of three lengths of the prefix two leave a gap at the end of React's buffer. */
const pageOf = (prefix: number) =>
  createElement(
    "ul",
    null,
    createElement("li", null, "a".repeat(prefix)),
    Array.from({ length: 400 }, (_, key) => createElement("li", { key, "data-label": "已收" }, "应收电费")),
  );

const streamed = (prefix: number, through: NodeJS.ReadWriteStream): Promise<string> =>
  new Promise((resolve, reject) => {
    const { pipe } = renderToPipeableStream(pageOf(prefix), {
      onAllReady: () => {
        pipe(through);
        text(through as unknown as AsyncIterable<Buffer>).then(resolve, reject);
      },
    });
  });

describe("pages on their way out", () => {
  it.each([0, 1, 2])("hold every Chinese character whole and nothing else, %i bytes in", async (prefix) => {
    expect(await streamed(prefix, dropNul())).toBe(renderToStaticMarkup(pageOf(prefix)));
  });
});
