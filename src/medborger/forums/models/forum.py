"""The forum itself: what it is for, who runs it, how one comes in, and what it looks into."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from medborger.areas.models import Area
from medborger.core.fields import GuardedCharField, GuardedTextField, MarkdownField
from medborger.core.models import Visitor
from medborger.core.prepared import prepared
from medborger.people.models import Organisation, User


class Mark(models.TextChoices):
    """How a seat, or a member where there are no seats, is drawn in the ring."""

    MUNICIPALITY = "municipality", _("municipality")
    CIVIL = "civil", _("civil society")
    VACANT = "vacant", _("vacant")


def side_of(organisation: str) -> Case:
    """Whose side of the table an organisation sits on."""
    municipal = When(
        **{f"{organisation}__kind__in": Organisation.MUNICIPAL}, then=Value(Mark.MUNICIPALITY)
    )
    return Case(municipal, default=Value(Mark.CIVIL))


class ForumQuerySet(models.QuerySet["Forum"]):
    def visible_to(self, visitor: Visitor) -> Self:
        return self.public_or(roles_of(visitor))

    def public_or(self, mine: Collection[int]) -> Self:
        """Public forums are for everyone, the others for their members."""
        return self.filter(Q(visibility=Forum.Visibility.PUBLIC) | Q(pk__in=mine))

    def of(self, visitor: Visitor) -> Self:
        return self.filter(pk__in=roles_of(visitor))

    def led_by(self, visitor: Visitor) -> Self:
        roles = roles_of(visitor).items()
        return self.filter(pk__in=[pk for pk, role in roles if role in Membership.LEADING])

    def active(self) -> Self:
        return self.filter(archived_at__isnull=True)

    def archived(self) -> Self:
        return self.filter(archived_at__isnull=False)

    def without_coordinator(self) -> Self:
        """Forums whose last coordinator has closed the account: an administrator steps in."""
        return self.filter(~_memberships(role=Membership.Role.COORDINATOR, person__is_active=True))


def _memberships(**having: Any) -> Exists:
    return Exists(Membership.objects.filter(forum=OuterRef("pk"), **having))


class Forum(models.Model):
    class Kind(models.TextChoices):
        STANDING = "standing", _("standing forum")
        NETWORK = "network", _("practitioner network")
        THINK_TANK = "think_tank", _("expert think tank")
        LOCAL_COMMITTEE = "local_committee", _("local committee")

    class Visibility(models.TextChoices):
        PUBLIC = "public", _("public page")
        MEMBERS = "members", _("members only")

    class WayIn(models.TextChoices):
        APPOINTED = "appointed", _("members are appointed")
        APPLICATION = "application", _("on application")
        TARGET_GROUP = "target_group", _("open to the target group")

    name = GuardedCharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.STANDING)
    summary = GuardedCharField(
        _("in one sentence"), max_length=250, help_text=_("Shown in lists and at the top.")
    )
    purpose = MarkdownField(_("purpose"), blank=True)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        related_name="forums",
        verbose_name=_("run by"),
    )
    area = models.ForeignKey(
        Area, models.PROTECT, related_name="forums", verbose_name=_("area"), null=True, blank=True
    )
    target_groups = GuardedCharField(
        _("target groups"),
        max_length=300,
        blank=True,
        help_text=_("For whom, separated by commas."),
    )
    visibility = models.CharField(
        _("who can see the forum"),
        max_length=10,
        choices=Visibility,
        default=Visibility.PUBLIC,
    )
    way_in = models.CharField(_("way in"), max_length=15, choices=WayIn, default=WayIn.APPLICATION)
    physical_meetings = models.PositiveSmallIntegerField(_("physical meetings a year"), default=0)
    virtual_meetings = models.PositiveSmallIntegerField(_("virtual meetings a year"), default=0)
    has_public_members = models.BooleanField(
        _("show the members to everyone"),
        default=False,
        help_text=_("Names and organisations, never contact details."),
    )
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(_("archived"), null=True, editable=False)
    members = models.ManyToManyField(
        User, through="Membership", related_name="forums", editable=False
    )

    seen_by: int  # both from role_of()
    own_role: str | None

    objects = ForumQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("forum")
        verbose_name_plural = _("forums")
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="one_forum_per_name",
                violation_error_message=_("There is a forum of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("portal:forum", args=[self.pk])

    @property
    def is_public(self) -> bool:
        return self.visibility == self.Visibility.PUBLIC

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None

    @property
    def is_open_to_target_group(self) -> bool:
        return self.way_in == self.WayIn.TARGET_GROUP

    @property
    def takes_applications(self) -> bool:
        return self.way_in != self.WayIn.APPOINTED

    @property
    def meetings_a_year(self) -> int:
        return self.physical_meetings + self.virtual_meetings

    @property
    def shows_members(self) -> bool:
        """Say whether everyone may see who the members are."""
        return self.is_public and self.has_public_members

    @cached_property
    def ring(self) -> list[str]:
        """How the seats are drawn, clockwise from the top."""
        return [mark for _forum, mark in self.seats.marks()]

    def role_of(self, visitor: Visitor) -> str | None:
        """Return the visitor's role, or None for who is no member. The database is asked once."""
        if not visitor.is_authenticated:
            return None
        if getattr(self, "seen_by", None) != visitor.pk:
            self.seen_by, self.own_role = visitor.pk, roles_of(visitor).get(self.pk)
        return self.own_role


class YearTheme(models.Model):
    """What a forum looks into in one year."""

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="themes", editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    heading = GuardedCharField(_("theme"), max_length=120)
    text = GuardedTextField(_("why this theme"), blank=True)

    class Meta:
        ordering = ["-year"]
        verbose_name = _("theme of the year")
        verbose_name_plural = _("themes of the year")
        constraints = [models.UniqueConstraint(fields=["forum", "year"], name="one_theme_a_year")]

    def __str__(self) -> str:
        return self.heading


class TermsOfReference(models.Model):
    """One version of a forum's terms of reference (kommissorium). Older versions are kept."""

    forum = models.ForeignKey(
        Forum, models.CASCADE, related_name="terms_of_reference", editable=False
    )
    version = models.PositiveSmallIntegerField(_("version"), editable=False)
    text = MarkdownField(_("text"))
    adopted_on = models.DateField(_("adopted on"), default=timezone.localdate)

    class Meta:
        ordering = ["-version"]
        verbose_name = _("terms of reference")
        verbose_name_plural = _("terms of reference")
        constraints = [
            models.UniqueConstraint(fields=["forum", "version"], name="one_text_per_version")
        ]

    def __str__(self) -> str:
        return f"{self.forum} {self.version}"


class MembershipQuerySet(models.QuerySet["Membership"]):
    def visible_to(self, visitor: Visitor) -> Self:
        """Members see each other; everyone sees the members of a public forum that shows them."""
        shown = Q(forum__visibility=Forum.Visibility.PUBLIC, forum__has_public_members=True)
        return self.filter(shown | Q(forum__in=roles_of(visitor)))

    def active(self) -> Self:
        """Without those who have closed their account."""
        return self.filter(person__is_active=True)

    def coordinators(self) -> Self:
        return self.active().filter(role=Membership.Role.COORDINATOR)

    def marks(self) -> "models.QuerySet[Membership, tuple[int, str]]":
        """(forum, mark) of each member, the municipality's first."""
        marked = self.annotate(mark=side_of("organisation")).order_by("forum_id", "-mark", "pk")
        return marked.values_list("forum_id", "mark")

    def leading(self) -> Self:
        return self.active().filter(role__in=Membership.LEADING)


class Membership(models.Model):
    class Role(models.TextChoices):
        CHAIR = "chair", _("chair")
        COORDINATOR = "coordinator", _("coordinator")
        PLANNER = "planner", _("planning group")
        REPRESENTATIVE = "representative", _("administration's representative")
        MEMBER = "member", _("member")

    LEADING = (Role.COORDINATOR, Role.CHAIR)

    forum = models.ForeignKey(Forum, models.CASCADE, related_name="memberships", editable=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="memberships", editable=False)
    organisation = models.ForeignKey(
        Organisation,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="memberships",
        verbose_name=_("speaks for"),
    )
    role = models.CharField(_("role"), max_length=15, choices=Role, default=Role.MEMBER)
    joined_on = models.DateField(_("joined"), default=timezone.localdate, editable=False)
    # None: somebody gave it by hand, and no group takes it back.
    from_group = models.ForeignKey(
        "GroupRole", models.SET_NULL, null=True, related_name="memberships", editable=False
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["forum", "person"], name="one_membership_per_person")
        ]

    def __str__(self) -> str:
        return f"{self.person} in {self.forum}"

    @property
    def leads(self) -> bool:
        return self.role in self.LEADING

    @property
    def has_a_role(self) -> bool:
        return self.role != self.Role.MEMBER


@prepared
def _roles(*, person: int) -> "models.QuerySet[Membership, tuple[int, str]]":
    return Membership.objects.filter(person=person).values_list("forum", "role")


def roles_of(visitor: Visitor) -> dict[int, str]:
    """The visitor's forums and role in each. Of who only reads it is asked once a request."""
    known: dict[int, str] | None = getattr(visitor, "forum_roles", None)
    if known is None:
        known = dict(_roles(person=visitor.pk)) if visitor.is_authenticated else {}
        if getattr(visitor, "only_reads", False):
            visitor.forum_roles = known  # type: ignore[union-attr]
    return known


def reachable_by(visitor: Visitor) -> Q:
    """Which people show the visitor how to reach them, as each has chosen."""
    if not visitor.is_authenticated:
        return Q(pk__in=[])
    mine = Membership.objects.filter(person=visitor.pk).values("forum")
    shared = Membership.objects.filter(person=OuterRef("pk"), forum__in=mine)
    chosen = User.ContactVisibility
    return Q(is_active=True) & (
        Q(pk=visitor.pk)
        | Q(contact_visibility=chosen.EVERYONE)
        | Q(Exists(shared), contact_visibility=chosen.FORUMS)
    )
