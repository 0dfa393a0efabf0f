"""From the bytes of a saved page or a text file to the text that can be read."""

from html.parser import HTMLParser

_SILENT = {"script", "style", "noscript", "template", "svg", "title", "nav", "button"}
_OWN_LINE = {
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt",
    "fieldset", "figcaption", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
}  # fmt: skip


def text_of(document: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Latin-1, without its markup when it is a web page.

    >>> text_of("Økonomi".encode("latin-1"))
    'Økonomi'
    >>> text_of(b"<!doctype html><title>x</title><h1>Ny bro</h1><p>S&aring; <b>langt</b>.</p>")
    'Ny bro\\n\\nSå langt.'
    """
    text = _decoded(document)
    return _without_markup(text) if _is_web_page(text) else text


def _decoded(document: bytes) -> str:
    if document.startswith((b"\xff\xfe", b"\xfe\xff")):
        return document.decode("utf-16", errors="replace")
    try:
        return document.decode("utf-8-sig")
    except UnicodeDecodeError:
        return document.decode("cp1252", errors="replace")


def _is_web_page(text: str) -> bool:
    start = text[:2000].casefold()
    return any(tag in start for tag in ("<!doctype html", "<html", "<head", "<body"))


def _without_markup(text: str) -> str:
    page = _Page()
    page.feed(text)
    page.close()
    lines = (" ".join(line.split()) for line in "".join(page.said).split("\n"))
    return "\n".join(lines).strip()


class _Page(HTMLParser):
    """Collects what a reader sees, with a line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _SILENT:
            self._silent.append(tag)
        elif tag == "li":
            self.said.append("\n- ")
        elif tag in _OWN_LINE:
            self.said.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._silent:
            while self._silent.pop() != tag:
                pass
        elif tag in _OWN_LINE:
            self.said.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.said.append(data.replace("\n", " ").replace("\r", " "))
