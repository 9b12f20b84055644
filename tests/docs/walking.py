"""How is a tutorial walked from its first line to its last, reading on the screen what it says stands there?

In the order of the page: shell blocks are typed, a YAML block is written to the file named above it, and
every line set apart as a quotation must stand on a page of the workspace or in what the last commands
printed.
"""

from __future__ import annotations

import html
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

EVENT = re.compile(
    r"^```console\n(?P<shell>.*?)^```$|^```yaml\n(?P<yaml>.*?)^```$|(?P<quote>(?:^> [^\n]*\n)+)"
    r"|^(?P<row>\| `[^\n]*\|)$",
    re.MULTILINE | re.DOTALL,
)
GRIP = re.compile(r"^(?:\.venv/bin/)?grip (.+)$")
HIDDEN = re.compile(r"<(style|script)\b.*?</\1>", re.DOTALL)


def plain(text: str) -> str:
    """Text with single spaces, on one line."""
    return re.sub(r"\s+", " ", text).strip()


def words_of(page: Path) -> str:
    shown = HIDDEN.sub(" ", page.read_text(encoding="utf-8"))
    return plain(html.unescape(re.sub(r"<[^>]+>", " ", shown)))


@dataclass
class Walk:
    """One person in one workspace, and what was not as the page says."""

    workspace: Path
    printed: list[str] = field(default_factory=list)
    untrue: list[str] = field(default_factory=list)

    def grip(self, line: str) -> str:
        command = [sys.executable, "-m", "toolkit", *shlex.split(line)]
        done = subprocess.run(
            command, cwd=self.workspace, capture_output=True, text=True, timeout=1800, check=False
        )
        assert done.returncode == 0, f"grip {line}\n{done.stderr}"
        return done.stdout

    def follow(self, page: Path) -> None:
        text = page.read_text(encoding="utf-8")
        for event in EVENT.finditer(text):
            if event["shell"]:
                self.type(event["shell"])
            elif event["yaml"]:
                named = re.findall(r"`(parameters/[\w/.-]+)`", text[: event.start()])[-1]
                self.write(named, event["yaml"])
            elif event["quote"]:
                self.read(plain(re.sub(r"^> ", "", event["quote"], flags=re.MULTILINE)))
            else:
                self.look_up(event["row"])

    def type(self, block: str) -> None:
        lines = [match[1] for line in block.splitlines() if (match := GRIP.match(line.strip()))]
        # `grip explore` waits for a browser; the browser tests open it.
        self.printed = [plain(self.grip(line)) for line in lines if not line.startswith("explore ")]

    def write(self, name: str, text: str) -> None:
        path = self.workspace / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, quotation: str) -> None:
        pages = (words_of(path) for path in sorted(self.workspace.glob("outputs/*/oakfield/*.html")))
        if not any(quotation in seen for seen in (*self.printed, *pages)):
            self.untrue.append(quotation)

    def look_up(self, row: str) -> None:
        """A row of references: the record, its file, its row, and words that stand in that row."""
        record, file, line, says = (cell.strip() for cell in row.strip("|").split("|"))
        table, name = record.strip("`").split(":")
        text = (self.workspace / file.strip("`")).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        wanted = [name, *re.findall(r"`([^`]+)`", says)]
        missing = [word for word in wanted if word not in text.split(",")]
        findings = "".join(
            path.read_text(encoding="utf-8")
            for path in self.workspace.glob("outputs/2026-10/oakfield/findings.json")
        )
        if missing or f'"{table}:{name}"' not in findings:
            self.untrue.append(row)
