"""The floor: what a signed-in page costs at least, behind the same servers.

Session, person, one query that an index answers, and a tiny template.
"""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from accounts.models import AccountEvent

ROWS = 50


@login_required
def lines(request: HttpRequest, account: int) -> HttpResponse:
    newest = AccountEvent.objects.filter(account=account).order_by("-at", "-pk")
    return render(request, "floor.html", {"lines": newest[:ROWS]})


urlpatterns = [path("<int:account>/", lines)]
