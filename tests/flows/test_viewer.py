"""Documents on the official's page: light until one is opened, then read without leaving it."""

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, FloatRect, Locator, Page

from applications.models import Application
from applications.services.attachments import upload
from applications.services.transitions import perform
from tests.applications.admin.backoffice import address
from tests.common.files.hostile_files import plain_pdf
from tests.factories.accounts import PASSWORD
from tests.factories.programs import Cast, cast_of, make_application
from tests.flows.visitor import Visitor, photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_BYTES = 150_000


def camera_photo(text: str) -> BytesIO:
    """Return a photo of a document as heavy as from a phone: it has the noise of a sensor."""
    photo = Image.effect_noise((1600, 1200), 40).convert("RGB")
    ImageDraw.Draw(photo).text((200, 200), text, fill="black", font_size=120)
    out = BytesIO()
    photo.save(out, "JPEG", quality=90)
    out.seek(0)
    return out


def submitted(cast: Cast, *, as_from_a_camera: bool = False) -> Application:
    draft = make_application(cast, documents=False)
    for requirement in ("ktp", "kk", "nib_or_sku", "business_photo", "sales_note", "npwp"):
        is_pdf = requirement == "kk"
        picture = camera_photo(requirement) if as_from_a_camera else BytesIO(photo())
        content = BytesIO(plain_pdf(pages=3)) if is_pdf else picture
        name = f"{requirement}.{'pdf' if is_pdf else 'jpg'}"
        upload(cast.owner, draft.pk, requirement=requirement, upload=content, filename=name)
    return perform(cast.owner, draft.pk, "submit", data={"declaration": True})


def official(
    browser: Browser, base: str, cast: Cast, *, javascript: bool = True, desktop: bool = True
) -> Visitor:
    visitor = Visitor(browser, base, javascript=javascript, desktop=desktop)
    visitor.sign_in(str(cast.verifier.email), PASSWORD)
    return visitor


def weigh(page: Page) -> list[tuple[str, int]]:
    """Collect what is sent over the line from now on."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    urls: dict[str, str] = {}
    found: list[tuple[str, int]] = []
    session.on(
        "Network.responseReceived",
        lambda event: urls.update({event["requestId"]: event["response"]["url"]}),
    )
    session.on(
        "Network.loadingFinished",
        lambda event: found.append((urls.get(event["requestId"], ""), event["encodedDataLength"])),
    )
    return found


def at(page: Page) -> str:
    return page.locator("[data-viewer-at]").inner_text()


def wait_until_drawn(page: Page) -> None:
    page.wait_for_function(
        "() => { const image = document.querySelector('[data-viewer-picture]');"
        " return image.complete && image.naturalWidth > 0 && image.offsetWidth > 0"
        " && !document.querySelector('[data-viewer-sheet]').classList.contains('is-loading'); }"
    )


@pytest.mark.exhaustive
def test_the_page_is_light_until_a_document_is_opened(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    application = submitted(cast, as_from_a_camera=True)
    visitor = official(browser, live_server.url, cast)
    found = weigh(visitor.page)
    visitor.open(address(application))
    # Lazy pictures too: the person scrolls through the documents.
    for image in visitor.page.locator(".doc-box img").all():
        image.scroll_into_view_if_needed()
    visitor.page.wait_for_load_state("networkidle")
    assert len([url for url, _size in found if url.endswith("/kecil/")]) == 6
    total = sum(size for _url, size in found)
    assert total < MOST_BYTES, sorted(found, key=lambda item: -item[1])
    sizes = visitor.page.locator(".doc-box img").evaluate_all(
        "images => images.map(image => [image.naturalWidth, image.hasAttribute('width')])"
    )
    assert all(width > 0 and has_width for width, has_width in sizes)


def opened(page: Page, filename: str) -> Locator:
    """Open a document and return the viewer."""
    page.get_by_role("link", name=re.compile(filename)).click()
    wait_until_drawn(page)
    return page.locator("[data-viewer]")


def step(page: Page, key: str) -> str:
    """Press a key that leads to another page or document, and return where that is."""
    page.keyboard.press(key)
    wait_until_drawn(page)
    return at(page)


def box_of(part: Locator) -> FloatRect:
    box = part.bounding_box()
    assert box is not None
    return box


def a_document_opens_beside_the_answers(reader: Visitor) -> None:
    page = reader.page
    viewer = opened(page, "ktp.jpg")
    assert at(page) == "dokumen 1 dari 6"
    # The answers can still be read and marked.
    answers = box_of(page.locator(".answers"))
    assert box_of(viewer)["x"] >= answers["x"] + answers["width"]
    assert reader.complaints() == []
    page.keyboard.press("Escape")
    assert not viewer.is_visible()
    # Where the eye was, the focus is.
    assert page.evaluate("document.activeElement.dataset.file") == "ktp.jpg"
    assert reader.faults == []


def arrows_lead_through_pages_and_documents(reader: Visitor) -> None:
    page = reader.page
    viewer = opened(page, "ktp.jpg")
    steps = [step(page, key) for key in (*["ArrowRight"] * 4, "ArrowLeft")]
    assert steps == [
        "halaman 1 dari 3 · dokumen 2 dari 6",
        "halaman 2 dari 3 · dokumen 2 dari 6",
        "halaman 3 dari 3 · dokumen 2 dari 6",
        "dokumen 3 dari 6",
        "halaman 3 dari 3 · dokumen 2 dari 6",
    ]
    page.keyboard.press("Escape")
    assert not viewer.is_visible()
    # The focus is on the document that was read last, not on the one that was opened.
    assert page.evaluate("document.activeElement.dataset.file") == "kk.pdf"
    assert reader.faults == []


def a_page_is_read_from_its_top_at_the_width_of_the_window(reader: Visitor) -> None:
    opened(reader.page, "kk.pdf")
    stage = reader.page.locator("[data-viewer-stage]")
    assert stage.evaluate("stage => [stage.scrollTop, stage.scrollLeft]") == [0, 0]
    assert stage.evaluate("stage => stage.scrollHeight > stage.clientHeight")
    assert stage.evaluate("stage => stage.scrollWidth <= stage.clientWidth")


def a_document_is_enlarged_and_turned(reader: Visitor) -> None:
    page = reader.page
    opened(page, "kk.pdf")
    sheet = page.locator("[data-viewer-sheet]")
    before = box_of(sheet)
    page.keyboard.press("+")
    assert box_of(sheet)["width"] == pytest.approx(before["width"] * 1.25, rel=0.01)
    assert page.locator("[data-viewer-zoom]").inner_text() == "125 %"
    page.keyboard.press("0")
    page.keyboard.press("r")
    turned = box_of(sheet)
    assert turned["width"] / turned["height"] == pytest.approx(
        before["height"] / before["width"], rel=0.01
    )
    assert reader.faults == []


@pytest.mark.exhaustive
def test_the_viewer_on_a_phone_covers_the_page(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    application = submitted(cast)
    visitor = official(browser, live_server.url, cast, desktop=False)
    visitor.open(address(application))
    page = visitor.page
    viewer = opened(page, "kk.pdf")
    assert box_of(viewer) == {"x": 0, "y": 0, "width": 360, "height": 740}
    assert page.evaluate("document.querySelector('[data-viewer]').matches(':modal')")
    assert visitor.complaints() == []
    page.get_by_role("button", name="Berikutnya").click()
    wait_until_drawn(page)
    assert at(page).startswith("halaman 2 dari 3")
    page.get_by_role("button", name="Tutup").click()
    assert not viewer.is_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (wide, visitor.faults) == (0, [])


def test_without_scripts_a_document_opens_in_a_tab_of_its_own(
    browser: Browser, live_server: Any
) -> None:
    cast = cast_of()
    application = submitted(cast)
    visitor = official(browser, live_server.url, cast, javascript=False)
    visitor.open(address(application))
    link = visitor.page.get_by_role("link", name=re.compile("ktp.jpg"))
    with visitor.page.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_load_state()
    attachment = application.attachments.get(requirement="ktp")
    assert opened.value.url.endswith(f"/pengajuan/{application.pk}/berkas/{attachment.pk}/")


@pytest.mark.exhaustive
def test_a_file_that_is_gone_says_so(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    # Rows without files, as after a disk was lost.
    application = make_application(cast, state="submitted")
    visitor = official(browser, live_server.url, cast)
    visitor.open(address(application))
    page = visitor.page
    first = page.locator("a[data-document]").first
    first.scroll_into_view_if_needed()
    first.locator(".doc-box span").wait_for()
    first.click()
    page.locator("[data-viewer-failed]").wait_for()
    assert (
        "Halaman ini tidak dapat ditampilkan di sini."
        in page.locator("[data-viewer-failed]").inner_text()
    )


def a_question_mark_shows_the_keys_of_the_viewer(reader: Visitor) -> None:
    page = reader.page
    viewer = opened(page, "kk.pdf")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Tombol pintas saat membaca dokumen")
    dialog.wait_for()
    shown = [key.strip() for key in dialog.locator("dl:visible dt").all_text_contents()]
    assert shown == ["→", "←", "+", "−", "0", "r", "Esc", "?"]
    assert reader.complaints() == []
    # Only the uppermost closes, and the document is read on.
    page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert viewer.is_visible()
    assert step(page, "ArrowRight") == "halaman 2 dari 3 · dokumen 2 dari 6"
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Tombol pintas di halaman ini").wait_for()
    assert reader.faults == []


def test_documents_are_read_on_the_page_of_their_file(
    browser: Browser, live_server: Any, subtests: pytest.Subtests
) -> None:
    """Read as one official does, from one document to the next; each part reopens the page."""
    cast = cast_of()
    application = submitted(cast)
    reader = official(browser, live_server.url, cast)
    for part in (
        a_document_opens_beside_the_answers,
        arrows_lead_through_pages_and_documents,
        a_page_is_read_from_its_top_at_the_width_of_the_window,
        a_document_is_enlarged_and_turned,
        a_question_mark_shows_the_keys_of_the_viewer,
    ):
        with subtests.test(part.__name__):
            reader.open(address(application))
            part(reader)
