"""What people type about a company, as clean values."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts import calendar
from accounts.facts import Value, as_list
from accounts.identifiers import NotAnImporterNumber, read_importer_number
from accounts.models import Center
from accounts.models.facts import WHY_LONGEST
from accounts.states import FactName, ProgramStatus

CHANGED, WRONG = "changed", "wrong"
MOST_LINES, LONGEST_LINE = 40, 200
REQUIRED = {"required": _("Write what is true.")}


def day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LinesField(forms.CharField):
    """A list, one a line, as a list."""

    widget = forms.Textarea(attrs={"rows": 6})

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        kept = [line for line in lines if line]
        if len(kept) > MOST_LINES or any(len(one) > LONGEST_LINE for one in kept):
            raise forms.ValidationError(
                _("Write at most 40 lines, each of at most 200 characters.")
            )
        return kept


class NumbersField(LinesField):
    """Importer numbers, one a line."""

    def clean(self, value: Any) -> list[str]:
        found = []
        for line in super().clean(value):
            try:
                found.append(read_importer_number(line))
            except NotAnImporterNumber as refusal:
                raise forms.ValidationError(str(refusal)) from refusal
        return found


def centers() -> list[tuple[str, str]]:
    return [(one.code, str(one)) for one in Center.objects.open().order_by("code")]


def value_field(name: FactName) -> forms.Field:
    """Return the field in which a fact's value is typed or chosen."""
    label = name.label
    match name:
        case FactName.LEGAL_NAME:
            return forms.CharField(label=label, max_length=160, error_messages=REQUIRED)
        case FactName.STATUS:
            return forms.ChoiceField(label=label, choices=ProgramStatus.choices)
        case FactName.CENTER:
            return forms.ChoiceField(label=label, choices=centers())
        case FactName.IMPORTER_NUMBERS:
            hint = _("One a line, like 12-3456789, 12-3456789AB or 241234-56789.")
            return NumbersField(label=label, help_text=hint, error_messages=REQUIRED)
        case FactName.DIVISIONS:
            return LinesField(label=label, help_text=_("One a line."), required=False)
        case FactName.ADDRESSES:
            hint = _("One a line, and what it is for: “Records: 12 Pier Road, …”.")
            return LinesField(label=label, help_text=hint, required=False)
        case _:
            return forms.DateField(
                label=label,
                widget=day_input(),
                required=name == FactName.ACCEPTED_ON,
                error_messages={
                    **REQUIRED,
                    "invalid": _("Write the day like 2027-05-14."),
                },
            )


class FactForm(forms.Form):
    """What is true of a company, from when on, and why."""

    how = forms.ChoiceField(
        label=_("What happens"),
        widget=forms.RadioSelect,
        choices=[
            (CHANGED, _("It changed, on the day below")),
            (WRONG, _("It was wrong from its beginning, and is corrected")),
        ],
        initial=CHANGED,
        error_messages={"required": _("Choose what happens.")},
    )
    since = forms.DateField(
        label=_("Since when"),
        help_text=_("The first day on which it was so; empty for today."),
        widget=day_input(),
        required=False,
        error_messages={"invalid": _("Write the day like 2027-05-14.")},
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_("A short sentence, which both sides read."),
        max_length=WHY_LONGEST,
        error_messages={"required": _("Say why; both sides read it.")},
    )

    def __init__(self, *args: Any, name: FactName, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(name)
        self.order_fields(["value", "how", "since", "why"])

    @property
    def value(self) -> Value:
        """The value as facts hold it."""
        value: Any = self.cleaned_data["value"]
        return value.isoformat() if isinstance(value, date) else value

    @property
    def corrects(self) -> bool:
        return bool(self.cleaned_data["how"] == WRONG)

    @property
    def since_moment(self) -> datetime | None:
        """The beginning of the day, in the official zone; None for now."""
        day: date | None = self.cleaned_data["since"]
        if day is None or day == today():
            return None
        return calendar.beginning(day, timezone.get_default_timezone())

    def clean_since(self) -> date | None:
        day: date | None = self.cleaned_data["since"]
        if day and day > today():
            raise forms.ValidationError(
                _("Choose today or an earlier day; this one is to come.")
            )
        return day


def today() -> date:
    """Return the day that it is in the official zone."""
    return timezone.localdate(timezone=timezone.get_default_timezone())


def typed(value: Value) -> str:
    """Return a value as its field shows it."""
    return "\n".join(as_list(value)) if isinstance(value, list) else value or ""
