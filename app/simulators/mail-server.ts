import PostalMime from "postal-mime";
import { SMTPServer, type SMTPServerSession } from "smtp-server";
import { openJournal } from "./journal.ts";

/** A mail as it arrived. */
export interface TakenMail {
  /** Message-ID without brackets. */
  readonly id: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly at: string;
  /** How often the same mail came; a reader sees it once. */
  readonly times: number;
}

export interface MailServerSimulator {
  readonly server: SMTPServer;
  taken(): readonly TakenMail[];
  close(): Promise<void>;
}

const MAIL_MAX_BYTES = 1_000_000;

/**
 * A mail server for one machine (RFC 5321), which keeps what it takes. As real ones do, it refuses for good a mailbox
 * whose name begins with `nobody`, and for now one that begins with `busy`.
 */
export function mailServerSimulator({
  journalFile,
}: {
  readonly journalFile?: string;
} = {}): MailServerSimulator {
  const journal = openJournal<TakenMail>((mail) => mail.id, journalFile);
  const server = new SMTPServer({
    // One machine: there is no certificate to show and no account to check.
    disabledCommands: ["AUTH", "STARTTLS"],
    disableReverseLookup: true,
    size: MAIL_MAX_BYTES,
    onRcptTo({ address }, _, done) {
      if (address.startsWith("nobody")) return done(smtpError(550, "no such mailbox"));
      if (address.startsWith("busy")) return done(smtpError(451, "mailbox is busy, try again later"));
      return done();
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on("data", (part: Buffer) => parts.push(part));
      stream.on("end", () => {
        if (stream.sizeExceeded) return done(smtpError(552, "the mail is too large"));
        take(Buffer.concat(parts), session).then(() => done(), done);
        return undefined;
      });
    },
  });
  // A client that breaks off in mid-talk is no fault of the server.
  server.on("error", () => {});

  async function take(raw: Buffer, session: SMTPServerSession): Promise<void> {
    const mail = await PostalMime.parse(raw);
    const id = (mail.messageId ?? `${session.id}@unknown`).replaceAll(/[<>]/g, "");
    journal.save({
      id,
      from: mail.from?.name ? `${mail.from.name} <${mail.from.address}>` : (mail.from?.address ?? ""),
      to: session.envelope.rcptTo.map(({ address }) => address),
      subject: mail.subject ?? "",
      text: mail.text?.trim() ?? "",
      html: mail.html ?? "",
      at: new Date().toISOString(),
      times: (journal.get(id)?.times ?? 0) + 1,
    });
  }
  return {
    server,
    taken: () => journal.all(),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function smtpError(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
