// Verifies an audit trail that Export-PermAuditTrail wrote: node verify-audit-trail.mjs trail.jsonl
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

const parts = ['Actor', 'Target', 'Before', 'After'];
const second = 'Id SchemaVersion At Actor ActorId Action TargetType Target TargetId Before After CorrelationId'.split(' ');
const first = second.filter((name) => !['SchemaVersion', 'ActorId', 'TargetId'].includes(name));

// A line has exactly one of these forms: no hash covers another property, a name twice or a value of another type.
const [id, text, seal] = ['(null|\\d+)', '(null|"([^"\\\\\\x00-\\x1f]|\\\\["\\\\bfnrt]|\\\\u[0-9A-F]{4})*")', '(null|"([0-9a-f]{32}){1,2}")'];
const kinds = { Id: id, ActorId: id, TargetId: id, SchemaVersion: '2', Hash: '"[0-9a-f]{64}"', ...Object.fromEntries(parts.map((part) => [`${part}Seal`, seal])) };
const forms = [[...second, ...parts.map((part) => `${part}Seal`), 'Hash'], [...first, 'Hash'], [...first, 'TargetSeal', 'Hash']];
const whole = new RegExp(`^(${forms.map((form) => `{${form.map((name) => `"${name}":${kinds[name] ?? text}`)}}`).join('|')})$`);

const sha256 = (...pieces) => pieces.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest();
const netstring = (value) => {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
  return value === null ? Buffer.from('-,') : Buffer.concat([Buffer.from(`${bytes.length}:`), bytes, Buffer.from(',')]);
};
// SHA-256 over the salt and the value of a part; of an erased part, it is all that is left.
const committed = (value, salt) => (salt ? (salt.length === 32 ? salt : sha256(salt, value ?? '')) : value);
const fail = (message) => { console.error(message); process.exit(1); };

let [head, count, remains, told] = [Buffer.alloc(32), 0, createHash('sha256'), sha256().toString('hex')];
for await (const line of (await open(process.argv[2])).readLines()) {
  count += 1;
  const event = whole.test(line) ? JSON.parse(line) : {};
  const fields = 'SchemaVersion' in event ? second : first;
  const seals = Object.fromEntries(parts.filter((part) => event[`${part}Seal`]).map((part) => [part, Buffer.from(event[`${part}Seal`], 'hex')]));
  const hashed = sha256(head, ...fields.map((name) => netstring(committed(event[name], seals[name]))));
  head = fields === first && seals.Target ? seals.Target : hashed;
  if (event.Id !== count || event.Hash !== head.toString('hex')) fail(`Event ${count} is missing or not as it was written.`);
  if (Object.values(seals).some((left) => left.length === 32)) [...fields, 'Hash'].forEach((name) => remains.update(netstring(event[name])));
  if (event.Action === 'PersonalDataErased') told = JSON.parse(event.After).Remains ?? told;
}
if (remains.digest('hex') !== told) fail('What remains of the events whose personal data was erased is not as it was left.');
console.log(`${count} events verified; the newest has the hash ${head.toString('hex')}.`);
