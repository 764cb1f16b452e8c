"""Give companies to another official: one, or all that an official looks after."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.actions import handovers
from accounts.http import PersonRequest, for_person
from accounts.models import Account, Assignment, DatedQuerySet, Posting, User
from accounts.states import CENTER_DUTIES, Duty
from conversations.counts import open_counts
from portal.decisions import Refused
from portal.http import posted
from portal.portfolio.forms import ReassignForm

ASSIGNABLE = (Duty.NAM, Duty.IMPORT_SPECIALIST, Duty.SCSS)


@dataclass(frozen=True)
class Selection:
    """The companies that may go over: all of an official's, or one.

    Attributes:
        predecessor: None where nobody has the duty.
        path: the address of the page that shows them.
    """

    duty: Duty
    predecessor: User | None
    accounts: list[Account]
    path: str

    @property
    def seal(self) -> str:
        """What changes when the list does."""
        refs = ",".join(account.ref for account in self.accounts)
        return sha256(refs.encode()).hexdigest()[:16]


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def reassign(request: PersonRequest) -> HttpResponse:
    """Show whose companies may go to whom, and hand over what is chosen."""
    permissions.may_reassign(request.user).require()
    if not {"official", "account"} & request.GET.keys():
        context = {"rows": official_rows(request.user)}
        return render(request, "accounts/reassign.html", context)
    chosen = selection(request)
    for account in chosen.accounts[:1]:
        permissions.may_hand_over(request.user, account, chosen.duty).require()
    form = ReassignForm(
        posted(request),
        successors=successors(chosen),
        refs=[account.ref for account in chosen.accounts],
        seen=chosen.seal,
    )
    if form.is_valid() and (done := handed(request, chosen, form)):
        return done
    context = preview(chosen, form)
    status = 422 if form.is_bound else 200
    return render(request, "accounts/reassign_preview.html", context, status=status)


def handed(
    request: PersonRequest, chosen: Selection, form: ReassignForm
) -> HttpResponse | None:
    """Hand over what the form leaves, or put the refusal on the form."""
    cleaned = form.cleaned_data
    going = [a for a in chosen.accounts if a.ref not in cleaned["keep"]]
    successor = User.objects.get(ref=cleaned["successor"])
    change = handovers.Change(
        chosen.duty, chosen.predecessor, successor, cleaned["why"]
    )
    try:
        handovers.hand_over(change, accounts=going, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    words = ngettext(
        "%(count)d company goes to %(name)s.",
        "%(count)d companies go to %(name)s.",
        len(going),
    ) % {"count": len(going), "name": successor.name}
    messages.success(request, words)
    return redirect("reassign")


# --- What is chosen ------------------------------------------------------------------


def selection(request: PersonRequest) -> Selection:
    """Return what the address chooses, among what the person may hand over."""
    duty = request.GET.get("duty", "")
    if duty not in ASSIGNABLE:
        raise Http404
    query = {"duty": duty}
    held = within_reach(request.user).filter(duty=duty)
    if ref := request.GET.get("account"):
        visible = Account.objects.visible_to(request.user).select_related("center")
        account = get_object_or_404(visible, ref=ref)
        assignment = held.filter(account=account).select_related("official").first()
        predecessor = assignment.official if assignment else None
        accounts = [account]
        query["account"] = ref
    else:
        predecessor = get_object_or_404(User, ref=request.GET["official"])
        rows = held.filter(official=predecessor).select_related("account__center")
        accounts = [row.account for row in rows.order_by("account__legal_name", "pk")]
        query["official"] = predecessor.ref
    path = f"{reverse('reassign')}?{urlencode(query)}"
    return Selection(Duty(duty), predecessor, accounts, path)


def within_reach(user: User) -> DatedQuerySet[Assignment]:
    """Return the current assignments that a person may change."""
    current = Assignment.objects.current()
    if user.sight.admin:
        return current
    return current.filter(
        account__center__in=permissions.supervised(user),
        duty=Duty.IMPORT_SPECIALIST,
    )


def successors(chosen: Selection) -> list[tuple[str, str]]:
    """Return who could take the companies over, by name."""
    posts = Posting.objects.current().filter(official__is_active=True)
    if chosen.duty in CENTER_DUTIES:
        centers = {account.center_id for account in chosen.accounts}
        posts = posts.filter(duty__in=CENTER_DUTIES, center__in=centers)
    else:
        posts = posts.filter(duty=chosen.duty)
    if chosen.predecessor:
        posts = posts.exclude(official=chosen.predecessor)
    found = posts.select_related("official", "center").order_by("official__name", "pk")
    named = {post.official.ref: f"{post.official.name}, {post.place}" for post in found}
    return list(named.items())


# --- What is shown -------------------------------------------------------------------


def official_rows(user: User) -> list[dict[str, Any]]:
    """Return who looks after how many companies in which duty; one query."""
    counted = (
        within_reach(user)
        .order_by("official__name", "official__ref", "duty")
        .values_list("official__name", "official__ref", "duty")
        .annotate(companies=Count("pk"))
    )
    return [
        {
            "name": name,
            "duty": Duty(duty).label,
            "companies": companies,
            "path": f"{reverse('reassign')}?"
            f"{urlencode({'official': ref, 'duty': duty})}",
        }
        for name, ref, duty, companies in counted
    ]


def preview(chosen: Selection, form: ReassignForm) -> dict[str, Any]:
    """Return what the page shows before anything is handed over; one query."""
    earlier = chosen.predecessor
    counts = open_counts(earlier.pk if earlier else None, chosen.duty)
    kept = form.data.getlist("keep") if form.is_bound else []  # type: ignore[attr-defined]  # a QueryDict
    rows = [
        {
            "ref": account.ref,
            "legal_name": account.legal_name,
            "path": account.get_absolute_url(),
            "center": account.center.name,
            "conversations": counts.get(account.pk, 0),
            "kept": account.ref in kept,
        }
        for account in chosen.accounts
    ]
    return {
        "form": form,
        "rows": rows,
        "path": chosen.path,
        "from_name": earlier.name if earlier else _("nobody"),
        "duty": chosen.duty.label,
        "conversations": sum(row["conversations"] for row in rows),
    }
