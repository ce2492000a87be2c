"""The key service through boto3, against a running server.

usage: kms.py READY-FILE
"""
import hashlib
import json
import sys
import traceback
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

READY = json.load(open(sys.argv[1]))
KMS = boto3.client(
    'kms', endpoint_url=READY['http'], region_name=READY['region'],
    aws_access_key_id=READY['accessKeyId'], aws_secret_access_key=READY['secretAccessKey'],
    config=Config(retries={'max_attempts': 1}))
CASES = []


def case(function):
    CASES.append(function)
    return function


def key(**create):
    return KMS.create_key(**create)['KeyMetadata']


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        got = (error.response['Error']['Code'], error.response['ResponseMetadata']['HTTPStatusCode'])
        assert got == (code, 400), f'{got} instead of {code}: {error}'
        return error.response['Error']['Message']
    raise AssertionError(f'{code} expected, but it was accepted')


@case
def a_new_key_has_these_fields_and_no_others():
    assert set(key()) == {
        'AWSAccountId', 'Arn', 'CreationDate', 'CurrentKeyMaterialId', 'CustomerMasterKeySpec',
        'Description', 'Enabled', 'EncryptionAlgorithms', 'KeyId', 'KeyManager', 'KeySpec',
        'KeyState', 'KeyUsage', 'MultiRegion', 'Origin'}


@case
def the_context_is_bound_pair_by_pair():
    sealed = KMS.encrypt(KeyId=key()['KeyId'], Plaintext=b'x', EncryptionContext={'a': 'bc'})
    blob = sealed['CiphertextBlob']
    assert KMS.decrypt(CiphertextBlob=blob, EncryptionContext={'a': 'bc'})['Plaintext'] == b'x'
    for wrong in ({'ab': 'c'}, {'a': 'b', 'c': ''}, {'A': 'bc'}, {}):
        refused('InvalidCiphertextException', KMS.decrypt, CiphertextBlob=blob, EncryptionContext=wrong)


@case
def states_bind_at_once():
    made = key()
    blob = KMS.encrypt(KeyId=made['KeyId'], Plaintext=b'x')['CiphertextBlob']
    KMS.disable_key(KeyId=made['KeyId'])
    assert refused('DisabledException', KMS.decrypt, CiphertextBlob=blob) == made['Arn'] + ' is disabled.'
    KMS.enable_key(KeyId=made['KeyId'])
    KMS.schedule_key_deletion(KeyId=made['KeyId'], PendingWindowInDays=7)
    text = refused('KMSInvalidStateException', KMS.decrypt, CiphertextBlob=blob)
    assert text == made['Arn'] + ' is pending deletion.'
    KMS.cancel_key_deletion(KeyId=made['KeyId'])
    KMS.enable_key(KeyId=made['KeyId'])
    assert KMS.decrypt(CiphertextBlob=blob)['Plaintext'] == b'x'


@case
def everything_is_paged():
    made = {key()['KeyId'] for _ in range(5)}
    pages = KMS.get_paginator('list_keys').paginate(PaginationConfig={'PageSize': 2})
    listed = [k['KeyId'] for page in pages for k in page['Keys']]
    assert made <= set(listed) and len(listed) == len(set(listed))
    one = made.pop()
    names = sorted(f'alias/py-{uuid.uuid4()}' for _ in range(5))
    for name in names:
        KMS.create_alias(AliasName=name, TargetKeyId=one)
    pages = KMS.get_paginator('list_aliases').paginate(KeyId=one, PaginationConfig={'PageSize': 2})
    assert sorted(a['AliasName'] for page in pages for a in page['Aliases']) == names
    KMS.tag_resource(KeyId=one, Tags=[{'TagKey': f'k{i}', 'TagValue': ''} for i in range(50)])
    pages = KMS.get_paginator('list_resource_tags').paginate(KeyId=one, PaginationConfig={'PageSize': 7})
    assert len([t for page in pages for t in page['Tags']]) == 50
    assert refused('TagException', KMS.tag_resource, KeyId=one,
                   Tags=[{'TagKey': 'one more', 'TagValue': ''}]) == 'Too many tags'


@case
def macs_are_verified():
    made = key(KeySpec='HMAC_512', KeyUsage='GENERATE_VERIFY_MAC')['KeyId']
    mac = KMS.generate_mac(KeyId=made, MacAlgorithm='HMAC_SHA_512', Message=b'm')['Mac']
    assert KMS.verify_mac(KeyId=made, MacAlgorithm='HMAC_SHA_512', Message=b'm', Mac=mac)['MacValid']
    refused('KMSInvalidMacException', KMS.verify_mac, KeyId=made, MacAlgorithm='HMAC_SHA_512',
            Message=b'n', Mac=mac)


@case
def signatures_are_verified():
    made = key(KeySpec='RSA_2048', KeyUsage='SIGN_VERIFY')
    assert 'EncryptionAlgorithms' not in made and 'CurrentKeyMaterialId' not in made
    how = {'KeyId': made['KeyId'], 'SigningAlgorithm': 'RSASSA_PSS_SHA_256'}
    signature = KMS.sign(Message=b'm', **how)['Signature']
    digest = hashlib.sha256(b'm').digest()
    assert KMS.verify(Message=digest, MessageType='DIGEST', Signature=signature, **how)['SignatureValid']
    refused('KMSInvalidSignatureException', KMS.verify, Message=b'n', Signature=signature, **how)
    assert KMS.get_public_key(KeyId=made['KeyId'])['SigningAlgorithms'] == made['SigningAlgorithms']


@case
def what_is_not_served_is_refused_by_name():
    assert refused('UnsupportedOperationException', KMS.replicate_key, KeyId='x', ReplicaRegion='y') == (
        'The operation ReplicateKey is not implemented')
    refused('UnsupportedOperationException', KMS.create_key, KeySpec='RSA_2048', KeyUsage='ENCRYPT_DECRYPT')


def main():
    failed = 0
    for function in CASES:
        try:
            function()
        except Exception:  # a case may fail in any way; each is reported
            failed += 1
            print('FAILED', function.__name__)
            traceback.print_exc()
    print(f'{len(CASES) - failed} passed, {failed} failed')
    sys.exit(1 if failed else 0)


main()
