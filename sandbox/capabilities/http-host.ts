import { isIP } from "node:net";
import { z } from "zod";

/** A DNS name as the URL standard writes it: lower case, punycode, no port, no address, no wildcard. */
export const hostName = z
  .string()
  .max(253)
  .regex(
    /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$/,
    "a host name like api.example.com",
  );

/**
 * Reads the URL that a plugin wants to reach and compares its parts; nothing is matched by pattern.
 * @returns the URL, or why it is refused
 */
export function checkUrl(
  text: string,
  hosts: readonly string[],
  protocol: "https:" | "http:" = "https:",
): URL | string {
  const url = URL.parse(text);
  if (url === null) return "not an absolute URL";
  if (url.protocol !== protocol) return `only ${protocol} is allowed`;
  if (url.username !== "" || url.password !== "") return "credentials in the URL";
  if (url.port !== "" && protocol === "https:") return "a port of its own";
  // The parser has turned "0x7f.1", "2130706433", full-width digits and percent escapes into plain text by now.
  if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0) return "an address instead of a host name";
  if (!hosts.includes(url.hostname)) return `host "${url.hostname}" is not granted`;
  return url;
}

/** Whether an IP address is reachable by anybody: not private, local, link-local, shared, multicast, reserved or mapped. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return isPublicIpv4(address.split(".").map(Number));
    case 6:
      return isPublicIpv6(address.toLowerCase());
    default:
      return false;
  }
}

/** Blocks that are not global unicast: IANA special-purpose registry (RFC 6890 and successors), as [address, prefix]. */
const SPECIAL_IPV4: readonly (readonly [string, number])[] = [
  ["0.0.0.0", 8], ["10.0.0.0", 8], ["100.64.0.0", 10], ["127.0.0.0", 8], ["169.254.0.0", 16], ["172.16.0.0", 12],
  ["192.0.0.0", 24], ["192.0.2.0", 24], ["192.88.99.0", 24], ["192.168.0.0", 16], ["198.18.0.0", 15],
  ["198.51.100.0", 24], ["203.0.113.0", 24], ["224.0.0.0", 4], ["240.0.0.0", 4],
]; // biome-ignore format: one line a group reads as the registry does

function isPublicIpv4(octets: readonly number[]): boolean {
  const value = toNumber(octets);
  return !SPECIAL_IPV4.some(([network, prefix]) => {
    const size = 2 ** (32 - prefix);
    return Math.floor(value / size) === Math.floor(toNumber(network.split(".").map(Number)) / size);
  });
}

function toNumber(octets: readonly number[]): number {
  return octets.reduce((sum, octet) => sum * 256 + octet, 0);
}

function isPublicIpv6(address: string): boolean {
  // Only 2000::/3 is global unicast; within it documentation, 6to4, Teredo and ORCHID lead elsewhere.
  const groups = expandIpv6(address);
  const [first = 0, second = 0] = groups;
  if (first >> 13 !== 1) return false;
  if (first === 0x2001 && (second < 0x200 || second === 0xdb8)) return false;
  return first !== 0x2002 && !(first === 0x3fff && second < 0x1000);
}

function expandIpv6(address: string): number[] {
  // WHATWG serialises every IPv6 form (embedded IPv4 and zones included) to plain groups.
  const canonical = URL.parse(`http://[${address.replace(/%.*$/, "")}]/`)?.hostname.slice(1, -1) ?? "";
  const [head = "", tail] = canonical.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array.from({ length: tail === undefined ? 0 : 8 - left.length - right.length }, () => "0");
  return [...left, ...zeros, ...right].map((group) => Number.parseInt(group, 16));
}
