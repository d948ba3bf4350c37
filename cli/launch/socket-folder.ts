import { createHash } from "node:crypto";
import { chmodSync, lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LaunchFailure } from "./failure.ts";

/** A unix socket's path may have 104 bytes on macOS, 108 on Linux; what is left over is for the names of the sockets. */
const FOLDER_BYTES_MAX = 80;

/**
 * The folder of the sockets by which the processes of one machine talk, closed to every other user: `.data/run`, or a
 * short one among the temporary files where the path of the project is too long for a socket.
 */
export function socketFolder(dataFolder: string): string {
  const near = path.join(dataFolder, "run");
  const name = `manifold-${createHash("sha256").update(dataFolder).digest("hex").slice(0, 12)}`;
  const folder = Buffer.byteLength(near) <= FOLDER_BYTES_MAX ? near : path.join(tmpdir(), name);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid } = lstatSync(folder);
  if (uid !== process.getuid?.()) {
    throw new LaunchFailure(`${folder} belongs to another user. Remove it, or start as that user.`);
  }
  chmodSync(folder, 0o700);
  return folder;
}
