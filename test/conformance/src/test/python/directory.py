"""boto3 and directory buckets: sessions as the client begins them by itself.

Usage: directory.py READY-FILE, which a server wrote that started over a new folder.
"""
import base64
import datetime
import hashlib
import json
import sys
import urllib.request
import uuid
import zlib

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

READY = json.load(open(sys.argv[1]))
CASES = []


def case(function):
    CASES.append(function)
    return function


ROOT = {'AccessKeyId': READY['accessKeyId'], 'SecretAccessKey': READY['secretAccessKey']}


def client(service='s3', keys=ROOT, **s3):
    return boto3.client(service, endpoint_url=READY['http'], region_name=READY['region'],
                        aws_access_key_id=keys['AccessKeyId'], aws_secret_access_key=keys['SecretAccessKey'],
                        config=Config(s3=s3 or None, retries={'total_max_attempts': 1}))


# The one for buckets and their configuration; the other begins a session of each bucket by itself.
CONTROL = client(disable_s3_express_session_auth=True)
S3 = client()
KMS = client('kms')
SENT = []
S3.meta.events.register('before-send.s3.*', lambda request, **_: SENT.append(
    (request.method, request.url, dict(request.headers))))


def bucket():
    name = f'd-{uuid.uuid4()}--use1-az4--x-s3'
    CONTROL.create_bucket(Bucket=name, CreateBucketConfiguration={
        'Location': {'Type': 'AvailabilityZone', 'Name': 'use1-az4'},
        'Bucket': {'Type': 'Directory', 'DataRedundancy': 'SingleAvailabilityZone'}})
    return name


def refused(code, status, call, **arguments):
    try:
        call(**arguments)
    except ClientError as e:
        got = e.response['Error']['Code'], e.response['ResponseMetadata']['HTTPStatusCode']
        assert got == (code, status), got
    else:
        raise AssertionError(f'{code} was expected')


def body_of(name, key, **more):
    return S3.get_object(Bucket=name, Key=key, **more)['Body'].read()


def keys(name, **more):
    return sorted(o['Key'] for o in S3.list_objects_v2(Bucket=name, **more).get('Contents', []))


@case
def objects_are_put_read_listed_and_deleted_in_one_session():
    name = bucket()
    SENT.clear()
    put = S3.put_object(Bucket=name, Key='a/one', Body=b'first')
    assert put['ServerSideEncryption'] == 'AES256', put
    S3.put_object(Bucket=name, Key='two', Body=b'second')
    assert body_of(name, 'a/one') == b'first'
    assert body_of(name, 'two', Range='bytes=1-3') == b'eco'
    assert S3.head_object(Bucket=name, Key='two')['ContentLength'] == 6
    S3.head_bucket(Bucket=name)
    assert keys(name) == ['a/one', 'two']
    assert keys(name, Prefix='a/') == ['a/one']
    S3.delete_object(Bucket=name, Key='two')
    gone = S3.delete_objects(Bucket=name, Delete={'Objects': [{'Key': 'a/one'}, {'Key': 'none'}]})
    assert sorted(d['Key'] for d in gone['Deleted']) == ['a/one', 'none'], gone
    assert keys(name) == []
    begun = [url for _, url, _ in SENT if url.endswith('?session')]
    assert len(begun) == 1, begun
    tokens = {headers.get('x-amz-s3session-token') for _, url, headers in SENT if not url.endswith('?session')}
    assert len(tokens) == 1 and None not in tokens, len(tokens)


@case
def directory_buckets_are_listed_by_themselves():
    made = {bucket() for _ in range(3)}
    plain = f'g-{uuid.uuid4()}'
    CONTROL.create_bucket(Bucket=plain)
    pages = list(CONTROL.get_paginator('list_directory_buckets').paginate(PaginationConfig={'PageSize': 2}))
    assert all(len(page['Buckets']) <= 2 for page in pages), pages
    listed = [b['Name'] for page in pages for b in page['Buckets']]
    assert made <= set(listed) and plain not in listed and len(set(listed)) == len(listed), listed
    assert plain in [b['Name'] for b in CONTROL.list_buckets()['Buckets']]
    assert not made & {b['Name'] for b in CONTROL.list_buckets()['Buckets']}


@case
def a_session_that_reads_does_not_write():
    name = bucket()
    S3.put_object(Bucket=name, Key='k', Body=b'x')
    made = CONTROL.create_session(Bucket=name, SessionMode='ReadOnly')
    lasts = made['Credentials']['Expiration'] - datetime.datetime.now(datetime.timezone.utc)
    assert datetime.timedelta(minutes=4) < lasts <= datetime.timedelta(minutes=5, seconds=1), lasts
    assert made['ServerSideEncryption'] == 'AES256', made
    reader = client(disable_s3_express_session_auth=True, keys=made['Credentials'])
    reader.meta.events.register('before-sign.s3.*', lambda request, **_: request.headers.add_header(
        'x-amz-s3session-token', made['Credentials']['SessionToken']))
    assert reader.get_object(Bucket=name, Key='k')['Body'].read() == b'x'
    refused('AccessDenied', 403, reader.put_object, Bucket=name, Key='k', Body=b'y')
    assert body_of(name, 'k') == b'x'
    refused('NoSuchBucket', 404, CONTROL.create_session, Bucket=f'd-{uuid.uuid4()}--use1-az4--x-s3')


@case
def parts_make_an_object():
    name = bucket()
    made = S3.create_multipart_upload(Bucket=name, Key='big')
    parts = [b'a' * (5 << 20), b'b' * 100]
    done = [{'PartNumber': n, 'ETag': S3.upload_part(Bucket=name, Key='big', UploadId=made['UploadId'], PartNumber=n,
                                                    Body=part)['ETag']} for n, part in enumerate(parts, 1)]
    assert [u['Key'] for u in S3.list_multipart_uploads(Bucket=name)['Uploads']] == ['big']
    listed = S3.list_parts(Bucket=name, Key='big', UploadId=made['UploadId'])['Parts']
    assert [p['PartNumber'] for p in listed] == [1, 2]
    S3.complete_multipart_upload(Bucket=name, Key='big', UploadId=made['UploadId'], MultipartUpload={'Parts': done})
    assert body_of(name, 'big') == b''.join(parts)
    left = S3.create_multipart_upload(Bucket=name, Key='left')
    S3.abort_multipart_upload(Bucket=name, Key='left', UploadId=left['UploadId'])
    assert 'Uploads' not in S3.list_multipart_uploads(Bucket=name)


@case
def an_object_gets_another_key():
    name = bucket()
    S3.put_object(Bucket=name, Key='old', Body=b'x')
    S3.rename_object(Bucket=name, Key='new', RenameSource='old', ClientToken='token-1')
    S3.rename_object(Bucket=name, Key='new', RenameSource='old', ClientToken='token-1')
    assert keys(name) == ['new'] and body_of(name, 'new') == b'x'
    refused('NoSuchKey', 404, S3.rename_object, Bucket=name, Key='newer', RenameSource='old')
    S3.put_object(Bucket=name, Key='old', Body=b'y')
    refused('PreconditionFailed', 412, S3.rename_object, Bucket=name, Key='new', RenameSource='old',
            DestinationIfNoneMatch='*')
    assert body_of(name, 'new') == b'x' and body_of(name, 'old') == b'y'


@case
def copies_go_between_buckets_of_both_kinds():
    name, other, plain = bucket(), bucket(), f'g-{uuid.uuid4()}'
    CONTROL.create_bucket(Bucket=plain)
    S3.put_object(Bucket=name, Key='k', Body=b'x')
    for source, target in [(name, other), (name, plain), (plain, name), (name, name)]:
        S3.copy_object(Bucket=target, Key='copy', CopySource={'Bucket': source, 'Key': 'copy' if source == plain else 'k'})
        assert body_of(target, 'copy') == b'x', (source, target)
    made = S3.create_multipart_upload(Bucket=name, Key='parts')
    part = S3.upload_part_copy(Bucket=name, Key='parts', UploadId=made['UploadId'], PartNumber=1,
                               CopySource={'Bucket': plain, 'Key': 'copy'})['CopyPartResult']
    S3.complete_multipart_upload(Bucket=name, Key='parts', UploadId=made['UploadId'],
                                 MultipartUpload={'Parts': [{'PartNumber': 1, 'ETag': part['ETag']}]})
    assert body_of(name, 'parts') == b'x'


@case
def an_object_grows():
    name = bucket()
    began = S3.put_object(Bucket=name, Key='log', Body=b'one,', WriteOffsetBytes=0)
    assert began['Size'] == 4, began
    grown = S3.put_object(Bucket=name, Key='log', Body=b'two,' * 10000, WriteOffsetBytes=4)
    assert grown['Size'] == 40004 and grown['ETag'] != began['ETag'], grown
    S3.put_object(Bucket=name, Key='log', Body=b'three', WriteOffsetBytes=40004, IfMatch=grown['ETag'])
    whole = S3.get_object(Bucket=name, Key='log', ChecksumMode='ENABLED')
    body = whole['Body'].read()
    assert body == b'one,' + b'two,' * 10000 + b'three'
    assert base64.b64decode(whole['ChecksumCRC32']) == zlib.crc32(body).to_bytes(4, 'big')
    assert whole['ChecksumType'] == 'FULL_OBJECT' and whole['StorageClass'] == 'EXPRESS_ONEZONE', whole
    append = {'Bucket': name, 'Key': 'log', 'Body': b'x'}
    refused('InvalidWriteOffset', 400, S3.put_object, **append, WriteOffsetBytes=4)
    refused('InvalidRequest', 400, S3.put_object, **append, WriteOffsetBytes=40009, Metadata={'a': 'b'})
    refused('PreconditionFailed', 412, S3.put_object, **append, WriteOffsetBytes=40009, IfMatch=began['ETag'])
    assert body_of(name, 'log', Range='bytes=40000-') == b'two,three'
    plain = f'g-{uuid.uuid4()}'
    CONTROL.create_bucket(Bucket=plain)
    refused('NotImplemented', 501, S3.put_object, Bucket=plain, Key='log', Body=b'x', WriteOffsetBytes=0)


@case
def objects_keep_to_the_rules_of_directories():
    name = bucket()
    put = S3.put_object(Bucket=name, Key='a/k', Body=b'x', StorageClass='EXPRESS_ONEZONE')
    assert put['ETag'] != '"%s"' % hashlib.md5(b'x').hexdigest(), put
    S3.create_multipart_upload(Bucket=name, Key='b/c/k')
    listed = S3.list_objects_v2(Bucket=name, Delimiter='/')
    assert [p['Prefix'] for p in listed['CommonPrefixes']] == ['a/', 'b/'] and 'Contents' not in listed, listed
    entry = S3.list_objects_v2(Bucket=name, Prefix='a/')['Contents'][0]
    assert (entry['StorageClass'], entry['ETag']) == ('EXPRESS_ONEZONE', put['ETag']), entry
    refused('InvalidArgument', 400, S3.list_objects_v2, Bucket=name, Prefix='a')
    refused('InvalidArgument', 400, S3.list_objects_v2, Bucket=name, Delimiter='-')
    refused('InvalidArgument', 400, S3.list_objects_v2, Bucket=name, StartAfter='a')
    refused('NotImplemented', 501, S3.list_objects, Bucket=name)
    write = {'Bucket': name, 'Key': 'never', 'Body': b'x'}
    refused('InvalidStorageClass', 400, S3.put_object, **write, StorageClass='STANDARD')
    refused('NotImplemented', 501, S3.put_object, **write, ACL='private')
    refused('NotImplemented', 501, S3.put_object, **write, Tagging='a=b')
    refused('NotImplemented', 501, S3.put_object, **write, ContentEncoding='gzip')
    refused('NotImplemented', 501, S3.put_object, **write, ObjectLockLegalHoldStatus='ON')
    refused('InvalidArgument', 400, S3.put_object, **write, ServerSideEncryption='aws:kms')
    made = S3.create_multipart_upload(Bucket=name, Key='parts')['UploadId']
    sent = S3.upload_part(Bucket=name, Key='parts', UploadId=made, PartNumber=2, Body=b'x')
    refused('InvalidPartOrder', 400, S3.complete_multipart_upload, Bucket=name, Key='parts', UploadId=made,
            MultipartUpload={'Parts': [{'PartNumber': 2, 'ETag': sent['ETag']}]})
    assert keys(name) == ['a/k']


@case
def presigned_urls_carry_the_session():
    name = bucket()
    S3.put_object(Bucket=name, Key='k', Body=b'by url')
    url = S3.generate_presigned_url('get_object', Params={'Bucket': name, 'Key': 'k'}, ExpiresIn=60)
    assert 'X-Amz-S3session-Token=' in url, url
    assert urllib.request.urlopen(url).read() == b'by url'


@case
def a_session_encrypts_as_its_bucket():
    name = bucket()
    key = KMS.create_key()['KeyMetadata']['Arn']
    CONTROL.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={
        'Rules': [{'ApplyServerSideEncryptionByDefault': {'SSEAlgorithm': 'aws:kms', 'KMSMasterKeyID': key}}]})
    put = S3.put_object(Bucket=name, Key='k', Body=b'sealed')
    assert (put['ServerSideEncryption'], put['SSEKMSKeyId'], put['BucketKeyEnabled']) == ('aws:kms', key, True), put
    head = S3.head_object(Bucket=name, Key='k')
    assert (head['SSEKMSKeyId'], head['BucketKeyEnabled']) == (key, True), head
    assert body_of(name, 'k') == b'sealed'


@case
def a_deletion_depends_on_size_and_time():
    name = bucket()
    S3.put_object(Bucket=name, Key='k', Body=b'four')
    written = S3.head_object(Bucket=name, Key='k')['LastModified']
    refused('PreconditionFailed', 412, S3.delete_object, Bucket=name, Key='k', IfMatchSize=5)
    refused('PreconditionFailed', 412, S3.delete_object, Bucket=name, Key='k',
            IfMatchLastModifiedTime=written.replace(year=2001))
    S3.delete_object(Bucket=name, Key='k', IfMatchSize=4, IfMatchLastModifiedTime=written)
    assert keys(name) == []


@case
def an_upload_keeps_its_bucket():
    name = bucket()
    left = S3.create_multipart_upload(Bucket=name, Key='left')
    refused('BucketNotEmpty', 409, CONTROL.delete_bucket, Bucket=name)
    S3.abort_multipart_upload(Bucket=name, Key='left', UploadId=left['UploadId'])
    CONTROL.delete_bucket(Bucket=name)


@case
def what_is_for_the_accounts_key_is_refused_in_a_session():
    name = bucket()
    refused('AccessDenied', 403, S3.get_bucket_encryption, Bucket=name)
    refused('AccessDenied', 403, S3.delete_bucket, Bucket=name)
    refused('NotImplemented', 501, S3.list_object_versions, Bucket=name)


def main():
    for function in CASES:
        function()
        print('ok:', function.__name__)
    print(len(CASES), 'cases with boto3', boto3.__version__)


main()
