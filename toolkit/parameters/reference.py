"""Which files, keys and defaults can a provider settle? (the reference page, from the declarations)"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from toolkit.parameters.framework import Framework
from toolkit.parameters.overrides import SECTIONS, expected, shown_value
from toolkit.parameters.provider import ROLES, Forums, Provider
from toolkit.parameters.rebases import KNOWN_INDICATORS
from toolkit.parameters.themes import PLAIN_WORDS
from toolkit.parameters.write import sources_yaml
from toolkit.wording import join_words

_OPENING = """\
# Parameters

A workspace needs one parameter file, `parameters/services.csv`. All others are optional, and each
says only what differs from the defaults below. They are read before anything else: every mistake in
every file is listed at once, with its file and line, and nothing runs until they are mended.

The YAML files are plain: keys, texts, numbers and lists, in UTF-8. A text that holds a colon, or
begins with a sign such as `*`, `&`, `@` or `%`, stands in quotation marks. Words such as `no` and
dates such as `2026-10` are read as they are written.
"""

_SERVICES = """
## services.csv

One row a service; the columns are under [services](tables.md#services).

```csv
service_id,name,kind,location_id,capacity,opened_on
oakfield,Oakfield House,residential,1-101614751,42,2011-04-01
```

A `service_id` names folders and links: small letters, numbers and hyphens, at most 64, each only
once.
"""

_PROVIDER = """
## provider.yaml

```yaml
name: Harbour Lane Care
forums:
  oversight: Quality and performance committee
reviewers:
  registered manager: home manager
```
"""

_THRESHOLDS = """
## thresholds.yaml

A value stands alone or, better, with the reason for it. Reports print every threshold that differs
from the default, and the reason.

```yaml
repeated-staffing-gaps:
  days_in_month: {value: 3, reason: "Agreed at the quality meeting of 4 November"}
```
"""

_SERVICE_FILES = """
## services/&lt;service&gt;.yaml

What differs at one service. The file is named after its `service_id`; its thresholds come before
those of `thresholds.yaml`.

```yaml
thresholds:
  delayed-support:
    rate: {{value: 0.03, reason: "Two safeguarding alerts about late insulin"}}
reviewers:
  registered manager: branch manager
rebases:
  - indicator: missed_care_rate
    month: 2026-04
    reason: New night model on Willow
    decided_by: quality meeting
```

Under `rebases:` stand the limits of charts declared anew, after a named and lasting change of the work.
Each names the indicator, the first month of the new limits, the reason and who decided it; of
`audit_score`, the scores of every theme begin anew. They come into force once 12 months with data, that
month the first of them, lie before the month that is judged, and then hold from that month on; until then
the old limits decide. The old ones stay on the chart, and the month and the reason are told beside the
figure. Indicators:
{indicators}.
"""

_THEMES = """
## themes.yaml

The words your systems use, each with the theme it stands for. Case, spaces and hyphens make no
difference. A word that is not known counts as `other` and is named among the problems.

```yaml
Late calls: missed_care
Carer attitude: dignity
```
"""

_FRAMEWORK = """
## framework.yaml

The regulator's words of one version. Reports print the version. Quality statements of your own
replace all of those below, so they need a `version` of their own.

```yaml
version: "CQC assessment framework for adult social care, 2027"
quality_statements:
  safe: [Learning culture, Safeguarding]
  well-led: ["Governance, management and sustainability"]
```
"""

_SOURCES = """
## sources.yaml

How exports with other names and words become tables of the data contract. This version checks the
file and names each source among the problems (`mapping-not-applied`), but does not read the exports
yet.

```yaml
{example}
```
"""


def render_reference() -> str:
    """The reference page of the parameter files, as Markdown."""
    example = "\n".join(line[2:] for line in sources_yaml().splitlines() if line.startswith(("# -", "#  ")))
    parts = [
        _OPENING,
        _SERVICES,
        _PROVIDER,
        *_forums_and_roles(),
        _THRESHOLDS,
        *_thresholds(),
        _SERVICE_FILES.format(indicators=join_words(f"`{name}`" for name in KNOWN_INDICATORS)),
    ]
    parts += [_THEMES, *_words(), _FRAMEWORK, *_framework(), _SOURCES.format(example=example)]
    return "".join(parts)


def _forums_and_roles() -> Iterator[str]:
    yield f"\nWithout a `name` reports say *{Provider().name}*.\n"
    yield "\nForums, lowest first:\n\n"
    yield _rows(("Key", "Default"), ((f"`{key}`", name) for key, name in Forums().model_dump().items()))
    yield "\nRoles of `reviewers`; the value is your own title for the role:\n\n"
    yield _rows(("Key", "What it sees to"), ((f"`{role}`", duty) for role, duty in ROLES.items()))


def _thresholds() -> Iterator[str]:
    for section, model in SECTIONS.items():
        yield f"\n### {section}\n\n{(model.__doc__ or '').splitlines()[0]}\n\n"
        rows = (
            (f"`{key}`", f"`{shown_value(field.default)}`", expected(field), str(field.description))
            for key, field in model.model_fields.items()
        )
        yield _rows(("Key", "Default", "May be", "Why"), rows)


def _words() -> Iterator[str]:
    yield "\nKnown without any file:\n\n"
    rows = ((f"`{theme}`", ", ".join(words)) for theme, words in PLAIN_WORDS.items())
    yield _rows(("Theme", "Words"), rows)


def _framework() -> Iterator[str]:
    framework = Framework()
    yield f"\nThe default is *{framework.version}*:\n\n"
    groups = framework.quality_statements.model_dump(by_alias=True)
    yield _rows(
        ("Key question", "Quality statements"), ((q, "; ".join(names)) for q, names in groups.items())
    )
    yield "\nRegulations, under `regulations:`; RA are the Regulated Activities Regulations 2014, "
    yield "Reg-Regs the CQC (Registration) Regulations 2009:\n\n"
    yield _rows(("Key", "Title"), ((f"`{code}`", title) for code, title in framework.regulations.items()))


def _rows(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [list(headings)]
    lines += [["---"] * len(lines[0]), *(list(row) for row in rows)]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
