import pg from "pg";

/** What was done once for the whole installation, kept in the database itself so that it goes where the data go. */
export class Milestones {
  readonly #client: pg.Client;

  private constructor(client: pg.Client) {
    this.#client = client;
  }

  /** Runs `work` with the milestones of the database at `ownerUrl`. */
  static async with<Result>(
    ownerUrl: string,
    work: (milestones: Milestones) => Promise<Result>,
  ): Promise<Result> {
    const client = new pg.Client({ connectionString: ownerUrl });
    client.on("error", () => {});
    await client.connect();
    try {
      return await work(new Milestones(client));
    } finally {
      await client.end().catch(() => {});
    }
  }

  /** The hash under which the milestone was reached last. */
  async hashOf(name: string): Promise<string | undefined> {
    const { rows } = await this.#client.query<{ hash: string }>(
      "SELECT hash FROM platform.milestone WHERE name = $1",
      [name],
    );
    return rows[0]?.hash;
  }

  async reach(name: string, hash: string): Promise<void> {
    await this.#client.query(
      `INSERT INTO platform.milestone (name, hash) VALUES ($1, $2)
       ON CONFLICT (name) DO UPDATE SET hash = excluded.hash, reached_at = clock_timestamp()`,
      [name, hash],
    );
  }
}
