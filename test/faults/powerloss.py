#!/usr/bin/env python3
"""Builds the data folder as a disk could leave it that lost its power, at many moments, and looks at each.

Reads what record.py recorded. At a moment, on the disk is what was synced before: a file's bytes and size by its own
sync, a name by the sync of the folder that it lies in. Of all else that was begun, one of three things is there:
nothing, everything, or a part that chance decides, of writes each 512 bytes for themselves, of names each for itself.
Nothing is relied on that file systems happen to keep in order. A rename is two changes: the new name, and the old one's
end, which comes after it.

A server starts over each of these folders. Everything that was answered before the moment is there with its bytes and
its type, what was not is wholly there or not at all, and `coffer scrub` finds nothing. Ends with 1 where that is not so.

    powerloss.py COFFER FOLDER [--operations N] [--cuts N] [--seed N] [--keep]
"""
import argparse
import collections
import concurrent.futures
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time

import faults
import record
import started

SECTOR = 512
VARIANTS = ('nothing', 'everything', 'a part')
LINE = re.compile(r'(\d+\.\d+) (\w+)\((.*)\)\s+= (-?\d+|0x[0-9a-f]+)(.*?)(?: <(\d+\.\d+)>)?$')
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
UNKNOWN = ('writev', 'pwritev', 'pwritev2', 'symlink', 'symlinkat', 'copy_file_range', 'sendfile',
           'splice', 'dup', 'dup3', 'truncate')


class Call:
    """A system call that succeeded."""

    def __init__(self, begun, ended, name, arguments, result, rest):
        self.begun, self.ended, self.name = begun, ended, name
        self.arguments, self.result, self.rest = arguments, result, rest


def calls(folder, run):
    """All calls of a run in the order in which they took effect on descriptors."""
    found = []
    for name in os.listdir(folder):
        if name.startswith('trace-%d.' % run):
            with open(os.path.join(folder, name), encoding='ascii') as file:
                for line in file:
                    match = LINE.match(line)
                    if match and not match[4].startswith('-'):
                        begun = float(match[1])
                        found.append(Call(begun, begun + float(match[6] or 0), match[2], match[3], int(match[4], 0),
                                          match[5]))
    # A descriptor exists from the end of its opening to the beginning of its closing.
    return sorted(found, key=lambda call: call.ended if call.name == 'openat' else call.begun)


def text(quoted):
    return bytes.fromhex(quoted.replace('\\x', ''))


class File:
    """What was done to a file: writes, sizes, syncs."""

    def __init__(self):
        self.changes = []
        self.syncs = []


class Folder:
    """What was done to the names in a folder."""

    def __init__(self):
        self.changes = []
        self.syncs = []
        self.now = {}


class Change:
    def __init__(self, call, kind, *what, after=None):
        self.begun, self.ended, self.kind, self.what, self.after = call.begun, call.ended, kind, what, after


class Disk:
    """Everything that was done below the data folder."""

    def __init__(self, data):
        self.data = data.encode()
        self.root = Folder()
        self.counts = collections.Counter()
        self.lies = False

    def parts(self, path):
        if path == self.data:
            return []
        if not path.startswith(self.data + b'/') or b'/native' in path:
            return None
        return path[len(self.data) + 1:].split(b'/')

    def find(self, parts):
        at = self.root
        for part in parts:
            at = at.now.get(part) if isinstance(at, Folder) else None
        return at

    def run(self, all_calls):
        """A process begins with no descriptor of ours."""
        self.open = {}
        self.at = collections.Counter()
        for call in all_calls:
            handler = getattr(self, 'do_' + call.name, None)
            if handler:
                handler(call)
            elif call.name in UNKNOWN and self.data.decode() in plain(call.arguments):
                sys.exit('a call that the replay does not know: %s(%s' % (call.name, plain(call.arguments)[:300]))

    def name(self, call, parts, what, after=None):
        folder = self.find(parts[:-1])
        if not isinstance(folder, Folder):
            sys.exit('a name in no known folder: %s' % parts)
        change = Change(call, 'name', parts[-1], what, after=after)
        folder.changes.append(change)
        if what is None:
            folder.now.pop(parts[-1], None)
        else:
            folder.now[parts[-1]] = what
        return change

    def paths(self, call):
        return [self.parts(text(path)) for path in STRING.findall(call.arguments)]

    def descriptor(self, call):
        number = int(re.match(r'\d+', call.arguments)[0])
        return number, self.open.get(number)

    def do_openat(self, call):
        parts = self.paths(call)[0]
        self.open.pop(call.result, None)
        if parts is None:
            return
        there = self.find(parts)
        if there is None:
            if 'O_CREAT' not in call.arguments:
                return
            there = File()
            self.name(call, parts, there)
        if 'O_TRUNC' in call.arguments:
            there.changes.append(Change(call, 'size', 0))
        self.open[call.result], self.at[call.result] = there, 0

    def do_close(self, call):
        self.open.pop(self.descriptor(call)[0], None)

    def do_dup2(self, call):
        first, second = (int(n) for n in re.findall(r'(?:^|, )(\d+)', call.arguments)[:2])
        if self.open.get(first):
            sys.exit('a descriptor of a data file is doubled')
        self.open.pop(second, None)

    def do_lseek(self, call):
        self.at[self.descriptor(call)[0]] = call.result

    def write(self, call, offset):
        number, file = self.descriptor(call)
        if isinstance(file, File):
            data = text(STRING.search(call.arguments)[1])[:call.result]
            if len(data) != call.result:
                sys.exit('a write whose bytes are not all in the trace')
            at = self.at[number] if offset is None else offset
            file.changes.append(Change(call, 'write', at, data))
            self.counts['writes'] += 1
            if offset is None:
                self.at[number] += call.result

    def do_write(self, call):
        self.write(call, None)

    def do_pwrite64(self, call):
        self.write(call, int(call.arguments.rsplit(', ', 1)[1], 0))

    def do_ftruncate(self, call):
        _, file = self.descriptor(call)
        if isinstance(file, File):
            file.changes.append(Change(call, 'size', int(call.arguments.rsplit(', ', 1)[1], 0)))

    def do_fallocate(self, call):
        _, file = self.descriptor(call)
        if isinstance(file, File) and 'KEEP_SIZE' not in call.arguments:
            sys.exit('a fallocate that changes the size')

    def sync(self, call):
        _, there = self.descriptor(call)
        if there is not None:
            there.syncs.append((call.begun, call.ended))
            self.counts['syncs'] += 1

    do_fsync = do_fdatasync = sync

    def do_mmap(self, call):
        if 'PROT_WRITE' in call.arguments and 'MAP_SHARED' in call.arguments:
            found = re.search(r', (\d+)<', call.arguments)
            if found and self.open.get(int(found[1])) is not None:
                sys.exit('a data file is written through a mapping')

    def do_mkdir(self, call):
        parts = self.paths(call)[-1]
        if parts:
            self.name(call, parts, Folder())

    do_mkdirat = do_mkdir

    def do_unlink(self, call):
        parts = self.paths(call)[-1]
        if parts and self.find(parts) is not None:
            self.name(call, parts, None)

    do_unlinkat = do_rmdir = do_unlink

    def do_rename(self, call):
        source, target = self.paths(call)[-2:]
        if source is None and target is None:
            return
        there = self.find(source)
        if there is None:
            sys.exit('a rename of what is not there: %s' % source)
        self.counts['renames'] += 1
        given = self.name(call, target, there)
        self.name(call, source, None, after=(self.find(target[:-1]), given))

    do_renameat = do_renameat2 = do_rename

    def do_link(self, call):
        source, target = self.paths(call)[-2:]
        if source is None and target is None:
            return
        there = self.find(source)
        if there is None:
            sys.exit('a second name for what is not there: %s' % source)
        self.counts['links'] += 1
        self.name(call, target, there)

    do_linkat = do_link


def plain(arguments):
    return STRING.sub(lambda quoted: text(quoted[1])[:200].decode('utf-8', 'replace'), arguments)


class Moment:
    """The disk after a power loss at a moment."""

    def __init__(self, disk, moment, variant, chance):
        self.disk, self.moment, self.variant, self.chance = disk, moment, variant, chance
        self.applied = {}
        self.built = {}
        self.lost = 0

    def synced(self, there, change):
        return not self.disk.lies and any(change.ended <= begun and ended <= self.moment for begun, ended in there.syncs)

    def takes(self, there, change):
        """Whether a change is on the disk: yes, no, or for a write perhaps torn."""
        if change.begun > self.moment:
            return False
        if id(change) not in self.applied:
            taken = self.synced(there, change) or self.open_change(change)
            if change.after is not None and not self.takes(*change.after):
                taken = False
            self.applied[id(change)] = taken
            self.lost += not taken
        return self.applied[id(change)]

    def open_change(self, change):
        if self.variant == 'nothing':
            return False
        return self.variant == 'everything' and change.ended <= self.moment or (
            self.variant == 'a part' and self.chance.random() < 0.5)

    def content(self, file):
        data = bytearray()
        for change in file.changes:
            if change.begun > self.moment:
                break
            if change.kind == 'size':
                if self.takes(file, change):
                    size = change.what[0]
                    data = data[:size] + bytes(max(0, size - len(data)))
            else:
                at, new = change.what
                if self.variant == 'a part' and not self.synced(file, change):
                    self.tear(data, at, new)
                elif self.takes(file, change):
                    put(data, at, new)
        return data

    def tear(self, data, at, new):
        """Each piece that lies in a sector of its own is there or not."""
        begin = at
        while begin < at + len(new):
            end = min(at + len(new), begin - begin % SECTOR + SECTOR)
            if self.chance.random() < 0.5:
                put(data, begin, new[begin - at:end - at])
            else:
                self.lost += 1
            begin = end

    def names(self, folder):
        found = {}
        for change in folder.changes:
            if self.takes(folder, change):
                name, what = change.what
                found.pop(name, None)
                if what is not None:
                    found[name] = what
        return found

    def build(self, to, folder=None):
        os.makedirs(to, mode=0o700, exist_ok=True)
        for name, there in self.names(folder or self.disk.root).items():
            path = os.path.join(to, os.fsdecode(name))
            if isinstance(there, Folder):
                self.build(path, there)
            elif there in self.built:
                os.link(self.built[there], path)
            else:
                with open(path, 'wb') as file:
                    file.write(self.content(there))
                os.chmod(path, 0o600)
                self.built[there] = path


def put(data, at, new):
    if len(data) < at:
        data.extend(bytes(at - len(data)))
    data[at:at + len(new)] = new


class Expected:
    """What may be there at a moment, by what was answered before it and what was begun."""

    def __init__(self, answered, moment):
        self.keys = collections.defaultdict(lambda: {('404', None)})
        self.versions = {}
        newest = {}
        for done in answered['done']:
            at = done['bucket'], done['key']
            content = (done['digest'] or '404', done['type'])
            if done['begun'] > moment:
                continue
            if done['answered'] <= moment:
                self.keys[at] = {content}
                if done['bucket'] == 'versioned' and done['version']:
                    self.versions[at, done['version']] = {content}
                    newest[at] = done['version']
                elif done['updates'] and at in newest:
                    self.versions[at, newest[at]] = {content}
                elif done['updates']:
                    self.some_has_become(at, content)
                elif done['bucket'] == 'versioned':
                    newest.pop(at, None)
            else:
                self.keys[at] = self.keys[at] | {content}
                if not done['updates']:
                    newest.pop(at, None)  # Which version is the newest is not known any more.
                elif at in newest:
                    self.versions[at, newest[at]] |= {content}
                else:
                    self.some_has_become(at, content)

    def some_has_become(self, at, content):
        """The newest version changed its type, and which that is is not known: one that has these bytes."""
        for name, allowed in self.versions.items():
            if name[0] == at and content[0] in {digest for digest, _ in allowed}:
                self.versions[name] = allowed | {content}


def served(s3, bucket, key, version, kinds):
    """Reads with the customer's key and without, as each type wants."""
    got = ('', None)
    for kind in sorted(kinds, key=str):
        got = faults.read(s3, bucket, key, version, kind)
        if got[1] is not None:
            return got # whose digest may begin with 404
        if got[0].startswith('404'):
            return ('404', None)
    return got


def wrong(s3, expected):
    kinds = ('customer', 's3')
    for (bucket, key), allowed in sorted(expected.keys.items()):
        got = served(s3, bucket, key, None, kinds)
        if got not in allowed:
            yield '%s/%s is %s and not one of %s' % (bucket, key, got, allowed)
    for ((bucket, key), version), allowed in expected.versions.items():
        got = served(s3, bucket, key, version, kinds)
        if got not in allowed:
            yield '%s/%s of version %s is %s and not %s' % (bucket, key, version, got, allowed)


def look(coffer, disk, answered, folder, number, moment, variant, seed, keep):
    """Everything that is wrong with one folder, in lines."""
    here = os.path.join(folder, 'cut-%d' % number)
    data = os.path.join(here, 'data')
    state = Moment(disk, moment, variant, random.Random(seed * 100000 + number))
    state.build(data)
    keys = faults.customer_keys(here)
    expected = Expected(answered, moment)
    found = []
    try:
        with faults.Server(coffer, data, credentials=record.CREDENTIALS) as server:
            if moment >= answered['made']:
                found.extend(wrong(server.client('s3'), expected))
            server.stop()
    except started.NotStarted as e:
        found.append('the server does not start: ' + e.args[0][-500:])
    else:
        status, lines, said = faults.scrub(coffer, data, keys)
        if status != 0:
            found.append('scrub ends with %d: %s %s' % (status, said, lines[:5]))
    if not (found and keep):
        shutil.rmtree(here)
    return found, state.lost, len(expected.keys) + len(expected.versions)


def moments(answered, disk, count, chance):
    """Half of them anywhere, half right behind an answer, where what it promised is youngest."""
    answers = sorted(done['answered'] for done in answered['done'])
    begin = answered['ready'] - 0.5
    chosen = [answered['made']]
    while len(chosen) < count:
        if chance.random() < 0.5:
            chosen.append(chance.uniform(begin, answered['end']))
        else:
            chosen.append(chance.choice(answers) + 0.000001)
    return sorted(chosen[:count])


def may_trace():
    return shutil.which('strace') and subprocess.run(
        ['strace', '-o', os.devnull, 'true'], stderr=subprocess.DEVNULL, check=False).returncode == 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('coffer')
    parser.add_argument('folder')
    parser.add_argument('--operations', type=int, default=200)
    parser.add_argument('--cuts', type=int, default=200)
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--recorded', action='store_true', help='the folder holds a recording')
    parser.add_argument('--disk-lies', action='store_true', help='no sync keeps anything: what is lost must be noticed')
    parser.add_argument('--keep', action='store_true', help='leave folders that are not as they should be')
    arguments = parser.parse_args()
    if not may_trace():
        print('strace is not installed, or may not trace here')
        return 75
    began = time.monotonic()
    recorded = os.path.join(arguments.folder, 'recorded')
    if not arguments.recorded:
        record.record(arguments.coffer, recorded, arguments.operations, arguments.seed)
    with open(os.path.join(recorded, 'answered.json'), encoding='utf-8') as file:
        answered = json.load(file)
    disk = Disk(answered['data'])
    disk.lies = arguments.disk_lies
    for run in (1, 2):
        disk.run(calls(recorded, run))
    print('%d operations answered; %s; %.0f s' % (len(answered['done']), dict(disk.counts), time.monotonic() - began))
    chance = random.Random(arguments.seed)
    bad = lost = looked = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        looks = [
            (moment, VARIANTS[number % 3], pool.submit(
                look, arguments.coffer, disk, answered, arguments.folder, number, moment, VARIANTS[number % 3],
                arguments.seed, arguments.keep))
            for number, moment in enumerate(moments(answered, disk, arguments.cuts, chance))]
        for number, (moment, variant, done) in enumerate(looks):
            found, gone, seen = done.result()
            bad += bool(found)
            lost += gone
            looked += seen
            for line in found:
                print('cut %d at %.6f, of the rest %s: %s' % (number, moment, variant, line), flush=True)
    print('%d cuts, %d changes lost, %d answers looked at, %d cuts not as they should be; seed %d; %.0f s' % (
        arguments.cuts, lost, looked, bad, arguments.seed, time.monotonic() - began))
    return 1 if bad or not looked else 0


if __name__ == '__main__':
    sys.exit(main())
