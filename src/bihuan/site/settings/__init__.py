"""Settings: the product's constants; an installation's own values from its data directory."""

import secrets
from pathlib import Path

from bihuan.site.environment import read_installation
from bihuan.site.settings.databases import database

SITE = Path(__file__).resolve().parents[1]
INSTALLATION = read_installation()

DATA_DIR = INSTALLATION.data
DEMO = INSTALLATION.demo
DEBUG = False
# Without a data directory nothing is served (`bihuan serve` refuses), so a passing key is safe.
SECRET_KEY = INSTALLATION.secret_key or secrets.token_urlsafe(50)
ALLOWED_HOSTS = list(INSTALLATION.hosts)
BASE_URL = INSTALLATION.base_url
TRUSTED_PROXIES = INSTALLATION.proxies

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "bihuan.platform",
    "bihuan.features.territory",
    "bihuan.features.posts",
    "bihuan.features.incidents",
    "bihuan.features.premises",
    "bihuan.features.measures",
    "bihuan.features.surveillance",
    "bihuan.features.supervision",
    "bihuan.features.safeguards",
    "bihuan.features.review",
    "bihuan.features.scenarios",
    "bihuan.features.situation",
    "bihuan.site",
]

MIDDLEWARE = [
    "bihuan.site.security.headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "bihuan.platform.clock.system.one_instant",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "bihuan.site.security.bounded",
    "bihuan.site.security.no_dead_end",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bihuan.platform.auth.sessions.limited",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "bihuan.platform.auth.middleware.acting_post",
    "bihuan.site.second_factor.demanded",
    "bihuan.features.incidents.views.current.current_incident",
    "bihuan.site.errors.FullDisk",
]

ROOT_URLCONF = "bihuan.site.urls"
WSGI_APPLICATION = "bihuan.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "bihuan.site.context.shell",
            ],
        },
    },
]

DATABASES = {"default": database(INSTALLATION)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Failed sign-ins are counted here, and used codes noted, across processes and restarts.
CACHES = {"default": {"BACKEND": "bihuan.platform.auth.attempts.AttemptCache"}}

AUTH_USER_MODEL = "platform.Account"
AUTHENTICATION_BACKENDS = [
    "bihuan.platform.auth.backend.Accounts",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "bihuan.platform.auth.password_length.LongEnough",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/now"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "bihuan.site.accounts.ClosedSignup"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# 5 failures make an account wait a minute, 10 a quarter of an hour; nobody is ever locked out.
ACCOUNT_RATE_LIMITS = {"login_failed": "20/m/ip,5/m/key,10/15m/key", "login": "60/m/ip"}
# Some work needs more than a password (domain.policy.second_factor). The demo has one-click roles.
SECOND_FACTOR = not INSTALLATION.demo
MFA_ADAPTER = "bihuan.site.second_factor.SecondFactor"
MFA_FORMS = {"activate_totp": "bihuan.site.second_factor.ActivateTOTPForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Bihuan"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [SITE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "/static/"
STATICFILES_DIRS = [SITE / "static"]
STORAGES = {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

SECURE_TLS = INSTALLATION.tls
SESSION_ENGINE = "bihuan.platform.auth.session_store"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = INSTALLATION.tls
SESSION_COOKIE_NAME = "__Host-bihuan" if INSTALLATION.tls else "bihuan"
CSRF_COOKIE_NAME = "__Host-csrf" if INSTALLATION.tls else "csrf"
LANGUAGE_COOKIE_NAME = "__Host-language" if INSTALLATION.tls else "language"
LANGUAGE_COOKIE_SECURE = INSTALLATION.tls
LANGUAGE_COOKIE_HTTPONLY = True
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "bihuan.site.errors.csrf_failed"
SECURE_HSTS_SECONDS = 31536000 if INSTALLATION.tls else 0
SECURE_SSL_REDIRECT = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if INSTALLATION.tls else None
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
SILENCED_SYSTEM_CHECKS = [
    "security.W001",  # bihuan.site.security sends these headers on every answer, static files too
    "security.W002",  # it sends X-Frame-Options as well
    "security.W005",  # which names share the host is the city's business; our cookies are __Host-
    "security.W008",  # TLS ends at granian itself or at a proxy; no redirect loop
    "security.W021",  # preloading a city's name into browsers is not ours to ask for
]

LOGGING_CONFIG = "bihuan.site.logs.configure"
LOGGING = {"level": INSTALLATION.log_level}
