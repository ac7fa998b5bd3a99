// Verifies an audit trail that Export-PermAuditTrail wrote: node verify-audit-trail.mjs trail.jsonl
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const fields = ['Id', 'At', 'Actor', 'Action', 'TargetType', 'Target', 'Before', 'After', 'CorrelationId'];
const netstring = (value) => (value === null ? '-,' : `${Buffer.byteLength(String(value))}:${value},`);

// Null for what no hash covers: another property, a name twice (which JSON.parse passes over), a value of another type.
const eventOf = (line) => {
  try {
    const event = JSON.parse(line);
    const names = [...line.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g)].filter(([, , colon]) => colon).map(([, name]) => JSON.parse(name));
    const isWhole = names.sort().join() === [...fields, 'Hash'].sort().join();
    const isTyped = typeof event.Id === 'number' && fields.slice(1).every((field) => event[field] === null || typeof event[field] === 'string');
    return isWhole && isTyped ? event : null;
  } catch {
    return null;
  }
};

let head = Buffer.alloc(32);
let count = 0;
const file = await open(process.argv[2]);
for await (const line of file.readLines()) {
  const event = eventOf(line);
  head = event && createHash('sha256').update(head).update(fields.map((field) => netstring(event[field])).join('')).digest();
  count += 1;
  if (event?.Id !== count || event.Hash !== head.toString('hex')) {
    console.error(`Event ${count} is missing or not as it was written.`);
    process.exit(1);
  }
}
console.log(`${count} events verified; the newest has the hash ${head.toString('hex')}.`);
