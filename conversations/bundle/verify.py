"""Check a record of the Trade Compliance Portal; needs Python 3 and nothing else.

In the unpacked folder: python3 verify.py
With an older record, which must be the beginning of this one:
python3 verify.py . ../older-record

It prints "OK n entries", or the first thing that does not stand, and exits 1.
"""

import hashlib
import json
import sys
from pathlib import Path

SEALED = (
    *("at", "attachments", "author", "body", "conversation", "for", "kind"),
    *("prev", "ref", "role", "seq", "v"),
)
BESIDE = {"digest", "salt", "text", "files"}


class DoesNotStand(Exception):
    """What is wrong, as a sentence."""


def canonical(value):
    """Write JSON as RFC 8785 does, which these values allow."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def strict(raw, name):
    """Read JSON that is written in the one form that the record allows."""
    try:
        value = json.loads(raw)
        is_strict = canonical(value) == raw
    except (ValueError, RecursionError):
        is_strict = False
    if not is_strict:
        raise DoesNotStand(f"{name}: altered.")
    return value


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).hexdigest()


def salted(item, salt):
    """Return the digest of a text or a file's item with its 32 bytes of salt."""
    salt = bytes.fromhex(salt)
    return sha256(salt, item) if len(salt) == 32 else ""


def text_stands(entry):
    if entry["text"] is None:
        return entry["salt"] is None and bool(entry.get("withheld"))
    return salted(entry["text"].encode(), entry["salt"]) == entry["body"]


def file_stands(file, digest):
    if file.get("withheld"):
        return True
    item = {name: file[name] for name in ("name", "sha256", "size")}
    return salted(canonical(item), file["salt"]) == digest


def entry_stands(entry):
    """Whether an entry is what was sealed, by itself."""
    sealed = {name: entry[name] for name in SEALED if name in entry}
    known = {*SEALED, *BESIDE, "withheld"}
    files, digests = entry["files"], entry["attachments"]
    return (
        known >= set(entry)
        and sha256(canonical(sealed)) == entry["digest"]
        and text_stands(entry)
        and len(files) == len(digests)
        and all(map(file_stands, files, digests))
    )


def fault(entry, seq, before):
    """Say what is wrong with the entry that stands at a number, if anything is."""
    try:
        if not entry_stands(entry):
            return "altered"
        if entry["seq"] != seq:
            return "dropped" if entry["seq"] > seq else "inserted or reordered"
        prev, at = (before["digest"], before["at"]) if before else ("0" * 64, "")
        if entry["prev"] != prev or entry["at"] < at:
            return "another entry was sealed before it"
    except (KeyError, TypeError, ValueError, AttributeError):
        return "altered"
    return ""


def read_entries(folder):
    """Check the chains, and return the digest of each entry by its conversation."""
    chains, before, stubs, redacted = {}, {}, set(), set()
    with (folder / "entries.jsonl").open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                raise DoesNotStand(f"entries.jsonl line {number}: cut off.")
            entry = strict(line[:-1], f"entries.jsonl line {number}")
            try:
                ref = entry["conversation"]
                chain = chains.setdefault(ref, [])
            except (KeyError, TypeError):
                raise DoesNotStand(f"entries.jsonl line {number}: altered.") from None
            seq = len(chain) + 1
            if wrong := fault(entry, seq, before.get(ref)):
                raise DoesNotStand(f"{ref} entry {seq}: {wrong}.")
            chain.append(entry["digest"])
            before[ref] = entry
            if entry.get("withheld") == "redacted":
                stubs.add((ref, seq))
            if entry["kind"] == "redacted":
                redacted.add((ref, entry.get("ref")))
    for ref, seq in sorted(stubs - redacted):
        raise DoesNotStand(f"{ref} entry {seq}: erased, and no redaction says so.")
    return chains


def check_heads(chains, heads, what):
    """Hold each conversation's claimed end against its entries."""
    for ref, head in heads.items():
        chain, seq = chains.get(ref, []), head["seq"]
        if len(chain) < seq:
            raise DoesNotStand(f"{ref} entry {len(chain) + 1}: dropped.")
        if seq < 1 or chain[seq - 1] != head["digest"]:
            raise DoesNotStand(f"{ref} entry {seq}: is not the one that {what} names.")


def check_files(folder, files):
    """Hold every other file of the record against its digest."""
    for name, digest in files.items():
        path = folder / name
        if not path.is_file():
            raise DoesNotStand(f"{name}: missing.")
        if sha256(path.read_bytes()) != digest:
            raise DoesNotStand(f"{name}: altered.")


def read_manifest(folder):
    """Return what the record says of itself, whose last key seals the others."""
    manifest = strict((folder / "manifest.json").read_bytes(), "manifest.json")
    seal = manifest.pop("seal", "") if isinstance(manifest, dict) else ""
    if sha256(canonical(manifest)) != seal:
        raise DoesNotStand("manifest.json: altered.")
    return manifest


def check(folder, older=None):
    """Return how many entries the record has, all of which stand.

    Raises:
        DoesNotStand: with the first thing that does not.
    """
    manifest, chains = read_manifest(folder), read_entries(folder)
    check_heads(chains, manifest["heads"], "the manifest")
    for ref, chain in chains.items():
        if manifest["heads"].get(ref, {}).get("seq") != len(chain):
            raise DoesNotStand(f"{ref}: goes on beyond the entry the manifest names.")
    check_files(folder, manifest["files"])
    if older:
        check(older)
        check_heads(chains, read_manifest(older)["heads"], "the older record")
    return sum(map(len, chains.values()))


def main(arguments):
    folders = [Path(argument) for argument in arguments] or [Path(__file__).parent]
    try:
        print(f"OK {check(*folders[:2])} entries")
    except (DoesNotStand, OSError) as error:
        print(error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
