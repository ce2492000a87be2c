#!/usr/bin/env python3
"""A server that is flooded with connections nobody means anything by, while an honest client goes on.

First thousands of connections that say nothing, stop in the middle of a head, or send a byte of it each second; each that
the server closes is opened anew. Then clients that ask for an object of 64 MiB and never read. Meanwhile one honest client
puts and gets objects: each request must be answered, rightly and in time. The server may never have more connections than
it is allowed, nor more memory than is said here; it must cut off who does not read when that is due, and in the end
everything must be as it was before: answers, descriptors, memory. Before is after a small round of both, which makes the
pools of the heap and of the C library as large as they get. It needs nothing but Python, and the jcmd of the JDK that the
server runs on.

    flood.py COFFER FOLDER [--connections 4000] [--seconds 60] [--readers 200] [--short]
"""
import argparse
import collections
import errno
import hashlib
import hmac
import http.client
import multiprocessing
import os
import random
import re
import resource
import select
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
import urllib.parse

import started

# No honest request may take longer, its connection and a repetition of it included.
ANSWER_SECONDS = 5
# What an answer may stand still before its connection is cut (docs/guide/running.md), and what the rest takes.
UNREAD_SECONDS = 60
CUT_SECONDS = 15
# Beyond the heap: code, classes, threads, RocksDB, buffers of sockets. Of each the server has a bound of its own.
BESIDE_HEAP = 320 << 20
# What may stay of it when all is over and the heap was collected; and what RocksDB may fill meanwhile with the honest
# client's own rows, two buffers of 16 MiB and a cache of 32.
STAYS = 48 << 20
ROWS = 64 << 20
BEING_CLOSED = 1.25
LARGE = 64 << 20
SIZES = (0, 1, 4000, 30000, 200000, 1000000)
RATE = 3000
KINDS = ('silent', 'half a head', 'a drip')


class Server(started.Server):
    """The same, looked at from outside."""

    def __init__(self, coffer, data):
        super().__init__(coffer, data, profile='2026')
        at = urllib.parse.urlsplit(self.ready['http'])
        self.address = at.hostname, at.port
        self.proc = '/proc/%d/' % self.ready['pid']
        with open(self.proc + 'cmdline', encoding='utf-8') as file:
            heap = int(re.search(r'-Xmx(\d+)m', file.read()).group(1))
        self.heap = heap << 20
        self.limit = min(max(heap * 1024 // 384, 64), 4096)
        self.listening = 0
        self.listening = self.descriptors()[1]

    def resident(self):
        with open(self.proc + 'status', encoding='utf-8') as file:
            return int(re.search(r'VmRSS:\s+(\d+) kB', file.read()).group(1)) << 10

    def sockets(self):
        """The inodes of its sockets, and how many descriptors it has. One that is being closed shares its inode."""
        every, inodes = 0, set()
        for name in os.listdir(self.proc + 'fd'):
            try:
                found = re.match(r'socket:\[(\d+)\]', os.readlink(self.proc + 'fd/' + name))
            except OSError:
                continue
            every += 1
            if found:
                inodes.add(found.group(1))
        return every, inodes

    def descriptors(self):
        """All of them, and those of connections."""
        every, inodes = self.sockets()
        return every, len(inodes) - self.listening

    def established(self):
        """Connections that it has accepted and not begun to close; those that it has not accepted have no inode."""
        count = 0
        for table in ('/proc/net/tcp', '/proc/net/tcp6'):
            with open(table, encoding='ascii') as file:
                for line in file:
                    fields = line.split()
                    count += fields[1].endswith(':%04X' % self.address[1]) and fields[3] == '01' and fields[9] != '0'
        return count

    def of(self, ports):
        """The inodes of its sides of connections from these ports."""
        inodes = set()
        for table in ('/proc/net/tcp', '/proc/net/tcp6'):
            with open(table, encoding='ascii') as file:
                for line in file:
                    fields = line.split()
                    if fields[1].endswith(':%04X' % self.address[1]) and int(fields[2].rsplit(':', 1)[1], 16) in ports:
                        inodes.add(fields[9])
        return inodes - {'0'}

    def collected(self):
        """What is resident once the heap was collected; a JVM gives it back then only."""
        with open(os.devnull, 'wb') as nothing:
            jcmd = os.path.join(os.path.dirname(os.readlink(self.proc + 'exe')), 'jcmd')
            for _ in range(2):
                subprocess.run([jcmd, str(self.ready['pid']), 'GC.run'], check=True, stdout=nothing)
        return self.resident()


class Signer:
    """Signature Version 4, by headers."""

    def __init__(self, ready, address):
        self.access, self.secret, self.region = ready['accessKeyId'], ready['secretAccessKey'], ready['region']
        self.host = '%s:%d' % address

    def headers(self, method, path, body):
        now = time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())
        digest = hashlib.sha256(body).hexdigest()
        scope = '%s/%s/s3/aws4_request' % (now[:8], self.region)
        names = 'host;x-amz-content-sha256;x-amz-date'
        canonical = '\n'.join((method, path, '', 'host:' + self.host, 'x-amz-content-sha256:' + digest,
                               'x-amz-date:' + now, '', names, digest))
        to_sign = '\n'.join(('AWS4-HMAC-SHA256', now, scope, hashlib.sha256(canonical.encode()).hexdigest()))
        key = ('AWS4' + self.secret).encode()
        for part in (now[:8], self.region, 's3', 'aws4_request'):
            key = hmac.digest(key, part.encode(), 'sha256')
        signature = hmac.new(key, to_sign.encode(), 'sha256').hexdigest()
        return {'Host': self.host, 'x-amz-content-sha256': digest, 'x-amz-date': now, 'Authorization':
                'AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=%s, Signature=%s' % (self.access, scope, names, signature)}


class Honest:
    """A client that says what it wants and takes what it gets; on a kept connection, or on one for each request."""

    def __init__(self, server, wrong):
        self.server, self.wrong = server, wrong
        self.signer = Signer(server.ready, server.address)
        self.random = random.Random(11)
        self.connection = None
        self.there = {}
        self.times = []
        self.counts = collections.Counter()
        self.stopping = threading.Event()

    def request(self, method, path, body=b''):
        """The answer's status and body. A kept connection may have been closed since; then the request is made again."""
        if self.random.randrange(2):
            self.close()
        for kept in (self.connection is not None, False):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(*self.server.address, timeout=ANSWER_SECONDS * 2)
            try:
                self.connection.request(method, path, body or None, self.signer.headers(method, path, body)
                                        | ({'Content-Length': '0'} if method == 'PUT' and not body else {}))
                answer = self.connection.getresponse()
                return answer.status, answer.read()
            except (http.client.RemoteDisconnected, ConnectionError):
                self.close()
                if not kept:
                    raise
                self.counts['repeated on a new connection'] += 1
        raise AssertionError

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None

    def step(self):
        key = '/honest/k%d' % self.random.randrange(40)
        expected = self.there.get(key)
        before = time.monotonic()
        try:
            if expected is None or self.random.randrange(2):
                body = self.random.randbytes(self.random.choice(SIZES))
                what, status = 'put', self.request('PUT', key, body)[0]
                self.there[key] = hashlib.sha256(body).digest()
            else:
                what, (status, body) = 'get', self.request('GET', key)
                if hashlib.sha256(body).digest() != expected:
                    self.wrong('other bytes for %s: %d of them, status %d' % (key, len(body), status))
        except (OSError, http.client.HTTPException) as e:
            self.close()
            self.there.pop(key, None)
            return self.wrong('an honest request was not answered: %r' % e)
        taken = time.monotonic() - before
        self.times.append(taken)
        self.counts[what] += 1
        if status != 200:
            self.wrong('an honest %s was answered with %d' % (what, status))
        if taken > ANSWER_SECONDS:
            self.wrong('an honest %s took %.1f s' % (what, taken))
        return None

    def work(self):
        while not self.stopping.is_set():
            self.step()

    def say(self, when):
        if not self.times:
            return self.wrong('no honest request was answered ' + when)
        times, self.times = sorted(self.times), []
        print('%s: %d honest requests, %s; median %.0f ms, 99%% within %.0f ms, the longest %.0f ms' % (
            when, len(times), ', '.join('%d %s' % (n, what) for what, n in sorted(self.counts.items())),
            1000 * statistics.median(times), 1000 * times[len(times) * 99 // 100], 1000 * times[-1]), flush=True)
        self.counts.clear()
        return None


class Watch:
    """The most connections and memory that the server ever had."""

    def __init__(self, server):
        self.server = server
        self.stopping = threading.Event()
        self.reset()

    def reset(self):
        self.connections = self.resident = 0

    def work(self):
        while not self.stopping.wait(0.2):
            self.connections = max(self.connections, self.server.established())
            self.resident = max(self.resident, self.server.resident())


class Flooding:
    """Keeps so many connections, as far as the server lets it; in a process of its own."""

    def __init__(self, address, count):
        self.address, self.count = address, count
        self.sockets = {}
        self.drips = collections.deque()
        self.counts = collections.Counter()

    def run(self, stopping, result):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.poll = select.epoll()
        budget, last = 0.0, time.monotonic()
        while not stopping.is_set():
            now = time.monotonic()
            budget, last = min(RATE / 10, budget + (now - last) * RATE), now
            while budget >= 1 and len(self.sockets) < self.count and self.open():
                budget -= 1
            self.counts['at a time'] = max(self.counts['at a time'], len(self.sockets))
            self.drip(now)
            for number, event in self.poll.poll(0.01):
                self.look(number, event)
        for at, _ in self.sockets.values():
            at.close()
        result.put(dict(self.counts))

    def open(self):
        at = socket.socket()
        at.setblocking(False)
        if at.connect_ex(self.address) not in (0, errno.EINPROGRESS):
            at.close()
            return False
        kind = self.counts['opened'] % len(KINDS)
        self.counts['opened'] += 1
        self.sockets[at.fileno()] = at, kind
        self.poll.register(at, select.EPOLLIN | select.EPOLLRDHUP | (select.EPOLLOUT if kind else 0))
        return True

    def look(self, number, event):
        at, kind = self.sockets[number]
        try:
            if event & (select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLHUP | select.EPOLLERR):
                said = at.recv(4096)
                self.counts['told why'] += bool(said)
                if not said:
                    self.drop(number)
            elif event & select.EPOLLOUT:
                at.send(b'GET /honest/k1 HTTP/1.1\r\nHost: flood\r\nX-Never-Ends: ')
                self.poll.modify(at, select.EPOLLIN | select.EPOLLRDHUP)
                if KINDS[kind] == 'a drip':
                    self.drips.append((time.monotonic() + 1, number, at))
        except BlockingIOError:
            pass
        except OSError:
            self.drop(number)

    def drop(self, number):
        at, _ = self.sockets.pop(number)
        at.close()
        self.counts['closed by the server'] += 1

    def drip(self, now):
        while self.drips and self.drips[0][0] <= now:
            _, number, at = self.drips.popleft()
            if self.sockets.get(number, (None,))[0] is at:
                try:
                    at.send(b'x')
                    self.drips.append((now + 1, number, at))
                except OSError:
                    self.drop(number)


class Run:
    def __init__(self, server, arguments):
        self.server, self.arguments = server, arguments
        self.bad = []
        self.honest = Honest(server, self.wrong)
        self.watch = Watch(server)

    def wrong(self, what):
        self.bad.append(what)
        if len(self.bad) <= 20:
            print('WRONG:', what, flush=True)

    def work(self):
        for path, body in (('/honest', b''), ('/honest/large', os.urandom(LARGE))):
            status, _ = self.honest.request('PUT', path, body)
            if status != 200:
                self.wrong('PUT %s was answered with %d' % (path, status))
        client = threading.Thread(target=self.honest.work, daemon=True)
        watch = threading.Thread(target=self.watch.work, daemon=True)
        client.start()
        time.sleep(3 if self.arguments.short else 10)
        self.flood(3)
        silent = self.ask()
        time.sleep(3)
        for at in silent:
            at.close()
        time.sleep(3)
        self.honest.say('a small round')
        self.before = self.server.descriptors(), self.server.collected()
        print('before: %d descriptors, %d of them connections; %d MiB resident' % (
            *self.before[0], self.before[1] >> 20), flush=True)
        watch.start()
        try:
            self.flooded()
            self.unread()
            self.settled()
        finally:
            self.honest.stopping.set()
            self.watch.stopping.set()
            client.join()
            watch.join()
        return 1 if self.bad else 0

    def flood(self, seconds):
        stopping, result = multiprocessing.Event(), multiprocessing.Queue()
        flooding = Flooding(self.server.address, self.arguments.connections)
        process = multiprocessing.Process(target=flooding.run, args=(stopping, result))
        process.start()
        time.sleep(seconds)
        stopping.set()
        counts = result.get(timeout=60)
        process.join()
        return counts

    def flooded(self):
        counts = self.flood(self.arguments.seconds)
        self.honest.say('flooded')
        print('flooded: %d connections opened, up to %d at a time, %d closed by the server' % (
            counts['opened'], counts['at a time'], counts.get('closed by the server', 0)))
        if counts['at a time'] < self.server.limit:
            self.wrong('that was no flood')
        self.bounded('flooded')

    def bounded(self, when):
        bound = self.server.heap + BESIDE_HEAP
        print('%s: the server had up to %d connections (limit %d at most), up to %d MiB resident (bound %d)' % (
            when, self.watch.connections, self.server.limit, self.watch.resident >> 20, bound >> 20), flush=True)
        # One is closed when another has come, by the thread that serves it: for moments both are there.
        if self.watch.connections > self.server.limit * BEING_CLOSED:
            self.wrong('%d connections' % self.watch.connections)
        if self.watch.resident > bound:
            self.wrong('%d MiB resident' % (self.watch.resident >> 20))
        self.watch.reset()

    def ask(self):
        """Clients that ask for the large object, and will not read it."""
        silent = []
        for _ in range(self.arguments.readers):
            at = socket.socket()
            at.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            at.settimeout(ANSWER_SECONDS)
            at.connect(self.server.address)
            head = ''.join('%s: %s\r\n' % each
                           for each in self.honest.signer.headers('GET', '/honest/large', b'').items())
            at.sendall(('GET /honest/large HTTP/1.1\r\n%s\r\n' % head).encode())
            silent.append(at)
        return silent

    def unread(self):
        """How long they are kept. The server's side is looked at: theirs shows nothing while bytes are left to read."""
        begun = time.monotonic()
        silent = self.ask()
        asked = time.monotonic()
        time.sleep(3)
        theirs = self.server.of({at.getsockname()[1] for at in silent})
        kept = theirs & self.server.sockets()[1]
        if len(kept) != len(silent):
            self.wrong('%d of %d clients that do not read are served' % (len(kept), len(silent)))
        cut = []
        end = asked + (10 if self.arguments.short else UNREAD_SECONDS + CUT_SECONDS)
        while kept and time.monotonic() < end:
            time.sleep(0.25)
            now = kept & self.server.sockets()[1]
            cut += [time.monotonic()] * (len(kept) - len(now))
            kept = now
        self.honest.say('with %d that do not read' % len(silent))
        if not self.arguments.short and cut:
            print('unread: %d of %d were cut, from %.0f s after the last had asked to %.0f s after the first' % (
                len(cut), len(silent), cut[0] - asked, cut[-1] - begun))
        if cut and cut[0] - asked < UNREAD_SECONDS - 5:
            self.wrong('one that does not read was cut after %.0f s' % (cut[0] - asked))
        if kept and not self.arguments.short:
            self.wrong('%d that do not read are still there after %.0f s' % (len(kept), time.monotonic() - asked))
        self.bounded('unread')
        for at in silent:
            at.close()

    def settled(self):
        """As it was before."""
        (every, open_before), resident = self.before
        end = time.monotonic() + 20
        now = self.server.descriptors()
        while time.monotonic() < end and (now[1] > open_before + 2 or now[0] > every + 16):
            time.sleep(0.5)
            now = self.server.descriptors()
        after = self.server.collected()
        print('after: %d descriptors, %d of them connections; %d MiB resident' % (*now, after >> 20))
        if now[1] > open_before + 2 or now[0] > every + 16:
            self.wrong('descriptors that stay: %s after %s' % (now, self.before[0]))
        if after > resident + STAYS + ROWS:
            self.wrong('memory that stays: %d MiB' % (after - resident >> 20))
        self.honest.say('after')
        status, body = Honest(self.server, self.wrong).request('GET', '/honest/large')
        if status != 200 or len(body) != LARGE:
            self.wrong('the large object is answered with %d and %d bytes' % (status, len(body)))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument('coffer')
    arguments.add_argument('folder')
    arguments.add_argument('--connections', type=int, default=4000)
    arguments.add_argument('--seconds', type=float, default=60)
    arguments.add_argument('--readers', type=int, default=200)
    arguments.add_argument('--short', action='store_true', help='15 seconds, and nobody waits for the cut')
    arguments = arguments.parse_args()
    if arguments.short:
        arguments.seconds = min(arguments.seconds, 15)
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most != resource.RLIM_INFINITY and most < arguments.connections + 500:
        print('so many descriptors are not permitted: %d' % most)
        return 75
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    os.makedirs(arguments.folder, exist_ok=True)
    server = Server(os.path.abspath(arguments.coffer), os.path.join(os.path.abspath(arguments.folder), 'data'))
    try:
        status = Run(server, arguments).work()
        alarms = [line for line in server.said().splitlines() if 'ALARM' in line or 'OutOfMemory' in line]
        if alarms:
            print('WRONG: the server says', alarms[:3])
            status = 1
        print('everything went on' if status == 0 else 'that went wrong')
        return status
    finally:
        server.kill()


if __name__ == '__main__':
    sys.exit(main())
