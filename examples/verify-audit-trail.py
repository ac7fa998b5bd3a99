"""Verifies an audit trail that Export-PermAuditTrail wrote: python3 verify-audit-trail.py trail.jsonl"""
import hashlib
import json
import sys

FIELDS = ("Id", "At", "Actor", "Action", "TargetType", "Target", "Before", "After", "CorrelationId")


def netstring(value):
    data = str(value).encode()
    return b"-," if value is None else b"%d:%s," % (len(data), data)


def event_of(pairs):
    """Refuses what no hash covers: another property, a name twice, a value of another type."""
    event = dict(pairs)
    texts = [event.get(field) for field in FIELDS[1:]]
    if sorted(name for name, _ in pairs) != sorted((*FIELDS, "Hash")) or type(event["Id"]) is not int or not all(text is None or isinstance(text, str) for text in texts):
        raise ValueError
    return event


head, count = bytes(32), 0
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    count += 1
    try:
        event = json.loads(line, object_pairs_hook=event_of)
        head = hashlib.sha256(head + b"".join(netstring(event[field]) for field in FIELDS)).digest()
        intact = event["Id"] == count and event["Hash"] == head.hex()
    except (ValueError, TypeError):
        intact = False
    if not intact:
        sys.exit(f"Event {count} is missing or not as it was written.")
print(f"{count} events verified; the newest has the hash {head.hex()}.")
