"""Who may widen what the database shows: a closed list, read from the source."""

from collections.abc import Iterator

from tests.house.source import Module, module_of, modules

DEMO = "portal.demo"  # tells its stories as its people
WIDENING = {
    # Puts a person in context.
    "rls.enter": {
        "accounts.actions.joining.join",  # whom the link has made a person just now
        "accounts.middleware.enter",
        DEMO,
    },
    "rls.entered": {
        "accounts.adapters.set_password",  # whoever has followed a link to the door
        "portal.returning.back_to_words",  # whoever has signed in just now
        DEMO,
    },
    # Shows one invitation to whoever holds its link.
    "rls.present": {
        "accounts.actions.joining.join",
        "accounts.actions.joining.locked_open",
        "accounts.actions.joining.presented",
    },
    # Make rows that the person in context does not see yet.
    "rls.found": {"accounts.actions.duties.found"},
    "rls.hold": {
        "accounts.actions.joining.widen",
        # Puts what an official held into the queue, for who reads no conversation.
        "conversations.actions.releasing.release",
    },
    "rls.take_post": {"accounts.actions.joining.widen"},
    "rls.give": {"conversations.actions.opening.new_head"},
    # Shows people to somebody who is about to sign in, or who asks for a stream.
    "rls.open_door": {
        "accounts.checks.no_demo_people",
        "accounts.middleware.enter",
        "accounts.sessions.people_behind",
        DEMO,
    },
}
SETTING = ("set_config", "SET ROLE", "SET LOCAL", "SET SESSION", "row_security")


def callers(name: str) -> set[str]:
    """Return the functions that use a name, by module and function."""
    return {
        DEMO if use.startswith(f"{DEMO}.") else use.split()[0]
        for module in modules()
        for use in module.uses(name)
        if module.name != "portal.rls"
    }


def test_the_listed_functions_and_no_others_widen_the_context() -> None:
    assert {name: callers(name) for name in WIDENING} == WIDENING


def test_the_context_is_reached_by_its_module_only() -> None:
    taken = [
        f"{module.name} imports {name}"
        for module in modules()
        for name in module.imports()
        if name.startswith("portal.rls.") and name != "portal.rls.Sight"
    ]

    assert taken == []
    assert callers("rls.put") == set()


def test_nobody_else_tells_postgresql_who_is_asking() -> None:
    assert [f for module in modules() for f in settings_set_by(module)] == []


def settings_set_by(module: Module) -> Iterator[str]:
    if module.name == "portal.rls" or module.is_migration:
        return
    for text in module.strings():
        for word in SETTING:
            if word in text:
                yield f"{module.name} says {word}"


def test_the_owner_s_connection_serves_commands_only() -> None:
    """Nobody behind a page reaches the rows of everybody."""
    users = {
        module.name
        for module in modules()
        for text in module.strings()
        if text == "owner" and not module.is_migration
    }

    assert users == OWNERS


OWNERS = {
    "conversations.management.commands.verify_history",
    "criteria.actions",  # publishing, which only its command does
    "portal.demo.bulk.loading",  # fills an empty demo with a crowd
    "portal.management.commands.migrate",
    "portal.settings",
}


def test_a_planted_caller_is_found() -> None:
    planted = module_of("def open_up():\n    rls.give(7)\n    later = rls.found\n")

    assert list(planted.uses("rls.give")) == ["planted.open_up rls.give"]
    assert list(planted.uses("rls.found")) == ["planted.open_up rls.found"]


def test_a_planted_setting_is_found() -> None:
    assert list(settings_set_by(module_of("x = \"SELECT set_config('a', 'b', true)\"")))
