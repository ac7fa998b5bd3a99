"""Verifies an audit trail that Export-PermAuditTrail wrote: python3 verify-audit-trail.py trail.jsonl"""
import hashlib
import json
import sys

FIELDS = ("Id", "At", "Actor", "Action", "TargetType", "Target", "Before", "After", "CorrelationId")


def netstring(value):
    data = str(value).encode()
    return b"-," if value is None else b"%d:%s," % (len(data), data)


head, count = bytes(32), 0
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    event = json.loads(line)
    head = hashlib.sha256(head + b"".join(netstring(event[field]) for field in FIELDS)).digest()
    count += 1
    if event["Id"] != count or event["Hash"] != head.hex():
        sys.exit(f"Event {count} is missing or not as it was written.")
print(f"{count} events verified; the newest has the hash {head.hex()}.")
