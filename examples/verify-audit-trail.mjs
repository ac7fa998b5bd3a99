// Verifies an audit trail that Export-PermAuditTrail wrote: node verify-audit-trail.mjs trail.jsonl
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const first = 'Id At Actor Action TargetType Target Before After CorrelationId'.split(' ');
const second = 'Id SchemaVersion At Actor ActorId Action TargetType Target TargetId Before After CorrelationId'.split(' ');
const [parts, numbers] = [['Actor', 'Target', 'Before', 'After'], ['Id', 'SchemaVersion', 'ActorId', 'TargetId']];
const sha256 = (...pieces) => pieces.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest();
const netstring = (value) => {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
  return value === null ? Buffer.from('-,') : Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(',')]);
};
// What the hash covers of a part that may hold personal data: SHA-256 over salt and value, which is what is left of an erased part.
const committed = (value, seal) => {
  if (value === null || seal === null) return value === seal ? null : 'not sealed';
  return seal.length === 64 ? Buffer.from(seal, 'hex') : sha256(Buffer.from(seal, 'hex'), value);
};

let [head, count, told, remains] = [Buffer.alloc(32), 0, sha256().toString('hex'), createHash('sha256')];
const verify = (line) => {
  const event = JSON.parse(line);
  const fields = event.SchemaVersion === 2 ? second : first;
  const seals = parts.filter((part) => fields === second || (part === 'Target' && 'TargetSeal' in event)).map((part) => `${part}Seal`);
  // No hash covers another property, a name twice (which JSON.parse passes over), a value of another type, or a number in another form.
  const names = [...line.matchAll(/("(?:[^"\\]|\\.)*")(\s*:)?/g)].filter(([, , colon]) => colon).map(([, name]) => JSON.parse(name));
  const isWhole = names.sort().join() === [...fields, ...seals, 'Hash'].sort().join()
    && !/[.eE]/.test(line.replace(/"(?:[^"\\]|\\.)*"/g, ''))
    && names.every((name) => event[name] === null || typeof event[name] === (numbers.includes(name) ? 'number' : 'string'))
    && seals.every((name) => /^([0-9a-f]{32}){1,2}$/.test(event[name] ?? '0'.repeat(32)));
  const hashed = isWhole && sha256(head, ...fields.map((name) => netstring(fields === second && parts.includes(name) ? committed(event[name], event[`${name}Seal`]) : event[name])));
  head = fields === first && event.TargetSeal ? Buffer.from(event.TargetSeal, 'hex') : hashed;
  if (seals.some((name) => event[name]?.length === 64)) [...fields, 'Hash'].forEach((name) => remains.update(netstring(event[name])));
  if (event.Action === 'PersonalDataErased') told = JSON.parse(event.After).Remains ?? told;
  return isWhole && event.Id === count && event.Hash === head.toString('hex');
};
const fail = (message) => {
  console.error(message);
  process.exit(1);
};
for await (const line of (await open(process.argv[2])).readLines()) {
  count += 1;
  let isIntact = false;
  try { isIntact = verify(line); } catch { /* It is not what Export-PermAuditTrail writes. */ }
  if (!isIntact) fail(`Event ${count} is missing or not as it was written.`);
}
if (remains.digest('hex') !== told) fail('What remains of the events whose personal data was erased is not as it was left.');
console.log(`${count} events verified; the newest has the hash ${head.toString('hex')}.`);
