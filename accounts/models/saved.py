"""How somebody likes to look at a list, by a name of their own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.people import User
from portal import walls

NAME_LONGEST = 40  # characters
MOST = 20  # views of one person


class SavedView(models.Model):
    """A person's own name for an address of the portfolio; nobody else sees it."""

    wall = walls.Person()

    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=NAME_LONGEST)
    query = models.CharField(max_length=400)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="saved_view_by_one_name", fields=["user", "name"]
            )
        ]

    def __str__(self) -> str:
        return self.name
