"""Files may lie in a bucket: tried against a server that speaks S3."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage

from medborger.config import environment
from medborger.core import files
from medborger.core.http import send_file
from medborger.core.models import StoredFile
from medborger.core.tests.test_files import bytes_of, free_port, stored, wait_for


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield f"s3://key:secret@files/some/folder?endpoint=http://127.0.0.1:{port}&region=eu-north-1"
    finally:
        server.terminate()
        server.wait(10)


@pytest.mark.process
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.django_db
def test_files_may_lie_in_a_bucket(
    bucket: str, settings: Any, run_errands: Callable[[], None]
) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": environment.files(bucket)}
    client = default_storage.connection.meta.client  # type: ignore[attr-defined]
    client.create_bucket(
        Bucket="files", CreateBucketConfiguration={"LocationConstraint": "eu-north-1"}
    )
    kept, other = stored(b"x" * 300_000), stored()
    StoredFile.objects.filter(pk=other.pk).delete()

    assert bytes_of(send_file(kept)) == b"x" * 300_000
    assert [key["Key"] for key in client.list_objects_v2(Bucket="files")["Contents"]] == sorted(
        f"some/folder/{one.key}" for one in (kept, other)
    )
    assert list(files._orphans()) == [other.key]
    files.discard(kept)
    run_errands()
    assert not default_storage.exists(kept.key)


@pytest.mark.parametrize("url", ["https://files", "s3://", "files"])
def test_an_address_of_files_that_means_nothing_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="FILES_URL"):
        environment.files(url)
