"""The door to the two commands: python -m portal.embedded run | with-servers | lock."""

import argparse
import sys

from portal.embedded import pins, run, with_servers
from portal.embedded.says import leave_with


def main() -> int:
    options = read(sys.argv[1:])
    code: int = options.door(options)
    return code


def read(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m portal.embedded")
    commands = parser.add_subparsers(required=True)
    start = commands.add_parser("run", help="the portal with all it needs")
    start.add_argument("--leave-with-parent", action="store_true")
    start.set_defaults(door=run.run)
    serve = commands.add_parser("with-servers", help="a command with servers behind")
    serve.add_argument("--data", default=".data/test")
    serve.add_argument("--testing", action="store_true", help="fast and thrown away")
    serve.add_argument("--browser", action="store_true", help="look for Chromium")
    serve.add_argument("--assets", action="store_true", help="build the assets first")
    serve.add_argument("command", nargs="+")
    serve.set_defaults(door=with_servers.with_servers)
    lock = commands.add_parser("lock", help="write the locks from pyproject.toml")
    lock.add_argument("words", nargs="*", help="for uv, such as --upgrade")
    lock.set_defaults(door=pins.lock)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    leave_with(main)
