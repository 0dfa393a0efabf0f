"""Roles that follow from groups at a municipality's identity provider."""

from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from medborger.core.fields import GuardedCharField
from medborger.core.models import Visitor
from medborger.forums.models.forum import Forum, Membership


class GroupRoleQuerySet(models.QuerySet["GroupRole"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Those who lead a forum see whose groups come in by themselves; administrators see all."""
        if getattr(visitor, "is_staff", False):
            return self
        return self.filter(forum__in=Forum.objects.led_by(visitor))

    def brought_by(self, issuer: str, groups: Iterable[str]) -> Self:
        """In forums that work. An archive takes nobody."""
        of_groups = self.filter(issuer=issuer, group__in=groups, forum__archived_at=None)
        return of_groups.select_related("forum").order_by("forum_id", "pk")


class GroupRole(models.Model):
    """Who is in a group at an identity provider has a role in a forum, as long as that is so.

    Never more than a role in a forum: nobody becomes an administrator by a group.
    """

    issuer = models.URLField(_("at"), max_length=255)
    group = GuardedCharField(
        _("group"),
        max_length=200,
        help_text=_("As the municipality's log-in calls it: a name or an identifier."),
    )
    forum = models.ForeignKey(
        Forum, models.CASCADE, related_name="group_roles", verbose_name=_("forum")
    )
    role = models.CharField(
        _("role"), max_length=15, choices=Membership.Role, default=Membership.Role.MEMBER
    )

    objects = GroupRoleQuerySet.as_manager()

    class Meta:
        ordering = ["forum__name", "group"]
        verbose_name = _("role by group")
        verbose_name_plural = _("roles by group")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "group", "forum"],
                name="one_role_per_group_and_forum",
                violation_error_message=_("The group has a role in that forum already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.group}: {self.forum}"

    def get_absolute_url(self) -> str:
        return reverse("forums:group_role", args=[self.pk])

    @property
    def provider_name(self) -> str:
        known = settings.OIDC_PROVIDERS.values()
        return next((one.name for one in known if one.issuer == self.issuer), self.issuer)

    @property
    def has_log_in(self) -> bool:
        """Say whether a log-in that is set up here still tells who is in the group."""
        known = settings.OIDC_PROVIDERS.values()
        return any(one.issuer == self.issuer and one.groups_claim for one in known)

    @property
    def leads(self) -> bool:
        return self.role in Membership.LEADING

    @property
    def rank(self) -> int:
        """Roles stand with the most trusted first; of two groups the more trusted role counts."""
        return Membership.Role.values.index(self.role)
