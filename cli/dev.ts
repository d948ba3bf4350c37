import { launch } from "./launch/launch.ts";

/** `npm run dev`: the same, with pages served from source and processes that start again when their code changes. */
await launch({ development: true });
