"""Write .env for docker-compose.yml: .env.example with fresh secrets. Needs nothing but Python; never overwrites."""

from __future__ import annotations

import base64
import os
import re
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
EMPTY_SECRET = re.compile(r"^(\w+_(?:PASSWORD|SECRET|KEY))=$", re.MULTILINE)


def fill(example: str) -> str:
    """The example with a new secret wherever one is empty."""
    return EMPTY_SECRET.sub(lambda found: f"{found[1]}={_secret(found[1])}", example)


def _secret(name: str) -> str:
    if name == "AIRFLOW_FERNET_KEY":  # its form is Fernet's: 32 bytes in base64, padded
        return base64.urlsafe_b64encode(secrets.token_bytes(32)).decode("ascii")
    return secrets.token_urlsafe(48 if name.endswith("_SECRET") else 24)


def main() -> int:
    """Write the file, readable by its owner only; 1 if there is one."""
    try:
        file = os.open(ROOT / ".env", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        print("There is a .env already; it is left as it is.", file=sys.stderr)
        return 1
    with os.fdopen(file, "w", encoding="utf-8") as output:
        output.write(fill((ROOT / ".env.example").read_text("utf-8")))
    print("Wrote .env. Now set ONRECORD_USER_AGENT in it, and what else should be otherwise.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
