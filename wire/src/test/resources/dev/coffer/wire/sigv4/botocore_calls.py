"""Signs requests to IAM, STS and KMS with botocore and prints them as botocore_requests.py does; the
line "Body: " before the empty line holds the body.

Run with botocore installed: python3 botocore_calls.py > botocore-calls.txt
"""
import datetime

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NOW = datetime.datetime(2026, 11, 23, 12, 0, 0, tzinfo=datetime.timezone.utc)
botocore.auth.get_current_datetime = lambda *a, **k: NOW.replace(tzinfo=None)
KEYS = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
SESSION = Credentials("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "to/ken+=")
HOST = "http://localhost:9000"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
IDENTITY = "Action=GetCallerIdentity&Version=2011-06-15"


def show(name, request, body):
    prepared = request.prepare()
    print("#", name)
    print(prepared.method, prepared.url[len(HOST):])
    print("Host: localhost:9000")
    for key, value in prepared.headers.items():
        if key.lower() not in ("host", "content-length"):
            print(f"{key}: {value.decode() if isinstance(value, bytes) else value}")
    print("Body:", body)
    print()


def header(name, service, body, headers, method="POST", url="/", keys=KEYS):
    request = AWSRequest(method, HOST + url, dict(headers), body.encode())
    botocore.auth.SigV4Auth(keys, service, "us-east-1").add_auth(request)
    show(name, request, body)


def presigned(name, service, method, url, body="", headers=None, keys=KEYS):
    request = AWSRequest(method, HOST + url, headers or {}, body.encode())
    botocore.auth.SigV4QueryAuth(keys, service, "us-east-1", expires=60).add_auth(request)
    show(name, request, body)


def kms(operation):
    return {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": "TrentService." + operation}


header("iam-form", "iam", "Action=ListUsers&Version=2010-05-08", FORM)
header("iam-form-coded", "iam", "Action=CreateUser&Version=2010-05-08&UserName=a%2Bb+c%C3%A4", FORM)
header("iam-get", "iam", "", {}, "GET", "/?Action=ListUsers&Version=2010-05-08")
header("sts-form", "sts", IDENTITY, FORM)
header("sts-session", "sts", IDENTITY, FORM, keys=SESSION)
header("sts-declared", "sts", IDENTITY, dict(FORM, **{
    "X-Amz-Content-SHA256": __import__("hashlib").sha256(IDENTITY.encode()).hexdigest()}))
header("kms-json", "kms", '{"KeyId":"alias/a","NumberOfBytes":32}', kms("GenerateDataKey"))
header("kms-empty", "kms", "{}", kms("ListKeys"))
presigned("sts-presigned", "sts", "GET", "/?" + IDENTITY)
presigned("sts-presigned-session", "sts", "GET", "/?" + IDENTITY, keys=SESSION)
presigned("sts-presigned-header", "sts", "GET", "/?" + IDENTITY, headers={"x-k8s-aws-id": "cluster"})
