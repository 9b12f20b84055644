"""Is every page refused that would run or load anything?"""

from __future__ import annotations

import pytest

from toolkit.report.safety import UnsafePage, refuse_unsafe


@pytest.mark.parametrize(
    ("html", "why"),
    [
        ("<script>x()</script>", "the page holds <script>"),
        ("<SCRIPT src=x></SCRIPT>", "the page holds <script>"),
        ('<p onclick="x()">', "the page holds onclick on <p>"),
        ("<img src=x onerror=x()>", "the page holds onerror on <img>"),
        ('<img src="https://example.org/x.png">', "the page leads or loads elsewhere: src on <img>"),
        ('<img src="//example.org/x.png">', "the page leads or loads elsewhere: src on <img>"),
        ('<a href="javascript:x()">', "the page leads or loads elsewhere: href on <a>"),
        ('<a href="data:text/html,x">', "the page leads or loads elsewhere: href on <a>"),
        ('<iframe src="a.html"></iframe>', "the page holds <iframe>"),
        ('<link rel="stylesheet" href="a.css">', "the page holds <link>"),
        ('<base href="a/">', "the page holds <base>"),
        ('<meta http-equiv="refresh" content="0">', "the page holds a <meta> that acts: refresh"),
        ("<style>@import 'a.css'</style>", "a style of the page loads something"),
        ("<style>p { background: url(a.png) }</style>", "a style of the page loads something"),
        ('<p style="background: url(a.png)">', "a style of the page loads something"),
        ("<svg><foreignObject></foreignObject></svg>", "the page holds <foreignobject>"),
        ("<svg><animate/></svg>", "the page holds <animate>"),
    ],
)
def test_what_would_run_or_load_is_refused(html: str, why: str) -> None:
    with pytest.raises(UnsafePage) as refused:
        refuse_unsafe(html)

    assert str(refused.value) == why


@pytest.mark.parametrize(
    "html",
    [
        '<a href="../index.html">',
        '<a href="#findings">',
        '<a href="oakfield/staffing_missed_care.html#check-needs-not-met">',
        '<img src="data:image/png;base64,AAAA" alt="">',
        "<p>&lt;script&gt;alert(1)&lt;/script&gt; https://example.org</p>",
        "<style>p { fill: url(#hatch) }</style>",
    ],
)
def test_what_stays_on_the_page_passes(html: str) -> None:
    refuse_unsafe(html)
