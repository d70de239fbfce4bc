"""A clinic's logo: whatever picture was sent is decoded, made small and drawn anew, so that nothing of the file is kept."""

from base64 import b64decode, b64encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from struct import error as StructError

from flask import Response, abort
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.people.models import now
from app.web.door import AtTheDoor, Portal
from tenants.db import Moment, TenantModel, db

portal = Portal("logo", __name__)
LARGEST = 512 * 1024
"""Bytes of the file that is sent."""
PIXELS = 16_000_000
"""Of the picture in it: a small file can hold a huge one."""
KINDS = ("PNG", "JPEG", "WEBP")
SIZES = ((480, 120), (360, 90), (240, 60), (160, 40))
LIGHT = 6_000
"""Bytes that a first visit can spare (frontend.md, Budgets); a picture that needs more is made smaller."""


class Logo(TenantModel):
    """A clinic's one logo, as the PNG we drew."""

    __tablename__ = "logo"
    __table_args__ = (UniqueConstraint("clinic_id"),)

    png: Mapped[str] = mapped_column(String(40_000))
    """In base64: rule R7 knows no bytes, and nobody searches for it."""
    at: Mapped[datetime] = mapped_column(Moment, default=now)


class NotALogo(ValueError):
    """Why a file is not taken: "large", "kind", "broken" or "huge"."""


@dataclass(frozen=True)
class Drawn:
    png: bytes
    width: int
    height: int

    @property
    def name(self) -> str:
        """What its address says: `Clinic.logo`."""
        return f"{digest(self.png)}-{self.width}x{self.height}"


def digest(png: bytes) -> str:
    return sha256(png).hexdigest()[:16]


def drawn(file: bytes) -> Drawn:
    """The picture of a PNG, JPEG or WebP file, within 480 × 120. Raises NotALogo."""
    if len(file) > LARGEST:
        raise NotALogo("large")
    try:
        with Image.open(BytesIO(file), formats=KINDS) as picture:
            if picture.width * picture.height > PIXELS:
                raise NotALogo("huge")
            whole = ImageOps.exif_transpose(picture).convert("RGBA")
    except NotALogo:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotALogo("huge") from None
    except UnidentifiedImageError:
        raise NotALogo("kind") from None
    except (OSError, SyntaxError, ValueError, IndexError, KeyError, TypeError, StructError):
        raise NotALogo("broken") from None
    return lightest(whole)


def lightest(whole: Image.Image) -> Drawn:
    """The largest of our sizes that is light enough, with fewer colours where that is what it takes."""
    for size in SIZES:
        small = whole.copy()
        small.thumbnail(size, Image.Resampling.LANCZOS)
        # Only its points come along: no profile, no text, no place where it was taken.
        bare = Image.frombytes("RGBA", small.size, small.tobytes())
        for picture in (bare, bare.quantize(128, Image.Quantize.FASTOCTREE)):
            png = BytesIO()
            picture.save(png, "PNG", optimize=True)
            found = Drawn(png.getvalue(), *small.size)
            if len(found.png) <= LIGHT:
                return found
    return found


def keep(drawing: Drawn | None) -> str | None:
    """Puts it in the place of the one before; None takes that away. Returns what `Clinic.logo` is to say."""
    db.session.execute(db.delete(Logo))
    if drawing is None:
        return None
    db.session.add(Logo(png=b64encode(drawing.png).decode()))
    return drawing.name


@portal.get("/logo/<name>", access=AtTheDoor())
def show(name: str) -> Response:
    """For everybody who comes to the clinic's host: it stands on the sign-in page, too. A page made a moment before another
    logo was saved names the old one: it shows the new one, under a name that is not kept."""
    stored = db.session.scalar(db.select(Logo.png))
    if not stored:
        abort(404)
    png = b64decode(stored)
    answer = Response(png, mimetype="image/png")
    named = name.startswith(f"{digest(png)}-")
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable" if named else "no-store"
    return answer
