import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { Decimal } from "#engines/kernel/decimal.ts";
import type { Locale } from "#engines/kernel/errors.ts";
import { minorUnits } from "#engines/kernel/money.ts";
import type { SimulatedOrder } from "./gateway-orders.ts";

const TEXTS = {
  "zh-CN": {
    title: "模拟支付平台",
    note: "这是本机的支付模拟器，不会产生真实扣款。",
    to: "收款方",
    order: "订单号",
    confirm: "确认支付",
    cancel: "取消",
    paid: "该订单已支付。",
    expired: "该订单已过期。",
    back: "返回商户",
  },
  en: {
    title: "Simulated payment gateway",
    note: "This is a simulator on this machine; no real money moves.",
    to: "Payee",
    order: "Order",
    confirm: "Confirm payment",
    cancel: "Cancel",
    paid: "This order is paid.",
    expired: "This order has expired.",
    back: "Back to the merchant",
  },
} satisfies Record<Locale, Record<string, string>>;

const STYLE = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:light-dark(#f1f3f5,#1a1b1e)}
main{box-sizing:border-box;width:min(100vw - 32px,400px);padding:32px;border-radius:12px;background:light-dark(#fff,#25262b)}
h1{margin:0;font-size:1rem;font-weight:600}
.amount{margin:24px 0 4px;font-size:2.25rem;font-weight:700;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:auto 1fr;gap:4px 16px;margin:0 0 24px;font-size:.875rem}
dt{color:light-dark(#5c5f66,#a6a7ab)}dd{margin:0;overflow-wrap:anywhere}
button,a{box-sizing:border-box;display:block;width:100%;padding:12px;margin-top:12px;border:0;border-radius:8px;font:inherit;text-align:center;text-decoration:none;cursor:pointer}
.primary{background:#087f5b;color:#fff;font-weight:600}
.plain{background:transparent;color:inherit;border:1px solid light-dark(#ced4da,#5c5f66)}
p{font-size:.8125rem;color:light-dark(#5c5f66,#a6a7ab)}
`;

/** The payer's page at the gateway: what is to be paid, confirm or cancel. */
export function payerPage(
  response: ServerResponse,
  order: SimulatedOrder,
  acceptLanguage: string | undefined,
): ServerResponse {
  const locale: Locale = /^\s*zh/i.test(acceptLanguage ?? "zh") ? "zh-CN" : "en";
  const texts = TEXTS[locale];
  const amount = Decimal.fromUnits(order.total, minorUnits(order.currency)).toString();
  const expired = new Date(order.expiresAt) <= new Date();
  const actions =
    order.state === "SUCCESS" || expired
      ? `<p role="status">${order.state === "SUCCESS" ? texts.paid : texts.expired}</p>
         <a class="plain" href="${escapeHtml(order.returnUrl)}">${texts.back}</a>`
      : `<form method="post">
           <button class="primary" name="decision" value="confirm">${texts.confirm}</button>
           <button class="plain" name="decision" value="cancel">${texts.cancel}</button>
         </form>`;
  const html = `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${texts.title}</title><style>${STYLE}</style></head>
<body><main><h1>${texts.title}</h1>
<div class="amount">${escapeHtml(amount)} ${escapeHtml(order.currency)}</div>
<dl><dt>${texts.to}</dt><dd>${escapeHtml(order.description)}</dd><dt>${texts.order}</dt><dd>${escapeHtml(order.number)}</dd></dl>
${actions}<p>${texts.note}</p></main></body></html>`;
  const styleHash = createHash("sha256").update(STYLE).digest("base64");
  return response
    .writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": `default-src 'none'; style-src 'sha256-${styleHash}'; frame-ancestors 'none'`,
      "referrer-policy": "no-referrer",
    })
    .end(html);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
