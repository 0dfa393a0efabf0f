"""From whatever was pasted to clean lines: one alphabet, one line ending, no site navigation."""

import html
import re
import unicodedata

END = "\f"
"""A line that closes the section above it: what follows is the foot of the web page."""

MARKER = re.compile(
    r"(?P<hashes>#{1,6}\s*)?(?P<bullet>[•·▪◦●○‣*\u2013\u2014-]\s+)?"
    r"(?P<number>(?:[0-9]{1,3}(?:\.[0-9]{1,2})*[.)]?|[IVX]{1,4}[.)]|[a-zæøå]\))\s+)?"
)

_BREAK = re.compile(r"\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BREAK_TAG = re.compile(r"<(?:br|/p|/div|/li|/h[1-6]|/tr)\b[^<>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|span|a|li|ul|ol|b|strong|em|i|u|h[1-6]|table|tr|td|th|tbody|section|article|img)"
    r"\b[^<>]{0,200}>",
    re.IGNORECASE,
)
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
    "\ufffe\uffff\ud800-\udfff]"
)
_RULE = re.compile(r"[=_~*\u2013\u2014-]{3,}|[/|]")
_SPACED_OUT = re.compile(r"\w(?: \w){4,}:?")
_PAGE_NUMBER = re.compile(
    r"(?:side|page)\s*[0-9]{1,4}(?:\s*(?:af|/|of|ud af)\s*[0-9]{1,4})?"
    r"|[0-9]{1,4}\s+af\s+[0-9]{1,4}|[\u2013-]\s*[0-9]{1,4}\s*[\u2013-]",
    re.IGNORECASE,
)
_NAVIGATION = frozenset(
    """
    se alle bilag|se bilag|vis alle bilag|skjul bilag|hent alle bilag|du er her|you are here|udskriv
    |udskriv siden|udskriv hele dagsordnen|udskriv hele dagsordenen|print|del|del siden|del på facebook
    |søg|søg på siden|menu|forside|hjem|luk|fold alle ud|fold alle ind|fold ud|fold ind|vis mere
    |vis mindre|læs mere|læs op|lyt|hent som fil|hent fil|hent pdf|download|download pdf|tilbage|abonner
    |vælg|log ind|log på|næste|forrige|næste punkt|forrige punkt|skip til hoved indholdet
    |skip til hovedindhold|gå til indhold|gå til hovedindhold|spring til indhold
    |spring til hovedindhold|spring navigation over|accepter|accepter alle|accepter cookies|afvis alle
    |afvis|tillad alle|kun nødvendige|kun nødvendige cookies|gem indstillinger|ok|facebook|twitter
    |linkedin|tip en ven|send til en ven|kopier link|vis på kort|tilbage til oversigten|oversigt
    |dagsordener og referater|politik|politik og demokrati|cookies|cookie|cookiepolitik|se vores cookiepolitik
    """.replace("\n", "")
    .replace("    ", "")
    .split("|")
)
_COOKIES = re.compile(
    r".{0,60}\b(?:bruger|anvender|benytter|sætter|accepterer)\b.{0,40}\bcookies?\b"
    r"|.{0,40}\bcookie ?politik|cookies (?:på|hjælper|bruges)",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"til top(?:pen)?|kontakt(?: os|information|oplysninger)?|følg os|genveje|åbningstider"
    r"|om hjemmesiden|om websitet|tilgængelighedserklæring|privatlivspolitik|selvbetjening"
    r"|(?:cvr|ean)\b.{0,40}",
    re.IGNORECASE,
)
_STALE = re.compile(
    r"(?:sidst (?:opdateret|ændret|redigeret)|senest opdateret|publiceret|offentliggjort|udskrevet)\b.{0,60}",
    re.IGNORECASE,
)
_TRAIL = re.compile(r"(?:forside|hjem)\s*[>/»\u203a].{0,300}", re.IGNORECASE)


def clean_lines(text: str) -> list[str]:
    """The lines of a page; empty lines part paragraphs, END marks the foot of the web page.

    >>> clean_lines("Økonomi\\r\\nIngen&nbsp;udgifter<br>i år\\nDel\\nSide 3 af 12")
    ['Økonomi', 'Ingen udgifter', 'i år', '', '']
    """
    lines = [_clean(line) for line in _as_plain_text(text).split("\n")]
    return ["" if line == _PAGE_BREAK else line for line in _join_over_page_breaks(lines)]


_PAGE_BREAK = "\v"


def _as_plain_text(text: str) -> str:
    text = html.unescape(html.unescape(text)) if "&" in text else text
    text = _BREAK.sub("\n", text)
    text = _TAG.sub("", _BREAK_TAG.sub("\n", text)) if "<" in text else text
    text = _INVISIBLE.sub("", text.replace("\xad\n", ""))
    return unicodedata.normalize("NFC", text)


def _clean(line: str) -> str:
    line = " ".join(line.replace("**", "").split())
    if not line or len(line) > 400:
        return line
    if _SPACED_OUT.fullmatch(line):
        line = line.replace(" ", "")
    bare = line.lstrip("•·*-\u2013→«<> ").rstrip(" :.>»\u203a→").casefold().replace("é", "e")
    if _FOOT.fullmatch(bare):
        return END
    if _PAGE_NUMBER.fullmatch(line):
        return _PAGE_BREAK
    return "" if _is_residue(line, bare) else line


def _is_residue(line: str, bare: str) -> bool:
    return (
        bare in _NAVIGATION
        or any(pattern.fullmatch(line) for pattern in (_RULE, _STALE, _TRAIL))
        or (_COOKIES.match(line) is not None)
    )


def _join_over_page_breaks(lines: list[str]) -> list[str]:
    """A paragraph cut by a page number goes on where it stopped."""
    kept: list[str] = []
    after_break = False
    for line in lines:
        if after_break and line:
            if line[0].islower():
                _go_on(kept)
            after_break = False
        after_break = after_break or line == _PAGE_BREAK
        kept.append(line)
    return kept


def _go_on(kept: list[str]) -> None:
    last = len(kept)
    while last and kept[last - 1] in {"", _PAGE_BREAK}:
        last -= 1
    if last and not kept[last - 1].endswith((".", "!", "?", ":")):
        del kept[last:]


def bare(line: str) -> str:
    """The line without heading marks."""
    return line.lstrip("#").strip() if line.startswith("#") else line


def paragraphs(lines: list[str]) -> str:
    """Lines as text: one empty line between paragraphs, none at the ends.

    >>> paragraphs(["", "En", "", "", "To", ""])
    'En\\n\\nTo'
    """
    kept: list[str] = []
    for line in lines:
        if line == END:
            break
        if line or (kept and kept[-1]):
            kept.append(bare(line))
    return "\n".join(kept).strip()
