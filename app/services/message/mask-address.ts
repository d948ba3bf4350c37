/** An address as staff may see it: `138****0001`, `l***@example.org`. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf("@");
  if (at > 0) return `${address.slice(0, 1)}***${address.slice(at)}`;
  return address.length <= 7 ? "*".repeat(address.length) : `${address.slice(0, 3)}****${address.slice(-4)}`;
}
