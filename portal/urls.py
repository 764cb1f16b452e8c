"""Every address of the portal."""

from allauth.account import views as allauth_views
from django.urls import include, path

from accounts import urls as accounts_urls
from portal import account, brief, home, returning
from portal.portfolio import handovers, reassigning
from portal.portfolio import views as portfolio

sign_in = [
    path("", returning.SignIn.as_view(), name="account_login"),
    path("demo/", returning.demo_sign_in, name="demo_sign_in"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("out/", allauth_views.logout, name="account_logout"),
    path("up/", allauth_views.signup, name="account_signup"),
]
companies = [
    path("accounts/<ref:ref>/", account.account, name="account"),
    path("accounts/<ref:ref>/brief/", brief.brief, name="brief"),
    path("accounts/<ref:ref>/contacts/", brief.log_contact, name="log_contact"),
    *accounts_urls.urlpatterns,
]
urlpatterns = [
    path("", home.home, name="home"),
    path("portfolio/", portfolio.portfolio, name="portfolio"),
    path("portfolio/next/", portfolio.walk, name="walk"),
    path("portfolio/handovers/", handovers.handovers, name="handovers"),
    path("portfolio/handovers/acknowledge/", handovers.acknowledge, name="acknowledge"),
    path("portfolio/reassign/", reassigning.reassign, name="reassign"),
    path("help/", home.help_page, name="help"),
    path("livez", home.livez, name="livez"),
    path("readyz", home.readyz, name="readyz"),
    path("sign-in/", include(sign_in)),
    path("conversations/", include("conversations.urls")),
    path("criteria/", include("criteria.urls")),
    path("onboarding/", include("onboarding.urls")),
    path("", include((companies, accounts_urls.app_name))),
]
handler500 = "portal.http.server_error"
