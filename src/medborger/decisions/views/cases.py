from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from medborger.core.http import get_permitted, in_one_transaction, require
from medborger.core.paging import page
from medborger.decisions import actions, queries
from medborger.decisions.forms import (
    CaseFilter,
    CaseForm,
    ConsultationForm,
    ForwardForm,
    LinkForm,
    LinkOneForm,
    SectionForm,
)
from medborger.decisions.models import Case, CaseRecommendation, Committee, Consultation, Section
from medborger.people.http import LoggedInRequest


def _case(request: HttpRequest, permission: str, case_id: int) -> Case:
    return get_permitted(
        request, permission, Case.objects.select_related("municipality"), pk=case_id
    )


# --- reading ---


def cases(request: HttpRequest) -> HttpResponse:
    choice = CaseFilter(request.GET)
    found = queries.cases_treated(request.user, **choice.chosen)
    shown = page(found, request.GET, "-opened_on", "-pk")
    context = {"filter": choice, "is_narrowed": bool(choice.chosen), "page": shown}
    return render(request, "decisions/cases.html", context)


def case(request: HttpRequest, case_id: int) -> HttpResponse:
    shown = _case(request, "decisions.view_case", case_id)
    context = {"case": shown, "shown": queries.case_page(shown, request.user)}
    return render(request, "decisions/case.html", context)


def committee(request: HttpRequest, committee_id: int) -> HttpResponse:
    objects = Committee.objects.select_related("municipality")
    shown = get_permitted(request, "decisions.view_committee", objects, pk=committee_id)
    found = queries.cases_treated(request.user, committee=shown)
    owed = Consultation.objects.visible_to(request.user).filter(committee=shown).owed()
    context = {
        "committee": shown,
        "page": page(found, request.GET, "-opened_on", "-pk"),
        "owed": owed.select_related("case"),
    }
    return render(request, "decisions/committee.html", context)


# --- writing ---


@login_required
def create(request: LoggedInRequest) -> HttpResponse:
    require(request, "decisions.add_case")
    return _case_form(request, Case())


@login_required
@in_one_transaction
def change(request: LoggedInRequest, case_id: int) -> HttpResponse:
    return _case_form(request, _case(request, "decisions.change_case", case_id))


def _case_form(request: LoggedInRequest, instance: Case) -> HttpResponse:
    title = instance.title
    form = CaseForm(request.POST or None, instance=instance)
    if form.is_valid():
        points = form.cleaned_data["points"]
        saved = actions.write_case(request.user, form.instance, motion_points=points)
        messages.success(request, _("The case is saved."))
        return redirect(saved)
    return render(request, "decisions/case_form.html", {"form": form, "title": title})


@login_required
@require_POST
def delete(request: LoggedInRequest, case_id: int) -> HttpResponse:
    _case(request, "decisions.change_case", case_id).delete()
    messages.success(request, _("The case is deleted."))
    return redirect("decisions:cases")


@login_required
def add_section(request: LoggedInRequest, case_id: int) -> HttpResponse:
    about = _case(request, "decisions.change_case", case_id)
    form = SectionForm(request.POST or None, instance=Section(case=about))
    if form.is_valid():
        actions.add_section(request.user, form.instance)
        messages.success(request, _("The section is added last."))
        return redirect(about)
    return render(request, "decisions/section_form.html", {"form": form, "case": about})


@login_required
@in_one_transaction
def change_section(request: LoggedInRequest, section_id: int) -> HttpResponse:
    section = _section(request, section_id)
    form = SectionForm(request.POST or None, instance=section)
    if form.is_valid():
        form.save()
        messages.success(request, _("The section is changed."))
        return redirect(section.case)
    context = {"form": form, "case": section.case, "section": section}
    return render(request, "decisions/section_form.html", context)


@login_required
@require_POST
def delete_section(request: LoggedInRequest, section_id: int) -> HttpResponse:
    section = _section(request, section_id)
    section.delete()
    messages.success(request, _("The section is deleted."))
    return redirect(section.case)


def _section(request: LoggedInRequest, section_id: int) -> Section:
    section = get_object_or_404(Section, pk=section_id)
    section.case = _case(request, "decisions.change_case", section.case_id)
    return section


# --- committees ---


@login_required
def add_consultation(request: LoggedInRequest, case_id: int) -> HttpResponse:
    about = _case(request, "decisions.change_case", case_id)
    return _consultation_form(request, Consultation(case=about))


@login_required
@in_one_transaction
def change_consultation(request: LoggedInRequest, consultation_id: int) -> HttpResponse:
    return _consultation_form(request, _consultation(request, consultation_id))


def _consultation_form(request: LoggedInRequest, instance: Consultation) -> HttpResponse:
    form = ConsultationForm(request.POST or None, instance=instance)
    if form.is_valid():
        name = form.cleaned_data["committee"]
        actions.consult(request.user, form.instance, committee=name)
        messages.success(request, _("The treatment is saved."))
        return redirect(instance.case)
    context = {"form": form, "case": instance.case, "consultation": instance}
    return render(request, "decisions/consultation_form.html", context | _known_committees())


@login_required
@require_POST
def delete_consultation(request: LoggedInRequest, consultation_id: int) -> HttpResponse:
    consultation = _consultation(request, consultation_id)
    consultation.delete()
    messages.success(request, _("The treatment is deleted."))
    return redirect(consultation.case)


def _consultation(request: LoggedInRequest, consultation_id: int) -> Consultation:
    objects = Consultation.objects.select_related("case__municipality", "committee")
    return get_permitted(request, "decisions.change_consultation", objects, pk=consultation_id)


@login_required
def forward(request: LoggedInRequest, case_id: int) -> HttpResponse:
    sent = _case(request, "decisions.change_case", case_id)
    form = ForwardForm(request.POST or None)
    if form.is_valid():
        actions.forward(request.user, sent, **form.cleaned_data)
        messages.success(request, _("The case is sent on."))
        return redirect(sent)
    context = {"form": form, "case": sent}
    return render(request, "decisions/forward.html", context | _known_committees())


def _known_committees() -> dict[str, object]:
    return {"committees": Committee.objects.all()}


# --- what forums have recommended ---


@login_required
def link(request: LoggedInRequest, case_id: int) -> HttpResponse:
    """Make everything that the case prints a forum's own, or link it piece by piece."""
    linked = _case(request, "decisions.link_case", case_id)
    chosen = {"year": linked.opened_on.year, "recommended_on": linked.opened_on}
    form = LinkForm(request.POST or None, initial=chosen, visitor=request.user)
    if form.is_valid():
        try:
            made = actions.make_recommendations(request.user, linked, **form.cleaned_data)
        except actions.NothingToLink as refusal:
            messages.error(request, str(refusal))
            return redirect("decisions:link", linked.pk)
        messages.success(request, _made(len(made)))
        return redirect("decisions:of_forum", made[0].forum_id)
    context = {
        "form": form,
        "case": linked,
        "shown": queries.case_page(linked, request.user),
        "one": LinkOneForm(visitor=request.user),
    }
    return render(request, "decisions/link.html", context)


def _made(count: int) -> str:
    return ngettext(
        "The forum has got one recommendation from the case.",
        "The forum has got %(count)s recommendations from the case.",
        count,
    ) % {"count": count}


@login_required
@require_POST
def link_one(request: LoggedInRequest, printed_id: int) -> HttpResponse:
    printed = _printed(request, printed_id)
    if printed.recommendation_id:
        raise PermissionDenied  # it is unlinked first, by those who may
    form = LinkOneForm(request.POST, visitor=request.user)
    if form.is_valid():
        actions.link(request.user, printed, form.cleaned_data["recommendation"])
        messages.success(request, _("The two are linked."))
    else:
        messages.error(request, _("Choose a recommendation of the forum."))
    return redirect("decisions:link", printed.case_id)


@login_required
@require_POST
def unlink(request: LoggedInRequest, printed_id: int) -> HttpResponse:
    printed = _printed(request, printed_id)
    if not request.user.has_perm("decisions.unlink", printed):
        raise PermissionDenied
    actions.unlink(request.user, printed)
    messages.success(request, _("The link is gone. Both recommendations are still there."))
    return redirect("decisions:link", printed.case_id)


def _printed(request: LoggedInRequest, printed_id: int) -> CaseRecommendation:
    objects = CaseRecommendation.objects.select_related("recommendation__forum")
    printed = get_object_or_404(objects, pk=printed_id)
    printed.case = _case(request, "decisions.link_case", printed.case_id)
    return printed


@login_required
def answer(request: LoggedInRequest, case_id: int) -> HttpResponse:
    """Say that the case answers a recommendation that it does not print."""
    answering = _case(request, "decisions.link_case", case_id)
    form = LinkOneForm(request.POST or None, visitor=request.user)
    if form.is_valid():
        actions.answer(request.user, answering, form.cleaned_data["recommendation"])
        messages.success(request, _("The case answers the recommendation."))
        return redirect(answering)
    return render(request, "decisions/answer.html", {"form": form, "case": answering})
