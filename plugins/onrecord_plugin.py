"""Puts the operations page into Airflow's UI, behind Airflow's login.

Airflow imports this file in every component and in every task's process, but asks only in the API
server for the app: that is where FastAPI and the rest of onrecord are imported, and nowhere else.
"""

from functools import cached_property
from typing import Any, ClassVar

from airflow.plugins_manager import AirflowPlugin


class OnrecordPlugin(AirflowPlugin):
    """The page at /onrecord/ and its entry in the navigation."""

    name = "onrecord"
    external_views: ClassVar[list[Any]] = [
        {
            "name": "onrecord",
            "href": "onrecord/",  # no slash before it: Airflow may be served under a path of its own
            "destination": "nav",
            "url_route": "onrecord",
            "nav_top_level": True,
        }
    ]

    @cached_property
    def fastapi_apps(self) -> list[dict[str, Any]]:
        """The app with its guard: Airflow authenticates nothing of what a plugin mounts."""
        from airflow.api_fastapi.auth.managers.models.resource_details import AccessView
        from airflow.api_fastapi.core_api.security import requires_access_view
        from fastapi import Depends

        from onrecord.pages import create_app

        guard = Depends(requires_access_view(AccessView.PLUGINS))
        return [{"name": "onrecord", "app": create_app(dependencies=[guard]), "url_prefix": "/onrecord"}]
