"""What a mail says, and that no name can make it say more; allauth's mails, too."""

from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from allauth.account.adapter import get_adapter
from django.core import mail as django_mail
from django.core.mail.message import sanitize_address
from hypothesis import example, given
from hypothesis import strategies as st
from pytest_django import Settings

from accounts import mail
from accounts.mail import Recipient
from accounts.models import Notice, User
from accounts.states import Channel, NoticeKind, NoticeState
from portal import rls
from tests.accounts.test_notices import swept
from tests.database import as_owner
from tests.factories import NoticeFactory, UserFactory
from tests.house.source import modules

REF = "TC-7F3K-2Q9M"
ADDRESS = "ivan@example.test"
HEADERS = {
    "Auto-Submitted",
    "Content-Transfer-Encoding",
    "Content-Type",
    "Date",
    "From",
    "List-Id",
    "MIME-Version",
    "Message-ID",
    "References",
    "Subject",
    "To",
    "X-Auto-Response-Suppress",
}


def notice(**values: Any) -> Notice:
    path = f"/conversations/{REF}/?entry=3#entry-3"
    known = {"kind": NoticeKind.ENTRY, "ref": REF, "key": "k", "path": path}
    return Notice(reason="You hold it.", digest="abcdef012345", **known | values)


def parsed(message: Any) -> EmailMessage:
    """Return a mail as the server of its reader gets it."""
    return message_from_bytes(message.message().as_bytes(), policy=policy.default)


def mail_to(name: str, address: str = ADDRESS) -> EmailMessage:
    return parsed(mail.written(notice(), Recipient(name, address)))


def text(message: EmailMessage) -> str:
    return str(message.get_content())


def test_a_mail_leads_to_the_entry_and_names_its_reference_and_fingerprint() -> None:
    written = mail_to("Ivan Reyes")

    assert f"http://127.0.0.1:8000/conversations/{REF}/?entry=3#entry-3" in text(
        written
    )
    assert "fingerprint begins\nwith abcdef012345" in text(written)
    assert "Why you got this: You hold it." in text(written)
    assert "All your notices: http://127.0.0.1:8000/notices/" in text(written)
    assert written["Subject"].startswith(f"{REF}: ")


def test_its_headers_are_these() -> None:
    written = mail_to("Ivan Reyes")

    assert set(written.keys()) == HEADERS
    assert written["To"] == "Ivan Reyes <ivan@example.test>"
    assert written["Auto-Submitted"] == "auto-generated"
    assert written["List-Id"] == f"{REF} <tc-7f3k-2q9m.portal.example>"


def test_mails_of_one_thread_hang_together_and_each_has_its_own_id() -> None:
    to = Recipient("Ivan", ADDRESS)
    one, two, again = (
        parsed(mail.written(notice(key=key), to)) for key in ("1", "2", "1")
    )

    assert one["Message-ID"] == again["Message-ID"] != two["Message-ID"]
    assert one["References"] == two["References"]
    assert one["Message-ID"].endswith("@portal.example>")


def test_the_portals_own_address_may_have_a_name(settings: Settings) -> None:
    settings.MAIL_FROM = "Trade Compliance Portal <portal@portal.example>"

    assert mail_to("Ivan")["From"] == settings.MAIL_FROM


# --- Names that would like to be headers ---------------------------------------------


@given(name=st.text(max_size=120))
@example(name="Ivan\r\nBcc: mallory@evil.example")
@example(name="Ivan\nSubject: Pay now\n\nClick here")
@example(name='Reyes, Ivan "The" <mallory@evil.example>, x')
@example(name="ivan@evil.example>, <mallory@evil.example")
@example(name="\\")
@example(name="é" * 120)
@example(name="Ж" * 60 + '", <a@evil.example>')
@example(name="\u202egro.live@yrollam\u202c")
@example(name="=?utf-8?q?=0ABcc:_a=40evil.example?=")
@example(name=" \t ")
def test_no_name_adds_a_header_or_a_reader(name: str) -> None:
    to = Recipient(mail.printed(name), ADDRESS)
    written = mail.written(notice(), to)
    arrived = parsed(written)
    addresses = arrived["To"].addresses

    assert set(arrived.keys()) == HEADERS
    assert [address.addr_spec for address in addresses] == [ADDRESS]
    assert written.recipients() == [to.address]
    envelope = sanitize_address(to.address, "utf-8")  # as the sender by SMTP does
    assert parseaddr(envelope)[1] == ADDRESS
    assert "\n" not in to.name
    assert text(arrived).splitlines()[0].rstrip() == f"Hello {to.name},".rstrip()


@pytest.mark.parametrize(
    "name", ["Reyes, Ivan", 'Ivan "Van" Reyes', "Iván Reyes", "李 Ivan", "O'Brien; A."]
)
def test_honest_names_arrive_as_they_are(name: str) -> None:
    assert [to.display_name for to in mail_to(name)["To"].addresses] == [name]


def test_a_domain_in_another_script_is_written_as_mail_wants_it() -> None:
    assert mail_to("Ivan", "ivan@müller.example")["To"].addresses[0].addr_spec == (
        "ivan@xn--mller-kva.example"
    )


@pytest.mark.parametrize(
    "address",
    [
        "ivan@example.test\r\nBcc: mallory@evil.example",
        "ivan@example.test, mallory@evil.example",
        "ivan@example.test mallory@evil.example",
        "<ivan@example.test>",
        "ivan",
        "",
    ],
)
def test_an_address_that_would_like_to_be_several_is_refused(address: str) -> None:
    with pytest.raises(mail.NotSent) as refusal:
        mail.written(notice(), Recipient("Ivan", address))

    assert refusal.value.permanent


def test_a_name_that_is_stored_with_line_ends_does_no_harm(db: None) -> None:
    mallory = UserFactory.create(name="Mallory\r\nBcc: all@example.test", email=ADDRESS)
    NoticeFactory.create(recipient=mallory)

    assert swept() == 1
    assert set(parsed(django_mail.outbox[0]).keys()) == HEADERS


# --- allauth -------------------------------------------------------------------------


def about_sign_in() -> list[Notice]:
    with as_owner():
        kinds = [NoticeKind.SIGN_IN, NoticeKind.SECURITY]
        return list(Notice.objects.filter(kind__in=kinds).order_by("key"))


def test_a_mail_of_allauth_is_owed_to_the_person_and_sent_by_the_worker(
    carl: User,
) -> None:
    link = "https://elsewhere.example/sign-in/reset/3-abc/"
    context = {"user": carl, "password_reset_url": link}
    rls.leave()
    rls.open_door()
    for _ in range(2):
        get_adapter().send_password_reset_mail(carl, "mallory@evil.example", context)
    rls.leave()

    assert [n.state for n in about_sign_in()] == [NoticeState.DUE] * 2
    assert django_mail.outbox == []
    assert swept() == 2
    written = parsed(django_mail.outbox[0])
    assert [to.addr_spec for to in written["To"].addresses] == [carl.email]
    assert "http://127.0.0.1:8000/sign-in/reset/3-abc/" in text(written)
    assert "elsewhere" not in text(written)
    assert written["Subject"] == "Your sign-in to the Trade Compliance Portal"


def test_a_notification_of_allauth_is_owed_too(carl: User) -> None:
    with rls.entered(carl.pk):
        get_adapter().send_notification_mail("account/email/password_changed", carl)

    (owed,) = about_sign_in()
    assert (owed.recipient_id, owed.channel) == (carl.pk, Channel.MAIL)
    assert (owed.kind, owed.path) == (NoticeKind.SECURITY, "/sign-in/overview/")
    assert owed.reason == "Your password was changed."


def test_an_address_that_belongs_to_nobody_gets_nothing(db: None) -> None:
    get_adapter().send_mail("account/email/unknown_account", "who@example.test", {})

    assert about_sign_in() == []
    assert django_mail.outbox == []


def test_the_door_owes_nothing_but_what_is_about_signing_in(carl: User) -> None:
    rls.leave()
    rls.open_door()
    with pytest.raises(Exception, match="row-level security"):
        Notice.objects.bulk_create([notice(recipient=carl)])


def test_allauth_writes_no_mail_beside_the_ledger() -> None:
    with pytest.raises(NotImplementedError):
        get_adapter().render_mail("account/email/login_code", "x@example.test", {})


def test_mail_leaves_the_portal_in_one_place() -> None:
    senders = {
        module.name
        for module in modules()
        for name in module.imports()
        if name.startswith(("django.core.mail", "smtplib", "email."))
    }

    assert senders == {"accounts.mail", "accounts.caught"}
