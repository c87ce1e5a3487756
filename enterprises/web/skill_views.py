"""How many workers of one's enterprise have which skill."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.shared.changed_by import changed_by
from accounts.shared.current_user import current_user
from common.edits.merging import ChangedMeanwhile
from common.errors import InvalidInput
from common.web.fields import WholeField
from common.web.form_errors import show_errors
from common.web.form_pages import status_of_form
from common.web.guarded_forms import GuardedForm
from enterprises.models import Skill
from enterprises.selectors.skills import all_skills
from enterprises.services.skilled_workers import skills_now, skills_row, state_skills
from enterprises.shared.own_enterprise import own_enterprise
from enterprises.web.owner_access import owner_page
from reference.enums import Sector


class SkillsForm(GuardedForm):
    """A number of people per skill, those of the own sector first."""

    all_optional = True

    def __init__(self, skills: Sequence[Skill], sector: str, data: Any, initial: Any) -> None:
        super().__init__(data, initial=initial)
        self._skills = skills
        self._sector = sector
        for skill in skills:
            field = WholeField(label=skill.name, required=False)
            field.suffix = _("orang")
            self.fields[skill.code] = field

    @property
    def own(self) -> list[forms.BoundField]:
        """The skills of the own sector, and those that are filled in or wrong."""
        return [self[each.code] for each in self._skills if self._is_near(each)]

    @property
    def others(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The other skills, by sector."""
        far = [each for each in self._skills if not self._is_near(each)]
        return [
            (str(sector.label), fields)
            for sector in Sector
            if (fields := [self[each.code] for each in far if each.sector == sector])
        ]

    def _is_near(self, skill: Skill) -> bool:
        field = self[skill.code]
        return skill.sector == self._sector or bool(field.value() or field.errors)


@owner_page
@require_http_methods(["GET", "HEAD", "POST"])
def skills(request: HttpRequest, enterprise_id: int) -> HttpResponse:
    """Ask how many people have each skill.

    What others changed since the page was shown is not overwritten unseen (409).
    """
    enterprise = own_enterprise(request, enterprise_id)
    stored = skills_now(enterprise)
    data = request.POST if request.method == "POST" else None
    form = SkillsForm(list(all_skills()), enterprise.sector, data, stored)
    shown = form.guard(skills_row(enterprise), stored)
    if data is not None and form.is_valid():
        user = current_user(request)
        try:
            state_skills(user, enterprise, form.cleaned_data, shown=shown)
        except ChangedMeanwhile as error:
            form.explain(error.merge, changed_by(user, error.merge.conflicts))
        except InvalidInput as error:
            show_errors(form, error)
        else:
            messages.success(request, _("Tenaga terampil tersimpan."))
            return redirect("enterprise", enterprise.pk)
    context = {"form": form, "enterprise": enterprise}
    return render(request, "usaha/tenaga.html", context, status=status_of_form(form))
