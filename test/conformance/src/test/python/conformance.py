"""S3 conformance through boto3, against a running server.

usage: conformance.py READY-FILE

Prints one line for each failure, then "N passed, N failed".
"""
import base64
import csv
import datetime
import gzip
import hashlib
import io
import json
import os
import sys
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request
import uuid
import zlib

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

MIB = 1 << 20
READY = json.load(open(sys.argv[1]))
CASES = []


def case(function):
    CASES.append(function)
    return function


def client(**config):
    settings = {'s3': {'addressing_style': 'path'}, 'retries': {'max_attempts': 1}}
    settings.update(config)
    return boto3.client(
        's3', endpoint_url=READY['http'], region_name=READY['region'],
        aws_access_key_id=READY['accessKeyId'], aws_secret_access_key=READY['secretAccessKey'],
        config=Config(**settings))


S3 = client()


def bucket(**more):
    name = 'py-' + uuid.uuid4().hex[:12]
    S3.create_bucket(Bucket=name, **more)
    return name


def refused(code, status, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        got = (error.response['Error'].get('Code'), error.response['ResponseMetadata']['HTTPStatusCode'])
        assert got == (code, status), f'{got} instead of {(code, status)}: {error}'
        return error.response
    raise AssertionError(f'{code} {status} expected, but it was accepted')


def md5(data):
    return hashlib.md5(data).hexdigest()


def crc32(data):
    return base64.b64encode(zlib.crc32(data).to_bytes(4, 'big')).decode()


def body_of(name, key, **more):
    return S3.get_object(Bucket=name, Key=key, **more)['Body'].read()


def upload(name, key, parts, **create):
    made = S3.create_multipart_upload(Bucket=name, Key=key, **create)
    done = []
    same = {k: v for k, v in create.items() if k == 'ChecksumAlgorithm'}
    for number, data in parts:
        answer = S3.upload_part(Bucket=name, Key=key, UploadId=made['UploadId'], PartNumber=number, Body=data, **same)
        entry = {'PartNumber': number, 'ETag': answer['ETag']}
        entry.update({k: v for k, v in answer.items() if same and k == 'Checksum' + same['ChecksumAlgorithm']})
        done.append(entry)
    return made['UploadId'], done


# ---- bucket encryption

def rule(algorithm, key=None, bucket_key=None, blocked=None):
    made = {'ApplyServerSideEncryptionByDefault': {'SSEAlgorithm': algorithm}}
    if key:
        made['ApplyServerSideEncryptionByDefault']['KMSMasterKeyID'] = key
    if bucket_key is not None:
        made['BucketKeyEnabled'] = bucket_key
    if blocked is not None:
        made['BlockedEncryptionTypes'] = {'EncryptionType': blocked}
    return {'Rules': [made]}


def configuration(name):
    return S3.get_bucket_encryption(Bucket=name)['ServerSideEncryptionConfiguration']


@case
def an_untouched_bucket_shows_amazons_default():
    assert configuration(bucket()) == rule('AES256', bucket_key=False, blocked=['SSE-C'])


@case
def every_algorithm_is_echoed():
    name = bucket()
    key = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab'
    for put, got in [
            (rule('AES256'), rule('AES256', bucket_key=False, blocked=['SSE-C'])),
            (rule('aws:kms', key, True), rule('aws:kms', key, True, ['SSE-C'])),
            (rule('aws:kms', 'alias/mine'), rule('aws:kms', 'alias/mine', False, ['SSE-C'])),
            (rule('aws:kms'), rule('aws:kms', None, False, ['SSE-C'])),
            (rule('aws:kms:dsse', key, None, ['NONE']), rule('aws:kms:dsse', key, False, ['NONE'])),
            (rule('AES256', None, True), rule('AES256', None, True, ['NONE']))]:
        S3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=put)
        assert configuration(name) == got, (configuration(name), got)
    S3.delete_bucket_encryption(Bucket=name)
    assert configuration(name) == rule('AES256', bucket_key=False, blocked=['SSE-C'])


@case
def every_checksum_of_the_configuration_is_verified():
    name = bucket()
    for algorithm in ['CRC32', 'SHA1', 'SHA256']:
        S3.put_bucket_encryption(Bucket=name, ChecksumAlgorithm=algorithm,
                                 ServerSideEncryptionConfiguration=rule('AES256'))
    refused('BadDigest', 400, S3.put_bucket_encryption, Bucket=name,
            ContentMD5=base64.b64encode(b'x' * 16).decode(), ServerSideEncryptionConfiguration=rule('AES256'))
    refused('InvalidDigest', 400, S3.put_bucket_encryption, Bucket=name, ContentMD5='MTIz',
            ServerSideEncryptionConfiguration=rule('AES256'))


@case
def a_write_is_under_the_default_or_what_it_says():
    name = bucket()
    refused('KMS.NotFoundException', 400, S3.put_object, Bucket=name, Key='k', Body=b'x',
            ServerSideEncryption='aws:kms', SSEKMSKeyId='none')
    for kind in ['aws:kms', 'aws:kms:dsse']:
        S3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=rule(kind))
        put = S3.put_object(Bucket=name, Key='k', Body=b'x')
        assert put['ServerSideEncryption'] == kind and ':key/' in put['SSEKMSKeyId'], put
        assert S3.create_multipart_upload(Bucket=name, Key='m')['ServerSideEncryption'] == kind
        assert body_of(name, 'k') == b'x'
    put = S3.put_object(Bucket=name, Key='k', Body=b'x', ServerSideEncryption='AES256')
    assert put['ServerSideEncryption'] == 'AES256', put
    refused('InvalidRequest', 400, S3.put_object, Bucket=name, Key='k', Body=b'y', ObjectLockLegalHoldStatus='ON', ServerSideEncryption='AES256')
    assert body_of(name, 'k') == b'x'


# ---- objects

@case
def an_object_keeps_what_it_came_with():
    name = bucket()
    put = S3.put_object(Bucket=name, Key='a/ü +%2F//b', Body=b'hello', ContentType='text/x', CacheControl='no-store',
                        ContentDisposition='inline', ContentLanguage='de', Metadata={'one': 'two'})
    assert put['ETag'] == f'"{md5(b"hello")}"' and put['ServerSideEncryption'] == 'AES256'
    got = S3.get_object(Bucket=name, Key='a/ü +%2F//b')
    assert got['Body'].read() == b'hello'
    assert (got['ContentType'], got['CacheControl'], got['ContentDisposition'], got['ContentLanguage'],
            got['Metadata'], got['ServerSideEncryption']) == (
                'text/x', 'no-store', 'inline', 'de', {'one': 'two'}, 'AES256')
    assert [o['Key'] for o in S3.list_objects_v2(Bucket=name)['Contents']] == ['a/ü +%2F//b']


@case
def ranges_are_cut_at_every_border():
    name = bucket()
    data = os.urandom(3 * 16384 + 17)
    S3.put_object(Bucket=name, Key='r', Body=data)
    for first, last in [(0, 0), (0, 16383), (16383, 16384), (16384, 16384), (5, 40000), (49168, 49168), (40000, 10**9)]:
        got = S3.get_object(Bucket=name, Key='r', Range=f'bytes={first}-{last}')
        assert got['Body'].read() == data[first:last + 1]
        assert got['ContentRange'] == f'bytes {first}-{min(last, len(data) - 1)}/{len(data)}'
    assert S3.get_object(Bucket=name, Key='r', Range='bytes=-5')['Body'].read() == data[-5:]
    refused('InvalidRange', 416, S3.get_object, Bucket=name, Key='r', Range='bytes=49169-')


@case
def checksums_are_stored_and_shown():
    name = bucket()
    for algorithm in ['CRC32', 'SHA1', 'SHA256']:
        member = 'Checksum' + algorithm
        put = S3.put_object(Bucket=name, Key=algorithm, Body=b'123456789', ChecksumAlgorithm=algorithm)
        head = S3.head_object(Bucket=name, Key=algorithm, ChecksumMode='ENABLED')
        assert put[member] == head[member] and head['ChecksumType'] == 'FULL_OBJECT'
        attributes = S3.get_object_attributes(Bucket=name, Key=algorithm, ObjectAttributes=['Checksum', 'ETag', 'ObjectSize'])
        assert attributes['Checksum'][member] == put[member] and attributes['ObjectSize'] == 9
    refused('BadDigest', 400, S3.put_object, Bucket=name, Key='w', Body=b'x', ChecksumCRC32=crc32(b'y'))
    refused('NoSuchKey', 404, S3.get_object, Bucket=name, Key='w')


@case
def conditional_writes_have_one_winner():
    name = bucket()
    S3.put_object(Bucket=name, Key='k', Body=b'1', IfNoneMatch='*')
    refused('PreconditionFailed', 412, S3.put_object, Bucket=name, Key='k', Body=b'2', IfNoneMatch='*')
    S3.put_object(Bucket=name, Key='k', Body=b'2', IfMatch=md5(b'1'))
    refused('PreconditionFailed', 412, S3.put_object, Bucket=name, Key='k', Body=b'3', IfMatch=md5(b'1'))
    assert body_of(name, 'k') == b'2'


@case
def presigned_urls_work_and_wrong_ones_do_not():
    name = bucket()
    signer = client(signature_version='s3v4')
    url = signer.generate_presigned_url('put_object', Params={'Bucket': name, 'Key': 'p'}, ExpiresIn=60)
    urllib.request.urlopen(urllib.request.Request(url, data=b'presigned', method='PUT')).read()
    url = signer.generate_presigned_url('get_object', Params={
        'Bucket': name, 'Key': 'p', 'ResponseContentType': 'text/y'}, ExpiresIn=60)
    with urllib.request.urlopen(url) as got:
        assert got.read() == b'presigned' and got.headers['Content-Type'] == 'text/y'
    try:
        urllib.request.urlopen(url.replace('Signature=', 'Signature=0'))
        raise AssertionError('a wrong signature was accepted')
    except urllib.error.HTTPError as error:
        assert error.code == 403 and b'SignatureDoesNotMatch' in error.read()


# ---- multipart

@case
def parts_make_an_object():
    name = bucket()
    first, second, third = os.urandom(5 * MIB), os.urandom(5 * MIB + 3), os.urandom(7)
    upload_id, parts = upload(name, 'm', [(1, first), (3, second), (7, third)])
    done = S3.complete_multipart_upload(Bucket=name, Key='m', UploadId=upload_id, MultipartUpload={'Parts': parts})
    joined = b''.join(hashlib.md5(p).digest() for p in (first, second, third))
    assert done['ETag'] == f'"{md5(joined)}-3"' and done['ServerSideEncryption'] == 'AES256'
    whole = first + second + third
    assert body_of(name, 'm') == whole
    border = len(first)
    got = body_of(name, 'm', Range=f'bytes={border - 5}-{border + 5}')
    assert got == whole[border - 5:border + 6]
    part = S3.get_object(Bucket=name, Key='m', PartNumber=3)
    assert part['Body'].read() == second and part['PartsCount'] == 3
    refused('NoSuchUpload', 404, S3.list_parts, Bucket=name, Key='m', UploadId=upload_id)


@case
def wrong_lists_of_parts_are_refused():
    name = bucket()
    upload_id, parts = upload(name, 'm', [(1, b'a' * 100), (2, b'b')])
    complete = dict(Bucket=name, Key='m', UploadId=upload_id)
    refused('EntityTooSmall', 400, S3.complete_multipart_upload, MultipartUpload={'Parts': parts}, **complete)
    refused('InvalidPartOrder', 400, S3.complete_multipart_upload, MultipartUpload={'Parts': parts[::-1]}, **complete)
    wrong = [dict(parts[0], ETag='"' + '0' * 32 + '"')]
    refused('InvalidPart', 400, S3.complete_multipart_upload, MultipartUpload={'Parts': wrong}, **complete)
    refused('InvalidArgument', 400, S3.upload_part, PartNumber=10001, Body=b'x', **complete)
    listed = S3.list_parts(**complete)
    assert [p['Size'] for p in listed['Parts']] == [100, 1]
    assert [u['Key'] for u in S3.list_multipart_uploads(Bucket=name)['Uploads']] == ['m']
    S3.abort_multipart_upload(**complete)
    refused('NoSuchUpload', 404, S3.abort_multipart_upload, **complete)
    refused('NoSuchKey', 404, S3.get_object, Bucket=name, Key='m')


@case
def composite_and_full_object_checksums():
    name = bucket()
    first, second = os.urandom(5 * MIB), os.urandom(100)
    upload_id, parts = upload(name, 'c', [(1, first), (2, second)], ChecksumAlgorithm='SHA256')
    done = S3.complete_multipart_upload(Bucket=name, Key='c', UploadId=upload_id, MultipartUpload={'Parts': parts})
    composite = hashlib.sha256(hashlib.sha256(first).digest() + hashlib.sha256(second).digest()).digest()
    assert done['ChecksumSHA256'] == base64.b64encode(composite).decode() + '-2'
    upload_id, parts = upload(name, 'f', [(1, first), (2, second)], ChecksumAlgorithm='CRC32', ChecksumType='FULL_OBJECT')
    done = S3.complete_multipart_upload(Bucket=name, Key='f', UploadId=upload_id, ChecksumType='FULL_OBJECT',
                                        MultipartUpload={'Parts': parts})
    assert done['ChecksumCRC32'] == crc32(first + second) and done['ChecksumType'] == 'FULL_OBJECT'
    assert S3.head_object(Bucket=name, Key='f', ChecksumMode='ENABLED')['ChecksumCRC32'] == crc32(first + second)


@case
def the_transfer_manager_goes_both_ways():
    name = bucket()
    data = os.urandom(21 * MIB + 5)
    with open(os.path.join(os.environ.get('TMPDIR', '/tmp'), name), 'wb') as file:
        file.write(data)
    try:
        S3.upload_file(file.name, name, 't', Config=TransferConfig(multipart_threshold=8 * MIB, multipart_chunksize=8 * MIB))
        S3.download_file(name, 't', file.name + '.back')
        with open(file.name + '.back', 'rb') as back:
            assert back.read() == data
    finally:
        for path in (file.name, file.name + '.back'):
            if os.path.exists(path):
                os.unlink(path)


# ---- copies

@case
def copies_take_or_replace_metadata():
    name, other = bucket(), bucket()
    S3.put_object(Bucket=name, Key='s ü', Body=b'copy me', Metadata={'a': 'b'}, ContentType='text/z')
    source = {'Bucket': name, 'Key': 's ü'}
    copied = S3.copy_object(Bucket=other, Key='d', CopySource=source)
    assert copied['CopyObjectResult']['ETag'] == f'"{md5(b"copy me")}"' and copied['ServerSideEncryption'] == 'AES256'
    got = S3.get_object(Bucket=other, Key='d')
    assert got['Body'].read() == b'copy me' and got['Metadata'] == {'a': 'b'} and got['ContentType'] == 'text/z'
    S3.copy_object(Bucket=other, Key='d', CopySource=source, MetadataDirective='REPLACE', Metadata={'c': 'd'})
    assert S3.head_object(Bucket=other, Key='d')['Metadata'] == {'c': 'd'}
    refused('PreconditionFailed', 412, S3.copy_object, Bucket=other, Key='d', CopySource=source, CopySourceIfMatch='"0"')
    refused('NoSuchKey', 404, S3.copy_object, Bucket=other, Key='d', CopySource={'Bucket': name, 'Key': 'none'})


@case
def a_copy_onto_itself_must_change_something():
    name = bucket()
    S3.put_object(Bucket=name, Key='k', Body=b'x')
    itself = {'Bucket': name, 'Key': 'k'}
    refused('InvalidRequest', 400, S3.copy_object, Bucket=name, Key='k', CopySource=itself)
    S3.copy_object(Bucket=name, Key='k', CopySource=itself, ServerSideEncryption='AES256')
    S3.copy_object(Bucket=name, Key='k', CopySource=itself, MetadataDirective='REPLACE', Metadata={'n': '1'})
    S3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=rule('AES256'))
    S3.copy_object(Bucket=name, Key='k', CopySource=itself)
    assert body_of(name, 'k') == b'x'


@case
def parts_can_be_copied():
    name = bucket()
    data = os.urandom(12 * MIB)
    S3.upload_fileobj(__import__('io').BytesIO(data), name, 's', Config=TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB))
    made = S3.create_multipart_upload(Bucket=name, Key='d')
    source = {'Bucket': name, 'Key': 's'}
    parts = []
    for number, first, last in [(1, 3, 6 * MIB), (2, 0, 10)]:
        part = S3.upload_part_copy(Bucket=name, Key='d', UploadId=made['UploadId'], PartNumber=number,
                                   CopySource=source, CopySourceRange=f'bytes={first}-{last}')
        parts.append({'PartNumber': number, 'ETag': part['CopyPartResult']['ETag']})
    S3.complete_multipart_upload(Bucket=name, Key='d', UploadId=made['UploadId'], MultipartUpload={'Parts': parts})
    assert body_of(name, 'd') == data[3:6 * MIB + 1] + data[:11]
    refused('InvalidArgument', 400, S3.upload_part_copy, Bucket=name, Key='x', PartNumber=1, CopySource=source,
            UploadId=S3.create_multipart_upload(Bucket=name, Key='x')['UploadId'], CopySourceRange='bytes=5-')


# ---- versions and lists

@case
def versions_come_and_go():
    name = bucket()
    S3.put_object(Bucket=name, Key='k', Body=b'before')
    S3.put_bucket_versioning(Bucket=name, VersioningConfiguration={'Status': 'Enabled'})
    one = S3.put_object(Bucket=name, Key='k', Body=b'one')['VersionId']
    two = S3.put_object(Bucket=name, Key='k', Body=b'two')['VersionId']
    marker = S3.delete_object(Bucket=name, Key='k')
    assert marker['DeleteMarker'] and marker['VersionId'] not in (one, two)
    refused('NoSuchKey', 404, S3.get_object, Bucket=name, Key='k')
    assert body_of(name, 'k', VersionId=one) == b'one' and body_of(name, 'k', VersionId='null') == b'before'
    listed = S3.list_object_versions(Bucket=name)
    assert [v['VersionId'] for v in listed['Versions']] == [two, one, 'null']
    assert listed['DeleteMarkers'][0]['IsLatest']
    S3.delete_object(Bucket=name, Key='k', VersionId=marker['VersionId'])
    assert body_of(name, 'k') == b'two'
    S3.put_bucket_versioning(Bucket=name, VersioningConfiguration={'Status': 'Suspended'})
    S3.put_object(Bucket=name, Key='k', Body=b'null again')
    assert len(S3.list_object_versions(Bucket=name)['Versions']) == 3
    assert body_of(name, 'k', VersionId='null') == b'null again'
    refused('NoSuchVersion', 404, S3.get_object, Bucket=name, Key='k', VersionId=marker['VersionId'])


@case
def locks_keep_versions():
    name = bucket(ObjectLockEnabledForBucket=True)
    assert S3.get_bucket_versioning(Bucket=name)['Status'] == 'Enabled'
    refused('InvalidBucketState', 409, S3.put_bucket_versioning, Bucket=name, VersioningConfiguration={'Status': 'Suspended'})
    default = {'ObjectLockEnabled': 'Enabled', 'Rule': {'DefaultRetention': {'Mode': 'GOVERNANCE', 'Days': 1}}}
    S3.put_object_lock_configuration(Bucket=name, ObjectLockConfiguration=default)
    assert S3.get_object_lock_configuration(Bucket=name)['ObjectLockConfiguration'] == default
    now = datetime.datetime.now(datetime.timezone.utc)
    one = S3.put_object(Bucket=name, Key='k', Body=b'one')['VersionId']
    head = S3.head_object(Bucket=name, Key='k')
    assert head['ObjectLockMode'] == 'GOVERNANCE', head
    assert abs(head['ObjectLockRetainUntilDate'] - now - datetime.timedelta(days=1)) < datetime.timedelta(minutes=5), head
    S3.put_object(Bucket=name, Key='k', Body=b'two')
    S3.delete_object(Bucket=name, Key='k')
    refused('AccessDenied', 403, S3.delete_object, Bucket=name, Key='k', VersionId=one)
    assert body_of(name, 'k', VersionId=one) == b'one'
    at = dict(Bucket=name, Key='k', VersionId=one)
    late = (now + datetime.timedelta(days=2)).replace(microsecond=0)
    S3.put_object_retention(Retention={'Mode': 'GOVERNANCE', 'RetainUntilDate': late}, **at)
    assert S3.get_object_retention(**at)['Retention'] == {'Mode': 'GOVERNANCE', 'RetainUntilDate': late}
    soon = {'Mode': 'GOVERNANCE', 'RetainUntilDate': now + datetime.timedelta(hours=1)}
    refused('AccessDenied', 403, S3.put_object_retention, Retention=soon, **at)
    past = {'Mode': 'GOVERNANCE', 'RetainUntilDate': now - datetime.timedelta(days=1)}
    refused('InvalidArgument', 400, S3.put_object_retention, Retention=past, BypassGovernanceRetention=True, **at)
    S3.put_object_legal_hold(LegalHold={'Status': 'ON'}, **at)
    assert S3.get_object_legal_hold(**at)['LegalHold'] == {'Status': 'ON'}
    gone = {'Objects': [{'Key': 'k', 'VersionId': one}]}
    kept = S3.delete_objects(Bucket=name, Delete=gone, BypassGovernanceRetention=True)
    assert [e['Code'] for e in kept['Errors']] == ['AccessDenied'] and 'Deleted' not in kept, kept
    S3.put_object_legal_hold(LegalHold={'Status': 'OFF'}, **at)
    done = S3.delete_objects(Bucket=name, Delete=gone, BypassGovernanceRetention=True)
    assert [d['VersionId'] for d in done['Deleted']] == [one] and 'Errors' not in done, done
    strict = dict(Mode='COMPLIANCE', RetainUntilDate=late)
    held = S3.put_object(Bucket=name, Key='strict', Body=b'x', ObjectLockMode='COMPLIANCE', ObjectLockRetainUntilDate=late)['VersionId']
    at = dict(Bucket=name, Key='strict', VersionId=held, BypassGovernanceRetention=True)
    refused('AccessDenied', 403, S3.delete_object, **at)
    refused('AccessDenied', 403, S3.put_object_retention, Retention=dict(strict, Mode='GOVERNANCE'), **at)
    refused('AccessDenied', 403, S3.put_object_retention, Retention=dict(strict, RetainUntilDate=now + datetime.timedelta(hours=1)), **at)


@case
def pages_of_other_origins_are_told_what_they_may():
    name = bucket()
    refused('NoSuchCORSConfiguration', 404, S3.get_bucket_cors, Bucket=name)
    rules = {'CORSRules': [{'ID': 'app', 'AllowedOrigins': ['https://*.example'], 'AllowedMethods': ['GET', 'PUT'],
                            'AllowedHeaders': ['*'], 'ExposeHeaders': ['ETag'], 'MaxAgeSeconds': 3000}]}
    S3.put_bucket_cors(Bucket=name, CORSConfiguration=rules)
    assert S3.get_bucket_cors(Bucket=name)['CORSRules'] == rules['CORSRules']
    url = f"{READY['http']}/{name}/k"
    asked = {'Origin': 'https://app.example', 'Access-Control-Request-Method': 'PUT', 'Access-Control-Request-Headers': 'x-amz-date'}
    with urllib.request.urlopen(urllib.request.Request(url, method='OPTIONS', headers=asked)) as answer:
        told = {k: v for k, v in answer.headers.items() if k.startswith('Access-Control') or k == 'Vary'}
    assert told == {
        'Access-Control-Allow-Origin': 'https://app.example', 'Access-Control-Allow-Methods': 'GET, PUT',
        'Access-Control-Allow-Headers': 'x-amz-date', 'Access-Control-Allow-Credentials': 'true',
        'Access-Control-Expose-Headers': 'ETag', 'Access-Control-Max-Age': '3000',
        'Vary': 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method'}, told
    try:
        urllib.request.urlopen(urllib.request.Request(url, headers={'Origin': 'https://app.example'}))
        raise AssertionError('nobody was let in unsigned')
    except urllib.error.HTTPError as error:
        assert error.code == 403 and error.headers['Access-Control-Allow-Origin'] == 'https://app.example'
    S3.delete_bucket_cors(Bucket=name)
    refused('NoSuchCORSConfiguration', 404, S3.get_bucket_cors, Bucket=name)


FIELDS = ['Size', 'LastModifiedDate', 'ETag', 'StorageClass', 'IsMultipartUploaded', 'ReplicationStatus',
          'EncryptionStatus', 'ObjectLockRetainUntilDate', 'ObjectLockMode', 'ObjectLockLegalHoldStatus',
          'IntelligentTieringAccessTier', 'BucketKeyStatus', 'ChecksumAlgorithm', 'ObjectOwner']


def inventory(name, reports, **more):
    made = {'Id': name, 'IsEnabled': True, 'IncludedObjectVersions': 'All', 'Schedule': {'Frequency': 'Daily'},
            'Destination': {'S3BucketDestination': {'Bucket': 'arn:aws:s3:::' + reports, 'Format': 'CSV'}}}
    made.update(more)
    return made


def report(reports):
    """The newest report's manifest and its lines, each as a dictionary."""
    for _ in range(600):
        keys = [o['Key'] for o in S3.list_objects_v2(Bucket=reports).get('Contents', [])]
        if any(key.endswith('/manifest.checksum') for key in keys):
            break
        time.sleep(0.1)
    path = [key for key in keys if key.endswith('/manifest.json')][-1]
    text = body_of(reports, path)
    assert body_of(reports, path.replace('.json', '.checksum')).decode() == md5(text)
    manifest, lines = json.loads(text), []
    for file in manifest['files']:
        data = body_of(reports, file['key'])
        assert (len(data), md5(data)) == (file['size'], file['MD5checksum'])
        for line in csv.reader(io.StringIO(gzip.decompress(data).decode())):
            lines.append(dict(zip(manifest['fileSchema'].split(', '), line, strict=True)))
    return keys, manifest, lines


@case
def a_report_says_of_each_version_what_its_head_says():
    name, reports = bucket(ObjectLockEnabledForBucket=True), bucket()
    S3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration=rule('AES256', blocked=['NONE']))
    customer = {'SSECustomerAlgorithm': 'AES256', 'SSECustomerKey': b'k' * 32}
    until = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0) + datetime.timedelta(minutes=1)
    types = {'s3': {}, 'kms': {'ServerSideEncryption': 'aws:kms'},
             'bucket key': {'ServerSideEncryption': 'aws:kms', 'BucketKeyEnabled': True},
             'dsse': {'ServerSideEncryption': 'aws:kms:dsse'}, 'customer': customer}
    for key, how in types.items():
        for size in (0, 1, 100_000):
            S3.put_object(Bucket=name, Key=f'{key}/ü+"%', Body=b'x' * size, **how)
    S3.put_object(Bucket=name, Key='held', Body=b'x', ChecksumAlgorithm='SHA256', ObjectLockMode='GOVERNANCE',
                  ObjectLockRetainUntilDate=until, ObjectLockLegalHoldStatus='ON')
    S3.delete_object(Bucket=name, Key='s3/ü+"%')
    refused('NotImplemented', 501, S3.put_bucket_inventory_configuration, Bucket=name, Id='a',
            InventoryConfiguration=inventory('a', reports, OptionalFields=['ObjectAccessControlList']))
    refused('IdMismatch', 400, S3.put_bucket_inventory_configuration, Bucket=name, Id='b',
            InventoryConfiguration=inventory('a', reports))
    refused('InvalidS3DestinationBucket', 400, S3.put_bucket_inventory_configuration, Bucket=name, Id='a',
            InventoryConfiguration=inventory('a', 'none-' + reports))
    S3.put_bucket_policy(Bucket=reports, Policy=json.dumps({'Statement': [{
        'Effect': 'Allow', 'Principal': {'Service': 's3.amazonaws.com'}, 'Action': 's3:PutObject',
        'Resource': f'arn:aws:s3:::{reports}/*', 'Condition': {
            'ArnLike': {'aws:SourceArn': f'arn:aws:s3:::{name}'},
            'StringEquals': {'aws:SourceAccount': READY['account'], 's3:x-amz-acl': 'bucket-owner-full-control'}}}]}))
    made = inventory('a', reports, OptionalFields=FIELDS)
    S3.put_bucket_inventory_configuration(Bucket=name, Id='a', InventoryConfiguration=made)
    assert S3.get_bucket_inventory_configuration(Bucket=name, Id='a')['InventoryConfiguration'] == made
    assert S3.list_bucket_inventory_configurations(Bucket=name)['InventoryConfigurationList'] == [made]
    keys, manifest, lines = report(reports)
    assert manifest['fileSchema'] == ', '.join(['Bucket', 'Key', 'VersionId', 'IsLatest', 'IsDeleteMarker', *FIELDS])
    listed = S3.list_object_versions(Bucket=name)
    there = {(v['Key'], v['VersionId']): v for v in listed['Versions'] + listed['DeleteMarkers']}
    found = {(urllib.parse.unquote_plus(line['Key']), line['VersionId']): line for line in lines}
    assert found.keys() == there.keys() and len(found) == len(lines) == 17
    for (key, version), line in found.items():
        seen = there[key, version]
        assert line['IsLatest'] == str(seen['IsLatest']).lower() and line['ObjectOwner'] == seen['Owner']['ID']
        assert abs(datetime.datetime.fromisoformat(line['LastModifiedDate']) - seen['LastModified']).total_seconds() < 1
        if 'Size' not in seen:
            assert (line['IsDeleteMarker'], line['Size'], line['EncryptionStatus']) == ('true', '', ''), line
            continue
        head = S3.head_object(Bucket=name, Key=key, VersionId=version, **(customer if key[:8] == 'customer' else {}))
        status = {'AES256': 'SSE-S3', 'aws:kms': 'SSE-KMS', 'aws:kms:dsse': 'DSSE-KMS', None: 'SSE-C'}
        assert line['EncryptionStatus'] == status[head.get('ServerSideEncryption')], line
        assert line['BucketKeyStatus'] == ('ENABLED' if head.get('BucketKeyEnabled') else 'DISABLED'), line
        assert (line['Size'], f'"{line["ETag"]}"') == (str(head['ContentLength']), head['ETag']), line
        assert line['ChecksumAlgorithm'] == seen['ChecksumAlgorithm'][0], line
        assert line['ObjectLockMode'] == head.get('ObjectLockMode', ''), line
        assert line['ObjectLockLegalHoldStatus'] == ('On' if key == 'held' else 'Off'), line
        assert bool(line['ObjectLockRetainUntilDate']) == (key == 'held'), line
    S3.put_object_legal_hold(Bucket=name, Key='held', LegalHold={'Status': 'OFF'})
    S3.delete_bucket_inventory_configuration(Bucket=name, Id='a')
    refused('NoSuchConfiguration', 404, S3.get_bucket_inventory_configuration, Bucket=name, Id='a')


@case
def requests_are_logged_where_the_policy_lets_the_service_in():
    name, target = bucket(), bucket()
    assert 'LoggingEnabled' not in S3.get_bucket_logging(Bucket=name)
    logging = {'TargetBucket': target, 'TargetPrefix': 'logs/',
               'TargetObjectKeyFormat': {'PartitionedPrefix': {'PartitionDateSource': 'DeliveryTime'}}}
    S3.put_bucket_policy(Bucket=target, Policy=json.dumps({'Version': '2012-10-17', 'Statement': [{
        'Effect': 'Allow', 'Principal': {'Service': 'logging.s3.amazonaws.com'}, 'Action': 's3:PutObject',
        'Resource': f'arn:aws:s3:::{target}/logs/*',
        'Condition': {'ArnEquals': {'aws:SourceArn': f'arn:aws:s3:::{name}'}}}]}))
    S3.put_bucket_logging(Bucket=name, BucketLoggingStatus={'LoggingEnabled': logging})
    assert S3.get_bucket_logging(Bucket=name)['LoggingEnabled'] == logging
    gone = dict(logging, TargetBucket='py-nothing-here')
    told = refused('InvalidTargetBucketForLogging', 400, S3.put_bucket_logging, Bucket=name, BucketLoggingStatus={'LoggingEnabled': gone})
    assert told['Error']['TargetBucket'] == 'py-nothing-here', told['Error']
    grant = {'Grantee': {'Type': 'Group', 'URI': 'http://acs.amazonaws.com/groups/s3/LogDelivery'}, 'Permission': 'READ'}
    refused('AccessControlListNotSupported', 400, S3.put_bucket_logging, Bucket=name,
            BucketLoggingStatus={'LoggingEnabled': dict(logging, TargetGrants=[grant])})
    S3.put_bucket_logging(Bucket=name, BucketLoggingStatus={})
    assert 'LoggingEnabled' not in S3.get_bucket_logging(Bucket=name)


@case
def lists_page_and_roll_up():
    name = bucket()
    keys = sorted(['a/1', 'a/2', 'b', 'c/d/e', 'c/f', 'ü', 'z//', 'z/../x'], key=lambda k: k.encode())
    for key in keys:
        S3.put_object(Bucket=name, Key=key, Body=b'')
    for size in (1, 2, 3, 1000):
        pages = S3.get_paginator('list_objects_v2').paginate(Bucket=name, PaginationConfig={'PageSize': size})
        assert [o['Key'] for p in pages for o in p.get('Contents', [])] == keys
        pages = S3.get_paginator('list_objects').paginate(Bucket=name, Delimiter='/', PaginationConfig={'PageSize': size})
        rolled = [(c['Prefix'] if 'Prefix' in c else c['Key']) for p in pages
                  for c in p.get('Contents', []) + p.get('CommonPrefixes', [])]
        assert sorted(rolled, key=lambda k: k.encode()) == ['a/', 'b', 'c/', 'z/', 'ü']
    assert 'Contents' not in S3.list_objects_v2(Bucket=name, MaxKeys=0)
    done = S3.delete_objects(Bucket=name, Delete={'Objects': [{'Key': k} for k in keys + ['none']]})
    assert len(done['Deleted']) == len(keys) + 1
    S3.delete_bucket(Bucket=name)
    refused('NoSuchBucket', 404, S3.list_objects_v2, Bucket=name)


@case
def a_bucket_that_holds_something_stays():
    name = bucket()
    S3.put_object(Bucket=name, Key='k', Body=b'')
    refused('BucketNotEmpty', 409, S3.delete_bucket, Bucket=name)
    S3.delete_bucket_website(Bucket=name)  # there is none: already as asked
    refused('NotImplemented', 501, S3.put_bucket_website, Bucket=name,
            WebsiteConfiguration={'IndexDocument': {'Suffix': 'index.html'}})
    assert S3.head_bucket(Bucket=name)['BucketRegion'] == READY['region']


SIGNER = client(signature_version='s3v4')  # boto3 signs forms with version 2 by itself


def post_form(form, content, filename='photo.jpg'):
    edge = uuid.uuid4().hex
    parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
             for name, value in form['fields'].items()]
    parts.append(f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="{filename}"\r\n\r\n')
    body = ''.join(parts).encode() + content + f'\r\n--{edge}--\r\n'.encode()
    request = urllib.request.Request(form['url'], data=body, method='POST', headers={
        'Content-Type': f'multipart/form-data; boundary={edge}'})
    try:
        answer = urllib.request.urlopen(request)
    except urllib.error.HTTPError as error:
        answer = error
    return answer.status, dict(answer.headers), answer.read().decode()


@case
def presigned_posts_store_their_file():
    name = bucket()
    form = SIGNER.generate_presigned_post(name, 'up/${filename}', Fields={'success_action_status': '201'},
                                      Conditions=[{'success_action_status': '201'}])
    status, headers, document = post_form(form, b'x' * 100_000)
    assert status == 201 and '<Key>up/photo.jpg</Key>' in document, (status, document)
    assert headers['ETag'] == f'"{md5(b"x" * 100_000)}"'
    assert body_of(name, 'up/photo.jpg') == b'x' * 100_000


@case
def presigned_posts_keep_to_their_policy():
    name = bucket()
    form = SIGNER.generate_presigned_post(name, 'k', Fields={'x-amz-meta-a': 'b'},
                                      Conditions=[['starts-with', '$x-amz-meta-a', ''], ['content-length-range', 1, 10]])
    assert post_form(form, b'ten bytes!')[0] == 204
    assert S3.head_object(Bucket=name, Key='k')['Metadata'] == {'a': 'b'}
    status, _, document = post_form(form, b'eleven byte')
    assert status == 400 and '<Code>EntityTooLarge</Code>' in document, document
    form['fields']['acl'] = 'private'
    status, _, document = post_form(form, b'x')
    assert status == 403 and 'Extra input fields: acl' in document, document
    del form['fields']['acl'], form['fields']['x-amz-signature']
    status, _, document = post_form(form, b'x')
    assert status == 400 and "a field named 'X-Amz-Signature'" in document.replace('&apos;', "'"), document


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
