// Verifies an audit trail that Export-PermAuditTrail wrote: node verify-audit-trail.mjs trail.jsonl
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const first = ['Id', 'At', 'Actor', 'Action', 'TargetType', 'Target', 'Before', 'After', 'CorrelationId'];
const second = ['Id', 'SchemaVersion', 'At', 'Actor', 'ActorId', 'Action', 'TargetType', 'Target', 'TargetId', 'Before', 'After', 'CorrelationId'];
const parts = ['Actor', 'Target', 'Before', 'After'];
const numbers = ['Id', 'SchemaVersion', 'ActorId', 'TargetId'];
const sha256 = (...pieces) => pieces.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest();
const netstring = (value) => {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
  return value === null ? Buffer.from('-,') : Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(',')]);
};
const fieldsOf = (event) => ('SchemaVersion' in event ? second : first);

// Null for what no hash covers: another property, a name twice (which JSON.parse passes over), a value of another type.
const eventOf = (line) => {
  try {
    const event = JSON.parse(line);
    const names = [...line.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g)].filter(([, , colon]) => colon).map(([, name]) => JSON.parse(name));
    const seals = fieldsOf(event) === second ? parts.map((part) => `${part}Seal`) : names.filter((name) => name === 'TargetSeal');
    const isWhole = names.sort().join() === [...fieldsOf(event), ...seals, 'Hash'].sort().join();
    const isTyped = names.every((name) => event[name] === null || typeof event[name] === (numbers.includes(name) ? 'number' : 'string'));
    return isWhole && isTyped && [undefined, 2].includes(event.SchemaVersion) && seals.every((name) => /^([0-9a-f]{32}){1,2}$/.test(event[name] ?? '0'.repeat(32))) ? event : null;
  } catch {
    return null;
  }
};

// What the hash covers of a field: its value, or the commitment of a part that may hold personal data.
const covered = (event, field) => {
  const seal = Buffer.from(event[`${field}Seal`] ?? '', 'hex');
  if (fieldsOf(event) === first || !parts.includes(field) || (seal.length === 0 && event[field] === null)) return event[field];
  return event[field] === null || seal.length === 0 ? 'not sealed' : seal.length === 32 ? seal : sha256(seal, event[field]);
};

let head = Buffer.alloc(32);
let count = 0;
let told = sha256().toString('hex');
const remains = createHash('sha256');
const file = await open(process.argv[2]);
for await (const line of file.readLines()) {
  const event = eventOf(line);
  count += 1;
  const fields = event && fieldsOf(event);
  head = event && (fields === first && event.TargetSeal ? Buffer.from(event.TargetSeal, 'hex') : sha256(head, ...fields.map((field) => netstring(covered(event, field)))));
  if (event?.Id !== count || event.Hash !== head.toString('hex')) {
    console.error(`Event ${count} is missing or not as it was written.`);
    process.exit(1);
  }
  if (parts.some((part) => event[`${part}Seal`]?.length === 64)) [...fields, 'Hash'].forEach((field) => remains.update(netstring(event[field])));
  if (event.Action === 'PersonalDataErased') told = JSON.parse(event.After).Remains ?? told;
}
if (remains.digest('hex') !== told) {
  console.error('What remains of the events whose personal data was erased is not as it was left.');
  process.exit(1);
}
console.log(`${count} events verified; the newest has the hash ${head.toString('hex')}.`);
