"""Verifies an audit trail that Export-PermAuditTrail wrote: python3 verify-audit-trail.py trail.jsonl"""
import hashlib, json, sys

FIRST = "Id At Actor Action TargetType Target Before After CorrelationId".split()
SECOND = "Id SchemaVersion At Actor ActorId Action TargetType Target TargetId Before After CorrelationId".split()
PARTS, NUMBERS = "Actor Target Before After".split(), "Id SchemaVersion ActorId TargetId".split()


def netstring(value):
    data = value if isinstance(value, bytes) else str(value).encode()
    return b"-," if value is None else b"%d:%s," % (len(data), data)


def committed(value, seal):
    """What the hash covers of a part that may hold personal data: SHA-256 over salt and value, which is what is left of an erased part."""
    if value is seal is None:
        return None
    salt = bytes.fromhex(seal)
    if value is None or salt.hex() != seal or len(salt) not in (16, 32):
        raise ValueError
    return salt if len(salt) == 32 else hashlib.sha256(salt + value.encode()).digest()


head, remains, count = bytes(32), hashlib.sha256(), 0
told = remains.hexdigest()
for count, line in enumerate(open(sys.argv[1], encoding="utf-8", newline="\n"), 1):
    try:
        pairs = json.loads(line, object_pairs_hook=list)
        event = dict(pairs)
        fields = SECOND if event.get("SchemaVersion") == 2 else FIRST
        seals = [part + "Seal" for part in PARTS if fields is SECOND or (part == "Target" and "TargetSeal" in event)]
        # No hash covers another property, a name twice, or a value of another type.
        intact = sorted(name for name, _ in pairs) == sorted([*fields, *seals, "Hash"])
        intact &= all(value is None or type(value) is (int if name in NUMBERS else str) for name, value in pairs)
        covered = [committed(event[name], event[name + "Seal"]) if fields is SECOND and name in PARTS else event[name] for name in fields]
        hashed = hashlib.sha256(head + b"".join(map(netstring, covered))).digest()
        head = bytes.fromhex(event["TargetSeal"]) if fields is FIRST and seals else hashed
        intact &= event["Id"] == count and event["Hash"] == head.hex()
        if any(len(event[seal] or "") == 64 for seal in seals):
            remains.update(b"".join(netstring(event[name]) for name in [*fields, "Hash"]))
        told = json.loads(event["After"]).get("Remains", told) if event["Action"] == "PersonalDataErased" else told
    except (ValueError, TypeError, AttributeError, KeyError):
        intact = False
    if not intact:
        sys.exit(f"Event {count} is missing or not as it was written.")
if remains.hexdigest() != told:
    sys.exit("What remains of the events whose personal data was erased is not as it was left.")
print(f"{count} events verified; the newest has the hash {head.hex()}.")
