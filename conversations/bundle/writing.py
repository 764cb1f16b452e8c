"""Write `record.zip`: a conversation's chain, to be read and to be checked.

Entries are read and written one at a time, so that memory does not grow with them.
"""

import hashlib
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string

from accounts.models import User
from conversations import audit, chain
from conversations.models import Conversation, Entry
from conversations.proof import Link
from conversations.screens.entries import sentence_of
from portal import markdown

FORMAT = 1
IN_MEMORY = 2**20  # bytes, before a file goes to disk
HERE = Path(__file__).parent
HEAD, ENTRY = "conversations/record/head.html", "conversations/record/_entry.html"


class Digested:
    """A file of the record under way, and the digest of what was written to it."""

    def __init__(self, target: IO[bytes]) -> None:
        self.target, self.sum = target, hashlib.sha256()

    def write(self, data: bytes) -> None:
        self.sum.update(data)
        self.target.write(data)


def record_of(conversation: Conversation, *, by: User, at: datetime) -> IO[bytes]:
    """Return the record of a conversation that a person may read, as an open file.

    Args:
        conversation: as it was loaded; what comes after its head is left out.
        by: who asked for it, whose name it bears.
    """
    whole = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - the caller's
    with ZipFile(whole, "w", ZIP_DEFLATED) as target:
        files = written(target, conversation)
        for name in ("verify.py", "README.txt"):
            content = (HERE / name).read_bytes()
            target.writestr(name, content)
            files[name] = hashlib.sha256(content).hexdigest()
        manifest = sealed(manifest_of(conversation, by, at) | {"files": files})
        target.writestr("manifest.json", chain.canonical(manifest))
    whole.seek(0)
    return whole


def written(target: ZipFile, conversation: Conversation) -> dict[str, str]:
    """Write the entries for machines and for people; return the files' digests."""
    names = "entries.jsonl", "transcript.html"
    with tempfile.SpooledTemporaryFile(IN_MEMORY) as page:
        with target.open(names[0], "w", force_zip64=True) as out:
            entries, transcript = Digested(out), Digested(page)
            transcript.write(drawn(HEAD, conversation=conversation))
            for entry in entries_of(conversation):
                line = as_line(audit.link(entry, conversation.ref))
                entries.write(chain.canonical(line).encode() + b"\n")
                transcript.write(drawn_entry(entry))
            transcript.write(b"</body></html>\n")
        page.seek(0)
        with target.open(names[1], "w", force_zip64=True) as out:
            while piece := page.read(2**16):
                out.write(piece)
    return dict(
        zip(names, (one.sum.hexdigest() for one in (entries, transcript)), strict=True)
    )


def entries_of(conversation: Conversation) -> Iterator[Entry]:
    entries = Entry.objects.filter(conversation=conversation).with_text()
    known = entries.filter(seq__lte=conversation.latest_seq).in_order()
    return known.iterator(chunk_size=audit.AT_ONCE)


def as_line(link: Link) -> dict[str, Any]:
    """Return an entry as the record writes it: the sealed keys, and what is beside."""
    line = chain.content_of(link.sealed) | {
        "digest": link.digest,
        "salt": link.salt.hex() if link.salt is not None else None,
        "text": link.text,
        "files": [],
    }
    return line if link.text is not None else line | {"withheld": "redacted"}


def manifest_of(conversation: Conversation, by: User, at: datetime) -> dict[str, Any]:
    head = {"seq": conversation.latest_seq, "digest": conversation.latest_digest}
    return {
        "format": FORMAT,
        "of": {"kind": "conversation", "ref": conversation.ref},
        "asked_by": {"ref": by.ref, "name": chain.normalise(by.name)},
        "asked_at": chain.stamp(at),
        "public_key": None,
        "anchors": [],
        "heads": {conversation.ref: head},
    }


def sealed(manifest: dict[str, Any]) -> dict[str, Any]:
    whole = chain.canonical(manifest).encode()
    return manifest | {"seal": hashlib.sha256(whole).hexdigest()}


def drawn_entry(entry: Entry) -> bytes:
    words = "" if entry.is_spoken else sentence_of(entry)
    html = markdown.render(entry.body.text) if entry.is_spoken else ""
    return drawn(ENTRY, entry=entry, words=words, html=html)


def drawn(template: str, **context: Any) -> bytes:
    return render_to_string(template, context).encode()
