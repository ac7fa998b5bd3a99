"""Verifies an audit trail that Export-PermAuditTrail wrote: python3 verify-audit-trail.py trail.jsonl"""
import hashlib
import json
import sys

FIRST = ("Id", "At", "Actor", "Action", "TargetType", "Target", "Before", "After", "CorrelationId")
SECOND = ("Id", "SchemaVersion", "At", "Actor", "ActorId", "Action", "TargetType", "Target", "TargetId", "Before", "After", "CorrelationId")
PARTS = ("Actor", "Target", "Before", "After")
NUMBERS = ("Id", "SchemaVersion", "ActorId", "TargetId")


def netstring(value):
    data = value if isinstance(value, bytes) else str(value).encode()
    return b"-," if value is None else b"%d:%s," % (len(data), data)


def event_of(pairs):
    """Refuses what no hash covers: another property, a name twice, a value of another type."""
    event = dict(pairs)
    seals = [part + "Seal" for part in PARTS] if "SchemaVersion" in event else [name for name in event if name == "TargetSeal"]
    names = [*(SECOND if "SchemaVersion" in event else FIRST), *seals, "Hash"]
    typed = all(value is None or type(value) is (int if name in NUMBERS else str) for name, value in pairs)
    if sorted(name for name, _ in pairs) != sorted(names) or not typed or event.get("SchemaVersion", 2) != 2:
        raise ValueError
    return event


def covered(event, field):
    """What the hash covers of a field: its value, or the commitment of a part that may hold personal data."""
    value, seal = event[field], event.get(field + "Seal")
    if field not in PARTS or "SchemaVersion" not in event or value is seal is None:
        return value
    salt = bytes.fromhex(seal)
    if value is None or salt.hex() != seal or len(salt) not in (16, 32):
        raise ValueError
    return salt if len(salt) == 32 else hashlib.sha256(salt + value.encode()).digest()


head, count, remains = bytes(32), 0, hashlib.sha256()
told = remains.hexdigest()
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    count += 1
    try:
        event = json.loads(line, object_pairs_hook=event_of)
        fields = SECOND if "SchemaVersion" in event else FIRST
        hashed = hashlib.sha256(head + b"".join(netstring(covered(event, field)) for field in fields)).digest()
        head = bytes.fromhex(event["TargetSeal"]) if fields is FIRST and "TargetSeal" in event else hashed
        intact = event["Id"] == count and event["Hash"] == head.hex()
        if any(len(event.get(part + "Seal") or "") == 64 for part in PARTS):
            remains.update(b"".join(netstring(event[field]) for field in (*fields, "Hash")))
        if event["Action"] == "PersonalDataErased":
            told = json.loads(event["After"]).get("Remains", told)
    except (ValueError, TypeError, AttributeError):
        intact = False
    if not intact:
        sys.exit(f"Event {count} is missing or not as it was written.")
if remains.hexdigest() != told:
    sys.exit("What remains of the events whose personal data was erased is not as it was left.")
print(f"{count} events verified; the newest has the hash {head.hex()}.")
