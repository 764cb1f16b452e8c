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
