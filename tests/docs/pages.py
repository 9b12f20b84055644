"""The pages a reader meets, and the shell lines shown on them."""

from __future__ import annotations

import re
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        *(REPOSITORY / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
        *(REPOSITORY / "docs").rglob("*.md"),
        REPOSITORY / "benchmarks" / "README.md",
    ]
)
FENCE = re.compile(r"^ *```(\w+)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
SHELLS = ("console", "powershell", "shell", "sh", "bash")


def name_of(page: Path) -> str:
    return page.relative_to(REPOSITORY).as_posix()


def fences(page: Path) -> list[tuple[str, str]]:
    """Language and text of every fenced block of the page."""
    return FENCE.findall(page.read_text(encoding="utf-8"))


def shell_lines(page: Path) -> list[str]:
    """Every line of a shell block, as typed."""
    blocks = [text for language, text in fences(page) if language in SHELLS]
    return [line.strip() for block in blocks for line in block.splitlines() if line.strip()]


def words_in_code(page: Path) -> list[str]:
    """Everything set in backticks in running text."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return re.findall(r"`([^`\n]+)`", text)
