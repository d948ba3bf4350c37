import type { Random } from "./random.ts";

// Everybody here is invented. Telephone numbers come from ranges that nobody can be given: 129… is no prefix of a Chinese
// network (mobile numbers begin with 13 to 19), and 555-0100 to 555-0199 are kept free for fiction in North America.

const SURNAMES: readonly (readonly [string, number])[] = [
  ["王", 72],
  ["李", 71],
  ["张", 67],
  ["刘", 54],
  ["陈", 45],
  ["杨", 31],
  ["赵", 23],
  ["黄", 22],
  ["周", 21],
  ["吴", 20],
  ["徐", 17],
  ["孙", 15],
  ["胡", 13],
  ["朱", 12],
  ["高", 11],
  ["林", 11],
  ["何", 11],
  ["郭", 11],
  ["马", 10],
  ["罗", 9],
  ["梁", 8],
  ["宋", 8],
  ["郑", 8],
  ["谢", 7],
  ["韩", 7],
  ["唐", 6],
  ["冯", 6],
  ["于", 6],
  ["董", 6],
  ["萧", 5],
  ["程", 5],
  ["曹", 5],
  ["袁", 5],
  ["邓", 5],
  ["许", 5],
  ["傅", 5],
  ["沈", 5],
  ["曾", 5],
  ["彭", 5],
  ["吕", 4],
  ["顾", 4],
  ["姜", 4],
  ["范", 4],
  ["江", 3],
  ["戴", 3],
  ["钱", 3],
  ["秦", 3],
  ["陆", 3],
  ["夏", 3],
  ["方", 3],
];
const GIVEN_ONE = [
  ..."伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚辉玲桂英华建文玉慧红鹏宇晨欣悦琳博睿泽涵轩彤妍",
];
const GIVEN_FIRST = [..."建国志永文明春秀玉海晓小雨子梓思嘉一宇浩俊雅婉书心若亦景泽云"];
const GIVEN_LAST = [..."华平军明英兰芳伟强杰峰涛辉敏琴红梅燕霞娟萍玲雯婷轩涵怡然宁安琪瑶宸航博妍菲"];

const ENGLISH_FIRST = [
  "James",
  "Mary",
  "Robert",
  "Patricia",
  "John",
  "Jennifer",
  "Michael",
  "Linda",
  "David",
  "Elizabeth",
  "William",
  "Barbara",
  "Richard",
  "Susan",
  "Joseph",
  "Jessica",
  "Thomas",
  "Sarah",
  "Carlos",
  "Karen",
  "Daniel",
  "Nancy",
  "Mateo",
  "Lisa",
  "Anthony",
  "Betty",
  "Mark",
  "Sofia",
  "Paul",
  "Sandra",
  "Steven",
  "Ashley",
  "Andrew",
  "Emily",
  "Kenneth",
  "Grace",
  "Joshua",
  "Hannah",
];
const ENGLISH_LAST = [
  "Smith",
  "Johnson",
  "Williams",
  "Brown",
  "Jones",
  "Garcia",
  "Miller",
  "Davis",
  "Rodriguez",
  "Martinez",
  "Hernandez",
  "Lopez",
  "Wilson",
  "Anderson",
  "Taylor",
  "Moore",
  "Jackson",
  "Martin",
  "Lee",
  "Thompson",
  "White",
  "Harris",
  "Clark",
  "Lewis",
  "Robinson",
  "Walker",
  "Young",
  "Allen",
  "King",
  "Wright",
  "Nguyen",
  "Hill",
  "Green",
  "Adams",
  "Baker",
  "Nelson",
  "Larsen",
];

export function chinesePerson(random: Random): string {
  const surname = random.pickWeighted(SURNAMES);
  if (random.chance(0.22)) return surname + random.pick(GIVEN_ONE);
  return surname + random.pick(GIVEN_FIRST) + random.pick(GIVEN_LAST);
}

export function englishPerson(random: Random): string {
  return `${random.pick(ENGLISH_FIRST)} ${random.pick(ENGLISH_LAST)}`;
}

const TRADES: readonly (readonly [string, number])[] = [
  ["餐饮管理", 9],
  ["百货", 6],
  ["便利店", 7],
  ["超市", 6],
  ["大药房", 5],
  ["酒店", 4],
  ["电子科技", 6],
  ["服饰", 5],
  ["汽车服务", 4],
  ["教育咨询", 4],
  ["建材", 4],
  ["印务", 3],
  ["口腔门诊部", 2],
  ["物业服务", 4],
  ["物流", 3],
  ["食品", 5],
];
const INDUSTRIES: readonly (readonly [string, number])[] = [
  ["机械制造", 6],
  ["精密铸造", 4],
  ["纺织", 5],
  ["化纤", 3],
  ["电缆", 4],
  ["新材料", 4],
  ["汽车零部件", 5],
  ["玻璃", 2],
  ["冷链仓储", 2],
];
const BRANDS_FIRST = [..."鑫恒宏华瑞盛泰金永利联众百新天东江南润丰"];
const BRANDS_LAST = [..."达源隆邦信和茂诚通泽源力美佳福兴"];

export function chineseCompany(random: Random, city: string, industrial: boolean): string {
  const trade = random.pickWeighted(industrial ? INDUSTRIES : TRADES);
  return `${city}${random.pick(BRANDS_FIRST)}${random.pick(BRANDS_LAST)}${trade}有限公司`;
}

/** The telephone number of the `at`-th customer of a utility. */
export function chinesePhone(utility: number, at: number): string {
  return `129${String(utility * 1_000_000 + at + 1).padStart(8, "0")}`;
}

export function americanPhone(at: number): string {
  return `(541) 555-0${100 + (at % 100)}`;
}

/** A Chinese home within a street: number, building, unit, room. */
export function chineseHome(random: Random): string {
  const floor = random.integer(1, random.chance(0.35) ? 26 : 6);
  return `${random.integer(1, 288)}号${random.integer(1, 18)}幢${random.integer(1, 4)}单元${floor}0${random.integer(1, 4)}室`;
}
