"""Every address of the portal."""

from allauth.account import views as allauth_views
from django.urls import include, path

from accounts import urls as accounts_urls
from accounts.door import urls as door_urls
from portal import (
    absences,
    account,
    brief,
    centers,
    companies,
    contacts,
    home,
    joining,
    lost_factors,
    merging,
    officials,
    people,
    resolving,
    returning,
    splitting,
)
from portal.portfolio import handovers, reassigning, saved, team
from portal.portfolio import views as portfolio
from portal.timeline import views as timeline

sign_in = [
    path("", returning.SignIn.as_view(), name="account_login"),
    path("demo/", returning.demo_sign_in, name="demo_sign_in"),
    path("invited/<str:token>/", joining.invited, name="invited"),
    path("invited/<str:token>/seen/", joining.invited_seen, name="invited_seen"),
    path("second/", returning.SecondFactor.as_view(), name="mfa_authenticate"),
    path("passkey/", returning.Passkey.as_view(), name="mfa_login_webauthn"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("out/", allauth_views.logout, name="account_logout"),
    path("up/", allauth_views.signup, name="account_signup"),
    *door_urls.urlpatterns,
]
of_people = [
    path("", people.people, name="people"),
    path("invite/", people.invite, name="invite"),
    path("invitations/<ref:ref>/again/", people.invite_again, name="invite_again"),
    path("invitations/<ref:ref>/revoke/", people.invite_revoke, name="invite_revoke"),
    path(
        "invitations/<ref:ref>/confirm/", people.invite_confirm, name="invite_confirm"
    ),
    path(
        "requests/<int:number>/decline/", people.request_decline, name="request_decline"
    ),
    path("officials/", officials.officials, name="officials"),
    path("officials/invite/", officials.official_invite, name="official_invite"),
    path("officials/<ref:ref>/post/", officials.post_begin, name="post_begin"),
    path("officials/<ref:ref>/<str:duty>/end/", officials.post_end, name="post_end"),
    path("claim/", resolving.claim, name="claim"),
    path("ask/", resolving.ask, name="ask"),
    path("<ref:ref>/role/", people.role, name="role"),
    path("<ref:ref>/leave/", people.leave, name="leave"),
    path("<ref:ref>/factors/", lost_factors.end, name="lost_factors"),
]
of_company = [
    path("accounts/<ref:ref>/", account.account, name="account"),
    path("accounts/<ref:ref>/brief/", brief.brief, name="brief"),
    path("accounts/<ref:ref>/contacts/", contacts.contacts, name="contacts"),
    path(
        "accounts/<ref:ref>/contacts/<int:number>/done/",
        contacts.follow_up_done,
        name="follow_up_done",
    ),
    path("accounts/<ref:ref>/timeline/", timeline.timeline, name="timeline"),
    *accounts_urls.urlpatterns,
]
urlpatterns = [
    path("", home.home, name="home"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio/views/", saved.save_view, name="save_view"),
    path("portfolio/views/<int:number>/remove/", saved.remove_view, name="remove_view"),
    path("portfolio/next/", portfolio.walk, name="walk"),
    path("portfolio/handovers/", handovers.handovers, name="handovers"),
    path("portfolio/handovers/acknowledge/", handovers.acknowledge, name="acknowledge"),
    path("team/", team.team, name="team"),
    path("away/<ref:ref>/", absences.away, name="away"),
    path("away/<ref:ref>/<int:number>/back/", absences.back, name="back"),
    path("portfolio/reassign/", reassigning.reassign, name="reassign"),
    path("centers/", centers.centers, name="centers"),
    path("centers/add/", centers.center_add, name="center_add"),
    path("centers/<slug:code>/", centers.center, name="center"),
    path("centers/<slug:code>/rename/", centers.center_rename, name="center_rename"),
    path("centers/<slug:code>/close/", centers.center_close, name="center_close"),
    path("companies/", companies.companies, name="companies"),
    path("companies/enroll/", companies.enroll, name="enroll"),
    path("companies/<ref:ref>/", companies.company, name="company"),
    path("companies/<ref:ref>/merge/", merging.company_merge, name="company_merge"),
    path("companies/<ref:ref>/split/", splitting.company_split, name="company_split"),
    path(
        "companies/<ref:ref>/<str:duty>/end/",
        companies.assignment_end,
        name="assignment_end",
    ),
    path("help/", home.help_page, name="help"),
    path("livez", home.livez, name="livez"),
    path("readyz", home.readyz, name="readyz"),
    path("sign-in/", include(sign_in)),
    path("people/", include(of_people)),
    path("conversations/", include("conversations.urls")),
    path("criteria/", include("criteria.urls")),
    path("onboarding/", include("onboarding.urls")),
    path("", include((of_company, accounts_urls.app_name))),
]
handler500 = "portal.http.server_error"
