"""One settings file for every surroundings; what differs comes from the environment."""

import os
from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from django.utils.csp import CSP

from mentoring import environment

BASE_DIR = Path(__file__).resolve().parent.parent

DEBUG = os.environ.get("DEBUG", "0") == "1"
SECRET_KEY = os.environ["SECRET_KEY"]
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "127.0.0.1,localhost").split(",")
BASE_URL = os.environ.get("BASE_URL", "http://127.0.0.1:8000")
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "mentoring.tenancy",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "unfold.apps.BasicAppConfig",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "mentoring.ui",
    "mentoring.jobs",
    "mentoring.crypto",
    "organizations",
    "notifications",
    "programs",
    "participants",
    "training",
    "instruments",
    "partnerships",
    "matching",
    "evaluations",
    "reports",
    "dashboard",
    "portal",
    "company",
    "api",
    "demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organizations.send_again.SignIn",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "organizations.middleware.PrivateResponses",
]

if DEBUG:
    MIDDLEWARE.insert(0, "mentoring.ui.middleware.SameNotFound")

ROOT_URLCONF = "mentoring.urls"
WSGI_APPLICATION = "mentoring.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TENANT_MODEL = "organizations.Organization"
AUTH_USER_MODEL = "organizations.User"

# The release step (migrate) sets DATABASE_ROLE=owner; web and workers never do.
IS_OWNER = os.environ.get("DATABASE_ROLE") == "owner"
_DATABASE = environment.database(os.environ["DATABASE_OWNER_URL" if IS_OWNER else "DATABASE_URL"])
DATABASES = {
    "default": {
        **_DATABASE,
        "ATOMIC_REQUESTS": True,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        # Joins follow the order of the query: with row security on eight tables the planner took
        # 11 ms to find the same plan that is written down, and 0.4 ms to carry it out. What pages
        # read is in memory or on a fast disk: fifty rows come by index, not out of five thousand.
        # A plan that is kept (planned statements, functions) serves any values: all ask by keys.
        "OPTIONS": {
            "options": "-c app.migrating=on"
            if IS_OWNER
            else "-c join_collapse_limit=4 -c random_page_cost=1.1"
            " -c plan_cache_mode=force_generic_plan"
        },
    }
}
DATABASE_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", "")
# A clock that somebody sets, for a year that is lived by machine: never where people are served.
CLOCK_FILE = environment.clock_file(
    os.environ.get("CLOCK_FILE", ""), debug=DEBUG, database=_DATABASE["NAME"]
)
# Lock the keys of what people write; never in the database or its backups.
MASTER_KEYS = environment.master_keys(
    os.environ.get("MASTER_KEYS", ""), SECRET_KEY if DEBUG else ""
)

REDIS_URL = os.environ.get("REDIS_URL", "redis://127.0.0.1:6379/0")
CELERY_BROKER_URL = environment.broker(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    # A request must answer soon when the broker is down.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TASK_TIME_LIMIT = 3000
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {"tick": {"task": "mentoring.jobs.tasks.tick", "schedule": crontab()}}

CACHES = {
    # In the database: limits of sign-in hold for every process and survive the broker.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"},
    # Calls of the API, counted at every call; may be lost.
    "calls": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "calls",
        "OPTIONS": {
            "serializer": "api.throttling.Json",
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
        },
    },
}

MAILERS = {"default": environment.mailer(os.environ.get("MAIL_URL", "smtp://localhost:25"))}
MAILBOX_FOLDER = MAILERS["default"]["OPTIONS"].get("folder") if DEBUG else None
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Mentoring <no-reply@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["mentoring.ui.templatetags.ui", "organizations.templatetags.acting"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "organizations.navigation.surface",
                "dashboard.navigation.surface",
                "portal.navigation.surface",
                "company.navigation.surface",
                "notifications.surfaces.surface",
            ],
        },
    }
]
FORM_RENDERER = "mentoring.ui.forms.Renderer"

# What mails wait for unless their reader says otherwise, by the reader's own clock.
QUIET_HOURS = environment.hours(os.environ.get("QUIET_HOURS", "20:00-07:00"))

LANGUAGE_CODE = "en-us"
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("STATIC_ROOT", BASE_DIR / ".data" / "static"))
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise warns about a missing folder
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
if not DEBUG and os.environ.get("STATIC_ROOT"):
    STORAGES = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

# Uploads are read by a worker from their row, never kept as files beside the program.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
# No larger file is taken anywhere, and a smaller one never lies on a disk in the clear.
FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# Unique by a constraint on lower(email).
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "organizations.accounts.Adapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_RATE_LIMITS = {"apply": "20/h/ip", "verify": "10/m/ip"}  # beside the defaults
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
OPERATORS_NEED_SECOND_FACTOR = not DEBUG
UNFOLD = {
    "SITE_TITLE": "Operator",
    "SITE_HEADER": "Operator",
    "SITE_SUBHEADER": "Mentoring",
    "SITE_ICON": STATIC_URL + "img/mark.svg",
    "SITE_URL": "/",
    "SHOW_VIEW_ON_SITE": False,
    # Steps of the accent of tokens.css, from its softest to its strongest.
    "COLORS": {
        "primary": {
            "50": "oklch(97.5% .009 225)",
            "100": "oklch(95.4% .018 225)",
            "200": "oklch(88% .055 222)",
            "300": "oklch(83% .07 223)",
            "400": "oklch(78% .085 225)",
            "500": "oklch(60% .085 227)",
            "600": "oklch(42% .085 230)",
            "700": "oklch(37% .08 231)",
            "800": "oklch(33% .075 232)",
            "900": "oklch(29% .04 235)",
            "950": "oklch(22% .035 236)",
        }
    },
}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if os.environ.get("TRUSTED_PROXY") == "1" else 0

IS_SECURE = BASE_URL.startswith("https://")
SESSION_COOKIE_AGE = int(timedelta(days=14).total_seconds())
SESSION_COOKIE_NAME = "__Host-session" if IS_SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_SECURE else "csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_SECURE
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "organizations.send_again.refused"
SECURE_SSL_REDIRECT = IS_SECURE
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if IS_SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = IS_SECURE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if os.environ.get("TRUSTED_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "frame-src": [CSP.SELF],
    "form-action": [CSP.SELF],
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["api.permissions.DenyAll"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["api.parsers.Json"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "api.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["api.throttling.CallsOfLogin"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/min"},
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Mentoring",
    "DESCRIPTION": "Programs, participants and matches of one mentoring organization.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["api.permissions.DenyAll"],
    "ENUM_NAME_OVERRIDES": {
        "SessionKind": "training.roles.Kind",
        "GroupKind": "api.views.groups.KINDS",
        "RulingKind": "matching.rulings.models.Kind",
        "SessionStatus": "training.roles.SessionStatus",
        "RunStatus": "mentoring.jobs.models.RunStatus",
        "InvitationStatus": "organizations.models.invitations.InvitationStatus",
        "AnswerToQuestion": "participants.nominating.words.Answer",
        "AnswerToSession": "training.roles.Answer",
        "DecisionAboutMatch": "matching.decisions.Decision",
        "AnyRole": "organizations.roles.Role",
        "StaffRole": "api.views.staff.ROLES",
        "DecisionAboutNomination": "participants.nominating.settling.Decision",
        "ModuleState": "api.views.own.modules.STATES",
        "PartOfModule": "training.roles.Reached",
        "WhyDeclined": "participants.nominating.words.WhyNot",
        "PartnershipStatus": "api.views.partnerships.StatusShown",
        "WhyPaused": "partnerships.lifecycle.PauseReason",
        "WhyEnded": "partnerships.lifecycle.EndReason",
        "AnySide": "participants.roles.Side",
        "StandingOfPerson": "participants.roles.Standing",
        "StandingOfAction": "api.views.actions.STANDING_NAMES",
        "CheckOccasion": "partnerships.checks.kinds.Occasion",
        "CheckRating": "api.views.checks.RATINGS",
        "FormOfMeeting": "partnerships.meetings.kinds.Form",
        "FormAgreed": "participants.roles.MeetingForm",
        "MeetingStatus": "partnerships.meetings.kinds.MeetingStatus",
        "SaidOfMeeting": "partnerships.meetings.kinds.Said",
        "GoalLevel": "partnerships.goals.scale.Level",
        "OneOfTwo": "api.views.actions.ONE_OF_TWO",
        "LevelOfCase": "partnerships.cases.kinds.Level",
        "OutcomeOfCase": "partnerships.cases.kinds.Outcome",
        "StateOfObserver": "evaluations.observers.kinds.State",
        "ObservedOccasion": "api.views.evaluations.observers.OBSERVED",
        "AnyOccasion": "instruments.kinds.Occasion",
        "StateOfQuote": "evaluations.quotes.models.State",
        "StateOfQuoteShown": "api.views.evaluations.quotes.SHOWN",
        "QuoteAudience": "evaluations.quotes.models.Audience",
        "StateOfCertificate": "api.views.evaluations.certificates.CertificateState",
        "KindOfCell": "api.views.reports.shapes.CELLS",
        "KindOfReport": "reports.models.KINDS",
        "FollowUpOccasion": "reports.models.FollowUp",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "mentoring.logs.Line",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "INFO")},
}
