"""Who may do what with recommendations and cases."""

import rules

from medborger.core.models import Visitor
from medborger.decisions.models import Case, CaseFile, CaseRecommendation, Consultation
from medborger.forums.models import Forum
from medborger.forums.rules import can_see_forum, is_active, leads
from medborger.people.rules import is_clerk


@rules.predicate
def is_open_case(visitor: Visitor, thing: Case | Consultation) -> bool:
    return (thing if isinstance(thing, Case) else thing.case).is_open


@rules.predicate
def leads_a_forum(visitor: Visitor) -> bool:
    return visitor.is_authenticated and Forum.objects.led_by(visitor).active().exists()


@rules.predicate
def leads_its_forum(visitor: Visitor, printed: CaseRecommendation) -> bool:
    """Say whether the forum that the printed recommendation is linked to is the visitor's."""
    return printed.recommendation is not None and leads(visitor, printed.recommendation)


@rules.predicate
def is_open_file(visitor: Visitor, file: CaseFile) -> bool:
    return file.is_open and file.case.is_open


can_see_case = is_open_case | is_clerk

rules.add_perm("decisions.view_recommendation", can_see_forum)
rules.add_perm("decisions.add_recommendation", is_active & leads)
rules.add_perm("decisions.change_recommendation", leads | is_clerk)

rules.add_perm("decisions.view_followup", can_see_forum)
rules.add_perm("decisions.change_followup", leads | is_clerk)

rules.add_perm("decisions.view_committee", rules.always_allow)
rules.add_perm("decisions.view_case", can_see_case)
rules.add_perm("decisions.view_consultation", can_see_case)
rules.add_perm("decisions.add_case", is_clerk)
rules.add_perm("decisions.change_case", is_clerk)
rules.add_perm("decisions.change_consultation", is_clerk)

rules.add_perm("decisions.view_casefile", is_open_file | is_clerk)
rules.add_perm("decisions.change_casefile", is_clerk)

# Whoever links needs both: the case before them, and a forum to link it to.
rules.add_perm("decisions.link_case", can_see_case & (is_clerk | leads_a_forum))
rules.add_perm("decisions.link_to_forum", is_active & (is_clerk | leads))
rules.add_perm("decisions.unlink", is_clerk | leads_its_forum)
