"""Pictures made anew, so that nothing but the picture is left of them."""

import io
import warnings
from typing import Any

from PIL import Image, ImageOps, UnidentifiedImageError

from civicmetrics.documents.kinds import Kind
from civicmetrics.documents.text import Refused

MOST_PIXELS = 50_000_000
_FORMATS = {"png": "PNG", "jpeg": "JPEG", "webp": "WEBP"}
_WRITTEN: dict[str, dict[str, Any]] = {"jpeg": {"quality": 88, "optimize": True}, "png": {"optimize": False}, "webp": {"quality": 88}}  # fmt: skip


def clean(kind: Kind, data: bytes) -> bytes:
    """A picture turned upright and without place, camera, comments and preview; the first frame
    of one that moves. Other kinds are returned as they are.

    Raises `Refused`: "pixels" above 50 million, "damaged" for what is no whole picture.
    """
    if kind.name not in _FORMATS:
        return data
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _made_anew(kind.name, data)
    except Image.DecompressionBombError as bomb:
        raise Refused("pixels") from bomb
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, IndexError) as broken:  # fmt: skip
        raise Refused("damaged") from broken


def _made_anew(name: str, data: bytes) -> bytes:
    with Image.open(io.BytesIO(data), formats=[_FORMATS[name]]) as picture:
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("pixels")
        upright = ImageOps.exif_transpose(picture)
        mode = _mode(name, upright)
        fresh = Image.new(mode, upright.size)
        fresh.paste(upright.convert(mode))
    written = io.BytesIO()
    fresh.save(written, _FORMATS[name], **_WRITTEN[name])
    return written.getvalue()


def _mode(name: str, picture: Image.Image) -> str:
    if name == "jpeg":
        return "L" if picture.mode == "L" else "RGB"
    return "RGBA" if picture.has_transparency_data else "RGB"
