"""The few things about HTTP that every floor shares."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    QueryDict,
)
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

GetResponse = Callable[[HttpRequest], HttpResponse]

HEADERS = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}


class SafeHeaders:
    """Adds the headers that Django does not know, and keeps pages out of caches."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.setdefault(name, value)
        response.setdefault("Cache-Control", "no-store")
        return response


class NotThatWay:
    """Words a refused method: Django answers one with an empty page."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if isinstance(response, HttpResponseNotAllowed):
            response.content = render_to_string("405.html", request=request)
        return response


def render_swap(
    request: HttpRequest,
    page: str,
    fragment: str,
    context: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Answer with the page, or with its fragment alone when htmx asks for it."""
    template = fragment if getattr(request, "htmx", False) else page
    response = render(request, template, context, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def is_poll(request: HttpRequest) -> bool:
    """Whether the page asks by itself, with nobody there to keep the session busy."""
    return "X-Portal-Poll" in request.headers


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, be it nothing, or None when it was not sent."""
    return request.POST if request.method == "POST" else None


def safe_path(request: HttpRequest, path: str, otherwise: str) -> str:
    """Return a path to go on to, if it is one on this host."""
    on_this_host = url_has_allowed_host_and_scheme(
        path, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return path if on_this_host else otherwise


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form had grown old, and how to go on; `reason` is for logs."""
    context = {"words": words_sent(request)}
    return render(request, "403_csrf.html", context, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something broke, whatever it was: with no person and no database."""
    page = render_to_string("500.html", {"words": words_sent(request)})
    return HttpResponse(page, status=500)


def words_sent(request: HttpRequest) -> str:
    """Return what somebody wrote in a form that cannot be taken, to be shown again.

    Only from a page of ours, so that no other site puts words on ours.
    """
    try:
        ours = f"{request.scheme}://{request.get_host()}"
        is_ours = request.headers.get("Origin") == ours
        return request.POST.get("text", "") if is_ours else ""
    except (OSError, SuspiciousOperation, MultiPartParserError):
        return ""  # it could not even be read
