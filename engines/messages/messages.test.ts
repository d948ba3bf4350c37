import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { zoneOf } from "#engines/kernel/zone.ts";
import { type MessageTemplate, messageSchema } from "#schema/blueprint/message/schema.ts";
import { compileMessage, htmlOf, loudFrom, quietHoursOf, smsSize } from "./index.ts";

const china = { locale: "zh-CN", timezone: "Asia/Shanghai", currency: "CNY" } as const;
const oregon = { locale: "en", timezone: "America/Los_Angeles", currency: "USD" } as const;
const words = (text: string) => ({ "zh-CN": text, en: text });

type Variables = Record<string, { type: string; sample: unknown; optional?: boolean; fields?: object }>;

/** A template whose inbox text is `body`, in both languages. */
function template(body: string, variables: Variables = {}, more: object = {}): MessageTemplate {
  return messageSchema.parse({
    label: words("x"),
    purpose: words("x"),
    category: "billing",
    variables: Object.fromEntries(
      Object.entries(variables).map(([name, variable]) => [name, { label: words(name), ...variable }]),
    ),
    channels: { app: { title: words("t"), body: words(body) } },
    ...more,
  });
}

const text = (
  body: string,
  variables: Variables,
  data: object,
  place: typeof china | typeof oregon = china,
): string | undefined =>
  compileMessage(template(body, variables)).render(data as Record<string, unknown>, place).app?.text;

const fault = (work: () => unknown): { code: string; path: string | undefined; params: object } => {
  try {
    work();
  } catch (error) {
    const { code, where, params } = error as { code: string; where?: { path?: string }; params: object };
    return { code, path: where?.path, params };
  }
  throw new Error("nothing was refused");
};

describe("M1 what a template may name", () => {
  it("an undeclared variable is refused with its place, also in a branch that no sample reaches", () => {
    const body = "{% if urgent %}\n  {{ nobody }}{% endif %}";
    expect(
      fault(() => compileMessage(template(body, { urgent: { type: "boolean", sample: false } }))),
    ).toEqual({
      code: "MESSAGE_VARIABLE_UNKNOWN",
      path: "channels.app.body.zh-CN",
      params: { variable: "nobody", line: 2, column: 6, known: "urgent" },
    });
  });

  it.each(["{{ name | upside }}", "{{ name | divided_by: 0 }}", "{{ name | where_exp: 'x', 'y' }}"])(
    "an unknown filter is refused: %s",
    (body) => {
      const variables = { name: { type: "text", sample: "x" } };
      expect(fault(() => compileMessage(template(body, variables)))).toMatchObject({
        code: "MESSAGE_FILTER_UNKNOWN",
        path: "channels.app.body.zh-CN",
      });
    },
  );

  it.each([
    "{% include 'other' %}",
    "{% render 'other' %}",
    "{% layout 'other' %}",
    "{% tablerow x in y %}{% endtablerow %}",
    "{% capture x %}y{% endcapture %}",
    "{{ open",
  ])("a tag that is not offered is refused: %s", (body) => {
    expect(fault(() => compileMessage(template(body))).code).toBe("MESSAGE_TEMPLATE_MALFORMED");
  });
});

describe("M2 a template reads nothing but its values, within limits", () => {
  it("sees no property that the value has not itself", () => {
    const body = "{{ name.constructor | default: 'none' }}{{ rows[0].toString | default: ' nor here' }}";
    const variables = {
      name: { type: "text", sample: "x" },
      rows: { type: "list", sample: [{ day: "2026-01-01" }], fields: { day: "date" } },
    };
    expect(text(body, variables, { name: "Li", rows: [{ day: "2026-01-01" }] })).toBe("none nor here");
  });

  it.each([
    "{% for i in (1..100000000) %}x{% endfor %}",
    "{% for i in (1..900) %}{% for j in (1..900) %}{% for k in (1..900) %}x{% endfor %}{% endfor %}{% endfor %}",
    "{% assign a = 'aaaaaaaaaa' %}{% for row in rows %}{% assign a = a | append: a %}{% endfor %}{{ a }}",
    `${"{% for row in rows %}".repeat(12)}x${"{% endfor %}".repeat(12)}`,
  ])("a template without end is stopped: %s", (body) => {
    const day = { day: "2026-01-01" };
    const rows = { type: "list", sample: Array.from({ length: 50 }, () => day), fields: { day: "date" } };
    const started = performance.now();
    expect(fault(() => compileMessage(template(body, { rows }))).code).toBe("MESSAGE_TOO_COSTLY");
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});

describe("M3 values are taken by their declaration", () => {
  const variables = {
    total: { type: "money", sample: "1" },
    note: { type: "text", sample: "x", optional: true },
  };

  it("a missing one is refused, an optional one is nil, what is not declared is not seen", () => {
    expect(fault(() => text("{{ total }}", variables, {})).code).toBe("MESSAGE_VARIABLE_MISSING");
    expect(text("{{ total }}{{ note }}", variables, { total: "2", more: "unseen" })).toBe("2");
  });

  it.each([
    ["integer", 1.5],
    ["decimal", 1.5],
    ["money", "1,5"],
    ["quantity", { value: 3, unit: "kWh" }],
    ["date", "2026-02-30"],
    ["instant", "2026-02-03"],
    ["boolean", "true"],
    ["text", "x".repeat(1_001)],
  ])("a value that is no %s is refused", (type, value) => {
    const sample = {
      integer: 1,
      decimal: "1",
      money: "1",
      date: "2026-01-01",
      boolean: true,
      text: "x",
    } as const;
    const samples = { ...sample, quantity: { value: "1", unit: "kWh" }, instant: "2026-01-01T00:00:00Z" };
    const declared = { it: { type, sample: samples[type as keyof typeof samples] } };
    expect(fault(() => text("{{ it }}", declared, { it: value }))).toMatchObject({
      code: "MESSAGE_VARIABLE_TYPE",
      path: "it",
    });
  });
});

it("M4 a template that fails on its own samples is refused", () => {
  const broken = template("{{ total }}", { total: { type: "money", sample: 128.4 } });
  expect(fault(() => compileMessage(broken))).toMatchObject({ code: "MESSAGE_VARIABLE_TYPE", path: "total" });
});

describe("M5 amounts are exact", () => {
  it.each([
    [china, "128.4", "128.40元"],
    [china, "90071992547409931234.56", "90,071,992,547,409,931,234.56元"],
    [oregon, "-128.405", "-$128.41"],
  ])("%o %s", (place, amount, shown) => {
    expect(text("{{ a | money }}", { a: { type: "money", sample: "1" } }, { a: amount }, place)).toBe(shown);
  });

  it("any amount comes out digit by digit", () => {
    const program = compileMessage(template("{{ a | money }}", { a: { type: "money", sample: "1" } }));
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 24n }), (cents) => {
        const amount = `${cents / 100n}.${String(cents % 100n).padStart(2, "0")}`;
        const shown = program.render({ a: amount }, china).app?.text ?? "";
        expect(shown.replaceAll(",", "")).toBe(`${amount}元`);
      }),
    );
  });

  it("quantities carry the unit in the language of the reader", () => {
    const use = { use: { type: "quantity", sample: { value: "1", unit: "kWh" } } };
    expect(text("{{ use | quantity }}", use, { use: { value: "1234.50", unit: "kWh" } })).toBe(
      "1,234.5千瓦时",
    );
    expect(text("{{ use | quantity }}", use, { use: { value: "12", unit: "m3" } }, oregon)).toBe("12 m³");
  });
});

describe("M6 days and instants", () => {
  const when = {
    day: { type: "date", sample: "2026-01-01" },
    at: { type: "instant", sample: "2026-01-01T00:00:00Z" },
  };
  const data = { day: "2026-11-22", at: "2026-11-22T18:30:00Z" };

  it("are told in the zone and language of the reader; a day is the same everywhere", () => {
    const body = "{{ day | date }} {{ at | dateTime }}";
    expect(text(body, when, data)).toBe("2026年11月22日 2026年11月23日 02:30");
    expect(text(body, when, data, oregon)).toBe("Nov 22, 2026 Nov 22, 2026, 10:30 AM");
  });
});

describe("M7, M8 the segments of an SMS", () => {
  it.each([
    ["a".repeat(160), "gsm-7", 1],
    ["a".repeat(161), "gsm-7", 2],
    ["a".repeat(306), "gsm-7", 2],
    ["a".repeat(307), "gsm-7", 3],
    ["€".repeat(80), "gsm-7", 1],
    ["€".repeat(81), "gsm-7", 2],
    ["电".repeat(70), "ucs-2", 1],
    ["电".repeat(71), "ucs-2", 2],
    ["电".repeat(134), "ucs-2", 2],
    ["电".repeat(135), "ucs-2", 3],
    // 66 units, then a pair of which the first half would still fit.
    [`${"电".repeat(66)}😀${"电".repeat(66)}`, "ucs-2", 3],
  ])("%#: %s", (sms, encoding, segments) => {
    expect(smsSize(sms)).toMatchObject({ encoding, segments });
  });

  it("the signature stands in front and is counted", () => {
    const sms = { sms: { signature: words("清江电力"), body: words("您好".repeat(32)) } };
    const rendered = compileMessage(template("x", {}, { channels: sms })).render({}, china).sms;
    expect(rendered?.text.startsWith("【清江电力】您好")).toBe(true);
    expect(rendered?.segments).toBe(1);
    expect(rendered?.units).toBe(70);
  });

  it("agrees with cutting the text up by hand", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("a", "€", "电", "😀", "~"), maxLength: 400 }), (sms) => {
        const isGsm = [...sms].every((character) => "a€~".includes(character));
        const width = (character: string) => (isGsm ? ("€~".includes(character) ? 2 : 1) : character.length);
        const [single, part] = isGsm ? [160, 153] : [70, 67];
        const whole = [...sms].reduce((sum, character) => sum + width(character), 0);
        const parts: string[][] = [[]];
        for (const character of sms) {
          const last = parts.at(-1) as string[];
          const used = last.reduce((sum, each) => sum + width(each), 0);
          if (used + width(character) > part) parts.push([character]);
          else last.push(character);
        }
        expect(smsSize(sms).segments).toBe(whole <= single ? 1 : parts.length);
      }),
    );
  });
});

describe("M9 the length with the samples", () => {
  const variables = { name: { type: "text", sample: "李" } };
  const sms = (maxSegments: number) => ({
    channels: { sms: { signature: words("电"), body: words(`{{ name }}${"好".repeat(100)}`), maxSegments } },
  });

  it("is held", () => {
    expect(fault(() => compileMessage(template("x", variables, sms(1))))).toMatchObject({
      code: "MESSAGE_SMS_TOO_LONG",
      path: "channels.sms.body.zh-CN",
      params: { segments: 2, limit: 1 },
    });
  });

  it("a real text that is longer is sent whole", () => {
    const rendered = compileMessage(template("x", variables, sms(2))).render(
      { name: "李".repeat(100) },
      china,
    );
    expect(rendered.sms?.segments).toBe(4);
    expect(rendered.sms?.text).toContain("李".repeat(100));
  });
});

describe("M10 nothing that a person wrote becomes structure", () => {
  it("a name cannot add a line to a subject", () => {
    const channels = { email: { subject: words("Bill of {{ name }}"), body: words("Dear {{ name }}") } };
    const program = compileMessage(template("x", { name: { type: "text", sample: "Li" } }, { channels }));
    const { email } = program.render({ name: "Li\r\nBcc: all@example.org\u2028x" }, china);
    expect(email?.subject).toBe("Bill of Li Bcc: all@example.org x");
  });

  it("any text is escaped in the HTML of a mail", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("<", ">", "&", '"', "'", "a", "\n") }), (source) => {
        const inner = /<body[^>]*>(.*)<\/body>/s.exec(htmlOf(source, "en"))?.[1] ?? "";
        expect(inner.replaceAll(/<\/?p>|<br>/g, "")).not.toMatch(/[<>"']|&(?!(amp|lt|gt|quot|#39);)/);
      }),
    );
  });

  it("addresses become links", () => {
    expect(htmlOf("see https://power.example/t/bill?a=1&b=2。", "zh-CN")).toContain(
      '<a href="https://power.example/t/bill?a=1&amp;b=2">',
    );
  });
});

describe("M11 quiet hours", () => {
  const zone = zoneOf("Asia/Shanghai");
  const at = (clock: string) => Date.parse(`2026-11-22T${clock}:00+08:00`);
  const night = quietHoursOf({ from: "22:00", to: "08:00" });

  it.each([
    ["21:59", "2026-11-22T21:59:00+08:00"],
    ["22:00", "2026-11-23T08:00:00+08:00"],
    ["23:30", "2026-11-23T08:00:00+08:00"],
    ["00:00", "2026-11-22T08:00:00+08:00"],
    ["07:59", "2026-11-22T08:00:00+08:00"],
    ["08:00", "2026-11-22T08:00:00+08:00"],
  ])("from 22:00 to 08:00, at %s it goes out at %s", (clock, expected) => {
    expect(loudFrom(night, zone, at(clock))).toBe(Date.parse(expected));
  });

  it("end by the wall clock, also in the night in which it jumps", () => {
    const newYork = zoneOf("America/New_York");
    const beforeSpring = Date.parse("2026-03-07T23:00:00-05:00");
    expect(loudFrom(night, newYork, beforeSpring)).toBe(Date.parse("2026-03-08T08:00:00-04:00"));
  });

  it("do not hold for what may break them", () => {
    const urgent = {
      category: "safety",
      mayBreakQuietHours: true,
      quietHours: { from: "22:00", to: "08:00" },
    };
    expect(compileMessage(template("x", {}, urgent)).quietHours).toBeUndefined();
  });
});
