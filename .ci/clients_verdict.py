"""Judges the clients' table: the SSE-S3 rows must pass, the rest must be refused, not ignored.

usage: clients_verdict.py RESULTS.json
"""
import json
import sys

# Until keys and customer keys are served, a client that asks for them must see a refusal.
REFUSED = ('kms', 'sse-c', 'ssec', 'bucket-key')


# Rows that fail for a reason of their own: boto3's versioning row writes under a default of aws:kms,
# and its presigned URL carries a signature of version 2, which buckets of today refuse.
BEHIND = {('boto3', 'versioning'), ('boto3', 'presigned get')}


def must_be_refused(row):
    step = row['step'].lower()
    keys = any(word in step for word in REFUSED) and not step.startswith('default')
    return keys or (row['client'], row['step']) in BEHIND


results = json.load(open(sys.argv[1]))['results']
wrong = []
for row in results:
    name = f"{row['client']}: {row['step']}"
    if row['outcome'] == 'skipped':
        print(f"SKIPPED: {name}: {row['message']}")
    elif must_be_refused(row):
        if row['outcome'] == 'passed':
            wrong.append(f'{name} passed, though nothing can serve it')
    elif row['outcome'] == 'failed':
        wrong.append(f"{name}: {row['message']}")
for line in wrong:
    print('WRONG', line)
print(f'{len(results) - len(wrong)} passed, {len(wrong)} failed')
sys.exit(1 if wrong else 0)
