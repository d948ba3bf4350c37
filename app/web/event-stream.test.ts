import { expect, it } from "vitest";
import { eventStream } from "./event-stream.server.ts";

it("sends each value as one message and ends with them", async () => {
  const response = eventStream(new AbortController().signal, async function* () {
    yield { done: 1 };
    yield { done: 2, words: "第一行\n第二行" };
  });
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(response.headers.get("cache-control")).toContain("no-transform");
  expect(await response.text()).toBe('data: {"done":1}\n\ndata: {"done":2,"words":"第一行\\n第二行"}\n\n');
});

it("stops asking for values when the reader has left", async () => {
  const gone = new AbortController();
  let asked = 0;
  const response = eventStream(gone.signal, async function* (signal) {
    while (!signal.aborted) {
      asked += 1;
      yield asked;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  });
  const reader = response.body?.getReader();
  await reader?.read();
  gone.abort();
  await reader?.cancel();
  await new Promise((resolve) => setTimeout(resolve, 20));
  const askedWhenGone = asked;
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(asked).toBe(askedWhenGone);
});
