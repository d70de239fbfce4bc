"""Every setting, from the environment, documented in docs/configuration.md. Half-configured, nothing starts."""

from typing import Any, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings

MEGABYTE = 1024 * 1024


class Settings(BaseSettings):
    """One field a variable; the variable's name is the field's, in capitals."""

    environment: Literal["development", "production"] = "production"
    public_url: str = Field(description="The apex: scheme and host, no path. Clinics live one label below it.")
    database_url_staff: str
    database_url_family: str
    database_url_door: str
    database_url_system: str
    database_url_janitor: str
    database_url_owner: str | None = Field(None, description="Migrations only.")
    database_url_admin: str | None = Field(None, description="`flask tenants bootstrap` only, by hand.")
    redis_url: str
    smtp_url: str = Field(description="smtp://, smtps:// or smtp+starttls://user:password@host:port")
    mail_from: str = Field(description="The address mail comes from; the name shown is the clinic's short name.")
    secret_key: str = Field(min_length=32, description="Signs sessions, forms and row ids.")
    link_key: str = Field(min_length=32, description="Makes the tokens of links; not in the database.")
    code_key: str = Field(min_length=32, description="Makes the six digits; not in the database.")
    address_key: str = Field(
        min_length=32, description="Hashes addresses, so that the door compares without reading them."
    )
    totp_key: str = Field(
        min_length=32,
        description="Encrypts the seeds of authenticator apps; to rotate it: the new one, a comma, the old.",
    )
    mail_webhook_key: str | None = Field(
        None,
        min_length=32,
        description="Signs what the mail service tells at /mail/webhook. Without it nobody is heard there.",
    )
    stripe_secret_key: str = Field(description="sk_live_… or, against a double, sk_test_….")
    stripe_webhook_secret: str = Field(description="whsec_…, of the endpoint /stripe/webhook.")
    stripe_api_url: str = Field("https://api.stripe.com", description="Where Stripe, or its double, answers.")
    metrics_token: str | None = Field(
        None, min_length=32, description="Opens /metrics. Without it the address is none."
    )
    proxies: int = Field(0, ge=0, le=5, description="How many proxies stand in front and set X-Forwarded-*.")
    leave_to: str = Field(
        "https://www.bbc.com/weather", description="Where 'Leave this page' goes: neutral, not personalised."
    )
    sweep_seconds: float = Field(60, gt=0, description="How often the scheduler looks for what is due.")
    pool_size: int = Field(4, ge=1, description="Database connections for each login and process.")
    prepare_statements: bool = Field(
        False, description="Plans a statement once a connection. Not behind a pooler that cannot keep them."
    )

    @field_validator("public_url")
    @classmethod
    def no_path(cls, value: str) -> str:
        if "://" not in value or value.count("/") > 2:
            raise ValueError("write it as https://withkin.example")
        return value

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")


def load() -> Settings:
    """Reads the environment. Exits with one line for each variable that is missing or wrong."""
    try:
        settings = Settings()  # type: ignore[call-arg]
    except ValidationError as error:
        lines = [f"  {'.'.join(map(str, one['loc'])).upper()}: {one['msg']}" for one in error.errors()]
        raise SystemExit("Withkin is not configured (docs/configuration.md):\n" + "\n".join(lines)) from None
    if settings.environment == "production" and not settings.secure:
        raise SystemExit("Withkin is not configured: PUBLIC_URL must be https:// in production.")
    return settings


def flask_config(settings: Settings) -> dict[str, Any]:
    """The settings as Flask and its extensions read them."""
    logins = ("staff", "family", "door", "system", "janitor")
    return {
        "SETTINGS": settings,
        "PUBLIC_URL": settings.public_url,
        "SECRET_KEY": settings.secret_key,
        "SQLALCHEMY_BINDS": {login: engine(getattr(settings, f"database_url_{login}"), settings) for login in logins},
        "SESSION_COOKIE_NAME": "__Host-withkin" if settings.secure else "withkin",
        "SESSION_COOKIE_SECURE": settings.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": 180 * 24 * 3600,
        "SESSION_REFRESH_EACH_REQUEST": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": True,
        "RATELIMIT_STORAGE_URI": settings.redis_url,
        "RATELIMIT_STORAGE_OPTIONS": {"socket_connect_timeout": 0.3, "socket_timeout": 0.3},
        "RATELIMIT_STRATEGY": "moving-window",
        "RATELIMIT_IN_MEMORY_FALLBACK_ENABLED": True,
        "MAX_CONTENT_LENGTH": MEGABYTE,
        "MAX_FORM_MEMORY_SIZE": MEGABYTE,
        "BABEL_DEFAULT_LOCALE": "en",
        "TEMPLATES_AUTO_RELOAD": settings.environment == "development",
    }


def engine(url: str, settings: Settings) -> dict[str, Any]:
    """No parameter in an error message. Unless it is asked for, nothing is prepared: PgBouncer before 1.21 in transaction
    mode then works."""
    return {
        "url": url,
        "hide_parameters": True,
        "pool_size": settings.pool_size,
        "max_overflow": settings.pool_size,
        "pool_timeout": 5,
        "connect_args": {"prepare_threshold": 5 if settings.prepare_statements else None, "connect_timeout": 5},
    }
