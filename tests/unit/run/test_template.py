"""The warm process takes everything it forked along when it ends, however it is told to."""

from __future__ import annotations

import signal
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
