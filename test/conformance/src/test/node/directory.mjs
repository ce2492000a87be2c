// The AWS SDK for JavaScript and directory buckets: sessions as the client begins them by itself.
//
// Usage: node directory.mjs READY-FILE, which a server wrote, in a folder where @aws-sdk/client-s3 is installed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(process.cwd() + '/');
const {
  S3Client, CompleteMultipartUploadCommand, CopyObjectCommand, CreateBucketCommand, CreateMultipartUploadCommand,
  DeleteBucketCommand, DeleteObjectCommand, GetBucketEncryptionCommand, GetObjectCommand, ListObjectsV2Command,
  PutObjectCommand, RenameObjectCommand, UploadPartCommand,
} = require('@aws-sdk/client-s3');

const ready = JSON.parse(readFileSync(process.argv[2], 'utf8'));
// To an IP address this SDK sends BUCKET//KEY, which is another key. Of a name it puts the bucket in front; that name is
// resolved here, since not every system knows the names below localhost.
const httpAgent = new Agent({ lookup: (_, options, done) =>
  options.all ? done(null, [{ address: '127.0.0.1', family: 4 }]) : done(null, '127.0.0.1', 4) });
const client = more => new S3Client({
  endpoint: ready.http.replace('127.0.0.1', 'localhost'), region: ready.region, maxAttempts: 1,
  requestHandler: { httpAgent },
  credentials: { accessKeyId: ready.accessKeyId, secretAccessKey: ready.secretAccessKey }, ...more,
});
const control = client({ disableS3ExpressSessionAuth: true });
const s3 = client({});
const sent = [];
s3.middlewareStack.add(next => async args => {
  sent.push(args.request);
  return next(args);
}, { step: 'finalizeRequest', priority: 'low', name: 'sent' });

const Bucket = `js-${randomUUID()}--use1-az4--x-s3`;
const put = (Key, Body, more) => s3.send(new PutObjectCommand({ Bucket, Key, Body, ...more }));
const body = async Key => (await s3.send(new GetObjectCommand({ Bucket, Key }))).Body.transformToString();
const keys = async () => ((await s3.send(new ListObjectsV2Command({ Bucket }))).Contents ?? []).map(each => each.Key).sort();

await control.send(new CreateBucketCommand({ Bucket, CreateBucketConfiguration: {
  Location: { Type: 'AvailabilityZone', Name: 'use1-az4' },
  Bucket: { Type: 'Directory', DataRedundancy: 'SingleAvailabilityZone' } } }));
const encryption = await control.send(new GetBucketEncryptionCommand({ Bucket }));
assert.equal(encryption.ServerSideEncryptionConfiguration.Rules[0].ApplyServerSideEncryptionByDefault.SSEAlgorithm, 'AES256');

assert.equal((await put('a/one', 'first')).ServerSideEncryption, 'AES256');
await put('two', 'second');
assert.equal(await body('a/one'), 'first');
assert.deepEqual(await keys(), ['a/one', 'two']);
const tokens = sent.filter(request => !('session' in request.query)).map(request => request.headers['x-amz-s3session-token']);
assert.equal(tokens.length, 4);
assert.ok(tokens[0]);
assert.equal(new Set(tokens).size, 1, 'all in one session');
assert.equal(sent.length, 5, 'which was begun once');

await put('two', '-more', { WriteOffsetBytes: 6 });
assert.equal(await body('two'), 'second-more');
await s3.send(new RenameObjectCommand({ Bucket, Key: 'three', RenameSource: 'two' }));
const upload = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'parts' }));
const part = await s3.send(new UploadPartCommand({
  Bucket, Key: 'parts', UploadId: upload.UploadId, PartNumber: 1, Body: 'a part' }));
await s3.send(new CompleteMultipartUploadCommand({ Bucket, Key: 'parts', UploadId: upload.UploadId,
  MultipartUpload: { Parts: [{ PartNumber: 1, ETag: part.ETag, ChecksumCRC32: part.ChecksumCRC32 }] } }));
await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource: `${Bucket}/parts` }));
assert.equal(await body('copy'), 'a part');
assert.deepEqual(await keys(), ['a/one', 'copy', 'parts', 'three']);

for (const Key of await keys()) {
  await s3.send(new DeleteObjectCommand({ Bucket, Key }));
}
await control.send(new DeleteBucketCommand({ Bucket }));
console.log('directory buckets by the AWS SDK for JavaScript', require('@aws-sdk/client-s3/package.json').version);
