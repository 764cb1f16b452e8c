"""Raise the limit of open files, which some systems begin with at 256."""

import resource


def allow_files(wanted: int) -> int:
    """Let this process, and what it starts, open as many files; return how many."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < allowed:
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))
    return allowed
