import { launch } from "./launch/launch.ts";

/** `npm start`: everything on this machine, pages built. */
await launch({ development: false });
