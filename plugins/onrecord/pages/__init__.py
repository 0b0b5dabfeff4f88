"""The operations page: is it fresh, what is stuck, which source broke, what was dropped and why.

In: the warehouse, read as onrecord_reader. Out: a FastAPI app that Airflow mounts; whoever mounts it
passes the guard, for Airflow authenticates nothing of what a plugin mounts.
"""

from onrecord.pages.app import create_app

__all__ = ["create_app"]
