import type { ChartColors } from "./live-chart.tsx";

/** What stands beside the pointer, in the colours of the page. */
export const tooltipLook = (colors: ChartColors) => ({
  backgroundColor: colors.ground,
  borderColor: colors.line,
  textStyle: { color: colors.text, fontSize: 13 },
});

/** The hint of the chart library is HTML; names come from data. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
