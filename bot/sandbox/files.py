"""Files in the sandbox: what persons and the bot sent, under the ids that Telegram would give."""

import io
import itertools
import mimetypes
import warnings
from dataclasses import dataclass
from typing import Any

from PIL import Image, UnidentifiedImageError

from bot.sandbox.errors import bad_request

MAX_PHOTO = 10 * 1024 * 1024
MAX_DOCUMENT = 50 * 1024 * 1024
MAX_DOWNLOAD = 20 * 1024 * 1024
MAX_SIDES = 10_000
MAX_RATIO = 20
THUMBNAIL = 320


@dataclass(frozen=True)
class StoredFile:
    """One file with its ids, its place for download and what it is (photo, document, ...)."""

    file_id: str
    unique_id: str
    kind: str
    path: str
    name: str
    mime_type: str
    data: bytes

    def ids(self) -> dict[str, Any]:
        """Return the fields that every file type of the API has."""
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}


class Files:
    """All stored files by id and by path, and the photo sizes that belong together."""

    def __init__(self) -> None:
        """Start empty."""
        self._by_id: dict[str, StoredFile] = {}
        self._by_path: dict[str, StoredFile] = {}
        self._photos: dict[str, list[dict[str, Any]]] = {}
        self._numbers = itertools.count(1)

    def get(self, file_id: str) -> StoredFile:
        """Return a file. Raises ApiError as Telegram does for an unknown id."""
        file = self._by_id.get(file_id)
        if file is None:
            raise bad_request("invalid file_id")
        return file

    def at(self, path: str) -> StoredFile | None:
        """Return the file to download at this path."""
        return self._by_path.get(path)

    def add(self, kind: str, data: bytes, name: str = "", mime_type: str = "") -> StoredFile:
        """Store bytes under fresh ids."""
        number = next(self._numbers)
        mime_type = mime_type or mimetypes.guess_type(name)[0] or "application/octet-stream"
        extension = mimetypes.guess_extension(mime_type) or ".bin"
        path = f"{kind}s/file_{number}{'.jpg' if extension == '.jpe' else extension}"
        file = StoredFile(f"{kind}-{number:08d}", f"u{number:08d}", kind, path, name, mime_type, data)
        self._by_id[file.file_id] = self._by_path[path] = file
        return file

    def photo(self, data: bytes) -> list[dict[str, Any]]:
        """Store a picture and return its sizes, smallest first. Raises ApiError for what Telegram does not take."""
        if len(data) > MAX_PHOTO:
            raise bad_request("file is too big")
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image = Image.open(io.BytesIO(data))
                width, height = image.size
                if width + height > MAX_SIDES or max(width, height) > MAX_RATIO * min(width, height):
                    raise bad_request("PHOTO_INVALID_DIMENSIONS")
                image.load()
        except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
            raise bad_request("IMAGE_PROCESS_FAILED") from error
        sizes = []
        if max(width, height) > THUMBNAIL:
            small = image.convert("RGB")
            small.thumbnail((THUMBNAIL, THUMBNAIL))
            buffer = io.BytesIO()
            small.save(buffer, "JPEG")
            sizes.append({**self.add("photo", buffer.getvalue(), "", "image/jpeg").ids(), **_size(small)})
        mime_type = Image.MIME.get(image.format or "", "image/jpeg")
        sizes.append({**self.add("photo", data, "", mime_type).ids(), **_size(image)})
        for size in sizes:
            self._photos[size["file_id"]] = sizes
        return sizes

    def photo_sizes(self, file_id: str) -> list[dict[str, Any]]:
        """Return the sizes of a photo that was sent before. Raises ApiError as Telegram does."""
        sizes = self._photos.get(file_id)
        if sizes is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return sizes

    def document(self, data: bytes, name: str, mime_type: str) -> dict[str, Any]:
        """Store a document and return the API's Document."""
        if len(data) > MAX_DOCUMENT:
            raise bad_request("file is too big")
        if not data:
            raise bad_request("file must be non-empty")
        return document_of(self.add("document", data, name, mime_type))


def document_of(file: StoredFile) -> dict[str, Any]:
    """Return the API's Document of a stored file."""
    return {**file.ids(), "file_name": file.name or "file", "mime_type": file.mime_type}


def _size(image: Image.Image) -> dict[str, Any]:
    return {"width": image.width, "height": image.height}
