"""How does a notebook run in a forked copy of a process that has everything loaded already?

The papermill engine `grip`. `papermill_engine` is what papermill calls; `shell` and `streams` run the
cells and catch what they show; `template` is the warm process that is forked, `child` what its copies
do, `forks` the hand on it from outside, `channel` the line between them. Linux only: elsewhere a fork
is not safe, and notebooks run on a kernel (`toolkit.run.kernel`).
"""
