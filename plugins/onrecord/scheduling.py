"""What the DAGs have in common: assets, the pool, default arguments, the retry policy.

The one module of the package, beside the plugin file and the DAGs, that knows Airflow.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from airflow.sdk import Asset, ExceptionRetryPolicy, RetryAction, RetryRule

from onrecord import settings
from onrecord.errors import ConfigurationError, Permanent

CAPTURES = Asset("onrecord://raw/captures")
CURATED = Asset("onrecord://curated/articles")
FETCH_POOL = "fetch"  # how many batches of pages are fetched at once

DEFAULT_ARGS: dict[str, Any] = {
    "owner": "onrecord",
    "retries": 3,
    "retry_delay": timedelta(seconds=settings.retry_seconds()),
    "retry_exponential_backoff": 2,
    "execution_timeout": timedelta(minutes=30),
    "retry_policy": ExceptionRetryPolicy(
        rules=[
            RetryRule(exception=Permanent, action=RetryAction.FAIL, reason="trying again changes nothing"),
            RetryRule(exception=ConfigurationError, action=RetryAction.FAIL, reason="a person must mend it"),
        ]
    ),
}
