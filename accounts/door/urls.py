"""The addresses under /sign-in/; their names are allauth's where it asks for them."""

from django.urls import path, re_path

from accounts.door import (
    addresses,
    elsewhere,
    factors,
    open_sessions,
    overview,
    passwords,
)

urlpatterns = [
    path("overview/", overview.overview, name="account_overview"),
    path("elsewhere/", elsewhere.leave, name="elsewhere"),
    path("elsewhere/back/", elsewhere.back, name="elsewhere_back"),
    path("until/", overview.until, name="session_until"),
    path("again/", overview.again, name="account_reauthenticate"),
    path("password/", passwords.password, name="account_change_password"),
    path("password/forgotten/", passwords.forgotten, name="account_reset_password"),
    path(
        "password/forgotten/sent/",
        passwords.link_sent,
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/new/(?P<uidb36>[0-9a-z]+)-(?P<key>[-\w]+)/$",
        passwords.ByLink.as_view(),
        name="account_reset_password_from_key",
    ),
    path(
        "password/new/done/",
        passwords.chosen,
        name="account_reset_password_from_key_done",
    ),
    path("sessions/<int:pk>/end/", open_sessions.end_session, name="end_session"),
    path(
        "sessions/end-others/",
        open_sessions.end_other_sessions,
        name="end_other_sessions",
    ),
    path("factor/", factors.factor, name="factor"),
    path("factor/later/", factors.later, name="factor_later"),
    path("factor/app/", factors.add_app, name="add_app"),
    path("factor/passkey/", factors.add_passkey, name="add_passkey"),
    path("factor/<int:pk>/remove/", factors.remove_factor, name="remove_factor"),
    path("codes/", factors.recovery_codes, name="recovery_codes"),
    path("codes/renew/", factors.renew_codes, name="renew_codes"),
    path("address/", addresses.address, name="address"),
    path("address/keep/", addresses.keep_address, name="keep_address"),
    path(
        "address/confirm/<str:key>/", addresses.confirm_address, name="confirm_address"
    ),
]
