"""The page on which an official's absences are noted, with who stands in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts import absences as words
from accounts import permissions
from accounts.absence_forms import AbsenceForm
from accounts.actions import absences
from accounts.http import PersonRequest, for_person
from accounts.models import Absence, AbsenceReason, User
from portal.decisions import Refused
from portal.http import posted

SHOWN = 100  # officials who could stand in, and absences on the page


@require_http_methods(["GET", "HEAD", "POST"])
@for_person
def away(request: PersonRequest, ref: str) -> HttpResponse:
    """Show when an official is away, and note another absence."""
    official = official_or_404(request, ref)
    found = absences.stand_ins(official).order_by("name", "pk")[:SHOWN]
    form = AbsenceForm(posted(request), choices=[(one.ref, one.name) for one in found])
    if form.is_valid() and (done := told(request, official, form)):
        return done
    context = {
        "form": form,
        "official": official,
        "rows": rows(official),
        "nobody": not form.has_choices,
    }
    status = 422 if form.errors else 200
    return render(request, "accounts/away.html", context, status=status)


def told(
    request: PersonRequest, official: User, form: AbsenceForm
) -> HttpResponse | None:
    """Note what the form says, or put the refusal on it."""
    cleaned = form.cleaned_data
    stand_in = User.objects.get(ref=cleaned["stand_in"])
    away = absences.Away(
        official, stand_in, cleaned["first"], cleaned["last"], cleaned["reason"]
    )
    try:
        absence = absences.tell(away, by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None
    messages.success(request, words.told(absence))
    return redirect("away", ref=official.ref)


@require_POST
@for_person
def back(request: PersonRequest, ref: str, number: int) -> HttpResponse:
    """Note that an official is back, or is not going away."""
    official = official_or_404(request, ref)
    mine = Absence.objects.filter(official=official)
    absence = get_object_or_404(mine, pk=number)
    try:
        absence = absences.end(absence=absence, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, words.back(absence))
    return redirect("away", ref=official.ref)


def official_or_404(request: PersonRequest, ref: str) -> User:
    """Return an official whose absences the person may note."""
    found = User.objects.filter(ref=ref, postings__isnull=False).distinct()
    if not request.user.sight.staff:
        found = found.none()
    official: User = get_object_or_404(found, ref=ref)
    permissions.may_tell_absence(request.user, official).require()
    return official


def rows(official: User) -> list[dict[str, object]]:
    """Return the absences that hold or come; two queries."""
    absent = Absence.objects.not_over(timezone.now()).filter(official=official)
    coming = list(
        absent.select_related("official", "stand_in").order_by("since")[:SHOWN]
    )
    reasons = AbsenceReason.objects.in_bulk([one.pk for one in coming])
    return [
        {
            "number": one.pk,
            "words": words.told(one),
            "reason": reasons[one.pk].text if one.pk in reasons else "",
        }
        for one in coming
    ]
