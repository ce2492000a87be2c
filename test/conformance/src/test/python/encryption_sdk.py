"""The AWS Encryption SDK for Python with keys of a running server.

usage: encryption_sdk.py READY-FILE   exit 75 when the SDK is not installed
"""
import json
import logging
import os
import sys

try:
    import aws_encryption_sdk
    import botocore.session
    from aws_encryption_sdk import CommitmentPolicy, DiscoveryAwsKmsMasterKeyProvider
    from aws_encryption_sdk import StrictAwsKmsMasterKeyProvider
except ImportError:
    sys.exit(75)

logging.disable(logging.CRITICAL)  # the SDK logs the refusal that is wanted here
READY = json.load(open(sys.argv[1]))
os.environ.update(
    AWS_ENDPOINT_URL=READY['http'], AWS_DEFAULT_REGION=READY['region'],
    AWS_ACCESS_KEY_ID=READY['accessKeyId'], AWS_SECRET_ACCESS_KEY=READY['secretAccessKey'])
SESSION = botocore.session.Session()
KMS = SESSION.create_client('kms')
ONE, TWO = (KMS.create_key()['KeyMetadata']['Arn'] for _ in range(2))
CONTEXT = {'purpose': 'a / b + c = d', 'größe': 'ü'}
TEXT = b'a plain sentence, ' * 5000

client = aws_encryption_sdk.EncryptionSDKClient(
    commitment_policy=CommitmentPolicy.REQUIRE_ENCRYPT_REQUIRE_DECRYPT)


def strict(*arns):
    return StrictAwsKmsMasterKeyProvider(key_ids=list(arns), botocore_session=SESSION)


sealed, _ = client.encrypt(source=TEXT, key_provider=strict(ONE, TWO), encryption_context=CONTEXT)
assert TEXT[:40] not in sealed
for provider in (strict(ONE), strict(TWO), DiscoveryAwsKmsMasterKeyProvider(botocore_session=SESSION)):
    opened, header = client.decrypt(source=sealed, key_provider=provider)
    assert opened == TEXT
    assert CONTEXT.items() <= header.encryption_context.items()

# One of two wrapping keys is enough; without both nothing opens.
KMS.disable_key(KeyId=ONE)
opened, _ = client.decrypt(source=sealed, key_provider=strict(ONE, TWO))
assert opened == TEXT
KMS.disable_key(KeyId=TWO)
try:
    client.decrypt(source=sealed, key_provider=strict(ONE, TWO))
except Exception as refusal:  # the SDK's own, which hides the service's
    print('refused while both keys are off:', type(refusal).__name__)
else:
    sys.exit('opened under keys that are off')
print('the Encryption SDK', aws_encryption_sdk.__version__, 'seals and opens')
