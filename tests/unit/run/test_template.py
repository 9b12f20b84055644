"""The warm process takes everything it forked along when it ends, however it is told to."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from contextlib import suppress

import pytest

from tests.functional.troubled import runs, wait_until
from toolkit.run.engine.forks import Template
from toolkit.run.environment import own_environment

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="there is no fork elsewhere")

STARTS_MANY = (
    "import subprocess\n"
    "many = [subprocess.Popen(['sleep', '600'], start_new_session=True) for _ in range(40)]\n"
    "print(*(one.pid for one in many))"
)


def test_nothing_is_left_when_the_template_is_told_to_end_several_times_over():
    with own_environment() as (folder, environment):
        template = Template(environment, load="shell")
        fork = template.fork("cells", folder=folder)
        fork.channel.send({"code": STARTS_MANY})
        pids = _printed(fork.channel)

        while template.process.poll() is None:  # as when the supervisor dies and its line closes
            with suppress(ProcessLookupError):
                template.process.send_signal(signal.SIGTERM)
            time.sleep(0.001)
        template.close()
        fork.channel.close()

    assert len(pids) == 40
    wait_until(lambda: not [pid for pid in pids if runs(pid)], 10)


def _printed(channel) -> list[int]:
    text = ""
    while "reply" not in (told := channel.receive()):
        text += told["content"].get("text", "")
    return [int(word) for word in text.split()]


WHAT_IS_LEFT_TO_LOAD = """
import sys, pathlib
from toolkit.run.engine.template import load_everything
load_everything()
loaded = set(sys.modules)

import jinja2
def compile_late(self, source, name=None, **_):
    raise AssertionError(f"{name} was not compiled")
jinja2.Environment.compile = compile_late
from nbformat import v4
from toolkit.report.exporter import notebook_body
from toolkit.report.templates import environment
from toolkit.run.engine.shell import CellsHere
shown = v4.new_output("display_data", {"text/html": "<p>shown</p>"})
cells = [v4.new_markdown_cell("# Title"), v4.new_code_cell("", outputs=[shown])]
notebook_body(v4.new_notebook(cells=cells), ())
for name in environment().list_templates(["j2"]):
    environment().get_template(name)
here = CellsHere(pathlib.Path(sys.argv[1]))
here.run("import pandas; pandas.DataFrame({'a': [1]}).to_dict('records')", lambda kind, content: None)
here.close()
print(*sorted(set(sys.modules) - loaded))
"""


def test_a_child_finds_every_template_compiled_and_nothing_left_to_import(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-c", WHAT_IS_LEFT_TO_LOAD, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=120,
    )

    assert ran.stderr == ""
    assert ran.stdout.split() == [], "another version of a library? see _AT_FIRST_USE in template.py"
