"""The page on which a colleague's lost second factors are ended."""

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import permissions
from accounts.actions import lost_factors
from accounts.actions.lost_factors import Checked
from accounts.door.freshness import freshly
from accounts.http import PersonRequest, for_person
from accounts.models import Account, Membership, Posting, User
from accounts.people_forms import LostFactorsForm
from accounts.sessions import is_strong
from accounts.states import Proof
from portal.http import posted


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
@freshly
def end(request: PersonRequest, ref: str) -> HttpResponse:
    """Say how a person was checked, and end the factors that they have lost."""
    person = person_or_404(request, ref)
    permissions.may_end_factors(request.user, person).require()
    if settings.OFFICIALS_NEED_FACTOR and not is_strong(request.session):
        messages.warning(request, _("Add a second factor of your own first."))
        return redirect("factor")
    form = LostFactorsForm(posted(request))
    if form.is_valid():
        checked = Checked(Proof(form.cleaned_data["how"]), form.cleaned_data["why"])
        lost_factors.end_lost(checked, person=person, by=request.user)
        words = _("The second factors of %(name)s are ended; a mail tells them.")
        messages.success(request, words % {"name": person.name})
        return redirect(back_path(request))
    context = {"form": form, "person": person, "back_path": back_path(request)}
    status = 422 if form.errors else 200
    return render(request, "accounts/lost_factors.html", context, status=status)


def person_or_404(request: PersonRequest, ref: str) -> User:
    """Return somebody of a company in sight, or an official for another one."""
    companies = Account.objects.visible_to(request.user)
    members = Membership.objects.current().filter(account__in=companies)
    posts = Posting.objects.current()  # members see none
    known = Q(pk__in=members.values("user")) | Q(pk__in=posts.values("official"))
    found: User = get_object_or_404(User.objects.filter(known), ref=ref)
    return found


def back_path(request: PersonRequest) -> str:
    return reverse("officials" if request.user.sight.admin else "people")
