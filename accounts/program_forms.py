"""What a program admin types about Centers and assignments, as clean values."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models.handovers import REASON_LONGEST


class WhyForm(forms.Form):
    """Why something ends."""

    why = forms.CharField(
        label=_("Reason"),
        help_text=_("A short sentence; it stands in the history, for officials."),
        max_length=REASON_LONGEST,
        error_messages={
            "required": _("Say why; it stands in the history."),
            "max_length": _("Shorten this to %(limit_value)d characters."),
        },
    )


class NamesForm(forms.Form):
    """What a Center is called, and where it sits."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("What it is for, as in “Electronics”."),
        max_length=80,
        error_messages={
            "required": _("Write the name."),
            "max_length": _("Shorten this to %(limit_value)d characters."),
        },
    )
    city = forms.CharField(
        label=_("City"),
        max_length=40,
        error_messages={
            "required": _("Write the city."),
            "max_length": _("Shorten this to %(limit_value)d characters."),
        },
    )


class CenterForm(NamesForm):
    """A Center that is added."""

    code = forms.RegexField(
        r"^\s*(?i:[A-Z]{2,3}[0-9]{3})\s*$",
        label=_("Code"),
        help_text=_("Like CEE011; it never changes."),
        error_messages={
            "required": _("Write the code."),
            "invalid": _("Write two or three letters and three digits, like CEE011."),
        },
    )
    field_order = ("code", "name", "city")

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


class RenameForm(NamesForm, WhyForm):
    """What a Center is called from now on, and why."""

    field_order = ("name", "city", "why")


class MergeForm(forms.Form):
    """Which company goes on, and why; `seen` stands for what was looked at."""

    into = forms.CharField(
        label=_("The company that goes on"),
        help_text=_("Its reference, like AC-7F3K-2Q9M, or its whole legal name."),
        max_length=160,
        error_messages={
            "required": _("Write which company goes on."),
            "max_length": _("Shorten this to %(limit_value)d characters."),
        },
    )
    why = forms.CharField(
        label=_("Reason"),
        help_text=_("A short sentence; the people and officials of both read it."),
        max_length=REASON_LONGEST,
        error_messages={
            "required": _("Say why; both companies read it."),
            "max_length": _("Shorten this to %(limit_value)d characters."),
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_why(self) -> str:
        """Return the reason as it stands within a sentence, without a full stop."""
        why = str(self.cleaned_data["why"])
        return why.removesuffix(".")
