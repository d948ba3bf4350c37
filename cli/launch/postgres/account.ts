import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { LaunchFailure } from "../failure.ts";

/** How to run PostgreSQL, which refuses to run as root. */
export interface Account {
  /** Put before the program's own arguments; empty when it is started directly. */
  readonly wrapper: readonly string[];
  /** For the spawn, where this process is root and needs no wrapper. */
  readonly spawnAs?: Ids;
  /** To whom the files of the cluster must belong; absent when this process is not root. */
  readonly owner?: Ids;
}

export interface Ids {
  readonly uid: number;
  readonly gid: number;
}

const USER = "postgres";

/**
 * A plain user runs PostgreSQL as itself. Root runs it as the owner of a cluster made before, else as the user
 * `postgres`, made here if there is none. Where a folder
 * on the way to the programs or the data is closed to that user (a clone below /root, a folder made by `mktemp -d`),
 * it gets, by `setpriv`, the one capability to pass through closed folders, instead of our opening them to everybody.
 */
export function accountFor(folders: readonly string[], ownerBefore?: Ids): Account {
  if (process.getuid?.() !== 0) return { wrapper: [] };
  if (process.platform !== "linux") {
    throw new LaunchFailure("PostgreSQL does not run as root on this system. Start as a plain user.");
  }
  const owner =
    ownerBefore !== undefined && ownerBefore.uid !== 0 ? idsAlone(ownerBefore) : (idsOf(USER) ?? makeUser());
  if (folders.every((folder) => isOpenTo(owner, folder))) return { wrapper: [], spawnAs: owner, owner };
  return { wrapper: setpriv(owner, folders), owner };
}

const idsAlone = ({ uid, gid }: Ids): Ids => ({ uid, gid });

function makeUser(): Ids {
  try {
    execFileSync(
      "useradd",
      ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", USER],
      {
        stdio: "ignore",
      },
    );
  } catch {
    // Told below: what matters is whether the user is there now.
  }
  const ids = idsOf(USER);
  if (ids === undefined) {
    throw new LaunchFailure(
      'PostgreSQL does not run as root, and a user "postgres" could not be made. Start as a plain user, or set DATABASE_URL.',
    );
  }
  return ids;
}

function idsOf(user: string): Ids | undefined {
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith(`${user}:`));
  const [, , uid, gid] = line?.split(":") ?? [];
  return uid === undefined || gid === undefined ? undefined : { uid: Number(uid), gid: Number(gid) };
}

/** Whether the user may pass through every folder down to this one. */
function isOpenTo(ids: Ids, folder: string): boolean {
  for (let step = path.resolve(folder); ; step = path.dirname(step)) {
    const { mode, uid, gid } = statSync(step);
    const bit = uid === ids.uid ? 0o100 : gid === ids.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (step === path.dirname(step)) return true;
  }
}

const CAP_DAC_OVERRIDE = 1n;
const CAP_DAC_READ_SEARCH = 2n;

function setpriv(ids: Ids, folders: readonly string[]): readonly string[] {
  const status = readFileSync("/proc/self/status", "utf8");
  const held = BigInt(`0x${/^CapEff:\s*([0-9a-f]+)/m.exec(status)?.[1] ?? "0"}`);
  const name =
    (held >> CAP_DAC_READ_SEARCH) & 1n
      ? "dac_read_search"
      : (held >> CAP_DAC_OVERRIDE) & 1n
        ? "dac_override"
        : undefined;
  const wrapper = [
    "setpriv",
    `--reuid=${ids.uid}`,
    `--regid=${ids.gid}`,
    "--clear-groups",
    // access(2), with which PostgreSQL looks for its own programs, heeds capabilities of a plain user only so.
    "--securebits=+no_setuid_fixup",
    `--inh-caps=-all,+${name}`,
    `--ambient-caps=-all,+${name}`,
    `--bounding-set=-all,+${name}`,
  ];
  try {
    if (name === undefined) throw new Error("no capability to pass through closed folders");
    execFileSync("setpriv", [...wrapper.slice(1), "true"], { stdio: "ignore" });
    return wrapper;
  } catch {
    throw new LaunchFailure(
      `PostgreSQL runs as the user "postgres", to whom a folder on the way to ${folders[0]} is closed. Put the project elsewhere, open the folder (chmod o+x), start as a plain user, or set DATABASE_URL.`,
    );
  }
}
