"""The API's OpenAPI document as a page that needs no script."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import DocsBase


@dataclass(frozen=True)
class Operation:
    tag: str
    method: str
    path: str
    summary: str
    description: str


class ReferencePage(DocsBase):
    """What the API can do, grouped by context."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        found = _operations(api.get_openapi_schema()["paths"])
        context = {"operations": sorted(found, key=lambda one: (one.tag, one.path))}
        return render(request, "portal/api.html", context)


def _operations(paths: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in paths.items():
        for method, told in methods.items():
            yield Operation(
                told["tags"][0],
                method.upper(),
                path,
                told.get("summary", ""),
                told.get("description", ""),
            )
