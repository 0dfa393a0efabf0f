"""Parse and validate what people type about forums."""

from medborger.forums.forms.forum import ForumFilter, ForumForm, FoundForm, TermsForm, ThemeForm
from medborger.forums.forms.members import (
    ChangedGroupRoleForm,
    GroupRoleForm,
    HandOverForm,
    MembershipForm,
)
from medborger.forums.forms.seats import CriterionForm, HolderForm, NewSeatsForm, SeatForm
from medborger.forums.forms.sharing import MessageForm, ReplaceFileForm
from medborger.forums.forms.way_in import AnswerForm, ApplicationForm, InvitationForm, JoinForm

__all__ = [
    "AnswerForm",
    "ApplicationForm",
    "ChangedGroupRoleForm",
    "CriterionForm",
    "ForumFilter",
    "ForumForm",
    "FoundForm",
    "GroupRoleForm",
    "HandOverForm",
    "HolderForm",
    "InvitationForm",
    "JoinForm",
    "MembershipForm",
    "MessageForm",
    "NewSeatsForm",
    "ReplaceFileForm",
    "SeatForm",
    "TermsForm",
    "ThemeForm",
]
