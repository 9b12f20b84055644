"""How long does the explorer take to redraw when a threshold is moved?

    python benchmarks/explorer_redraw.py WORKSPACE [--service oakfield] [--month 2026-10]

A real kernel runs the page. A slider's message is put to it as JupyterLab would; the time is taken from
there to the kernel's last message about it ("idle"). Every threshold that can be moved for the questions
of an audit is moved away from the report's value and back, after the page has been opened once. The
promise is 150 ms for a year of one service. Beside the wall clock stands the kernel's own processor time,
which says the same on a machine that has other work to do.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import Any

from jupyter_client.manager import KernelManager

PROMISED_MS = 150
SETUP = """
import json, time
from toolkit.explore.choice import Choice
from toolkit.explore.page import Explorer
choice = Choice.of_workspace({workspace!r})
explorer = Explorer(choice, *choice.first_choice({service!r}, {month!r}))
"""
OPEN_TAB = "explorer.tabs.selected_index = {place}"
CHOOSE = """
tab = explorer.audit_tabs[{place}]
tab.questions.value = {code!r}
found = [(one.threshold.section, one.threshold.key, one.slider.model_id, one.report, one.threshold.least,
          one.threshold.most, one.threshold.step) for one in tab.sliders]
"""


class Kernel:
    """A kernel with the explorer in it."""

    def __init__(self) -> None:
        self.manager = KernelManager(kernel_name="python3")
        self.manager.start_kernel()
        self.client = self.manager.blocking_client()
        self.client.start_channels(hb=False)
        self.client.wait_for_ready(timeout=120)

    def run(self, code: str, value: str = "None") -> Any:
        """Run the code; the value of an expression after it, which must be plain."""
        expressions = {"value": f"json.dumps({value})"}
        reply = self.client.execute_interactive(
            code, output_hook=lambda message: None, user_expressions=expressions, timeout=600
        )["content"]
        if reply["status"] != "ok":
            raise RuntimeError(reply["evalue"])
        return json.loads(eval(reply["user_expressions"]["value"]["data"]["text/plain"]))

    def move(self, model: str, value: float) -> float:
        """Milliseconds from the slider's message to the kernel's last one about it."""
        content = {
            "comm_id": model,
            "data": {"method": "update", "state": {"value": value}, "buffer_paths": []},
        }
        message = self.client.session.msg("comm_msg", content)
        begun = time.perf_counter()
        self.client.shell_channel.send(message)
        while True:
            told = self.client.get_iopub_msg(timeout=120)
            mine = told["parent_header"].get("msg_id") == message["header"]["msg_id"]
            if mine and told["content"].get("execution_state") == "idle":
                return 1000 * (time.perf_counter() - begun)

    def stop(self) -> None:
        self.client.stop_channels()
        self.manager.shutdown_kernel(now=True)


def another(report: float, least: float, most: float, step: float) -> float:
    """A value beside the report's, a few steps up where there is room."""
    there = report + 5 * step
    return there if there <= most else max(least, report - 5 * step)


def measure(kernel: Kernel, workspace: Path, service: str, month: str) -> list[dict[str, Any]]:
    kernel.run(SETUP.format(workspace=str(workspace), service=service, month=month))
    names = kernel.run("from toolkit.audits import AUDITS", "list(AUDITS)")
    found = []
    for place, audit in enumerate(names):
        kernel.run(OPEN_TAB.format(place=place))
        codes = kernel.run("", f"[one.code for one in explorer.audit_tabs[{place}].answers]")
        seen = set()
        for code in codes:
            kernel.run(CHOOSE.format(place=place, code=code))
            for section, key, model, report, least, most, step in kernel.run("", "found"):
                if (section, key) in seen:
                    continue
                seen.add((section, key))
                before = kernel.run("", "time.process_time()")
                away = kernel.move(model, another(report, least, most, step))
                used = 1000 * (kernel.run("", "time.process_time()") - before)
                back = kernel.move(model, report)
                found.append({"audit": audit, "threshold": f"{section} > {key}", "away": away, "back": back,
                              "processor": used})  # fmt: skip
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("--service", default="oakfield")
    parser.add_argument("--month", default="2026-10")
    chosen = parser.parse_args()
    kernel = Kernel()
    try:
        found = measure(kernel, chosen.workspace, chosen.service, chosen.month)
    finally:
        kernel.stop()
    for audit in dict.fromkeys(one["audit"] for one in found):
        for definitions in (False, True):
            mine = [
                one for one in found
                if one["audit"] == audit and ("-definitions" in one["threshold"]) is definitions
            ]  # fmt: skip
            if not mine:
                continue
            kind = "how records are counted" if definitions else "when a question is answered"
            away = [one["away"] for one in mine]
            print(
                f"{audit}, {kind}: {len(mine)} thresholds, median {statistics.median(away):.0f} ms, "
                f"longest {max(away):.0f} ms; back: longest {max(one['back'] for one in mine):.0f} ms"
            )
    late = sorted((one for one in found if one["away"] > PROMISED_MS), key=lambda one: -one["away"])
    print(f"{len(found) - len(late)} of {len(found)} within {PROMISED_MS} ms")
    for one in late:
        print(
            f"  {one['away']:5.0f} ms (processor {one['processor']:5.0f} ms)  "
            f"{one['audit']}: {one['threshold']}"
        )


if __name__ == "__main__":
    main()
