/**
 * Cuts a SQL script into its statements: at semicolons outside of quotes, dollar quotes and comments. Migrations are sent
 * one statement at a time, because a distributed database cannot take several in one string.
 */
export function splitStatements(script: string): string[] {
  const token =
    /--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1|;/g;
  const statements: string[] = [];
  let start = 0;
  for (const match of script.matchAll(token)) {
    if (match[0] !== ";") continue;
    statements.push(script.slice(start, match.index).trim());
    start = match.index + 1;
  }
  statements.push(script.slice(start).trim());
  return statements.filter((statement) => statement.replace(/--[^\n]*|\/\*[\s\S]*?\*\//g, "").trim() !== "");
}
