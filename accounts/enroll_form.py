"""What a program admin types to take companies in, as clean values."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.actions.companies import Profile
from accounts.fact_forms import today, value_field
from accounts.people_forms import address_field
from accounts.program_forms import WhyForm
from accounts.states import FactName, ProgramStatus

if TYPE_CHECKING:
    from accounts.people_forms import Choices

FACTS = (
    FactName.LEGAL_NAME,
    FactName.IMPORTER_NUMBERS,
    FactName.CENTER,
    FactName.STATUS,
    FactName.ACCEPTED_ON,
    FactName.LETTER_ON,
)


class ProfileForm(forms.Form):
    """What is known of a company when it is enrolled."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FACTS:
            self.fields[name.value] = value_field(name)
        for name in (FactName.CENTER, FactName.STATUS):
            self.choose(cast("forms.ChoiceField", self.fields[name.value]))
        declared = self.base_fields.keys()
        self.order_fields([*(name.value for name in FACTS), *declared])

    def choose(self, field: forms.ChoiceField) -> None:
        """Let nothing be chosen beforehand, which nobody would look at again."""
        field.choices = [("", _("Choose")), *cast("Choices", field.choices)]
        field.error_messages["required"] = str(_("Choose one."))

    @property
    def profile(self) -> Profile:
        values = self.cleaned_data
        return Profile(
            legal_name=values["legal_name"],
            importer_numbers=values["importer_numbers"],
            accepted_on=values["accepted_on"],
            letter_on=values["letter_on"],
            status=ProgramStatus(values["status"]),
        )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        accepted: date | None = cleaned.get("accepted_on")
        letter: date | None = cleaned.get("letter_on")
        for name, day in (("accepted_on", accepted), ("letter_on", letter)):
            if day and day > today():
                words = _("Choose today or an earlier day; this one is to come.")
                self.add_error(name, words)
        if accepted and letter and letter < accepted:
            words = _("The letter cannot be older than the company's acceptance.")
            self.add_error("letter_on", words)
        return cleaned


class EnrollForm(ProfileForm):
    """What is known of a company, and who is invited as its first officer."""

    officer = address_field(
        _("Address of the first officer"),
        _("They are invited at once, and then manage the people of the company."),
    )


class SplitForm(ProfileForm):
    """What becomes a company of its own, who comes along, and why."""

    people = forms.MultipleChoiceField(
        label=_("Who comes along"),
        help_text=_("With the same role; their role in the old company stays."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one officer."),
            "invalid_choice": _(
                "Choose among these people; the list may have changed."
            ),
        },
    )
    why = WhyForm.base_fields["why"]

    def __init__(self, *args: Any, people: "Choices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.MultipleChoiceField", self.fields["people"]).choices = people
