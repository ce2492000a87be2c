#!/usr/bin/env python3
"""Two readers open what a server wrote, every encryption type, and agree.

Starts a server over a new folder, writes objects of each type through boto3 (small, large, in
parts, versions, before and after rotations of their KMS key and a change of their encryption, and in
a directory bucket what was renamed and what grew), stops it, and lets
`coffer recover` and the independent reader.py open the folder.
Needs boto3, cryptography and rocksdict.

    check.py COFFER FOLDER
"""
import base64
import hashlib
import json
import os
import re
import subprocess
import sys
import time

import boto3
from botocore.config import Config

COFFER, WORK = sys.argv[1], sys.argv[2]
HERE = os.path.dirname(os.path.abspath(__file__))
DATA, READY = os.path.join(WORK, 'data'), os.path.join(WORK, 'ready.json')
CUSTOMER_KEY = hashlib.sha256(b'a customer key').digest()
SIZES = (0, 1, 16311, 16312, 16313, 16383, 16384, 16385, 70000, 300001)
PART = 5 * 1024 * 1024


def environment():
    return {k: v for k, v in os.environ.items() if not k.startswith('AWS_')}


def start():
    log = open(os.path.join(WORK, 'log'), 'wb')
    server = subprocess.Popen(
        [COFFER, 'server', DATA, '--listen', '127.0.0.1:0', '--tls-listen', '127.0.0.1:0',
         '--profile', '2023', '--ready-file', READY],
        stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment())
    for _ in range(600):
        if server.poll() is not None:
            break
        if os.path.exists(READY) and os.path.getsize(READY):
            with open(READY, encoding='utf-8') as file:
                return server, json.load(file)
        time.sleep(0.2)
    server.kill()
    sys.exit('the server did not start: ' + open(os.path.join(WORK, 'log')).read()[-3000:])


def client(ready, service):
    return boto3.client(
        service, endpoint_url=ready['https'], verify=ready['ca'], region_name=ready['region'],
        aws_access_key_id=ready['accessKeyId'], aws_secret_access_key=ready['secretAccessKey'],
        config=Config(s3={'addressing_style': 'path', 'disable_s3_express_session_auth': True},
                      retries={'max_attempts': 1}))


def types(key):
    kms = {'ServerSideEncryption': 'aws:kms', 'SSEKMSKeyId': key}
    context = base64.b64encode(json.dumps({'team': 'röd', 'a': ''}).encode()).decode()
    return {
        's3': ('SSE-S3', {}),
        'kms': ('SSE-KMS', kms),
        'kms-context': ('SSE-KMS', kms | {'SSEKMSEncryptionContext': context}),
        'kms-default-key': ('SSE-KMS', {'ServerSideEncryption': 'aws:kms'}),
        'bucket-key': ('SSE-KMS with a Bucket Key', kms | {'BucketKeyEnabled': True}),
        'bucket-key-context': ('SSE-KMS with a Bucket Key',
                               kms | {'BucketKeyEnabled': True, 'SSEKMSEncryptionContext': context}),
        'dsse': ('DSSE-KMS', kms | {'ServerSideEncryption': 'aws:kms:dsse'}),
        'dsse-context': ('DSSE-KMS', kms | {'ServerSideEncryption': 'aws:kms:dsse',
                                            'SSEKMSEncryptionContext': context}),
        'customer': ('SSE-C', {'SSECustomerAlgorithm': 'AES256', 'SSECustomerKey': CUSTOMER_KEY}),
    }


def content(size):
    return hashlib.shake_256(b'%d' % size).digest(size)


def write(s3, kms):
    """What was written: (key, version id) -> (type, sha256)."""
    expected = {}

    def remember(key, version, kind, body):
        expected[key, version] = (kind, hashlib.sha256(body).hexdigest())

    s3.create_bucket(Bucket='recovered')
    s3.put_bucket_versioning(Bucket='recovered', VersioningConfiguration={'Status': 'Enabled'})
    key = kms.create_key()['KeyMetadata']['KeyId']
    for name, (kind, how) in types(key).items():
        for size in SIZES:
            object_key = '%s/%d' % (name, size)
            put = s3.put_object(Bucket='recovered', Key=object_key, Body=content(size), Metadata={'n': name}, **how)
            remember(object_key, put['VersionId'], kind, content(size))
        again = s3.put_object(Bucket='recovered', Key=name + '/1', Body=b'2', **how)
        remember(name + '/1', again['VersionId'], kind, b'2')
        customer = how if kind == 'SSE-C' else {}
        upload = s3.create_multipart_upload(Bucket='recovered', Key=name + '/parts', **how)['UploadId']
        parts, whole = [], b''
        for number, size in ((1, PART), (2, PART + 1), (7, 3)):
            sent = s3.upload_part(Bucket='recovered', Key=name + '/parts', UploadId=upload,
                                  PartNumber=number, Body=content(size), **customer)
            parts.append({'PartNumber': number, 'ETag': sent['ETag']})
            whole += content(size)
        done = s3.complete_multipart_upload(Bucket='recovered', Key=name + '/parts', UploadId=upload,
                                            MultipartUpload={'Parts': parts}, **customer)
        remember(name + '/parts', done['VersionId'], kind, whole)
        if name == 'kms':
            # Objects before the rotation need the first material, those after it the second.
            kms.rotate_key_on_demand(KeyId=key)
    kms.rotate_key_on_demand(KeyId=key)
    for name, (kind, how) in types(key).items():
        put = s3.put_object(Bucket='recovered', Key=name + '/1', Body=b'rotated', **how)
        remember(name + '/1', put['VersionId'], kind, b'rotated')
    expected |= change_encryption(s3, kms)
    s3.delete_object(Bucket='recovered', Key='s3/1')
    kms.disable_key(KeyId=key)
    return expected


def change_encryption(s3, kms):
    """Versions whose envelope alone was made anew, of a key that was rotated in between and after: what they need is
    another material than that of their time."""
    expected, kinds = {}, ('s3', 'kms', 'kms-context', 'bucket-key', 'bucket-key-context')
    old, new = (kms.create_key()['KeyMetadata']['Arn'] for _ in range(2))
    for name in kinds:
        how = types(old)[name][1]
        for size in (1, 70000, None):
            for to, bucket_key in (('kms', False), ('bucket-key', True)):
                object_key = 'updated/%s/%s/%s' % (name, size, to)
                version, body = put_or_parts(s3, object_key, size, how)
                s3.update_object_encryption(
                    Bucket='recovered', Key=object_key, VersionId=version,
                    ObjectEncryption={'SSEKMS': {'KMSKeyArn': new, 'BucketKeyEnabled': bucket_key}})
                head = s3.head_object(Bucket='recovered', Key=object_key, VersionId=version)
                assert (head['SSEKMSKeyId'], head.get('BucketKeyEnabled', False)) == (new, bucket_key), head
                kind = 'SSE-KMS with a Bucket Key' if bucket_key else 'SSE-KMS'
                expected[object_key, version] = (kind, hashlib.sha256(body).hexdigest())
        kms.rotate_key_on_demand(KeyId=new)
    kms.disable_key(KeyId=old)
    kms.disable_key(KeyId=new)
    return expected


def put_or_parts(s3, key, size, how):
    """The version's id and its content; in parts where there is no size."""
    if size is not None:
        return s3.put_object(Bucket='recovered', Key=key, Body=content(size), **how)['VersionId'], content(size)
    sizes = (PART, 300)
    upload = s3.create_multipart_upload(Bucket='recovered', Key=key, **how)['UploadId']
    parts = [{'PartNumber': n, 'ETag': s3.upload_part(Bucket='recovered', Key=key, UploadId=upload, PartNumber=n,
                                                      Body=content(size))['ETag']}
             for n, size in enumerate(sizes, 1)]
    done = s3.complete_multipart_upload(Bucket='recovered', Key=key, UploadId=upload, MultipartUpload={'Parts': parts})
    return done['VersionId'], b''.join(map(content, sizes))


def write_directory(s3, kms):
    """The same of a directory bucket: objects of every place, renamed and grown in turn."""
    name, expected = 'recovered--use1-az4--x-s3', {}
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={
        'Location': {'Type': 'AvailabilityZone', 'Name': 'use1-az4'},
        'Bucket': {'Type': 'Directory', 'DataRedundancy': 'SingleAvailabilityZone'}})

    def put(key, body):
        if body is None:
            sizes = (PART, 300)
            upload = s3.create_multipart_upload(Bucket=name, Key=key, ChecksumAlgorithm='CRC32')['UploadId']
            parts = [{'PartNumber': n, 'ChecksumCRC32': sent['ChecksumCRC32'], 'ETag': sent['ETag']}
                     for n, size in enumerate(sizes, 1)
                     for sent in [s3.upload_part(Bucket=name, Key=key, UploadId=upload, PartNumber=n,
                                                 Body=content(size), ChecksumAlgorithm='CRC32')]]
            s3.complete_multipart_upload(Bucket=name, Key=key, UploadId=upload, MultipartUpload={'Parts': parts})
            return b''.join(map(content, sizes))
        s3.put_object(Bucket=name, Key=key, Body=body)
        return body

    def grow(key, body, size):
        s3.put_object(Bucket=name, Key=key, Body=content(size), WriteOffsetBytes=len(body))
        return body + content(size)

    def rename(key, to):
        s3.rename_object(Bucket=name, Key=to, RenameSource=key)

    key = kms.create_key()['KeyMetadata']['Arn']
    for kind in ('SSE-S3', 'SSE-KMS with a Bucket Key'):
        for first, body in (('row', b'inline'), ('blob', content(70000)), ('parts', None)):
            at = '%s/%s' % (kind, first)
            body = put(at, body)
            rename(at, at + '-renamed')
            body = grow(at + '-renamed', body, 40000)
            body = grow(at + '-renamed', body, 11)
            rename(at + '-renamed', at + '-again')
            body = grow(at + '-again', body, 9000)
            expected[at + '-again', 'null'] = (kind, hashlib.sha256(body).hexdigest())
            assert s3.get_object(Bucket=name, Key=at + '-again')['Body'].read() == body
        s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={
            'Rules': [{'ApplyServerSideEncryptionByDefault': {'SSEAlgorithm': 'aws:kms', 'KMSMasterKeyID': key}}]})
    kms.disable_key(KeyId=key)
    return expected


def materials():
    """By KMS key, which materials `coffer recover` says that versions need."""
    needed = {}
    for line in run(COFFER, 'recover', DATA, '--all-versions')[1].splitlines():
        for arn, number in re.findall(r'KMS key (\S+), material (\d+)', line):
            needed.setdefault(arn, set()).add(int(number))
    return needed


def run(*command):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True)
    return done.returncode, done.stdout, done.stderr


def compare(who, expected, found):
    wrong = {at: (expected.get(at), found.get(at)) for at in expected | found if expected.get(at) != found.get(at)}
    print('%s: %d versions, %d differ' % (who, len(found), len(wrong)))
    for at, (want, got) in list(wrong.items())[:10]:
        print('  ', at, 'expected', want, 'found', got)
    return not wrong


def by_reader(*more):
    status, out, err = run(sys.executable, os.path.join(HERE, 'reader.py'), DATA, *more)
    if err:
        print(err)
    lines = [json.loads(line) for line in out.splitlines()]
    return status, {(l['key'], l['versionId']): (l['type'], l.get('sha256', l.get('error')))
                    for l in lines if l['type'] != 'delete marker'}


def by_recover(*more):
    to = os.path.join(WORK, 'to-%d' % len(more))
    status, _, err = run(COFFER, 'recover', DATA, '--to', to, '--all-versions', *more)
    found = {}
    with open(os.path.join(to, 'coffer-recover.jsonl'), encoding='utf-8') as manifest:
        for line in map(json.loads, manifest):
            with open(os.path.join(to, line['file']), 'rb') as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            found[line['key'], line['versionId']] = (line['encryption'], digest)
    print(err.strip())
    return status, found


def main():
    server, ready = start()
    try:
        s3, kms = client(ready, 's3'), client(ready, 'kms')
        expected = write(s3, kms) | write_directory(s3, kms)
    finally:
        server.terminate()
        server.wait(60)
    needed = sorted(map(len, materials().values()))
    print('materials that versions need, by KMS key:', needed)
    good = needed[-2:] == [3, 5]
    keys = os.path.join(WORK, 'customer-keys')
    with open(keys, 'w', encoding='ascii') as file:
        file.write(base64.b64encode(bytes(32)).decode() + '\n' + base64.b64encode(CUSTOMER_KEY).decode() + '\n')
    status, found = by_reader('--customer-key-file', keys)
    good &= compare('reader', expected, found) and status == 0
    status, found = by_recover('--customer-key-file', keys)
    good &= compare('recover', expected, found) and status == 0
    # Without the customer's key everything else still opens, and SSE-C does not.
    others = {at: what for at, what in expected.items() if what[0] != 'SSE-C'}
    status, found = by_recover()
    good &= compare('recover without the customer key', others, found) and status == 65
    status, found = by_reader()
    found = {at: what for at, what in found.items() if 'customer' not in what[1]}
    good &= compare('reader without the customer key', others, found) and status == 1
    return 0 if good else 1


if __name__ == '__main__':
    sys.exit(main())
