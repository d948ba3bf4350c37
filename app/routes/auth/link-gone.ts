/** What a link shows, or null when it has run out or was used: the page then says so and how to get another. */
export async function unlessGone<Shown>(asked: Promise<Shown>): Promise<Shown | null> {
  try {
    return await asked;
  } catch (error) {
    if ((error as { code?: string }).code === "LINK_GONE") return null;
    throw error;
  }
}
