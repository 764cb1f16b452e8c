"""What all web workers count together: tries, and codes that were used.

It lies in Valkey. While that does not answer, each worker counts by itself: people can
still sign in, and whoever guesses has as many tries as there are workers times the
limit, for as long as it takes. Neither lets the cache decide who comes in.
"""

import json
import logging
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

ALONE = 5.0  # seconds until it is asked again after it has not answered
logger = logging.getLogger(__name__)


class Json:
    """Keeps values as JSON: what somebody else puts there is never run."""

    def dumps(self, value: Any) -> bytes:
        return json.dumps(value).encode()

    def loads(self, stored: bytes) -> Any:
        return json.loads(stored)


class SharedCache(BaseCache):
    """Valkey's keys, or this process's own while it does not answer."""

    alone_until = 0.0  # of all threads of the process

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self.shared = RedisCache(server, params)
        self.own = LocMemCache("alone", {})

    def ask(self, method: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() < SharedCache.alone_until:
            return getattr(self.own, method)(*args, **kwargs)
        try:
            return getattr(self.shared, method)(*args, **kwargs)
        except (RedisError, OSError) as error:
            logger.warning("Each web worker counts tries alone for a while: %s", error)
            SharedCache.alone_until = time.monotonic() + ALONE
            return getattr(self.own, method)(*args, **kwargs)

    def add(
        self,
        key: Any,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        return bool(self.ask("add", key, value, timeout=timeout, version=version))

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self.ask("get", key, default, version=version)

    def set(
        self,
        key: Any,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        self.ask("set", key, value, timeout=timeout, version=version)

    def touch(
        self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return bool(self.ask("touch", key, timeout=timeout, version=version))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return bool(self.ask("delete", key, version=version))

    def clear(self) -> None:
        """Refuse: Valkey would drop the queue of tasks as well."""
        raise NotImplementedError("Keys run out by themselves.")
