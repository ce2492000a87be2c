#!/usr/bin/env python3
"""Writes what the public S3 model says about names and places, one line per fact.

    facts.py MODEL > ../main/resources/dev/coffer/wire/s3/operations.tsv
    facts.py --check MODEL        compares MODEL with the committed file
    facts.py --check              the same with the botocore these facts were taken from, fetched by pip
    facts.py --newest             shows what the newest botocore changes, fetched by pip; never fails

MODEL is a service-2.json, the same gzipped, or a botocore wheel. Only facts are taken: names, places,
types and whether a member must be there. No documentation text is copied.

Each prints every difference. --check fails (exit 1) when a known operation changed or vanished, since
a record may then be wrong or a member be dropped silently; an operation that is new is printed and
does not fail: the router answers for it as for any request that nobody knows. A new release of
somebody else must not make an unchanged tree fail, hence the fixed version: to follow the model,
raise REVIEWED, review what --check prints, and write the facts anew.

Lines, separated by tabs ("-" is empty):
    =   operation  method  on  status  selectors  required-queries  selecting-headers  note
    i/o kind  name  type  required("!")
on: service, bucket, object, or path:/Literal. Kinds: header, prefix, query, stream (the body as it
is), root (the body is XML with this root; "-" where the model does not name it), element (a path
below the root), attribute. A type ends in "*" where the element repeats.
"""
import gzip
import json
import os
import subprocess
import sys
import tempfile
import zipfile

COMMITTED = os.path.join(
    os.path.dirname(os.path.abspath(__file__)),
    "../main/resources/dev/coffer/wire/s3/operations.tsv")
REVIEWED = "1.44.5"  # the botocore whose facts are committed
MODEL_PATH = "botocore/data/s3/2006-03-01/service-2.json.gz"
# Headers that choose between operations of one path; all other required headers are only members.
SELECTING = {"x-amz-copy-source"}
# Told apart by the endpoint alone, which a request's path does not show.
UNROUTED = {"ListDirectoryBuckets"}


def load(path):
    if path.endswith(".whl"):
        with zipfile.ZipFile(path) as wheel:
            return json.loads(gzip.decompress(wheel.read(MODEL_PATH)))
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        return json.load(file)


def fetched(folder, requirement):
    """The path of a botocore wheel that pip fetches into the folder."""
    subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder, requirement],
        check=True)
    return os.path.join(folder, sorted(os.listdir(folder))[-1])


def asked(arguments, folder):
    """The model that a command line means, and whether it is compared, and may make the run fail."""
    paths = [argument for argument in arguments if not argument.startswith("--")]
    newest = "--newest" in arguments
    path = paths[0] if paths else fetched(folder, "botocore" if newest else "botocore==" + REVIEWED)
    return path, newest or "--check" in arguments, not newest


class Model:
    def __init__(self, model):
        self.shapes = model["shapes"]
        self.operations = model["operations"]

    def lines(self):
        for name in sorted(self.operations):
            yield from self.operation(name, self.operations[name])

    def operation(self, name, operation):
        http = operation["http"]
        path, _, literal = http["requestUri"].partition("?")
        on = {"/": "service", "/{Bucket}": "bucket", "/{Bucket}/{Key+}": "object"}.get(path, "path:" + path)
        given = self.shape(operation.get("input"))
        queries, headers = [], []
        for member in given.get("required", []):
            facts = given["members"][member]
            where, wire = facts.get("location"), facts.get("locationName", member)
            if where == "querystring":
                queries.append(wire)
            elif where == "header" and wire in SELECTING:
                headers.append(wire)
        note = "deprecated" if operation.get("deprecated") else "unrouted" if name in UNROUTED else "-"
        yield row("=", name, http["method"], on, str(http.get("responseCode", 200)), literal or "-",
                  "&".join(sorted(queries)) or "-", ",".join(headers) or "-", note)
        given_lines = list(self.members("i", given))
        yield from given_lines
        if operation.get("httpChecksum", {}).get("requestAlgorithmMember"):
            yield from self.checksums(given_lines)
        yield from self.members("o", self.shape(operation.get("output")))

    def checksums(self, known):
        """The headers that the checksum trait implies without naming them as members."""
        implied = ["x-amz-checksum-" + name.lower() for name in self.shapes["ChecksumAlgorithm"]["enum"]]
        for name in implied + ["x-amz-trailer"]:
            line = row("i", "header", name, "string", "-")
            if line not in known:
                yield line

    def shape(self, reference):
        return self.shapes[reference["shape"]] if reference else {"members": {}}

    def members(self, way, shape):
        payload = shape.get("payload")
        elements = {}
        for name, member in shape["members"].items():
            must = "!" if name in shape.get("required", []) else "-"
            wire = member.get("locationName", name)
            kind = {"header": "header", "headers": "prefix", "querystring": "query"}.get(member.get("location"))
            if kind:
                yield row(way, kind, wire, self.shapes[member["shape"]]["type"], must)
            elif name == payload:
                yield from self.payload(way, wire, member, must)
            elif member.get("location") != "uri":
                elements[name] = member
        if elements:
            below = dict(shape, members=elements)
            if not any(self.shape(member).get("eventstream") for member in elements.values()):
                yield row(way, "root", "-", "structure", "-")
                yield from self.elements(way, "", below)

    def payload(self, way, wire, member, must):
        shape = self.shape(member)
        if shape["type"] != "structure" or shape.get("eventstream"):
            yield row(way, "stream", wire, shape["type"], must)
        else:
            yield row(way, "root", wire, "structure", must)
            yield from self.elements(way, "", shape)

    def elements(self, way, prefix, shape):
        for name, member in shape["members"].items():
            must = "!" if name in shape.get("required", []) else "-"
            path = prefix + member.get("locationName", name)
            kind = "attribute" if member.get("xmlAttribute") else "element"
            yield from self.element(way, kind, path, member, must)

    def element(self, way, kind, path, member, must):
        shape = self.shape(member)
        star = ""
        if shape["type"] == "list":
            item = shape["member"]
            if not (shape.get("flattened") or member.get("flattened")):
                yield row(way, kind, path, "list", must)
                path, must = path + "/" + item.get("locationName", "member"), "-"
            shape, star = self.shape(item), "*"
        yield row(way, kind, path, shape["type"] + star, must)
        if shape["type"] == "structure":
            yield from self.elements(way, path + "/", shape)


def row(*columns):
    return "\t".join(columns)


def sections(lines):
    found, current = {}, None
    for line in lines:
        if line.startswith("="):
            current = found.setdefault(line.split("\t")[1], [])
        current.append(line)
    return found


def compare(old, new):
    """Prints every difference and says whether a known operation is affected."""
    affected = False
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before is None:
            print("new operation: " + name)
        elif after is None:
            print("operation is gone: " + name)
            affected = True
        elif before != after:
            affected = True
            for line in sorted(set(before) ^ set(after)):
                print(("- " if line in before else "+ ") + name + ": " + line.replace("\t", " "))
    return affected


def main(arguments):
    with tempfile.TemporaryDirectory() as folder:
        path, compared, binding = asked(arguments, folder)
        lines = list(Model(load(path)).lines())
    if not compared:
        print("\n".join(lines))
        return 0
    with open(COMMITTED, encoding="utf-8") as file:
        old = sections(file.read().splitlines())
    return verdict(compare(old, sections(lines)), binding)


def verdict(affected, binding):
    if affected:
        print("review the changes, then regenerate: see the first lines of facts.py")
    return 1 if affected and binding else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
