"""What a tree of processes costs, read from /proc: processor time and memory."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path

_PROC = Path("/proc")
_TICK = os.sysconf("SC_CLK_TCK")
_STATE, _PARENT, _UTIME, _CSTIME = 0, 1, 11, 14
"""Places in /proc/<pid>/stat after the name, which may hold spaces itself."""


def tree(*roots: int) -> list[int]:
    """Give these processes and all that descend from them."""
    children: defaultdict[int, list[int]] = defaultdict(list)
    for entry in _PROC.iterdir():
        if entry.name.isdecimal() and (fields := _stat(int(entry.name))):
            children[int(fields[_PARENT])].append(int(entry.name))
    found, waiting = [], list(roots)
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting.extend(children[pid])
    return found


def cpu_seconds(*roots: int) -> float:
    """Give the processor seconds the trees have used: user and system time, of children that have ended too."""
    ticks = 0
    for pid in tree(*roots):
        fields = _stat(pid)
        ticks += sum(int(ticks) for ticks in fields[_UTIME : _CSTIME + 1])
    return ticks / _TICK


def memory(pid: int) -> dict[str, float]:
    """Give a process's memory in MB: ``pss`` (its fair share of what is shared) and ``rss``."""
    lines = (_PROC / str(pid) / "smaps_rollup").read_text(encoding="ascii").splitlines()
    named = {line.split(":")[0]: line.split() for line in lines if line.startswith(("Pss:", "Rss:"))}
    return {"pss": int(named["Pss"][1]) / 1024, "rss": int(named["Rss"][1]) / 1024}


def children(pid: int) -> list[int]:
    """Give the processes that descend from ``pid``, itself not among them."""
    return [each for each in tree(pid) if each != pid]


def _stat(pid: int) -> list[str]:
    """Give the fields of /proc/<pid>/stat after the name; empty when the process has ended."""
    try:
        text = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return []
    return text.rpartition(")")[2].split()
