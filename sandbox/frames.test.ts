import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bodyText, encodeFrame, FRAME_KINDS, FrameReader, headOf } from "./frames.ts";

describe("frames", () => {
  test("come out as they went in, however the stream is cut", () => {
    const frame = fc.record({
      kind: fc.constantFrom(...FRAME_KINDS),
      call: fc.nat(2 ** 32 - 1),
      head: fc.option(fc.dictionary(fc.string(), fc.string()), { nil: undefined }),
      body: fc.string({ unit: "grapheme", maxLength: 300 }),
    });
    fc.assert(
      fc.property(
        fc.array(frame, { minLength: 1, maxLength: 8 }),
        fc.array(fc.integer({ min: 1, max: 60 })),
        (frames, cuts) => {
          const bytes = Buffer.concat(
            frames.map(({ kind, call, head, body }) => encodeFrame(kind, call, head, body)),
          );
          const reader = new FrameReader();
          const got = [];
          let at = 0;
          for (const length of [...cuts, bytes.length]) {
            if (at >= bytes.length) break;
            got.push(...reader.push(bytes.subarray(at, at + length)));
            at += length;
          }
          expect(
            got.map((one) => ({ kind: one.kind, call: one.call, head: headOf(one), body: bodyText(one) })),
          ).toEqual(
            frames.map(({ kind, call, head, body }) => ({ kind, call, head: head && { ...head }, body })),
          );
        },
      ),
    );
  });

  test.each([
    ["a length beyond the greatest", [255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0]],
    ["a length below the fixed part", [1, 0, 0, 0, 0]],
    ["an unknown kind", [9, 0, 0, 0, 99, 0, 0, 0, 0, 0, 0, 0, 0]],
    ["a head longer than its frame", [9, 0, 0, 0, 1, 0, 0, 0, 0, 200, 0, 0, 0]],
  ])("%s breaks the connection", (_name, bytes) => {
    expect(() => new FrameReader().push(Buffer.from(bytes))).toThrow(RangeError);
  });
});
