"""The door to what runs within Django, beside one portal's database.

python -m bench.inside town 60 3000 6000 3000
python -m bench.inside statements < paths.json
"""

import os
import sys
from importlib import import_module

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    django.setup()
    name, *words = sys.argv[1:]
    import_module(f"bench.{name}").main(words)


if __name__ == "__main__":
    main()
