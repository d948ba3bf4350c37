/**
 * One value for the whole process, also when the module that makes it is loaded twice: once by Node (web server) and
 * once inside the bundle of the pages. A second `make` of the same name is never run.
 */
export function remember<Value>(name: string, make: () => Value): Value {
  const kept = globalThis as { [slot: symbol]: Map<string, unknown> | undefined };
  const slot = Symbol.for("manifold.remembered");
  kept[slot] ??= new Map();
  const values = kept[slot];
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as Value;
}
