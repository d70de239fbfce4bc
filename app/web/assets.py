"""Style sheet and scripts: hashed names, kept for ever, compressed once when the process starts."""

from base64 import b64encode
from dataclasses import dataclass
from gzip import compress
from hashlib import sha256, sha384
from mimetypes import guess_type
from pathlib import Path

from flask import Flask, Response, abort, current_app, request

from app.web.door import Anyone, Portal

portal = Portal("assets", __name__)


@dataclass(frozen=True)
class Asset:
    path: str
    """The address: /static/app.3f9a0c1b.css"""
    integrity: str
    kind: str
    content: bytes
    compressed: bytes


def read(folder: Path, file: Path) -> Asset:
    content = file.read_bytes()
    name = file.relative_to(folder).with_suffix(f".{sha256(content).hexdigest()[:8]}{file.suffix}")
    integrity = "sha384-" + b64encode(sha384(content).digest()).decode()
    kind = guess_type(file.name)[0] or "application/octet-stream"
    return Asset(f"/static/{name.as_posix()}", integrity, kind, content, compress(content, 9))


def install(app: Flask, folder: Path) -> None:
    """Reads every file of the folder and gives templates `asset(name)`, `sri(name)` and `has_asset(name)`."""
    files = {file.relative_to(folder).as_posix(): read(folder, file) for file in folder.rglob("*.*") if file.is_file()}
    app.extensions["assets"] = {asset.path: asset for asset in files.values()}
    app.jinja_env.globals.update(
        asset=lambda name: files[name].path, sri=lambda name: files[name].integrity, has_asset=files.__contains__
    )


@portal.get("/static/<path:name>", access=Anyone())
def show(name: str) -> Response:
    asset: Asset | None = current_app.extensions["assets"].get(f"/static/{name}")
    if asset is None:
        abort(404)
    small = request.accept_encodings.quality("gzip") > 0
    answer = Response(asset.compressed if small else asset.content, mimetype=asset.kind)
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    answer.headers["Vary"] = "Accept-Encoding"
    if small:
        answer.headers["Content-Encoding"] = "gzip"
    return answer
