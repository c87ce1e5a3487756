"""Documents on the official's page: light until one is opened, then read without leaving it."""

import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Browser, Page

from applications.models import Application
from applications.services.attachments import upload
from applications.services.transitions import perform
from tests.common.files.hostile_files import plain_pdf
from tests.factories.accounts import PASSWORD
from tests.factories.programs import Cast, cast_of, make_application
from tests.flows.visitor import Visitor

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


def submitted(cast: Cast) -> Application:
    draft = make_application(cast, documents=False)
    for requirement in ("ktp", "kk", "nib_or_sku", "business_photo", "sales_note", "npwp"):
        is_pdf = requirement == "kk"
        content = BytesIO(plain_pdf(pages=3)) if is_pdf else camera_photo(requirement)
        name = f"{requirement}.{'pdf' if is_pdf else 'jpg'}"
        upload(cast.owner, draft.pk, requirement=requirement, upload=content, filename=name)
    return perform(cast.owner, draft.pk, "submit", data={"declaration": True})


def file_page(application: Application) -> str:
    return f"/admin/applications/application/{application.pk}/change/"


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


def test_the_page_is_light_until_a_document_is_opened(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    application = submitted(cast)
    visitor = official(browser, live_server.url, cast)
    found = weigh(visitor.page)
    visitor.open(file_page(application))
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


def test_documents_are_read_on_the_page(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    application = submitted(cast)
    visitor = official(browser, live_server.url, cast)
    visitor.open(file_page(application))
    page = visitor.page
    viewer = page.locator("[data-viewer]")
    page.get_by_role("link", name=re.compile("ktp.jpg")).click()
    wait_until_drawn(page)
    assert at(page) == "dokumen 1 dari 6"
    # The answers beside it can still be read and marked.
    left = viewer.bounding_box()
    answers = page.locator(".answers").bounding_box()
    assert left is not None
    assert answers is not None
    assert left["x"] >= answers["x"] + answers["width"]
    assert visitor.complaints() == []

    page.keyboard.press("ArrowRight")
    wait_until_drawn(page)
    assert at(page) == "halaman 1 dari 3 · dokumen 2 dari 6"
    # A page is read from its top, at the width of the window.
    stage = page.locator("[data-viewer-stage]")
    assert stage.evaluate("stage => [stage.scrollTop, stage.scrollLeft]") == [0, 0]
    assert stage.evaluate("stage => stage.scrollHeight > stage.clientHeight")
    assert stage.evaluate("stage => stage.scrollWidth <= stage.clientWidth")
    for _number in range(2):
        page.keyboard.press("ArrowRight")
        wait_until_drawn(page)
    assert at(page) == "halaman 3 dari 3 · dokumen 2 dari 6"
    page.keyboard.press("ArrowRight")
    wait_until_drawn(page)
    assert at(page) == "dokumen 3 dari 6"
    page.keyboard.press("ArrowLeft")
    wait_until_drawn(page)
    assert at(page) == "halaman 3 dari 3 · dokumen 2 dari 6"

    sheet = page.locator("[data-viewer-sheet]")
    before = sheet.bounding_box()
    page.keyboard.press("+")
    zoomed = sheet.bounding_box()
    assert before is not None
    assert zoomed is not None
    assert zoomed["width"] == pytest.approx(before["width"] * 1.25, rel=0.01)
    assert page.locator("[data-viewer-zoom]").inner_text() == "125 %"
    page.keyboard.press("0")
    page.keyboard.press("r")
    turned = sheet.bounding_box()
    assert turned is not None
    assert turned["width"] / turned["height"] == pytest.approx(
        before["height"] / before["width"], rel=0.01
    )
    page.keyboard.press("Escape")
    assert not viewer.is_visible()
    # Where the eye was, the focus is: on the document that was read last.
    focused = page.evaluate("document.activeElement.dataset.file")
    assert focused == "kk.pdf"
    assert visitor.faults == []


def test_the_viewer_on_a_phone_covers_the_page(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    application = submitted(cast)
    visitor = official(browser, live_server.url, cast, desktop=False)
    visitor.open(file_page(application))
    page = visitor.page
    page.get_by_role("link", name=re.compile("kk.pdf")).click()
    wait_until_drawn(page)
    box = page.locator("[data-viewer]").bounding_box()
    assert box == {"x": 0, "y": 0, "width": 360, "height": 740}
    assert page.evaluate("document.querySelector('[data-viewer]').matches(':modal')")
    assert visitor.complaints() == []
    page.get_by_role("button", name="Berikutnya").click()
    wait_until_drawn(page)
    assert at(page).startswith("halaman 2 dari 3")
    page.get_by_role("button", name="Tutup").click()
    assert not page.locator("[data-viewer]").is_visible()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert (wide, visitor.faults) == (0, [])


def test_without_scripts_a_document_opens_in_a_tab_of_its_own(
    browser: Browser, live_server: Any
) -> None:
    cast = cast_of()
    application = submitted(cast)
    visitor = official(browser, live_server.url, cast, javascript=False)
    visitor.open(file_page(application))
    link = visitor.page.get_by_role("link", name=re.compile("ktp.jpg"))
    with visitor.page.context.expect_page() as opened:
        link.click()
    opened.value.wait_for_load_state()
    attachment = application.attachments.get(requirement="ktp")
    assert opened.value.url.endswith(f"/pengajuan/{application.pk}/berkas/{attachment.pk}/")


def test_a_file_that_is_gone_says_so(browser: Browser, live_server: Any) -> None:
    cast = cast_of()
    # Rows without files, as after a disk was lost.
    application = make_application(cast, state="submitted")
    visitor = official(browser, live_server.url, cast)
    visitor.open(file_page(application))
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
