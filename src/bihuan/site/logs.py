"""Structured logs (one JSON object a line) without personal data."""

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog


class _Refusals(logging.Filter):
    """Keeps one line of a refused request: a missing right is no fault of the program."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Take the traceback off."""
        if getattr(record, "status_code", 0) == HTTPStatus.FORBIDDEN:
            record.exc_info = None
        return True


def configure(options: Mapping[str, Any]) -> None:
    """Send the standard library's loggers through structlog to standard error."""
    shared: list[structlog.types.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    logging.getLogger("django.request").addFilter(_Refusals())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(options.get("level", "INFO"))
