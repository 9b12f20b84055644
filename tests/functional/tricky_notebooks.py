"""Notebooks that show something in every way there is, to hold both engines to the same outputs.

Each entry is one notebook, a list of cells. A cell that begins with `#raises` may raise. Where a cell
writes past Python (file descriptors, other programs), it waits a moment: a kernel reads that in a thread,
and may come too late for the cell. Nothing here depends on a clock, an address or a random number.
"""

from __future__ import annotations

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

_PARAMETERS = 'service: str = "oakfield"  # which\nn: int = 1  # how many'

TRICKY: dict[str, list[str]] = {
    "streams": [
        "print(service, n)",
        "import sys\nprint('one'); print('two', file=sys.stderr); print('three'); sys.stderr.write('four')",
        "for i in range(3):\n    print(i, end='', flush=True)\nprint('\\rback\\b\\x1b[31mred\\x1b[0m é 🙂')",
        "sys.stdout.write('no newline')",
        "print()",
        "None",
        "import os, subprocess, time\nprint('before')\nsys.stdout.flush()\nos.system('echo from the shell')\n"
        "time.sleep(0.4)",
        "subprocess.run(['sh', '-c', 'echo to stderr >&2'])\ntime.sleep(0.4)",
        "import ctypes\nlibc = ctypes.CDLL(None)\nlibc.puts(b'from C')\nlibc.fflush(None)\ntime.sleep(0.4)",
        "done = os.write(1, b'straight to the descriptor\\n')\ntime.sleep(0.4)",
        "!echo from the bang",
        "lines = !echo kept\nlines",
        "%%bash\necho in a cell of its own",
        "from contextlib import redirect_stdout\nimport io\nheld = io.StringIO()\n"
        "with redirect_stdout(held):\n    print('held back')\nheld.getvalue()",
        "print('x' * 70000)",
        "print(sys.stdout.isatty(), sys.stdout.encoding)",
        "import logging\nlogging.warning('logged')",
    ],
    "rich displays": [
        "from IPython.display import HTML, JSON, Image, Latex, Markdown, SVG, display, clear_output\n"
        "display(HTML('<b>bold</b>'), Markdown('*words*'), Latex('$x$'), JSON({'a': [1, 2]}))",
        "import base64\npng = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADh"
        "gGAWjR9awAAAABJRU5ErkJggg==')\nImage(png, width=20)",
        "display(SVG('<svg xmlns=\"http://www.w3.org/2000/svg\"><g/></svg>'), metadata={'alt': 'nothing'})",
        "display({'text/plain': 'plain', 'application/vnd.grip+json': {'b': (1, 2), 'a': None}}, raw=True,\n"
        "        metadata={'text/plain': {'k': 1}})",
        "class Own:\n    def _repr_mimebundle_(self, include=None, exclude=None):\n"
        "        return {'text/plain': 'own', 'text/html': '<i>own</i>'}, {'text/html': {'isolated': True}}\n"
        "Own()",
        "class Both:\n    def _repr_html_(self):\n        return '<p>html</p>', {'width': 3}\n"
        "    def __repr__(self):\n        return 'both'\nBoth()",
        "import pandas as pd\nframe = pd.DataFrame({'a': [1, 2], 'b': ['x', None]})\nframe",
        "print('first'); display(frame); print('then'); frame.b",
        "handle = display('at first', display_id='kept')",
        "handle.update(HTML('<b>later</b>'))",
        "display('again', display_id='kept'); handle.update('everywhere')",
        "from IPython.display import update_display\nupdate_display('from elsewhere', display_id='kept')\n"
        "update_display('nobody has it', display_id='unknown')",
        "print('gone'); clear_output(); print('stays')",
        "print('replaced'); clear_output(wait=True); print('by this')",
        "print('waits for what never comes'); clear_output(wait=True)",
        "display(HTML('a'), display_id='z'); clear_output(); display('b')\nupdate_display('c', display_id='z')",
        "display(); display(None)",
        "import altair as alt\nalt.renderers.enable('default')\nalt.Chart(frame).mark_bar().encode(x='a:Q').to_dict()['mark']",
        "1;",
        "'hidden';",
        "_, __, In[1][:5], sorted(k for k in Out)[:3]",
    ],
    "errors": [
        "#raises\n1 / 0",
        "#raises\nprint('before'); raise ValueError('with\\ntwo lines')",
        "#raises\ndef outer():\n    inner()\ndef inner():\n    raise KeyError('deep')\nouter()",
        "#raises\ntry:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise RuntimeError('after') from error",
        "#raises\nthis is not Python",
        "#raises\nif True:\nprint('indent')",
        "#raises\nclass Loud(Exception):\n    def _render_traceback_(self):\n        return ['own words']\nraise Loud",
        "#raises\nclass Bad:\n    def __repr__(self):\n        raise TypeError('cannot show')\nBad()",
        "#raises\nimport json\njson.loads('{')",
        "#raises\nraise KeyboardInterrupt",
        "#raises\nimport sys\nsys.exit(3)",
        "#raises\ninput('your name? ')",
        "#raises\nfrom getpass import getpass\ngetpass()",
        "#raises\n%no_such_magic",
        "#raises\n%%no_such_cell_magic\nx",
        "#raises\nundefined_name",
        "#raises\nimport no_such_module",
        "#raises\nraise ExceptionGroup('several', [ValueError('a'), TypeError('b')])",
        "#raises\nassert False, 'asserted'",
        "print('still here')",
    ],
    "stops at an error": ["print('shown')", "raise LookupError('here')", "print('never')"],
    "warnings": [
        "import warnings\nwarnings.warn('plain')",
        "warnings.warn('old', DeprecationWarning)\nwarnings.warn('soon', FutureWarning)",
        "for _ in range(2):\n    warnings.warn('said once')",
        "def f():\n    warnings.warn('from the caller', stacklevel=2)\nf()",
        "import pandas as pd\npd.Series([1, 2])['x':] if False else None\nwarnings.warn_explicit('e', UserWarning, 'file.py', 3)",
        "#raises\nwarnings.simplefilter('error')\nwarnings.warn('now an error')",
        "'\\d'",
    ],
    "magics and async": [
        "import asyncio\nawait asyncio.sleep(0.01)\nprint('awaited')",
        "async def answer():\n    await asyncio.sleep(0)\n    return 42\nawait answer()",
        "task = asyncio.create_task(answer())",
        "await task",
        "asyncio.get_running_loop().is_running()",
        "#raises\nasyncio.run(answer())",
        "#raises\nawait asyncio.wait_for(asyncio.sleep(5), 0.01)",
        "async with asyncio.timeout(5):\n    print('inside')\nasync def several():\n    for i in range(2):\n"
        "        yield i\n[i async for i in several()]",
        "%%capture caught\nprint('caught'); 1",
        "caught.stdout",
        "%config InteractiveShell.ast_node_interactivity = 'all'",
        "1\n2\nprint('three')",
        "%config InteractiveShell.ast_node_interactivity = 'last_expr'",
        "%%writefile made.txt\nwritten by a magic",
        "%cat made.txt",
        "%run -n made.py" if False else "%%html\n<b>by magic</b>",
        "%%javascript\n1",
        "%precision 2\n3.14159",
        "%env GRIP_TRICKY=yes",
        "import os\nos.environ['GRIP_TRICKY'], os.environ['PAGER'], os.environ.get('MPLBACKEND')",
        "from IPython import get_ipython\ntype(get_ipython()).__mro__[1].__name__ != 'object', __name__",
        "get_ipython().run_line_magic('lsmagic', '') is not None",
        "%pinfo len" if False else "%alias_magic t timeit",
        "import pickle, sys\nclass Kept: pass\ntype(pickle.loads(pickle.dumps(Kept()))) is Kept",
        "get_ipython().events.register('post_run_cell', lambda result: print('after the cell'))",
        "'a cell'",
        "def display_twice():\n    from IPython.display import display\n    for word in ('a', 'b'):\n        print(word)\n"
        "        display(word)\nimport threading\nthread = threading.Thread(target=display_twice)\nthread.start(); thread.join()",
        "import multiprocessing\nwith multiprocessing.get_context('fork').Pool(2) as pool:\n    print(pool.map(abs, [-1, -2]))",
    ],
    "shapes": [
        "   ",
        "# only a comment",
        "x = 1",
        "x  # and a comment",
        "'''a\nstring'''",
        "{'set', }, float('nan'), 1e400, b'bytes', ...",
        "print('\\ud83d' if False else 'no surrogate'); '\\x00\\x07'",
        "list(range(2000))",
        "def f(a: int) -> 'str':\n    return str(a)\nf.__annotations__, f.__module__",
        "exec('print(x)'); eval('x + 1')",
        "globals()['service'], locals() is globals()",
        "import sys; sys.displayhook('by hand')",
        "quit" if False else "del x",
    ],
}


def tricky(name: str) -> NotebookNode:
    """The notebook of this name."""
    cells = [
        new_markdown_cell(f"# {name}", id="title"),
        new_code_cell(_PARAMETERS, id="parameters", metadata={"tags": ["parameters"]}),
        *(
            new_code_cell(
                code, id=f"c{place}", metadata={"tags": ["raises-exception"]} if code[:7] == "#raises" else {}
            )
            for place, code in enumerate(TRICKY[name])
        ),
    ]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": spec})
