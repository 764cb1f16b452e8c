"""The floor's settings: the portal's, without all that makes the portal.

Session and sign-in as Django has them, and one page. It connects as the owner, whose
policies let every row be seen, and so without anybody put in context.
"""

from portal.settings import *  # noqa: F403

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",  # it insists, and does nothing here
]
ROOT_URLCONF = "bench.floor"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "bench"],  # noqa: F405
    }
]
