"""The sample pages, in any order and any batches: the same families with the same best pages."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg2.extensions import connection as Connection
from samples.build import build
from tests.onrecord.dedup.pages import add_document
from tests.onrecord.dedup.test_families import shape

from onrecord import extract, store
from onrecord.dedup import families
from onrecord.errors import Permanent
from onrecord.models import Document

MIN_CHARS = 200  # of a text that is an article


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Document]:
    """The sample pages that have an article, by address."""
    folder = tmp_path_factory.mktemp("samples")
    build(folder)
    found = {}
    for file in sorted(path for path in folder.rglob("*") if path.suffix in (".html", ".htm", ".md", ".txt")):
        try:
            document = extract.read(file.read_bytes(), url=_url(folder, file), headers={})
        except Permanent:  # a page without an article: the site has those too
            continue
        if len(document.text) >= MIN_CHARS:
            found[_url(folder, file)] = document
    assert len(found) >= 25
    return found


def _url(folder: Path, file: Path) -> str:
    site, *path = file.relative_to(folder).parts
    return f"https://{site}.example/{'/'.join(path)}"


def arrive(conn: Connection, pages: dict[str, Document], batches: Sequence[Sequence[str]]) -> set[object]:
    """The families that come of pages arriving in batches."""
    for batch in batches:
        added = []
        for url in batch:
            document = pages[url]
            outlets = {proof.quote for proof in document.evidence if proof.field == "outlet"}
            in_metadata = any(p.field == "outlet" and p.origin == "meta" for p in document.evidence)
            added.append(
                add_document(
                    conn,
                    document.text,
                    url=url,
                    repairs=len(document.repairs),
                    is_truncated=document.is_truncated,
                    outlet_in_metadata=min(outlets) if in_metadata else None,
                )
            )
        families.run(conn, added)
    return set(shape(conn))


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_and_batches_of_the_sample_pages_give_the_same_families(
    conn: Connection, pages: dict[str, Document], data: st.DataObject
) -> None:
    urls = sorted(pages)
    order = data.draw(st.permutations(urls))
    size = data.draw(st.integers(1, len(urls)))
    found = []
    for batches in ([urls], [order[start : start + size] for start in range(0, len(order), size)]):
        store.execute(conn, "savepoint arrival")
        found.append(arrive(conn, pages, batches))
        store.execute(conn, "rollback to savepoint arrival")
    assert found[0] == found[1]
    assert any(len(members) > 2 for _, members in found[0])
