"""Who may see how the installation itself is doing."""

import rules

from medborger.people.rules import is_administrator, is_clerk

rules.add_perm("portal.see_tools", is_clerk)
rules.add_perm("portal.see_letters", is_administrator)
rules.add_perm("portal.see_log", is_administrator)
rules.add_perm("portal.scan_texts", is_administrator)
rules.add_perm("portal.see_retention_runs", is_administrator)
rules.add_perm("portal.see_health", is_administrator)
