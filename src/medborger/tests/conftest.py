import os

import pytest

from medborger.tests.filled import Filled


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    base = tmp_path_factory.getbasetemp()
    return Filled(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base)
