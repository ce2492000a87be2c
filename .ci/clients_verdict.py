"""Judges the clients' table: every row must pass, but those that Amazon's buckets of today refuse too.

usage: clients_verdict.py RESULTS.json
"""
import json
import sys

# boto3 presigns with a signature of version 2 by default, which is refused everywhere.
REFUSED = {('boto3', 'presigned get')}

results = json.load(open(sys.argv[1]))['results']
wrong = []
for row in results:
    name = f"{row['client']}: {row['step']}"
    if row['outcome'] == 'skipped':
        print(f"SKIPPED: {name}: {row['message']}")
    elif (row['client'], row['step']) in REFUSED:
        if row['outcome'] == 'passed':
            wrong.append(f'{name} passed, though it must be refused')
    elif row['outcome'] == 'failed':
        wrong.append(f"{name}: {row['message']}")
for line in wrong:
    print('WRONG', line)
print(f'{len(results) - len(wrong)} passed, {len(wrong)} failed')
sys.exit(1 if wrong else 0)
