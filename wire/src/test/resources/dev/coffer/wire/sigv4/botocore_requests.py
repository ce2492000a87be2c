"""Signs awkward requests with botocore and prints them, one block each.

Block: "# name", "METHOD /raw/path?raw=query", header lines, an empty line.
Run with botocore installed: python3 botocore_requests.py > botocore-requests.txt
"""
import datetime
import io
import sys

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.httpchecksum import AwsChunkedWrapper, Crc32Checksum
from botocore.utils import percent_encode

NOW = datetime.datetime(2026, 11, 23, 12, 0, 0, tzinfo=datetime.timezone.utc)
botocore.auth.get_current_datetime = lambda *a, **k: NOW.replace(tzinfo=None)
KEYS = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
SESSION = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "to/ken+=")
HOST = "http://localhost:9000"


def show(name, request):
    prepared = request.prepare()
    target = prepared.url[len(HOST):]
    print("#", name)
    print(prepared.method, target)
    print("Host: localhost:9000")
    for key, value in prepared.headers.items():
        if key.lower() != "host":
            value = value.decode() if isinstance(value, bytes) else value
            print(f"{key}: {value}")
    print()


def header(name, method, path, params=None, headers=None, data=b"", keys=KEYS):
    request = AWSRequest(method, HOST + path, headers or {}, data, params or {})
    botocore.auth.S3SigV4Auth(keys, "s3", "us-east-1").add_auth(request)
    show(name, request)


def presigned(name, method, path, params=None, headers=None, keys=KEYS):
    request = AWSRequest(method, HOST + path, headers or {}, b"", params or {})
    botocore.auth.S3SigV4QueryAuth(keys, "s3", "us-east-1", expires=3600).add_auth(request)
    show(name, request)


OBJECT_KEYS = [
    "plain", "a//b", "//", "../up", "a/../b", "./here", "a/./b", "trail/", "sp ace", "a+b",
    "a%2Fb", "%00", "nul\x00", "tab\t", "100%", "q?mark", "ha#sh", "a&b=c;d", "~tilde-._",
    "\u00e4\u00f6\u00fc", "\u65e5\u672c\u8a9e", "\U0001f511", "e\u0301", "quo'te\"", "back\\slash",
    "(paren)*!$@:,", "<a>|^`{}[]", "new\nline",
]
for i, key in enumerate(OBJECT_KEYS):
    path = "/bucket/" + percent_encode(key, safe="/~")
    header(f"key-{i}", "GET", path)
    presigned(f"presigned-key-{i}", "GET", path)

for i, path in enumerate(["/bucket/a%2Fb", "/bu%2Dcket/%41", "/bucket/%c3%a4", "/bucket/a+b",
                          "/bucket/a:b@c,d", "/", "/bucket", "/bucket/"]):
    header(f"raw-path-{i}", "GET", path)
    presigned(f"presigned-raw-path-{i}", "PUT", path)

QUERIES = [
    {"encryption": ""}, {"list-type": "2", "prefix": "a b", "delimiter": "/"},
    {"prefix": "a+b&c=d", "marker": "\u00e4/\U0001f511"}, {"a": "1", "a-b": "2", "a.b": "3"},
    {"Z": "1", "a": "2", "A": "3"}, {"prefix": "%2F", "x-id": "ListObjectsV2"},
    {"uploads": "", "prefix": ""}, {"versionId": "null", "partNumber": "1"},
    {"prefix": "~-._!'()*"}, {"response-content-disposition": "attachment; filename=\"a b.txt\""},
]
for i, query in enumerate(QUERIES):
    header(f"query-{i}", "GET", "/bucket", query)
    presigned(f"presigned-query-{i}", "GET", "/bucket", query)

HEADERS = [
    {"x-amz-meta-a": "  many   inner    spaces  "}, {"X-Amz-Meta-Upper": "MiXed", "Range": "bytes=0-9"},
    {"x-amz-meta-empty": ""}, {"x-amz-meta-quoted": "\"a  b\""},
    {"Content-MD5": "1B2M2Y8AsgTpgAmY7PhCfg==", "Content-Type": "text/plain; charset=utf-8"},
    {"x-amz-server-side-encryption": "AES256", "Cache-Control": "no-cache"},
    {"User-Agent": "not signed", "Expect": "100-continue"},
    {"x-amz-meta-list": "a,b , c"},
]
for i, headers in enumerate(HEADERS):
    header(f"header-{i}", "PUT", "/bucket/key", None, headers, b"content")
    presigned(f"presigned-header-{i}", "PUT", "/bucket/key", None, headers)

header("session", "GET", "/bucket/key", keys=SESSION)
presigned("presigned-session", "GET", "/bucket/key", keys=SESSION)
for method in ["HEAD", "DELETE", "POST", "PUT"]:
    header(f"method-{method}", method, "/bucket/key", None, None, b"")

if len(sys.argv) > 1:
    body = AwsChunkedWrapper(io.BytesIO(b"x" * 20000), Crc32Checksum, "x-amz-checksum-crc32", 8192)
    with open(sys.argv[1], "wb") as out:
        out.write(body.read())
