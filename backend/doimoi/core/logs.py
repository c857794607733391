"""Structured log lines: JSON, one per event, UTC; no body, no query, no credential is ever logged."""

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

import structlog
from structlog.typing import Processor

MEGABYTES: Final = 10
KEPT: Final = 5

_SHARED: Final[list[Processor]] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
]


def configure(file: Path | None = None, level: int = logging.INFO) -> None:
    """Send every log line, those of the libraries too, as JSON to `file`, or to standard error without one.

    The file is turned over at 10 MB and five older ones are kept. Raises OSError when it cannot be written.
    """
    handler: logging.Handler
    if file is None:
        handler = logging.StreamHandler(sys.stderr)
    else:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handler = RotatingFileHandler(file, maxBytes=MEGABYTES * 1_000_000, backupCount=KEPT, encoding="utf-8")
        file.chmod(0o600)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("doimoi").setLevel(level)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_named,
        cache_logger_on_first_use=False,
    )


def _named(*_: object) -> logging.Logger:
    return logging.getLogger("doimoi")
