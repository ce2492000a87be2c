#!/usr/bin/env python3
"""Opens the objects in a data folder, by docs/formats alone.

An independent second reader: it shares no code with Coffer and was written from the documents. A
difference between the two is a defect of a document or of a program. Needs `cryptography` and
`rocksdict` from PyPI. It changes nothing: rows are opened read-only, no lock is taken, so stop the
server first.

    reader.py DATA [--root-key FILE | --recovery-key-file FILE | --passphrase-file FILE]
                   [--customer-key-file FILE] [--to FOLDER]

Prints a line of JSON for each version: bucket, key, versionId, type, size, sha256 of the plaintext,
or error. Ends with 1 when something could not be opened. Section signs are those of docs/formats.
"""
import argparse
import base64
import hashlib
import hmac
import json
import os
import struct
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand


class Refused(Exception):
    """What a reader must reject."""


def require(holds, what):
    if not holds:
        raise Refused(what)


# ---- payload-v1: messages, contexts, layers

CHUNK, TAG, HEADER = 16384, 16, 56
LABEL = b'c2sp.org/chunked-encryption@v1+AEAD_AES_256_GCM\0'


def open_message(key, context, sealed):
    """§3, §5: the plaintext of one message, piece by piece, each authenticated."""
    size = len(sealed) - HEADER
    require(len(key) == 32 and size >= TAG and size % (CHUNK + TAG) >= TAG, 'no message has this size')
    salt, commitment = sealed[:24], sealed[24:56]
    derived = HKDFExpand(hashes.SHA512(), 76, LABEL + salt + context).derive(key)
    require(hmac.compare_digest(derived[44:], commitment), 'commitment')
    gcm, base = AESGCM(derived[:32]), int.from_bytes(derived[32:44], 'big')
    for k, at in enumerate(range(HEADER, len(sealed), CHUNK + TAG)):
        try:
            yield gcm.decrypt((base ^ k).to_bytes(12, 'big'), bytes(sealed[at:at + CHUNK + TAG]), None)
        except InvalidTag:
            raise Refused('chunk %d' % k) from None


def opened(key, context, sealed):
    return b''.join(open_message(key, context, sealed))


def open_body(keys, body_id, ordinal, sealed):
    """§3 "Two layers": keys are inner first; the outer message holds the inner one."""
    for layer in range(len(keys) - 1, -1, -1):
        context = bytes([1, layer]) + body_id + struct.pack('>I', ordinal)
        sealed = opened(keys[layer], context, sealed)
    return sealed


# ---- envelope-v1 §3: canonical associated data


def number(value):
    return struct.pack('>Q', value)


def prefixed(*fields):
    return b''.join(struct.pack('>I', len(f)) + f for f in fields)


def aad(label, *fields):
    parts = [f.encode() if isinstance(f, str) else f for f in (label, *fields)]
    return hashlib.sha256(prefixed(*parts)).digest()


# ---- metadata-v1 §1: fields of rows


class Fields:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, size):
        require(self.at + size <= len(self.data), 'a row ends early')
        self.at += size
        return self.data[self.at - size:self.at]

    def u(self, size):
        return int.from_bytes(self.take(size), 'big')

    def varint(self):
        value = shift = 0
        while True:
            byte = self.u(1)
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                require(byte or shift == 7, 'a varint is not in its shortest form')
                return value

    def bytes(self):
        return self.take(self.varint())

    def text(self):
        try:
            return self.bytes().decode()
        except UnicodeDecodeError:
            raise Refused('text that is not UTF-8') from None

    def flag(self):
        value = self.u(1)
        require(value < 2, 'a flag')
        return value == 1

    def nullable(self, read):
        return read() if self.flag() else None

    def list(self, read):
        return [read() for _ in range(self.varint())]

    def end(self):
        require(self.at == len(self.data), 'a row ends late')


# ---- kv-keys-v1: names of rows


class Rows:
    def __init__(self, folder):
        from rocksdict import AccessType, Options, Rdict
        self.db = Rdict(os.path.join(folder, 'rows'), Options(raw_mode=True), access_type=AccessType.read_only())
        require(self.db[b'f'] == b'kv-keys-v1', 'rows of another format')

    @staticmethod
    def escape(data):
        return b''.join(bytes([2, b + 2]) if b < 3 else bytes([b]) for b in data)

    @staticmethod
    def unescape(data):
        out, at = bytearray(), 0
        while at < len(data):
            if data[at] == 2:
                at += 1
                require(at < len(data) and 2 <= data[at] <= 4, 'an escape')
                out.append(data[at] - 2)
            else:
                out.append(data[at])
            at += 1
        return bytes(out)

    def get(self, index, group, suffix):
        return self.db.get(b'e' + index.encode() + b'\1' + self.escape(group) + b'\1' + self.escape(suffix))

    def scan(self, index, group=b''):
        """Entries of an index whose group begins so, in order: group, suffix, value."""
        start = b'e' + index.encode() + b'\1'
        for name, value in self.db.items(from_key=start + self.escape(group)):
            if not name.startswith(start + self.escape(group)):
                return
            head, _, tail = name[len(start):].partition(b'\1')
            yield self.unescape(head), self.unescape(tail), value


# ---- blob-files-v1


def read_blob(folder, blob_id):
    session, sequence = struct.unpack('>QQ', blob_id)
    place = (sequence >> 8) + ((session * 0x9E3779B97F4A7C15 % 2**64) >> 44)
    name = os.path.join(folder, 'blobs', '%03x' % (place >> 10 & 1023), '%03x' % (place & 1023), blob_id.hex())
    try:
        with open(name, 'rb') as file:
            data = file.read()
    except FileNotFoundError:
        raise Refused('a blob is missing') from None
    require(data[:9] == b'coffblob\1' and data[9:25] == blob_id, 'a blob of another name')
    hint = int.from_bytes(data[25:27], 'big')
    return memoryview(data)[31 + hint:]


# ---- root-key-file-v1

DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'


def recovery_key(typed):
    bits = 0
    for digit in typed.upper().replace('-', '').replace(' ', '').strip():
        bits = bits << 5 | DIGITS.index({'O': '0', 'I': '1', 'L': '1'}.get(digit, digit))
    data = bits.to_bytes(35, 'big')
    require(hashlib.sha256(b'coffer/recovery-key/v1' + data[:32]).digest()[:3] == data[32:], 'mistyped')
    return data[:32]


class Root:
    """The store root key."""

    def __init__(self, folder, options):
        with open(os.path.join(folder, 'root.json'), encoding='utf-8') as file:
            self.file = json.load(file)
        require(self.file['version'] == 1, 'a root key file of another version')
        self.installation = bytes.fromhex(self.file['installationId'])
        self.version = self.file['rootKeyVersion']
        self.key, self.retiring = self.find(folder, options), None
        if 'retiringRootKey' in self.file:
            binding = struct.pack('>I', self.version - 1)
            self.retiring = self.unwrap('retiring-root-key', bytes.fromhex(self.file['retiringRootKey']), binding)

    def find(self, folder, options):
        for slot in self.file['slots']:
            secret = self.secret(slot, folder, options)
            if secret is not None:
                context = aad('coffer/root-key-file/slot', number(1), self.installation,
                              bytes.fromhex(slot['id']), slot['kind'], number(self.version))
                try:
                    return opened(secret, context, bytes.fromhex(slot['wrappedRootKey']))
                except Refused:
                    continue
        raise SystemExit('no slot of the root key file opens with what is at hand')

    @staticmethod
    def secret(slot, folder, options):
        def content(path):
            with open(path, 'rb') as file:
                return file.read()
        beside = options.root_key or os.path.join(folder, 'root.key')
        if slot['kind'] == 'keyfile' and os.path.exists(beside):
            return content(beside)
        if slot['kind'] == 'recovery' and options.recovery_key_file:
            return recovery_key(content(options.recovery_key_file).decode())
        if slot['kind'] == 'passphrase' and options.passphrase_file:
            from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
            cost = slot['argon2id']
            phrase = content(options.passphrase_file).split(b'\n')[0].rstrip(b'\r')
            return Argon2id(salt=bytes.fromhex(cost['salt']), length=32, iterations=cost['passes'],
                            lanes=cost['lanes'], memory_cost=cost['memoryKib']).derive(phrase)
        return None

    def unwrap(self, purpose, wrapped, binding=b''):
        """envelope-v1 §3 "Keys below the root key"; while a rotation runs, by either root key."""
        try:
            return opened(self.key, aad('coffer/root/' + purpose, self.installation, number(self.version), binding), wrapped)
        except Refused:
            if self.retiring is None:
                raise
            context = aad('coffer/root/' + purpose, self.installation, number(self.version - 1), binding)
            return opened(self.retiring, context, wrapped)


# ---- kms-key-v1 and kms-ciphertext-v1


class Kms:
    def __init__(self, rows, root):
        self.rows, self.root = rows, root
        wrapped = rows.get('system', b'store-keys', b'kms-records')
        self.records = wrapped and root.unwrap('kms-records', wrapped)

    def materials(self, key_id):
        """The present materials of a key by number."""
        group = b'kms-key/' + key_id.encode()
        head = self.rows.get('system', group, b'0\0') if self.records else None
        require(head, 'the KMS key is not in this store')
        f = Fields(head)
        require(f.u(1) == 1, 'a KMS key of another version')
        revision, chunks, sealed = f.bytes(), f.u(1), f.bytes()
        f.end()
        require(chunks > 0, 'the KMS key was deleted')
        for n in range(1, chunks):
            f = Fields(self.rows.get('system', group, b'0' + bytes([n])) or b'')
            require(f.bytes() == revision, 'a row of another revision')
            sealed += f.bytes()
            f.end()
        f = Fields(opened(self.records, aad('coffer/kms/key', number(1), self.root.installation, key_id), sealed))
        f.text(), require(f.text() == key_id, 'another key')
        f.u(8), f.u(1), f.u(1)
        origin = f.u(1)
        f.u(1)
        require(f.nullable(f.text) is None, 'the KMS key is kept by a custom key store')
        f.text(), f.flag(), f.nullable(lambda: f.u(8)), f.text()
        f.list(lambda: (f.text(), f.text())), f.nullable(lambda: (f.u(2), f.u(8)))
        found = {}
        for _ in range(f.varint()):
            n = f.u(4)
            f.text(), f.u(1), f.u(8)
            wrapped = f.nullable(f.bytes)
            f.nullable(lambda: (f.u(8), f.u(1)))
            f.nullable(lambda: (f.text(), f.u(1), f.nullable(lambda: f.u(8))))
            if wrapped is not None:
                binding = aad('coffer/kms/material', number(1), key_id, number(n), number(origin))
                found[n] = (wrapped, binding)
        return found

    def decrypt(self, blob, context):
        require(len(blob) >= 86 and blob[:5] == b'COK\1\1' and blob[5] < 2, 'a foreign ciphertext')
        digits = blob[6:22].hex()
        if blob[5]:
            key_id = 'mrk-' + digits
        else:
            key_id = '-'.join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
        n = int.from_bytes(blob[22:26], 'big')
        materials = self.materials(key_id)
        require(n in materials, 'the KMS key has lost its material')
        wrapped, binding = materials[n]
        material = self.root.unwrap('kms-material', wrapped, binding)
        key = HKDF(hashes.SHA256(), 32, blob[26:58], b'coffer-kms/v1' + blob[:26]).derive(material)
        try:
            return AESGCM(key).decrypt(blob[58:70], blob[70:], blob[:70] + context)
        except InvalidTag:
            raise Refused('the ciphertext') from None


# ---- envelope-v1

TYPES = {1: 'SSE-S3', 2: 'SSE-KMS', 3: 'SSE-KMS with a Bucket Key', 4: 'DSSE-KMS', 5: 'SSE-C'}


class Envelope:
    def __init__(self, data):
        f = Fields(data)
        require(f.u(1) == 1, 'an envelope of another version')
        self.type = f.u(1)
        require(self.type in TYPES, 'an envelope of another type')
        self.arn = self.material = self.context = self.pairs = b''
        if self.type in (2, 3, 4):
            field = lambda: f.take(f.u(2))
            self.arn, self.material, self.context, self.ciphertext = field(), field(), field(), field()
            self.pairs = field() if self.type == 3 else b''
        if self.type == 5:
            self.salt, self.verifier = f.take(32), f.take(32)
        if self.type == 4:
            self.inner = f.take(104)
        if self.type in (1, 4):
            self.generation = f.u(4)
        self.wrapped = f.take(104)
        f.end()

    def open(self, store, bucket, object_id):
        """The data keys, inner first."""
        def unwrap(key, wrapped, label='coffer/envelope/data-key'):
            pairs = (self.pairs,) if self.type == 3 else ()
            context = aad(label, number(1), store.root.installation, object_id, number(self.type),
                          self.arn, self.material, self.context, *pairs)
            return opened(key, context, wrapped)
        if self.type == 1:
            return [unwrap(bucket.sse_s3(self.generation), self.wrapped)]
        if self.type in (2, 3):
            return [unwrap(store.kms.decrypt(self.ciphertext, self.context), self.wrapped)]
        if self.type == 4:
            inner = unwrap(store.kms.decrypt(self.ciphertext, self.context), self.inner)
            return [inner, unwrap(bucket.sse_s3(self.generation), self.wrapped, 'coffer/envelope/outer-data-key')]
        for key in store.customer_keys:
            derived = HKDF(hashes.SHA256(), 64, self.salt, b'coffer/envelope/customer-key' + object_id).derive(key)
            if hmac.compare_digest(derived[32:], self.verifier):
                return [unwrap(derived[:32], self.wrapped)]
        raise Refused("the customer's key is not among those given")


# ---- metadata-v1


class Bucket:
    def __init__(self, store, name, row):
        self.store, self.name = store, name
        f = Fields(row)
        version = f.u(1)
        require(version in (1, 2, 3), 'a bucket of another format')
        context = aad('coffer/bucket-row/v%d' % version, store.root.installation, name)
        f = Fields(opened(store.metadata, context, f.bytes()))
        self.id = f.bytes()
        f.text(), f.text(), f.u(8), f.u(1), f.u(1), f.bytes()
        if version >= 2:
            f.bytes()
        f.flag()
        wrapped = f.bytes()
        self.generations = f.list(f.bytes)
        self.metadata = store.root.unwrap('bucket-metadata', wrapped, self.binding(0))

    def binding(self, generation):
        return bytes([len(self.id)]) + self.id + struct.pack('>I', generation)

    def sse_s3(self, generation):
        require(1 <= generation <= len(self.generations), 'a generation that the bucket has not')
        return self.store.root.unwrap('sse-s3', self.generations[generation - 1], self.binding(generation))

    def versions(self):
        for group, suffix, row in self.store.rows.scan('bucket-' + self.id.hex()):
            if suffix == b'c' and self.left(row):
                continue
            if suffix == b'c' or (suffix[:1] == b'e' and len(suffix) == 17):
                yield Version(self, group, suffix, row)

    def left(self, row):
        """Whether it was renamed, by a rename that was cut off before the row was removed."""
        if row[:1] not in (b'\7', b'\x0b'):
            return False
        f = Fields(row)
        try:
            f.u(1), f.bytes()
            destination, token = f.text(), f.bytes()
        except Refused:
            return False  # whoever reads it says that it is damaged
        return self.store.rows.get('bucket-' + self.id.hex(), destination.encode(), b't' + token) == b'\1\1'


class Version:
    def __init__(self, bucket, key, suffix, row):
        self.bucket, self.key, self.suffix, self.row = bucket, key, suffix, row
        self.id = self.type = self.size = None

    def read(self):
        """The plaintext; None for a delete marker. What is learnt on the way stays in the fields."""
        f = Fields(self.row)
        version = f.u(1)
        require(version in (1, 4, 7, 8, 11), 'a version of another format')
        facts = f.bytes()
        if version in (7, 11):
            f.text(), f.bytes()
        envelope, sealed = f.bytes(), f.bytes()
        inline = f.nullable(f.bytes)
        f.end()
        f = Fields(facts)
        order, null = f.bytes(), f.flag()
        self.id = 'null' if null else order.hex()
        f.u(8), f.text()
        require(self.suffix == b'c' or self.suffix[1:] == order, 'a version in the place of another')
        details = self.details(facts, sealed, (3,) if version >= 8 else (2, 1))
        if not f.flag():
            self.type = 'delete marker'
            return None
        self.size = f.u(8)
        f.bytes(), f.u(2), f.nullable(lambda: (f.u(1), f.flag())), f.text()
        object_id, place = f.bytes(), f.u(1)
        require(place in (1, 2, 3, 4, 5), 'a place of another type')
        origins = f.list(f.text) if place == 5 else None
        at = f.list(lambda: self.piece(f, origins)) if place in (4, 5) else f.bytes()
        if version >= 8:
            f.flag()
        f.end()
        envelope = Envelope(envelope)
        self.type = TYPES[envelope.type]
        keys = envelope.open(self.bucket.store, self.bucket, object_id)
        plain = self.body(keys, place, at, inline, details)
        require(len(plain) == self.size, 'another size than the record says')
        return plain

    def details(self, facts, sealed, forms):
        for self.form in forms:
            context = aad('coffer/version-row/v%d' % self.form, self.bucket.id, self.key, facts)
            try:
                return opened(self.bucket.metadata, context, sealed)
            except Refused:
                continue
        raise Refused('the details')

    def piece(self, f, origins):
        """Its type, id, ordinal, end, and the object key in whose group its rows are."""
        kind, id = f.u(1), f.bytes()
        require(kind in (1, 2), 'a piece of another type')
        ordinal = f.u(4) if kind == 1 else None
        end = f.u(8)
        if origins is None:
            origin = f.nullable(f.text)
        else:
            number = f.varint()
            require(number <= len(origins), 'an origin that is not listed')
            origin = origins[number - 1] if number else None
        return kind, id, ordinal, end, self.key if origin is None else origin.encode()

    def body(self, keys, place, at, inline, details):
        store = self.bucket.store
        if place == 1:
            return open_body(keys, at, 0, inline)
        if place == 2:
            at = [(1, at, 0, self.size, self.key)]
        if place == 3:
            at = [(2, at, None, self.size, self.key)]
        plain = []
        for kind, id, ordinal, end, group in at:
            blobs = [(ordinal, id)] if kind == 1 else self.parts(group, id, details)
            plain += [open_body(keys, blob, n, read_blob(store.blobs, blob)) for n, blob in blobs]
            require(sum(map(len, plain)) == end, 'a piece that ends elsewhere')
        return b''.join(plain)

    def parts(self, group, upload, details):
        f = Fields(details)
        for _ in range(6):
            f.nullable(f.text)
        f.list(lambda: (f.text(), f.text()))
        checksum = lambda g: g.nullable(lambda: (g.u(1), g.flag(), g.bytes(), g.u(2)))
        # Since form 2 checksums are sealed under the data key; a reader of bytes does not need them.
        skip = checksum if self.form == 1 else lambda g: g.nullable(g.bytes)
        skip(f)
        for n, (_, digest) in enumerate(f.list(lambda: (f.u(8), f.bytes()))):
            row = self.bucket.store.rows.get('bucket-' + self.bucket.id.hex(), group, b'x' + upload + struct.pack('>H', n))
            require(row is not None, 'a page of parts is missing')
            g = Fields(row)
            form = g.u(1)
            require(form in (1, 2), 'a page of another format')
            context = aad('coffer/part-index/v%d' % form, self.bucket.id, group, upload, number(n))
            content = opened(self.bucket.metadata, context, g.bytes())
            require(hashlib.sha256(content).digest() == digest, 'an earlier page')
            g = Fields(content)
            g.u(8)
            for _ in range(g.varint()):
                part = g.u(2)
                g.u(8)
                yield part, g.bytes()
                if form == 1:
                    checksum(g)


class Store:
    def __init__(self, options):
        self.rows = Rows(os.path.join(options.data, 'meta'))
        self.blobs = os.path.join(options.data, 'blobs')
        self.root = Root(os.path.join(options.data, 'keys'), options)
        self.kms = Kms(self.rows, self.root)
        self.metadata = self.root.unwrap('system-metadata', self.rows.get('system', b'store-keys', b'system-metadata'))
        self.customer_keys = []
        for path in options.customer_key_file:
            with open(path, encoding='ascii') as file:
                self.customer_keys += [base64.b64decode(line) for line in file.read().split()]

    def buckets(self):
        for group, suffix, row in self.rows.scan('system', b'bucket/'):
            if suffix == b'r':
                yield Bucket(self, group[len(b'bucket/'):].decode(), row)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n')[0])
    parser.add_argument('data')
    parser.add_argument('--root-key')
    parser.add_argument('--recovery-key-file')
    parser.add_argument('--passphrase-file')
    parser.add_argument('--customer-key-file', action='append', default=[])
    parser.add_argument('--to')
    options = parser.parse_args()
    failed = 0
    for bucket in Store(options).buckets():
        for version in bucket.versions():
            line = {'bucket': bucket.name, 'key': version.key.decode()}
            try:
                plain = version.read()
                if plain is not None:
                    line['sha256'] = hashlib.sha256(plain).hexdigest()
                    if options.to:
                        name = hashlib.sha256(b'%s/%s@%s' % (bucket.name.encode(), version.key, version.id.encode()))
                        with open(os.path.join(options.to, name.hexdigest()), 'xb') as file:
                            file.write(plain)
            except Refused as e:
                failed += 1
                line['error'] = str(e)
            line.update(versionId=version.id, latest=version.suffix == b'c', type=version.type, size=version.size)
            print(json.dumps(line, sort_keys=True))
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
