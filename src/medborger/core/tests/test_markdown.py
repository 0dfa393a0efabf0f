"""What people write as Markdown is shown, and never run."""

import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from medborger.core.markdown import render

TAGS = {
    *("p", "br", "strong", "em", "a", "ul", "ol", "li", "blockquote", "h3", "h4", "code", "pre"),
    *("hr", "table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href", "title", "rel"}, "ol": {"start"}}

# Families of OWASP's list on evading filters, and of Django's own tests of escaping and stripping,
# each in raw HTML or dressed as Markdown.
HOSTILE = {
    "script": "<script>alert(1)</script>",
    "script in capitals": "<ScRiPt>alert(1)</sCrIpT>",
    "script with a slash": "<script/x>alert(1)</script>",
    "script that is never closed": "<script src=//example.org/x.js?",
    "script split by comments": "<sc<!-- -->ript>alert(1)<<!-- -->/script>",
    "script inside script": "<<script>script>alert(1)<</script>/script>",
    "script in an entity": "&lt;script&gt;alert(1)&lt;/script&gt;",
    "script in a doubled entity": "&amp;lt;script&amp;gt;alert(1)",
    "script in numbers": "&#60;script&#62;alert(1)&#60;/script&#62;",
    "quotes that close early": '<img """><script>alert(1)</script>">',
    "picture with a handler": "<img src=x onerror=alert(1)>",
    "picture without spaces": "<img/src='x'/onerror='alert(1)'>",
    "picture never closed": "<img src=x onerror=alert(1) //",
    "picture with a newline": "<img src=x\nonerror\n=\nalert(1)>",
    "handler in backticks": "<img src=`x` onerror=`alert(1)`>",
    "handler after a form feed": "<svg\x0conload=alert(1)>",
    "handler after an odd sign": "<svg\x0bonload=alert(1)>",
    "body": "<body onload=alert(1)>",
    "svg": "<svg onload=alert(1)>",
    "svg that animates": "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "svg with a link": "<svg><a xlink:href='javascript:alert(1)'><text y=9>x</text></a></svg>",
    "math": "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "noscript that mutates": '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "title that mutates": "<title><a title='</title><img src=x onerror=alert(1)>'>",
    "template": "<template><img src=x onerror=alert(1)></template>",
    "details": "<details open ontoggle=alert(1)>",
    "form": "<form action=javascript:alert(1)><button>Svar</button></form>",
    "field": "<input autofocus onfocus=alert(1)>",
    "frame": "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "object": "<object data=javascript:alert(1)>",
    "embed": "<embed src=javascript:alert(1)>",
    "style": "<style>@import 'http://example.org/x.css';</style>",
    "style as attribute": "<p style=\"background:url('javascript:alert(1)')\">x</p>",
    "stylesheet": "<link rel=stylesheet href=http://example.org/x.css>",
    "refresh": '<meta http-equiv="refresh" content="0;url=javascript:alert(1)">',
    "base": "<base href='javascript:alert(1)//'>",
    "comment for old browsers": "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "comment closed early": "<!--><img src=x onerror=alert(1)>-->",
    "character data": "<![CDATA[<script>alert(1)</script>]]>",
    "instruction": "<?xml version='1.0'?><?import namespace='t' ?>",
    "nul": "<scr\0ipt>alert(1)</scr\0ipt>",
    "utf-7": "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "wide signs": "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "link": "[her](javascript:alert(1))",
    "link in capitals": "[her](JaVaScRiPt:alert(1))",
    "link with an entity": "[her](javascript&colon;alert(1))",
    "link in numbers": "[her](&#106;avascript:alert(1))",
    "link with a tab": "[her](java&Tab;script:alert(1))",
    "link with a newline": "[her](java&NewLine;script:alert(1))",
    "link after a control sign": "[her](\x01javascript:alert(1))",
    "link per cent": "[her](%6Aavascript:alert(1))",
    "link in brackets": "[her](<javascript:alert(1)>)",
    "link that names itself": "<javascript:alert(1)>",
    "link by reference": "[her][x]\n\n[x]: javascript:alert(1)",
    "link to data": "[her](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "link to vbscript": "[her](vbscript:msgbox(1))",
    "link to a file": "[her](file:///etc/passwd)",
    "link that leaves its quotes": '[her](http://example.org/"onmouseover="alert(1))',
    "title that leaves its quotes": "[her](http://example.org '\"onmouseover=\"alert(1)')",
    "picture by Markdown": "![x](javascript:alert(1))",
    "picture that tells who reads": "![x](http://example.org/reader.png)",
    "picture with a handler in its name": '![x"onerror="alert(1)](x)',
    "fence that leaves its class": '```"><script>alert(1)</script>\nx\n```',
    "code": "`<script>alert(1)</script>`",
    "table": "|a|\n|-|\n|<img src=x onerror=alert(1)>|",
    "heading": "# <svg onload=alert(1)>",
    "link in a link": "[a [b](javascript:alert(1))](javascript:alert(2))",
}


def elements(html: str) -> list[Element]:
    """What a browser would make of it, by the rules of HTML 5."""
    body = tinyhtml5.parse(html, namespace_html_elements=False).find("body")
    assert body is not None
    return [element for element in body.iter() if element is not body]


def assert_harmless(html: str) -> None:
    for element in elements(html):
        assert element.tag in TAGS, html
        assert set(element.attrib) <= ATTRIBUTES.get(str(element.tag), set()), html
        if "href" in element.attrib:
            scheme = urlsplit(re.sub(r"[\x00-\x20]", "", element.attrib["href"])).scheme.lower()
            assert scheme in {"", "http", "https", "mailto"}, html


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_hostile_comes_through(text: str) -> None:
    for source in (text, f"> {text}", f"- {text}", f"**{text}**", f"[{text}](http://example.org)"):
        assert_harmless(render(source))


@given(
    st.lists(st.sampled_from([*"<>&\"'`[]()!#|:/\\=-*_\n\t\0", "script", "a ", "onx"])).map("".join)
)
def test_nothing_comes_through_whatever_is_put_together(text: str) -> None:
    assert_harmless(render(text))


@pytest.mark.parametrize("part", ["[", "![", "(", "*a_", "`", "> ", "<", "&", "[a](", "|", "<!--"])
def test_a_long_row_of_signs_is_no_long_work(part: str) -> None:
    """Were it squared, this would last until somebody noticed."""
    assert_harmless(render(part * 10_000))


def test_text_in_angle_brackets_is_still_read() -> None:
    assert elements(render("1 < 2 og <b>tre</b>"))[0].text == "1 < 2 og <b>tre</b>"


def test_a_link_leaves_without_telling_from_where() -> None:
    (link,) = (one for one in elements(render("[her](https://example.org)")) if one.tag == "a")

    assert link.attrib == {"href": "https://example.org", "rel": "nofollow noopener"}


@pytest.mark.browser
def test_nothing_hostile_runs_in_a_browser(chromium: Browser) -> None:
    """Without the policy that would stop it anyway."""
    page = chromium.new_page()
    happened: list[str] = []
    page.on("console", lambda said: happened.append(said.text))
    page.on("request", lambda request: happened.append(request.url))
    page.add_init_script("window.alert = said => console.log(said)")

    page.set_content("".join(f"<section>{render(text)}</section>" for text in HOSTILE.values()))
    page.wait_for_timeout(100)
    leads = page.evaluate("[...new Set([...document.links].map(link => link.protocol))]")

    assert happened == []
    assert set(leads) <= {"http:", ":"}
    page.close()
