"""Giving a recommendation, and deciding with one, on the page of a file and in the queue."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from applications.models import Application
from applications.services.transitions import perform
from programs.enums import State
from tests.applications.admin.backoffice import HOME, actions_on, address, press, text_of
from tests.clients import web_client
from tests.factories.programs import RECOMMENDATION, Cast, cast_of, make_application

pytestmark = pytest.mark.django_db
REASON = "Keadaan usaha sudah dikunjungi."


@pytest.fixture
def cast() -> Cast:
    return cast_of()


def page_of(user: Any, file: Application) -> Any:
    answer = web_client(user).get(address(file))
    assert answer.status_code == 200
    return answer


def form_on(page: Any, action: str) -> str:
    found = re.search(rf'<form[^>]*id="form-{action}".*?</form>', page.content.decode(), re.DOTALL)
    assert found is not None
    return found[0]


def open_forms(page: Any) -> list[str]:
    pattern = r'<details open>\s*<summary>[^<]*</summary>\s*<form[^>]*id="form-([a-z_]+)"'
    return re.findall(pattern, page.content.decode())


def test_the_form_offers_three_directions_each_with_ready_reasons(cast: Cast) -> None:
    file = make_application(cast, stage="recommendation")
    form = form_on(page_of(cast.analyst, file), "recommend")
    assert re.findall(r'type="radio" name="opinion" value="([a-z]+)" required> ([^<]+)<', form) == [
        ("positive", "Layak"),
        ("conditional", "Layak dengan catatan"),
        ("negative", "Belum layak"),
    ]
    groups = [part.count('name="pick"') for part in form.split('class="opinion"')]
    assert groups == [0, 2, 2, 3]
    assert "dibaca petugas saja" in form
    assert "dibaca pelaku usaha" not in form


@pytest.mark.parametrize("opinion", ["positive", "conditional", "negative"])
def test_the_analyst_gives_a_direction(cast: Cast, opinion: str) -> None:
    file = make_application(cast, stage="recommendation")
    assert press(cast.analyst, file, "recommend", opinion=opinion, reason=REASON).status_code == 302
    file.refresh_from_db()
    assert (file.opinion, file.recommended_by) == (opinion, cast.analyst)


@pytest.mark.parametrize("sent", [{}, {"opinion": ""}, {"opinion": "x\0"}, {"opinion": "positif"}])
def test_without_a_direction_the_text_is_kept_and_the_error_stands_beside_the_choice(
    cast: Cast, sent: dict[str, str]
) -> None:
    file = make_application(cast, stage="recommendation")
    page = press(cast.analyst, file, "recommend", reason=REASON, **sent)
    assert page.status_code == 400
    form = form_on(page, "recommend")
    assert "Pilih arah rekomendasi: layak, layak dengan catatan, atau belum layak." in form
    assert 'aria-describedby="salah-arah"' in form
    assert f">{REASON}</textarea>" in form
    file.refresh_from_db()
    assert file.opinion == ""


def test_a_picked_reason_keeps_the_chosen_direction(cast: Cast) -> None:
    file = make_application(cast, stage="recommendation")
    ready = "Belum layak: masih ada kredit usaha lain yang berjalan."
    page = press(cast.analyst, file, "recommend", opinion="negative", pick=ready)
    form = form_on(page, "recommend")
    assert re.findall(r'value="([a-z]+)" required checked', form) == ["negative"]
    assert f">{ready}</textarea>" in form
    file.refresh_from_db()
    assert file.opinion == ""


@pytest.mark.parametrize(
    ("opinion", "label", "actions"),
    [
        ("positive", "Layak", ["approve", "request_revision", "reject"]),
        ("conditional", "Layak dengan catatan", ["approve", "request_revision", "reject"]),
        ("negative", "Belum layak", ["reject", "request_revision", "approve"]),
    ],
)
def test_the_recommendation_stands_above_the_decision_and_leads_it(
    cast: Cast, opinion: str, label: str, actions: list[str]
) -> None:
    file = make_application(cast, stage="decision", opinion=opinion)
    page = page_of(cast.decider, file)
    words = text_of(page)
    assert f"Rekomendasi {label} {RECOMMENDATION} {cast.analyst} · analis ·" in words
    assert words.index(RECOMMENDATION) < words.index("Tindakan")
    assert actions_on(page)[: len(actions)] == actions
    assert open_forms(page) == actions[:1]
    assert f"Rekomendasi: {label.lower()}" in words


def test_a_negative_recommendation_leads_even_where_a_rule_is_broken(cast: Cast) -> None:
    file = make_application(cast, stage="decision", opinion="negative")
    Application.objects.filter(pk=file.pk).update(
        answers={**file.answers, "requested_amount": 120_000_000}
    )
    assert actions_on(page_of(cast.decider, file))[0] == "reject"


@pytest.mark.parametrize(("opinion", "count"), [("positive", 1), ("conditional", 2)])
def test_a_condition_is_offered_as_a_ready_reason_only(
    cast: Cast, opinion: str, count: int
) -> None:
    file = make_application(cast, stage="decision", opinion=opinion)
    form = form_on(page_of(cast.decider, file), "approve")
    assert form.count('name="pick"') == count
    assert "></textarea>" in form
    assert RECOMMENDATION not in form


@pytest.mark.parametrize(("opinion", "decision"), [("positive", "reject"), ("negative", "approve")])
def test_a_decision_against_it_says_so_and_wants_a_new_reason(
    cast: Cast, opinion: str, decision: str
) -> None:
    file = make_application(cast, stage="decision", opinion=opinion)
    page = page_of(cast.decider, file)
    assert page.content.decode().count("Berlawanan dengan rekomendasi") == 1
    assert "Berlawanan dengan rekomendasi" in form_on(page, decision)

    again = press(cast.decider, file, decision, reason=RECOMMENDATION)
    assert again.status_code == 400
    assert "Tulis alasan Anda sendiri" in form_on(again, decision)

    assert press(cast.decider, file, decision, reason=REASON).status_code == 302
    words = text_of(page_of(cast.decider, file))
    assert words.count("berlawanan dengan rekomendasi") == 1
    own = text_of(web_client(cast.owner).get(f"/pengajuan/{file.pk}/"))
    assert "berlawanan" not in own


def test_a_decision_in_line_has_no_mark(cast: Cast) -> None:
    file = make_application(cast, stage="decision", opinion="conditional")
    perform(cast.decider, file.pk, "reject", reason=REASON)
    assert "berlawanan" not in text_of(page_of(cast.decider, file)).lower()


def test_a_recommendation_from_before_directions_is_shown_without_one(cast: Cast) -> None:
    file = make_application(cast, stage="recommendation")
    perform(cast.analyst, file.pk, "recommend", reason=REASON, data={"opinion": "negative"})
    Application.objects.filter(pk=file.pk).update(opinion="")
    assert actions_on(page_of(cast.decider, file))[0] == "approve"


def test_the_row_of_the_queue_has_the_direction_and_costs_nothing_more(cast: Cast) -> None:
    make_application(cast, stage="decision", opinion="conditional")
    client = web_client(cast.decider)
    client.get(HOME)  # Some of the first page is remembered.
    counts = []
    for others in (0, 2):
        for _ in range(others):
            make_application(cast_of(), stage="decision", opinion="negative")
        with CaptureQueriesContext(connection) as caught:
            page = client.get(HOME)
        counts.append(len(caught))
        words = text_of(page)
        assert words.count("Layak dengan catatan") == 1
        assert words.count("Belum layak") == others
    assert counts[0] == counts[1]


def test_a_decided_row_shows_its_state_alone(cast: Cast) -> None:
    make_application(cast, state=State.REJECTED, opinion="negative")
    words = text_of(web_client(cast.decider).get("/admin/applications/application/"))
    assert "Belum layak" not in words


def test_a_long_recommendation_is_folded_and_a_short_one_is_not(cast: Cast) -> None:
    file = make_application(cast, stage="recommendation")
    long = ("Usaha berjalan baik dan tertib. " * 120).strip()
    perform(cast.analyst, file.pk, "recommend", reason=long, data={"opinion": "positive"})
    body = page_of(cast.decider, file).content.decode()
    # Above the decision and in the history.
    assert body.count("<details><summary>Baca seluruhnya</summary>") == 2
    start = re.search(r'<p class="long-start">(.*?) …</p>', body)
    assert start is not None
    assert long.startswith(f"{start[1]} ")
    assert 200 < len(start[1]) <= 280
    assert body.count(f"<p>{long}</p>") == 2
    short = make_application(cast_of(), stage="decision")
    assert "Baca seluruhnya" not in page_of(cast.decider, short).content.decode()


def test_the_conflict_says_when_it_was_you(cast: Cast) -> None:
    file = make_application(cast, stage="recommendation")
    perform(cast.analyst, file.pk, "recommend", reason=REASON, data={"opinion": "negative"})
    page = press(
        cast.analyst, file, "recommend", stage="recommendation", opinion="positive", reason=REASON
    )
    assert page.status_code == 409
    assert "Terakhir: rekomendasi: belum layak oleh Anda (analis)" in text_of(page)
