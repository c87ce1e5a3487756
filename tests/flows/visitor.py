"""A person at the browser: types, clicks, and looks where the page says so."""

import io
import re

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

from notifications.services.delivery import deliver_due

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
_GRAVE = {"serious", "critical"}


class Visitor:
    """One person with a browser of their own; every page they see is checked for script errors."""

    def __init__(
        self, browser: Browser, base: str, *, javascript: bool = True, desk: bool = False
    ) -> None:
        self.base = base
        self.javascript = javascript
        context = browser.new_context(
            viewport=DESK if desk else PHONE,  # type: ignore[arg-type]
            java_script_enabled=javascript,
            accept_downloads=True,
        )
        context.set_default_timeout(15_000)
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

    def open(self, path: str) -> None:
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
        """Radio buttons by value."""
        for name, value in values.items():
            self.page.check(f"main input[name={name}][value='{value}']")

    def press(self, label: str) -> None:
        """The button or link that reads exactly so."""
        button = self.page.locator("main").get_by_role("button", name=label, exact=True)
        link = self.page.locator("main").get_by_role("link", name=label, exact=True)
        # The answer is there when its own content stands in place of what was pressed: the load
        # state alone is still that of the old page.
        self.page.locator("main").evaluate("(main) => { main.dataset.old = ''; }")
        (button if button.count() else link).first.click()
        self.page.locator("main:not([data-old])").wait_for(state="attached")
        self.page.wait_for_load_state()

    def sign_in(self, email: str, password: str) -> None:
        self.open("/masuk/")
        self.fill(login=email, password=password)
        self.press("Masuk")

    def upload(self, name: str) -> None:
        self.page.set_input_files(
            "main input[type=file]",
            {"name": f"{name}.jpg", "mimeType": "image/jpeg", "buffer": photo()},
        )

    def letter(self, subject: str) -> None:
        """Opens the newest letter with that subject in the local mailbox."""
        deliver_due()
        self.open("/dev/surat/")
        self.page.get_by_role("link", name=re.compile(subject)).first.click()
        self.page.wait_for_load_state()

    def complaints(self, *, only_grave: bool = False) -> list[str]:
        """What axe finds on this page, as `rule: element`."""
        found = Axe().run(self.page).response["violations"]
        return [
            f"{self.path} {rule['id']}: {node['html'][:120]}"
            for rule in found
            if not only_grave or rule["impact"] in _GRAVE
            for node in rule["nodes"]
        ]


def photo(colour: str = "#7a9") -> bytes:
    """A small phone picture."""
    out = io.BytesIO()
    Image.new("RGB", (640, 480), colour).save(out, "JPEG")
    return out.getvalue()
