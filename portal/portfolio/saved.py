"""Keep a filter and order of the portfolio under a name of one's own."""

from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.http import PersonRequest, for_person
from accounts.models import SavedView, User
from portal.portfolio import views
from portal.portfolio.asked import asked
from portal.portfolio.forms import ViewForm, saved


@require_POST
@for_person
def save_view(request: PersonRequest) -> HttpResponse:
    """Keep what the page shows, or say on it why that cannot be."""
    views.look(request.user)
    wanted = asked(QueryDict(request.POST.get("query", "")))
    with transaction.atomic():
        # Two tabs at once: the second waits, and then knows the first one's name.
        User.objects.select_for_update(no_key=True).get(pk=request.user.pk)
        form = ViewForm(request.POST, user=request.user)
        if form.is_valid():
            SavedView.objects.create(
                user=request.user,
                name=form.cleaned_data["name"],
                query=wanted.query,
                saved_at=timezone.now(),
            )
            return redirect(wanted.path)
    return views.page(request, wanted, form)


@require_POST
@for_person
def remove_view(request: PersonRequest, number: int) -> HttpResponse:
    """Forget a view; the portfolio stays as it is shown."""
    get_object_or_404(saved(request.user), pk=number).delete()
    return redirect(asked(QueryDict(request.POST.get("query", ""))).path)
