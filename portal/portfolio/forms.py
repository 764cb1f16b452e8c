"""What officials type about their companies: who takes them over, a view's name."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import SavedView, User
from accounts.models.handovers import REASON_LONGEST
from accounts.models.saved import MOST, NAME_LONGEST

TOO_LONG = _("Shorten this to %(limit_value)d characters; it has %(show_value)d.")
MEANWHILE = _("The companies changed meanwhile. Look at the list again.")


class ReassignForm(forms.Form):
    """To whom the companies of the list go, which of them stay, and why.

    `seen` stands for the list that was on the page, so that no company goes over that
    nobody looked at.
    """

    seen = forms.CharField(widget=forms.HiddenInput)
    keep = forms.MultipleChoiceField(required=False)  # drawn by the rows of the list
    successor = forms.ChoiceField(
        label=_("New official"),
        error_messages={
            "required": _("Choose who looks after them from now on."),
            "invalid_choice": _("Choose one of these officials."),
        },
    )
    why = forms.CharField(
        label=_("Reason"),
        help_text=_("Stands in the history, and the new official reads it."),
        max_length=REASON_LONGEST,
        error_messages={
            "required": _("Say why they are handed over."),
            "max_length": TOO_LONG,
        },
    )

    def __init__(
        self,
        *args: Any,
        successors: Sequence[tuple[str, str]],
        refs: Sequence[str],
        seen: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial["seen"] = seen
        self.shown = seen
        choices = [("", _("Choose")), *successors]
        cast("forms.ChoiceField", self.fields["successor"]).choices = choices
        keep = cast("forms.MultipleChoiceField", self.fields["keep"])
        keep.choices = [(ref, ref) for ref in refs]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("seen") != self.shown or "keep" not in cleaned:
            raise forms.ValidationError(MEANWHILE)
        if len(cleaned["keep"]) == len(self.fields["keep"].choices):  # type: ignore[attr-defined]  # a choice field
            raise forms.ValidationError(_("Leave at least one company unticked."))
        return cleaned


def saved(user: User) -> QuerySet[SavedView]:
    """Return a person's views, by name."""
    return SavedView.objects.filter(user=user).order_by("name", "pk")


class ViewForm(forms.Form):
    """The name under which what the page shows is kept."""

    name = forms.CharField(
        label=_("Keep this view as"),
        max_length=NAME_LONGEST,
        error_messages={
            "required": _("Give the view a name."),
            "max_length": TOO_LONG,
        },
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        names = set(saved(self.user).values_list("name", flat=True))
        if name in names:
            raise forms.ValidationError(
                _("You have a view of this name. Choose another, or remove it first.")
            )
        if len(names) >= MOST:
            raise forms.ValidationError(
                _("You have %(most)d views. Remove one that you no longer use.")
                % {"most": MOST}
            )
        return name
