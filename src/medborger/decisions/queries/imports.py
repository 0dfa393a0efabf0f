"""Which case a published page has become, and what a text lacks that is no case."""

import hashlib

from django.db.models import F, Q
from django.utils.translation import gettext as _

from civicmetrics.case_pages import CasePage, Missing, NotACase
from medborger.areas.models import Area
from medborger.decisions.models import Case


def find_imported(as_read: CasePage, municipality: Area | None) -> Case | None:
    """The case that this page has become, in the municipality or before anyone said which it is."""
    found = Case.objects.filter(fingerprint=fingerprint(as_read))
    if municipality:
        found = found.filter(Q(municipality=municipality) | Q(municipality=None))
    return found.order_by(F("municipality_id").asc(nulls_last=True), "pk").first()


def fingerprint(page: CasePage) -> str:
    """The same for every copy of a page, whatever else the copies tell."""
    told = [page.title, str(page.held_on), page.case_number or page.committee, page.item_number]
    plain = "\n".join(" ".join(part.casefold().split()) for part in told)
    return hashlib.sha256(plain.encode()).hexdigest()


def missing_from(refusal: NotACase) -> list[str]:
    """What the text lacks, one sentence for each thing."""
    words: dict[Missing, str] = {
        "title": _("The title is missing. Write it on a line of its own above the first section."),
        "section": _(
            "No section is found. A heading such as Problemstilling or Sagsfremstilling"
            " stands on a line of its own."
        ),
        "motion": _(
            "The motion is missing: what the committee is asked to do,"
            " under the heading Indstilling."
        ),
        "decision": _("The decision is missing, under the heading Beslutning."),
        "held_on": _("The date of the meeting is missing."),
    }
    return [words[missing] for missing in refusal.missing]
