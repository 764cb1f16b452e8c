"""What people type into conversations, as clean values."""

from typing import TYPE_CHECKING
from uuid import uuid4

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from conversations.actions.drafting import Begun
from conversations.states import Reason

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FORMATTING = _(
    "An empty line starts a paragraph, a dash starts a list, > starts a quotation."
)
SUBJECT_LONGEST = 140
DRAFT_LONGEST = 5 * settings.MESSAGE_LONGEST  # characters; what is too long is not lost


def words_field(label: "StrOrPromise") -> forms.CharField:
    """Return the field for what a person says; the words are kept as typed."""
    return forms.CharField(
        label=label,
        help_text=FORMATTING,
        strip=False,
        max_length=settings.MESSAGE_LONGEST,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "required": _("Write what you want to say."),
            "max_length": _(
                "Shorten this to %(limit_value)d characters; it has %(show_value)d. "
                "You can send the rest as another entry."
            ),
        },
    )


class Spoken(forms.Form):
    """A form that lands once, however often it is sent."""

    data: QueryDict  # never another kind of mapping here

    key = forms.UUIDField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("This page grew old. Your words are below; send them again."),
            "invalid": _("This page grew old. Your words are below; send them again."),
        },
    )

    def renew_key(self) -> None:
        """Give the form, shown again with its words, a chance to be sent as new."""
        self.data = self.data.copy()
        self.data[self.add_prefix("key")] = str(uuid4())


def fresh() -> dict[str, str]:
    """Return the first values of a form that has not been sent yet."""
    return {"key": str(uuid4())}


class ReplyForm(Spoken):
    text = words_field(_("Your reply"))

    def clean_text(self) -> str:
        return said(self.cleaned_data["text"])


class CorrectionForm(Spoken):
    text = words_field(_("What it should say"))

    def clean_text(self) -> str:
        return said(self.cleaned_data["text"])


class NoteForm(Spoken):
    """A note among officials; its fields are named apart from those of a reply.

    Args:
        colleagues: the names of those who may be asked, by their references.
    """

    prefix = "note"

    text = words_field(_("Your note"))
    asked = forms.MultipleChoiceField(
        label=_("Ask a colleague"),
        help_text=_(
            "Whom you choose is told that you ask. All of them read the notes."
        ),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "invalid_choice": _("Choose among the colleagues in the list."),
            "invalid_list": _("Choose among the colleagues in the list."),
        },
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        colleagues: dict[str, str],
        initial: dict[str, str] | None = None,
    ) -> None:
        super().__init__(data, initial=initial)
        self.colleagues = colleagues
        field = self.fields["asked"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for its type
        field.choices = list(colleagues.items())

    def clean_text(self) -> str:
        return said(self.cleaned_data["text"])


class CloseForm(forms.Form):
    reason = forms.ChoiceField(
        label=_("Did this answer the question?"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose why it can be closed.")},
    )

    def clean_reason(self) -> Reason:
        return Reason(self.cleaned_data["reason"])


class OpenForm(Spoken):
    subject = forms.CharField(
        label=_("Subject"),
        help_text=_("A few words that both sides will know it by."),
        max_length=SUBJECT_LONGEST,
        error_messages={
            "required": _("Give it a subject of a few words."),
            "max_length": _(
                "Shorten the subject to %(limit_value)d characters; "
                "it has %(show_value)d."
            ),
        },
    )
    text = words_field(_("Your message"))

    field_order = ("key", "subject", "text")

    def clean_text(self) -> str:
        return said(self.cleaned_data["text"])


class DiscardForm(forms.Form):
    """Which form's words are no longer wanted."""

    key = forms.UUIDField()


class DraftForm(DiscardForm):
    """What is kept of a form that has not been sent, be it as yet too long or empty."""

    text = forms.CharField(required=False, strip=False, max_length=DRAFT_LONGEST)
    subject = forms.CharField(required=False, strip=False, max_length=DRAFT_LONGEST)

    def clean_text(self) -> str:
        return with_line_feeds(self.cleaned_data["text"])

    def begun(self) -> Begun:
        return Begun(self.cleaned_data["text"], self.cleaned_data["subject"])


def with_line_feeds(text: str) -> str:
    """Return a text as the field holds it; a form is sent with longer line ends."""
    return text.replace("\r\n", "\n")


def said(text: str) -> str:
    """Return the words as typed, or refuse a text of blanks only."""
    if not text.strip():
        raise forms.ValidationError(_("Write what you want to say."))
    return text
