import { describe, expect, it } from "vitest";
import { expressionEnvironment } from "./expression.ts";

const environment = expressionEnvironment({
  variables: {
    agreement: { class: "string", kva: "double", persons: "int" },
    tags: "list<string>",
    reads: "list<double>",
  },
});
const values = {
  agreement: { class: "industry", kva: 400.5, persons: 5n },
  tags: ["green", "staff"],
  reads: [1, 2.5, 3],
};
const code = (expected: string) => expect.objectContaining({ code: expected });

describe("expressions", () => {
  it.each([
    ['agreement.class == "industry" && agreement.kva >= 315', true],
    ["agreement.persons > 4", true],
    ['"staff" in tags', true],
    ['tags.exists(tag, tag.startsWith("low"))', false],
    ["reads.all(read, read > 0.5)", true],
  ])("%s", (source, answer) => {
    expect(environment.compile(source, { expects: "bool" }).evaluate(values)).toBe(answer);
  });

  it("names the place of a syntax error, and the path it was given", () => {
    expect(() => environment.compile("agreement.", { where: { path: "charges[0].when" } })).toThrowError(
      expect.objectContaining({
        code: "EXPRESSION_MALFORMED",
        where: { path: "charges[0].when" },
        params: expect.objectContaining({ position: 11 }),
      }),
    );
  });

  it("refuses names and types that the environment does not declare, before anything runs", () => {
    expect(() => environment.compile("agreement.kvar > 1.0")).toThrowError(code("EXPRESSION_TYPE"));
    expect(() => environment.compile("process.exit()")).toThrowError(code("EXPRESSION_TYPE"));
    expect(() => environment.compile("agreement.class > 3")).toThrowError(code("EXPRESSION_TYPE"));
    expect(() => environment.compile("agreement.kva", { expects: "bool" })).toThrowError(
      code("EXPRESSION_TYPE"),
    );
  });

  it.each([
    ["long text", `agreement.kva > ${"1".repeat(3000)}`],
    ["many nodes", Array.from({ length: 150 }, () => "agreement.kva > 1.0").join(" && ")],
    ["deep nesting", `${"(".repeat(200)}1${")".repeat(200)} == 1`],
    ["a regular expression", 'agreement.class.matches("(a+)+$")'],
    ["a doubling bind", 'cel.bind(x, "aaaa", x + x) == ""'],
    ["a loop in a loop", "reads.exists(a, reads.exists(b, a > b))"],
    ["a chain of loops", `reads${".map(x, x)".repeat(4)}.size() > 1`],
    ["text that grows", "tags.map(x, x + x).map(x, x + x).size() > 1"],
  ])("refuses %s within milliseconds", (_, source) => {
    expect(() => environment.compile(source)).toThrowError(
      expect.objectContaining({ code: expect.stringMatching(/^EXPRESSION_(TOO_COSTLY|MALFORMED)$/) }),
    );
  });

  it("says when values do not fit at run time", () => {
    const expression = environment.compile("reads[5] > 1.0");
    expect(() => expression.evaluate(values)).toThrowError(code("EXPRESSION_FAILED"));
  });
});
