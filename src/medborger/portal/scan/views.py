from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from civicmetrics.personal_data import RULES_VERSION
from medborger.core import text_scan
from medborger.core.forms import GuardedForm
from medborger.core.guard import StoryReason
from medborger.core.http import require
from medborger.core.models import TextFinding, TextScan
from medborger.core.paging import page
from medborger.people.http import LoggedInRequest
from medborger.portal.scan.places import found


class JudgementForm(GuardedForm):
    reason = forms.ChoiceField(
        label=gettext_lazy("Why may it stay?"),
        choices=StoryReason.choices,
        widget=forms.RadioSelect,
    )


@login_required
def findings(request: LoggedInRequest) -> HttpResponse:
    require(request, "portal.scan_texts")
    shown = page(TextFinding.objects.open(), request.GET, "level", "pk", size=30)
    rows = [found(one, request.user) for one in text_scan.settle(shown.rows)]
    last = TextScan.objects.first()
    context = {
        "last": last,
        "is_old": last is None or last.rules_version != RULES_VERSION,
        "rules_version": RULES_VERSION,
        "rows": [row for row in rows if row],
        "page": shown,
    }
    return render(request, "portal/scan/findings.html", context)


@login_required
@require_POST
def begin(request: LoggedInRequest) -> HttpResponse:
    require(request, "portal.scan_texts")
    text_scan.start(request.user)
    messages.success(request, _("All texts are being read. You can leave this page meanwhile."))
    return redirect("portal:scan")


@login_required
def judge(request: LoggedInRequest, finding_id: int) -> HttpResponse:
    """Say why a text that seems to be about one person may stay. Never for a CPR number."""
    require(request, "portal.scan_texts")
    stories = TextFinding.objects.open().filter(level="warn")
    finding = get_object_or_404(stories, pk=finding_id)
    form = JudgementForm(request.POST or None)
    if form.is_valid():
        text_scan.keep_as_it_is(request.user, finding, form.cleaned_data["reason"])
        messages.success(request, _("The text stays as it is."))
        return redirect("portal:scan")
    return render(
        request, "portal/scan/judge.html", {"form": form, "row": found(finding, request.user)}
    )
