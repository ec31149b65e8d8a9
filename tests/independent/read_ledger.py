#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a published log with nothing of Maek's: Python's standard library, written from RFC 6962, RFC 8032 and C2SP.

    read_ledger.py FOLDER [VERIFIER_KEY]

FOLDER holds checkpoint, tile/... and tile/entries/... The verifier key comes from ledger.json when it is not given. Prints
one JSON object; exit status 0 when the checkpoint's signature is good and its root is the root of all entries, by the
entries alone and by each level of tiles; else 1, with the reason under "error".
"""
import base64
import hashlib
import json
import os
import sys

WIDTH = 256
MAX_ENTRIES = 10_000_000   # each is hashed here in Python


class Refused(Exception):
    """Something does not fit; the text says what."""


def sha256(data):
    return hashlib.sha256(data).digest()


# ---- Ed25519 verification: RFC 8032, 5.1, in affine-free extended coordinates (X : Y : Z : T), x y = T / Z ------------

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def multiply(number, point):
    result = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = add(result, point)
        point = add(point, point)
        number >>= 1
    return result


def same_point(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def decode_point(data):
    """5.1.3; None where the bytes are no point."""
    number = int.from_bytes(data, "little")
    sign, y = number >> 255, number & (2**255 - 1)
    if y >= P:
        return None
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    if (v * x * x - u) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (v * x * x - u) % P != 0 or (x == 0 and sign == 1):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = decode_point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_good(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = decode_point(public), decode_point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    return same_point(multiply(s, BASE), add(r, multiply(k, a)))


# ---- Signed notes and checkpoints: C2SP signed-note, tlog-checkpoint --------------------------------------------------

def read_key(text):
    try:
        name, identifier, key = text.strip().split("+", 2)
        data = base64.b64decode(key, validate=True)
    except ValueError as wrong:
        raise Refused(f"the verifier key cannot be read: {wrong}")
    if len(data) != 33 or data[0] != 1:
        raise Refused("the verifier key is no Ed25519 key")
    if sha256(name.encode() + b"\n" + data)[:4].hex() != identifier:
        raise Refused("the verifier key's identifier does not fit its name and bytes")
    return name, bytes.fromhex(identifier), data[1:]


def read_checkpoint(data, key_text):
    name, identifier, public = read_key(key_text)
    text, separator, signatures = data.rpartition(b"\n\n")
    text += b"\n"
    if not separator:
        raise Refused("the checkpoint is no signed note")
    good = False
    for line in signatures.decode("utf-8").splitlines():
        dash, signer, encoded = line.split(" ")
        signature = base64.b64decode(encoded, validate=True)
        if dash != "\u2014" or signer != name or signature[:4] != identifier:
            continue
        if not ed25519_good(public, text, signature[4:]):
            raise Refused("the log's signature on the checkpoint is bad")
        good = True
    if not good:
        raise Refused(f"the checkpoint carries no signature of '{name}'")
    lines = text.decode("utf-8").split("\n")
    if lines[0] != name:
        raise Refused(f"the checkpoint is of '{lines[0]}', not of '{name}'")
    if not lines[1].isdigit() or str(int(lines[1])) != lines[1]:
        raise Refused("the checkpoint's size is no decimal number")
    return name, int(lines[1]), base64.b64decode(lines[2], validate=True)


# ---- Tiles: C2SP tlog-tiles ------------------------------------------------------------------------------------------

def tile_path(level, index, width):
    parts = [f"{index % 1000:03}"]
    while index >= 1000:
        index //= 1000
        parts.insert(0, f"x{index % 1000:03}")
    return os.path.join("tile", str(level), *parts) + ("" if width == WIDTH else f".p/{width}")


def read_file(folder, path):
    try:
        with open(os.path.join(folder, path), "rb") as file:
            return file.read()
    except OSError as wrong:
        raise Refused(f"{path}: {wrong.strerror}")


def read_tile(folder, level, index, width):
    """A partial tile may have gone when the full one stands: its beginning is the same."""
    path = tile_path(level, index, width)
    if width < WIDTH and not os.path.exists(os.path.join(folder, path)):
        path = tile_path(level, index, WIDTH)
    return path, read_file(folder, path)


def tiles_of(count):
    return [(i, min(WIDTH, count - i * WIDTH)) for i in range((count + WIDTH - 1) // WIDTH)]


def read_entries(folder, size):
    for index, width in tiles_of(size):
        path, data = read_tile(folder, "entries", index, width)
        at = 0
        for number in range(width):
            length = int.from_bytes(data[at:at + 2], "big")
            if at + 2 + length > len(data):
                raise Refused(f"{path}: entry {index * WIDTH + number} does not end")
            yield data[at + 2:at + 2 + length]
            at += 2 + length
        if path.endswith(f".p/{width}") and at != len(data):
            raise Refused(f"{path}: bytes are left behind its {width} entries")
        if width == WIDTH and at != len(data):
            raise Refused(f"{path}: bytes are left behind its {width} entries")


# ---- Merkle trees: RFC 6962, 2.1 --------------------------------------------------------------------------------------

def node(left, right):
    return sha256(b"\x01" + left + right)


def tree_root(hashes):
    """MTH: split at the largest power of two below the number of leaves."""
    if not hashes:
        return sha256(b"")
    if len(hashes) == 1:
        return hashes[0]
    split = 1
    while split * 2 < len(hashes):
        split *= 2
    return node(tree_root(hashes[:split]), tree_root(hashes[split:]))


def complete_above(hashes):
    """The hashes one level of tiles up: each is the root of 256 complete ones."""
    return [tree_root(hashes[i:i + WIDTH]) for i in range(0, len(hashes) - WIDTH + 1, WIDTH)]


def check_tiles(folder, leaves):
    checked, level, hashes = 0, 0, leaves
    while hashes:
        for index, width in tiles_of(len(hashes)):
            path, data = read_tile(folder, level, index, width)
            wanted = b"".join(hashes[index * WIDTH:index * WIDTH + width])
            if data[:32 * width] != wanted or (path == tile_path(level, index, width) and len(data) != 32 * width):
                raise Refused(f"{path}: holds other hashes than the entries have")
            checked += 1
        level, hashes = level + 1, complete_above(hashes)
    return checked


def main(words):
    if len(words) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    folder = words[1]
    report = {}
    try:
        key = words[2] if len(words) == 3 else json.loads(read_file(folder, "ledger.json"))["key"]
        origin, size, root = read_checkpoint(read_file(folder, "checkpoint"), key)
        report = {"origin": origin, "size": size, "root": base64.b64encode(root).decode()}
        if size > MAX_ENTRIES:
            raise Refused(f"{size} entries are too many for this reader")
        leaves = [sha256(b"\x00" + entry) for entry in read_entries(folder, size)]
        if tree_root(leaves) != root:
            raise Refused("the entries' root is not the one of the checkpoint")
        report["tiles"] = check_tiles(folder, leaves)
    except (Refused, ValueError, KeyError, TypeError) as wrong:
        report["error"] = str(wrong)
    print(json.dumps(report, indent=2))
    return 1 if "error" in report else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
