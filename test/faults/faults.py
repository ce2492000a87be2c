"""What the scripts about faults share: a server of its own, clients that never repeat a request, and objects of every
encryption type whose contents and headers are remembered."""
import base64
import hashlib
import os
import re
import subprocess

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

import started

CUSTOMER_KEY = hashlib.sha256(b'a customer key').digest()
CUSTOMER = {'SSECustomerAlgorithm': 'AES256', 'SSECustomerKey': CUSTOMER_KEY}
FAILURES = (BotoCoreError, ClientError, OSError)
SESSION = boto3.session.Session()


class Server(started.Server):
    """The same with clients for it."""

    def client(self, service):
        return client(self.ready, service)


def client(ready, service):
    return SESSION.client(
        service, endpoint_url=ready['http'], region_name=ready['region'],
        aws_access_key_id=ready['accessKeyId'], aws_secret_access_key=ready['secretAccessKey'],
        config=Config(s3={'addressing_style': 'path'}, retries={'max_attempts': 0, 'total_max_attempts': 1},
                      connect_timeout=5, read_timeout=60, max_pool_connections=16))


def types(key):
    """For each encryption type the parameters of a write under it."""
    kms = {'ServerSideEncryption': 'aws:kms', 'SSEKMSKeyId': key}
    return {
        's3': {'ServerSideEncryption': 'AES256'},
        'kms': kms | {'BucketKeyEnabled': False},
        'bucket-key': kms | {'BucketKeyEnabled': True},
        'dsse': kms | {'ServerSideEncryption': 'aws:kms:dsse'},
        'customer': CUSTOMER,
    }


def customer(kind):
    """What a read of an object of this type must say."""
    return CUSTOMER if kind == 'customer' else {}


def type_of(answer):
    """The type of an object by the headers of an answer."""
    if answer.get('SSECustomerAlgorithm'):
        return 'customer'
    return {'AES256': 's3', 'aws:kms': 'kms', 'aws:kms:dsse': 'dsse', None: 'none'}[
        answer.get('ServerSideEncryption')] if not answer.get('BucketKeyEnabled') else 'bucket-key'


def content(name, size):
    return hashlib.shake_256(name.encode()).digest(size)


def digest(content):
    return hashlib.sha256(content).hexdigest()


def code(failure):
    """A failure in one word: the error's code with its status, or what broke the connection."""
    if isinstance(failure, ClientError):
        answer = failure.response
        return '%s %s' % (answer['ResponseMetadata']['HTTPStatusCode'], answer['Error']['Code'])
    return 'cut: ' + type(failure).__name__


def read(s3, bucket, key, version, kind):
    """(digest, type) of what is served; the code of the error in place of the digest."""
    more = {'VersionId': version} if version else {}
    try:
        got = s3.get_object(Bucket=bucket, Key=key, **more, **customer(kind))
        return digest(got['Body'].read()), type_of(got)
    except FAILURES as e:
        return code(e), None
    except Exception as e:  # a body that ends early raises what the HTTP library likes
        return 'cut: ' + type(e).__name__, None


def customer_keys(folder):
    path = os.path.join(folder, 'customer-keys')
    with open(path, 'w', encoding='ascii') as file:
        file.write(base64.b64encode(CUSTOMER_KEY).decode() + '\n')
    return path


def scrub(coffer, data, keys):
    """(exit status, lines of findings, last line on the error stream)."""
    done = subprocess.run([coffer, 'scrub', data, '--customer-key-file', keys], capture_output=True, text=True,
                          env=started.environment(), errors='replace')
    return done.returncode, done.stdout.splitlines(), (done.stderr.strip().splitlines() or [''])[-1]


def blob_files(data):
    for folder, _, names in os.walk(os.path.join(data, 'blobs', 'blobs')):
        for name in names:
            if re.fullmatch('[0-9a-f]{32}', name):
                yield os.path.join(folder, name)
