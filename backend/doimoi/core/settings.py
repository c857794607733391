"""Settings, read from the environment once by `create_app` and the command line."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What an installation can decide. With none set, everything lives under `var/` with an embedded database."""

    model_config = SettingsConfigDict(env_prefix="", extra="ignore", frozen=True)

    var: Path = Field(default=Path("var"), alias="DOIMOI_VAR", description="Data folder: database, keys, files.")
    host: str = Field(default="127.0.0.1", alias="DOIMOI_HOST")
    port: int = Field(default=8000, ge=1, le=65535, alias="DOIMOI_PORT")
    public_url: str | None = Field(default=None, alias="PUBLIC_URL", description="Address people type, with https.")
    database_url: str | None = Field(default=None, alias="DATABASE_URL", description="The application's own login.")
    migration_database_url: str | None = Field(default=None, alias="MIGRATION_DATABASE_URL")
    everywhere_database_url: str | None = Field(default=None, alias="EVERYWHERE_DATABASE_URL")
    token_key: SecretStr | None = Field(default=None, alias="DOIMOI_TOKEN_KEY", description="At least 32 bytes.")
    frontend: Path = Field(default=Path("frontend/dist"), alias="DOIMOI_FRONTEND")
    pool_size: int = Field(default=10, ge=1, le=40, alias="DOIMOI_POOL_SIZE")
    max_body: int = Field(default=1_000_000, ge=1_000, le=50_000_000, alias="DOIMOI_MAX_BODY")
    max_upload: int = Field(
        default=52_428_800, ge=1_000, le=2_147_483_648, alias="DOIMOI_MAX_UPLOAD", description="Bytes of one file."
    )
    unit_quota: int = Field(
        default=5_368_709_120, ge=1_000, alias="DOIMOI_UNIT_QUOTA", description="Bytes of all files of one unit."
    )
    reserve: int = Field(
        default=209_715_200, ge=0, alias="DOIMOI_RESERVE", description="Bytes of the disk that files leave free."
    )
    access_minutes: int = Field(default=10, ge=1, le=60, alias="DOIMOI_ACCESS_MINUTES")
    session_hours: int = Field(default=12, ge=1, le=24, alias="DOIMOI_SESSION_HOURS")
    digest_at: str = Field(
        default="07:30",
        alias="DOIMOI_DIGEST_AT",
        pattern=r"^(([01]\d|2[0-3]):[0-5]\d)?$",
        description="When people are told of their day, in the ward's time; empty for never.",
    )
    trusted_proxies: str = Field(
        default="", alias="DOIMOI_TRUSTED_PROXIES", description="Addresses whose X-Forwarded-For is believed."
    )
    log: str = Field(default="", alias="DOIMOI_LOG", description="Log file; `stderr`; empty: logs/ in the data folder.")

    @model_validator(mode="after")
    def _urls_come_together(self) -> Self:
        """A ward's own server needs its three logins: the application must never own what it is locked out of."""
        urls = (self.database_url, self.migration_database_url, self.everywhere_database_url)
        if any(urls) and not all(urls):
            raise ValueError(
                "DATABASE_URL, MIGRATION_DATABASE_URL and EVERYWHERE_DATABASE_URL go together; "
                "`doimoi doctor --sql-setup` prints the lines that make the three logins"
            )
        return self

    @property
    def origin(self) -> str:
        """Scheme and host that links are made with, never taken from a request's Host header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")

    @property
    def log_file(self) -> Path | None:
        """Where log lines go; None for standard error."""
        if self.log == "stderr":
            return None
        return Path(self.log) if self.log else self.var / "logs" / "doimoi.log"
