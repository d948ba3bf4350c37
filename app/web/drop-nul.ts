import { Transform } from "node:stream";

/**
 * Drops bytes of zero from HTML on its way out. React 18 sends its buffer of 2,048 bytes whole, also when a character of
 * several bytes no longer fitted into its end: one to three zeros then stand in the middle of a Chinese page, and a browser
 * shows them as U+FFFD (react#24985; mended in React 19). HTML itself never holds one (HTML Standard §13.2.3.5).
 */
export function dropNul(): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      done(null, chunk.includes(0) ? chunk.filter((byte) => byte !== 0) : chunk);
    },
  });
}
