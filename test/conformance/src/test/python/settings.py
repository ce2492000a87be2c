"""What buckets and objects are set to, through boto3, against a running server.

usage: settings.py READY-FILE

Prints one line for each failure, then "N passed, N failed".
"""
import datetime
import json
import sys
import traceback
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

READY = json.load(open(sys.argv[1]))
CASES = []


def case(function):
    CASES.append(function)
    return function


def client(service):
    return boto3.client(
        service, endpoint_url=READY['http'], region_name=READY['region'],
        aws_access_key_id=READY['accessKeyId'], aws_secret_access_key=READY['secretAccessKey'],
        config=Config(s3={'addressing_style': 'path'}, retries={'total_max_attempts': 1}))


S3 = client('s3')
KMS = client('kms')


def bucket(**more):
    name = 'set-' + uuid.uuid4().hex[:12]
    S3.create_bucket(Bucket=name, **more)
    return name


def refused(code, status, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        got = (error.response['Error'].get('Code'), error.response['ResponseMetadata']['HTTPStatusCode'])
        assert got == (code, status), f'{got} instead of {(code, status)}: {error}'
        return error.response['Error']
    raise AssertionError(f'{code} {status} expected, but it was accepted')


def same(got, expected):
    assert got == expected, f'{got} instead of {expected}'


def answer(call, **arguments):
    """All that an answer says, without what boto3 adds."""
    said = call(**arguments)
    said.pop('ResponseMetadata')
    return said


def removed(call, **arguments):
    same(call(**arguments)['ResponseMetadata']['HTTPStatusCode'], 204)


# ---- tags

TAGS = [{'Key': 'team', 'Value': 'blue'}, {'Key': 'a b/ü', 'Value': ''}]


def many(count):
    return {'TagSet': [{'Key': f'key{number}', 'Value': 'v'} for number in range(count)]}


def one_tag(key, value):
    return {'TagSet': [{'Key': key, 'Value': value}]}


@case
def tags_of_an_object_are_put_read_and_removed():
    name = bucket()
    at = {'Bucket': name, 'Key': 'k'}
    refused('NoSuchKey', 404, S3.get_object_tagging, **at)
    S3.put_object(Body=b'x', Tagging='team=blue', **at)
    same(answer(S3.get_object_tagging, **at), {'TagSet': TAGS[:1]})
    S3.put_object_tagging(Tagging={'TagSet': TAGS}, **at)
    same(answer(S3.get_object_tagging, **at), {'TagSet': TAGS})
    same(S3.get_object(**at)['TagCount'], 2)
    removed(S3.delete_object_tagging, **at)
    same(answer(S3.get_object_tagging, **at), {'TagSet': []})


@case
def versions_have_tags_of_their_own():
    name = bucket()
    S3.put_bucket_versioning(Bucket=name, VersioningConfiguration={'Status': 'Enabled'})
    old, new = (S3.put_object(Bucket=name, Key='k', Body=b'x')['VersionId'] for _ in range(2))
    S3.put_object_tagging(Bucket=name, Key='k', VersionId=old, Tagging={'TagSet': TAGS})
    same(answer(S3.get_object_tagging, Bucket=name, Key='k', VersionId=old), {'VersionId': old, 'TagSet': TAGS})
    same(answer(S3.get_object_tagging, Bucket=name, Key='k'), {'VersionId': new, 'TagSet': []})
    same(S3.delete_object_tagging(Bucket=name, Key='k', VersionId=old)['VersionId'], old)
    same(S3.get_object_tagging(Bucket=name, Key='k', VersionId=old)['TagSet'], [])
    other = S3.put_object(Bucket=name, Key='other', Body=b'x', Tagging='team=blue')['VersionId']
    for call in (S3.get_object_tagging, S3.delete_object_tagging):
        refused('NoSuchVersion', 404, call, Bucket=name, Key='k', VersionId=other)
    same(S3.get_object_tagging(Bucket=name, Key='other')['TagSet'], TAGS[:1])


@case
def tags_of_a_bucket_are_put_read_and_removed():
    name = bucket()
    same(refused('NoSuchTagSet', 404, S3.get_bucket_tagging, Bucket=name)['Message'], 'The TagSet does not exist')
    S3.put_bucket_tagging(Bucket=name, Tagging={'TagSet': TAGS})
    same(answer(S3.get_bucket_tagging, Bucket=name), {'TagSet': TAGS})
    removed(S3.delete_bucket_tagging, Bucket=name)
    refused('NoSuchTagSet', 404, S3.get_bucket_tagging, Bucket=name)


@case
def tags_over_the_limits_are_refused_and_nothing_changes():
    name = bucket()
    at = {'Bucket': name, 'Key': 'k'}
    S3.put_object(Body=b'x', **at)
    S3.put_object_tagging(Tagging=many(10), **at)
    S3.put_bucket_tagging(Bucket=name, Tagging=many(50))
    said = refused('BadRequest', 400, S3.put_object_tagging, Tagging=many(11), **at)
    same(said['Message'], 'Object tags cannot be greater than 10')
    refused('BadRequest', 400, S3.put_object, Bucket=name, Key='other', Tagging='&'.join(f'k{n}=v' for n in range(11)))
    said = refused('BadRequest', 400, S3.put_bucket_tagging, Bucket=name, Tagging=many(51))
    same(said['Message'], 'Bucket tag count cannot be greater than 50')
    for put, where in [(S3.put_object_tagging, at), (S3.put_bucket_tagging, {'Bucket': name})]:
        said = refused('InvalidTag', 400, put, Tagging=one_tag('k' * 129, 'v'), **where)
        same(said['Message'], 'The TagKey you have provided is invalid')
        said = refused('InvalidTag', 400, put, Tagging=one_tag('k', 'v' * 257), **where)
        same(said['Message'], 'The TagValue you have provided is invalid')
        refused('InvalidTag', 400, put, Tagging={'TagSet': TAGS[:1] * 2}, **where)
        refused('InvalidTag', 400, put, Tagging=one_tag('aws:k', 'v'), **where)
    same(len(S3.get_object_tagging(**at)['TagSet']), 10)
    same(len(S3.get_bucket_tagging(Bucket=name)['TagSet']), 50)
    S3.put_object_tagging(Tagging=one_tag('k' * 128, 'v' * 256), **at)
    same(S3.get_object_tagging(**at)['TagSet'], one_tag('k' * 128, 'v' * 256)['TagSet'])


# ---- lifecycle

@case
def a_lifecycle_is_kept_as_it_was_put():
    name = bucket()
    refused('NoSuchLifecycleConfiguration', 404, S3.get_bucket_lifecycle_configuration, Bucket=name)
    rules = [
        {'ID': 'old', 'Status': 'Enabled', 'Expiration': {'Days': 3},
         'Filter': {'And': {'Prefix': 'a/', 'Tags': TAGS[:1], 'ObjectSizeGreaterThan': 10}}},
        {'ID': 'parts', 'Status': 'Disabled', 'Filter': {'Prefix': ''},
         'AbortIncompleteMultipartUpload': {'DaysAfterInitiation': 2}},
        {'ID': 'versions', 'Status': 'Enabled', 'Filter': {'Prefix': 'v/'},
         'NoncurrentVersionExpiration': {'NoncurrentDays': 5, 'NewerNoncurrentVersions': 2}}]
    S3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={'Rules': rules})
    same(answer(S3.get_bucket_lifecycle_configuration, Bucket=name),
         {'Rules': rules, 'TransitionDefaultMinimumObjectSize': 'all_storage_classes_128K'})
    removed(S3.delete_bucket_lifecycle, Bucket=name)
    refused('NoSuchLifecycleConfiguration', 404, S3.get_bucket_lifecycle_configuration, Bucket=name)


@case
def a_lifecycle_that_cannot_hold_is_refused():
    name = bucket()

    def put(code, status, **action):
        rules = [dict({'ID': 'r', 'Status': 'Enabled', 'Filter': {'Prefix': ''}}, **action)]
        return refused(code, status, S3.put_bucket_lifecycle_configuration, Bucket=name,
                       LifecycleConfiguration={'Rules': rules})

    said = put('NotImplemented', 501, Transitions=[{'Days': 30, 'StorageClass': 'GLACIER'}])
    same(said['Element'], 'Transition')
    said = put('NotImplemented', 501,
               NoncurrentVersionTransitions=[{'NoncurrentDays': 30, 'StorageClass': 'GLACIER'}])
    same(said['Element'], 'NoncurrentVersionTransition')
    put('InvalidArgument', 400, Expiration={'Days': 0})
    refused('NoSuchLifecycleConfiguration', 404, S3.get_bucket_lifecycle_configuration, Bucket=name)


# ---- buckets

@case
def buckets_are_listed_and_lie_in_a_region():
    name = bucket()
    others = [name + end for end in ('-a', '-b')]
    for other in others:
        S3.create_bucket(Bucket=other)
    listed = S3.list_buckets(Prefix=name)
    same([b['Name'] for b in listed['Buckets']], [name, *others])
    same({b['BucketRegion'] for b in listed['Buckets']}, {READY['region']})
    same(listed['Prefix'], name)
    first = S3.list_buckets(Prefix=name, MaxBuckets=2)
    rest = S3.list_buckets(Prefix=name, MaxBuckets=2, ContinuationToken=first['ContinuationToken'])
    same([b['Name'] for page in (first, rest) for b in page['Buckets']], [name, *others])
    assert 'ContinuationToken' not in rest, rest
    assert name in [b['Name'] for b in S3.list_buckets()['Buckets']]
    # The first Region has no name here, and boto3 shows the empty element as nothing.
    same(READY['region'], 'us-east-1')
    same(answer(S3.get_bucket_location, Bucket=name), {'LocationConstraint': None})
    refused('NoSuchBucket', 404, S3.get_bucket_location, Bucket=name + '-none')


# ---- who may

def policy(name, principal):
    return json.dumps({'Version': '2012-10-17', 'Statement': [
        {'Effect': 'Allow', 'Principal': principal, 'Action': 's3:GetObject', 'Resource': f'arn:aws:s3:::{name}/*'}]})


@case
def a_policy_is_put_read_judged_and_removed():
    name = bucket()
    for read in (S3.get_bucket_policy, S3.get_bucket_policy_status):
        refused('NoSuchBucketPolicy', 404, read, Bucket=name)
    own = policy(name, {'AWS': READY['account']})
    S3.put_bucket_policy(Bucket=name, Policy=own)
    statement = json.loads(S3.get_bucket_policy(Bucket=name)['Policy'])['Statement'][0]
    same((statement['Effect'], statement['Action'], statement['Resource']),
         ('Allow', 's3:GetObject', f'arn:aws:s3:::{name}/*'))
    same(answer(S3.get_bucket_policy_status, Bucket=name), {'PolicyStatus': {'IsPublic': False}})
    public = policy(name, '*')
    refused('AccessDenied', 403, S3.put_bucket_policy, Bucket=name, Policy=public)
    S3.delete_public_access_block(Bucket=name)
    S3.put_bucket_policy(Bucket=name, Policy=public)
    same(json.loads(S3.get_bucket_policy(Bucket=name)['Policy']), json.loads(public))
    same(answer(S3.get_bucket_policy_status, Bucket=name), {'PolicyStatus': {'IsPublic': True}})
    refused('MalformedPolicy', 400, S3.put_bucket_policy, Bucket=name, Policy='{')
    removed(S3.delete_bucket_policy, Bucket=name)
    removed(S3.delete_bucket_policy, Bucket=name)
    refused('NoSuchBucketPolicy', 404, S3.get_bucket_policy, Bucket=name)


@case
def public_access_is_blocked_until_somebody_lets_it():
    name = bucket()
    parts = ['BlockPublicAcls', 'IgnorePublicAcls', 'BlockPublicPolicy', 'RestrictPublicBuckets']

    def shown():
        return answer(S3.get_public_access_block, Bucket=name)['PublicAccessBlockConfiguration']

    same(shown(), dict.fromkeys(parts, True))
    S3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={'BlockPublicPolicy': True})
    same(shown(), dict(dict.fromkeys(parts, False), BlockPublicPolicy=True))
    refused('AccessDenied', 403, S3.put_bucket_policy, Bucket=name, Policy=policy(name, '*'))
    removed(S3.delete_public_access_block, Bucket=name)
    refused('NoSuchPublicAccessBlockConfiguration', 404, S3.get_public_access_block, Bucket=name)
    S3.put_bucket_policy(Bucket=name, Policy=policy(name, '*'))


@case
def the_buckets_owner_owns_every_object():
    name = bucket()
    rules = {'Rules': [{'ObjectOwnership': 'BucketOwnerEnforced'}]}
    same(answer(S3.get_bucket_ownership_controls, Bucket=name), {'OwnershipControls': rules})
    for other in ('ObjectWriter', 'BucketOwnerPreferred'):
        said = refused('NotImplemented', 501, S3.put_bucket_ownership_controls, Bucket=name,
                       OwnershipControls={'Rules': [{'ObjectOwnership': other}]})
        same((said['Element'], said['Value']), ('ObjectOwnership', other))
    removed(S3.delete_bucket_ownership_controls, Bucket=name)
    refused('OwnershipControlsNotFoundError', 404, S3.get_bucket_ownership_controls, Bucket=name)
    S3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=rules)
    same(answer(S3.get_bucket_ownership_controls, Bucket=name), {'OwnershipControls': rules})


@case
def access_control_lists_say_that_the_owner_has_everything():
    name = bucket()
    at = {'Bucket': name, 'Key': 'k'}
    refused('NoSuchKey', 404, S3.get_object_acl, **at)
    S3.put_object(Body=b'x', **at)
    shown = answer(S3.get_bucket_acl, Bucket=name)
    owner = shown['Owner']['ID']
    assert len(owner) == 64, owner
    same(shown['Grants'], [{'Grantee': {'ID': owner, 'Type': 'CanonicalUser'}, 'Permission': 'FULL_CONTROL'}])
    same(answer(S3.get_object_acl, **at), shown)
    for put, where in [(S3.put_bucket_acl, {'Bucket': name}), (S3.put_object_acl, at)]:
        put(AccessControlPolicy=shown, **where)
        for canned in ('private', 'public-read', 'authenticated-read'):
            said = refused('AccessControlListNotSupported', 400, put, ACL=canned, **where)
            same(said['Message'], 'The bucket does not allow ACLs')
        refused('AccessControlListNotSupported', 400, put, GrantRead=f'id="{owner}"', **where)
    S3.put_object_acl(ACL='bucket-owner-full-control', **at)
    same(answer(S3.get_object_acl, **at), shown)


# ---- what is fixed, and what no bucket has

@case
def the_owner_pays_and_nothing_is_accelerated_or_granted_by_tags():
    name = bucket()
    same(answer(S3.get_bucket_request_payment, Bucket=name), {'Payer': 'BucketOwner'})
    S3.put_bucket_request_payment(Bucket=name, RequestPaymentConfiguration={'Payer': 'BucketOwner'})
    said = refused('NotImplemented', 501, S3.put_bucket_request_payment, Bucket=name,
                   RequestPaymentConfiguration={'Payer': 'Requester'})
    same((said['Element'], said['Value']), ('Payer', 'Requester'))
    same(answer(S3.get_bucket_request_payment, Bucket=name), {'Payer': 'BucketOwner'})
    same(answer(S3.get_bucket_accelerate_configuration, Bucket=name), {})
    for status in ('Enabled', 'Suspended'):
        said = refused('NotImplemented', 501, S3.put_bucket_accelerate_configuration, Bucket=name,
                       AccelerateConfiguration={'Status': status})
        same(said['Operation'], 'PutBucketAccelerateConfiguration')
    same(answer(S3.get_bucket_abac, Bucket=name), {'AbacStatus': {'Status': 'Disabled'}})
    S3.put_bucket_abac(Bucket=name, AbacStatus={'Status': 'Disabled'})
    said = refused('NotImplemented', 501, S3.put_bucket_abac, Bucket=name, AbacStatus={'Status': 'Enabled'})
    same((said['Element'], said['Value']), ('Status', 'Enabled'))
    same(answer(S3.get_bucket_abac, Bucket=name), {'AbacStatus': {'Status': 'Disabled'}})


@case
def what_a_bucket_has_one_of_is_absent_and_removing_it_is_no_error():
    name = bucket()
    metadata = 'The metadata configuration does not exist'
    for get, delete, code, text in [
            (S3.get_bucket_website, S3.delete_bucket_website, 'NoSuchWebsiteConfiguration',
             'The specified bucket does not have a website configuration'),
            (S3.get_bucket_replication, S3.delete_bucket_replication, 'ReplicationConfigurationNotFoundError',
             'The replication configuration was not found'),
            (S3.get_bucket_metadata_configuration, S3.delete_bucket_metadata_configuration,
             'MetadataConfigurationNotFound', metadata),
            (S3.get_bucket_metadata_table_configuration, S3.delete_bucket_metadata_table_configuration,
             'MetadataConfigurationNotFound', metadata)]:
        for _ in range(2):
            said = refused(code, 404, get, Bucket=name)
            same((said['Message'], said['BucketName']), (text, name))
            removed(delete, Bucket=name)
        for call in (get, delete):
            refused('NoSuchBucket', 404, call, Bucket=name + '-none')


@case
def what_a_bucket_has_many_of_is_an_empty_list():
    name = bucket()
    for get, delete, list_all in [
            (S3.get_bucket_analytics_configuration, S3.delete_bucket_analytics_configuration,
             S3.list_bucket_analytics_configurations),
            (S3.get_bucket_metrics_configuration, S3.delete_bucket_metrics_configuration,
             S3.list_bucket_metrics_configurations),
            (S3.get_bucket_intelligent_tiering_configuration, S3.delete_bucket_intelligent_tiering_configuration,
             S3.list_bucket_intelligent_tiering_configurations)]:
        for call in (get, delete):
            said = refused('NoSuchConfiguration', 404, call, Bucket=name, Id='daily')
            same(said['Message'], 'The specified configuration does not exist.')
        same(answer(list_all, Bucket=name), {'IsTruncated': False})
        refused('NoSuchBucket', 404, list_all, Bucket=name + '-none')


@case
def what_a_bucket_cannot_have_is_refused_by_name():
    name = bucket()
    arn = 'arn:aws:s3:::' + name
    for operation, call, arguments in [
            ('PutBucketWebsite', S3.put_bucket_website,
             {'WebsiteConfiguration': {'IndexDocument': {'Suffix': 'index.html'}}}),
            ('PutBucketReplication', S3.put_bucket_replication, {'ReplicationConfiguration': {
                'Role': f"arn:aws:iam::{READY['account']}:role/r",
                'Rules': [{'Status': 'Enabled', 'Prefix': '', 'Destination': {'Bucket': arn}}]}}),
            ('PutBucketAnalyticsConfiguration', S3.put_bucket_analytics_configuration, {
                'Id': 'daily', 'AnalyticsConfiguration': {'Id': 'daily', 'StorageClassAnalysis': {}}}),
            ('PutBucketMetricsConfiguration', S3.put_bucket_metrics_configuration, {
                'Id': 'daily', 'MetricsConfiguration': {'Id': 'daily'}}),
            ('PutBucketIntelligentTieringConfiguration', S3.put_bucket_intelligent_tiering_configuration, {
                'Id': 'daily', 'IntelligentTieringConfiguration': {
                    'Id': 'daily', 'Status': 'Enabled', 'Tierings': [{'Days': 90, 'AccessTier': 'ARCHIVE_ACCESS'}]}}),
            ('CreateBucketMetadataConfiguration', S3.create_bucket_metadata_configuration, {
                'MetadataConfiguration': {'JournalTableConfiguration': {'RecordExpiration': {'Expiration': 'DISABLED'}}}}),
            ('CreateBucketMetadataTableConfiguration', S3.create_bucket_metadata_table_configuration, {
                'MetadataTableConfiguration': {'S3TablesDestination': {
                    'TableBucketArn': f"arn:aws:s3tables:us-east-1:{READY['account']}:bucket/t", 'TableName': 't'}}})]:
        said = refused('NotImplemented', 501, call, Bucket=name, **arguments)
        same(said['Operation'], operation)


@case
def deletion_with_a_second_factor_is_refused_by_name():
    name = bucket()
    S3.put_object(Bucket=name, Key='k', Body=b'x')
    code = 'arn:aws:iam::' + READY['account'] + ':mfa/root 123456'
    said = refused('NotImplemented', 501, S3.put_bucket_versioning, Bucket=name,
                   VersioningConfiguration={'Status': 'Enabled', 'MFADelete': 'Enabled'})
    same(said['Element'], 'MfaDelete')
    for call, more in [
            (S3.put_bucket_versioning, {'VersioningConfiguration': {'Status': 'Enabled'}}),
            (S3.delete_object, {'Key': 'k'}),
            (S3.delete_objects, {'Delete': {'Objects': [{'Key': 'k'}]}})]:
        same(refused('NotImplemented', 501, call, Bucket=name, MFA=code, **more)['Header'], 'x-amz-mfa')
    assert 'Status' not in S3.get_bucket_versioning(Bucket=name)
    same(S3.get_object(Bucket=name, Key='k')['Body'].read(), b'x')


# ---- objects that are there

@case
def an_object_is_deleted_only_as_it_was_seen():
    name = bucket()
    seen = S3.put_object(Bucket=name, Key='k', Body=b'one')['ETag']
    now = S3.put_object(Bucket=name, Key='k', Body=b'two')['ETag']
    said = refused('PreconditionFailed', 412, S3.delete_object, Bucket=name, Key='k', IfMatch=seen)
    same(said['Condition'], 'If-Match')
    same(S3.get_object(Bucket=name, Key='k')['Body'].read(), b'two')
    removed(S3.delete_object, Bucket=name, Key='k', IfMatch=now)
    refused('NoSuchKey', 404, S3.get_object, Bucket=name, Key='k')


@case
def many_are_deleted_only_as_they_were_seen():
    name = bucket()
    tags = {key: S3.put_object(Bucket=name, Key=key, Body=key.encode())['ETag'] for key in ('a', 'b', 'c')}
    done = S3.delete_objects(Bucket=name, Delete={'Objects': [
        {'Key': 'a', 'ETag': tags['a']}, {'Key': 'b', 'ETag': tags['a']}, {'Key': 'c'}]})
    same([d['Key'] for d in done['Deleted']], ['a', 'c'])
    same([(e['Key'], e['Code']) for e in done['Errors']], [('b', 'PreconditionFailed')])
    same([o['Key'] for o in S3.list_objects_v2(Bucket=name)['Contents']], ['b'])


def completed(name, key, size):
    made = S3.create_multipart_upload(Bucket=name, Key=key)['UploadId']
    tag = S3.upload_part(Bucket=name, Key=key, UploadId=made, PartNumber=1, Body=b'seven b')['ETag']
    return {'Bucket': name, 'Key': key, 'UploadId': made, 'MpuObjectSize': size,
            'MultipartUpload': {'Parts': [{'PartNumber': 1, 'ETag': tag}]}}


@case
def an_upload_is_completed_only_with_its_size():
    name = bucket()
    said = refused('InvalidRequest', 400, S3.complete_multipart_upload, **completed(name, 'k', 8))
    same(said['Message'], "The provided 'x-amz-mp-object-size' header value 8 does not match what was computed: 7")
    refused('NoSuchKey', 404, S3.get_object, Bucket=name, Key='k')
    S3.complete_multipart_upload(**completed(name, 'k', 7))
    same(S3.get_object(Bucket=name, Key='k')['Body'].read(), b'seven b')


def under(key):
    return {'SSEKMS': {'KMSKeyArn': key, 'BucketKeyEnabled': True}}


@case
def an_objects_encryption_is_changed_in_place():
    name = bucket()
    key = KMS.create_key()['KeyMetadata']['Arn']
    put = S3.put_object(Bucket=name, Key='k', Body=b'sealed')
    same(put['ServerSideEncryption'], 'AES256')
    S3.update_object_encryption(Bucket=name, Key='k', ObjectEncryption=under(key))
    got = S3.get_object(Bucket=name, Key='k')
    same((got['ServerSideEncryption'], got['SSEKMSKeyId'], got['BucketKeyEnabled'], got['ETag'], got['Body'].read()),
         ('aws:kms', key, True, put['ETag'], b'sealed'))
    refused('NoSuchKey', 404, S3.update_object_encryption, Bucket=name, Key='none', ObjectEncryption=under(key))


@case
def a_locked_objects_encryption_stays():
    name = bucket(ObjectLockEnabledForBucket=True)
    key = KMS.create_key()['KeyMetadata']['Arn']
    until = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(minutes=1)
    for locked in [{'ObjectLockMode': 'COMPLIANCE', 'ObjectLockRetainUntilDate': until},
                   {'ObjectLockMode': 'GOVERNANCE', 'ObjectLockRetainUntilDate': until},
                   {'ObjectLockLegalHoldStatus': 'ON'}]:
        S3.put_object(Bucket=name, Key='k', Body=b'x', **locked)
        said = refused('AccessDenied', 403, S3.update_object_encryption, Bucket=name, Key='k',
                       ObjectEncryption=under(key))
        assert 'is protected by S3 Object Lock' in said['Message'], said
        same(S3.head_object(Bucket=name, Key='k')['ServerSideEncryption'], 'AES256')
    S3.put_object_legal_hold(Bucket=name, Key='k', LegalHold={'Status': 'OFF'})
    S3.update_object_encryption(Bucket=name, Key='k', ObjectEncryption=under(key))
    same(S3.head_object(Bucket=name, Key='k')['ServerSideEncryption'], 'aws:kms')


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
