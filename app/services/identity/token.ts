import { createHash, randomBytes } from "node:crypto";

/** 256 random bits. */
export const newToken = (prefix = ""): string => prefix + randomBytes(32).toString("base64url");

/** What is kept of a token: who reads the database cannot sign in by it. The token is random, so a plain hash is enough. */
export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();
