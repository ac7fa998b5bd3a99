"""Verifies an audit trail that Export-PermAuditTrail wrote: python3 verify-audit-trail.py trail.jsonl"""
import hashlib, json, re, sys

PARTS = "Actor Target Before After".split()
SECOND = "Id SchemaVersion At Actor ActorId Action TargetType Target TargetId Before After CorrelationId".split()
FIRST = [name for name in SECOND if name not in ("SchemaVersion", "ActorId", "TargetId")]

# A line has exactly one of these forms: no hash covers another property, a name twice or a value of another type.
ID, TEXT, SEAL = r"(null|\d+)", r'(null|"([^"\\\x00-\x1f]|\\["\\bfnrt]|\\u[0-9A-F]{4})*")', r'(null|"([0-9a-f]{32}){1,2}")'
KINDS = {"Id": ID, "ActorId": ID, "TargetId": ID, "SchemaVersion": "2", "Hash": '"[0-9a-f]{64}"', **{part + "Seal": SEAL for part in PARTS}}
FORMS = [SECOND + [part + "Seal" for part in PARTS] + ["Hash"], FIRST + ["Hash"], FIRST + ["TargetSeal", "Hash"]]
LINE = re.compile("|".join("{%s}\n?" % ",".join(f'"{name}":{KINDS.get(name, TEXT)}' for name in form) for form in FORMS))


def netstring(value):
    data = value if isinstance(value, bytes) else str(value).encode(errors="replace")
    return b"-," if value is None else b"%d:%s," % (len(data), data)


def committed(value, seal):
    """SHA-256 over the salt and the value of a part; of an erased part, it is all that is left."""
    return value if seal is None else seal if len(seal) == 32 else hashlib.sha256(seal + (value or "").encode()).digest()


head, count, remains, told = bytes(32), 0, hashlib.sha256(), hashlib.sha256().hexdigest()
for count, line in enumerate(open(sys.argv[1], encoding="utf-8", newline="\n"), 1):
    event = json.loads(line) if LINE.fullmatch(line) else dict.fromkeys([*FIRST, "Hash"])
    fields = SECOND if "SchemaVersion" in event else FIRST
    seals = {part: bytes.fromhex(event[part + "Seal"]) for part in PARTS if event.get(part + "Seal")}
    hashed = hashlib.sha256(head + b"".join(netstring(committed(event[name], seals.get(name))) for name in fields)).digest()
    head = seals["Target"] if fields is FIRST and seals else hashed
    if event["Id"] != count or event["Hash"] != head.hex():
        sys.exit(f"Event {count} is missing or not as it was written.")
    if any(len(seal) == 32 for seal in seals.values()):
        remains.update(b"".join(netstring(event[name]) for name in [*fields, "Hash"]))
    if event["Action"] == "PersonalDataErased":
        told = json.loads(event["After"]).get("Remains", told)
if remains.hexdigest() != told:
    sys.exit("What remains of the events whose personal data was erased is not as it was left.")
print(f"{count} events verified; the newest has the hash {head.hex()}.")
