import type { RawData, WebSocket } from "ws";
import { z } from "zod";
import { newId } from "#app/platform/ids.ts";
import { logger } from "#app/platform/logger.ts";
import { draftErrors } from "#app/services/draft/errors.ts";
import { errorsOf, type ManifoldError } from "#engines/kernel/errors.ts";
import type { Admitted } from "./join.ts";
import { BEAT_MS, CLOSE, FRAME_BURST, FRAMES_PER_SECOND, readFrame, TEXT_FRAME_LIMIT } from "./protocol.ts";
import { type Editor, type Room, send } from "./room.ts";

const fail = errorsOf(draftErrors);

const RECHECK_MS = 20_000;
/** Who takes nothing off the line for so long that this much waits is cut off; they come back and ask anew. */
const BACKLOG_LIMIT = 8_000_000;

const placeSchema = z.strictObject({
  type: z.literal("place"),
  item: z.string().max(300),
  path: z.string().max(500),
});

/** Lets somebody who was admitted take part in a room for as long as the connection lasts and they may. */
export function attend(socket: WebSocket, room: Room, admitted: Admitted, left: () => void): void {
  const { session } = admitted;
  const editor: Editor = {
    id: newId(),
    personId: session.userId,
    name: session.displayName,
    canEdit: admitted.canEdit,
    place: { item: "", path: "" },
    send: (frame) => {
      if (socket.bufferedAmount > BACKLOG_LIMIT) socket.terminate();
      else socket.send(frame);
    },
    close: (code) => socket.close(code),
  };
  let heard = true;
  let credit = FRAME_BURST;
  let creditAtMs = performance.now();

  const refuse = (fault: ManifoldError, code: number): void => {
    const words = { "zh-CN": fault.wordsIn("zh-CN"), en: fault.wordsIn("en") };
    logger.warn({ code: fault.code, personId: editor.personId }, "connection to a draft closed");
    send(editor, { type: "refused", code: fault.code, words });
    editor.close(code);
    room.leave(editor);
  };
  const tooFast = (): boolean => {
    const nowMs = performance.now();
    credit = Math.min(FRAME_BURST, credit + ((nowMs - creditAtMs) / 1_000) * FRAMES_PER_SECOND);
    creditAtMs = nowMs;
    credit -= 1;
    return credit < 0;
  };

  socket.on("message", (data: RawData, isBinary: boolean) => {
    heard = true;
    if (socket.readyState !== socket.OPEN) return;
    if (tooFast()) return refuse(fail("DRAFT_TOO_FAST"), CLOSE.crowded);
    const bytes = bytesOf(data);
    if (isBinary) {
      const frame = readFrame(bytes);
      if (frame?.is === "vector") room.answer(editor, frame.vector);
      else if (frame?.is === "update") room.change(editor, frame.n, frame.update);
      else refuse(fail("DRAFT_UPDATE_MALFORMED"), CLOSE.refused);
      return;
    }
    const place = bytes.length > TEXT_FRAME_LIMIT ? undefined : placeOf(bytes);
    if (place === undefined) return refuse(fail("DRAFT_UPDATE_MALFORMED"), CLOSE.refused);
    editor.place = place;
    room.show(editor);
  });
  socket.on("pong", () => {
    heard = true;
  });
  // A frame that is too large, or no frame at all: ws closes with 1009 or 1002 by itself.
  socket.on("error", (error) => logger.warn({ err: error, personId: editor.personId }, "broken frame"));

  const beat = setInterval(() => {
    if (!heard) return socket.terminate();
    heard = false;
    socket.ping();
    send(editor, { type: "beat" });
  }, BEAT_MS);
  const recheck = setInterval(() => void checkAgain(), RECHECK_MS);
  const checkAgain = async (): Promise<void> => {
    const right = await admitted.again().catch(() => undefined);
    // The database did not answer: nobody is sent away for that, and nothing is kept without it anyway.
    if (right === undefined) return;
    if (right === null) refuse(fail("DRAFT_SESSION_ENDED"), CLOSE.signIn);
    else if (right.canEdit !== editor.canEdit) {
      editor.canEdit = right.canEdit;
      send(editor, { type: "right", canEdit: right.canEdit });
      room.show(editor);
    }
  };
  socket.on("close", () => {
    clearInterval(beat);
    clearInterval(recheck);
    room.leave(editor);
    left();
  });
  room.join(editor);
}

function placeOf(bytes: Uint8Array): { item: string; path: string } | undefined {
  try {
    const { item, path } = placeSchema.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
    return { item, path };
  } catch {
    return undefined;
  }
}

function bytesOf(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
