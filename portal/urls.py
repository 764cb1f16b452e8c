"""Every address of the portal."""

from allauth.account import views as allauth_views
from django.urls import include, path

from accounts import urls as accounts_urls
from portal import account, home, returning

sign_in = [
    path("", returning.SignIn.as_view(), name="account_login"),
    path("demo/", returning.demo_sign_in, name="demo_sign_in"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("out/", allauth_views.logout, name="account_logout"),
    path("up/", allauth_views.signup, name="account_signup"),
]
companies = [
    path("accounts/<ref:ref>/", account.account, name="account"),
    *accounts_urls.urlpatterns,
]
urlpatterns = [
    path("", home.home, name="home"),
    path("portfolio/", home.portfolio, name="portfolio"),
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
