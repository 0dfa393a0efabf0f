"""Areas are public; the municipality's own people keep them."""

import rules

from medborger.people.rules import is_clerk

rules.add_perm("areas.view_area", rules.always_allow)
rules.add_perm("areas.add_area", is_clerk)
rules.add_perm("areas.change_area", is_clerk)
rules.add_perm("areas.exchange_organisations", is_clerk)
rules.add_perm("areas.merge_organisations", is_clerk)
