#!/usr/bin/env python3
"""A server whose disk is full: what it refuses, what it keeps, and that it goes on when there is room again.

The data folder lies on a small tmpfs. It is filled through writes of several sizes under every encryption type, parts,
copies, changes of encryption and new keys of the key service, until nothing fits any more. Every refusal must be one of
Amazon's; everything acknowledged must be readable while the disk is full, after a kill and after room was made; deletes
must work on the full disk and make room; the scrub must find nothing, and the sweep must leave no litter. Mounting needs
root: where that is not permitted it ends with 75.

    full.py COFFER FOLDER
"""
import collections
import os
import random
import subprocess
import sys
import time

import faults

SIZE = '48m'
KEYS = 4000
# What a client may be told: Amazon's words for "not now", which SDKs repeat.
ALLOWED = ('503 ServiceUnavailable', '503 SlowDown', '500 InternalError', '500 KMSInternalException')


class Full:
    def __init__(self, coffer, data):
        self.coffer, self.data = coffer, data
        self.there = {}
        # After a refusal that leaves it open, either may be there.
        self.open = {}
        self.answers = collections.Counter()
        self.random = random.Random(3)
        self.bad = []

    def wrong(self, what):
        print('WRONG:', what, flush=True)
        self.bad.append(what)

    def clients(self, server):
        self.s3, self.kms = server.client('s3'), server.client('kms')

    def prepare(self):
        self.key = self.kms.create_key()['KeyMetadata']['Arn']
        self.s3.create_bucket(Bucket='full')
        body = faults.content('source', 100000)
        self.s3.put_object(Bucket='full', Key='source', Body=body)
        self.there['source'] = faults.digest(body), 's3'

    def attempt(self, name, key, becomes, work):
        """Does it; gives the answer's code, or nothing when it was done."""
        before = self.there.get(key)
        try:
            work()
            self.answers[name, 'done'] += 1
            if key:
                self.there[key] = becomes
                self.open.pop(key, None)
            return None
        except faults.FAILURES as e:
            refused = faults.code(e)
            self.answers[name, refused] += 1
            if refused not in ALLOWED:
                self.wrong('%s was refused with %s' % (name, refused))
            if key:
                self.open.setdefault(key, {before}).add(becomes)
            return refused

    def put(self, key, size, kind):
        body = faults.content(key + str(size), size)
        return self.attempt('PutObject of %d' % size, key, (faults.digest(body), kind), lambda: self.s3.put_object(
            Bucket='full', Key=key, Body=body, **faults.types(self.key)[kind]))

    def parts(self, key, kind):
        body, more = faults.content(key, 300000), faults.customer(kind)

        def work():
            upload = self.s3.create_multipart_upload(Bucket='full', Key=key, **faults.types(self.key)[kind])['UploadId']
            sent = self.s3.upload_part(Bucket='full', Key=key, UploadId=upload, PartNumber=1, Body=body, **more)
            self.s3.complete_multipart_upload(
                Bucket='full', Key=key, UploadId=upload, **more,
                MultipartUpload={'Parts': [{'PartNumber': 1, 'ETag': sent['ETag']}]})
        return self.attempt('multipart upload', key, (faults.digest(body), kind), work)

    def copy(self, key, kind):
        return self.attempt('CopyObject', key, (self.there['source'][0], kind), lambda: self.s3.copy_object(
            Bucket='full', Key=key, CopySource='full/source', **faults.types(self.key)[kind]))

    def update(self, key):
        to = {'KMSKeyArn': self.key, 'BucketKeyEnabled': True}
        return self.attempt(
            'UpdateObjectEncryption', key, (self.there[key][0], 'bucket-key'),
            lambda: self.s3.update_object_encryption(Bucket='full', Key=key, ObjectEncryption={'SSEKMS': to}))

    def step(self, number, largest):
        kind = self.random.choice(list(faults.types('')))
        key = 'k%d' % number
        choice = self.random.randrange(10)
        if choice == 0:
            return self.parts(key, kind)
        if choice == 1:
            return self.copy(key, kind)
        if choice == 2:
            return self.attempt('CreateKey', None, None, self.kms.create_key)
        if choice == 3:
            return self.update('source')
        return self.put(key, self.random.choice([size for size in (100, 7000, 30000, 600000) if size <= largest]), kind)

    def fill(self):
        """Until small writes are refused as well."""
        refusals, number = 0, len(self.there)
        for number in range(number, number + KEYS):
            refusals = refusals + 1 if self.step(number, 600000 if refusals == 0 else 7000) else 0
            if refusals >= 12:
                return
        self.wrong('the disk is not full after %d writes' % KEYS)

    def read(self, when):
        """Everything acknowledged, and of what was refused the one or the other."""
        for key, (digest, kind) in sorted(self.there.items()):
            got = faults.read(self.s3, 'full', key, None, kind)
            allowed = {(digest, kind)} | {state for state in self.open.get(key, ()) if state}
            if got not in allowed:
                self.wrong('%s: %s is %s and not %s' % (when, key, got, allowed))
        for key in sorted(set(self.open) - set(self.there)):
            kinds = {state[1] for state in self.open[key] if state}
            got = faults.read(self.s3, 'full', key, None, 'customer' if 'customer' in kinds else 's3')
            if (got[1] or not got[0].startswith('404')) and got not in self.open[key]:
                self.wrong('%s: %s, which was refused, is %s' % (when, key, got))

    def delete(self, keys):
        for key in keys:
            refused = self.attempt('DeleteObject', None, None, lambda: self.s3.delete_object(Bucket='full', Key=key))
            if refused is None:
                self.there.pop(key, None)
                self.open.pop(key, None)
            else:
                self.open.setdefault(key, {self.there.get(key)}).add(None)
            yield refused


def free(folder):
    at = os.statvfs(folder)
    return at.f_bavail * at.f_frsize


def run(coffer, folder):
    data = os.path.join(folder, 'data')
    full = Full(coffer, data)
    with faults.Server(coffer, data, beside=folder + '.server') as server:
        full.clients(server)
        full.prepare()
        full.fill()
        print('full with %d objects; %d bytes are left' % (len(full.there), free(folder)))
        full.read('full')
        server.kill()
    with faults.Server(coffer, data, beside=folder + '.server') as server:
        full.clients(server)
        full.read('after a kill')
        large = [key for key in full.there if key != 'source'][:len(full.there) * 2 // 3]
        before = free(folder)
        refused = [code for code in full.delete(large) if code]
        end = time.monotonic() + 30
        while free(folder) < before + 5000000 and time.monotonic() < end:
            time.sleep(0.2)
        print('%d deletes, %d refused; %d bytes are free, %d were' % (len(large), len(refused), free(folder), before))
        if free(folder) < before + 5000000:
            full.wrong('deletes make no room')
        end = time.monotonic() + 30
        while full.put('again', 500000, 'kms') and time.monotonic() < end:
            time.sleep(0.5)
        if 'again' not in full.there:
            full.wrong('writes do not work again')
        for number, kind in enumerate(faults.types('')):
            if full.put('again-%d' % number, 50000, kind):
                full.wrong('a write of type %s is refused with room' % kind)
        full.read('with room again')
        litter(full, data)
        server.stop()
    status, lines, said = faults.scrub(coffer, data, faults.customer_keys(folder + '.server'))
    print(said)
    if status != 0:
        full.wrong('scrub ends with %d: %s' % (status, lines[:5]))
    for (name, answer), count in sorted(full.answers.items()):
        print('%5d %s: %s' % (count, name, answer))
    return 1 if full.bad else 0


def litter(full, data):
    """No more blobs than objects and parts that need one, once the sweep has been round."""
    for upload in full.s3.list_multipart_uploads(Bucket='full').get('Uploads', []):
        full.s3.abort_multipart_upload(Bucket='full', Key=upload['Key'], UploadId=upload['UploadId'])
    needed = 0
    for page in full.s3.get_paginator('list_objects_v2').paginate(Bucket='full'):
        needed += sum(entry['Size'] > 8192 or '-' in entry['ETag'] for entry in page.get('Contents', []))
    end = time.monotonic() + 30
    while time.monotonic() < end and len(list(faults.blob_files(data))) != needed:
        time.sleep(0.5)
    print('%d blobs for %d bodies' % (len(list(faults.blob_files(data))), needed))
    if len(list(faults.blob_files(data))) != needed:
        full.wrong('litter stays: %d blobs for %d bodies' % (len(list(faults.blob_files(data))), needed))


def main():
    coffer, folder = os.path.abspath(sys.argv[1]), os.path.join(os.path.abspath(sys.argv[2]), 'small')
    os.makedirs(folder)
    mounted = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=' + SIZE, 'coffer-small', folder])
    if mounted.returncode != 0:
        print('a tmpfs cannot be mounted here')
        return 75
    try:
        return run(coffer, folder)
    finally:
        subprocess.run(['umount', folder], check=True)


if __name__ == '__main__':
    sys.exit(main())
