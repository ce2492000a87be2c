#!/usr/bin/env python3
"""Records what a server does to its files while clients write, for powerloss.py.

The server runs under strace, twice: the first run is stopped, the second is killed. The trace has every byte that was
written and every name that was given, taken away or synced; beside it lies what was asked and when it was answered.

    record.py COFFER FOLDER [--operations N]
"""
import argparse
import concurrent.futures
import json
import os
import random
import time

import faults

CALLS = ('openat,open,creat,close,write,pwrite64,writev,pwritev,pwritev2,lseek,rename,renameat,renameat2,link,linkat,'
         'symlink,symlinkat,unlink,unlinkat,rmdir,truncate,ftruncate,fallocate,fsync,fdatasync,sync_file_range,sync,'
         'syncfs,mkdir,mkdirat,mmap,dup,dup2,dup3,copy_file_range,sendfile,splice')
# With these there is no first-run.env, whose sync would make more durable than what is looked at.
CREDENTIALS = {'AWS_ACCESS_KEY_ID': 'AKIAPOWERLOSS0000001', 'AWS_SECRET_ACCESS_KEY': 'of-a-root-that-is-given-not-made0000000'}
WRITERS = 4
KEYS = 5
PART = 5 * 1024 * 1024


class Writer:
    """One client with keys of its own, so that what its keys may hold is known at each moment."""

    def __init__(self, number, seed, kms_keys):
        self.number, self.random, self.kms_keys = number, random.Random(seed), kms_keys
        self.done = []
        self.there = {}
        # What was begun and not answered: the key's content and type, as they may be now.
        self.open = {}

    def work(self, ready, operations):
        s3 = faults.client(ready, 's3')
        for _ in range(operations):
            self.step(s3)
        return self

    def note(self, bucket, key, content, kind, work, updates=False):
        """Does it, and notes what the key holds from then on; of versions also which."""
        entry = {'bucket': bucket, 'key': key, 'begun': time.time(), 'answered': float('inf'), 'version': None,
                 'digest': faults.digest(content) if content is not None else None, 'type': kind, 'updates': updates}
        self.done.append(entry)
        self.open[bucket, key] = (content, kind)
        answer = work()
        entry['answered'] = time.time()
        entry['version'] = answer.get('VersionId') if content is not None else None
        self.there[bucket, key] = self.open.pop((bucket, key))

    def step(self, s3):
        bucket = self.random.choice(('plain', 'versioned'))
        key = 'w%d/%d' % (self.number, self.random.randrange(KEYS))
        kind = self.random.choice(list(faults.types('')))
        how = faults.types(self.random.choice(self.kms_keys))[kind]
        choice = self.random.randrange(12)
        if choice < 7:
            size = self.random.choice((0, 7, 900, 8000, 9000, 40000, 200000))
            body = self.random.randbytes(size)
            self.note(bucket, key, body, kind, lambda: s3.put_object(Bucket=bucket, Key=key, Body=body, **how))
        elif choice == 7:
            self.parts(s3, bucket, key, kind, how)
        elif choice == 8:
            self.copy(s3, bucket, key, kind, how)
        elif choice == 9:
            self.update(s3, bucket, key)
        else:
            self.note(bucket, key, None, None, lambda: s3.delete_object(Bucket=bucket, Key=key))

    def parts(self, s3, bucket, key, kind, how):
        upload = s3.create_multipart_upload(Bucket=bucket, Key=key, **how)['UploadId']
        body = self.random.randbytes(self.random.choice((100, 30000, 150000)))
        more = faults.customer(kind)
        sent = s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=2, Body=body, **more)
        parts = {'Parts': [{'PartNumber': 2, 'ETag': sent['ETag']}]}
        self.note(bucket, key, body, kind, lambda: s3.complete_multipart_upload(
            Bucket=bucket, Key=key, UploadId=upload, MultipartUpload=parts, **more))

    def copy(self, s3, bucket, key, kind, how):
        sources = [at for at, (content, _) in self.there.items() if content is not None and at != (bucket, key)]
        if sources:
            source = self.random.choice(sources)
            content, was = self.there[source]
            more = {'CopySource' + name: value for name, value in faults.customer(was).items()}
            self.note(bucket, key, content, kind, lambda: s3.copy_object(
                Bucket=bucket, Key=key, CopySource='%s/%s' % source, **how, **more))

    def update(self, s3, bucket, key):
        content, kind = self.there.get((bucket, key), (None, None))
        if content is not None and kind in ('s3', 'kms', 'bucket-key'):
            to = {'KMSKeyArn': self.random.choice(self.kms_keys), 'BucketKeyEnabled': True}
            # The version stays the same one; only its type becomes another.
            self.note(bucket, key, content, 'bucket-key', lambda: s3.update_object_encryption(
                Bucket=bucket, Key=key, ObjectEncryption={'SSEKMS': to}), updates=True)


def trace(folder, run):
    # Without a file for each thread calls would be cut in two where another thread's comes between.
    return ('strace', '-ff', '-ttt', '-T', '-y', '-xx', '-s', '2000000', '--seccomp-bpf', '-e', 'signal=none',
            '-e', 'trace=' + CALLS, '-o', os.path.join(folder, 'trace-%d' % run))


def load(server, writers, operations):
    with concurrent.futures.ThreadPoolExecutor(len(writers)) as pool:
        for done in [pool.submit(w.work, server.ready, operations // len(writers)) for w in writers]:
            done.result()


def record(coffer, folder, operations, seed=1):
    data = os.path.join(folder, 'data')
    os.makedirs(folder)
    with faults.Server(coffer, data, before=trace(folder, 1), credentials=CREDENTIALS) as server:
        ready = time.time()
        s3, kms = server.client('s3'), server.client('kms')
        keys = [kms.create_key()['KeyMetadata']['Arn'] for _ in range(2)]
        for bucket in ('plain', 'versioned'):
            s3.create_bucket(Bucket=bucket)
        s3.put_bucket_versioning(Bucket='versioned', VersioningConfiguration={'Status': 'Enabled'})
        made = time.time()
        writers = [Writer(number, seed * 100 + number, keys) for number in range(WRITERS)]
        load(server, writers, operations // 2)
        server_process_stop(server)
    with faults.Server(coffer, data, before=trace(folder, 2), credentials=CREDENTIALS) as server:
        again = time.time()
        load(server, writers, operations - operations // 2)
        end = time.time()
        server.kill()
    with open(os.path.join(folder, 'answered.json'), 'w', encoding='utf-8') as file:
        json.dump({'data': os.path.realpath(data), 'ready': ready, 'made': made, 'again': again, 'end': end,
                   'done': [done for writer in writers for done in writer.done]}, file)
    return sum(len(writer.done) for writer in writers)


def server_process_stop(server):
    # The tracer passes no signal on; the server's own number is in its ready file.
    os.kill(server.ready['pid'], 15)
    server.process.wait(60)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('coffer')
    parser.add_argument('folder')
    parser.add_argument('--operations', type=int, default=200)
    arguments = parser.parse_args()
    began = time.monotonic()
    count = record(arguments.coffer, arguments.folder, arguments.operations)
    print('%d operations answered in %.0f s' % (count, time.monotonic() - began))


if __name__ == '__main__':
    main()
