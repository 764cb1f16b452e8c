"""Pages with one fault each, beside the portal's own: inspections have to find them."""

from collections.abc import Callable

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from portal.urls import handler500  # noqa: F401 - the portal's own page for a fault
from portal.urls import urlpatterns as portal_patterns

View = Callable[[HttpRequest], HttpResponse]


def page(body: str) -> View:
    """Return a view that answers everybody with a page around some HTML."""

    @login_not_required
    def show(request: HttpRequest) -> HttpResponse:
        source = f"<!DOCTYPE html><html lang='en'><body>{body}</body></html>"
        template = engines["django"].from_string(source)
        return HttpResponse(template.render({}, request))

    return show


def statement(sql: str) -> View:
    """Return a view that runs a statement, as nobody, and answers."""

    @login_not_required
    def run(_request: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute(sql)
        return HttpResponse("done")

    return run


def broken(_request: HttpRequest) -> HttpResponse:
    raise ZeroDivisionError


BAD_PAGES = {
    "style": '<p style="color: red">red</p>',
    "style-element": "<style>p { color: red }</style>",
    "script": "<script>alert(1)</script>",
    "handler": '<p onclick="go()">go</p>',
    "htmx-handler": '<p hx-on:click="go()">go</p>',
    "script-link": '<a href="javascript:go()">go</a>',
    "evaluated": '<p hx-vals="js:{a: 1}">go</p>',
    "two-ids": '<p id="a">a</p><p id="a">b</p>',
    "undefined": "<p>{{ nobody_gave_this }}</p>",
}
UPDATE = "UPDATE accounts_center SET name = name"
WRITES = {
    "insert": "INSERT INTO accounts_center (code, name, city) VALUES ('X', 'X', 'X')",
    "update": UPDATE,
    "delete": "DELETE FROM accounts_center WHERE false",
    "behind-a-comment": f"/* read */ {UPDATE}",
    "inside-a-query": f"WITH done AS ({UPDATE} RETURNING 1) SELECT 1",
}
PAGES = {name: page(body) for name, body in BAD_PAGES.items()} | {
    name: statement(sql) for name, sql in WRITES.items()
}

urlpatterns = [
    *portal_patterns,
    path("planted/broken/", broken, name="broken"),
    path("planted/opened/", page("<h1>Open to all</h1>"), name="opened"),
    *(path(f"planted/{name}/", view, name=name) for name, view in PAGES.items()),
    path("planted/unnamed/", broken),
]
