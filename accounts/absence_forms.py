"""What people type about an absence, as clean values."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.absences import REASON_LONGEST

if TYPE_CHECKING:
    from accounts.people_forms import Choices

DAY = {
    "required": _("Choose a day."),
    "invalid": _("Write the day like 2026-12-04."),
}


def day_field(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=DAY,
    )


class AbsenceForm(forms.Form):
    """From when until when somebody is away, and who stands in."""

    first = day_field(_("First day away"))
    last = day_field(_("Last day away"))
    stand_in = forms.ChoiceField(
        label=_("Who stands in"),
        error_messages={
            "required": _("Choose who stands in."),
            "invalid_choice": _("Choose somebody from the list."),
        },
    )
    reason = forms.CharField(
        label=_("Reason (optional)"),
        help_text=_("Only you, whoever notes it and the program office read it."),
        required=False,
        max_length=REASON_LONGEST,
        error_messages={
            "max_length": _("Shorten this to %(limit_value)d characters."),
        },
    )

    def __init__(self, *args: Any, choices: "Choices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.has_choices = bool(choices)
        field = cast("forms.ChoiceField", self.fields["stand_in"])
        field.choices = [("", _("Choose")), *choices]
