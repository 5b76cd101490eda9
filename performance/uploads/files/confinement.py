"""Confine a process that opens what strangers wrote: no other file, no network, no other process.

Landlock leaves it the files that it is told of, and seccomp the system calls that reading needs. Both are asked of the
kernel directly, as no library for them is kept in step with Python. Neither can be taken back, and both hold for root.
Where the kernel knows neither, the process has only its limits, and `lacking` says so for the system check.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path

LANDLOCK, SECCOMP = "Landlock", "seccomp"

_NO_NEW_PRIVILEGES, _DIE_WITH_PARENT, _GET_SECCOMP, _SET_SECCOMP = 38, 1, 21, 22
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION = 1
_BENEATH = 1
# What Landlock calls reading and writing a file, and listing a folder.
_EXECUTE, _WRITE, _READ, _LIST = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_FOLDER, _REMOVE_FILE, _MAKE_FOLDER, _MAKE_FILE = 1 << 4, 1 << 5, 1 << 7, 1 << 8
_TRUNCATE = 1 << 14
_CHANGES = _WRITE | _REMOVE_FOLDER | _REMOVE_FILE | _MAKE_FOLDER | _MAKE_FILE
# All that each version of Landlock can forbid: files, TCP, and signals and sockets of others.
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP_SINCE, _TCP = 4, 0b11
_SCOPES_SINCE, _SCOPES = 6, 0b11

# The calls of x86-64 and of 64-bit ARM that reach beyond the process: the network, other processes, other rights.
_FORBIDDEN = {
    "x86_64": (
        *(41, 42, 43, 44, 46, 49, 50, 53, 288, 299, 307),  # socket … sendmmsg
        *(57, 58, 59, 322),  # fork, vfork, execve, execveat
        *(101, 310, 311, 312, 438, 434, 424),  # ptrace, process_vm_*, kcmp, pidfd_*
        *(129, 297, 200),  # signals to others, other than by kill and tgkill
        *(
            29,
            30,
            31,
            64,
            65,
            66,
            67,
            68,
            69,
            70,
            71,
            240,
            241,
        ),  # shared memory, semaphores, queues
        *(
            90,
            91,
            92,
            93,
            94,
            260,
            268,
            452,
            132,
            235,
            261,
            280,
        ),  # modes, owners and times of files
        *(188, 189, 190, 197, 198, 199),  # attributes of files
        *(155, 161, 165, 166, 272, 308, 428, 429, 430, 431, 432, 433, 442),  # mounts, namespaces
        *(248, 249, 250, 298, 303, 304, 321, 323, 425, 426, 427),  # keys, handles, bpf, io_uring
        *(160, 302, 140, 141, 142, 144, 203, 112, 109),  # limits, priorities, sessions of others
    ),
    "aarch64": (
        *(198, 199, 200, 201, 202, 203, 206, 211, 242, 243, 269),
        *(221, 281),
        *(117, 270, 271, 272, 438, 434, 424),
        *(138, 240, 130),
        *(180, 181, 186, 190, 194, 196),
        *(52, 53, 54, 55, 452, 88),
        *(5, 6, 7, 14, 15, 16),
        *(39, 40, 41, 51, 97, 268, 428, 429, 430, 431, 432, 433, 442),
        *(217, 218, 219, 241, 264, 265, 280, 282, 425, 426, 427),
        *(164, 261, 140, 118, 119, 122, 154, 157),
    ),
}
_KILL, _TGKILL, _CLONE, _CLONE3 = (
    {"x86_64": 62, "aarch64": 129},
    {"x86_64": 234, "aarch64": 131},
    {"x86_64": 56, "aarch64": 220},
    435,
)
_ARCHITECTURE = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_THREAD = 0x00010000
_NOT_PERMITTED, _NOT_THERE = 1, 38
_ALLOW, _ANSWER, _KILL_PROCESS = 0x7FFF0000, 0x00050000, 0x80000000


def isolate(reads: Iterable[str], writes: Iterable[str] = ()) -> None:
    """Leave this process the files and folders `reads`, the folders `writes` and what Python itself reads.

    Files that are open already stay open. Does what the kernel can do; `lacking` says what it cannot.
    """
    if not sys.platform.startswith("linux"):
        return
    c = ctypes.CDLL(None, use_errno=True)
    parent = os.getppid()
    _control(c, _DIE_WITH_PARENT, signal.SIGKILL)
    if parent != os.getppid():
        sys.exit(1)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    if _control(c, _NO_NEW_PRIVILEGES, 1):
        return
    if version := _landlock_version(c):
        _restrict_files(c, version, [*_of_python(), *reads], list(writes))
    if _knows_seccomp(c):
        _restrict_calls(c)


def lacking() -> list[str]:
    """What this kernel cannot do of it. Changes nothing."""
    if not sys.platform.startswith("linux"):
        return [LANDLOCK, SECCOMP]
    c = ctypes.CDLL(None, use_errno=True)
    found = {LANDLOCK: _landlock_version(c) > 0, SECCOMP: _knows_seccomp(c)}
    return [name for name, is_there in found.items() if not is_there]


def _control(c: ctypes.CDLL, what: int, *values: int) -> int:
    given = [ctypes.c_ulong(value) for value in (*values, 0, 0, 0, 0)[:4]]
    return int(c.prctl(what, *given))


def _landlock_version(c: ctypes.CDLL) -> int:
    return max(0, int(c.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)))


def _knows_seccomp(c: ctypes.CDLL) -> bool:
    return platform.machine() in _FORBIDDEN and _control(c, _GET_SECCOMP) >= 0


def _of_python() -> Iterator[str]:
    """What is imported or looked up late: never the planner's own folder, which holds its secret key."""
    paths = sysconfig.get_paths()
    yield from {paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    yield from (
        "/lib",
        "/lib64",
        "/usr/lib",
        "/etc/ld.so.cache",
        "/usr/share/zoneinfo",
        "/etc/localtime",
        "/dev/urandom",
        "/dev/null",
    )


def _restrict_files(c: ctypes.CDLL, version: int, reads: list[str], writes: list[str]) -> None:
    handled = _FILE_RIGHTS[max(known for known in _FILE_RIGHTS if known <= version)]
    tcp = _TCP if version >= _TCP_SINCE else 0
    scopes = _SCOPES if version >= _SCOPES_SINCE else 0
    rules = struct.pack("QQQ", handled, tcp, scopes)
    size = 24 if scopes else 16 if tcp else 8
    ruleset = c.syscall(_CREATE_RULESET, rules, ctypes.c_size_t(size), 0)
    if ruleset < 0:
        raise OSError(ctypes.get_errno(), "Landlock makes no ruleset.")
    for path in reads:
        _allow(c, ruleset, path, (_READ | _LIST) & handled)
    for path in writes:
        _allow(c, ruleset, path, (_READ | _LIST | _CHANGES | _TRUNCATE) & handled)
    if c.syscall(_RESTRICT_SELF, ruleset, 0):
        raise OSError(ctypes.get_errno(), "Landlock does not restrict this process.")
    os.close(ruleset)


def _allow(c: ctypes.CDLL, ruleset: int, path: str, rights: int) -> None:
    if not Path(path).exists():
        return
    if not Path(path).is_dir():
        rights &= _READ | _WRITE | _TRUNCATE
    opened = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if c.syscall(_ADD_RULE, ruleset, _BENEATH, struct.pack("=Qi", rights, opened), 0):
            raise OSError(ctypes.get_errno(), "Landlock takes no rule.", path)
    finally:
        os.close(opened)


# A filter is a program of the kernel's: each line has a code, how far to go on if true and if false, and a number.
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_CALL_AT, _ARCHITECTURE_AT, _FIRST_AT = 0, 4, 16
Line = tuple[int, int, int, int]


def _restrict_calls(c: ctypes.CDLL) -> None:
    lines = _filter(platform.machine(), os.getpid())
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in lines))
    head = struct.pack("HxxxxxxP", len(lines), ctypes.addressof(program))
    if c.prctl(_SET_SECCOMP, ctypes.c_ulong(2), head):
        raise OSError(ctypes.get_errno(), "seccomp takes no filter.")


def _filter(machine: str, process: int) -> list[Line]:
    """Refuse the forbidden calls; let signals reach the process itself alone, and let it start threads alone."""
    answer = _ANSWER | _NOT_PERMITTED
    lines: list[Line] = [
        (_LOAD, 0, 0, _ARCHITECTURE_AT),
        (_IF_EQUAL, 1, 0, _ARCHITECTURE[machine]),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _CALL_AT),
    ]
    if machine == "x86_64":
        # The calls of another set of numbers, which no program of ours uses.
        lines += [(_IF_AT_LEAST, 0, 1, 0x40000000), (_RETURN, 0, 0, _KILL_PROCESS)]
    for call in _FORBIDDEN[machine]:
        lines += [(_IF_EQUAL, 0, 1, call), (_RETURN, 0, 0, answer)]
    # So that the C library tries the older call, whose flags can be looked at.
    lines += [(_IF_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _ANSWER | _NOT_THERE)]
    for call, test, number in (
        (_CLONE[machine], _IF_ANY_BIT, _THREAD),
        (_KILL[machine], _IF_EQUAL, process),
        (_TGKILL[machine], _IF_EQUAL, process),
    ):
        lines += [
            (_IF_EQUAL, 0, 4, call),
            (_LOAD, 0, 0, _FIRST_AT),
            (test, 0, 1, number),
            (_RETURN, 0, 0, _ALLOW),
            (_RETURN, 0, 0, answer),
        ]
    return [*lines, (_RETURN, 0, 0, _ALLOW)]
