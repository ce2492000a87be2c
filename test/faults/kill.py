#!/usr/bin/env python3
"""`kill -9` in the middle of everything, again and again, under every encryption type.

Four clients write, upload parts, copy between types, change encryption and delete; a fifth changes a bucket's default and
writes without headers under it; a sixth makes keys of the key service, disables and enables them and schedules their
deletion. After each kill a server starts on the folder: what was answered is there with its bytes and its encryption
headers, what was cut off is wholly there or not at all; defaults and keys are in a state that was answered or was being
made. At the end the scrub of the stopped folder finds nothing.

    kill.py COFFER FOLDER [--rounds N] [--seed N]
"""
import argparse
import os
import random
import sys
import threading
import time

import faults
import powerloss
import record

DEFAULTS = {'s3': {'SSEAlgorithm': 'AES256'}, 'kms': {'SSEAlgorithm': 'aws:kms'},
            'bucket-key': {'SSEAlgorithm': 'aws:kms'}, 'dsse': {'SSEAlgorithm': 'aws:kms:dsse'}}


def until_cut(client, ready):
    """Lets a client take its steps until the server is gone; any other failure is raised."""
    api = faults.client(ready, client.service)
    try:
        while True:
            client.step(api)
    except faults.FAILURES as e:
        if not faults.code(e).startswith('cut'):
            raise


class Client(record.Writer):
    """Writes until it is cut off; afterwards it looks what became of the last request."""
    service = 's3'

    def settle(self, s3):
        for (bucket, key), (content, kind) in self.open.items():
            got = powerloss.served(s3, bucket, key, None, ('customer', 's3'))
            if got[1] is None:
                self.there[bucket, key] = (None, None)
            elif content is not None and got == (faults.digest(content), kind):
                self.there[bucket, key] = (content, kind)
            now = time.time()
            self.done.append({'bucket': bucket, 'key': key, 'begun': now, 'answered': now, 'version': None,
                              'digest': got[0] if got[1] else None, 'type': got[1], 'updates': False})
        self.open = {}


class Defaults:
    """One client alone changes the default, so that it knows what an object without headers becomes."""
    service = 's3'

    def __init__(self, seed, key):
        self.random, self.key, self.default, self.objects, self.count = random.Random(seed), key, {'s3'}, {}, 0

    def step(self, s3):
        to = self.random.choice(list(DEFAULTS))
        rule = {'ApplyServerSideEncryptionByDefault': DEFAULTS[to] | ({} if to == 's3' else {'KMSMasterKeyID': self.key}),
                'BucketKeyEnabled': to == 'bucket-key'}
        self.default = self.default | {to}
        s3.put_bucket_encryption(Bucket='defaults', ServerSideEncryptionConfiguration={'Rules': [rule]})
        self.default = {to}
        body = self.random.randbytes(self.random.choice((10, 40000)))
        self.count += 1
        key, content = 'd%d' % (self.count % 50), (faults.digest(body), to)
        self.objects[key] = self.objects.get(key, {('404', None)}) | {content}
        s3.put_object(Bucket='defaults', Key=key, Body=body)
        self.objects[key] = {content}

    def wrong(self, s3):
        rule = s3.get_bucket_encryption(Bucket='defaults')['ServerSideEncryptionConfiguration']['Rules'][0]
        kind = faults.type_of({'ServerSideEncryption': rule['ApplyServerSideEncryptionByDefault']['SSEAlgorithm'],
                               'BucketKeyEnabled': rule.get('BucketKeyEnabled')})
        if kind not in self.default:
            yield 'the default is %s and not one of %s' % (kind, self.default)
        self.default = {kind}
        for key, allowed in self.objects.items():
            got = powerloss.served(s3, 'defaults', key, None, ('s3',))
            if got not in allowed:
                yield 'defaults/%s is %s and not one of %s' % (key, got, allowed)
            self.objects[key] = {got}


class Keys:
    """Keys of the key service: which states each may be in."""
    service = 'kms'

    def __init__(self, seed):
        self.random, self.states = random.Random(seed), {}

    def step(self, kms):
        living = [key for key, states in self.states.items() if 'PendingDeletion' not in states]
        if len(living) < 4:
            self.states[kms.create_key()['KeyMetadata']['KeyId']] = {'Enabled'}
            return
        key = self.random.choice(living)
        call, to = self.random.choice((
            (kms.disable_key, 'Disabled'), (kms.enable_key, 'Enabled'),
            (lambda KeyId: kms.schedule_key_deletion(KeyId=KeyId, PendingWindowInDays=7), 'PendingDeletion')))
        self.states[key] = self.states[key] | {to}
        call(KeyId=key)
        self.states[key] = {to}

    def wrong(self, kms):
        for key, allowed in self.states.items():
            try:
                state = kms.describe_key(KeyId=key)['KeyMetadata']['KeyState']
            except faults.FAILURES as e:
                state = faults.code(e)
            if state not in allowed:
                yield 'key %s is %s and not one of %s' % (key, state, allowed)
            self.states[key] = {state}


def prepare(server, seed):
    s3, kms = server.client('s3'), server.client('kms')
    keys = [kms.create_key()['KeyMetadata']['Arn'] for _ in range(2)]
    for bucket in ('plain', 'versioned', 'defaults'):
        s3.create_bucket(Bucket=bucket)
    s3.put_bucket_versioning(Bucket='versioned', VersioningConfiguration={'Status': 'Enabled'})
    return ([Client(number, seed * 100 + number, keys) for number in range(record.WRITERS)],
            Defaults(seed, keys[0]), Keys(seed))


def load_and_kill(server, everybody, seconds):
    failures = []

    def work(client):
        try:
            until_cut(client, server.ready)
        except Exception as e:
            failures.append('%s: %r' % (type(client).__name__, e))
    threads = [threading.Thread(target=work, args=(client,)) for client in everybody]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    server.kill()
    for thread in threads:
        thread.join()
    return failures


def verify(server, clients, defaults, keys):
    s3, kms = server.client('s3'), server.client('kms')
    done = [entry for client in clients for entry in client.done]
    yield from powerloss.wrong(s3, powerloss.Expected({'done': done}, time.time()))
    yield from defaults.wrong(s3)
    yield from keys.wrong(kms)
    for client in clients:
        client.settle(s3)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('coffer')
    parser.add_argument('folder')
    parser.add_argument('--rounds', type=int, default=20)
    parser.add_argument('--seed', type=int, default=1)
    arguments = parser.parse_args()
    began, chance = time.monotonic(), random.Random(arguments.seed)
    os.makedirs(arguments.folder, exist_ok=True)
    data, found = os.path.join(arguments.folder, 'data'), []
    clients = None
    for number in range(arguments.rounds):
        with faults.Server(arguments.coffer, data) as server:
            if clients is None:
                clients, defaults, keys = prepare(server, arguments.seed)
            found += ['round %d: %s' % (number, line) for line in verify(server, clients, defaults, keys)]
            found += load_and_kill(server, [*clients, defaults, keys], chance.uniform(0.5, 3))
    with faults.Server(arguments.coffer, data) as server:
        found += ['at the end: ' + line for line in verify(server, clients, defaults, keys)]
        server.stop()
    status, lines, said = faults.scrub(arguments.coffer, data, faults.customer_keys(arguments.folder))
    if status != 0:
        found.append('scrub ends with %d: %s %s' % (status, said, lines[:5]))
    for line in found:
        print(line)
    answered = sum(entry['answered'] != float('inf') for client in clients for entry in client.done)
    cut = sum(entry['answered'] == float('inf') for client in clients for entry in client.done)
    print('%d kills, %d answered, %d cut off, %d keys, %d objects by default; %s; %d wrong; seed %d; %.0f s' % (
        arguments.rounds, answered, cut, len(keys.states), len(defaults.objects), said, len(found), arguments.seed,
        time.monotonic() - began))
    return 1 if found or not answered else 0


if __name__ == '__main__':
    sys.exit(main())
