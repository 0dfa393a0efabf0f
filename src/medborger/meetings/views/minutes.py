from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from medborger.core.http import get_permitted, in_one_transaction
from medborger.meetings import actions, queries
from medborger.meetings.forms import (
    ActionItemForm,
    AgendaItemForm,
    DecisionForm,
    MinutesForm,
)
from medborger.meetings.models import ActionItem, AgendaItem, Decision
from medborger.meetings.views.meetings import fetch, next_page
from medborger.people.http import LoggedInRequest


def _item(request: HttpRequest, permission: str, item_id: int) -> AgendaItem:
    """An agenda item, for those who have the permission on its meeting."""
    objects = AgendaItem.objects.select_related("meeting__forum")
    return get_permitted(request, permission, objects, pk=item_id)


@login_required
def agenda(request: LoggedInRequest, meeting_id: int) -> HttpResponse:
    meeting = fetch(request, "meetings.change_meeting", meeting_id)
    form = AgendaItemForm(request.POST or None, instance=AgendaItem(meeting=meeting))
    if form.is_valid():
        actions.add_agenda_item(request.user, form.instance)
        messages.success(request, _("The item is added last."))
        return redirect("meetings:agenda", meeting.pk)
    rows = queries.timetable(meeting)
    ends_at = rows[-1][0] + rows[-1][1].duration if rows else meeting.starts_at
    context = {"form": form, "meeting": meeting, "timetable": rows, "ends_at": ends_at}
    context["ends_late"] = ends_at > meeting.ends_at
    return render(request, "meetings/agenda.html", context)


@login_required
@in_one_transaction
def change_agenda_item(request: LoggedInRequest, item_id: int) -> HttpResponse:
    item = _item(request, "meetings.change_agendaitem", item_id)
    form = AgendaItemForm(request.POST or None, instance=item)
    if form.is_valid():
        actions.change_agenda_item(request.user, form.instance)
        messages.success(request, _("The item is changed."))
        return redirect("meetings:agenda", item.meeting_id)
    return render(request, "meetings/agenda_item_form.html", {"form": form, "item": item})


@login_required
@require_POST
def move_agenda_item(request: LoggedInRequest, item_id: int) -> HttpResponse:
    item = _item(request, "meetings.change_agendaitem", item_id)
    actions.move_agenda_item(request.user, item, up="op" in request.POST)
    return redirect("meetings:agenda", item.meeting_id)


@login_required
@require_POST
def delete_agenda_item(request: LoggedInRequest, item_id: int) -> HttpResponse:
    item = _item(request, "meetings.delete_agendaitem", item_id)
    item.delete()
    messages.success(request, _("The item is deleted."))
    return redirect("meetings:agenda", item.meeting_id)


def _to_item(item: AgendaItem) -> HttpResponse:
    """Back to where one wrote, and not to the top of the minutes."""
    return redirect(reverse("meetings:minutes", args=[item.meeting_id]) + f"#i-{item.pk}")


@login_required
def minutes(request: LoggedInRequest, meeting_id: int) -> HttpResponse:
    meeting = fetch(request, "meetings.write_minutes", meeting_id)
    timetable = queries.timetable(meeting)
    files = queries.hang_files(meeting, timetable)
    context = {"meeting": meeting, "timetable": timetable, "files": files}
    return render(request, "meetings/minutes.html", context)


@login_required
@in_one_transaction
def write_minutes(request: LoggedInRequest, item_id: int) -> HttpResponse:
    item = _item(request, "meetings.change_minutes", item_id)
    form = MinutesForm(request.POST or None, instance=item)
    if form.is_valid():
        actions.write_minutes(request.user, item, form.cleaned_data["minutes"])
        messages.success(request, _("The minutes of the item are saved."))
        return _to_item(item)
    return render(request, "meetings/minutes_form.html", {"item": item, "form": form})


@login_required
def publish(request: LoggedInRequest, meeting_id: int) -> HttpResponse:
    meeting = fetch(request, "meetings.write_minutes", meeting_id)
    if request.method == "POST":
        if "fortryd" in request.POST:
            actions.withdraw_minutes(request.user, meeting)
            messages.success(request, _("The minutes are no longer published."))
            return redirect("meetings:minutes", meeting.pk)
        actions.publish_minutes(request.user, meeting)
        messages.success(request, _("The minutes are published."))
        return redirect(meeting)
    context = {"meeting": meeting, "timetable": queries.timetable(meeting)}
    return render(request, "meetings/publish.html", context)


@login_required
def add_decision(request: LoggedInRequest, item_id: int) -> HttpResponse:
    item = _item(request, "meetings.change_minutes", item_id)
    form = DecisionForm(request.POST or None, instance=Decision(item=item))
    if form.is_valid():
        form.save()
        messages.success(request, _("The decision is saved."))
        return _to_item(item)
    return render(request, "meetings/decision_form.html", {"item": item, "form": form})


@login_required
@require_POST
def delete_decision(request: LoggedInRequest, decision_id: int) -> HttpResponse:
    objects = Decision.objects.select_related("item__meeting__forum")
    decision = get_permitted(request, "meetings.change_minutes", objects, pk=decision_id)
    decision.delete()
    messages.success(request, _("The decision is deleted."))
    return redirect("meetings:minutes", decision.item.meeting_id)


@login_required
def add_action_item(request: LoggedInRequest, item_id: int) -> HttpResponse:
    item = _item(request, "meetings.change_minutes", item_id)
    form = ActionItemForm(request.POST or None, instance=ActionItem(item=item), forum=item.forum)
    if form.is_valid():
        form.save()
        messages.success(request, _("The task is saved. It follows to the next meeting."))
        return _to_item(item)
    return render(request, "meetings/action_item_form.html", {"item": item, "form": form})


@login_required
@require_POST
def finish(request: LoggedInRequest, action_item_id: int) -> HttpResponse:
    """Tick a task off, or with `fortryd` put it back."""
    objects = ActionItem.objects.select_related("item__meeting__forum")
    one = get_permitted(request, "meetings.finish_action_item", objects, pk=action_item_id)
    if "fortryd" in request.POST:
        actions.reopen(request.user, one)
        messages.success(request, _("The task is open again."))
    else:
        actions.finish(request.user, one)
        messages.success(request, _("The task is done."))
    return redirect(next_page(request, one.item.meeting))


@login_required
@require_POST
def delete_action_item(request: LoggedInRequest, action_item_id: int) -> HttpResponse:
    objects = ActionItem.objects.select_related("item__meeting__forum")
    one = get_permitted(request, "meetings.change_minutes", objects, pk=action_item_id)
    one.delete()
    messages.success(request, _("The task is deleted."))
    return redirect("meetings:minutes", one.item.meeting_id)
