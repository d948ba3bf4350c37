const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => ENTITIES[mark] as string);

/**
 * The HTML of a mail, made from its text: paragraphs, lines and web addresses. Everything is escaped first, so that neither
 * a template nor a customer's name can become markup.
 */
export function htmlOf(text: string, locale: string): string {
  const paragraphs = escaped(text)
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${linked(paragraph).replaceAll("\n", "<br>")}</p>`);
  return `<!doctype html><html lang="${escaped(locale)}"><meta charset="utf-8"><body style="font: 16px/1.6 sans-serif">${paragraphs.join("")}</body></html>`;
}

const linked = (text: string): string =>
  text.replaceAll(/https?:\/\/[^\s<>，。；）)]+/g, (address) => `<a href="${address}">${address}</a>`);
