"""A file is what its bytes are, whatever its name says."""

from __future__ import annotations

import pytest
from PIL import Image

from bot.reading.limits import MAX_BYTES, UnreadableError, kind_of
from tests.reading.files import OFFER, encoded, gif, pdf


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF", "AVIF"])
def test_pictures_of_every_common_kind_are_known(kind: str) -> None:
    assert kind_of(encoded(Image.new("RGB", (32, 32)), kind)) == "picture"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (pdf(OFFER), "pdf"),
        (b"\n\njunk\n" + pdf(OFFER), "pdf"),
        (gif(1), "picture"),
        (OFFER.encode(), "text"),
        ("月薪三万".encode("gb18030"), "text"),
        ("月薪三万".encode("utf-16"), "text"),
    ],
)
def test_documents_are_known_by_their_first_bytes(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty_file"),
        (b"\xff\xd8\xff" + bytes(MAX_BYTES), "too_big"),
        (b"\0\0\0\x18ftypmp42" + bytes(90), "moving"),
        (b"\0\0\0\x14ftypqt  " + bytes(90), "moving"),
        (b"\x1aE\xdf\xa3" + bytes(90), "moving"),
        (b"\0\0\0\x18ftypheic" + bytes(90), "file_type"),
        (b"PK\x03\x04\x14\0" + bytes(90), "file_type"),
        (b"{\\rtf1\\ansi hello}", "file_type"),
        (b"MZ\x90\0\x03" + bytes(90), "file_type"),
    ],
)
def test_what_is_not_read_has_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        kind_of(data)
    assert caught.value.reason == reason
