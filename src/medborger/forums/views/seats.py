from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medborger.core.http import get_permitted, in_one_transaction, told
from medborger.forums import actions, queries
from medborger.forums.forms import CriterionForm, HolderForm, NewSeatsForm, SeatForm
from medborger.forums.models import Criterion, Forum, Seat
from medborger.people.http import LoggedInRequest

CHANGE = "forums.change_forum"


def seats(request: HttpRequest, forum_id: int) -> HttpResponse:
    objects = Forum.objects.select_related("area", "organisation")
    forum = get_permitted(request, "forums.view_forum", objects, pk=forum_id)
    leads = request.user.has_perm(CHANGE, forum)
    names = request.user.has_perm("forums.see_members", forum)
    rows = queries.seat_rows(forum, with_names=names, with_invited=leads)
    context = {
        "forum": forum,
        "coverage": queries.coverage(forum, [row.seat for row in rows]),
        "rows": rows,
        "may_change": leads,
    }
    return render(request, "forums/seats.html", context)


@login_required
def add_seats(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, CHANGE, Forum.objects, pk=forum_id)
    form = NewSeatsForm(request.POST or None, instance=Seat(forum=forum))
    if form.is_valid():
        told(
            request,
            _("The table has more seats."),
            actions.add_seats,
            request.user,
            forum,
            **form.cleaned_data,
        )
        return redirect("forums:seats", forum.pk)
    return render(request, "forums/seats_form.html", {"form": form, "forum": forum})


def _seat(request: HttpRequest, seat_id: int) -> Seat:
    objects = Seat.objects.select_related("forum__area")
    return get_permitted(request, CHANGE, objects, pk=seat_id)


@login_required
@in_one_transaction
def seat(request: LoggedInRequest, seat_id: int) -> HttpResponse:
    shown = _seat(request, seat_id)
    form = SeatForm(request.POST or None, instance=shown)
    if form.is_valid():
        form.save()
        messages.success(request, _("The seat is changed."))
        return redirect("forums:seats", shown.forum_id)
    holdings = list(shown.holdings.select_related("person", "organisation"))
    context = {
        "form": form,
        "forum": shown.forum,
        "seat": shown,
        "holder": next((one for one in holdings if one.is_current), None),
        "former": [one for one in holdings if not one.is_current],
        "holder_form": HolderForm(forum=shown.forum),
    }
    return render(request, "forums/seat.html", context)


@login_required
@require_POST
def give_seat(request: LoggedInRequest, seat_id: int) -> HttpResponse:
    given = _seat(request, seat_id)
    form = HolderForm(request.POST, forum=given.forum)
    if not form.is_valid():
        messages.error(request, _("Choose who takes the seat."))
        return redirect("forums:seat", given.pk)
    told(
        request,
        _("The seat is taken."),
        actions.give_seat,
        request.user,
        given,
        form.cleaned_data["member"],
    )
    return redirect("forums:seats", given.forum_id)


@login_required
@require_POST
def free_seat(request: LoggedInRequest, seat_id: int) -> HttpResponse:
    freed = _seat(request, seat_id)
    told(request, _("The seat is vacant."), actions.free_seat, request.user, freed)
    return redirect("forums:seat", freed.pk)


@login_required
@require_POST
def remove_seat(request: LoggedInRequest, seat_id: int) -> HttpResponse:
    removed = _seat(request, seat_id)
    told(request, _("The seat is taken away."), actions.remove_seat, request.user, removed)
    return redirect("forums:seats", removed.forum_id)


@login_required
def criteria(request: LoggedInRequest, forum_id: int) -> HttpResponse:
    forum = get_permitted(request, CHANGE, Forum.objects, pk=forum_id)
    form = CriterionForm(request.POST or None, instance=Criterion(forum=forum))
    if form.is_valid():
        form.save()
        messages.success(request, _("The criterion is added."))
        return redirect("forums:criteria", forum.pk)
    context = {"form": form, "forum": forum, "criteria": forum.criteria.all()}
    return render(request, "forums/criteria.html", context)


def _criterion(request: HttpRequest, criterion_id: int) -> Criterion:
    objects = Criterion.objects.select_related("forum")
    return get_permitted(request, CHANGE, objects, pk=criterion_id)


@login_required
@in_one_transaction
def criterion(request: LoggedInRequest, criterion_id: int) -> HttpResponse:
    changed = _criterion(request, criterion_id)
    form = CriterionForm(request.POST or None, instance=changed)
    if form.is_valid():
        form.save()
        messages.success(request, _("The criterion is changed."))
        return redirect("forums:criteria", changed.forum_id)
    context = {"form": form, "forum": changed.forum, "criterion": changed}
    return render(request, "forums/criterion_form.html", context)


@login_required
@require_POST
def delete_criterion(request: LoggedInRequest, criterion_id: int) -> HttpResponse:
    deleted = _criterion(request, criterion_id)
    deleted.delete()
    messages.success(request, _("The criterion is deleted."))
    return redirect("forums:criteria", deleted.forum_id)
