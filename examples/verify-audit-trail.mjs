// Verifies an audit trail that Export-PermAuditTrail wrote: node verify-audit-trail.mjs trail.jsonl
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const fields = ['Id', 'At', 'Actor', 'Action', 'TargetType', 'Target', 'Before', 'After', 'CorrelationId'];
const netstring = (value) => (value === null ? '-,' : `${Buffer.byteLength(String(value))}:${value},`);

let head = Buffer.alloc(32);
let count = 0;
const file = await open(process.argv[2]);
for await (const line of file.readLines()) {
  const event = JSON.parse(line);
  head = createHash('sha256').update(head).update(fields.map((field) => netstring(event[field])).join('')).digest();
  count += 1;
  if (event.Id !== count || event.Hash !== head.toString('hex')) {
    console.error(`Event ${count} is missing or not as it was written.`);
    process.exit(1);
  }
}
console.log(`${count} events verified; the newest has the hash ${head.toString('hex')}.`);
