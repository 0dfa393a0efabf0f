"""Who may do what with recommendations and cases."""

import rules

from medborger.core.models import Visitor
from medborger.decisions.models import Case, Consultation
from medborger.forums.rules import can_see_forum, is_active, leads
from medborger.people.rules import is_clerk


@rules.predicate
def is_open_case(visitor: Visitor, thing: Case | Consultation) -> bool:
    return (thing if isinstance(thing, Case) else thing.case).is_open


can_see_case = is_open_case | is_clerk

rules.add_perm("decisions.view_recommendation", can_see_forum)
rules.add_perm("decisions.add_recommendation", leads & is_active)
rules.add_perm("decisions.change_recommendation", leads | is_clerk)
rules.add_perm("decisions.view_case", can_see_case)
rules.add_perm("decisions.view_consultation", can_see_case)
rules.add_perm("decisions.add_case", is_clerk)
rules.add_perm("decisions.change_case", is_clerk)
