"""Markdown to safe HTML: rendered once when saved, stored beside the source."""

import nh3
from markdown_it import MarkdownIt

_parse = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": True})
_TAGS = {
    "p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "code", "pre", "hr",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_HEADINGS = {"h1": "h3", "h2": "h3", "h3": "h4", "h5": "h4", "h6": "h4"}


def render(source: str) -> str:
    """Return HTML without script, style or picture. A page has one h1, so headings start at h3."""
    tokens = _parse.parse(source)
    for token in tokens:
        token.tag = _HEADINGS.get(token.tag, token.tag)
    html = str(_parse.renderer.render(tokens, _parse.options, {}))
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href", "title"}, "ol": {"start"}},
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )
