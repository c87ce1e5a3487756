"""A person at the browser: fills in, clicks, and waits for what that started."""

import io
import re
from contextlib import suppress
from typing import ClassVar
from zlib import crc32

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Error, Locator, Page, Request

from notifications.services.delivery import deliver_due

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 800}
# A page that comes in time costs nothing of it; a busy machine needs it.
PATIENCE_MS = 60_000


class Visitor:
    """One person with a browser of their own; `faults` collects script errors of all pages."""

    # Axe takes longer than all else about a page. A run that is not exhaustive lets it look at one
    # of the two widths.
    axe_looks_twice: ClassVar[bool] = True

    def __init__(
        self, browser: Browser, base: str, *, javascript: bool = True, desktop: bool = False
    ) -> None:
        self.base = base
        self.javascript = javascript
        context = browser.new_context(
            viewport=DESKTOP if desktop else PHONE,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE_MS)
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.on(
            "console",
            lambda message: (
                self.faults.append(message.text)
                if message.type == "error" and "Content Security" in message.text
                else None
            ),
        )

        # Answers that a script waits for, such as those to a form that saves itself.
        self._awaited: list[Request] = []
        self.page.on(
            "request",
            lambda request: (
                self._awaited.append(request) if request.resource_type in ("fetch", "xhr") else None
            ),
        )

    def open(self, path: str) -> None:
        self.wait_for_scripts()
        self.page.goto(f"{self.base}{path}")

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.base).split("?")[0]

    @property
    def heading(self) -> str:
        return " ".join(self.page.locator("h1").inner_text().split())

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"main [name={name}]", value)

    def pick(self, **values: str) -> None:
        """Choose radio buttons by value."""
        for name, value in values.items():
            self.page.check(f"main input[name={name}][value='{value}']")

    def press(self, label: str) -> None:
        """Click the button or link that reads exactly so, and wait for the next page."""
        button = self.page.locator("main").get_by_role("button", name=label, exact=True)
        link = self.page.locator("main").get_by_role("link", name=label, exact=True)
        self.follow((button if button.count() else link).first)

    def follow(self, target: Locator) -> None:
        """Click what leads to another page, and wait until that page has loaded.

        The load state alone is still that of the old page; the new one is there when its own
        content is in the place of what was clicked.
        """
        self.wait_for_scripts()
        self.page.locator("main").evaluate("(main) => { main.dataset.old = ''; }")
        target.click()
        self.page.locator("main:not([data-old])").wait_for(state="attached")
        self.page.wait_for_load_state()

    def wait_for_scripts(self) -> None:
        """Leave the field that was filled in last, and wait for the answers to what scripts sent.

        A form saves itself when a field is left; the server must not work on that and on the next
        click at once, nor after the test.
        """
        if self.javascript:
            self.page.evaluate("document.activeElement?.blur()")
        while self._awaited:
            # A request that failed has nothing to wait for.
            with suppress(Error):
                if response := self._awaited.pop().response():
                    response.finished()

    def sign_in(self, email: str, password: str) -> None:
        self.open("/masuk/")
        self.fill(login=email, password=password)
        self.press("Masuk")

    def prove_again(self, password: str) -> None:
        """Type the password again, which is required before a person gets rights."""
        self.open("/akun/periksa-sandi/")
        self.fill(password=password)
        self.press("Lanjutkan")

    def upload(self, name: str) -> None:
        self.page.set_input_files(
            "main input[type=file]",
            {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo()},
        )

    def letter(self, subject: str) -> None:
        """Open the newest letter with that subject in the local mailbox."""
        deliver_due()
        self.open("/dev/surat/")
        self.follow(self.page.get_by_role("link", name=re.compile(subject)).first)

    def look(self, *paths: str) -> list[str]:
        """Open pages and return their faults at both widths: what axe finds, and overflow."""
        found: list[str] = []
        for path in paths:
            self.open(path)
            status = self.page.evaluate(
                "performance.getEntriesByType('navigation')[0].responseStatus"
            )
            if status not in (200, 403, 404):
                found.append(f"{path} answers {status}")
            found += self.complaints_at_both_widths()
        return found

    def complaints_at_both_widths(self) -> list[str]:
        """Return the faults of this page on a phone and on a wide screen, which stays."""
        found: list[str] = []
        # Pages of one kind, which differ in their numbers, are looked at in the same width.
        kind = re.sub(r"\d+", "", self.path)
        chosen = (PHONE, DESKTOP)[crc32(kind.encode()) % 2]
        for size in (PHONE, DESKTOP):
            self.page.set_viewport_size(size)  # type: ignore[arg-type]
            width = size["width"]
            if self.axe_looks_twice or size is chosen:
                found += [f"{width}: {fault}" for fault in self.complaints()]
            wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                found.append(f"{width}: {self.path} scrolls sideways by {wide} px")
        return found

    def complaints(self) -> list[str]:
        """Return what axe finds on this page, as `rule: element`."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{self.path} {rule['id']}: {node['html'][:120]}"
            for rule in found
            for node in rule["nodes"]
        ]


def photo(colour: str = "#7a9") -> bytes:
    """Return a small picture as a phone takes it."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return out.getvalue()
