"""All settings; the environment is the only difference between machines.

Every variable is read in the first part and listed in .env.example.
"""

import logging
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
import dj_email_url
import structlog
from environs import Env, EnvError

from portal.embedded import places

BASE_DIR = Path(__file__).resolve().parent.parent

# --- The environment -----------------------------------------------------------------

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

try:
    DEMO = env.bool("DEMO", default=False)
    DEMO_CROWD = env.bool("DEMO_CROWD", default=False)
    SECRET_KEY = env.str("SECRET_KEY", default="") or ("demo-only" if DEMO else "")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
    TRUSTED_ORIGINS: list[str] = env.list("TRUSTED_ORIGINS", default=[])
    SECURE = env.bool("SECURE", default=not DEMO)
    PORT = env.int("PORT", default=8000)
    DATA_DIR = Path(env.str("DATA_DIR", default=".data"))
    DATABASE_URL = env.str("DATABASE_URL", default="")
    DATABASE_OWNER_URL = env.str("DATABASE_OWNER_URL", default="")
    TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=1)
    REDIS_URL = env.str("REDIS_URL", default="")
    PORTAL_URL = env.str("PORTAL_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
    EMAIL_URL = env.str("EMAIL_URL", default="")
    MAIL_FROM = env.str("MAIL_FROM", default="portal@portal.example")
    BANNER = env.str("BANNER", default="")
    IDLE_LIMIT = env.timedelta("IDLE_LIMIT", default=timedelta(minutes=30))
    FACTOR_KEYS: list[str] = env.list("FACTOR_KEYS", default=[]) or (
        ["demo-only"] if DEMO else []
    )
    OFFICIALS_NEED_FACTOR = env.bool("OFFICIALS_NEED_FACTOR", default=not DEMO)
    OIDC_ISSUER = env.str("OIDC_ISSUER", default="").rstrip("/")
    OIDC_NAME = env.str("OIDC_NAME", default="Login.gov")
    OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
    OIDC_KEY_FILE = env.str("OIDC_KEY_FILE", default="")
    OIDC_KEY_ID = env.str("OIDC_KEY_ID", default="")
    OIDC_ACR: list[str] = env.list("OIDC_ACR", default=[])
    OIDC_PKCE = env.bool("OIDC_PKCE", default=True)
    FRESH_FOR = env.timedelta("FRESH_FOR", default=timedelta(minutes=10))
    INTRODUCTION_BEFORE_DAYS = env.int("INTRODUCTION_BEFORE_DAYS", default=14)
    INTRODUCTION_AFTER_DAYS = env.int("INTRODUCTION_AFTER_DAYS", default=21)
    HANDOVER_READS_FOR = env.timedelta("HANDOVER_READS_FOR", default=timedelta(days=30))
    LOG_LEVEL = env.log_level("LOG_LEVEL", default=logging.INFO)
except EnvError as error:
    sys.exit(f"The settings are not usable: {error}. See .env.example.")

for name, keys in (("SECRET_KEY", [SECRET_KEY]), ("FACTOR_KEYS", FACTOR_KEYS)):
    if not all(keys) or not keys:
        sys.exit(
            f"{name} is not set, and only the demo runs without. See .env.example."
        )
    # 43 characters of base64 hold 256 bits.
    if not DEMO and any(len(key) < 43 or len(set(key)) < 16 for key in keys):
        sys.exit(f"{name} is too short or too plain to be secret. See .env.example.")
if not DEMO and not OFFICIALS_NEED_FACTOR:
    sys.exit("OFFICIALS_NEED_FACTOR is off, and only in the demo. See .env.example.")

if OIDC_ISSUER and not (OIDC_CLIENT_ID and Path(OIDC_KEY_FILE).is_file() and OIDC_ACR):
    sys.exit(
        "OIDC_ISSUER needs OIDC_CLIENT_ID, OIDC_KEY_FILE and OIDC_ACR. "
        "See .env.example."
    )

DATA_DIR = (BASE_DIR / DATA_DIR).resolve()
if DEMO and not BANNER:
    BANNER = "Demonstration – not a government website"

# --- The house -----------------------------------------------------------------------

DEBUG = False
ROOT_URLCONF = "portal.urls"
WSGI_APPLICATION = "portal.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.usersessions",
    "csp",
    "django_cotton",
    "django_htmx",
    "simple_history",
    "portal",
    "accounts",
    "conversations",
    "criteria",
    "onboarding",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "portal.http.SafeHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    # In one transaction with the person in context: all that reads or writes rows.
    "accounts.middleware.PersonInContext",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "accounts.middleware.SignInFirst",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.FactorFirst",
    "accounts.middleware.AuditorsRead",
    "accounts.middleware.ActingFor",
    "portal.http.NotThatWay",
]

# --- Rows ----------------------------------------------------------------------------


def database(url: str, role: str) -> dict[str, Any]:
    """Return a connection by address, else to the embedded server under DATA_DIR."""
    address = url or places.database_url(DATA_DIR, role)
    return {
        **dj_database_url.parse(address),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,  # accounts.middleware opens the transaction
    }


DATABASES = {
    "default": database(DATABASE_URL, "portal_web"),
    # Migrations and the check of the whole record; no page ever uses it.
    "owner": {
        **database(DATABASE_OWNER_URL, "portal_owner"),
        "TEST": {"MIRROR": "default"},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Sign-in -------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.adapters.SignInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# NIST SP 800-63B-4, for a password that is the only factor: docs/decisions/0011.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.NotEasilyGuessed"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an address is a contact, not an identity
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
# Unlike allauth's, it looks at no table that a page would have to fill.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = (
    "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105 - a class
)
PASSWORD_RESET_TIMEOUT = 3600  # seconds that a link in a mail is good
SOCIALACCOUNT_ADAPTER = "accounts.door.elsewhere.ElsewhereAdapter"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may lead to no other host
MFA_ADAPTER = "accounts.adapters.FactorAdapter"
MFA_FORMS = {"authenticate": "accounts.door.forms.CodeForm"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Trade Compliance Portal"
MFA_TOTP_TOLERANCE = 1  # half a minute early or late; CodeForm takes each code once
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # so a passkey is two factors in one
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE  # on a laptop, by plain HTTP
ACCOUNT_LOGOUT_ON_GET = False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# "__Host-" binds a cookie to this host, and browsers take it over HTTPS only.
COOKIE = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{COOKIE}portal-session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_AGE = int(IDLE_LIMIT.total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_LONGEST = timedelta(hours=12)  # NIST SP 800-63B-4, AAL2 asks for at most 24
CSRF_COOKIE_NAME = f"{COOKIE}portal-csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_FAILURE_VIEW = "portal.http.csrf_failure"
CSRF_TRUSTED_ORIGINS = TRUSTED_ORIGINS

# --- Safety --------------------------------------------------------------------------

SECURE_SSL_REDIRECT = SECURE
SECURE_REDIRECT_EXEMPT = [r"^livez$", r"^readyz$"]  # asked from inside, without TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_HSTS_PRELOAD = SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
MESSAGE_LONGEST = 20_000  # characters; about forty pages
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

# --- Pages ---------------------------------------------------------------------------

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "portal.shell.shell",
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
        },
    }
]
FORM_RENDERER = "portal.forms.PortalRenderer"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- Words and time ------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en-us", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/New_York"  # until a person says otherwise

# --- Work behind the pages -----------------------------------------------------------

CELERY_BROKER_URL = places.broker_url(REDIS_URL or places.redis_url(DATA_DIR))
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 60  # seconds; must stay under the visibility timeout
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "max_retries": 0,  # else a reply would wait six seconds for a broker that is gone
    "visibility_timeout": 300,
    "socket_timeout": 5,  # without one, a publish on a dead connection waits for ever
    "socket_connect_timeout": 5,
}

# --- Open pages ----------------------------------------------------------------------

HINTS_URL = REDIS_URL or places.redis_url(DATA_DIR)
HINTS_CHANNEL = "portal:hints"  # of this installation; Redis' databases share channels
LIVE_PATH = "/live/"  # where the proxy finds the live process; empty for no stream
POLL_EVERY = 20  # seconds between a page's questions while it has no stream; 0 for none

# --- What web workers count together -------------------------------------------------

CACHES = {
    "default": {
        "BACKEND": "portal.cache.SharedCache",
        "LOCATION": HINTS_URL,
        "KEY_PREFIX": "portal:counted",
        "OPTIONS": {
            "serializer": "portal.cache.Json",
            "socket_timeout": 0.25,  # seconds that somebody who signs in would wait
            "socket_connect_timeout": 0.25,
        },
    }
}

# --- Mail ----------------------------------------------------------------------------

MAIL_FOLDER = DATA_DIR / "mail"  # the demo's mail is caught here, and shown
MAIL_PAUSE = timedelta(minutes=15)  # between two mails to one person about one thread
MAIL_DOMAIN = MAIL_FROM.rpartition("@")[2].rstrip(">")
EMAIL_TIMEOUT = 10  # seconds; a sender's lease is longer
if EMAIL_URL:
    vars().update(dj_email_url.parse(EMAIL_URL) | {"EMAIL_TIMEOUT": EMAIL_TIMEOUT})
elif DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_FOLDER)

# --- Log lines -----------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "structlog.stdlib.ProcessorFormatter",
            "processor": structlog.processors.JSONRenderer(),
            "foreign_pre_chain": [
                structlog.stdlib.add_log_level,
                structlog.stdlib.add_logger_name,
                structlog.processors.TimeStamper(fmt="iso", utc=True),
                structlog.processors.format_exc_info,
            ],
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
