"""What people type about people, as clean values."""

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.forms.widgets import ChoiceWidget
from django.utils.translation import gettext_lazy as _

from accounts.identifiers import REF_PATTERN
from accounts.states import Duty, Proof, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    Choices = Sequence[tuple[str, StrOrPromise]]

PASSWORD_SHORTEST = 15  # NIST SP 800-63B-4, where it is the only factor
TIME_ZONES = (
    ("America/New_York", _("Eastern")),
    ("America/Chicago", _("Central")),
    ("America/Denver", _("Mountain")),
    ("America/Phoenix", _("Arizona")),
    ("America/Los_Angeles", _("Pacific")),
    ("America/Anchorage", _("Alaska")),
    ("Pacific/Honolulu", _("Hawaii")),
    ("America/Puerto_Rico", _("Puerto Rico")),
)
ROLES_SAY = {
    Role.OFFICER: _("Officer: signs for the company and manages its people"),
    Role.CONTACT: _("Contact: asks and answers"),
    Role.VIEWER: _("Viewer: reads"),
    Role.AGENT: _("Agent: sees only what is given to them, and never signs"),
}


def address_field(label: "StrOrPromise", hint: "StrOrPromise" = "") -> forms.EmailField:
    """Return the field for the address of a mail."""
    return forms.EmailField(
        label=label,
        help_text=hint,
        max_length=120,
        error_messages={
            "required": _("Write the address."),
            "invalid": _("Write the address like anna@company.com."),
            "max_length": _("Write an address of at most %(limit_value)d characters."),
        },
    )


def role_field(widget: type[ChoiceWidget]) -> forms.ChoiceField:
    """Return the field for a role; the form gives its choices."""
    return forms.ChoiceField(
        label=_("Role"),
        widget=widget,
        error_messages={
            "required": _("Choose a role."),
            "invalid_choice": _("Choose one of these roles."),
        },
    )


class RoleFields(forms.Form):
    """A role, and for an agent the kinds of topic that are given to them."""

    role = role_field(forms.Select)
    kinds = forms.MultipleChoiceField(
        label=_("What an agent sees"),
        help_text=_(
            "Only for an agent: new conversations of these kinds are given to them."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose among these kinds.")},
    )

    def __init__(self, *args: Any, kinds: "Choices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, words) for role, words in ROLES_SAY.items()]
        cast("forms.ChoiceField", self.fields["role"]).choices = roles
        cast("forms.ChoiceField", self.fields["kinds"]).choices = kinds

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("kinds") and cleaned.get("role") not in (None, Role.AGENT):
            self.add_error(
                "kinds", _("Only an agent is given kinds; uncheck them, or the role.")
            )
        return cleaned


class InviteForm(RoleFields):
    """Whom to invite, and as what."""

    email = address_field(_("Address"), _("The invitation is for this address alone."))
    field_order = ("email", "role", "kinds")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"role": Role.CONTACT}, **kwargs)


class RoleForm(RoleFields):
    """What a person becomes, and why."""

    role = role_field(forms.RadioSelect)
    why = forms.CharField(
        label=_("Why"),
        help_text=_("A short sentence; the company and its officials read it."),
        max_length=100,
        error_messages={
            "required": _("Say why; it stands on the timeline."),
            "max_length": _("Shorten this to %(limit_value)d characters."),
        },
    )


class LostFactorsForm(forms.Form):
    """How somebody was checked who has lost their second factors, and why."""

    how = forms.ChoiceField(
        label=_("How did you check who they are?"),
        choices=Proof.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Say how you checked who they are; do it first."),
            "invalid_choice": _("Choose one of these ways."),
        },
    )
    why = forms.CharField(
        label=_("Why"),
        help_text=_("A short sentence, such as “New phone”; it stands in the record."),
        max_length=100,
        error_messages={
            "required": _("Say why; it stands in the record."),
            "max_length": _("Shorten this to %(limit_value)d characters."),
        },
    )


class LeaveForm(forms.Form):
    """Who takes over from a leaver."""

    successor = forms.ChoiceField(
        label=_("Who takes over"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who takes over."),
            "invalid_choice": _("Choose somebody of this list; it may have changed."),
        },
    )

    def __init__(self, *args: Any, choices: "Choices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["successor"]).choices = choices


class JoinForm(forms.Form):
    """What a newcomer says of themself to make a sign-in."""

    name = forms.CharField(
        label=_("Your name"),
        help_text=_("As people know you at work; it stands beside what you write."),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Write your name.")},
    )
    password = forms.CharField(
        label=_("A password"),
        help_text=_("At least 15 characters; a few words that only you would join."),
        min_length=PASSWORD_SHORTEST,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": _("Choose a password."),
            "min_length": _("Make it longer: at least %(limit_value)d characters."),
        },
    )
    time_zone = forms.ChoiceField(label=_("Your time zone"), choices=TIME_ZONES)

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password)
        return password


class AcceptForm(forms.Form):
    """Whether an invitation is taken up with a sign-in of another address."""

    knowing = forms.BooleanField(
        required=False,
        label=_("I take it up with the sign-in that I use now"),
    )


class ClaimForm(forms.Form):
    """The address that somebody says was invited."""

    address = address_field(_("The address that was invited"))


class AskForm(forms.Form):
    """The company that somebody wants to be invited by."""

    company = forms.RegexField(
        rf"^\s*(?i:{REF_PATTERN})\s*$",
        label=_("The company's reference"),
        help_text=_("Like AC-7F3K-2Q9M; a colleague finds it under “Our account”."),
        error_messages={
            "required": _("Write the reference of the company."),
            "invalid": _("Write the reference like AC-7F3K-2Q9M."),
        },
    )

    def clean_company(self) -> str:
        return str(self.cleaned_data["company"]).strip().upper()


class PostForm(forms.Form):
    """A duty, and the office where it is done."""

    duty = forms.ChoiceField(
        label=_("Duty"),
        choices=Duty.choices,
        error_messages={
            "required": _("Choose a duty."),
            "invalid_choice": _("Choose one of these duties."),
        },
    )
    center = forms.ChoiceField(label=_("Center"), required=False)
    office = forms.CharField(
        label=_("Or another office"),
        help_text=_("For field offices and headquarters, by name."),
        required=False,
        max_length=80,
    )

    def __init__(self, *args: Any, centers: "Choices", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [("", _("none")), *centers]
        cast("forms.ChoiceField", self.fields["center"]).choices = chosen

    def clean_duty(self) -> Duty:
        return Duty(self.cleaned_data["duty"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("center") and cleaned.get("duty") is Duty.AUDITOR:
            self.add_error("center", _("An auditor sits at headquarters; name it."))
        if bool(cleaned.get("center")) == bool(cleaned.get("office")):
            self.add_error("office", _("Choose a Center, or name another office."))
        return cleaned


class OfficialForm(PostForm):
    """Whom to invite to serve, and where."""

    email = address_field(_("Address"), _("The invitation is for this address alone."))
    field_order = ("email", "duty", "center", "office")
