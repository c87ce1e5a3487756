"""A person who signs up, registers and applies in a browser; every new page is looked at."""

import os
import re
from pathlib import Path
from typing import Any

from notifications.services.delivery import deliver_due
from tests.flows.visitor import Visitor

PASSWORD = "anyaman-bambu-42"
TEXT = "Kemasan belum tahan lama, dan pembeli di luar kota bertanya terus."
# A folder for pictures of the pages, to look at.
_PICTURES = os.environ.get("STORY_PICTURES", "")


class Applicant(Visitor):
    """Collects in `faults` what is wrong with each page it comes to: axe, and what is too wide."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._seen: set[str] = set()

    def open(self, path: str) -> None:
        super().open(path)
        self.look_at_page()

    def follow(self, target: Any) -> None:
        super().follow(target)
        self.look_at_page()

    def look_at_page(self) -> None:
        """Look once at each kind of page; axe needs scripts."""
        kind = f"{re.sub(r'[0-9]+', 'N', self.path)} {self.heading}"
        if kind in self._seen or self.path.startswith("/dev/"):
            return
        self._seen.add(kind)
        if self.javascript:
            self.faults += self.complaints()
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if wide > 0:
            self.faults.append(f"{self.path} scrolls sideways by {wide} px")
        if _PICTURES:
            name = re.sub(r"\W+", "-", f"{self.page.viewport_size} {kind}")
            self.page.screenshot(path=Path(_PICTURES) / f"{name}.png", full_page=True)

    def sign_up_by_email(self, name: str, email: str) -> None:
        self.open("/daftar/")
        self.fill(name=name, email=email, password1=PASSWORD)
        self.tick("consent")
        self.press("Buat akun")
        self.letter("email")
        self.follow(self.page.locator("main a[href*='konfirmasi-surel']").first)
        self.press("Ya, ini email saya")

    def sign_up_by_phone(self, name: str, phone: str) -> None:
        """Sign up where the person was sent to sign in."""
        self.press("Masuk atau daftar dengan nomor ponsel")
        self.fill(phone=phone)
        self.press("Kirim kode")
        self.fill(code=self.code_of_phone())
        self.press("Lanjutkan")
        self.fill(name=name)
        self.tick("consent")
        self.press("Buat akun")

    def tick(self, name: str) -> None:
        self.page.check(f"main input[type=checkbox][name={name}]")

    def code_of_phone(self) -> str:
        """Read the code that went to the phone, where a demo shows it, in a tab of its own."""
        deliver_due()
        tab = self.page.context.new_page()
        tab.goto(f"{self.base}/dev/surat/")
        found = re.search(r"\b(\d{6}) adalah kode", tab.inner_text("main"))
        tab.close()
        assert found is not None
        return found.group(1)

    def start(self, scheme: str) -> str:
        """Begin an application for the person's only enterprise; return its address."""
        self.open(f"/pengajuan/baru/{scheme}/")
        self.follow(self.page.locator("main form button[type=submit]"))
        assert re.fullmatch(r"/pengajuan/\d+/", self.path), self.path
        return self.path

    def answer_page(self) -> None:
        """Answer the questions that this page shows: the first option, yes, or a text."""
        form = self.page.locator("main form[action*='/isi/']")
        chosen: set[str] = set()
        for control in form.locator("input:not([type=hidden]), textarea, select").all():
            name = str(control.get_attribute("name"))
            kind = control.get_attribute("type")
            if kind in ("radio", "checkbox"):
                if name not in chosen:
                    control.check()
                chosen.add(name)
            elif not control.input_value():
                control.fill(TEXT)

    def answer_all(self, here: str) -> None:
        """Answer the pages of questions from the task list on; ends at the documents."""
        self.open(here)
        self.follow(self.page.locator("main a.whole").first)
        while "/isi/" in self.path:
            self.answer_page()
            self.press("Simpan dan lanjutkan")
        assert self.path == f"{here}dokumen/", (self.path, self.text())

    def bring_documents(self, here: str) -> None:
        """Upload what is still lacking, as the pages ask for it; ends at the summary."""
        self.open(f"{here}dokumen/")
        while not self.path.endswith("/periksa/"):
            onwards = self.page.locator("main p.actions a.btn:not(.btn--quiet)")
            if onwards.count():
                self.follow(onwards.first)
            else:
                self.upload("foto")
                self.press("Unggah")

    def send(self, here: str) -> None:
        """Declare and send from the summary; ends at the receipt."""
        self.tick("declaration")
        self.follow(self.page.locator("main form button[type=submit]"))
        assert self.path == f"{here}tanda-terima/", self.text()
