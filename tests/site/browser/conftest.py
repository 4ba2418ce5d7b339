"""One watched browser page per test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.site.conftest import Watched


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page with a clipboard; at the end of the test nothing may have left the machine or broken."""
    watched = Watched(browser)
    yield watched.page()
    watched.context.close()
    assert watched.outside == []
    assert watched.broken == []
