"""Whether the cases in Python and those in Java call every operation that is served or partly served.

usage: served.py

What is served is read from docs/guide/compatibility.md. In Python a call is a client's method, passed on or called, and
the operation of a paginator; in Java it is the method of a client of the AWS SDK, plain or as bytes or pages.
Prints the operations that no case calls, and fails if there is one.
"""
import ast
import pathlib
import re
import sys

from botocore import xform_name

HERE = pathlib.Path(__file__).resolve().parent
TABLE = HERE.parents[4] / 'docs/guide/compatibility.md'
PYTHON_CLIENTS = {'S3', 'CONTROL', 's3'}
JAVA = HERE.parent / 'java'
JAVA_CALL = re.compile(r'\b(?:s3|client|control|tls|overTls)\s*\.(\w+?)(?:AsBytes|Paginator)?\(')


def served():
    rows = re.findall(r'^\| (\w+) \| (served|partly|refused) \|', TABLE.read_text(), re.MULTILINE)
    names = [name for name, how in rows if how != 'refused']
    if len(names) < 80:
        sys.exit(f'only {len(names)} operations were read from {TABLE.name}: is it written in another way?')
    return names


def python_calls(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in PYTHON_CLIENTS:
            yield node.attr
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == 'get_paginator':
            yield node.args[0].value


def java_calls(path):
    return JAVA_CALL.findall(path.read_text())


def lacking(client, names, called):
    """The names whose method, as this client spells it, is not among the calls."""
    for method, name in names.items():
        if method not in called:
            print(f'no case calls {name} through {client}')
    found = sum(method in called for method in names)
    print(f'{found} of {len(names)} served operations are called through {client}')
    return len(names) - found


def main():
    names = served()
    python = {call for path in HERE.glob('*.py') if path.name != 'served.py' for call in python_calls(path)}
    java = {call for path in JAVA.rglob('*.java') for call in java_calls(path)}
    left = lacking('boto3', {xform_name(name): name for name in names}, python)
    left += lacking('the AWS SDK for Java', {name[0].lower() + name[1:]: name for name in names}, java)
    sys.exit(1 if left else 0)


main()
