"""Chains for tests: whole ones, built as the portal builds them, and strategies."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from conversations import chain
from conversations.chain import GENESIS, Sealed
from conversations.proof import Fault, File, Head, Link, verify
from conversations.states import Kind

REF = "TC-7F3K-2Q9M"
Numbering = Callable[[Sequence[Link]], list[Link]]
START = datetime(2026, 11, 24, 6, 25, 43, 123456, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """One thing to be written: what a test or a strategy has to say about it."""

    text: str = "Which tariff number fits a heated steering wheel?"
    kind: Kind = Kind.MESSAGE
    files: tuple[str, ...] = ()
    pause: timedelta = timedelta(minutes=5)
    regards: int | None = None


@dataclass
class Chain:
    """A conversation that grows by `say`, its links and its head."""

    conversation: str = REF
    links: list[Link] = field(default_factory=list)

    @property
    def head(self) -> Head:
        if not self.links:
            return Head(self.conversation, 0, GENESIS)
        return Head(self.conversation, len(self.links), self.links[-1].digest)

    def say(self, said: Said) -> None:
        latest = self.links[-1] if self.links else None
        salt, text = chain.new_salt(), chain.normalise(said.text)
        files = tuple(
            File(name, f"{size:064x}", size, chain.new_salt())
            for size, name in enumerate(said.files)
        )
        sealed = Sealed(
            conversation=self.conversation,
            seq=len(self.links) + 1,
            kind=said.kind,
            at=(latest.sealed.at if latest else START) + said.pause,
            author="PE-1D2C-3B4A",
            role="Company contact",
            on_behalf_of="Northwind Traders",
            body=chain.body_digest(salt, text),
            attachments=tuple(digest_of(file) for file in files),
            prev=latest.digest if latest else GENESIS,
            ref=said.regards,
        )
        self.links.append(Link(sealed, chain.digest(sealed), salt, text, files))

    def redact(self, seq: int) -> None:
        """Say that an entry was redacted, then take what stood beside it."""
        facts = chain.facts(reason="Third party data", approved_by="Nora")
        self.say(Said(facts, Kind.REDACTED, regards=seq))
        self.links[seq - 1] = without_text(self.links[seq - 1])


def chain_of(*said: Said) -> Chain:
    whole = Chain()
    for one in said:
        whole.say(one)
    return whole


def of_length(count: int) -> Chain:
    return chain_of(*(Said(f"Entry number {n}.") for n in range(1, count + 1)))


def digest_of(file: File) -> str:
    return chain.attachment_digest(file.salt, file.name, file.sha256, file.size)


def without_text(link: Link) -> Link:
    return replace(link, salt=None, text=None, files=tuple(None for _ in link.files))


def with_sealed(link: Link, **changes: object) -> Link:
    """Change columns of an entry and nothing else, as a careless forger would."""
    return replace(link, sealed=replace(link.sealed, **changes))  # type: ignore[arg-type]  # any column


def sealed_anew(link: Link, **changes: object) -> Link:
    """Change columns and the digest with them, as a careful forger would."""
    changed = with_sealed(link, **changes)
    return replace(changed, digest=chain.digest(changed.sealed))


def with_other_text(link: Link, text: str) -> Link:
    """Rewrite an entry with its digests."""
    assert link.salt is not None
    body = chain.body_digest(link.salt, text)
    return replace(sealed_anew(link, body=body), text=text)


def renumbered(links: Sequence[Link]) -> list[Link]:
    """Close up the numbers, as a forger does whose table knows no gaps."""
    return [with_sealed(link, seq=seq) for seq, link in enumerate(links, start=1)]


def found(links: Iterable[Link], head: Head) -> tuple[int, Fault] | None:
    finding = verify(iter(links), head)
    return (finding.seq, finding.fault) if finding else None


texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=60)
said = st.builds(
    Said,
    text=texts,
    kind=st.sampled_from([kind for kind in Kind if kind != Kind.REDACTED]),
    files=st.lists(texts, max_size=2).map(tuple),
    pause=st.timedeltas(timedelta(0), timedelta(days=60)),
)


def histories(*, at_least: int = 0) -> st.SearchStrategy[Chain]:
    return st.lists(said, min_size=at_least, max_size=7).map(
        lambda everything: chain_of(*everything)
    )
