import pytest
from hypothesis import settings

from tests.browser import chromium

# How long an example takes says more of the computer than of the program.
settings.register_profile("any computer", deadline=None)
settings.load_profile("any computer")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Stop before anything runs, with one sentence, where pages cannot be tested."""
    needs_pages = any("/tests/browser/" in item.path.as_posix() for item in items)
    if needs_pages and chromium.find() is None:
        pytest.exit(chromium.MISSING, returncode=1)
