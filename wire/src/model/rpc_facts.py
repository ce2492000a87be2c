#!/usr/bin/env python3
"""Writes what the public models of IAM, STS and KMS say about operations and their members.

    rpc_facts.py WHEEL            writes ../main/resources/dev/coffer/wire/{iam,sts,kms}/operations.tsv
    rpc_facts.py --check [WHEEL]  compares a botocore wheel, else the reviewed one, with the committed files
    rpc_facts.py --newest         shows what the newest botocore changes; never fails

Only facts are taken: names, types, limits and whether a member must be there. No documentation text
is copied. Differences are printed, and --check fails, as facts.py says.

Lines, separated by tabs ("-" is empty):
    =   operation
    i/o path  type  required("!")  limits
The path of an item is the list's with "/member"; a map's keys and values have no lines. Limits, set
apart by blanks: min=, max=, sensitive, enum=A|B.
"""
import gzip
import json
import os
import sys
import tempfile
import zipfile

from facts import asked, compare, row, sections, verdict

SERVICES = {"iam": "2010-05-08", "sts": "2011-06-15", "kms": "2014-11-01"}
RESOURCES = os.path.join(
    os.path.dirname(os.path.abspath(__file__)), "../main/resources/dev/coffer/wire")


def committed(service):
    return os.path.join(RESOURCES, service, "operations.tsv")


class Model:
    def __init__(self, wheel, service):
        path = "botocore/data/%s/%s/service-2.json.gz" % (service, SERVICES[service])
        with zipfile.ZipFile(wheel) as archive:
            model = json.loads(gzip.decompress(archive.read(path)))
        self.shapes, self.operations = model["shapes"], model["operations"]

    def lines(self):
        for name in sorted(self.operations):
            yield row("=", name)
            for way, key in (("i", "input"), ("o", "output")):
                if key in self.operations[name]:
                    yield from self.members(way, "", self.operations[name][key]["shape"], ())

    def members(self, way, prefix, name, above):
        shape = self.shapes[name]
        if name in above:
            return  # a structure inside itself
        for member, reference in shape["members"].items():
            must = "!" if member in shape.get("required", []) else "-"
            wire = reference.get("locationName", member)
            yield from self.member(way, prefix + wire, reference["shape"], must, above + (name,))

    def member(self, way, path, name, must, above):
        shape = self.shapes[name]
        yield row(way, path, shape["type"], must, limits(shape))
        if shape["type"] == "structure":
            yield from self.members(way, path + "/", name, above)
        elif shape["type"] == "list":
            if shape.get("flattened"):
                raise ValueError("a flattened list: " + path)
            item = shape["member"].get("locationName", "member")
            yield from self.member(way, path + "/" + item, shape["member"]["shape"], "-", above)


def limits(shape):
    found = ["%s=%s" % (key, shape[key]) for key in ("min", "max") if key in shape]
    if shape.get("sensitive"):
        found.append("sensitive")
    if "enum" in shape:
        found.append("enum=" + "|".join(shape["enum"]))
    return " ".join(found) or "-"


def main(arguments):
    affected = False
    with tempfile.TemporaryDirectory() as folder:
        wheel, compared, binding = asked(arguments, folder)
        for service in sorted(SERVICES):
            lines = list(Model(wheel, service).lines())
            if compared:
                with open(committed(service), encoding="utf-8") as file:
                    affected |= compare(sections(file.read().splitlines()), sections(lines))
            else:
                os.makedirs(os.path.dirname(committed(service)), exist_ok=True)
                with open(committed(service), "w", encoding="utf-8") as file:
                    file.write("\n".join(lines) + "\n")
    return verdict(affected, binding)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
