"""Contacts outside the portal: what a call or a visit was about, noted afterwards."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models.companies import Account
from accounts.models.people import User
from accounts.models.timeline import of_whole_companies
from accounts.states import ContactKind
from portal import walls

LONGEST_NOTE = 4000  # characters


class ContactQuerySet(models.QuerySet["Contact"]):
    def visible_to(self, user: User) -> "ContactQuerySet":
        """Keep those of companies that one sees whole; an agent sees none."""
        sight = user.sight
        return self if sight.admin else self.filter(of_whole_companies(sight))

    def with_notes(self) -> "ContactQuerySet":
        """Load what a page shows of each; row security keeps notes from members."""
        return self.select_related("account", "done").prefetch_related("notes")

    def to_follow(self) -> "ContactQuerySet":
        """Keep those after which something is still to be done."""
        return self.exclude(follow_up="").filter(done=None)

    def by_date(self) -> "ContactQuerySet":
        """Put those that are due first before those without a date."""
        return self.order_by(F("follow_up_date").asc(nulls_last=True), "pk")

    def latest_first(self) -> "ContactQuerySet":
        return self.order_by(F("held_at").desc(), F("pk").desc())


class Contact(models.Model):
    """One call, visit or meeting with a company, written once and never changed.

    Both sides read it, `shared` included. What only officials may read is a
    `ContactNote`, which is another table.
    """

    wall = walls.Company()

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=8, choices=ContactKind.choices)
    held_at = models.DateTimeField(_("when it was"))
    participants = ArrayField(models.CharField(max_length=120))
    shared = models.TextField(_("notes that the company reads"), blank=True)
    follow_up = models.CharField(_("what follows"), max_length=200, blank=True)
    follow_up_date = models.DateField(_("until when"), null=True, blank=True)
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[ContactQuerySet] = ContactQuerySet.as_manager()  # type: ignore[assignment]  # a manager has the queryset's methods

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_is_logged_afterwards",
                condition=Q(held_at__lte=F("logged_at")),
            ),
            models.CheckConstraint(
                name="contact_date_has_its_follow_up",
                condition=Q(follow_up_date=None) | ~Q(follow_up=""),
            ),
        ]
        indexes = [
            models.Index(
                "account", F("held_at").desc(), F("id").desc(), name="contact_latest"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.account_id}"


class FollowUpDone(models.Model):
    """What was to follow a contact is done, or no longer needed; both sides read it.

    A row of its own, since a contact is written once: without it the follow-up is open.
    """

    wall = walls.Company()

    contact = models.OneToOneField(
        Contact, models.PROTECT, primary_key=True, related_name="done"
    )
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    done_at = models.DateTimeField()
    done_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"done {self.contact_id}"


class ContactNote(models.Model):
    """What officials keep to themselves about a contact; no member ever sees it."""

    wall = walls.Staff()

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="notes")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    text = models.TextField(_("notes for officials only"))
    logged_at = models.DateTimeField()
    logged_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contact_note_says_something", condition=~Q(text="")
            )
        ]

    def __str__(self) -> str:
        return f"note {self.contact_id}"
