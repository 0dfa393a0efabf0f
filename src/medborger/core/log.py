"""Who did what: an append-only log without content.

`record` writes one row in the transaction of what happened, so that it is logged exactly when it
happened. What is in the log stays: triggers in the database refuse to change a row, and to delete
one before its time.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import connections
from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from medborger.core.models import LogEntry

# One line for each thing that is logged. "%(who)s" is the person, "%(about)s" what it concerned.
# A code that begins with read_ after the point is told once an hour.
WHAT: dict[str, Promise] = {
    "core.read_log": _("%(who)s read the log"),
    "core.export_log": _("%(who)s took out the log as a file"),
    "core.scan_texts": _("%(who)s searched all texts for personal data"),
    "core.dismiss_finding": _("%(who)s judged that a text may stay as it is"),
    "core.story_no_real_person": _("%(who)s kept a text: it is about no real person"),
    "core.story_in_office": _("%(who)s kept a text: it is about somebody's public work"),
    "core.story_agreed": _("%(who)s kept a text: the person has agreed to it"),
    "people.read_directory": _("%(who)s read the list of people"),
    "people.read_contact": _("%(who)s read how to reach %(about)s"),
    "people.read_speakers": _("%(who)s read who speaks for %(about)s"),
    "people.read_invitations": _("%(who)s read the list of invitations"),
    "people.export_own_data": _("%(who)s took out a copy of own data"),
    "people.export_organisations": _("%(who)s took out the organisations as a file"),
    "people.import_organisations": _("%(who)s read organisations in from a file"),
    "people.merge_organisations": _("%(who)s merged two organisations into %(about)s"),
    "people.undo_merger": _("%(who)s took back a merger of organisations from %(about)s"),
    "people.keep_apart": _("%(who)s saw that %(about)s is not the same as another organisation"),
    "people.suggest_again": _("%(who)s saw that %(about)s may be the same as another organisation"),
    "people.merge_competences": _("%(who)s merged two competences into %(about)s"),
    "people.confirm_speaker": _("%(who)s confirmed who speaks for %(about)s"),
    "people.take_back_confirmation": _("%(who)s took back a confirmation at %(about)s"),
    "people.invite": _("%(who)s sent an invitation"),
    "people.renew_invitation": _("%(who)s sent an invitation again"),
    "people.withdraw_invitation": _("%(who)s withdrew an invitation"),
    "people.become_administrator": _("%(who)s became an administrator"),
    "people.issue_token": _("%(who)s made an access token"),
    "people.delete_token": _("%(who)s deleted an access token"),
    "people.step_up": _("%(who)s proved again who it is"),
    "people.add_passkey": _("%(who)s added a passkey"),
    "people.remove_passkey": _("%(who)s removed a passkey"),
    "people.add_totp": _("%(who)s added an app that makes codes"),
    "people.remove_totp": _("%(who)s removed the app that makes codes"),
    "people.make_recovery_codes": _("%(who)s made new recovery codes"),
    "people.connect_provider": _("%(who)s can log in through the municipality"),
    "people.disconnect_provider": _("%(who)s no longer logs in through the municipality"),
    "people.end_session": _("%(who)s logged out another device"),
    "people.close_account": _("%(who)s closed an account"),
    "forums.read_members": _("%(who)s read the list of members"),
    "forums.read_applications": _("%(who)s read the applications"),
    "forums.read_invitations": _("%(who)s read the list of invitations to the forum"),
    "forums.join": _("%(who)s joined the forum"),
    "forums.leave": _("%(who)s left the forum"),
    "forums.remove_member": _("%(who)s removed %(about)s from the forum"),
    "forums.change_role": _("%(who)s changed the role of %(about)s"),
    "forums.hand_over": _("%(who)s handed a role over to %(about)s"),
    "forums.become_coordinator": _("%(who)s became coordinator of the forum"),
    "forums.give_role_by_group": _("%(about)s has a role in the forum as one of a group"),
    "forums.take_role_by_group": _("%(about)s lost a role in the forum, no longer one of a group"),
    "forums.map_group": _("%(who)s gave a group a role in the forum"),
    "forums.change_group_role": _("%(who)s changed the role of a group in the forum"),
    "forums.unmap_group": _("%(who)s took a group's role in the forum away"),
    "forums.invite": _("%(who)s invited somebody to the forum"),
    "forums.renew_invitation": _("%(who)s invited somebody to the forum again"),
    "forums.withdraw_invitation": _("%(who)s withdrew an invitation to the forum"),
    "forums.approve_application": _("%(who)s approved the application of %(about)s"),
    "forums.decline_application": _("%(who)s declined the application of %(about)s"),
    "forums.give_seat": _("%(who)s gave a seat to %(about)s"),
    "forums.free_seat": _("%(who)s freed the seat of %(about)s"),
    "forums.send_message": _("%(who)s wrote to all members"),
    "forums.archive": _("%(who)s archived the forum"),
    "forums.reopen": _("%(who)s opened the forum again"),
    "meetings.make_guest_link": _("%(who)s sent a guest the link to “%(about)s”"),
    "meetings.revoke_guest_link": _("%(who)s withdrew a guest's link to “%(about)s”"),
    "meetings.read_sign_ups": _("%(who)s read who comes to “%(about)s”"),
    "meetings.publish_minutes": _("%(who)s published the minutes of “%(about)s”"),
    "meetings.withdraw_minutes": _("%(who)s withdrew the minutes of “%(about)s”"),
    "decisions.import_case": _("%(who)s imported the case “%(about)s”"),
    "decisions.open_case": _("%(who)s opened the case “%(about)s” to everybody"),
    "decisions.close_case": _("%(who)s keeps the case “%(about)s” within the administration"),
}


class UnknownCode(LookupError):
    """Only what stands in WHAT is logged, so that every row can be read as a sentence."""


def record(
    by: AbstractBaseUser | AnonymousUser | None,
    what: str,
    about: Model | None = None,
    *,
    forum_id: int | None = None,
) -> None:
    """Write that somebody did something. None and visitors stand for nobody with a name."""
    if what not in WHAT:
        raise UnknownCode(what)
    entry = LogEntry(
        by_id=by.pk if by is not None else None,
        what=what,
        about_model=about._meta.label if about is not None else "",
        about_key=str(about.pk) if about is not None else "",
        forum_id=forum_id,
    )
    if what.partition(".")[2].startswith("read_"):
        entry.once = f"{entry.at:%Y%m%d%H} {entry.by_id} {what} {entry.about_key} {forum_id}"
        LogEntry.objects.bulk_create([entry], ignore_conflicts=True)
    else:
        entry.save(force_insert=True)


TABLE = LogEntry._meta.db_table
SQLITE = (
    f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE}"
    " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
    f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE}"
    " WHEN OLD.at > datetime('now', '-{days} days')"
    " BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END",
)
POSTGRESQL = (
    f"""CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'DELETE' THEN
            IF OLD.at <= now() - interval '{{days}} days' THEN RETURN OLD; END IF;
        END IF;
        RAISE EXCEPTION 'the log is append-only' USING ERRCODE = 'restrict_violation';
    END $$""",
    f"CREATE TRIGGER {TABLE}_no_update BEFORE UPDATE ON {TABLE}"
    f" FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    f"CREATE TRIGGER {TABLE}_no_delete BEFORE DELETE ON {TABLE}"
    f" FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()",
    f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE}"
    f" FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()",
)


def protect(using: str = "default", **_signal: Any) -> None:
    """Let the database keep the log. Runs after every `migrate`, also where tests make tables."""
    connection = connections[using]
    unprotect(using)
    if TABLE not in connection.introspection.table_names():
        return  # `migrate` was told to stop before
    with connection.cursor() as cursor:
        for statement in SQLITE if connection.vendor == "sqlite" else POSTGRESQL:
            cursor.execute(statement.replace("{days}", str(settings.RETENTION_LOG_DAYS)))


def unprotect(using: str = "default") -> None:
    """Take the promise away, for `medborger flush`, which empties the whole database."""
    connection = connections[using]
    if TABLE not in connection.introspection.table_names():
        return
    at_table = "" if connection.vendor == "sqlite" else f" ON {TABLE}"
    with connection.cursor() as cursor:
        for name in ("no_update", "no_delete", "no_truncate"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_{name}{at_table}")
