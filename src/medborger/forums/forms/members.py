"""Roles: given, handed over, or brought by a group at the municipality."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from medborger.core.forms import GuardedForm, GuardedModelForm
from medborger.core.name_field import WRITE_A_NAME, NameField
from medborger.forums.forms.choices import MemberField, say_none
from medborger.forums.models import Forum, GroupRole, Membership
from medborger.people.models import User


class MembershipForm(GuardedModelForm):
    class Meta:
        model = Membership
        fields = ["role", "organisation"]
        field_classes = {"organisation": NameField}
        help_texts = {"organisation": WRITE_A_NAME}


class HandOverForm(GuardedForm):
    to = MemberField(label=_("Who takes over?"))

    def __init__(self, *args: Any, forum: Forum, by: User) -> None:
        super().__init__(*args)
        self.fields["to"].offer(forum, but=by)  # type: ignore[attr-defined]


class GroupRoleForm(GuardedModelForm):
    issuer = forms.ChoiceField(label=_("Whose log-in?"))

    class Meta:
        model = GroupRole
        fields = ["issuer", "group", "forum", "role"]

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = settings.OIDC_PROVIDERS.values()
        with_groups = [(one.issuer, one.name) for one in known if one.groups_claim]
        self.fields["issuer"].choices = with_groups  # type: ignore[attr-defined]
        forums = Forum.objects.all() if by.is_staff else Forum.objects.led_by(by)
        self.fields["forum"].queryset = forums.active()  # type: ignore[attr-defined]
        say_none(self, forum=_("Choose a forum"))


class ChangedGroupRoleForm(GuardedModelForm):
    class Meta:
        model = GroupRole
        fields = ["role"]
