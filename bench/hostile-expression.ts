import process from "node:process";
import { ManifoldError } from "#engines/kernel/errors.ts";
import { expressionEnvironment } from "#engines/kernel/expression.ts";
import { readTemplate } from "#engines/messages/liquid.ts";
import { faultOfPattern, PATTERN_TEXT_MAX, patternOf } from "#schema/blueprint/form/pattern.ts";
import type { Report } from "./harness.ts";

// What somebody hostile can make one expression, template or pattern cost: to refuse it, or, where it passes, to run it on the
// worst values that reach it. Beside it an ordinary one.

const GOAL_MS = 10;
const many = (text: string, times: number) => Array.from({ length: times }, () => text).join("");

const environment = expressionEnvironment({
  variables: { s: "string", n: "double", l: "list<string>", m: "list<double>" },
});
const VALUES = {
  s: many("a", 10_000),
  n: 1.5,
  l: Array.from({ length: 1_000 }, (_, at) => many("a", 100) + at),
  m: Array.from({ length: 1_000 }, (_, at) => at),
};

const EXPRESSIONS: Readonly<Record<string, string>> = {
  "nested brackets": `${many("(", 900)}n${many(")", 900)}`,
  "nested brackets that never close": many("(", 1_999),
  "nested lists": `${many("[", 900)}${many("]", 900)} == []`,
  "a chain of negations": `${many("!", 1_900)}true`,
  "a chain of choices": `${many("n > 1.0 ? n : ", 140)}n`,
  "as many names as fit": `${many("n + ", 499)}n`,
  "huge text added": `${many("s + ", 90)}s`,
  "loop in a loop": "l.all(a, l.all(b, l.all(c, a != b || b != c)))",
  "three loops over long lists": "l.all(a, a != s) && l.exists(a, a == s) || l.map(a, a + s).size() > 3",
  "a regular expression": 's.matches("(a+)+$")',
  "a long name": many("x", 1_999),
  "a long text": `"${many("x", 1_990)}" == s`,
  "a huge number": `${many("9", 1_999)} > n`,
};

const TEMPLATES: Readonly<Record<string, string>> = {
  "loops in loops": `${many("{% for i in l %}", 20)}x${many("{% endfor %}", 20)}`,
  "a loop in a loop": "{% for i in l %}{% for j in l %}{{ i }}{% endfor %}{% endfor %}",
  "one long loop": "{% for i in (1..100000000) %}x{% endfor %}",
  "text that doubles": `{% assign a = s %}${many("{% assign a = a | append: a %}", 60)}{{ a }}`,
  "nested choices": `${many("{% if s %}", 200)}x${many("{% endif %}", 200)}`,
  "a chain of filters": `{{ s ${many("| append: s ", 200)}}}`,
  "never closed": many("{% if s %}", 390),
};

const PATTERNS: Readonly<Record<string, string>> = {
  "a repeated group": "(a+)+$",
  "many stars": "a*a*a*a*a*a*b",
  "alternatives that overlap": "(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)(a|a)a*b",
  "counted many times": "a{0,200}a{0,200}b",
  "the worst that passes": "a*a*b",
};

/**
 * What one go costs, in milliseconds of this thread's processor time: the mean of as many as take a tenth of a second, since
 * the clock of processor time is coarse. What is refused with words costs what it took to refuse it.
 */
function cost(work: () => void): number {
  const attempt = () => {
    try {
      work();
    } catch (error) {
      if (!(error instanceof ManifoldError)) throw error;
    }
  };
  for (let round = 0; round < 3; round++) attempt();
  const before = cpuMs();
  let rounds = 0;
  while (cpuMs() - before < 100) {
    attempt();
    rounds++;
  }
  return (cpuMs() - before) / rounds;
}

function cpuMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1_000;
}

const expression = (source: string) => () => void environment.compile(source).evaluate(VALUES);
const template = (source: string) => () =>
  void readTemplate(
    source,
    ["s", "l"],
    "body",
  )({ s: VALUES.s.slice(0, 200), l: VALUES.l.slice(0, 50) }, {} as never);
const pattern = (source: string) => () => {
  if (faultOfPattern(source) !== undefined) return;
  patternOf(source).test(many("a", PATTERN_TEXT_MAX));
};

export default async function hostileExpression(report: Report): Promise<void> {
  const kinds = [
    ["expression", EXPRESSIONS, expression, "n > 1.0 && s != ''"],
    ["template", TEMPLATES, template, "Dear {{ s }}, {% if s %}hello{% endif %}"],
    ["pattern", PATTERNS, pattern, "\\d{11}"],
  ] as const;
  for (const [kind, cases, run, ordinary] of kinds) {
    const usual = cost(run(ordinary));
    const costs = Object.entries(cases).map(([name, source]) => [name, cost(run(source))] as const);
    const [name, value] = costs.toSorted(([, a], [, b]) => b - a)[0] as readonly [string, number];
    report({
      name: `worst hostile ${kind} of ${costs.length}: ${name}`,
      value,
      unit: "ms",
      baseline: `an ordinary one: ${usual.toFixed(2)} ms`,
      ratio: value / usual,
      goal: `≤ ${GOAL_MS} ms`,
    });
  }
}
