"""What people type about companies, as clean values."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.actions.contacts import Held
from accounts.models.contacts import LONGEST_NOTE
from accounts.states import ContactKind

TOO_LONG = _("Shorten this to %(limit_value)d characters; it has %(show_value)d.")
NAME_LONGEST = 80  # characters of one name; more are several, without commas
TICKED_LONGEST, MOST_TICKED = 120, 60


def note(label: Any, hint: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"max_length": TOO_LONG},
    )


class TickedNames(forms.MultipleChoiceField):
    """Names among those offered, which may have changed since the page was made.

    What was ticked stays ticked, though the person has left meanwhile: they took part.
    """

    def validate(self, value: Sequence[str]) -> None:
        is_name = all(
            len(name) <= TICKED_LONGEST and "\0" not in name for name in value
        )
        if len(value) > MOST_TICKED or not is_name:
            raise forms.ValidationError(_("Tick the people who took part."))


class ContactForm(forms.Form):
    """A call, visit or meeting, with two boxes that are kept in two tables."""

    kind = forms.ChoiceField(
        label=_("What it was"),
        choices=ContactKind.choices,
        initial=ContactKind.CALL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what it was.")},
    )
    held_at = forms.DateTimeField(
        label=_("When it was"),
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"
        ),
        error_messages={
            "required": _("Say when it was."),
            "invalid": _("Write day and time like 2027-05-14T10:30."),
        },
    )
    present = TickedNames(
        label=_("Who took part"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    others = forms.CharField(
        label=_("Others who took part"),
        help_text=_("Names, separated by commas."),
        required=False,
        max_length=400,
        error_messages={"max_length": TOO_LONG},
    )
    shared = note(_("Notes that the company reads"), _("Both sides read these."))
    internal = note(
        _("Notes for officials only"), _("No member ever sees these; they stand apart.")
    )
    follow_up = forms.CharField(
        label=_("What follows"),
        help_text=_("One line, which both sides read."),
        required=False,
        max_length=200,
        error_messages={"max_length": TOO_LONG},
    )
    follow_up_date = forms.DateField(
        label=_("Until when"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Write the day like 2027-05-14.")},
    )

    def __init__(
        self, *args: Any, by: str, people: Mapping[str, str], **kwargs: Any
    ) -> None:
        """Offer names to tick.

        Args:
            by: the official who writes, and who took part unless they untick it.
            people: further names, and as what each stands there.
        """
        super().__init__(*args, **kwargs)
        self.by = by
        offered = {by: _("%(name)s, who writes this") % {"name": by}} | {
            name: f"{name}, {role}" for name, role in people.items() if name != by
        }
        ticked = self["present"].data or [] if self.is_bound else []
        offered |= {name: name for name in ticked if name not in offered}
        present = cast("forms.MultipleChoiceField", self.fields["present"])
        present.choices = list(offered.items())

    def clean_held_at(self) -> datetime:
        held_at: datetime = self.cleaned_data["held_at"]
        if held_at > timezone.now():
            raise forms.ValidationError(
                _("Choose a moment that has passed; this one is to come.")
            )
        return held_at

    def clean_others(self) -> list[str]:
        names = [name.strip() for name in self.cleaned_data["others"].split(",")]
        if any(len(name) > NAME_LONGEST for name in names):
            raise forms.ValidationError(_("Separate the names by commas."))
        return [name for name in names if name]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if {"present", "others"} <= cleaned.keys() and not self.somebody_else(cleaned):
            self.add_error("present", _("Say who took part besides you."))
        if cleaned.get("follow_up_date") and not cleaned.get("follow_up"):
            self.add_error("follow_up", _("Say what follows until that day."))
        return cleaned

    def somebody_else(self, cleaned: dict[str, Any]) -> bool:
        return bool({*cleaned["present"], *cleaned["others"]} - {self.by})

    @property
    def held(self) -> Held:
        """What the form says, once it is valid."""
        cleaned = self.cleaned_data
        return Held(
            kind=ContactKind(cleaned["kind"]),
            held_at=cleaned["held_at"],
            participants=list(dict.fromkeys([*cleaned["present"], *cleaned["others"]])),
            shared=cleaned["shared"],
            internal=cleaned["internal"],
            follow_up=cleaned["follow_up"],
            follow_up_date=cleaned["follow_up_date"],
        )
