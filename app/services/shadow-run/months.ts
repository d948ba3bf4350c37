/** "2026-01" … "2026-03" → its months in order. */
export function monthsBetween(from: string, to: string): string[] {
  const months: string[] = [];
  for (let at = numberOf(from); at <= numberOf(to); at += 1) {
    months.push(`${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`);
  }
  return months;
}

function numberOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1;
}
