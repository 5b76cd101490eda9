"""What is the same wherever the planner runs."""

import tomllib
from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from safercornwall.pages.addresses import ADDRESSES

BASE_DIR = Path(__file__).resolve().parent.parent.parent

VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text())["project"]["version"]

# What the running planner keeps: the embedded database and the demo's secret key.
VAR_DIR = BASE_DIR / "var"

# SECRET_KEY_FILE=/run/secrets/key reads SECRET_KEY from that file, and so for every variable.
env = environ.FileAwareEnv()

# True only where `make run` or the tests made the database: nobody else gets demo accounts.
DEMO = False

# Whether this is a server that others use, and not somebody's own machine.
ON_SERVER = False

# Whether a proxy of ours stands before it, and is believed about its callers.
BEHIND_PROXY = False

# Whether a server that nobody can sign in to prints the first administrator's link as it starts.
PRINTS_FIRST_LINK = False

DEBUG = False

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "crispy_forms",
    "csp",
    "django_guid",
    "django_htmx",
    "reversion",
    "simple_history",
    # Before the apps that add checks: that of the database comes first.
    "core.health",
    "core.backups",
    "core.changes",
    "accounts",
    "places",
    "priorities",
    "performance",
    "projects",
    "safercornwall.flags",
    "safercornwall.search",
    "safercornwall.exports",
    "safercornwall.pages.components",
    "safercornwall.pages.components.kept_pages",
    "safercornwall",
]

MIDDLEWARE = [
    # Every line of the log, from the first, has the number of its request.
    "core.request_ids.only_from_the_proxy",
    "django_guid.middleware.guid_middleware",
    # Before the others, so that static files, redirects and refusals have the policy too.
    "csp.middleware.CSPMiddleware",
    # Before whatever asks for a name, for HTTPS, or for a session: no probe has one.
    "core.health.probes.answer_probes",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.health.measures.measure_requests",
    "django.middleware.gzip.GZipMiddleware",
    "accounts.middleware.keep_pages_private",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "accounts.middleware.count_idle_time",
    "django.middleware.common.CommonMiddleware",
    # Before whatever reads the body of a request.
    "safercornwall.pages.signing_in.bodies.LimitBodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.security_log.note_requests",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.known_browsers.remember_browser",
    "safercornwall.pages.signing_in.warnings.WarnPeople",
    # Before the next, which would lead a signed-out person away from what they typed.
    "safercornwall.pages.signing_in.unsent.UnsentForms",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "safercornwall.pages.second_factor.must.MustHaveSecondFactor",
    "safercornwall.pages.signing_in.service.OnlyTheService",
    "safercornwall.pages.components.limits.LimitedPeople",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Behind the others, so that it sees the refusal of a sign-in before any of them does.
    "axes.middleware.AxesMiddleware",
    # Behind all that reads or writes whatever a replica must not be asked for.
    "core.replicas.pages.ReadReplicas",
]

ROOT_URLCONF = "safercornwall.urls"
WSGI_APPLICATION = "safercornwall.wsgi.application"
ABSOLUTE_URL_OVERRIDES = ADDRESSES

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
                "safercornwall.pages.components.navigation.navigation",
            ],
        },
    },
]

CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"


# Where the data is

SQLITE_OPTIONS = {
    # Django's defaults lose half of many simultaneous writes to "database is locked".
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


ENGINES = {
    "sqlite": "django.db.backends.sqlite3",
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
}


def database(default=""):
    """The database that DATABASE_URL names, or `default`, with the options its kind needs."""
    return _database(env("DATABASE_URL", default="").strip() or default)


def replicas():
    """The streaming replicas of it that DATABASE_REPLICA_URLS names, with commas between them, by the alias of each."""
    found = {}
    for number, url in enumerate(env.list("DATABASE_REPLICA_URLS", default=[]), start=1):
        if not url.strip().startswith("postgres"):
            raise ImproperlyConfigured(
                "DATABASE_REPLICA_URLS names what is no replica of PostgreSQL. It looks like"
                " postgres://user:password@host:5432/name"
            )
        config = _database(url.strip())
        # The primary answers meanwhile.
        config["OPTIONS"] = {**config["OPTIONS"], "connect_timeout": 2}
        found[f"replica {number}"] = config
    return found


def _database(url):
    scheme = url.partition("://")[0]
    if scheme not in ENGINES:
        raise ImproperlyConfigured(
            "DATABASE_URL names no database that the planner knows. It looks like "
            "postgres://user:password@host:5432/name or sqlite:////path/to/file"
        )
    config = env.db_url_config(url, engine=ENGINES[scheme])
    if scheme == "sqlite":
        config["OPTIONS"] = {**config.get("OPTIONS", {}), **SQLITE_OPTIONS}
    else:
        config["CONN_MAX_AGE"] = 60
        config["CONN_HEALTH_CHECKS"] = True
        # Seconds. A server that is gone is said to be, and nobody waits two minutes for a page.
        config["OPTIONS"] = {"connect_timeout": 10, **config.get("OPTIONS", {})}
        # A pooler that lends a connection for one transaction only does not know a cursor in the next.
        config["DISABLE_SERVER_SIDE_CURSORS"] = env.bool("POOLED_BY_TRANSACTION", default=False)
    return config


# Where pages may be read from besides (core/replicas/), and how many seconds behind such a server may be.
REPLICAS: tuple[str, ...] = ()
REPLICA_MOST_SECONDS_BEHIND = env.int("REPLICA_MOST_SECONDS_BEHIND", default=5)
if REPLICA_MOST_SECONDS_BEHIND < 1:
    raise ImproperlyConfigured("REPLICA_MOST_SECONDS_BEHIND is 1 or more.")
# Pages about who comes in and who may, by the first part of their names.
READ_FROM_THE_PRIMARY = ("signing_in", "second_factor", "setting_up", "your_account", "people")


# Which codes were used, and how often codes were tried: every process must know.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "planner_cache",
    }
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"


# Who works on uploads: "thread", one in the web process, or "command", manage.py work_on_uploads.
UPLOADS_WORKER = "command"

# A long record has several hundred controls, and Django's thousand would refuse it once it has grown.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# What a person types. A view that takes a file says so, and how large (core/received_files.py).
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FILES = 1
FILE_UPLOAD_HANDLERS = ["core.received_files.NoFile"]


# How people are written to

# Where people find the planner, for the links in an e-mail: a command that a scheduler runs knows no request.
PUBLIC_URL = ""
# A mail server that does not answer keeps nobody waiting for ever.
EMAIL_TIMEOUT = 20


# Who is signed in

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "signing_in:sign_in"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "signing_in:sign_in"

AUTHENTICATION_BACKENDS = [
    # First, so that someone who is locked out never reaches the password check.
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.RightsBackend",
]

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.password_rules.MoreThanOwnWords"},
    {"NAME": "accounts.password_rules.HardToGuess"},
    {"NAME": "accounts.password_rules.NotThePresentOne"},
]

# Second factors, kept and asked for by django-allauth. Nobody signs up.
ACCOUNT_ADAPTER = "safercornwall.pages.signing_in.adapters.PlannerAccounts"
# Addresses and e-mails are the planner's own.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_LOGIN_METHODS = {"username"}
MFA_ADAPTER = "safercornwall.pages.signing_in.adapters.PlannerFactors"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A clock may be half a minute behind.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "safercornwall.pages.second_factor.forms.CodeForm",
    "authenticate_webauthn": "safercornwall.pages.second_factor.forms.UsePasskeyForm",
    "login_webauthn": "safercornwall.pages.second_factor.forms.PasskeySignInForm",
    "activate_totp": "safercornwall.pages.second_factor.forms.AppForm",
    "deactivate_totp": "safercornwall.pages.second_factor.forms.RemoveAppForm",
    "generate_recovery_codes": "safercornwall.pages.second_factor.forms.NewCodesForm",
    "add_webauthn": "safercornwall.pages.second_factor.forms.PasskeyForm",
}
# The roles that must have one. None in the demo.
SECOND_FACTOR_FOR = ()

# The partnership's own sign-in service, by OpenID Connect. Without a name there is none.
SERVICE_NAME = ""
SERVICE_GROUPS_CLAIM = "groups"
# The role that each group gives.
SERVICE_ROLES: dict[str, str] = {}
# Whether people come in by a password of the planner's own.
LOCAL_ACCOUNTS = True
SOCIALACCOUNT_ADAPTER = "safercornwall.pages.signing_in.service.PlannerService"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
# A link leads to the service: the policy of our pages lets no form lead elsewhere.
SOCIALACCOUNT_LOGIN_ON_GET = True

# A link for a new password works for an hour.
PASSWORD_RESET_TIMEOUT = 60 * 60

# Five wrong passwords for one name from one address, then a quarter of an hour's wait.
# By both, so that nobody can lock a colleague out from somewhere else.
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = timedelta(minutes=15)
# A wait that each further try made longer would never end for a person who keeps trying.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "safercornwall.pages.signing_in.refusals.locked_out"
AXES_ENABLE_ADMIN = False
AXES_CLIENT_IP_CALLABLE = "accounts.addresses.address_of_caller"
# Fifty over all names from one address, in the same time: somebody tries one password on everybody.
# Generous, since a whole office may come from one; who gets in takes back their own wrong tries.
AXES_HANDLER = "accounts.lockout.Lockout"
MOST_WRONG_TRIES_FROM_AN_ADDRESS = 50
# Twenty for one name from all addresses together, in the same time: from then on one try in a while is looked at.
MOST_WRONG_TRIES_FOR_A_NAME = 20
WAIT_BETWEEN_TRIES_FOR_A_NAME = timedelta(seconds=30)
# A failed try is kept with what was sent, these apart.
AXES_SENSITIVE_PARAMETERS = [
    *("username", "ip_address"),
    *("old_password", "new_password1", "new_password2", "code", "credential"),
]
AXES_VERBOSE = False

SESSION_ENGINE = "accounts.sessions"
# Without a request, and in all. Whoever types asks for drafts to be kept, and is not idle.
SESSION_IDLE_TIME = timedelta(minutes=30)
SESSION_LONGEST_TIME = timedelta(hours=12)
# Whoever left is found out when the service is asked again.
SESSION_LONGEST_TIME_BY_SERVICE = timedelta(hours=1)
# Before what is not easily taken back, people enter their password again once this is over.
SIGN_IN_IS_FRESH_FOR = timedelta(minutes=5)
# Of a browser in which nobody is signed in.
SESSION_COOKIE_AGE = int(SESSION_IDLE_TIME.total_seconds())
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# Messages name people and records: they stay on the server, not in a cookie of their own.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "safercornwall.pages.signing_in.refusals.out_of_date"


# What the browser may do

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Whom people write to about the planner, and about a weakness of it. Empty where an installation names nobody.
CONTACT_EMAIL = env("CONTACT_EMAIL", default="").strip()
SECURITY_CONTACT = env("SECURITY_CONTACT", default="").strip() or CONTACT_EMAIL

# How many days is kept what is no part of the record (core/retention.py).
KEEP_DAYS = {
    name: env.int(f"KEEP_{name.upper()}_DAYS", default=days)
    for name, days in {
        "sessions": 1,
        "drafts": 90,
        "links": 400,
        "tries": 90,
        "security_log": 400,
        "packs": 90,
        "files": 180,
    }.items()
}

# The public keys that backups are encrypted to, and the key that opens them: on a server for a restore only.
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
BACKUP_KEY = env("BACKUP_KEY", default="").strip()
# The planner warns when its newest verified backup is older.
BACKUP_WARN_HOURS = env.int("BACKUP_WARN_HOURS", default=26)


# Who is told how the planner is (core/health/probes.py): whoever has this, besides whoever asks on the machine itself.
METRICS_TOKEN = env("METRICS_TOKEN", default="").strip()


# Words, dates and numbers

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False


# Styles, scripts and pictures

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    # Other people's, put there from their packages by scripts/build_static.py.
    BASE_DIR / "build" / "static",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "safercornwall.staticfiles.PlannerStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# No page of another host has use for them.
WHITENOISE_ALLOW_ALL_ORIGINS = False


# What the planner says of itself

DJANGO_GUID = {"GUID_HEADER_NAME": "X-Request-ID", "EXPOSE_HEADER": False}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "core.log_lines.LogLine",
            "format": "{asctime} {levelname} {name} [{request_id}]: {message}",
            "style": "{",
        },
    },
    "filters": {"of_request": {"()": "core.log_lines.OfRequest"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["of_request"],
        },
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Its own handlers would mail administrators, or say nothing unless DEBUG.
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Someone's mistyped address is no news; an error of ours is.
        "django.request": {"level": "ERROR"},
        # It tells of each number that it makes.
        "django_guid": {"level": "ERROR"},
    },
}
