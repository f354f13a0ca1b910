"""The one settings file. What differs from site to site comes from the environment; see docs/settings.md."""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from config import environment

os.umask(0o077)  # whatever the archive writes is its owner's alone
os.environ["OPENPYXL_LXML"] = "False"  # workbooks are read by defusedxml, which refuses entities, though lxml is here

BASE_DIR = Path(__file__).resolve().parent.parent
ARCHIVE_DATA = environment.folder("ARCHIVE_DATA", BASE_DIR / "data")

ARCHIVE_NAME = environment.text("ARCHIVE_NAME", "Archive of the Held")
ARCHIVE_CONTACT = environment.text("ARCHIVE_CONTACT")
ONE_PERSON_ARCHIVE = environment.flag("ONE_PERSON_ARCHIVE")
DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.text("SECRET_KEY") or environment.secret(ARCHIVE_DATA / "secret_key")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "archive.apps.ArchiveConfig",
    "config.apps.ArchiveAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_filters",
    "import_export",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "archive.views.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "archive.views.privacy.PrivateMiddleware",
    "archive.accounts.idle.IdleMiddleware",
    "archive.accounts.kept_forms.KeptWordsMiddleware",
    "archive.accounts.second_factor.SecondFactorMiddleware",
    "archive.accounts.devices.DeviceMiddleware",
    "archive.views.bodies.BodyMiddleware",
    "archive.views.request_lock.RequestLockMiddleware",
    "archive.views.one_page.OnePageMiddleware",
    "archive.views.busy.BusyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "archive.views.conditional.UnchangedMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "archive.views.context.site_context",
            ],
            "builtins": ["django.templatetags.i18n", "archive.templatetags.words"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"


def _database() -> dict:
    address = environment.text("DATABASE_URL")
    if not address:
        address = f"sqlite:///{ARCHIVE_DATA / 'archive.sqlite3'}"
    try:
        database = dj_database_url.parse(address, conn_max_age=60, conn_health_checks=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"DATABASE_URL can't be read: {error}") from error
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA mmap_size=268435456;",
        }
        database["TEST"] = {"NAME": ARCHIVE_DATA / "tests.sqlite3"}  # a file, as in earnest: several may write at once
    elif database["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL names another database. Expected sqlite:///… or postgres://….")
    return database


DATABASES = {"default": _database()}

AUTH_USER_MODEL = "archive.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Signing in: allauth's pages, a second factor for whoever works at the desk, and limits on guessing, which are kept in
# the database so that all workers share them.
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "archive_cache"}}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "archive.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGOUT_REDIRECT_URL = "home"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
MFA_ADAPTER = "archive.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not environment.flag("HTTPS")  # browsers allow it on localhost alone
ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.flag("BEHIND_PROXY"))
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # for invitations, too

EMAIL_HOST = environment.text("EMAIL_HOST")
EMAIL_PORT = environment.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = environment.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_TLS", True)
DEFAULT_FROM_EMAIL = environment.text("EMAIL_FROM", "archive@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"

# Each begins its addresses with its code, but for the first. See docs/translating.md.
LANGUAGES = [("en-gb", "English"), ("hy", "Հայերեն"), ("az", "Azərbaycanca"), ("ru", "Русский")]
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = environment.folder("ARCHIVE_STATIC", ARCHIVE_DATA / "static")
MEDIA_ROOT = ARCHIVE_DATA / "originals"
STORAGES = {
    "default": {"BACKEND": "archive.media.storage.OriginalsStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage",
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},  # anyone may read these
    },
}

# A reader gets no cookie: sessions and their CSRF cookie begin at the desk's sign-in page.
SECURE_COOKIES = environment.flag("HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
if SECURE_COOKIES:  # browsers take these over https alone, from this host alone, for all of its addresses
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
SESSION_COOKIE_AGE = 12 * 60 * 60
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "archive.views.site.csrf_failure"
SECURE_SSL_REDIRECT = SECURE_COOKIES
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if SECURE_COOKIES else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_COOKIES
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if environment.flag("BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

DATA_UPLOAD_MAX_NUMBER_FIELDS = 200_000  # as many as fit into the longest form
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024  # what anyone may send is less, see archive.views.bodies
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_TEMP_DIR = environment.folder("ARCHIVE_INCOMING", ARCHIVE_DATA / "incoming")
FREE_SPACE = environment.number("ARCHIVE_FREE_SPACE", 500) * 1024 * 1024  # bytes that no upload may take
UPLOADS_A_DAY = environment.number("ARCHIVE_UPLOADS_A_DAY", 20_000) * 1024 * 1024  # bytes that one person may hand in

# Errors alone are logged, without addresses: the archive keeps no record of who read or searched what.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "archive": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
