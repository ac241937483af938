"""The words of a PDF: its text layer, and where a page has none, a picture of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.reading.limits import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

MOST_PAGES, MOST_DRAWN = 30, 5  # drawing and reading a page takes seconds
LAYER = 20  # characters; fewer are a page number on a scan
SIDE = 1600  # pixels of the longer side of a drawn page
SCALE = 3.0  # pixels a point at most, which is 216 dots an inch
PASSWORD = 4  # FPDF_ERR_PASSWORD


class Pdf:
    """An open PDF. Raises UnreadableError where it has a password, is damaged, or PDFium is not installed."""

    def __init__(self, data: bytes) -> None:
        """Open it."""
        try:
            import pypdfium2  # noqa: PLC0415 - an optional part
        except ImportError as error:
            raise UnreadableError("file_type") from error
        try:
            self._pdf: Any = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            raise UnreadableError("locked" if error.err_code == PASSWORD else "broken") from error
        self.pages = len(self._pdf)
        self._broken = pypdfium2.PdfiumError

    def layers(self) -> Iterator[str]:
        """Yield the text layer of page after page, at most 30 of them; "" for a page without one."""
        for number in range(min(self.pages, MOST_PAGES)):
            try:
                text = self._pdf[number].get_textpage().get_text_bounded().replace("\r\n", "\n").strip()
            except self._broken:
                text = ""
            yield text if len(text) >= LAYER else ""

    def drawn(self, number: int) -> Image.Image | None:
        """Draw one page, None where that fails."""
        try:
            page = self._pdf[number]
            width, height = page.get_size()
            scale = min(SCALE, SIDE / max(width, height, 1.0))
            image: Image.Image = page.render(scale=scale).to_pil().convert("RGB")
        except self._broken:
            return None
        return image
