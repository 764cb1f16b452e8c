"""What the program admin chooses and types, as clean values."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from onboarding.models import REASON_LONGEST
from onboarding.states import Stage, is_back

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

PLAN_AHEAD = timedelta(days=5 * 366)
STUCK, GOES_ON = "stuck", "goes_on"  # beside the stages, what a move may be


class MoveForm(forms.Form):
    """A step of one company: to a stage, into a standstill, or out of it."""

    to = forms.ChoiceField(
        label=_("What happens"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what happens."),
            "invalid_choice": _(
                "That step does not follow. Somebody may have moved the company "
                "already; look where it stands, and choose again."
            ),
        },
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_(
            "A short sentence, which the company reads, too. Needed for a step back "
            "and when it is stuck."
        ),
        max_length=REASON_LONGEST,
        required=False,
        error_messages={
            "max_length": _(
                "Shorten this to %(limit_value)d characters; it has %(show_value)d."
            ),
        },
    )

    def __init__(
        self,
        *args: Any,
        stage: Stage,
        choices: "Sequence[tuple[str, StrOrPromise]]",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.stage = stage
        cast("forms.ChoiceField", self.fields["to"]).choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        to = cleaned.get("to", "")
        back = to in Stage.values and is_back(self.stage, Stage(to))
        if (back or to == STUCK) and "why" in cleaned and not cleaned["why"]:
            self.add_error("why", _("Say why; the company reads it, too."))
        return cleaned


class PlanForm(forms.Form):
    """The day from which an introduction is planned."""

    on = forms.DateField(
        label=_("Plan from"),
        help_text=_(
            "The first anniversary of the annual letter on or after this day counts."
        ),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Choose a day."),
            "invalid": _("Write the day like 2027-05-14."),
        },
    )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        today = timezone.localdate()
        if on < today:
            raise forms.ValidationError(_("Choose today or a later day."))
        if on > today + PLAN_AHEAD:
            raise forms.ValidationError(_("Choose a day within the next five years."))
        return on
