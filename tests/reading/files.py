"""Files as people send them, made in the tests."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

import numpy as np
import pypdfium2
import zxingcpp
from PIL import Image

OFFER = "Hiring chat agents in Myawaddy, no experience needed, USD 3000 per month, enter on a tourist visa."


def encoded(image: Image.Image, kind: str = "PNG") -> bytes:
    """Return the picture as a file."""
    buffer = io.BytesIO()
    image.save(buffer, kind)
    return buffer.getvalue()


def code(text: str) -> Image.Image:
    """Return a QR code."""
    made = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode)
    return Image.fromarray(np.asarray(made.to_image(scale=8))).convert("RGB")


def gif(frames: int) -> bytes:
    """Return a GIF with so many frames."""
    first, *more = [Image.new("L", (64, 64), 80 * number) for number in range(frames)]
    buffer = io.BytesIO()
    first.save(buffer, "GIF", save_all=bool(more), append_images=more)
    return buffer.getvalue()


@cache
def bomb() -> bytes:
    """Return a small file that would unpack to 400 million pixels.

    Put together here: an image encoder takes a second for it, while the tests are collected, in every worker.
    """
    side = 20_000
    packed = zlib.compress(bytes((1 + side // 8) * side))
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", packed), (b"IEND", b""))
    )


def pdf(*lines: str, extra: bytes = b"", trailer: bytes = b"") -> bytes:
    """Return a PDF of one page with a text layer."""
    shown = b" ".join(b"(%b) Tj T*" % line.encode("latin-1") for line in lines)
    stream = b"BT /F1 12 Tf 14 TL 50 750 Td %b ET" % shown
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R /Resources << /Font 6 0 R >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /F1 5 0 R >>",
        *([extra] if extra else []),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (len(objects) + 1, table)
    end = b"trailer\n<< /Size %d /Root 1 0 R %b >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, trailer, len(body))
    return body + head + end


def joined(*files: bytes) -> bytes:
    """Return the pages of several PDFs as one."""
    whole, buffer = pypdfium2.PdfDocument.new(), io.BytesIO()
    for file in files:
        whole.import_pages(pypdfium2.PdfDocument(file))
    whole.save(buffer)
    return buffer.getvalue()


def locked_pdf() -> bytes:
    """Return a PDF that asks for a password."""
    secret = b"<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O <%b> /U <%b> >>" % (b"41" * 32, b"42" * 32)
    return pdf(OFFER, extra=secret, trailer=b"/Encrypt 7 0 R /ID [<00><00>]")
