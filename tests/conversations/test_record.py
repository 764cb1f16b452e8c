"""The record of a conversation: who gets it, and that it shows what was done to it."""

import io
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.utils import timezone

from accounts.models import User
from conversations import chain
from conversations.bundle import verify, writing
from conversations.models import Conversation
from portal import rls
from tests.accounts.signing_in import forget
from tests.client import PortalClient
from tests.factories import said

Lines = list[dict[str, Any]]


def unpacked(content: bytes, folder: Path) -> Path:
    with ZipFile(io.BytesIO(content)) as record:
        record.extractall(folder)
    return folder


def taken(conversation: Conversation, by: User, folder: Path) -> Path:
    with rls.entered(by.pk):
        now = Conversation.objects.get(pk=conversation.pk)
        whole = writing.record_of(now, by=by, at=timezone.now())
    with whole:
        return unpacked(whole.read(), folder)


def checked(folder: Path, *older: Path) -> str:
    try:
        return f"OK {verify.check(folder, *older)}"
    except verify.DoesNotStand as error:
        return str(error)


@pytest.fixture
def long(question: Conversation, carl: User, ivan: User) -> Conversation:
    for by, text in ((ivan, "9405?"), (carl, "Yes – 9405."), (ivan, "Good.")):
        said(question, by=by, text=text)
    return question


@pytest.fixture
def folder(long: Conversation, carl: User, tmp_path: Path) -> Path:
    return taken(long, carl, tmp_path / "record")


# --- At the door -------------------------------------------------------------------


def test_a_reader_takes_the_record_along_and_checks_it_with_python_alone(
    client: PortalClient, carl: User, long: Conversation, tmp_path: Path
) -> None:
    answer = client.sign_in(carl).post(f"/conversations/{long.ref}/record/")
    folder = unpacked(b"".join(answer), tmp_path)
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, "-I", "-S", folder / "verify.py"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert f'attachment; filename="record-{long.ref}.zip"' in answer.headers.values()
    assert (done.returncode, done.stdout, done.stderr) == (0, "OK 5 entries\n", "")
    assert "Yes – 9405." in (folder / "transcript.html").read_text()


def test_the_record_asks_for_a_fresh_sign_in(
    client: PortalClient, carl: User, long: Conversation
) -> None:
    forget(client.sign_in(carl))

    assert client.post(f"/conversations/{long.ref}/record/").status_code == 403


def test_nobody_gets_a_record_of_what_they_do_not_see(
    client: PortalClient, carl: User, secret: Conversation
) -> None:
    answer = client.sign_in(carl).post(f"/conversations/{secret.ref}/record/")

    assert answer.status_code == 404


# --- Tampering ---------------------------------------------------------------------


def test_a_record_stands(folder: Path) -> None:
    assert checked(folder) == "OK 5"


def with_text(lines: Lines) -> None:
    lines[3]["text"] = "No."


def with_text_and_body(lines: Lines) -> None:
    with_text(lines)
    lines[3]["body"] = chain.body_digest(bytes.fromhex(lines[3]["salt"]), "No.")


def reseal(line: dict[str, Any]) -> None:
    """Give an entry the digest that its keys come to."""
    sealed = {name: line[name] for name in verify.SEALED if name in line}
    line["digest"] = verify.sha256(verify.canonical(sealed))


def with_own_digest(lines: Lines) -> None:
    with_text_and_body(lines)
    reseal(lines[3])


def with_own_last(lines: Lines) -> None:
    lines[4]["author"] = "PE-0000-0000"
    reseal(lines[4])


def with_one_more(lines: Lines) -> None:
    last = lines[4]
    lines.append(last | {"seq": 6, "prev": last["digest"]})
    reseal(lines[5])


def with_longer_salt(lines: Lines) -> None:
    """The salt takes a letter of the text: the two come to the same digest."""
    text = lines[3]["text"]
    lines[3]["salt"] += text[0].encode().hex()
    lines[3]["text"] = text[1:]


def with_file(lines: Lines) -> None:
    lines[3]["files"] = [{"name": "a.pdf", "withheld": True}]


def going_back(lines: Lines) -> None:
    """The last but one is resealed as of an earlier moment, and the last after it."""
    lines[3]["at"] = "2020-01-01T00:00:00.000000Z"
    reseal(lines[3])
    lines[4]["prev"] = lines[3]["digest"]
    reseal(lines[4])


def set_in_fourth(**values: Any) -> Callable[[Lines], None]:
    return lambda lines: lines[3].update(values)


FORGERIES: dict[str, tuple[Callable[[Lines], Any], str]] = {
    "text": (with_text, "entry 4: altered"),
    "text and digest": (with_text_and_body, "entry 4: altered"),
    "text and own digest": (with_own_digest, "entry 5: another entry"),
    "backdated": (set_in_fourth(at="2020-01-01T00:00:00.000000Z"), "entry 4: altered"),
    "another author": (set_in_fourth(author="PE-0000-0000"), "entry 4: altered"),
    "dropped": (lambda lines: lines.pop(3), "entry 4: dropped"),
    "tail": (lambda lines: lines.pop(), "entry 5: dropped"),
    "swapped": (lambda lines: lines.insert(2, lines.pop(3)), "entry 3: dropped"),
    "inserted": (lambda lines: lines.insert(3, lines[2]), "entry 4: inserted"),
    "moved": (set_in_fourth(conversation="TC-0000-0000"), "entry 1: altered"),
    "erased": (
        set_in_fourth(text=None, salt=None, withheld="redacted"),
        "entry 4: erased",
    ),
    "text gone": (set_in_fourth(text=None, salt=None), "entry 4: altered"),
    "a letter of the text in the salt": (with_longer_salt, "entry 4: altered"),
    "a file slipped in": (with_file, "entry 4: altered"),
    "going back in time": (going_back, "entry 4: another entry"),
    "own last": (with_own_last, "entry 5: is not the one that the manifest"),
    "one more": (with_one_more, "goes on beyond the entry"),
    "a key more": (set_in_fourth(note="x"), "entry 4: altered"),
    "all gone": (lambda lines: lines.clear(), "entry 1: dropped"),
}


@pytest.mark.parametrize(("forge", "says"), FORGERIES.values(), ids=FORGERIES.keys())
def test_what_was_done_to_the_entries_is_named(
    forge: Callable[[Lines], Any], says: str, folder: Path
) -> None:
    path = folder / "entries.jsonl"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    forge(lines)
    path.write_bytes(b"".join(verify.canonical(line) + b"\n" for line in lines))

    assert says in checked(folder)


def test_a_line_that_was_cut_off_is_named(folder: Path) -> None:
    path = folder / "entries.jsonl"
    path.write_bytes(path.read_bytes()[:-1])

    assert "line 5: cut off" in checked(folder)


def test_a_file_that_is_missing_is_named(folder: Path) -> None:
    (folder / "transcript.html").unlink()

    assert checked(folder) == "transcript.html: missing."


def test_a_file_of_an_entry_is_held_against_its_digest(folder: Path) -> None:
    item = {"name": "a.pdf", "sha256": "0" * 64, "size": 3}
    salt = "5a" * 32
    entry = json.loads((folder / "entries.jsonl").read_text().splitlines()[3])
    entry["attachments"] = [verify.salted(verify.canonical(item), salt)]
    entry["files"] = [item | {"salt": salt}]
    reseal(entry)

    assert verify.entry_stands(entry)
    entry["files"][0]["size"] = 4
    assert not verify.entry_stands(entry)


def test_every_changed_byte_is_found(folder: Path) -> None:
    chance = random.Random(5)  # noqa: S311 - a sample
    contents = {path: path.read_bytes() for path in sorted(folder.iterdir())}
    for number in range(300):
        path = list(contents)[number % len(contents)]
        changed = bytearray(contents[path])
        place = chance.randrange(len(changed))
        changed[place] ^= chance.randrange(1, 256)
        path.write_bytes(changed)
        assert not checked(folder).startswith("OK"), (path.name, place)
        path.write_bytes(contents[path])


def test_an_older_record_is_the_beginning_of_a_newer_one(
    folder: Path, long: Conversation, carl: User, tmp_path: Path
) -> None:
    said(long, by=carl, text="One more.")
    newer = taken(long, carl, tmp_path / "newer")

    assert checked(newer, folder) == "OK 6"
    assert "dropped" in checked(folder, newer)


def test_an_older_record_is_checked_itself(
    folder: Path, long: Conversation, carl: User, tmp_path: Path
) -> None:
    newer = taken(long, carl, tmp_path / "newer")
    (folder / "transcript.html").write_text("Else.")

    assert checked(newer, folder) == "transcript.html: altered."
