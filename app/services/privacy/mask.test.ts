import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MASKS } from "./mask.ts";
import { maskFields, personalFieldsIn } from "./personal-fields.ts";

describe("masks", () => {
  it.each([
    ["name", "李明", "李*"],
    ["name", "欧阳小明月", "欧***"],
    ["name", "Ada Lovelace", "A** L**"],
    ["phone", "13800138000", "138****8000"],
    ["phone", "110", "***"],
    ["email", "ada@example.org", "a***@example.org"],
    ["address", "江北区解放路12号3单元501室", "江北区解放路*号*单元*室"],
    ["address", "1200 Harbour St, Apt 4", "* Harbour St, Apt *"],
    ["idNumber", "11010519491231002X", "1****************X"],
    [
      "free",
      "请拨打13800138000，证件11010519491231002X，ada@example.org。",
      "请拨打138****8000，证件1****************X，a***@example.org。",
    ],
    ["free", "表号 20250100000012345 读数 12", "表号 20250100000012345 读数 12"],
  ] as const)("%s: %s is shown as %s", (kind, text, shown) => {
    expect(MASKS[kind](text)).toBe(shown);
  });

  it("never show a telephone number, an identity number or the digits of an address", () => {
    const phone = fc.stringMatching(/^1[3-9]\d{9}$/);
    fc.assert(
      fc.property(
        phone,
        (given) => !MASKS.phone(given).includes(given) && !MASKS.free(`x ${given}!`).includes(given),
      ),
    );
    fc.assert(fc.property(fc.string(), (address) => !/\d/.test(MASKS.address(address))));
  });
});

describe("fields of an answer", () => {
  const answer = {
    customerId: "c1",
    rows: [
      {
        id: "1",
        customerName: "李明",
        phone: null,
        address: "解放路12号",
        name: "居民阶梯电价",
        data: { note: "李明 13800138000，解放路12号" },
      },
    ],
    openedByName: "李明",
    events: [
      { actorKind: "customer", actorName: "张三丰" },
      { actorKind: "staff", actorName: "王电工" },
    ],
    at: new Date(0),
  };

  it("are masked by their name, however deep, also where the same is told again, and nothing else is touched", () => {
    const shown = maskFields(answer);
    expect(shown).toEqual({
      customerId: "c1",
      rows: [
        {
          id: "1",
          customerName: "李*",
          phone: null,
          address: "解放路*号",
          name: "居民阶梯电价",
          data: { note: "李* 138****8000，解放路*号" },
        },
      ],
      openedByName: "李*",
      events: [
        { actorKind: "customer", actorName: "张**" },
        { actorKind: "staff", actorName: "王电工" },
      ],
      at: new Date(0),
    });
    expect(maskFields(answer, { name: "name" }).rows[0]?.name).toBe("居***");
    expect(answer.rows[0]?.customerName).toBe("李明");
  });

  it("are told for the log, with how many records hold them and whose they are", () => {
    expect(personalFieldsIn(answer)).toEqual({
      fields: ["actorName", "address", "customerName", "data"],
      records: 2,
      customerId: "c1",
    });
    expect(personalFieldsIn({ rows: [], phone: null })).toEqual({ fields: [], records: 0 });
    expect(personalFieldsIn([{ customerId: "c1" }, { customerId: "c2" }]).customerId).toBeUndefined();
  });
});
