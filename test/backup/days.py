#!/usr/bin/env python3
"""Backup and sync tools over some days in a folder that lives: each tool that is there keeps a copy in
a bucket of its own, each bucket with another default encryption, and gives back what it was given.

Each day files come, change, go and move; then each tool takes over the day and is asked whether it
agrees. At the end each gives the last day back (restic the first one as well), every file is compared by
its digest, and every object that a tool stored is of its bucket's type.

    days.py READY-FILE FOLDER [DAYS]      a server's ready file; tools from the PATH; needs boto3
"""
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys

import boto3
from botocore.config import Config

READY = json.load(open(sys.argv[1], encoding='utf-8'))
WORK = os.path.abspath(sys.argv[2])
DAYS = int(sys.argv[3]) if len(sys.argv) > 3 else 6
SEED = int(os.environ.get('SEED', '20'))
NAMES = ('plain.txt', 'with space.txt', 'äöü ß.txt', 'plus+and&amp.txt', 'ünï/deep/er.bin', 'a=b;c,d.txt',
         'percent%20sign.txt', '(brackets) [and] {more}.txt', '日本語.txt', "quote's.txt")
LARGE = 12 * 1024 * 1024


def client(service):
    return boto3.client(
        service, endpoint_url=READY['http'], region_name=READY['region'],
        aws_access_key_id=READY['accessKeyId'], aws_secret_access_key=READY['secretAccessKey'],
        config=Config(s3={'addressing_style': 'path'}, retries={'total_max_attempts': 1}))


S3, KMS = client('s3'), client('kms')


def environment(**more):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(('AWS_', 'RCLONE_', 'RESTIC_', 'MC_'))}
    return clean | {
        'AWS_ACCESS_KEY_ID': READY['accessKeyId'], 'AWS_SECRET_ACCESS_KEY': READY['secretAccessKey'],
        'AWS_REGION': READY['region'], 'AWS_DEFAULT_REGION': READY['region'], 'HOME': WORK} | more


def run(*command, **more):
    done = subprocess.run(command, env=environment(**more), capture_output=True, text=True)
    if done.returncode != 0:
        raise AssertionError(f'{" ".join(command)}: exit {done.returncode}\n{done.stdout[-1500:]}{done.stderr[-1500:]}')
    return done.stdout


class Life:
    """A folder whose files come, change, go and move."""

    def __init__(self, root):
        self.root, self.random, self.made = root, random.Random(SEED), 0

    def path(self, name):
        path = os.path.join(self.root, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        return path

    def write(self, name, size):
        with open(self.path(name), 'wb') as file:
            file.write(self.random.randbytes(size))

    def size(self):
        return self.random.choice((0, 1, 100, 5000, 16384, 70000, 200000))

    def day(self, number):
        names = sorted(digests(self.root))
        for name in self.random.sample(names, min(4, len(names))):
            os.remove(os.path.join(self.root, name))
        for name in self.random.sample(sorted(digests(self.root)), min(5, len(names) // 2)):
            self.write(name, self.size() + 1)
        left = sorted(digests(self.root))
        for name in self.random.sample(left, min(3, len(left))):
            self.made += 1
            os.rename(os.path.join(self.root, name), self.path(f'moved/{self.made}/{os.path.basename(name)}'))
        for name in NAMES:
            self.made += 1
            self.write(f'day-{number}/{self.made}/{name}', self.size())
        if number % 2 == 1:
            self.write('large.bin', LARGE + number)


def digests(root):
    found = {}
    for folder, _, files in os.walk(root):
        for file in files:
            path = os.path.join(folder, file)
            with open(path, 'rb') as content:
                found[os.path.relpath(path, root)] = hashlib.file_digest(content, 'sha256').hexdigest()
    return found


class Tool:
    """One tool and its bucket. `day` takes the tree over and checks it, `back` gives it back into a folder."""

    program = None
    encryption = {'SSEAlgorithm': 'AES256'}
    bucket_key = False
    versioned = False

    def __init__(self, key):
        self.bucket, self.key = 'days-' + type(self).__name__.lower(), key
        by_default = dict(self.encryption)
        if by_default['SSEAlgorithm'] != 'AES256':
            by_default['KMSMasterKeyID'] = key
        S3.create_bucket(Bucket=self.bucket)
        rule = {'ApplyServerSideEncryptionByDefault': by_default}
        if self.bucket_key:
            rule['BucketKeyEnabled'] = True
        S3.put_bucket_encryption(Bucket=self.bucket, ServerSideEncryptionConfiguration={'Rules': [rule]})
        if self.versioned:
            S3.put_bucket_versioning(Bucket=self.bucket, VersioningConfiguration={'Status': 'Enabled'})
        self.begin()

    def begin(self):
        pass

    def stored(self):
        """Counts the stored versions; each is of the type of its bucket."""
        count = 0
        for page in S3.get_paginator('list_object_versions').paginate(Bucket=self.bucket):
            for version in page.get('Versions', []):
                head = S3.head_object(Bucket=self.bucket, Key=version['Key'], VersionId=version['VersionId'])
                got = head['ServerSideEncryption'], head.get('BucketKeyEnabled', False)
                assert got == (self.encryption['SSEAlgorithm'], self.bucket_key), (self.bucket, version['Key'], got)
                count += 1
        return count


class AwsSync(Tool):
    program, encryption, versioned = 'aws', {'SSEAlgorithm': 'aws:kms:dsse'}, True

    def aws(self, *arguments):
        return run('aws', 's3', 'sync', *arguments, '--endpoint-url', READY['http'], '--no-progress')

    def day(self, tree):
        self.aws(tree, f's3://{self.bucket}/tree', '--delete', '--exact-timestamps')
        again = self.aws(tree, f's3://{self.bucket}/tree', '--delete', '--size-only', '--dryrun')
        assert again == '', again

    def back(self, folder):
        self.aws(f's3://{self.bucket}/tree', folder)


class Rclone(Tool):
    program, encryption = 'rclone', {'SSEAlgorithm': 'aws:kms'}

    def begin(self):
        self.more = {'RCLONE_CONFIG': os.path.join(WORK, 'rclone.conf'),
                     'RCLONE_CONFIG_S_TYPE': 's3', 'RCLONE_CONFIG_S_PROVIDER': 'Other',
                     'RCLONE_CONFIG_S_ENV_AUTH': 'true', 'RCLONE_CONFIG_S_ENDPOINT': READY['http'],
                     'RCLONE_CONFIG_S_REGION': READY['region'], 'RCLONE_CONFIG_S_NO_CHECK_BUCKET': 'true',
                     # Else it takes the ETag for an MD5, as it would with Amazon.
                     'RCLONE_CONFIG_S_SERVER_SIDE_ENCRYPTION': 'aws:kms', 'RCLONE_CONFIG_S_SSE_KMS_KEY_ID': self.key}
        open(self.more['RCLONE_CONFIG'], 'w').close()
        self.remote = f's:{self.bucket}/tree'

    def rclone(self, *arguments):
        return run('rclone', *arguments, '--s3-upload-cutoff', '6M', '--s3-chunk-size', '5M', **self.more)

    def day(self, tree):
        self.rclone('sync', tree, self.remote)
        self.rclone('check', tree, self.remote, '--download')

    def back(self, folder):
        self.rclone('copy', self.remote, folder)


class RcloneCrypt(Rclone):
    """rclone's own encryption on top: the names in the bucket are the ciphertext of names."""

    encryption, bucket_key = {'SSEAlgorithm': 'aws:kms'}, True

    def begin(self):
        super().begin()
        password = run('rclone', 'obscure', 'not a secret', **self.more).strip()
        self.more |= {'RCLONE_CONFIG_C_TYPE': 'crypt', 'RCLONE_CONFIG_C_REMOTE': self.remote,
                      'RCLONE_CONFIG_C_PASSWORD': password}
        self.remote = 'c:'

    def day(self, tree):
        self.rclone('sync', tree, self.remote)
        self.rclone('cryptcheck', tree, self.remote)


class S3cmd(Tool):
    program, encryption = 's3cmd', {'SSEAlgorithm': 'AES256'}

    def begin(self):
        host = READY['http'].split('//')[1]
        self.config = os.path.join(WORK, 's3cfg')
        with open(self.config, 'w', encoding='utf-8') as file:
            file.write(f'[default]\naccess_key = {READY["accessKeyId"]}\nsecret_key = {READY["secretAccessKey"]}\n'
                       f'host_base = {host}\nhost_bucket = {host}\nuse_https = False\nsignature_v2 = False\n'
                       f'bucket_location = {READY["region"]}\n')

    def s3cmd(self, *arguments):
        return run('s3cmd', '-c', self.config, '--quiet', '--no-progress', *arguments)

    def day(self, tree):
        self.s3cmd('sync', '--delete-removed', '--multipart-chunk-size-mb=5', tree + '/', f's3://{self.bucket}/tree/')

    def back(self, folder):
        self.s3cmd('sync', f's3://{self.bucket}/tree/', folder + '/')


class Mc(Tool):
    program, encryption, bucket_key, versioned = 'mc', {'SSEAlgorithm': 'aws:kms'}, True, True

    def begin(self):
        self.mc('alias', 'set', 'coffer', READY['http'], READY['accessKeyId'], READY['secretAccessKey'])

    def mc(self, *arguments):
        return run('mc', '--quiet', *arguments, MC_CONFIG_DIR=os.path.join(WORK, 'mc'))

    def day(self, tree):
        self.mc('mirror', '--overwrite', '--remove', tree, f'coffer/{self.bucket}/tree')
        different = self.mc('diff', tree, f'coffer/{self.bucket}/tree')
        assert different == '', different

    def back(self, folder):
        self.mc('mirror', f'coffer/{self.bucket}/tree', folder)


class Restic(Tool):
    program, encryption, bucket_key = 'restic', {'SSEAlgorithm': 'aws:kms'}, True

    def begin(self):
        self.first = None
        self.restic('init')

    def restic(self, *arguments):
        return run('restic', '-r', f's3:{READY["http"]}/{self.bucket}/repository', '--quiet',
                   '--cache-dir', os.path.join(WORK, 'restic-cache'), *arguments, RESTIC_PASSWORD='not a secret')

    def day(self, tree):
        self.restic('backup', tree)
        self.restic('check', '--read-data')
        if self.first is None:
            self.first = json.loads(self.restic('snapshots', '--json'))[0]['id'], digests(tree)

    def restored(self, snapshot, folder):
        self.restic('restore', snapshot, '--target', folder)
        # It restores whole paths.
        return os.path.join(folder, os.path.join(WORK, 'tree').lstrip('/'))

    def back(self, folder):
        snapshot, then = self.first
        assert digests(self.restored(snapshot, folder + '-first')) == then, 'the first day came back otherwise'
        self.restic('forget', '--keep-last', '2', '--prune')
        self.restic('check', '--read-data')
        assert len(json.loads(self.restic('snapshots', '--json'))) == min(2, DAYS)
        inner = self.restored('latest', folder + '-last')
        os.rmdir(folder)
        shutil.move(inner, folder)


def main():
    key = KMS.create_key()['KeyMetadata']['KeyId']
    tools = []
    for kind in (AwsSync, Rclone, RcloneCrypt, S3cmd, Mc, Restic):
        if shutil.which(kind.program):
            tools.append((kind(key), []))
        else:
            print(f'SKIPPED: {kind.__name__}: {kind.program} cannot be had')
    tree = os.path.join(WORK, 'tree')
    life, failed = Life(tree), 0
    os.makedirs(tree)
    for number in range(1, DAYS + 1):
        life.day(number)
        for tool, faults in tools:
            if not faults:
                attempt(faults, lambda: tool.day(tree))
    expected = digests(tree)
    for tool, faults in tools:
        if not faults:
            attempt(faults, lambda: compare(tool, expected))
        if faults:
            failed += 1
            print(f'FAILED {type(tool).__name__}: {faults[0]}')
        else:
            print(f'ok {type(tool).__name__}: {DAYS} days, {len(expected)} files, {tool.count} objects stored, '
                  f'{tool.encryption["SSEAlgorithm"]}{" with bucket key" if tool.bucket_key else ""}')
    print(f'{len(tools) - failed} of {len(tools)} tools')
    sys.exit(1 if failed or not tools else 0)


def attempt(faults, step):
    try:
        step()
    except Exception as e:  # one tool's fault is told, and the others go on
        faults.append(f'{type(e).__name__}: {e}')


def compare(tool, expected):
    folder = os.path.join(WORK, 'back-' + tool.bucket)
    os.makedirs(folder)
    tool.back(folder)
    got = digests(folder)
    wrong = {name for name in expected.keys() | got.keys() if expected.get(name) != got.get(name)}
    assert not wrong, f'{len(wrong)} of {len(expected)} files came back otherwise: {sorted(wrong)[:5]}'
    tool.count = tool.stored()


if __name__ == '__main__':
    main()
