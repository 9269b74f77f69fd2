"""Calls of the system that the closed room refuses: those that no limit bounds, and those that no answer needs.

A filter in the language of seccomp, which bubblewrap hands to the kernel. Memory that processes share, for one, outlives
the arrays in it and is counted by no limit of a process.
"""

from __future__ import annotations

import platform
import struct

INSTRUCTION = struct.Struct("<HBBI")
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE = 0, 4
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050001, 0x80000000
X32 = 0x40000000  # the same calls under other numbers
REFUSED = {
    "x86_64": (
        0xC000003E,
        {"socket": 41, "clone": 56, "fork": 57, "vfork": 58, "clone3": 435, "shmget": 29, "semget": 64, "msgget": 68}
        | {"ptrace": 101, "unshare": 272, "setns": 308, "mount": 165, "bpf": 321, "keyctl": 250, "add_key": 248}
        | {"io_uring_setup": 425, "userfaultfd": 323, "perf_event_open": 298, "memfd_create": 319},
    ),
    "aarch64": (
        0xC00000B7,
        {"socket": 198, "clone": 220, "clone3": 435, "shmget": 194, "semget": 190, "msgget": 186}
        | {"ptrace": 117, "unshare": 97, "setns": 268, "mount": 40, "bpf": 280, "keyctl": 219, "add_key": 217}
        | {"io_uring_setup": 425, "userfaultfd": 282, "perf_event_open": 241, "memfd_create": 279},
    ),
}
"""By machine: the kernel's name of it, and the numbers of its calls."""


def refusing(machine: str | None = None) -> bytes:
    """The filter for a machine (None: this one); nothing for one whose numbers we do not have."""
    if (machine or platform.machine()) not in REFUSED:
        return b""
    architecture, calls = REFUSED[machine or platform.machine()]
    count = len(calls)
    program = [
        (LOAD, 0, 0, ARCHITECTURE),
        (EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
        (AT_LEAST, count + 1, 0, X32),
        *((EQUAL, count - place, 0, number) for place, number in enumerate(calls.values())),
        (RETURN, 0, 0, ALLOW),
        (RETURN, 0, 0, REFUSE),
    ]
    return b"".join(INSTRUCTION.pack(*instruction) for instruction in program)
