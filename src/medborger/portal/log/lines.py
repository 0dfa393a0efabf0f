"""The log as sentences a coordinator reads, and as rows of a file."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django import forms
from django.apps import apps
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from medborger.core.forms import FilterForm
from medborger.core.log import WHAT
from medborger.core.models import LogEntry, holding
from medborger.forums.models import Forum

READS = Q(what__contains=".read_")
FILES = Q(what__contains=".export_") | Q(what__contains=".import_")
HEADINGS = [
    gettext_lazy("When"),
    gettext_lazy("Who"),
    gettext_lazy("What"),
    gettext_lazy("Forum"),
    gettext_lazy("Code"),
]
KINDS = {"": Q(), "read": READS, "files": FILES, "changes": ~(READS | FILES)}


@dataclass(frozen=True)
class Line:
    at: datetime
    who: str
    sentence: str
    forum: str
    what: str

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)


class OwnLogFilter(FilterForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("What"),
        required=False,
        choices=[
            ("", gettext_lazy("Everything")),
            ("read", gettext_lazy("Lists that were read")),
            ("files", gettext_lazy("Files taken out or read in")),
            ("changes", gettext_lazy("Changes")),
        ],
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("When"),
        required=False,
        coerce=int,
        choices=[
            ("", gettext_lazy("The whole time")),
            (1, gettext_lazy("The last day")),
            (7, gettext_lazy("The last week")),
            (30, gettext_lazy("The last month")),
            (90, gettext_lazy("The last three months")),
        ],
    )

    def matching(self, entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        """What was asked for. A field that cannot be read asks for nothing."""
        self.is_valid()
        asked = getattr(self, "cleaned_data", {})
        found = entries.filter(KINDS[asked.get("kind", "")])
        if days := asked.get("days"):
            found = found.filter(at__gte=timezone.now() - timedelta(days=days))
        return found


class LogFilter(OwnLogFilter):
    who = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    field_order = ("who", "kind", "days")

    def matching(self, entries: QuerySet[LogEntry]) -> QuerySet[LogEntry]:
        found = super().matching(entries)
        who = self.cleaned_data.get("who")
        return found.filter(holding(who, "by__name")) if who else found


def lines(entries: Iterable[LogEntry]) -> list[Line]:
    """Each entry as a sentence. What no longer exists is called so."""
    entries = list(entries)
    names, forums = _names(entries), _forums(entries)
    return [
        Line(
            at=one.at,
            who=str(one.by) if one.by else _("A program"),
            sentence=_sentence(one, names),
            forum=forums.get(one.forum_id, ""),
            what=one.what,
        )
        for one in entries
    ]


def _sentence(one: LogEntry, names: dict[tuple[str, str], str]) -> str:
    words = str(WHAT[one.what]) if one.what in WHAT else f"%(who)s: {one.what}"
    about = names.get((one.about_model, one.about_key)) or _("something that is deleted")
    return capfirst(words % {"who": one.by or _("a program"), "about": about})


def _names(entries: Iterable[LogEntry]) -> dict[tuple[str, str], str]:
    """The name of everything that a sentence names, with one query for each model."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for one in entries:
        if "%(about)s" in str(WHAT.get(one.what, "")):
            wanted[one.about_model].add(one.about_key)
    return {
        (label, str(thing.pk)): str(thing)
        for label, keys in wanted.items()
        if label
        for thing in apps.get_model(label)._default_manager.filter(pk__in=keys)
    }


def _forums(entries: Iterable[LogEntry]) -> dict[int | None, str]:
    keys = {one.forum_id for one in entries if one.forum_id}
    return dict(Forum.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}


def rows(entries: QuerySet[LogEntry]) -> Iterator[list[str]]:
    """For a file, a thousand at a time."""
    chunk: list[LogEntry] = []
    for one in entries.order_by("-at", "-pk").iterator(chunk_size=1000):
        chunk.append(one)
        if len(chunk) == 1000:
            yield from map(_row, lines(chunk))
            chunk.clear()
    yield from map(_row, lines(chunk))


def _row(line: Line) -> list[str]:
    at = timezone.localtime(line.at).isoformat(" ", "seconds")
    return [at, line.who, line.sentence, line.forum, line.what]
